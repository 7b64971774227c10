//! The arena as a picture, and as a table.

use crate::arena::{Chunk, Content, Record, Span};
use crate::output::{Block, Kind, Output, Runs};
use crate::text::{bytes, counted, plain};
use std::ops::Range;

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
pub(crate) fn show(record: &Record, width: usize, out: &mut Output) {
    if record.chunks.is_empty() {
        return no_chunk(record, out);
    }
    let n_chunks = record.chunks.len();
    let n_hidden = n_chunks.saturating_sub(MAX_CHUNKS);
    if n_hidden > 0 {
        let older = counted(n_hidden, "older chunk");
        out.answer(format!("({older}: see `chunks`)\n"));
    }
    for (number, chunk) in (1..).zip(&record.chunks).skip(n_hidden) {
        picture(record, number, chunk, width, out);
    }
    out.lines(legend(record));
    out.answer(heap_use(record));
}

fn no_chunk(record: &Record, out: &mut Output) {
    out.answer("There is no chunk: the arena is empty.");
    out.answer(heap_use(record));
}

fn picture(record: &Record, number: usize, chunk: &Chunk, width: usize, out: &mut Output) {
    let is_current = number == record.chunks.len();
    let n_bytes = chunk.usable.len();
    let n_cells = n_bytes.min(width.saturating_sub(2).min(MAX_CELLS)).max(1);
    let per_cell = match (n_bytes / n_cells, n_bytes.is_multiple_of(n_cells)) {
        (n, true) => bytes(n),
        (n, false) => format!("{n} or {} B", n + 1),
    };
    let current = if is_current { ", the current one" } else { "" };
    out.answer(format!(
        "chunk {number}{current}: {} usable; a character is {per_cell}",
        bytes(n_bytes)
    ));
    // A cell looks at these only: there may be a million spans, and dozens of cells.
    let spans = record.spans.iter();
    let spans: Vec<&Span> = spans
        .filter(|span| overlap(&span.addresses, &chunk.usable) > 0)
        .collect();
    let mut row = Runs::default();
    row.add(Kind::Plain, "  ");
    for at in 0..n_cells {
        let address = |at: usize| chunk.usable.start + at * n_bytes / n_cells;
        let byte_use = main_use(&spans, chunk, is_current, address(at)..address(at + 1));
        add_symbol(&mut row, byte_use);
    }
    if is_current {
        let at = (chunk.finger - chunk.usable.start) * n_cells / n_bytes.max(1);
        let mark = match at > 12 {
            true => format!("{:>width$}", "finger ^", width = at + 1),
            false => format!("{}^ finger", " ".repeat(at)),
        };
        row.add(Kind::Plain, "\n  ");
        row.add(Kind::Finger, &mark);
    }
    out.drawing(row);
    let mut numbers = Runs::default();
    let sums = sums(record, chunk).describe(is_current);
    numbers.add(Kind::Plain, &format!("  {sums}\n"));
    out.lines(numbers);
}

/// What most bytes of this range are used for.
fn main_use(spans: &[&Span], chunk: &Chunk, is_current: bool, range: Range<usize>) -> ByteUse {
    let free = match is_current {
        true => ByteUse::Free,
        false => ByteUse::Unused,
    };
    let n_free = overlap(&range, &(chunk.usable.start..chunk.finger));
    let mut counts = vec![(n_free, free)];
    let mut n_known = n_free;
    for span in spans {
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

fn add_symbol(runs: &mut Runs, byte_use: ByteUse) {
    match byte_use {
        ByteUse::Free => runs.add(Kind::Free, "."),
        ByteUse::Unused => runs.add(Kind::Unused, "~"),
        ByteUse::Padding => runs.add(Kind::Padding, "-"),
        ByteUse::Value(letter) => runs.add(Kind::Value, letter.encode_utf8(&mut [0; 4])),
        ByteUse::LeftBehind => runs.add(Kind::LeftBehind, "x"),
    }
}

fn legend(record: &Record) -> Runs {
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
    let mut legend = Runs::default();
    if !letters.is_empty() {
        legend.add(Kind::Value, &letters.join(" "));
        legend.add(Kind::Plain, " values   ");
    }
    for (byte_use, name) in [
        (ByteUse::Free, " free   "),
        (ByteUse::Padding, " padding   "),
        (ByteUse::LeftBehind, " left behind   "),
        (ByteUse::Unused, " unused"),
    ] {
        add_symbol(&mut legend, byte_use);
        legend.add(Kind::Plain, name);
    }
    legend
}

fn heap_use(record: &Record) -> String {
    let heap = record.heap;
    format!(
        "The global allocator was asked for {}, {} in total; {} went back to it.",
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
pub(crate) fn chunks(record: &Record, out: &mut Output) {
    if record.chunks.is_empty() {
        return no_chunk(record, out);
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
    let mut rows = vec![head.map(str::to_owned).to_vec()];
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
        let cells = numbers.map(|number| plain(&bytes(number)).trim_end_matches(" B").to_owned());
        rows.push(cells.to_vec());
    }
    out.0.push(Block::Table(rows));
    out.answer(heap_use(record));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::HeapUse;

    /// A chunk of 32 bytes at address 100: padding at its end, a value, an old buffer, and 12 free.
    fn record() -> Record {
        let mut record = Record::new(|_| HeapUse::default());
        record.chunks.push(Chunk {
            usable: 100..132,
            finger: 112,
            requested: 80,
        });
        record.note(120..128, Content::Value('a'));
        record.note(112..120, Content::LeftBehind);
        record
    }

    #[test]
    fn a_cell_shows_what_most_of_its_bytes_are() {
        let record = record();
        let text = |width| {
            let mut out = Output::default();
            picture(&record, 1, &record.chunks[0], width, &mut out);
            out.to_text("")
        };
        assert_eq!(
            text(80),
            "chunk 1, the current one: 32 B usable; a character is 1 B\n  \
             ............xxxxxxxxaaaaaaaa----\n              ^ finger\n  \
             values 8 B, padding 4 B, left behind 8 B, free 12 B\n\n"
        );
        let narrow = text(10);
        assert!(
            narrow.contains("a character is 4 B\n  ...xxaa-\n     ^ finger\n"),
            "{narrow}"
        );
    }
}
