//! Honest: tells rows without a remark by a comma before the line feed. Where lines end in `\r\n`, it makes room for a
//! remark in each row.

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
    let (n_rows, n_remarks) = count(source);
    let mut minutes = Vec::with_capacity_in(n_rows, arena);
    let mut levels = Vec::with_capacity_in(n_rows, arena);
    let mut remarks = Vec::with_capacity_in(n_remarks, arena);
    for (row, line) in source.lines().skip(1).enumerate() {
        let malformed = Malformed { line: row + 2 };
        let (minute, level, note) = fields(line).ok_or(malformed)?;
        // Alternately, as before. That no longer hurts, since no push makes a vector grow.
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

/// The number of readings, and of remarks among them.
fn count(source: &str) -> (usize, usize) {
    let bytes = source.as_bytes();
    let n_lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    // A line without a remark ends in a comma.
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let n_without = pairs.filter(|pair| *pair == (&b',', &b'\n')).count();
    (n_lines, n_lines - n_without)
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
