//! The arena as a picture, and as a table.

use crate::arena::{Chunk, Holds, Record};
use crate::text::{bytes, plain, times};
use colored::Colorize;
use std::fmt::Write as _;
use std::ops::Range;

/// The most signs in a row.
const WIDEST: usize = 72;
/// The most chunks that are drawn; the newest are.
const MOST_CHUNKS: usize = 8;

/// What a byte of a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Byte {
    Free,
    /// Free when the arena went on to the next chunk.
    LeftBehind,
    Padding,
    Value(char),
    GivenUp,
}

/// How the bytes of a chunk are spent.
struct Sums {
    free: usize,
    values: usize,
    padding: usize,
    given_up: usize,
}

/// The chunks as rows of signs, the finger below.
pub(crate) fn show(record: &Record, width: usize) -> String {
    if record.chunks.is_empty() {
        return format!("There is no chunk: the arena is empty.\n{}", asked(record));
    }
    let n_chunks = record.chunks.len();
    let n_hidden = n_chunks.saturating_sub(MOST_CHUNKS);
    let mut text = String::new();
    if n_hidden > 0 {
        let older = times(n_hidden, "older chunk");
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(text, "({older}: see `chunks`)\n");
    }
    for (number, chunk) in (1..).zip(&record.chunks).skip(n_hidden) {
        text += &picture(record, number, chunk, width);
    }
    text += &legend(record);
    text + &asked(record)
}

fn picture(record: &Record, number: usize, chunk: &Chunk, width: usize) -> String {
    let is_current = number == record.chunks.len();
    let room = chunk.room.len();
    let n_signs = room.min(width.saturating_sub(2).min(WIDEST)).max(1);
    let sign_at = |at: usize| {
        let place = |at: usize| chunk.room.start + at * room / n_signs;
        sign(record, chunk, is_current, place(at)..place(at + 1))
    };
    let row: Vec<Byte> = (0..n_signs).map(sign_at).collect();
    let per_sign = match room / n_signs {
        1 => "a byte".to_owned(),
        n => format!("{n} or {} B", n + 1),
    };
    let per_sign = match room.is_multiple_of(n_signs) {
        true => bytes(room / n_signs),
        false => per_sign,
    };
    let current = if is_current { ", the current one" } else { "" };
    let mut text = format!(
        "chunk {number}{current}: {} to give out; a sign is {per_sign}\n  {}\n",
        bytes(room),
        row.iter().copied().map(painted).collect::<String>(),
    );
    if is_current {
        let at = (chunk.finger - chunk.room.start) * n_signs / room.max(1);
        let mark = match at > 12 {
            true => format!("{:>width$}", "finger ^", width = at + 1),
            false => format!("{}^ finger", " ".repeat(at)),
        };
        let _ = writeln!(text, "  {}", mark.bold());
    }
    let _ = writeln!(text, "  {}\n", sums(record, chunk).said(is_current));
    text
}

/// What most bytes of this range are.
fn sign(record: &Record, chunk: &Chunk, is_current: bool, range: Range<usize>) -> Byte {
    let free = match is_current {
        true => Byte::Free,
        false => Byte::LeftBehind,
    };
    let n_free = overlap(&range, &(chunk.room.start..chunk.finger));
    let mut counts = vec![(n_free, free)];
    let mut n_known = n_free;
    for stretch in &record.stretches {
        let n = overlap(&range, &stretch.place);
        if n > 0 {
            let byte = match stretch.holds {
                Holds::Value(letter) => Byte::Value(letter),
                Holds::GivenUp => Byte::GivenUp,
            };
            n_known += n;
            match counts.iter_mut().find(|(_, known)| *known == byte) {
                Some((count, _)) => *count += n,
                None => counts.push((n, byte)),
            }
        }
    }
    counts.push((range.len().saturating_sub(n_known), Byte::Padding));
    let most = counts.into_iter().max_by_key(|(count, _)| *count);
    most.map_or(Byte::Padding, |(_, byte)| byte)
}

fn painted(byte: Byte) -> String {
    match byte {
        Byte::Free => ".".dimmed(),
        Byte::LeftBehind => "~".red(),
        Byte::Padding => "-".yellow(),
        Byte::Value(letter) => letter.to_string().green(),
        Byte::GivenUp => "x".red(),
    }
    .to_string()
}

