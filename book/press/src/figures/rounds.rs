//! Five rounds in one arena that is reset after each, the third of them with more to hold: which chunks each reset frees, and
//! which one it keeps. A real arena says what it asks for.

use super::drawing::{Drawing, Lane, Piece, counted, thousands};
use super::parts::{Slider, legend, told};
use bumpalo::Bump;
use std::ops::RangeInclusive;

/// How many records the third round may have.
pub const RECORDS: RangeInclusive<usize> = 100..=2_000;
/// The slider's step.
pub const STEP: usize = 100;
/// The chapter's picture.
const AT_FIRST: usize = 1_000;
/// The records of every other round.
const USUAL: usize = 300;
const ROUNDS: usize = 5;
const LARGE: usize = 2;

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
            arena.alloc([0_u64; 8]);
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

fn lane(number: usize, round: &Round, of: usize) -> Lane {
    let mut pieces = Vec::new();
    for chunk in &round.chunks {
        let room = chunk.usable - chunk.used;
        if room > 0 {
            pieces.push(Piece::new("room", chunk.column, room, ""));
        }
        pieces.push(Piece::new("used", chunk.column + room, chunk.used, ""));
    }
    for (at, chunk) in round.chunks.iter().enumerate() {
        let is_kept = at + 1 == round.chunks.len();
        let kind = if is_kept { "kept" } else { "freed" };
        pieces.push(Piece::new(kind, chunk.column, chunk.usable, ""));
    }
    Lane {
        name: format!("Round {}", number + 1),
        note: note(round),
        of,
        finger: None,
        groups: None,
        pieces,
        ticks: Vec::new(),
    }
}

/// The figure where the third round has this many records.
pub fn drawing(large: usize) -> Drawing {
    let of = all_chunks(&rounds(*RECORDS.end()));
    let rounds = rounds(large);
    let lanes = rounds.iter().enumerate();
    let lanes = lanes.map(|(at, round)| lane(at, round, of)).collect();
    let last = &rounds[ROUNDS - 1];
    let said = format!(
        "After round 3 the arena keeps {} bytes. Rounds 4 and 5 use {} of them, and ask the heap for {}.",
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
        before: "Each round allocates 300 records of 64 bytes; the third one",
        after: "of them.",
        name: "Records in the third round",
        min: *RECORDS.start(),
        max: *RECORDS.end(),
        step: STEP,
        value: AT_FIRST,
        shown: thousands(AT_FIRST),
    };
    let kinds = [
        ("used", "used in this round"),
        ("room", "not used"),
        ("freed", "freed by its reset"),
        ("kept", "kept by its reset"),
    ];
    slider.html()
        + &drawing(AT_FIRST).html()
        + &legend(&kinds)
        + &told("The same in numbers", &table())
}
