//! Honest: four blocks of the arena are asked for once, at the size that a first pass finds; rows
//! are written to them by index, and the texts of the remarks are split off the fourth.

use bumpalo::Bump;

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
    let room = Room::of(source);
    let minutes = arena.alloc_slice_fill_copy(room.n_rows, 0_u32);
    let levels = arena.alloc_slice_fill_copy(room.n_rows, 0_i32);
    let remarks = arena.alloc_slice_fill_copy(room.n_remarks, Remark { row: 0, text: "" });
    // What is left of the block for texts.
    let mut texts: &'a mut [u8] = arena.alloc_slice_fill_copy(room.n_bytes, 0_u8);
    let mut n_remarks = 0;
    for (row, line) in source.lines().skip(1).enumerate() {
        let malformed = Malformed { line: row + 2 };
        let (minute, level, note) = fields(line).ok_or(malformed)?;
        minutes[row] = minute;
        levels[row] = level;
        if !note.is_empty() {
            let text = unquoted(note, &mut texts).ok_or(malformed)?;
            remarks[n_remarks] = Remark { row, text };
            n_remarks += 1;
        }
    }
    // Every line was a row, so the counts were exact.
    Ok(Log {
        minutes,
        levels,
        remarks,
    })
}

/// How much room a log takes, if each of its lines is right.
#[derive(Default)]
struct Room {
    n_rows: usize,
    n_remarks: usize,
    /// For the texts that are not in the source as they are.
    n_bytes: usize,
}

impl Room {
    /// Judges nothing: what is no reading is counted as one.
    fn of(source: &str) -> Room {
        let mut room = Room::default();
        for line in source.lines().skip(1) {
            let note = line.splitn(3, ',').nth(2).unwrap_or_default();
            room.n_rows += 1;
            room.n_remarks += usize::from(!note.is_empty());
            room.n_bytes += quoted(note).map_or(0, |inner| {
                let n_quotes = inner.bytes().filter(|byte| *byte == b'"').count();
                inner.len() - n_quotes / 2
            });
        }
        room
    }
}

/// What is between the quotes of a note, if there are more of them inside.
fn quoted(note: &str) -> Option<&str> {
    let inner = note.strip_prefix('"')?.strip_suffix('"')?;
    inner.contains('"').then_some(inner)
}

/// Minute, level and the note as written. A comma in the note is part of it.
fn fields(line: &str) -> Option<(u32, i32, &str)> {
    let (minute, rest) = line.split_once(',')?;
    let (level, note) = rest.split_once(',')?;
    Some((minute.parse().ok()?, level.parse().ok()?, note))
}

/// The text of a note: `ice, "thick"` for `"ice, ""thick"""`. A note without quotes around it must
/// have none inside. A text that has to be made is split off `texts`.
fn unquoted<'a>(note: &'a str, texts: &mut &'a mut [u8]) -> Option<&'a str> {
    let Some(inner) = quoted(note) else {
        return match note.strip_prefix('"') {
            Some(inner) => inner.strip_suffix('"'),
            None => (!note.contains('"')).then_some(note),
        };
    };
    let mut n_bytes = 0;
    let mut bytes = inner.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'"' && bytes.next() != Some(b'"') {
            return None;
        }
        texts[n_bytes] = byte;
        n_bytes += 1;
    }
    let (text, rest) = std::mem::take(texts).split_at_mut(n_bytes);
    *texts = rest;
    // Quotes were left out, and nothing else.
    std::str::from_utf8(text).ok()
}
