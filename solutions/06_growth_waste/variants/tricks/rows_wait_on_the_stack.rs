//! Trick: the rows wait on the stack, 64 for each level of a recursion, until their number is clear.
//!
//! Nothing grows and the source is read once, but a long log overflows the stack.
//! Fails in: step1_answers

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
    let columns = block(arena, &mut source.lines().skip(1).enumerate(), 0, 0)?;
    Ok(Log {
        minutes: columns.minutes,
        levels: columns.levels,
        remarks: columns.remarks,
    })
}

struct Columns<'a> {
    minutes: &'a mut [u32],
    levels: &'a mut [i32],
    remarks: &'a mut [Remark<'a>],
}

/// Reads the rows to come: the text is read once, and nothing grows. What was read waits here until
/// the number of rows is known; then the columns have their exact size, and each call fills in its part of them.
fn block<'a>(
    arena: &'a Bump,
    rows: &mut impl Iterator<Item = (usize, &'a str)>,
    rows_before: usize,
    remarks_before: usize,
) -> Result<Columns<'a>, Malformed> {
    let mut minutes = [0; 64];
    let mut levels = [0; 64];
    let mut remarks = [Remark { row: 0, text: "" }; 16];
    let (mut n_rows, mut n_remarks, mut more) = (0, 0, true);
    while n_rows < minutes.len() && n_remarks < remarks.len() {
        let Some((row, line)) = rows.next() else {
            more = false;
            break;
        };
        let malformed = Malformed { line: row + 2 };
        let (minute, level, note) = fields(line).ok_or(malformed)?;
        minutes[n_rows] = minute;
        levels[n_rows] = level;
        n_rows += 1;
        if !note.is_empty() {
            let text = unquoted(arena, note).ok_or(malformed)?;
            remarks[n_remarks] = Remark { row, text };
            n_remarks += 1;
        }
    }
    let (all_rows, all_remarks) = (rows_before + n_rows, remarks_before + n_remarks);
    let columns = if more {
        block(arena, rows, all_rows, all_remarks)?
    } else {
        Columns {
            minutes: arena.alloc_slice_fill_copy(all_rows, 0),
            levels: arena.alloc_slice_fill_copy(all_rows, 0),
            remarks: arena.alloc_slice_fill_copy(all_remarks, Remark { row: 0, text: "" }),
        }
    };
    columns.minutes[rows_before..all_rows].copy_from_slice(&minutes[..n_rows]);
    columns.levels[rows_before..all_rows].copy_from_slice(&levels[..n_rows]);
    columns.remarks[remarks_before..all_remarks].copy_from_slice(&remarks[..n_remarks]);
    Ok(columns)
}

/// Minute, level and the note as written. A comma in the note is part of it.
fn fields(line: &str) -> Option<(u32, i32, &str)> {
    let (minute, rest) = line.split_once(',')?;
    let (level, note) = rest.split_once(',')?;
    Some((minute.parse().ok()?, level.parse().ok()?, note))
}

/// The length of a note's text, `ice, "thick"` for `"ice, ""thick"""`. A note without quotes
/// around it must have none inside.
fn text_len(note: &str) -> Option<usize> {
    let Some(inner) = note.strip_prefix('"') else {
        return (!note.contains('"')).then_some(note.len());
    };
    let inner = inner.strip_suffix('"')?;
    let pairs = inner.matches("\"\"").count();
    (inner.matches('"').count() == 2 * pairs).then_some(inner.len() - pairs)
}

/// The text of a note, in a room of its length.
fn unquoted<'a>(arena: &'a Bump, note: &'a str) -> Option<&'a str> {
    let len = text_len(note)?;
    let Some(inner) = note
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    else {
        return Some(note);
    };
    if len == inner.len() {
        return Some(inner);
    }
    let mut text = String::with_capacity_in(len, arena);
    for (n, part) in inner.split("\"\"").enumerate() {
        if n > 0 {
            text.push('"');
        }
        text.push_str(part);
    }
    Some(text.into_bump_str())
}
