//! A document beyond its limits is an error.
//!
//! It is neither a panic nor the end of the process. Two bytes of `[0,0,0,…` make a value of many
//! bytes; a hundred thousand `[` make as many nested calls. An arena can be bounded, but not all of
//! its calls return an error at the bound; and the stack has no bound that can be asked.
//!
//! Note what `Limits::bytes` says: unlike that of `hostile-input`, it includes what the arena held
//! before. The arena is the caller's: whatever the outcome, its own limit is put back. And
//! legitimate documents near the limits must pass: a limit that refuses them is a bug.
//! Before moving on: why does `catch_unwind` around the reader not help against the deep document?

use bumpalo::Bump;
use fastrand::Rng;
use json_capstone::{Limits, read};
use yardstick::Budget;

use super::documents;

/// How much smaller documents and limits are where each instruction is interpreted.
const SCALE: usize = if cfg!(miri) { 64 } else { 1 };

const LIMITS: Limits = Limits {
    bytes: (1 << 20) / SCALE,
    depth: 32,
};

/// What `read` may use besides the arena.
const BESIDE: u64 = 16 << 10;

/// Asserts that the document is refused without a panic, and that the heap holds at most `most`
/// meanwhile.
fn refused_within(arena: &Bump, most: u64, name: &str, text: &str, limits: Limits) {
    let callers = arena.allocation_limit();
    let is_err = Budget::named(format!("{name}, which must be refused"))
        .peak(most)
        .process_wide()
        .run(|| read(arena, text, limits).is_err());
    assert!(
        is_err,
        "yours: {name} takes more than {limits:?} allows, but is accepted"
    );
    assert_eq!(
        arena.allocation_limit(),
        callers,
        "the arena's own limit after {name} was refused, which is to be what it was before"
    );
    assert_no_panic_is_caught(name, text, limits);
}

/// A panic allocates, whoever catches it and whatever hook reports it. So it shows as heap calls of
/// a refusal in an arena that has room, and may not grow.
fn assert_no_panic_is_caught(name: &str, text: &str, limits: Limits) {
    // Too small for any of these documents, however it is read.
    let arena = Bump::with_capacity(limits.bytes / 4);
    let no_growth = Limits { bytes: 0, ..limits };
    let (is_err, usage) = yardstick::measure_process(|| read(&arena, text, no_growth).is_err());
    assert!(
        is_err,
        "yours: {name} was refused, but is accepted in an arena that already holds more than \
         `limits.bytes`, and so may not grow"
    );
    let n_calls = usage.heap_calls();
    assert!(
        n_calls == 0,
        "yours: in an arena that may not grow, refusing {name} makes {n_calls} heap calls. Reading in a \
         warm arena needs none; a panic that is caught makes some, and where panics abort, it would \
         kill the process"
    );
}

fn bombs() -> [(&'static str, String); 6] {
    [
        (
            "an array of two million zeros",
            format!("[0{}]", ",0".repeat(2_000_000 / SCALE)),
        ),
        (
            "an object of half a million members",
            format!("{{{}\"\":0}}", "\"a\":1,".repeat(500_000 / SCALE)),
        ),
        (
            "a string of a million and a half escapes",
            format!("\"{}\"", "\\u0041".repeat(1_500_000 / SCALE)),
        ),
        (
            "a name of a million and a half escapes",
            format!("{{\"{}\":0}}", "\\u0041".repeat(1_500_000 / SCALE)),
        ),
        (
            "three hundred thousand names with escapes",
            format!("{{{}\"\":0}}", "\"\\n\":0,".repeat(300_000 / SCALE)),
        ),
        (
            "a million empty arrays",
            format!("[[]{}]", ",[]".repeat(1_000_000 / SCALE)),
        ),
    ]
}

#[test]
fn a_document_beyond_the_byte_limit_is_refused() {
    for (name, text) in bombs() {
        let mut arena = Bump::new();
        refused_within(&arena, LIMITS.bytes as u64 + BESIDE, name, &text, LIMITS);
        // The arena can be reused: a refusal does no damage.
        arena.reset();
        let (_, order) = documents::SAMPLES[0];
        assert!(
            read(&arena, order, LIMITS).is_ok(),
            "yours: an order, which is within the limits, is refused after {name}"
        );
    }
}

#[test]
fn a_document_is_refused_when_the_arena_already_holds_more_than_the_limit() {
    for (name, text) in bombs() {
        let arena = Bump::with_capacity(3 * LIMITS.bytes);
        // A document may use what the arena already holds. So that is used up, and the limit is
        // exceeded.
        arena.alloc_slice_fill_copy(3 * LIMITS.bytes - 1_000, 0_u8);
        refused_within(&arena, BESIDE, name, &text, LIMITS);
    }
}

#[test]
fn a_document_near_the_limits_is_accepted() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let page = documents::page(&mut rng, 200 / SCALE);
    let deep = format!("{}{}{}", "[".repeat(32), "1", "]".repeat(32));
    let wide = format!("[[[]]{}]", ",[[]]".repeat(200 / SCALE));
    let long = format!("\"{}\"", "\\n ".repeat(40_000 / SCALE));
    let objects = format!("{}0{}", "{\"a\":".repeat(32), "}".repeat(32));
    // Borrowed, but for the last string.
    let plain = format!("[\"{}\",\"\\n\"]", "plain ".repeat(300_000 / SCALE));
    for (name, text) in [
        ("a page of 200 orders", page),
        ("an array of depth 32", deep),
        ("objects of depth 32", objects),
        ("many arrays, one after the other", wide),
        ("a string of 120 000 bytes", long),
        ("a line end after 1.8 MB of plain text", plain),
    ] {
        let arena = Bump::new();
        let outcome = read(&arena, &text, LIMITS).map(|_| ());
        assert!(
            outcome.is_ok(),
            "yours: {name} ({} bytes) is within {LIMITS:?}, but `read` returned {outcome:?} (seed {seed})",
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
            "yours: this is one level deeper than {}, but is accepted:\n{text}",
            LIMITS.depth
        );
    }
}

