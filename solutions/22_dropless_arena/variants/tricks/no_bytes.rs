//! Asks about the type at each way in, in a `const` block, and lets in whatever takes no memory.
//!
//! Not right: a type of size zero may have a `Drop` all the same, such as a guard that counts or
//! unlocks, and what it does is lost without a word.
//!
//! Fails in: step2_refused

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
                is_harmless::<T>(),
                "an arena drops nothing, and this has something to drop"
            )
        };
        self.bump.alloc(value)
    }

    /// Moves what an iterator yields into the arena, side by side.
    pub fn list<T>(&self, values: impl IntoIterator<Item = T>) -> &mut [T] {
        const {
            assert!(
                is_harmless::<T>(),
                "an arena drops nothing, and these have something to drop"
            )
        };
        let mut list = ArenaVec::new_in(&self.bump);
        list.extend(values);
        list.into_bump_slice_mut()
    }

    /// A copy of the text.
    pub fn text(&self, text: &str) -> &str {
        self.bump.alloc_str(text)
    }

    /// A text that is put together from pieces.
    fn joined(&self, pieces: &[&str]) -> &str {
        let n_bytes = pieces.iter().map(|piece| piece.len()).sum();
        let mut text = ArenaString::with_capacity_in(n_bytes, &self.bump);
        for piece in pieces {
            text.push_str(piece);
        }
        text.into_bump_str()
    }

    /// Empties the arena. Its newest chunk is kept for what comes next.
    pub fn reset(&mut self) {
        self.bump.reset();
    }
}

/// Whether nothing leaks if nobody drops a `T`: it owns nothing, or has no bytes that could refer
/// to anything.
const fn is_harmless<T>() -> bool {
    size_of::<T>() == 0 || !std::mem::needs_drop::<T>()
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
                let kept = arena.list(split_words(words).map(|word| arena.text(word)));
                rules.push(arena.alloc(Rule {
                    folder: arena.joined(&[outer, "/", name]),
                    words: kept,
                }));
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
