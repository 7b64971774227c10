//! In a warm arena a program's names need no heap call.
//!
//! One reset takes back all of them. A compiler that serves an editor reads program after program.
//! Once the arena has grown to the size of the largest, nothing of the next one needs the heap:
//! neither the text of its names nor whatever finds them. What grows in an arena leaves its old
//! memory behind, and the reset reclaims it. Nothing may be kept elsewhere between two programs:
//! another thread may read the next one.
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
        let n_names = yardstick::size(if round < 3 { 6_000 } else { 5_000 }, 100);
        let names = names::different(&mut rng, n_names);
        let budget = Budget::named(format!("the names of program {round}, in a warm arena"));
        let budget = match round {
            ..3 => budget,
            _ => budget.allocations(0),
        };
        budget.process_wide().run(|| {
            let mut interner = Interner::new(&arena);
            for name in &names {
                interner.intern(name);
            }
            assert_eq!(
                interner.count(),
                n_names,
                "the count of different names in program {round}"
            );
        });
        arena.reset();
    }
}

#[test]
fn a_warm_arena_is_as_warm_for_another_thread() {
    let names = names::different(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(1_000, 60),
    );
    let intern_all = move |arena: &Bump| {
        let mut interner = Interner::new(arena);
        for name in &names {
            interner.intern(name);
        }
    };
    let mut arena = Bump::new();
    // Twice: after the first reset the arena keeps its last chunk only.
    for _ in 0..2 {
        intern_all(&arena);
        arena.reset();
    }
    let other = std::thread::spawn(move || {
        let ((), usage) = yardstick::measure_process(|| intern_all(&arena));
        usage.heap_calls()
    });
    let n_calls = other.join().expect("interning names does not panic");
    assert_eq!(
        n_calls, 0,
        "heap calls of another thread that interns the same names in the same warm arena"
    );
}

#[test]
fn nothing_is_left_when_the_arena_goes() {
    let names = names::different(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(1_000, 60),
    );
    Budget::named("1 000 names, three times in one arena, and the arena dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let mut arena = Bump::new();
            for _ in 0..3 {
                let (mut one, mut other) = (Interner::new(&arena), Interner::new(&arena));
                for name in &names {
                    one.intern(name);
                    other.intern(name);
                }
                drop((one, other));
                arena.reset();
            }
        });
}