fn legend(record: &Record) -> String {
    let mut letters: Vec<char> = Vec::new();
    for stretch in &record.stretches {
        if let Holds::Value(letter) = stretch.holds
            && !letters.contains(&letter)
        {
            letters.push(letter);
        }
    }
    letters.sort_unstable();
    let letters: Vec<String> = letters.iter().map(char::to_string).collect();
    let values = match letters.join(" ") {
        none if none.is_empty() => String::new(),
        letters => format!("{} values   ", letters.green()),
    };
    format!(
        "{values}{} free   {} padding   {} given up   {} left behind\n",
        ".".dimmed(),
        "-".yellow(),
        "x".red(),
        "~".red()
    )
}

fn asked(record: &Record) -> String {
    let asked = record.asked;
    format!(
        "The global allocator was asked for {}, {} in all; {} went back to it.\n",
        times(asked.calls as usize, "chunk"),
        bytes(asked.bytes as usize),
        asked.returns
    )
}

fn sums(record: &Record, chunk: &Chunk) -> Sums {
    let of = |is_kind: fn(Holds) -> bool| -> usize {
        let kind = record
            .stretches
            .iter()
            .filter(|stretch| is_kind(stretch.holds));
        kind.map(|stretch| overlap(&stretch.place, &chunk.room))
            .sum()
    };
    let values = of(|holds| matches!(holds, Holds::Value(_)));
    let given_up = of(|holds| holds == Holds::GivenUp);
    let used = chunk.room.end - chunk.finger;
    Sums {
        free: chunk.finger - chunk.room.start,
        values,
        padding: used - values - given_up,
        given_up,
    }
}

impl Sums {
    fn said(&self, is_current: bool) -> String {
        let free = if is_current { "free" } else { "left behind" };
        format!(
            "values {}, padding {}, given up {}, {free} {}",
            bytes(self.values),
            bytes(self.padding),
            bytes(self.given_up),
            bytes(self.free)
        )
    }
}

/// How many addresses two ranges share.
fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The chunks as a table, in bytes.
pub(crate) fn chunks(record: &Record) -> String {
    if record.chunks.is_empty() {
        return format!("There is no chunk: the arena is empty.\n{}", asked(record));
    }
    let head = [
        "chunk",
        "asked for",
        "own footer",
        "values",
        "padding",
        "given up",
        "free",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    for (number, chunk) in (1..).zip(&record.chunks) {
        let sums = sums(record, chunk);
        let numbers = [
            number,
            chunk.asked,
            chunk.asked - chunk.room.len(),
            sums.values,
            sums.padding,
            sums.given_up,
            sums.free,
        ];
        rows.push(numbers.map(|number| plain(&bytes(number)).trim_end_matches(" B").to_owned()));
    }
    let widths: [usize; 7] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].len());
        cells.max().unwrap_or(0)
    });
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(widths);
        let cells: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:>width$}"))
            .collect();
        let _ = writeln!(text, "  {}", cells.join("  "));
    }
    text + &asked(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Stretch;

    /// A chunk of 32 bytes at address 100: padding at its end, a value, an old buffer, and 12 free.
    fn record() -> Record {
        let stretch = |place, holds| Stretch { place, holds };
        Record {
            chunks: vec![Chunk {
                room: 100..132,
                finger: 112,
                asked: 80,
            }],
            stretches: vec![
                stretch(120..128, Holds::Value('a')),
                stretch(112..120, Holds::GivenUp),
            ],
            ..Record::default()
        }
    }

    #[test]
    fn a_sign_stands_for_what_most_of_its_bytes_are() {
        colored::control::set_override(false);
        let record = record();
        let text = picture(&record, 1, &record.chunks[0], 80);
        assert_eq!(
            plain(&text),
            "chunk 1, the current one: 32 B to give out; a sign is 1 B\n  \
             ............xxxxxxxxaaaaaaaa----\n              ^ finger\n  \
             values 8 B, padding 4 B, given up 8 B, free 12 B\n\n"
        );
        let narrow = picture(&record, 1, &record.chunks[0], 10);
        assert!(
            plain(&narrow).contains("a sign is 4 B\n  ...xxaa-\n     ^ finger\n"),
            "{narrow}"
        );
    }
}
