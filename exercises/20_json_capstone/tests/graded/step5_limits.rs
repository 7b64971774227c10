//! Bytes and depth are limited. A document beyond the limits is an error, not a panic, and not the
//! end of the process.
//!
//! Two bytes of `[0,0,0,…` make a value of many bytes; a hundred thousand `[` make as many nested
//! calls. `set_allocation_limit` bounds an arena; but `alloc` and `push` panic at the limit, so
//! every allocation must be a `try_…`. And only a count bounds a recursion.
//! Note what `Limits::bytes` says: unlike that of `hostile-input`, it includes what the arena held
//! before.
//! Legitimate documents near the limits must pass: a limit that refuses them is a bug.
//! Before moving on: why does `catch_unwind` around the reader not help against the deep document?

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use bumpalo::Bump;
use fastrand::Rng;
use json_capstone::{Limits, read};
use yardstick::Budget;

use super::documents;

const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    depth: 32,
};

/// What `read` may use besides the arena.
const BESIDE: u64 = 16 << 10;

/// Asserts that the document is refused, and that the heap holds at most `most` meanwhile.
fn refused_within(arena: &Bump, most: u64, name: &str, text: &str) {
    // Notices panics that `read` catches: where panics abort, it could not.
    static N_PANICS: AtomicUsize = AtomicUsize::new(0);
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        N_PANICS.fetch_add(1, Relaxed);
        report(panic);
    }));
    let is_err = Budget::named(format!("{name}, refused"))
        .peak(most)
        .process_wide()
        .run(|| read(arena, text, LIMITS).is_err());
    let n_panics = N_PANICS.load(Relaxed);
    // Each test has its own process, and the next document's hook replaces this one.
    let _ = std::panic::take_hook();
    assert!(
        is_err,
        "{name} takes more than {LIMITS:?} allows, but is accepted"
    );
    assert!(
        n_panics == 0,
        "{name} is refused, but only after a panic, which `read` caught. Where panics abort, it \
         would kill the process. Allocate with calls that can fail: those that start with `try_`."
    );
}

fn bombs() -> [(&'static str, String); 4] {
    [
        (
            "an array of two million zeros",
            format!("[0{}]", ",0".repeat(2_000_000)),
        ),
        (
            "an object of half a million members",
            format!("{{{}\"\":0}}", "\"a\":1,".repeat(500_000)),
        ),
        (
            "a string of half a million escapes",
            format!("\"{}\"", "\\u0041".repeat(500_000)),
        ),
        (
            "a million empty arrays",
            format!("[[]{}]", ",[]".repeat(1_000_000)),
        ),
    ]
}

#[test]
fn a_document_beyond_the_byte_limit_is_refused() {
    for (name, text) in bombs() {
        let mut arena = Bump::new();
        refused_within(&arena, LIMITS.bytes as u64 + BESIDE, name, &text);
        // The arena can be reused: a refusal does no damage.
        arena.reset();
        let (_, order) = documents::SAMPLES[0];
        assert!(
            read(&arena, order, LIMITS).is_ok(),
            "an order, after {name}"
        );
    }
}

#[test]
fn a_document_is_refused_when_the_arena_already_holds_more_than_the_limit() {
    for (name, text) in bombs() {
        let arena = Bump::with_capacity(3 << 20);
        // A document may use what the arena already holds. So that is used up, and the limit is
        // exceeded.
        arena.alloc_slice_fill_copy((3 << 20) - 1_000, 0_u8);
        refused_within(&arena, BESIDE, name, &text);
    }
}

#[test]
fn a_document_near_the_limits_is_accepted() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let page = documents::page(&mut rng, 200);
    let deep = format!("{}{}{}", "[".repeat(32), "1", "]".repeat(32));
    let wide = format!("[[[]]{}]", ",[[]]".repeat(200));
    let long = format!("\"{}\"", "\\n ".repeat(40_000));
    let objects = format!("{}0{}", "{\"a\":".repeat(32), "}".repeat(32));
    for (name, text) in [
        ("a page of 200 orders", page),
        ("an array of depth 32", deep),
        ("objects of depth 32", objects),
        ("many arrays, one after the other", wide),
        ("a string of 120 000 bytes", long),
    ] {
        let arena = Bump::new();
        let error = read(&arena, &text, LIMITS).err();
        assert!(
            error.is_none(),
            "{name} ({} bytes) is within {LIMITS:?}, but `read` returned {error:?} (seed {seed})",
            text.len()
        );
    }
}

#[test]
fn a_document_one_level_too_deep_is_refused() {
    for text in [
        format!("{}{}", "[".repeat(33), "]".repeat(33)),
        format!("{}0{}", "{\"a\":".repeat(33), "}".repeat(33)),
        format!(
            "[[],[],{}{}]",
            "[{\"a\":".repeat(16),
            "0".to_owned() + &"}]".repeat(16)
        ),
    ] {
        let is_err = read(&Bump::new(), &text, LIMITS).is_err();
        assert!(
            is_err,
            "this is one level deeper than {}, but is accepted:\n{text}",
            LIMITS.depth
        );
    }
}

#[test]
fn a_document_of_half_a_million_levels_is_refused() {
    let arrays = "[".repeat(500_000);
    refused_within(
        &Bump::new(),
        LIMITS.bytes as u64 + BESIDE,
        "half a million arrays",
        &arrays,
    );
}

#[test]
fn a_document_of_half_a_million_objects_is_refused() {
    let objects = "{\"a\":[".repeat(250_000);
    refused_within(
        &Bump::new(),
        LIMITS.bytes as u64 + BESIDE,
        "half a million levels",
        &objects,
    );
}
