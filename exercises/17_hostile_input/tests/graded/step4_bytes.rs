//! A message may cost only its limit of memory.
//!
//! That holds whatever its size, and whatever the arena holds. Each value in these bombs is real,
//! so checking counts does not help. `limits.bytes` is what a message may add to the arena: a
//! message that needs more is `TooLarge`, and one that needs less is read. Where a limit is
//! reached, an arena's calls do not all behave alike, and a refusal has to be an `Err`: no panic,
//! and no end of the process. A server keeps its arena, so some of these messages come to arenas
//! that hold other data, or that were used and reset. And the arena is the caller's: whatever the
//! outcome, it is given back with the limit that it had. Whether that one counts as well, while the
//! message is read, the tests do not ask.
//! Before moving on: set an arena's limit to 1000 bytes and allocate until it is reached. How many
//! of them do you get, and where are the others?

use bumpalo::Bump;
use fastrand::Rng;
use hostile_input::{Limits, Refused};

use super::messages;
use super::strangers::{
    LIMITS, MALFORMED, SCALE, TOO_LARGE, assert_bounded, assert_read, assert_read_within,
    refusal_of, refusal_within,
};

/// 16 MB of input, four million values.
const N_BOMB: usize = 4_000_000 / SCALE;

/// A quarter of it, where several are read: a message may be read twice, and to its end, before it is
/// refused.
const N_SMALL_BOMB: usize = N_BOMB / 4;

/// Numbers for about a tenth of the limit. A vector that grows by doubling may leave as much behind
/// as it ends with, in chunks that double too.
const N_FAIR: usize = (1 << 12) / SCALE;

#[test]
fn a_bomb_of_small_values_is_too_large() {
    let refused = refusal_of(
        "16 MB of numbers",
        TOO_LARGE,
        &Bump::new(),
        &messages::digits(N_BOMB),
    );
    assert_eq!(
        refused,
        Refused::TooLarge,
        "why 16 MB of numbers are refused"
    );
}

#[test]
fn a_bomb_smaller_than_the_limit_is_too_large() {
    // Fewer bytes than the limit; its values take several times as many.
    let message = messages::digits(LIMITS.bytes / 5);
    assert!(
        message.len() < LIMITS.bytes,
        "this test's own bomb is small"
    );
    let refused = refusal_of("1 MB of numbers", TOO_LARGE, &Bump::new(), &message);
    assert_eq!(
        refused,
        Refused::TooLarge,
        "why 1 MB of numbers are refused"
    );
}

#[test]
fn a_bomb_of_small_lists_is_too_large() {
    let n_lists = 1_000 / SCALE;
    let mut message = format!("*{n_lists}\r\n").into_bytes();
    message.extend(messages::digits(1_000).repeat(n_lists));
    let refused = refusal_of("a thousand lists", TOO_LARGE, &Bump::new(), &message);
    assert_eq!(
        refused,
        Refused::TooLarge,
        "why a thousand lists of a thousand numbers are refused"
    );
}

#[test]
fn a_message_below_the_limit_is_read() {
    let mut rng = Rng::with_seed(yardstick::seed());
    assert_read(
        "numbers for about a tenth of the limit",
        &Bump::new(),
        &messages::digits(N_FAIR),
    );
    assert_read(
        "entries for about a fifth of the limit",
        &Bump::new(),
        &messages::entries(&mut rng, 1_250 / SCALE),
    );
    assert_read("one text of 400 000 bytes", &Bump::new(), &text_of(400_000));
}

/// A text of an announced length.
fn text_of(n_bytes: usize) -> Vec<u8> {
    let text = "x".repeat(n_bytes / SCALE);
    format!("${}\r\n{text}\r\n", text.len()).into_bytes()
}

#[test]
fn a_text_beyond_the_limit_is_borrowed_or_too_large() {
    let text = "x".repeat(3 * LIMITS.bytes);
    for (what, message) in [
        ("one text of 3 MB", text_of(3 << 20)),
        ("a line of 3 MB", format!("+{text}\r\n").into_bytes()),
        ("an error of 3 MB", format!("-{text}\r\n").into_bytes()),
        (
            "thirty texts of 100 000 bytes",
            [&b"*30\r\n"[..], &text_of(100_000).repeat(30)].concat(),
        ),
    ] {
        assert_bounded(what, &Bump::new(), &message);
    }
}

#[test]
fn the_limit_is_the_one_passed_in() {
    for bytes in [16 << 10, (256 << 10) / SCALE, (4 << 20) / SCALE] {
        let limits = Limits { bytes, ..LIMITS };
        let what = format!("more numbers than {bytes} bytes can hold");
        let message = messages::digits(bytes / 5);
        let refused = refusal_within(limits, &what, TOO_LARGE, &Bump::new(), &message);
        assert_eq!(refused, Refused::TooLarge, "why this is refused: {what}");
        let what = format!("numbers for less than a tenth of {bytes} bytes");
        let message = messages::digits(bytes / 400);
        assert_read_within(limits, &what, &Bump::new(), &message);
    }
}

#[test]
fn the_arena_gets_its_own_limit_back() {
    for callers in [None, Some(8 << 20), Some(LIMITS.bytes / 2)] {
        let arena = Bump::new();
        arena.set_allocation_limit(callers);
        assert_read(
            "a few numbers",
            &arena,
            &messages::digits(yardstick::size(100, 30)),
        );
        refusal_of(
            "4 MB of numbers",
            TOO_LARGE,
            &arena,
            &messages::digits(N_SMALL_BOMB),
        );
        refusal_of("a list that ends early", MALFORMED, &arena, b"*2\r\n:1\r\n");
    }
}

#[test]
fn an_arena_with_other_data_is_limited_too() {
    // Other data in the arena: four times what a message may cost.
    let arena = Bump::new();
    arena.alloc_slice_fill_copy(4 * LIMITS.bytes, 0_u8);
    // Also where the caller's own limit is below what the arena holds.
    arena.set_allocation_limit(Some(LIMITS.bytes));
    refusal_of(
        "16 MB of numbers, under a limit of the caller's",
        TOO_LARGE,
        &arena,
        &messages::digits(N_BOMB),
    );
    arena.set_allocation_limit(None);
    let refused = refusal_of(
        "16 MB of numbers",
        TOO_LARGE,
        &arena,
        &messages::digits(N_BOMB),
    );
    assert_eq!(
        refused,
        Refused::TooLarge,
        "why 16 MB of numbers are refused, in an arena that holds 4 MiB"
    );
    assert_read(
        "numbers, in an arena that holds 4 MiB",
        &arena,
        &messages::digits(N_FAIR),
    );
    // The arena is the caller's, who goes on using it.
    let more = arena
        .try_alloc_slice_fill_copy(2 * LIMITS.bytes, 0_u8)
        .is_ok();
    assert!(
        more,
        "yours: after `parse`, the caller cannot allocate 2 MiB more in its own arena"
    );
}

#[test]
fn an_arena_that_was_reset_is_limited_too() {
    let mut arena = Bump::with_capacity(LIMITS.bytes / 2);
    for round in 1..=4 {
        let what = format!("4 MB of numbers, in round {round}");
        let refused = refusal_of(&what, TOO_LARGE, &arena, &messages::digits(N_SMALL_BOMB));
        assert_eq!(refused, Refused::TooLarge, "why this is refused: {what}");
        arena.reset();
        let what = format!("numbers after a bomb, in round {round}");
        assert_read(&what, &arena, &messages::digits(N_FAIR));
        arena.reset();
    }
}
