//! Checks first, without memory; then reads column by column, each at its full length.

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
///
/// The lines are gone through once for the verdict, which takes no memory, and once for each
/// column. A column is allocated at its full length, one after the other, so none has to move.
pub fn read<'a>(arena: &'a Bump, source: &'a str) -> Result<Log<'a>, Malformed> {
    let (n_rows, n_remarks) = check(source)?;
    let mut rows = rows(source);
    let minutes = arena.alloc_slice_fill_with(n_rows, |_| rows.next().map_or(0, |row| row.0));
    let mut rows = self::rows(source);
    let levels = arena.alloc_slice_fill_with(n_rows, |_| rows.next().map_or(0, |row| row.1));
    // The column is there before its texts are: whatever they take, it stays where it is.
    let mut remarks = self::rows(source)
        .enumerate()
        .filter(|(_, (_, _, note))| !note.is_empty());
    let column = arena.alloc_slice_fill_copy(n_remarks, Remark { row: 0, text: "" });
    for remark in column.iter_mut() {
        if let Some((row, (_, _, note))) = remarks.next() {
            let text = Note::of(note).map_or("", |note| note.text(arena));
            *remark = Remark { row, text };
        }
    }
    Ok(Log {
        minutes,
        levels,
        remarks: column,
    })
}

/// How many rows and remarks there are, or the first line that is malformed.
fn check(source: &str) -> Result<(usize, usize), Malformed> {
    let (mut n_rows, mut n_remarks) = (0, 0);
    for (line, text) in (1..).zip(source.lines()).skip(1) {
        let malformed = Malformed { line };
        let (_, _, note) = fields(text).ok_or(malformed)?;
        n_rows += 1;
        if !note.is_empty() {
            Note::of(note).ok_or(malformed)?;
            n_remarks += 1;
        }
    }
    Ok((n_rows, n_remarks))
}

/// The rows of a log that has been checked.
fn rows(source: &str) -> impl Iterator<Item = (u32, i32, &str)> {
    source.lines().skip(1).filter_map(fields)
}

/// Minute, level and the note as written. A comma in the note is part of it.
fn fields(line: &str) -> Option<(u32, i32, &str)> {
    let (minute, rest) = line.split_once(',')?;
    let (level, note) = rest.split_once(',')?;
    Some((minute.parse().ok()?, level.parse().ok()?, note))
}

/// A note that is well-formed.
#[derive(Clone, Copy, Debug)]
struct Note<'s> {
    /// Without the quotes around it.
    inner: &'s str,
    /// How many quotes are written twice in it.
    n_pairs: usize,
}

impl<'s> Note<'s> {
    /// `None` if a quote is alone.
    fn of(note: &'s str) -> Option<Note<'s>> {
        let Some(inner) = note.strip_prefix('"') else {
            let plain = Note {
                inner: note,
                n_pairs: 0,
            };
            return (!note.contains('"')).then_some(plain);
        };
        let inner = inner.strip_suffix('"')?;
        let n_pairs = inner.matches("\"\"").count();
        let n_quotes = inner.matches('"').count();
        (n_quotes == 2 * n_pairs).then_some(Note { inner, n_pairs })
    }

    /// What was meant: the source's own text if nothing in it is written twice.
    fn text(self, arena: &'s Bump) -> &'s str {
        if self.n_pairs == 0 {
            return self.inner;
        }
        let mut text = String::with_capacity_in(self.inner.len() - self.n_pairs, arena);
        for (i, part) in self.inner.split("\"\"").enumerate() {
            if i > 0 {
                text.push('"');
            }
            text.push_str(part);
        }
        text.into_bump_str()
    }
}
