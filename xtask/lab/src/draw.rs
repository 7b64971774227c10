//! The arena as a picture, and as a table.

use crate::arena::{Chunk, Content, Record};
use crate::text::{bytes, counted, plain};
use colored::Colorize;
use std::fmt::Write as _;
use std::ops::Range;
use textwrap::core::display_width;

/// The most cells in a row.
const MAX_CELLS: usize = 72;
/// The most chunks that are drawn: the newest ones.
const MAX_CHUNKS: usize = 8;

/// What a byte of a chunk is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ByteUse {
    Free,
    /// Free when the arena moved on to the next chunk.
    Unused,
    Padding,
    Value(char),
    LeftBehind,
}

/// How many bytes of a chunk are used for what.
struct ByteSums {
    free: usize,
    values: usize,
    padding: usize,
    left_behind: usize,
}

/// The chunks as rows of cells, with the finger below.
pub(crate) fn show(record: &Record, width: usize) -> String {
    if record.chunks.is_empty() {
        return format!(
            "There is no chunk: the arena is empty.\n{}",
            heap_use(record)
        );
    }
    let n_chunks = record.chunks.len();
    let n_hidden = n_chunks.saturating_sub(MAX_CHUNKS);
    let mut text = String::new();
    if n_hidden > 0 {
        let older = counted(n_hidden, "older chunk");
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(text, "({older}: see `chunks`)\n");
    }
    for (number, chunk) in (1..).zip(&record.chunks).skip(n_hidden) {
        text += &picture(record, number, chunk, width);
    }
    text += &legend(record);
    text + &heap_use(record)
}

fn picture(record: &Record, number: usize, chunk: &Chunk, width: usize) -> String {
    let is_current = number == record.chunks.len();
    let n_bytes = chunk.usable.len();
    let n_cells = n_bytes.min(width.saturating_sub(2).min(MAX_CELLS)).max(1);
    let cell_at = |at: usize| {
        let address = |at: usize| chunk.usable.start + at * n_bytes / n_cells;
        main_use(record, chunk, is_current, address(at)..address(at + 1))
    };
    let row: Vec<ByteUse> = (0..n_cells).map(cell_at).collect();
    let per_cell = match (n_bytes / n_cells, n_bytes.is_multiple_of(n_cells)) {
        (n, true) => bytes(n),
        (n, false) => format!("{n} or {} B", n + 1),
    };
    let current = if is_current { ", the current one" } else { "" };
    let mut text = format!(
        "chunk {number}{current}: {} usable; a character is {per_cell}\n  {}\n",
        bytes(n_bytes),
        row.iter().copied().map(symbol).collect::<String>(),
    );
    if is_current {
        let at = (chunk.finger - chunk.usable.start) * n_cells / n_bytes.max(1);
        let mark = match at > 12 {
            true => format!("{:>width$}", "finger ^", width = at + 1),
            false => format!("{}^ finger", " ".repeat(at)),
        };
        let _ = writeln!(text, "  {}", mark.bold());
    }
    let _ = writeln!(text, "  {}\n", sums(record, chunk).describe(is_current));
    text
}

/// What most bytes of this range are used for.
fn main_use(record: &Record, chunk: &Chunk, is_current: bool, range: Range<usize>) -> ByteUse {
    let free = match is_current {
        true => ByteUse::Free,
        false => ByteUse::Unused,
    };
    let n_free = overlap(&range, &(chunk.usable.start..chunk.finger));
    let mut counts = vec![(n_free, free)];
    let mut n_known = n_free;
    for span in &record.spans {
        let n = overlap(&range, &span.addresses);
        if n > 0 {
            let byte_use = match span.content {
                Content::Value(letter) => ByteUse::Value(letter),
                Content::LeftBehind => ByteUse::LeftBehind,
            };
            n_known += n;
            match counts.iter_mut().find(|(_, known)| *known == byte_use) {
                Some((count, _)) => *count += n,
                None => counts.push((n, byte_use)),
            }
        }
    }
    counts.push((range.len().saturating_sub(n_known), ByteUse::Padding));
    let most = counts.into_iter().max_by_key(|(count, _)| *count);
    most.map_or(ByteUse::Padding, |(_, byte_use)| byte_use)
}

