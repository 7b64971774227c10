//! Honest: the columns grow, but one after the other, and all texts are made first.
//!
//! Nothing is counted. While one column grows nothing else allocates, so it grows in place. The
//! source is read once for each column.

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
    let mut minutes = Vec::new_in(arena);
    for row in rows(source) {
        minutes.push(row?.1.0);
    }
    let mut levels = Vec::new_in(arena);
    for row in rows(source) {
        levels.push(row?.1.1);
    }
    let mut remarks = Vec::new_in(arena);
    for row in rows(source) {
        let (row, (_, _, text)) = row?;
        // A text that must be made comes later: this holds its note for now.
        remarks.extend((!text.is_empty()).then_some(Remark { row, text }));
    }
    for remark in &mut remarks {
        let line = remark.row + 2;
        remark.text = unquoted(arena, remark.text).ok_or(Malformed { line })?;
    }
    Ok(Log {
        minutes: minutes.into_bump_slice(),
        levels: levels.into_bump_slice(),
        remarks: remarks.into_bump_slice(),
    })
}

type Row<'a> = (usize, (u32, i32, &'a str));

fn rows(source: &str) -> impl Iterator<Item = Result<Row<'_>, Malformed>> {
    let lines = source.lines().skip(1).enumerate();
    lines.map(|(row, line)| {
        let fields = fields(line).filter(|fields| is_note(fields.2));
        Ok((row, fields.ok_or(Malformed { line: row + 2 })?))
    })
}

/// Whether `unquoted` accepts it.
fn is_note(note: &str) -> bool {
    match note.strip_prefix('"') {
        None => !note.contains('"'),
        Some(inner) => {
            let inner = inner.strip_suffix('"');
            inner.is_some_and(|inner| inner.split("\"\"").all(|part| !part.contains('"')))
        }
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
