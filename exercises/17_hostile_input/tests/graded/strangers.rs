//! How a server reads an untrusted message, and which outcomes are allowed.

use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use bumpalo::Bump;
use hostile_input::{Limits, Refused, parse};
use yardstick::Budget;

/// What one message may cost in these tests.
pub(crate) const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    depth: 32,
};

/// The overhead of chunks, and whatever else a message may need.
const SLACK: usize = 64 << 10;

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Reads a message that must be refused: without a panic, and within its memory limit.
#[track_caller]
pub(crate) fn refusal_of(what: &str, arena: &Bump, message: &[u8]) -> Refused {
    let outcome = within_limits(what, arena, message);
    outcome.expect_err(&format!("{what} must be refused, but was read"))
}

/// Reads a message that must be accepted, within the same bounds.
#[track_caller]
pub(crate) fn assert_read(what: &str, arena: &Bump, message: &[u8]) {
    let outcome = within_limits(what, arena, message);
    assert_eq!(outcome, Ok(()), "{what} is within the limits");
}

#[track_caller]
fn within_limits(what: &str, arena: &Bump, message: &[u8]) -> Result<(), Refused> {
    count_panics();
    let n_panics = PANICS.load(Relaxed);
    let most = (LIMITS.bytes + SLACK) as u64;
    let outcome = Budget::named(format!("reading {what}"))
        .peak(most)
        .process_wide()
        .run(|| parse(arena, message, LIMITS).map(|_| ()));
    assert_eq!(
        PANICS.load(Relaxed),
        n_panics,
        "panics while reading {what}. Catching a panic is not a way to refuse a message: ask \
         whether there is room (`try_reserve_exact`, `try_alloc…`), and return an error if not"
    );
    outcome
}

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