fn symbol(byte_use: ByteUse) -> String {
    match byte_use {
        ByteUse::Free => ".".dimmed(),
        ByteUse::Unused => "~".red(),
        ByteUse::Padding => "-".yellow(),
        ByteUse::Value(letter) => letter.to_string().green(),
        ByteUse::LeftBehind => "x".red(),
    }
    .to_string()
}

fn legend(record: &Record) -> String {
    let mut letters: Vec<char> = Vec::new();
    for span in &record.spans {
        if let Content::Value(letter) = span.content
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
        "{values}{} free   {} padding   {} left behind   {} unused\n",
        ".".dimmed(),
        "-".yellow(),
        "x".red(),
        "~".red()
    )
}

fn heap_use(record: &Record) -> String {
    let heap = record.heap;
    format!(
        "The global allocator was asked for {}, {} in total; {} went back to it.\n",
        counted(heap.calls as usize, "chunk"),
        bytes(heap.bytes as usize),
        heap.frees
    )
}

fn sums(record: &Record, chunk: &Chunk) -> ByteSums {
    let of = |is_kind: fn(Content) -> bool| -> usize {
        let spans = record.spans.iter().filter(|span| is_kind(span.content));
        spans
            .map(|span| overlap(&span.addresses, &chunk.usable))
            .sum()
    };
    let values = of(|content| matches!(content, Content::Value(_)));
    let left_behind = of(|content| content == Content::LeftBehind);
    let used = chunk.usable.end - chunk.finger;
    ByteSums {
        free: chunk.finger - chunk.usable.start,
        values,
        padding: used - values - left_behind,
        left_behind,
    }
}

impl ByteSums {
    fn describe(&self, is_current: bool) -> String {
        let free = if is_current { "free" } else { "unused" };
        format!(
            "values {}, padding {}, left behind {}, {free} {}",
            bytes(self.values),
            bytes(self.padding),
            bytes(self.left_behind),
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
        return format!(
            "There is no chunk: the arena is empty.\n{}",
            heap_use(record)
        );
    }
    let head = [
        "chunk",
        "asked for",
        "own footer",
        "values",
        "padding",
        "left behind",
        "free",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    for (number, chunk) in (1..).zip(&record.chunks) {
        let sums = sums(record, chunk);
        let numbers = [
            number,
            chunk.requested,
            chunk.requested - chunk.usable.len(),
            sums.values,
            sums.padding,
            sums.left_behind,
            sums.free,
        ];
        rows.push(numbers.map(|number| plain(&bytes(number)).trim_end_matches(" B").to_owned()));
    }
    let widths: [usize; 7] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| display_width(&row[column]));
        cells.max().unwrap_or(0)
    });
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(widths);
        let cells = cells.map(|(cell, width)| " ".repeat(width - display_width(cell)) + cell);
        let cells: Vec<String> = cells.collect();
        let _ = writeln!(text, "  {}", cells.join("  "));
    }
    text + &heap_use(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Span;

    /// A chunk of 32 bytes at address 100: padding at its end, a value, an old buffer, and 12 free.
    fn record() -> Record {
        let span = |addresses, content| Span { addresses, content };
        Record {
            chunks: vec![Chunk {
                usable: 100..132,
                finger: 112,
                requested: 80,
            }],
            spans: vec![
                span(120..128, Content::Value('a')),
                span(112..120, Content::LeftBehind),
            ],
            ..Record::default()
        }
    }

    #[test]
    fn a_cell_shows_what_most_of_its_bytes_are() {
        colored::control::set_override(false);
        let record = record();
        let text = picture(&record, 1, &record.chunks[0], 80);
        assert_eq!(
            plain(&text),
            "chunk 1, the current one: 32 B usable; a character is 1 B\n  \
             ............xxxxxxxxaaaaaaaa----\n              ^ finger\n  \
             values 8 B, padding 4 B, left behind 8 B, free 12 B\n\n"
        );
        let narrow = picture(&record, 1, &record.chunks[0], 10);
        assert!(
            plain(&narrow).contains("a character is 4 B\n  ...xxaa-\n     ^ finger\n"),
            "{narrow}"
        );
    }
}
