//! Honest: each column is read in a pass of its own. The first reserves too much, and is shrunk while it
//! is the last in the arena.
//!
//! A row has five bytes at least, so no row is counted before it is read.

use bumpalo::Bump;
use bumpalo::collections::{String, Vec};

/// The columns of a log. All of them live in the arena; a remark's text may also borrow from the source.
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

/// Reads a log.
pub fn read<'a>(arena: &'a Bump, source: &'a str) -> Result<Log<'a>, Malformed> {
    let rows = || {
        let lines = source.lines().skip(1).enumerate();
        lines.map(|(row, line)| (row, fields(line).ok_or(Malformed { line: row + 2 })))
    };
    // The first wrong line is named, so the notes are checked along with the numbers.
    let most = source.len() / 5;
    let mut minutes = Vec::with_capacity_in(most, arena);
    for (row, line) in rows() {
        let (minute, _, note) = line?;
        if !is_right(note) {
            return Err(Malformed { line: row + 2 });
        }
        minutes.push(minute);
    }
    minutes.shrink_to_fit();
    let mut levels = Vec::with_capacity_in(minutes.len(), arena);
    for (_, line) in rows() {
        levels.push(line?.1);
    }
    let notes = || {
        rows().filter_map(|(row, line)| {
            Some((row, line.ok()?.2)).filter(|(_, note)| !note.is_empty())
        })
    };
    let mut remarks = Vec::with_capacity_in(notes().count(), arena);
    for (row, note) in notes() {
        let text = unquoted(arena, note).ok_or(Malformed { line: row + 2 })?;
        remarks.push(Remark { row, text });
    }
    Ok(Log {
        minutes: minutes.into_bump_slice(),
        levels: levels.into_bump_slice(),
        remarks: remarks.into_bump_slice(),
    })
}

fn is_right(note: &str) -> bool {
    let Some(inner) = note.strip_prefix('"') else {
        return !note.contains('"');
    };
    let Some(inner) = inner.strip_suffix('"') else {
        return false;
    };
    let mut bytes = inner.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'"' && bytes.next() != Some(b'"') {
            return false;
        }
    }
    true
}

/// Minute, level and the note as written. A comma in the note is part of it.
fn fields(line: &str) -> Option<(u32, i32, &str)> {
    let (minute, rest) = line.split_once(',')?;
    let (level, note) = rest.split_once(',')?;
    Some((minute.parse().ok()?, level.parse().ok()?, note))
}

/// The text of a note: `ice, "thick"` for `"ice, ""thick"""`. A note without quotes around it
/// must have none inside.
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
