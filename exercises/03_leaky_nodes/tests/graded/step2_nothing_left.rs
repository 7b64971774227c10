//! When the arena goes, everything goes with it.
//!
//! An arena frees its chunks, and runs no `Drop`: it has not written down what lies in them. A
//! `String` in a chunk is three words that point to the heap. The words go, and what they pointed to
//! stays for ever. The failure names the lines that asked for it.
//! The cheapest version that passes: text of the arena (`alloc_str`) in a `Symbol<'a>`.
//! Before moving on: nothing was unsafe here, and the compiler said nothing. Is a leak a safety
//! matter in Rust?

use bumpalo::Bump;
use fastrand::Rng;
use leaky_nodes::outline;
use yardstick::Budget;

use super::sources;

#[test]
fn nothing_is_left_when_the_arena_goes() {
    let source = sources::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    // Process-wide, so that what another thread keeps counts like anything else.
    Budget::named("the outline of 1 000 functions and its arena, made and dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            assert!(outline(&arena, &source).is_ok(), "a source is refused");
        });
}

#[test]
fn what_was_before_an_error_is_not_left() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let source = sources::random(&mut rng, 300) + "struct Unexpected;";
    Budget::named("half an outline and its arena, made and dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            let error = outline(&arena, &source).err().map(|error| error.line);
            assert_eq!(
                error,
                Some(source.lines().count()),
                "the line at which the source goes wrong"
            );
        });
}

#[test]
fn what_was_before_a_reset_does_not_gather() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let texts: Vec<String> = (0..20).map(|_| sources::random(&mut rng, 100)).collect();
    // An editor's day: each key gives a new outline. All of them together may need no more than
    // the arena's one chunk, which is large enough for any of them.
    let mut arena = Bump::with_capacity(1 << 18);
    Budget::named("20 outlines in one arena, which is reset after each")
        .live(0)
        .process_wide()
        .run(|| {
            for text in &texts {
                assert!(outline(&arena, text).is_ok(), "a source is refused");
                arena.reset();
            }
        });
}
