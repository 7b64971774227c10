//! Five rounds in one arena that is reset after each, the third of them with more to hold: which chunks each reset frees, and
//! which one it keeps. A real arena says what it asks for.

use super::drawing::{Drawing, Lane, Piece, counted, thousands};
use super::parts::{Slider, legend, told};
use bumpalo::Bump;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// How many records the third round may have.
pub const RECORDS: RangeInclusive<usize> = 100..=1_500;
/// The slider's step.
pub const STEP: usize = 100;
/// The chapter's picture.
const AT_FIRST: usize = 1_000;
/// The records of every other round.
const USUAL: usize = 300;
const ROUNDS: usize = 5;
const LARGE: usize = 2;
/// A chunk that is narrower than this part of the strip shares a column with its like.
const NARROW: usize = 10;
type Record = [u64; 8];

/// A chunk in a round.
struct Chunk {
    /// The bytes of all chunks that the arena ever had before this one: so a chunk stays in its column.
    column: usize,
    usable: usize,
    used: usize,
}

/// What an arena holds at the end of a round.
struct Round {
    /// Oldest first.
    chunks: Vec<Chunk>,
    /// Calls to the heap in this round.
    calls: usize,
    /// What is left after the reset.
    kept: usize,
}

/// A column of the figure: a chunk, or the small ones that have no room for one each.
struct Column {
    at: usize,
    size: usize,
    chunks: usize,
}

impl Column {
    fn head(&self) -> String {
        match self.chunks {
            1 => thousands(self.size),
            chunks => format!("{chunks} small: {}", thousands(self.size)),
        }
    }
}

impl Round {
    fn used(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.used).sum()
    }
}

/// What a real arena does.
fn rounds(large: usize) -> Vec<Round> {
    let mut arena = Bump::new();
    // Column and size of each chunk that it has.
    let mut held: Vec<(usize, usize)> = Vec::new();
    let mut asked = 0;
    let mut rounds = Vec::new();
    for number in 0..ROUNDS {
        let mut calls = 0;
        let records = if number == LARGE { large } else { USUAL };
        for _ in 0..records {
            let before = arena.allocated_bytes();
            arena.alloc(Record::default());
            let new = arena.allocated_bytes() - before;
            if new > 0 {
                held.push((asked, new));
                asked += new;
                calls += 1;
            }
        }
        let mut used: Vec<_> = arena.iter_allocated_chunks().map(<[_]>::len).collect();
        used.reverse();
        let chunks = held
            .iter()
            .zip(used)
            .map(|(&(column, usable), used)| Chunk {
                column,
                usable,
                used,
            });
        let chunks = chunks.collect();
        arena.reset();
        held.drain(..held.len().saturating_sub(1));
        rounds.push(Round {
            chunks,
            calls,
            kept: arena.allocated_bytes(),
        });
    }
    rounds
}

/// The bytes of all chunks that were ever asked for.
fn all_chunks(rounds: &[Round]) -> usize {
    let chunks = rounds.iter().flat_map(|round| &round.chunks);
    chunks
        .map(|chunk| chunk.column + chunk.usable)
        .max()
        .unwrap_or(0)
}

fn note(round: &Round) -> String {
    let calls = match round.calls {
        0 => "no heap call".to_owned(),
        calls => counted(calls, "heap call"),
    };
    let freed = match round.chunks.len() - 1 {
        0 => "frees nothing".to_owned(),
        freed => format!("frees {}", counted(freed, "chunk")),
    };
    format!(
        "{calls}; its reset {freed}, keeps {} bytes",
        thousands(round.kept)
    )
}

/// The columns of all chunks that there were.
fn columns(rounds: &[Round], of: usize) -> Vec<Column> {
    let chunks = rounds.iter().flat_map(|round| &round.chunks);
    let chunks: BTreeMap<_, _> = chunks.map(|chunk| (chunk.column, chunk.usable)).collect();
    let mut columns: Vec<Column> = Vec::new();
    for (at, size) in chunks {
        match columns.last_mut() {
            Some(last) if size * NARROW < of => {
                last.size += size;
                last.chunks += 1;
            }
            _ => columns.push(Column {
                at,
                size,
                chunks: 1,
            }),
        }
    }
    columns
}

