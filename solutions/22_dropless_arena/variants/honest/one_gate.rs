//! Every value goes through one private gate, a list with a constant that cannot be computed for a
//! type with a `drop`; a rule keeps all its text, folder and words, in one piece, and its words are
//! slices of that.

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// Takes values of any type that has nothing to drop, and frees them all at the same time.
#[derive(Debug, Default)]
pub struct Arena {
    bump: Bump,
}

/// A list in the arena, still growing. The only way by which a value of a caller's type gets in.
struct Gate<'a, T> {
    list: ArenaVec<'a, T>,
}

impl<'a, T> Gate<'a, T> {
    /// Computed for each `T` that gets as far as this, when the program is built.
    const NOTHING_TO_DROP: () = assert!(
        !std::mem::needs_drop::<T>(),
        "an arena never drops what is in it, and this type has something to drop"
    );

    fn into(bump: &'a Bump, room: usize) -> Self {
        let () = Self::NOTHING_TO_DROP;
        Gate {
            list: ArenaVec::with_capacity_in(room, bump),
        }
    }
}

impl Arena {
    /// An arena with nothing in it, and no memory yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves a value into the arena.
    pub fn alloc<T>(&self, value: T) -> &mut T {
        let mut gate = Gate::into(&self.bump, 1);
        gate.list.push(value);
        &mut gate.list.into_bump_slice_mut()[0]
    }

    /// Moves what an iterator yields into the arena, side by side.
    pub fn list<T>(&self, values: impl IntoIterator<Item = T>) -> &mut [T] {
        let values = values.into_iter();
        let mut gate = Gate::into(&self.bump, values.size_hint().0);
        gate.list.extend(values);
        gate.list.into_bump_slice_mut()
    }

    /// A copy of the text.
    pub fn text(&self, text: &str) -> &str {
        self.bump.alloc_str(text)
    }

    /// A copy of the pieces, one after the other.
    fn joined<'p>(&self, pieces: impl Iterator<Item = &'p str> + Clone) -> &str {
        let n_bytes = pieces.clone().map(str::len).sum();
        let text = self.bump.alloc_slice_fill_copy(n_bytes, 0);
        let mut rest = &mut text[..];
        for piece in pieces {
            let (here, after) = rest.split_at_mut(piece.len());
            here.copy_from_slice(piece.as_bytes());
            rest = after;
        }
        str::from_utf8(text).expect("texts side by side are text")
    }

    /// Empties the arena. Its newest chunk is kept for what comes next.
    pub fn reset(&mut self) {
        self.bump.reset();
    }
}

/// Where mail goes that has one of these words in it.
#[derive(Debug)]
pub struct Rule<'a> {
    /// With the folder that it is in, such as `work/invoices`.
    pub folder: &'a str,
    /// In the order of the source.
    pub words: &'a [&'a str],
}

/// The rules of a source, in its order.
///
/// The source is read from a file, and gone before the rules are.
///
/// # Errors
/// The number of the first line, counted from 1, that is not a rule in a folder.
pub fn read<'a>(arena: &'a Arena, source: &str) -> Result<Vec<&'a mut Rule<'a>>, usize> {
    let mut rules = Vec::new();
    let mut outer = None;
    for (number, line) in (1..).zip(source.lines()) {
        match read_line(line) {
            Line::Blank => {}
            Line::Folder(name) => outer = Some(name),
            Line::Rule { name, words } => {
                let outer = outer.ok_or(number)?;
                rules.push(arena.alloc(rule(arena, outer, name, words)));
            }
            Line::Malformed => return Err(number),
        }
    }
    Ok(rules)
}

/// A rule whose texts are side by side in the arena: `work/travel`, `flight`, `hotel`.
fn rule<'a>(arena: &'a Arena, outer: &str, name: &str, words: &str) -> Rule<'a> {
    let folder = [outer, "/", name];
    let all = arena.joined(folder.into_iter().chain(split_words(words)));
    let (folder, mut rest) = all.split_at(folder.iter().map(|piece| piece.len()).sum());
    let words = arena.list(split_words(words).map(|word| {
        let (word, after) = rest.split_at(word.len());
        rest = after;
        word
    }));
    Rule { folder, words }
}

/// What one line says. The parts borrow from the line.
enum Line<'s> {
    Blank,
    Folder(&'s str),
    Rule { name: &'s str, words: &'s str },
    Malformed,
}

fn read_line(line: &str) -> Line<'_> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Line::Blank;
    }
    if let Some((name, words)) = line.split_once(':') {
        return Line::Rule {
            name: name.trim(),
            words,
        };
    }
    match line.strip_prefix("in ") {
        Some(name) => Line::Folder(name.trim()),
        None => Line::Malformed,
    }
}

fn split_words(words: &str) -> impl Iterator<Item = &str> + Clone {
    words
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
}
