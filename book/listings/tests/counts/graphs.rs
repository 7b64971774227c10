//! The network: the same neighbours from all three designs, what each requests from the heap, and
//! what is left of it.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::graphs::{bad, good, indexed::Network};

const NAMES: [&str; 5] =
    ["Ulm", "Augsburg", "Munich", "Lindau", "Memmingen"];

#[test]
fn all_designs_lead_to_the_same_stations() {
    let arena = Bump::new();
    let (counted, in_arena) =
        (bad::ring(&NAMES), good::ring(&arena, &NAMES));
    let network = Network::ring(&NAMES);
    let of_counted = counted
        .next()
        .iter()
        .map(|next| next.name)
        .collect();
    let of_arena =
        in_arena.next().map(|next| next.name).collect();
    assert_eq!(sorted(of_counted), ["Augsburg", "Memmingen"]);
    assert_eq!(sorted(of_arena), ["Augsburg", "Memmingen"]);
    assert_eq!(
        sorted(network.next(0)),
        ["Augsburg", "Memmingen"]
    );
    // Once round the ring, back to the start.
    let mut at = in_arena;
    let mut before = in_arena;
    for _ in 0..NAMES.len() {
        let next = at
            .next()
            .find(|next| !std::ptr::eq(*next, before))
            .expect("a station of a ring has two neighbours");
        (before, at) = (at, next);
    }
    assert!(std::ptr::eq(at, in_arena));
}

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names
}

#[test]
fn counts_and_leaks_are_those_in_the_text() {
    let names = ["a station"; yardstick::size(1_000, 40)];
    let row = |design: &str, usage: yardstick::Usage| {
        let calls = thousands(usage.heap_calls());
        let left = usage.live.unsigned_abs();
        println!("{design}: {usage:?}");
        prose::says(
            "graphs.md",
            &format!(
                "| {design} | {calls} | {} |",
                thousands(left)
            ),
        );
    };
    let ((), counted) =
        yardstick::measure(|| drop(bad::ring(&names)));
    row("`Rc`, both ways", counted);
    assert!(counted.live > 0, "a ring of counts leaks");
    let ((), in_arena) = yardstick::measure(|| {
        let arena = Bump::new();
        good::ring(&arena, &names);
    });
    row("an arena", in_arena);
    let text = format!(
        "the counted stations asked for {} bytes, and the arena for {}",
        thousands(counted.bytes),
        thousands(in_arena.bytes)
    );
    prose::says("graphs.md", &text);
    assert_eq!(in_arena.live, 0);
    let ((), indexed) =
        yardstick::measure(|| drop(Network::ring(&names)));
    row("two vectors and indices", indexed);
    assert_eq!(indexed.live, 0);
}

#[test]
fn sizes_are_those_in_the_text() {
    let text = format!(
        "A station of the Bad side takes {} bytes and its two counters {}; one of the Good side takes {}",
        size_of::<bad::Station<'_>>(),
        2 * size_of::<usize>(),
        size_of::<good::Station<'_>>()
    );
    prose::says("graphs.md", &text);
}
