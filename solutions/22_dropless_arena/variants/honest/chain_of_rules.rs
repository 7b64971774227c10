//! Honest: every type is asked by a constant of a trait that all types have; the rules are a chain
//! in the arena, which alone holds them, and a rule's words are one text that is split when they
//! are read.

use std::cell::Cell;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// Takes values of any type, and frees them all at the same time.
#[derive(Debug, Default)]
pub struct Arena {
    // Private, and never lent: a `Bump` asks nothing.
    bump: Bump,
}

/// Every type has this, and for a type of which anything would have to be dropped it cannot be evaluated.
trait Dropless {
    const CHECKED: ();
}

impl<T> Dropless for T {
    const CHECKED: () = assert!(
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
        let () = <T as Dropless>::CHECKED;
        self.bump.alloc(value)
    }

    /// Moves what an iterator yields into the arena, side by side.
    ///
    /// What matters is the type of the values. The iterator may own what it likes: it is dropped here.
    pub fn list<T>(&self, values: impl IntoIterator<Item = T>) -> &mut [T] {
        let () = <T as Dropless>::CHECKED;
        ArenaVec::from_iter_in(values, &self.bump).into_bump_slice_mut()
    }

    /// A copy of the text.
    pub fn text(&self, text: &str) -> &str {
        self.bump.alloc_str(text)
    }

    /// Two texts with a slash between them.
    pub fn path(&self, outer: &str, name: &str) -> &str {
        bumpalo::format!(in &self.bump, "{}/{}", outer, name).into_bump_str()
    }

    /// Empties the arena. Its newest chunk is kept for what comes next.
    pub fn reset(&mut self) {
        self.bump.reset();
    }
}

// No `Deref` to `Bump`: through it, `alloc_with`, `alloc_slice_clone` and a `collections::Vec` in the
// arena would be ways in at which nobody asks.

/// Where mail goes that has one of these words in it.
#[derive(Debug)]
pub struct Rule<'a> {
    /// With the folder that it is in, such as `work/invoices`.
    pub folder: &'a str,
    /// In the order of the source.
    pub words: Words<'a>,
    next: Cell<Option<&'a Rule<'a>>>,
}

/// The words of a rule: one text, which is split when they are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a>(&'a str);

impl<'a> Words<'a> {
    /// The words, in the order of the source.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> {
        split_words(self.0)
    }
}

/// Rules, each of which knows the next.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    first: Option<&'a Rule<'a>>,
}

impl<'a> Rules<'a> {
    /// The rules, in the order of the source.
    pub fn iter(&self) -> impl Iterator<Item = &'a Rule<'a>> {
        std::iter::successors(self.first, |rule| rule.next.get())
    }
}

/// The rules of a source, in its order.
///
/// The source is read from a file, and gone before the rules are.
///
/// # Errors
/// The number of the first line, counted from 1, that is not a rule in a folder.
pub fn read<'a>(arena: &'a Arena, source: &str) -> Result<Rules<'a>, usize> {
    let mut rules = Rules { first: None };
    let mut last: Option<&'a Rule<'a>> = None;
    let mut outer = None;
    for (number, line) in (1..).zip(source.lines()) {
        match read_line(line) {
            Line::Blank => {}
            Line::Folder(name) => outer = Some(name),
            Line::Rule { name, words } => {
                let outer = outer.ok_or(number)?;
                let rule: &'a Rule<'a> = arena.alloc(Rule {
                    folder: arena.path(outer, name),
                    words: Words(arena.text(words)),
                    next: Cell::new(None),
                });
                match last.replace(rule) {
                    Some(before) => before.next.set(Some(rule)),
                    None => rules.first = Some(rule),
                }
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
