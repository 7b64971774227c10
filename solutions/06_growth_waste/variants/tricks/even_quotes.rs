//! Counts rows and remarks first, and gives each text exactly the room that it has without the
//! second of each two quotes.
//!
//! Not right: it asks only whether the number of quotes inside is even, not whether they come in
//! pairs, so a malformed note such as `"a"b"c"` is read (as `a"bc`) where the starter refuses it.
//!
//! Fails in: step1_answers

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
    let n_rows = source.lines().skip(1).count();
    let n_remarks = source
        .lines()
        .skip(1)
        .filter(|line| !line.ends_with(','))
        .count();
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
    let n_quotes = inner.matches('"').count();
    if n_quotes == 0 {
        return Some(inner);
    }
    // Each quote of the text is written twice.
    if n_quotes % 2 != 0 {
        return None;
    }
    let mut text = String::with_capacity_in(inner.len() - n_quotes / 2, arena);
    let mut second = false;
    for c in inner.chars() {
        if c == '"' {
            second = !second;
            if !second {
                continue;
            }
        }
        text.push(c);
    }
    Some(text.into_bump_str())
}
