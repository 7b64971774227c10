//! A limit and a reset together: which rules make each round request chunks, and which are steady.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use fastrand::Rng;
use listings::limits::{good, halved, whole};
use std::alloc::Layout;

/// Fills `arena` with one message of `n_bytes`, in pieces of `n_each`. Returns whether it fits.
fn message(
    arena: &Bump,
    n_bytes: usize,
    n_each: usize,
) -> bool {
    let sizes = (0..n_bytes)
        .step_by(n_each)
        .map(|start| n_each.min(n_bytes - start));
    for size in sizes {
        let layout = Layout::from_size_align(size, 8)
            .expect("a small size");
        if arena.try_alloc_layout(layout).is_err() {
            return false;
        }
    }
    true
}

/// What one round of a server requested, and the most that it held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Round {
    chunks: u64,
    peak: u64,
    kept: u64,
}

/// Some rounds: each is a message, and what `between` does after it.
fn rounds(
    arena: &mut Bump,
    messages: &[(usize, usize)],
    between: impl Fn(&mut Bump),
) -> Vec<Round> {
    let mut rounds = Vec::with_capacity(messages.len());
    for (n_bytes, n_each) in messages {
        let held = arena.allocated_bytes() as u64;
        let (is_read, usage) = yardstick::measure(|| {
            let is_read = message(arena, *n_bytes, *n_each);
            between(arena);
            is_read
        });
        assert!(is_read, "{n_bytes} bytes of {n_each} each");
        let (calls, kept) = (
            usage.heap_calls(),
            arena.allocated_bytes() as u64,
        );
        rounds.push(Round {
            chunks: calls,
            peak: held + usage.peak,
            kept,
        });
    }
    rounds
}

const LIMIT: usize = 1_000_000;

#[test]
fn a_limit_and_a_reset_may_ask_the_heap_in_each_round() {
    let messages =
        [(900 << 10, yardstick::size(64, 4096)); 7];
    let mut arena = Bump::new();
    halved::next_message(&mut arena, LIMIT);
    let halved = rounds(&mut arena, &messages, |arena| {
        halved::next_message(arena, LIMIT);
    });
    let mut arena = Bump::new();
    whole::next_message(&mut arena, LIMIT);
    let whole = rounds(&mut arena, &messages, |arena| {
        whole::next_message(arena, LIMIT);
    });
    for (number, (bad, good)) in
        halved.iter().zip(&whole).enumerate()
    {
        let row = format!(
            "| {} | {} | {} | {} | {} |",
            number + 1,
            bad.chunks,
            thousands(bad.kept),
            good.chunks,
            thousands(good.kept)
        );
        println!("{row}");
        prose::says("limits.md", &row);
    }
}

/// A footer for each chunk: it is allocated, and not counted by the arena.
const FOOTERS: u64 = 64 * 40;

#[test]
fn one_chunk_for_all_is_steady_under_its_limit() {
    let sizes = [
        0, 1, 100, 500, 5_000, 70_000, 300_000, 499_000,
        501_000, 700_000, 900_000,
    ];
    for n_bytes in &sizes[..yardstick::size(sizes.len(), 5)] {
        let n_bytes = *n_bytes;
        for n_each in [8, 64, 1_000, 16_384] {
            let messages = [(n_bytes, n_each); 12];
            let mut arena = Bump::new();
            arena.set_allocation_limit(Some(LIMIT));
            let rounds =
                rounds(&mut arena, &messages, |arena| {
                    whole::next_message(arena, LIMIT);
                });
            let steady = rounds[2];
            assert_eq!(
                steady.chunks, 0,
                "{n_bytes} bytes of {n_each}: {rounds:?}"
            );
            assert!(
                rounds[2..].iter().all(|r| *r == steady),
                "{rounds:?}"
            );
            assert!(
                rounds
                    .iter()
                    .all(|r| r.peak <= LIMIT as u64 + FOOTERS),
                "{rounds:?}"
            );
        }
    }
}

#[test]
fn after_the_largest_message_no_other_asks_the_heap() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let n_messages = yardstick::size(200, 10);
    let messages: Vec<(usize, usize)> =
        [(900_000, 2_000), (900_000, 2_000)]
            .into_iter()
            .chain((0..n_messages).map(|_| {
                (
                    rng.usize(..850_000),
                    // Sizes are rounded up to multiples of 8.
                    8 * rng.usize(1..250),
                )
            }))
            .collect();
    let mut arena = Bump::new();
    arena.set_allocation_limit(Some(LIMIT));
    let rounds = rounds(&mut arena, &messages, |arena| {
        whole::next_message(arena, LIMIT);
    });
    for round in &rounds[2..] {
        assert_eq!(round.chunks, 0, "{rounds:?}");
        assert!(round.kept <= LIMIT as u64);
    }
}

#[test]
fn a_limit_is_kept_between_messages_whatever_it_is() {
    for limit in
        [0, 1_000, 4_096, 5_000, 8_128, 9_000, 100_000]
    {
        // What an earlier limit allowed is above this one.
        let mut arena = Bump::with_capacity(1 << 20);
        for _ in 0..4 {
            whole::next_message(&mut arena, limit);
            assert!(arena.allocated_bytes() <= limit);
            assert_eq!(arena.allocation_limit(), Some(limit));
            assert!(!message(&arena, 2 << 20, 64));
            assert!(arena.allocated_bytes() <= limit);
        }
    }
}

#[test]
fn four_times_the_room_is_as_good_as_no_limit() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for _ in 0..yardstick::size(60, 3) {
        let most = yardstick::size(1_000_000, 20_000);
        let n_bytes = rng.usize(2_000..most);
        let n_each = 1 << rng.usize(3..18);
        let messages = [(n_bytes, n_each); 6];
        let mut arena = Bump::new();
        // Each piece is rounded up to its alignment.
        let needed = n_bytes.next_multiple_of(8);
        arena.set_allocation_limit(Some(4 * needed));
        let limited =
            rounds(&mut arena, &messages, Bump::reset);
        let free =
            rounds(&mut Bump::new(), &messages, Bump::reset);
        assert_eq!(limited, free);
        assert_eq!(limited[2].chunks, 0, "{limited:?}");
    }
}

#[test]
fn capacity_first_and_then_the_limit_is_one_chunk() {
    let mut arena = Bump::with_capacity(LIMIT);
    arena.set_allocation_limit(Some(arena.allocated_bytes()));
    let first = arena.allocated_bytes() as u64;
    let messages: Vec<(usize, usize)> = (1..=10)
        .map(|n| (n * 100_000, 300_000))
        .collect();
    for round in rounds(&mut arena, &messages, Bump::reset) {
        assert_eq!(round.chunks, 0);
        assert_eq!(round.kept, first);
    }
    assert!(!message(&arena, 1_100_000, 64));
}

/// What a message may add, on top of an arena that is made one chunk after each.
#[test]
fn limited_messages_in_one_chunk_are_steady() {
    let mut arena = Bump::new();
    let mut calls = Vec::new();
    for _ in 0..6 {
        let (is_read, usage) = yardstick::measure(|| {
            let is_read =
                good::limited(&arena, LIMIT, || {
                    message(
                        &arena,
                        900_000,
                        yardstick::size(64, 4_096),
                    )
                });
            whole::next_message(&mut arena, LIMIT);
            is_read
        });
        assert!(is_read);
        calls.push(usage.heap_calls());
    }
    assert_eq!(calls[1..], [0; 5], "{calls:?}");
}
