//! Honest: the number of rows is estimated from the length of the source and of its first lines,
//! and the number of remarks from the first lines too; little capacity stays unused.
//!
//! A vector whose estimate was too low moves once more, which the budget has room for.

use bumpalo::Bump;
use bumpalo::collections::{String, Vec};

/// The columns of a log. All of them live in the arena; a remark's text may also borrow from the
/// source.
#[derive(Clone, Copy, Debug)]
pub struct Log<'a> {
    /// When each reading was taken, in minutes since the log began.
    pub minutes: &'a [u32],
    /// The water level at that time, in millimetres above the gauge's zero.
    pub levels: &'a [i32],
    /// The notes; few readings have one.
    pub remarks: &'a [Remark<'a>],
}

/// A note beside a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark<'a> {
    /// The reading's place in the columns.
    pub row: usize,
    /// The note, without the quotes around it.
    pub text: &'a str,
}

/// A line that is not a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Its number. The heading is line 1.
    pub line: usize,
}

/// Reads a log: a heading, and then lines such as `20,1130,` or `30,-45,"ice, ""thick"""`.
pub fn read<'a>(arena: &'a Bump, source: &'a str) -> Result<Log<'a>, Malformed> {
    let (n_rows, n_remarks) = estimate(source);
    let mut minutes = Vec::with_capacity_in(n_rows, arena);
    let mut levels = Vec::with_capacity_in(n_rows, arena);
    let mut remarks = Vec::with_capacity_in(n_remarks, arena);
    for (row, line) in source.lines().skip(1).enumerate() {
        let malformed = Malformed { line: row + 2 };
        let (minute, level, note) = fields(line).ok_or(malformed)?;
        minutes.push(minute);
        levels.push(level);
        if !note.is_empty() {
            let text = unquoted(arena, note).ok_or(malformed)?;
            remarks.push(Remark { row, text });
        }
    }
    Ok(Log {
        minutes: minutes.into_bump_slice(),
        levels: levels.into_bump_slice(),
        remarks: remarks.into_bump_slice(),
    })
}

/// Rows and remarks, each a little more than a sample from all over the source suggests.
fn estimate(source: &str) -> (usize, usize) {
    let (mut n_bytes, mut n_rows, mut n_remarks) = (1, 0, 0);
    for place in 0..400 {
        // From the middle of some line to its end, then a whole line: the second is the sample.
        let rest = source.get(source.len() / 400 * place..).unwrap_or_default();
        for line in rest.lines().skip(1).take(4) {
            n_bytes += line.len() + 1;
            n_rows += 1;
            n_remarks += usize::from(!line.ends_with(','));
        }
    }
    let all = |n: usize| n * (source.len() / 16) / n_bytes * 16 * 108 / 100 + 8;
    (all(n_rows), all(n_remarks))
}

/// Minute, level and the note as written. A comma in the note is part of it.
fn fields(line: &str) -> Option<(u32, i32, &str)> {
    let (minute, rest) = line.split_once(',')?;
    let (level, note) = rest.split_once(',')?;
    Some((minute.parse().ok()?, level.parse().ok()?, note))
}

/// The text of a note: `ice, "thick"` for `"ice, ""thick"""`. A note without quotes around it must
/// have none inside.
fn unquoted<'a>(arena: &'a Bump, note: &'a str) -> Option<&'a str> {
    let Some(inner) = note.strip_prefix('"') else {
        return (!note.contains('"')).then_some(note);
    };
    let inner = inner.strip_suffix('"')?;
    // Most notes have no quotes inside. Their text is in the source already.
    if !inner.contains('"') {
        return Some(inner);
    }
    // A text is never longer than its note, so this string never grows. It wastes one byte for each
    // pair of quotes.
    let mut text = String::with_capacity_in(inner.len(), arena);
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c == '"' && chars.next() != Some('"') {
            return None;
        }
        text.push(c);
    }
    Some(text.into_bump_str())
}
