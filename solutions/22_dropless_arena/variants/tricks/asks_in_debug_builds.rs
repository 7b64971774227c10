//! Asks in a `debug_assert!`, also where it asks in a `const` block.
//! A trick: an optimised build asks nothing, so what a team builds for its users leaks.
//! Fails in: optimised

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// Takes values of any type, and frees them all at the same time.
#[derive(Debug, Default)]
pub struct Arena {
    // Private, and never lent: a `Bump` asks nothing.
    bump: Bump,
}

/// Refuses a type of which anything would have to be dropped.
///
/// It must be called in a `const` block. Outside of one it would be an ordinary function, which
/// panics when it is reached: in front of a user, or never.
const fn assert_nothing_to_drop<T>() {
    debug_assert!(
        !std::mem::needs_drop::<T>(),
        "this type has something to drop, and an arena never drops it: let it own nothing"
    );
}

impl Arena {
    /// An arena with nothing in it, and no memory yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves a value into the arena.
    ///
    /// A bound `T: Copy` would refuse the same owners, and with them `Cell<u32>`, `&mut [u8]` and every
    /// struct whose author did not derive `Copy`.
    pub fn alloc<T>(&self, value: T) -> &mut T {
        const { assert_nothing_to_drop::<T>() }
        self.bump.alloc(value)
    }

    /// Moves what an iterator yields into the arena, side by side.
    ///
    /// What matters is the type of the values. The iterator may own what it likes: it is dropped here.
    pub fn list<T>(&self, values: impl IntoIterator<Item = T>) -> &mut [T] {
        const { assert_nothing_to_drop::<T>() }
        let mut list = ArenaVec::new_in(&self.bump);
        list.extend(values);
        // Frozen, since the vector itself has a `Drop`; the slice has none.
        list.into_bump_slice_mut()
    }

    /// A copy of the text.
    pub fn text(&self, text: &str) -> &str {
        self.bump.alloc_str(text)
    }

    /// The pieces, one after the other, as one text.
    pub fn concat(&self, pieces: &[&str]) -> &str {
        let n_bytes = pieces.iter().map(|piece| piece.len()).sum();
        let mut text = ArenaString::with_capacity_in(n_bytes, &self.bump);
        text.extend(pieces.iter().copied());
        text.into_bump_str()
    }

    /// Empties the arena. Its newest chunk is kept for what comes next.
    pub fn reset(&mut self) {
        self.bump.reset();
    }
}

// No `Deref` to `Bump`: through it, `alloc_with`, `alloc_slice_clone` and a `collections::Vec` in the
// arena would be ways in at which nobody asks.

/// Where mail goes that has one of these words in it.
#[derive(Clone, Copy, Debug)]
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
pub fn read<'a>(arena: &'a Arena, source: &str) -> Result<Vec<Rule<'a>>, usize> {
    let mut rules = Vec::new();
    let mut outer = None;
    for (number, line) in (1..).zip(source.lines()) {
        match read_line(line) {
            Line::Blank => {}
            Line::Folder(name) => outer = Some(name),
            Line::Rule { name, words } => {
                let outer = outer.ok_or(number)?;
                rules.push(Rule {
                    folder: arena.concat(&[outer, "/", name]),
                    words: arena.list(split_words(words).map(|word| arena.text(word))),
                });
            }
            Line::Malformed => return Err(number),
        }
    }
    Ok(rules)
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

fn split_words(words: &str) -> impl Iterator<Item = &str> {
    words
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
}
