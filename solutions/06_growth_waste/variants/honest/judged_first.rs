//! Judges the whole log first, and allocates nothing while it does; then one column after the other
//! is filled at its final length, each by a pass of its own, and a text gets exactly its length.

use std::iter;

use bumpalo::Bump;
use bumpalo::collections::String;

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
    let (mut n_rows, mut n_remarks) = (0, 0);
    for (row, line) in source.lines().skip(1).enumerate() {
        let malformed = Malformed { line: row + 2 };
        let (_, _, note) = fields(line).ok_or(malformed)?;
        n_rows += 1;
        if !note.is_empty() {
            unescaped(note).ok_or(malformed)?;
            n_remarks += 1;
        }
    }

    // From here on every row is known to be one.
    let rows = || source.lines().skip(1).filter_map(fields);
    let minutes = arena.alloc_slice_fill_copy(n_rows, 0);
    for (place, (minute, _, _)) in iter::zip(&mut *minutes, rows()) {
        *place = minute;
    }
    let levels = arena.alloc_slice_fill_copy(n_rows, 0);
    for (place, (_, level, _)) in iter::zip(&mut *levels, rows()) {
        *place = level;
    }
    let remarks = arena.alloc_slice_fill_copy(n_remarks, Remark { row: 0, text: "" });
    let notes = rows()
        .enumerate()
        .filter(|(_, (_, _, note))| !note.is_empty());
    for (place, (row, (_, _, note))) in iter::zip(&mut *remarks, notes) {
        let text = unescaped(note).map_or("", |(inner, n_quotes)| text(arena, inner, n_quotes));
        *place = Remark { row, text };
    }
    Ok(Log {
        minutes,
        levels,
        remarks,
    })
}

/// Minute, level and the note as written. A comma in the note is part of it.
fn fields(line: &str) -> Option<(u32, i32, &str)> {
    let (minute, rest) = line.split_once(',')?;
    let (level, note) = rest.split_once(',')?;
    Some((minute.parse().ok()?, level.parse().ok()?, note))
}

/// The note without the quotes around it, and how many quotes of its text are written twice in
/// there. A note without quotes around it must have none inside.
fn unescaped(note: &str) -> Option<(&str, usize)> {
    let Some(inner) = note.strip_prefix('"') else {
        return (!note.contains('"')).then_some((note, 0));
    };
    let inner = inner.strip_suffix('"')?;
    let mut n_quotes = 0;
    let mut bytes = inner.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'"' {
            if bytes.next() != Some(b'"') {
                return None;
            }
            n_quotes += 1;
        }
    }
    Some((inner, n_quotes))
}

/// The text of a note: `ice, "thick"` for `ice, ""thick""`.
fn text<'a>(arena: &'a Bump, inner: &'a str, n_quotes: usize) -> &'a str {
    if n_quotes == 0 {
        return inner;
    }
    let mut text = String::with_capacity_in(inner.len() - n_quotes, arena);
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        text.push(c);
        if c == '"' {
            chars.next();
        }
    }
    text.into_bump_str()
}