#[test]
fn a_document_of_half_a_million_levels_is_refused() {
    let arrays = "[".repeat(500_000 / SCALE);
    refused_within(
        &Bump::new(),
        LIMITS.bytes as u64 + BESIDE,
        "half a million arrays",
        &arrays,
        LIMITS,
    );
}

#[test]
fn a_document_of_half_a_million_objects_is_refused() {
    let objects = "{\"a\":[".repeat(250_000 / SCALE);
    refused_within(
        &Bump::new(),
        LIMITS.bytes as u64 + BESIDE,
        "half a million levels",
        &objects,
        LIMITS,
    );
}

#[test]
fn the_limits_are_those_passed_in() {
    for bytes in [16 << 10, (256 << 10) / SCALE, (4 << 20) / SCALE] {
        let limits = Limits { bytes, ..LIMITS };
        let name = format!("an array of more zeros than {bytes} bytes can hold");
        let text = format!("[0{}]", ",0".repeat(bytes / 5));
        refused_within(&Bump::new(), bytes as u64 + BESIDE, &name, &text, limits);
        let text = format!("[0{}]", ",0".repeat(bytes / 400));
        let is_ok = read(&Bump::new(), &text, limits).is_ok();
        assert!(
            is_ok,
            "yours: zeros for less than a tenth of {bytes} bytes are refused"
        );
    }
    for depth in [0, 1, 7, 100] {
        let limits = Limits { depth, ..LIMITS };
        let nested = |n_levels| format!("{}0{}", "[".repeat(n_levels), "]".repeat(n_levels));
        let is_ok = read(&Bump::new(), &nested(depth), limits).is_ok();
        assert!(
            is_ok,
            "yours: {depth} levels are refused where {depth} are allowed"
        );
        let is_err = read(&Bump::new(), &nested(depth + 1), limits).is_err();
        assert!(
            is_err,
            "yours: {} levels are accepted where {depth} are allowed",
            depth + 1
        );
    }
}

#[test]
fn what_an_arena_has_may_be_used_where_it_is_more_than_the_limit() {
    let (_, order) = documents::SAMPLES[0];
    for times in [2, 8] {
        let arena = Bump::with_capacity(times * LIMITS.bytes);
        assert!(
            read(&arena, order, LIMITS).is_ok(),
            "yours: an order is refused in an arena that has room for it, since the arena already has \
             {times} times `limits.bytes`"
        );
    }
}

#[test]
fn the_arena_gets_its_own_limit_back() {
    let (_, order) = documents::SAMPLES[0];
    let zeros = format!("[0{}]", ",0".repeat(100_000 / SCALE));
    for callers in [None, Some(8 << 20), Some(LIMITS.bytes / 2)] {
        let arena = Bump::new();
        arena.set_allocation_limit(callers);
        for (name, text) in [
            ("an order was read", order),
            ("half an order was refused", &order[..order.len() / 2]),
            (
                "too many levels were refused",
                &"[".repeat(LIMITS.depth + 1),
            ),
            ("too many zeros were refused", &zeros),
        ] {
            let is_ok = read(&arena, text, LIMITS).is_ok();
            assert_eq!(is_ok, text == order, "{name}: whether it is accepted");
            let after = arena.allocation_limit();
            assert_eq!(
                after, callers,
                "the arena's own limit after {name}, which is to be what it was before"
            );
        }
    }
}
