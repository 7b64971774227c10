//! Honest: three slices, filled by closures that may fail: `alloc_slice_try_fill_with`.
//!
//! The lines are judged first, so the first wrong one is named before anything is reserved.

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
    // Nothing is allocated before every line is known to be right.
    let mut n_rows = 0;
    for row in rows(source) {
        row?;
        n_rows += 1;
    }
    let (mut first, mut second) = (rows(source), rows(source));
    let wrong = Malformed { line: n_rows + 2 };
    let minutes =
        arena.alloc_slice_try_fill_with(n_rows, |_| first.next().ok_or(wrong)?.map(|row| row.0))?;
    let levels = arena
        .alloc_slice_try_fill_with(n_rows, |_| second.next().ok_or(wrong)?.map(|row| row.1))?;
    let mut noted = (0..)
        .zip(rows(source))
        .filter(|(_, row)| row.is_ok_and(|row| !row.2.is_empty()));
    let n_noted = rows(source)
        .filter(|row| row.is_ok_and(|row| !row.2.is_empty()))
        .count();
    let remarks = arena.alloc_slice_try_fill_with(n_noted, |_| {
        let (row, fields) = noted.next().ok_or(wrong)?;
        let text = unquoted(arena, fields?.2).ok_or(wrong)?;
        Ok(Remark { row, text })
    })?;
    Ok(Log {
        minutes,
        levels,
        remarks,
    })
}

fn rows(source: &str) -> impl Iterator<Item = Result<(u32, i32, &str), Malformed>> {
    let lines = (2..).zip(source.lines().skip(1));
    lines.map(|(line, text)| {
        fields(text)
            .filter(|row| is_note(row.2))
            .ok_or(Malformed { line })
    })
}

/// Either no quotes at all, or quotes around it and only pairs of them inside.
fn is_note(note: &str) -> bool {
    match note.strip_prefix('"') {
        None => !note.contains('"'),
        Some(inner) => inner
            .strip_suffix('"')
            .is_some_and(|inner| inner.split("\"\"").all(|part| !part.contains('"'))),
    }
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
    if !inner.contains('"') {
        return Some(inner);
    }
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
