//! Honest: arena slices are filled from iterators that know their length, without any vector.
//!
//! A first pass checks every line and counts. After it nothing can fail.

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
    let lines = || source.lines().skip(1).enumerate();
    let (mut n_rows, mut n_remarks) = (0, 0);
    for (row, line) in lines() {
        let note = fields(line)
            .ok_or(row)
            .and_then(|(_, _, note)| match is_note(note) {
                true => Ok(note),
                false => Err(row),
            });
        let note = note.map_err(|row| Malformed { line: row + 2 })?;
        n_rows += 1;
        n_remarks += usize::from(!note.is_empty());
    }
    let rows = || lines().filter_map(|(row, line)| Some((row, fields(line)?)));
    let (mut minutes, mut levels) = (rows(), rows());
    let mut remarks = rows().filter(|(_, fields)| !fields.2.is_empty());
    let checked = "the lines were counted and checked";
    Ok(Log {
        minutes: arena.alloc_slice_fill_with(n_rows, |_| minutes.next().expect(checked).1.0),
        levels: arena.alloc_slice_fill_with(n_rows, |_| levels.next().expect(checked).1.1),
        remarks: arena.alloc_slice_fill_iter((0..n_remarks).map(|_| {
            let (row, (_, _, note)) = remarks.next().expect(checked);
            let text = unquoted(arena, note).expect(checked);
            Remark { row, text }
        })),
    })
}

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
