//! A document may take so many bytes and go so deep, and no more. Past that it is an error, not a
//! panic, and not the end of the process.
//!
//! Two bytes of `[0,0,0,…` make a value of many bytes; a hundred thousand `[` make as many calls
//! within each other. `set_allocation_limit` bounds an arena; but `alloc` and `push` panic at the
//! limit, so all that allocates must be a `try_…`. And nothing bounds a recursion but a count.
//! Mind what `Limits::bytes` says: unlike that of `hostile-input`, it counts what the arena had before.
//! Honest documents near the limits must pass: a limit that refuses them is no limit, but a bug.
//! Before moving on: why is `catch_unwind` around the reader no answer to the deep document?

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

/// What `read` may use beside the arena.
const BESIDE: u64 = 16 << 10;

/// The document must be refused, and the heap hold no more than `most` meanwhile.
fn refused_within(arena: &Bump, most: u64, name: &str, text: &str) {
    // A panic that is caught inside is seen here. It would not be caught where panics abort.
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
    // Each test has a process of its own, and the hook of the next document takes this one's place.
    let _ = std::panic::take_hook();
    assert!(
        is_err,
        "{name} takes more than {LIMITS:?} allows, and is accepted"
    );
    assert!(
        n_panics == 0,
        "{name} is refused, but only after a panic, which `read` caught. Where panics abort, it would \
         end the process. Ask for memory with calls that can refuse: those that begin with `try_`."
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
fn a_document_that_takes_too_much_is_refused() {
    for (name, text) in bombs() {
        let mut arena = Bump::new();
        refused_within(&arena, LIMITS.bytes as u64 + BESIDE, name, &text);
        // The arena can be used again: a refusal is no damage.
        arena.reset();
        let (_, order) = documents::SAMPLES[0];
        assert!(
            read(&arena, order, LIMITS).is_ok(),
            "an order, after {name}"
        );
    }
}

#[test]
fn so_it_is_when_the_arena_has_more_than_the_limit_already() {
    for (name, text) in bombs() {
        let arena = Bump::with_capacity(3 << 20);
        // A document may use what is there. So it is used up, and the limit is passed already.
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
            "{name} ({} bytes) is within {LIMITS:?}, and `read` says {error:?} (seed {seed})",
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
            "this is one level deeper than {} and is accepted:\n{text}",
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
fn so_is_one_of_objects() {
    let objects = "{\"a\":[".repeat(250_000);
    refused_within(
        &Bump::new(),
        LIMITS.bytes as u64 + BESIDE,
        "half a million levels",
        &objects,
    );
}
