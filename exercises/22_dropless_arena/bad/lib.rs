//! An arena that several teams share, and the first user of it: a reader of mail rules.
//!
//! ```text
//! in work
//!   invoices: invoice, bill, payment due
//!   travel: flight, hotel
//! in home
//!   school: homework
//! ```
//! gives `work/invoices` with the words `invoice`, `bill` and `payment due`, then `work/travel` and
//! `home/school`.
//!
//! Correct, but the arena takes whatever it is given. It runs no `Drop`, so what owns memory of the
//! heap leaks, and nobody is told: neither the other teams nor the author of this file.
//!
//! Yours to change: everything below, types and signatures as well. The tests are another team's
//! crate. It makes an `Arena` with `new`, and uses `alloc`, `list`, `text` and `reset`; it calls `read`
//! with an arena and a source, and uses the `folder` and the `words` of each rule, or the number of
//! the line that is wrong. All of `src/` is yours, so you may add files.

use std::ops::Deref;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// Takes values of any type, and frees them all at the same time.
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
        self.bump.alloc(value)
    }

    /// Moves what an iterator yields into the arena, side by side.
    pub fn list<T>(&self, values: impl IntoIterator<Item = T>) -> &mut [T] {
        let mut list = ArenaVec::new_in(&self.bump);
        list.extend(values);
        list.into_bump_slice_mut()
    }

    /// A copy of the text.
    pub fn text(&self, text: &str) -> &str {
        self.bump.alloc_str(text)
    }

    /// Empties the arena. Its newest chunk is kept for what comes next.
    pub fn reset(&mut self) {
        self.bump.reset();
    }
}

/// Whatever else a `Bump` can do, an `Arena` can do too.
impl Deref for Arena {
    type Target = Bump;

    fn deref(&self) -> &Bump {
        &self.bump
    }
}

/// Where mail goes that has one of these words in it.
#[derive(Debug)]
pub struct Rule<'a> {
    /// With the folder that it is in, such as `work/invoices`.
    pub folder: String,
    /// In the order of the source.
    pub words: ArenaVec<'a, String>,
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
                let mut kept = ArenaVec::new_in(arena);
                kept.extend(split_words(words).map(str::to_owned));
                rules.push(arena.alloc(Rule {
                    folder: format!("{outer}/{name}"),
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
