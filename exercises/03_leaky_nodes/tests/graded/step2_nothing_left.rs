//! When the arena goes, everything goes with it.
//!
//! An arena frees its chunks and runs no `Drop`: it keeps no record of what is in them. A `String`
//! in a chunk is three words that point to the heap. The words go, and the memory that they point
//! to stays forever. The failure names the lines that allocated it. The same must hold for a source
//! that is refused in the middle, and for an arena that is reset again and again.
//!
//! Before moving on: nothing here was `unsafe`, and the compiler did not warn. Does Rust consider a
//! leak a safety problem?

use bumpalo::Bump;
use fastrand::Rng;
use leaky_nodes::outline;
use yardstick::Budget;

use super::{sources, unusual};

#[test]
fn nothing_is_left_when_the_arena_goes() {
    let source = sources::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    // Process-wide, so that memory kept by another thread counts too.
    Budget::named("the outline of 1 000 functions and its arena, made and dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            assert!(
                outline(&arena, &source).is_ok(),
                "yours: a source is refused"
            );
        });
}

#[test]
fn nothing_is_left_of_an_unusual_source() {
    let few = unusual::sources(100).into_iter();
    let many = unusual::sources(1_000).into_iter();
    let sources = few.map(|one| (100, one));
    for (n_times, (what, source)) in sources.chain(many.map(|one| (1_000, one))) {
        Budget::named(format!(
            "{what}, {n_times} times: outline and arena, made and dropped"
        ))
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            assert!(
                outline(&arena, &source).is_ok(),
                "yours: a source is refused"
            );
        });
    }
}

#[test]
fn nothing_is_left_of_any_malformed_source() {
    let start = sources::random(&mut Rng::with_seed(yardstick::seed()), 50);
    for wrong in unusual::MALFORMED {
        let source = format!("{start}{wrong}");
        Budget::named(format!("a source that ends with {wrong:?}, refused"))
            .live(0)
            .process_wide()
            .run(|| {
                let arena = Bump::new();
                assert!(
                    outline(&arena, &source).is_err(),
                    "yours: a source that ends with {wrong:?} is accepted"
                );
            });
    }
}

#[test]
fn nothing_from_before_an_error_is_left() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let source = sources::random(&mut rng, 300) + "struct Unexpected;";
    Budget::named("half an outline and its arena, made and dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            let error = outline(&arena, &source).err().map(|error| error.line);
            assert_eq!(error, Some(source.lines().count()), "the line of the error");
        });
}

#[test]
fn memory_from_before_a_reset_does_not_accumulate() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let texts: Vec<String> = (0..yardstick::size(20, 3))
        .map(|_| sources::random(&mut rng, 100))
        .collect();
    // An editing session: each keystroke gives a new outline. Together they may need no more than
    // the arena's one chunk, which is large enough for any of them.
    let mut arena = Bump::with_capacity(1 << 18);
    Budget::named("20 outlines in one arena, which is reset after each")
        .live(0)
        .process_wide()
        .run(|| {
            for text in &texts {
                assert!(outline(&arena, text).is_ok(), "yours: a source is refused");
                arena.reset();
            }
        });
}
