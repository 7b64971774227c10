//! The log of a river gauge: Bad tuned without an arena. The columns are ordinary vectors, which grow alternately as well;
//! but the heap takes back what they leave, and often enlarges a large block without copying it. Texts that had quotes
//! inside share one string; the others stay in the source. The log then owns its columns.
//! Fails in: step4_new_arena

use std::ops::Range;

use bumpalo::Bump;

/// The columns of a log.
#[derive(Clone, Debug)]
pub struct Log<'s> {
    /// When each reading was taken, in minutes since the log began.
    pub minutes: Vec<u32>,
    /// The water level at that time, in millimetres above the gauge's zero.
    pub levels: Vec<i32>,
    /// The notes; few readings have one.
    pub remarks: Remarks<'s>,
}

/// The remarks of a log.
#[derive(Clone, Debug, Default)]
pub struct Remarks<'s> {
    rows: Vec<(usize, Text<'s>)>,
    /// The texts that are not in the source.
    unquoted: String,
}

/// A note beside a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark<'l> {
    /// The reading's place in the columns.
    pub row: usize,
    /// The note, without the quotes around it.
    pub text: &'l str,
}

#[derive(Clone, Debug)]
enum Text<'s> {
    InSource(&'s str),
    Unquoted(Range<usize>),
}

/// A line that is not a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Its number. The heading is line 1.
    pub line: usize,
}

/// Reads a log: a heading, and then lines such as `20,1130,` or `30,-45,"ice, ""thick"""`.
pub fn read<'s>(_arena: &Bump, source: &'s str) -> Result<Log<'s>, Malformed> {
    let (mut minutes, mut levels) = (Vec::new(), Vec::new());
    let mut remarks = Remarks::default();
    for (row, line) in source.lines().skip(1).enumerate() {
        let malformed = Malformed { line: row + 2 };
        let (minute, level, note) = fields(line).ok_or(malformed)?;
        minutes.push(minute);
        levels.push(level);
        if !note.is_empty() {
            let text = remarks.unquoted(note).ok_or(malformed)?;
            remarks.rows.push((row, text));
        }
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

impl<'s> Remarks<'s> {
    /// The remarks, in order.
    pub fn iter(&self) -> impl Iterator<Item = Remark<'_>> {
        self.rows.iter().map(|(row, text)| Remark {
            row: *row,
            text: match text {
                Text::InSource(text) => text,
                Text::Unquoted(place) => &self.unquoted[place.clone()],
            },
        })
    }

    /// The number of remarks.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Where the list is.
    pub fn as_ptr(&self) -> *const u8 {
        self.rows.as_ptr().cast()
    }

    /// The text of a note: `ice, "thick"` for `"ice, ""thick"""`. A note without quotes around it
    /// must have none inside.
    fn unquoted(&mut self, note: &'s str) -> Option<Text<'s>> {
        let Some(inner) = note.strip_prefix('"') else {
            return (!note.contains('"')).then_some(Text::InSource(note));
        };
        let inner = inner.strip_suffix('"')?;
        if !inner.contains('"') {
            return Some(Text::InSource(inner));
        }
        let start = self.unquoted.len();
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            if c == '"' && chars.next() != Some('"') {
                return None;
            }
            self.unquoted.push(c);
        }
        Some(Text::Unquoted(start..self.unquoted.len()))
    }
}
