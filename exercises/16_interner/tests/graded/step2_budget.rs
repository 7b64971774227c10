//! Five thousand names need at most 64 heap calls, a known name none.
//!
//! 64 leaves room for the arena's chunks, and for a table and a list on the heap that double about
//! a dozen times each. It leaves none for a copy per name. A known name takes no heap call and not a
//! byte of the arena either, however often it is used.
//! Before moving on: there are now two texts with the same bytes, the one passed to `intern` and
//! the one that is kept. What does the compiler say if you put the other one into the table?

use bumpalo::Bump;
use fastrand::Rng;
use interner::Interner;
use yardstick::{Budget, Chunks};

use super::names;

#[test]
fn five_thousand_names_need_at_most_64_allocations() {
    let names = names::different(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(5_000, 200),
    );
    let ((), bad_usage) = yardstick::measure(|| {
        let mut interner = bad::Interner::new(&Bump::new());
        for name in &names {
            interner.intern(name);
        }
    });
    // Made before the region. It does not grow in it.
    let mut symbols = Vec::with_capacity(names.len());
    // Process-wide, so that heap calls from a helper thread count like any other.
    Budget::named("interning 5 000 different names")
        .allocations(64)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            let arena = Bump::new();
            let mut interner = Interner::new(&arena);
            for name in &names {
                symbols.push(interner.intern(name));
            }
            let are_names = symbols.iter().map(|symbol| interner.resolve(*symbol));
            assert!(
                are_names.eq(&names),
                "yours: a symbol's name is not the one interned"
            );
        });
    let are_in_order = symbols.iter().map(|symbol| symbol.index());
    assert!(
        are_in_order.eq(0..names.len()),
        "yours: 5 000 different names do not have the symbols 0 to 4 999"
    );
}

#[test]
fn a_known_name_costs_nothing() {
    let names = names::different(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(1_000, 100),
    );
    let arena = Bump::new();
    let mut interner = Interner::new(&arena);
    let symbols: Vec<_> = names.iter().map(|name| interner.intern(name)).collect();
    let n_bytes = Chunks::of(&arena).used_bytes();
    Budget::named("interning 1 000 known names")
        .allocations(0)
        .process_wide()
        .run(|| {
            for (name, symbol) in names.iter().zip(&symbols) {
                assert_eq!(interner.intern(name), *symbol, "the symbol of `{name}`");
            }
        });
    let more = Chunks::of(&arena).used_bytes() - n_bytes;
    assert_eq!(
        more, 0,
        "arena bytes taken by interning 1 000 names that were known already"
    );
}