/// The sizes of the chunks, above their columns.
fn heads(columns: &[Column], first_kept: usize, of: usize) -> Lane {
    let pieces = columns.iter();
    let pieces = pieces.map(|column| Piece::new("head", column.at, column.size, column.head()));
    Lane {
        name: "Chunks".to_owned(),
        note: format!(
            "usable bytes; {} is 16 KiB less {} for its footer and the allocator",
            thousands(first_kept),
            16 * 1024 - first_kept
        ),
        of,
        finger: None,
        groups: None,
        columns: Vec::new(),
        pieces: pieces.collect(),
        ticks: Vec::new(),
    }
}

fn lane(number: usize, round: &Round, columns: &[Column], of: usize) -> Lane {
    let mut pieces = Vec::new();
    let newest = round.chunks.last().map_or(0, |chunk| chunk.column);
    for column in columns {
        let here = |chunk: &&Chunk| (column.at..column.at + column.size).contains(&chunk.column);
        let chunks = round.chunks.iter().filter(here);
        let used: usize = chunks.clone().map(|chunk| chunk.used).sum();
        let usable: usize = chunks.map(|chunk| chunk.usable).sum();
        if usable == 0 {
            continue;
        }
        let is_kept = column.at == newest;
        let room = usable - used;
        if room > 0 {
            pieces.push(Piece::new("room", column.at, room, ""));
        }
        let kind = if is_kept { "used" } else { "freed" };
        pieces.push(Piece::new(kind, column.at + room, used, ""));
        if is_kept {
            pieces.push(Piece::new("kept", column.at, usable, ""));
        }
    }
    let ends = columns.iter().map(|column| column.at + column.size);
    Lane {
        name: format!("Round {}", number + 1),
        note: note(round),
        of,
        finger: None,
        groups: None,
        columns: std::iter::once(0).chain(ends).collect(),
        pieces,
        ticks: Vec::new(),
    }
}

/// The figure where the third round has this many records.
pub fn drawing(large: usize) -> Drawing {
    let of = all_chunks(&rounds(*RECORDS.end()));
    let rounds = rounds(large);
    let columns = columns(&rounds, of);
    let mut lanes = vec![heads(&columns, rounds[0].kept, of)];
    let rows = rounds.iter().enumerate();
    lanes.extend(rows.map(|(at, round)| lane(at, round, &columns, of)));
    let last = &rounds[ROUNDS - 1];
    let said = format!(
        "A round of {USUAL} takes {} bytes: more than the {} that the first reset keeps, so round 2 asks for a larger chunk. \
         Round 3 takes {}. After it the arena keeps {} bytes. Rounds 4 and 5 use {} of them, and ask the heap for {}.",
        thousands(USUAL * size_of::<Record>()),
        thousands(rounds[0].kept),
        thousands(large * size_of::<Record>()),
        thousands(last.kept),
        thousands(last.used()),
        if last.calls + rounds[LARGE + 1].calls == 0 {
            "nothing"
        } else {
            "more"
        }
    );
    Drawing {
        lanes,
        facts: Vec::new(),
        sums: Vec::new(),
        said,
    }
}

/// The figure in words.
fn table() -> Vec<Vec<String>> {
    let head = [
        "Records in round 3",
        "Calls in rounds 1 to 5",
        "Kept after round 2",
        "Kept after round 3",
        "Kept after round 5",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for large in [100, 300, 1_000, 2_000] {
        let rounds = rounds(large);
        let calls: Vec<_> = rounds.iter().map(|round| round.calls.to_string()).collect();
        let kept = |at: usize| thousands(rounds[at].kept);
        rows.push(vec![
            thousands(large),
            calls.join(", "),
            kept(1),
            kept(2),
            kept(4),
        ]);
    }
    rows
}

/// The figure as the chapter shows it.
pub(super) fn html() -> String {
    let slider = Slider {
        before: "Each round allocates 300 records of 64 bytes, but round 3",
        after: "of them. Each row shows a round at its end, and what its reset will do.",
        name: "Records in the third round",
        min: *RECORDS.start(),
        max: *RECORDS.end(),
        step: STEP,
        value: AT_FIRST,
        shown: thousands(AT_FIRST),
        stops: &[],
    };
    let kinds = [
        ("used", "used in this round; a chunk fills from the right"),
        ("room", "not used"),
        ("freed", "used, and freed by the reset"),
        ("kept", "chunk that the reset keeps, without what was in it"),
    ];
    slider.html()
        + &drawing(AT_FIRST).html()
        + &legend(&kinds)
        + &told("The same in numbers", &table())
}
