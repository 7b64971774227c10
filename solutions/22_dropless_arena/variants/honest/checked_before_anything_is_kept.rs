//! The source is checked and counted before anything of it is kept, and each way in asks by an
//! associated constant.

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// Takes values of any type that has nothing to drop, and frees them all at the same time.
#[derive(Debug, Default)]
pub struct Arena {
    bump: Bump,
}

/// More room than this is not taken on a mere hint.
const MOST_ROOM: usize = 1 << 16;

/// Stands for a type that was asked whether it has anything to drop.
struct Inert<T>(std::marker::PhantomData<T>);

impl<T> Inert<T> {
    /// Naming it asks.
    const ASKED: () = assert!(
        !std::mem::needs_drop::<T>(),
        "an arena never drops what it holds, and this type has a drop"
    );
}

impl Arena {
    /// An arena with nothing in it, and no memory yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves a value into the arena.
    pub fn alloc<T>(&self, value: T) -> &mut T {
        let () = Inert::<T>::ASKED;
        self.bump.alloc(value)
    }

    /// Moves what an iterator yields into the arena, side by side.
    pub fn list<T>(&self, values: impl IntoIterator<Item = T>) -> &mut [T] {
        let () = Inert::<T>::ASKED;
        let values = values.into_iter();
        // The hint spares growth, and is no promise: the vector grows if there are more.
        let mut list = ArenaVec::with_capacity_in(values.size_hint().0.min(MOST_ROOM), &self.bump);
        list.extend(values);
        list.into_bump_slice_mut()
    }

    /// A copy of the text.
    pub fn text(&self, text: &str) -> &str {
        self.bump.alloc_str(text)
    }

    /// A copy of the texts, one after the other.
    fn joined<const N: usize>(&self, parts: [&str; N]) -> &str {
        let n_bytes = parts.iter().map(|part| part.len()).sum();
        let mut bytes = parts.iter().flat_map(|part| part.bytes());
        let joined = self
            .bump
            .alloc_slice_fill_with(n_bytes, |_| bytes.next().unwrap_or(0));
        str::from_utf8(joined).expect("texts, one after the other")
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
    let mut n_rules = 0;
    for line in Parts::of(source) {
        line?;
        n_rules += 1;
    }
    let rules: &'a mut [Rule<'a>] = arena.list(std::iter::repeat_n(
        Rule {
            folder: "",
            words: &[],
        },
        n_rules,
    ));
    for (rule, parts) in rules.iter_mut().zip(Parts::of(source).flatten()) {
        let (outer, name, words) = parts;
        let n_words = split_words(words).count();
        let kept = arena.list(std::iter::repeat_n("", n_words));
        for (place, word) in kept.iter_mut().zip(split_words(words)) {
            *place = arena.text(word);
        }
        rule.folder = arena.joined([outer, "/", name]);
        rule.words = kept;
    }
    Ok(rules)
}

/// The rules of a source, in parts: outer folder, name and words. Or the number of a wrong line.
struct Parts<'s> {
    lines: std::iter::Zip<std::ops::RangeFrom<usize>, std::str::Lines<'s>>,
    outer: Option<&'s str>,
}

impl<'s> Parts<'s> {
    fn of(source: &'s str) -> Self {
        Parts {
            lines: (1..).zip(source.lines()),
            outer: None,
        }
    }
}

impl<'s> Iterator for Parts<'s> {
    type Item = Result<(&'s str, &'s str, &'s str), usize>;

    fn next(&mut self) -> Option<Self::Item> {
        for (number, line) in self.lines.by_ref() {
            match read_line(line) {
                Line::Blank => {}
                Line::Folder(name) => self.outer = Some(name),
                Line::Rule { name, words } => {
                    return Some(match self.outer {
                        Some(outer) => Ok((outer, name, words)),
                        None => Err(number),
                    });
                }
                Line::Malformed => return Some(Err(number)),
            }
        }
        None
    }
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
