//! How a server reads an untrusted message, and which outcomes are allowed.

use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use bumpalo::Bump;
use hostile_input::{Limits, Refused, parse};
use yardstick::{Budget, grouped};

use super::messages;

/// How much smaller messages and limits are where each instruction is interpreted.
pub(crate) const SCALE: usize = if cfg!(miri) { 64 } else { 1 };

/// What one message may cost in these tests.
pub(crate) const LIMITS: Limits = Limits {
    bytes: (1 << 20) / SCALE,
    depth: 32,
};

/// The overhead of chunks, and whatever else a message may need.
const SLACK: usize = 64 << 10;

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// What is wrong with a message that must be refused.
pub(crate) const TOO_LARGE: &str = "too large";
pub(crate) const TOO_DEEP: &str = "too deep";
pub(crate) const MALFORMED: &str = "malformed";

/// Reads a message that must be refused: without a panic, and within its memory limit.
#[track_caller]
pub(crate) fn refusal_of(what: &str, fault: &str, arena: &Bump, message: &[u8]) -> Refused {
    refusal_within(LIMITS, what, fault, arena, message)
}

/// Reads a message that must be accepted, within the same bounds.
#[track_caller]
pub(crate) fn assert_read(what: &str, arena: &Bump, message: &[u8]) {
    assert_read_within(LIMITS, what, arena, message);
}

/// Reads a message that may be accepted or refused: what it needs depends on what is copied.
#[track_caller]
pub(crate) fn assert_bounded(what: &str, arena: &Bump, message: &[u8]) {
    if let Err(refused) = outcome_within(LIMITS, what, arena, message) {
        assert_eq!(refused, Refused::TooLarge, "why this is refused: {what}");
        assert_no_panic_is_caught(LIMITS, what, message);
    }
}

/// As [`refusal_of`], with other limits.
#[track_caller]
pub(crate) fn refusal_within(
    limits: Limits,
    what: &str,
    fault: &str,
    arena: &Bump,
    message: &[u8],
) -> Refused {
    let outcome = outcome_within(limits, what, arena, message);
    let Err(refused) = outcome else {
        panic!("yours: this was accepted, although it is {fault}: {what} ({limits:?})");
    };
    assert_no_panic_is_caught(limits, what, message);
    refused
}

/// As [`assert_read`], with other limits.
#[track_caller]
pub(crate) fn assert_read_within(limits: Limits, what: &str, arena: &Bump, message: &[u8]) {
    let outcome = outcome_within(limits, what, arena, message);
    assert_eq!(
        outcome,
        Ok(()),
        "the outcome of reading this, which is within the limits {limits:?}: {what}"
    );
}

/// Reads a message within these limits, and without a panic.
#[track_caller]
pub(crate) fn outcome_within(
    limits: Limits,
    what: &str,
    arena: &Bump,
    message: &[u8],
) -> Result<(), Refused> {
    count_panics();
    let n_panics = PANICS.load(Relaxed);
    let callers = arena.allocation_limit();
    let most = (limits.bytes + SLACK) as u64;
    let outcome = Budget::named(format!("reading {what}"))
        .peak(most)
        .process_wide()
        .run(|| parse(arena, message, limits).map(|_| ()));
    assert_eq!(
        PANICS.load(Relaxed),
        n_panics,
        "panics while reading {what}, caught or not; {WHY}"
    );
    assert_eq!(
        arena.allocation_limit(),
        callers,
        "the arena's own limit after reading {what}, which is to be what it was before"
    );
    outcome
}

/// A panic allocates, whoever catches it and whatever hook reports it. So it shows as heap calls of
/// a refusal in an arena that has room, and may not grow.
#[track_caller]
fn assert_no_panic_is_caught(limits: Limits, what: &str, message: &[u8]) {
    let arena = Bump::with_capacity(limits.bytes);
    let no_growth = Limits { bytes: 0, ..limits };
    let deepest = messages::nested(limits.depth);
    let (_, of_reading) =
        yardstick::measure_process(|| parse(&arena, &deepest, limits).map(|_| ()));
    let n_bytes = arena.allocated_bytes();
    let (outcome, of_refusing) =
        yardstick::measure_process(|| parse(&arena, message, no_growth).map(|_| ()));
    assert!(
        outcome.is_err(),
        "yours: {what} was refused, but is read in an arena that may not grow"
    );
    let (refusing, reading) = (of_refusing.heap_calls(), of_reading.heap_calls());
    let grown = arena.allocated_bytes() - n_bytes;
    assert!(
        refusing <= reading || grown == 0,
        "yours: `limits.bytes` was 0, yet the arena grew by {} bytes, from {}, before this was \
         refused: {what}",
        grouped(grown as u64),
        grouped(n_bytes as u64)
    );
    assert!(
        refusing <= reading,
        "yours: in an arena that may not grow, refusing {what} makes {refusing} heap calls; reading a \
         message that is as deep as allowed makes {reading}. A panic that is caught makes such \
         calls; {WHY}"
    );
}

const WHY: &str = "a message that asks for too much is an ordinary event, and its answer an `Err`";

/// From now on, counts panics, including caught ones.
fn count_panics() {
    static COUNTING: Once = Once::new();
    COUNTING.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            PANICS.fetch_add(1, Relaxed);
            before(info);
        }));
    });
}
