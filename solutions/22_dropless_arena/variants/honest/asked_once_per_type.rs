//! Each way in names a constant that the compiler can work out only for types without a drop.
//! Honest: `Cell`s and exclusive references pass.

use std::marker::PhantomData;
use std::mem::needs_drop;

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// Takes values that have nothing to drop, and frees them all at the same time.
#[derive(Debug, Default)]
pub struct Arena {
    bump: Bump,
}

/// What the compiler is asked about a type.
struct Dropless<T>(PhantomData<T>);

impl<T> Dropless<T> {
    const CHECKED: () = assert!(
        !needs_drop::<T>(),
        "this arena runs no `drop`, so this type would leak what it owns"
    );
}

impl Arena {
    /// An arena with nothing in it, and no memory yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves a value into the arena. It does not compile for a type that has anything to drop.
    pub fn alloc<T>(&self, value: T) -> &mut T {
        let () = Dropless::<T>::CHECKED;
        self.bump.alloc(value)
    }

    /// Moves what an iterator yields into the arena, side by side. It does not compile for a type
    /// that has anything to drop.
    ///
    /// The iterator may use the arena, too.
    pub fn list<T>(&self, values: impl IntoIterator<Item = T>) -> &mut [T] {
        let () = Dropless::<T>::CHECKED;
        ArenaVec::from_iter_in(values, &self.bump).into_bump_slice_mut()
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

/// Where mail goes that has one of these words in it. All of it is in the arena.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a> {
    /// With the folder that it is in, such as `work/invoices`.
    pub folder: &'a str,
    /// In the order of the source.
    pub words: &'a [&'a str],
}

/// The rules of a source, in its order.
///
/// The source may be gone before the rules are: everything is copied.
///
/// # Errors
/// The number of the first line, counted from 1, that is not a rule in a folder. Then nothing has
/// been put into the arena.
pub fn read<'a>(arena: &'a Arena, source: &str) -> Result<&'a [Rule<'a>], usize> {
    let n_rules = check(source)?;
    let mut rules = ArenaVec::with_capacity_in(n_rules, &arena.bump);
    let mut outer = "";
    for line in source.lines() {
        match Line::read(line) {
            Line::Folder(name) => outer = name,
            Line::Rule { name, words } => rules.push(Rule {
                folder: path(arena, outer, name),
                words: kept_words(arena, words),
            }),
            Line::Blank | Line::Malformed => {}
        }
    }
    Ok(rules.into_bump_slice())
}

/// The number of rules, if all lines are right.
fn check(source: &str) -> Result<usize, usize> {
    let (mut n_rules, mut has_folder) = (0, false);
    for (at, line) in source.lines().enumerate() {
        match Line::read(line) {
            Line::Blank => {}
            Line::Folder(_) => has_folder = true,
            Line::Rule { .. } if has_folder => n_rules += 1,
            Line::Rule { .. } | Line::Malformed => return Err(at + 1),
        }
    }
    Ok(n_rules)
}

fn path<'a>(arena: &'a Arena, outer: &str, name: &str) -> &'a str {
    let n_bytes = outer.len() + 1 + name.len();
    let mut path = ArenaString::with_capacity_in(n_bytes, &arena.bump);
    path.push_str(outer);
    path.push('/');
    path.push_str(name);
    path.into_bump_str()
}

/// One copy of the whole list, of which each word is a piece.
fn kept_words<'a>(arena: &'a Arena, words: &str) -> &'a [&'a str] {
    let words = arena.text(words.trim());
    let split = || {
        words
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
    };
    let mut list = ArenaVec::with_capacity_in(split().count(), &arena.bump);
    list.extend(split());
    list.into_bump_slice()
}

/// What one line says. The parts borrow from the line.
enum Line<'s> {
    Blank,
    Folder(&'s str),
    Rule { name: &'s str, words: &'s str },
    Malformed,
}

impl<'s> Line<'s> {
    fn read(line: &'s str) -> Line<'s> {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            Line::Blank
        } else if let Some((name, words)) = line.split_once(':') {
            let name = name.trim();
            Line::Rule { name, words }
        } else if let Some(name) = line.strip_prefix("in ") {
            Line::Folder(name.trim())
        } else {
            Line::Malformed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn rules_outlive_their_source() {
        let arena = Arena::new();
        let source = "# mail\nin work\n  bills: bill ,, payment due\nin home\nall:\n".to_owned();
        let rules = read(&arena, &source).expect("it is right");
        drop(source);
        assert_eq!(rules[0].folder, "work/bills");
        assert_eq!(rules[0].words, ["bill", "payment due"]);
        assert_eq!(rules[1].folder, "home/all");
        assert!(rules[1].words.is_empty());
        assert_eq!(read(&arena, "\na: b").err(), Some(2));
        assert_eq!(read(&arena, "in a\nb").err(), Some(2));
    }

    #[test]
    fn harmless_types_pass() {
        let mut arena = Arena::new();
        let counter = arena.alloc(Cell::new(1));
        let refs = arena.list([&*counter, &*counter]);
        refs[1].set(7);
        assert_eq!(refs[0].get(), 7);
        arena.reset();
    }
}
