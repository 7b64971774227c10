//! In a warm arena a whole program's names need no heap call: text, list *and* table live in the
//! arena, and are gone with one reset.
//!
//! `std`'s `HashMap` takes no allocator on stable Rust. hashbrown's does, and `&Bump` is one: its
//! cargo feature is set in this exercise's `Cargo.toml`. A growing table leaves its old memory
//! behind, as an arena vector does; the reset reclaims it.
//! Before moving on: how many bytes does the arena hold for 1 000 names, and how many of them are
//! text? What would it be with the right capacity from the start?

use bumpalo::Bump;
use fastrand::Rng;
use interner::Interner;
use yardstick::Budget;

use super::names;

#[test]
fn a_warm_arena_holds_a_whole_program_without_a_heap_call() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let mut arena = Bump::new();
    for round in 1..=6 {
        // Different names each time. The first two rounds have the most: the arena warms up.
        let n_names = if round < 3 { 1_500 } else { 1_000 };
        let names = names::different(&mut rng, n_names);
        let most = if round < 3 { u64::MAX } else { 0 };
        Budget::named(format!("the names of program {round}, in a warm arena"))
            .allocations(most)
            .process_wide()
            .run(|| {
                let mut interner = Interner::new(&arena);
                for name in &names {
                    interner.intern(name);
                }
                assert_eq!(interner.count(), n_names, "different names");
            });
        arena.reset();
    }
}

#[test]
fn nothing_is_left_when_the_arena_goes() {
    let names = names::different(&mut Rng::with_seed(yardstick::seed()), 1_000);
    Budget::named("1 000 names and their arena, made and dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            let mut interner = Interner::new(&arena);
            for name in &names {
                interner.intern(name);
            }
        });
}
