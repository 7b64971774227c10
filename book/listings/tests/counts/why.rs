//! The route: equal answers, what each version requests and frees, and where values are in memory.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::why::{bad, distances, good, route};

fn places() -> Vec<u32> {
    (0..1000).map(|n| n * 7 % 1000).collect()
}

/// The places of a route from its last step back.
macro_rules! backwards {
    ($last:expr) => {{
        let mut places = Vec::new();
        let mut step = $last.as_deref();
        while let Some(here) = step {
            places.push(here.place);
            step = here.before.as_deref();
        }
        places
    }};
}

#[test]
fn all_three_pass_the_same_places() {
    let (places, arena) = (places(), Bump::new());
    let mut expected = route(&places);
    expected.reverse();
    let boxed = bad::route(&places);
    assert_eq!(backwards!(boxed), expected);
    let mut in_arena = Vec::new();
    let mut step = good::route(&arena, &places);
    while let Some(here) = step {
        in_arena.push(here.place);
        step = here.before;
    }
    assert_eq!(in_arena, expected);
    assert!(bad::route(&[]).is_none());
    assert!(good::route(&arena, &[]).is_none());
    let lengths = boxed
        .map(|step| step.steps())
        .zip(good::route(&arena, &places).map(|s| s.steps()));
    assert_eq!(lengths, Some((1000, 1000)));
}

#[test]
fn heap_calls_and_frees_are_those_in_the_text() {
    let places = places();
    let (list, boxed) =
        yardstick::measure(|| bad::route(&places));
    let (_, boxed_freed) = yardstick::measure(|| drop(list));
    let arena = Bump::new();
    let (_, bumped) = yardstick::measure(|| {
        good::route(&arena, &places).map(|step| step.steps())
    });
    let (_, bumped_freed) =
        yardstick::measure(|| drop(arena));
    let (list, plain) = yardstick::measure(|| route(&places));
    let (_, plain_freed) = yardstick::measure(|| drop(list));
    println!("{boxed:?}\n{bumped:?}\n{plain:?}");
    let rows = [
        ("boxes", boxed, boxed_freed),
        ("arena", bumped, bumped_freed),
        ("plain vector", plain, plain_freed),
    ];
    for (name, made, freed) in rows {
        prose::says(
            "why.md",
            &format!(
                "| {name} | {} | {} | {} |",
                thousands(made.heap_calls()),
                thousands(freed.deallocations),
                thousands(made.bytes)
            ),
        );
    }
}

#[test]
fn a_warm_arena_requests_nothing() {
    let (places, mut arena) = (places(), Bump::new());
    let rounds = [(); 4].map(|()| {
        arena.reset();
        let (_, usage) = yardstick::measure(|| {
            good::route(&arena, &places)
                .map(|step| step.steps())
        });
        usage.heap_calls()
    });
    println!("{rounds:?}");
    assert_eq!(rounds[2..], [0, 0]);
}

#[test]
fn values_are_at_the_distances_in_the_text() {
    assert_eq!(distances(&Bump::new()), [7, 9]);
    prose::says("why.md", "7 and 9");
}

#[test]
fn neighbours_are_adjacent() {
    let arena = Bump::with_capacity(1 << 15);
    let size = size_of::<good::Step<'_>>();
    let mut step = good::route(&arena, &places());
    while let Some(here) = step {
        if let Some(before) = here.before {
            let (here, before) = (
                std::ptr::from_ref(here).addr(),
                std::ptr::from_ref(before).addr(),
            );
            assert_eq!(before - here, size);
        }
        step = here.before;
    }
    prose::says(
        "why.md",
        &format!("each {size} bytes below the one before"),
    );
}

#[test]
fn two_routes_share_their_beginning() {
    let arena = Bump::new();
    let last =
        good::route(&arena, &[5, 6]).expect("two steps");
    let [left, right] = good::fork(&arena, last);
    assert_eq!((left.steps(), right.steps()), (3, 3));
    let (left, right) = (left.before, right.before);
    assert!(left.zip(right).is_some_and(|(left, right)| {
        std::ptr::eq(left, right)
    }));
}
