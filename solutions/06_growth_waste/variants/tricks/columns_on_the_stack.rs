//! Trick: the columns are filled on the stack, and copied into the arena at the end.
//!
//! Nothing grows and nothing is counted, until a log has more readings than the stack has room for.
//! Fails in: step1_answers, step2_columns, step3_remarks

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

/// More readings than a log has.
const AT_ONCE: usize = 20_000;

/// Reads a log: a heading, and then lines such as `20,1130,` or `30,-45,"ice, ""thick"""`.
pub fn read<'a>(arena: &'a Bump, source: &'a str) -> Result<Log<'a>, Malformed> {
    let mut minutes = [0; AT_ONCE];
    let mut levels = [0; AT_ONCE];
    let mut remarks = Vec::with_capacity_in(source.len() / 64, arena);
    let mut n_rows = 0;
    for (row, line) in source.lines().skip(1).enumerate() {
        let malformed = Malformed { line: row + 2 };
        let (minute, level, note) = fields(line).ok_or(malformed)?;
        *minutes.get_mut(row).ok_or(malformed)? = minute;
        *levels.get_mut(row).ok_or(malformed)? = level;
        n_rows += 1;
        if !note.is_empty() {
            let text = unquoted(arena, note).ok_or(malformed)?;
            remarks.push(Remark { row, text });
        }
    }
    Ok(Log {
        minutes: arena.alloc_slice_copy(&minutes[..n_rows]),
        levels: arena.alloc_slice_copy(&levels[..n_rows]),
        remarks: remarks.into_bump_slice(),
    })
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
