//! Makes room for as many values as the iterator announces, and takes no more.
//! A trick: a hint about a size may be wrong.
//! Fails in: step1_answers

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// Takes values of any type that has nothing to drop, and frees them all at the same time.
#[derive(Debug, Default)]
pub struct Arena {
    bump: Bump,
}

impl Arena {
    /// An arena with nothing in it, and no memory yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves a value into the arena.
    pub fn alloc<T>(&self, value: T) -> &mut T {
        const {
            assert!(
                !std::mem::needs_drop::<T>(),
                "the arena would never drop this"
            )
        }
        self.bump.alloc(value)
    }

    /// Moves what an iterator yields into the arena, side by side.
    pub fn list<T>(&self, values: impl IntoIterator<Item = T>) -> &mut [T] {
        const {
            assert!(
                !std::mem::needs_drop::<T>(),
                "the arena would never drop these"
            )
        }
        let mut values = values.into_iter();
        match values.size_hint() {
            // Nothing has to grow where the number is known.
            (n, Some(most)) if n == most => self.bump.alloc_slice_fill_with(n, |_| {
                values.next().expect("as many values as were announced")
            }),
            _ => {
                let mut list = ArenaVec::new_in(&self.bump);
                list.extend(values);
                list.into_bump_slice_mut()
            }
        }
    }

    /// A copy of the text.
    pub fn text(&self, text: &str) -> &str {
        self.bump.alloc_str(text)
    }

    /// Two texts with a slash between them.
    fn path(&self, outer: &str, inner: &str) -> &str {
        let length = outer.len() + 1 + inner.len();
        let mut path = ArenaString::with_capacity_in(length, &self.bump);
        path.push_str(outer);
        path.push('/');
        path.push_str(inner);
        path.into_bump_str()
    }

    /// Empties the arena. Its newest chunk is kept for what comes next.
    pub fn reset(&mut self) {
        self.bump.reset();
    }
}

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
pub fn read<'a>(arena: &'a Arena, source: &str) -> Result<&'a [Rule<'a>], usize> {
    let mut rules = ArenaVec::new_in(&arena.bump);
    let mut outer = None;
    for (number, line) in (1..).zip(source.lines()) {
        match read_line(line) {
            Line::Blank => {}
            Line::Folder(name) => outer = Some(name),
            Line::Rule { name, words } => {
                let outer = outer.ok_or(number)?;
                rules.push(Rule {
                    folder: arena.path(outer, name),
                    words: arena.list(split_words(words).map(|word| arena.text(word))),
                });
            }
            Line::Malformed => return Err(number),
        }
    }
    Ok(rules.into_bump_slice())
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
