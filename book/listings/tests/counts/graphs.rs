//! The network: the same neighbours from all three designs, what each requests from the heap, and
//! what is left of it.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::graphs::indexed::{self, Network};
use listings::graphs::{addressed, bad, good};

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
    let first = network.ids().next().expect("a station");
    let of_network = network
        .next(first)
        .map(|next| network.name(next))
        .collect();
    assert_eq!(sorted(of_network), ["Augsburg", "Memmingen"]);
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
        "A counted station takes {} bytes and its two counters {}; one in the arena takes {}",
        size_of::<bad::Station<'_>>(),
        2 * size_of::<usize>(),
        size_of::<good::Station<'_>>()
    );
    prose::says("graphs.md", &text);
}

#[test]
fn both_tables_say_how_far_each_station_is() {
    let arena = Bump::new();
    let start = good::ring(&arena, &NAMES);
    let by_address = addressed::stops_from(start);
    let mut of_arena: Vec<_> =
        by_address.values().copied().collect();
    of_arena.sort_unstable();
    let network = Network::ring(&NAMES);
    let first = network.ids().next().expect("a station");
    let by_id = indexed::stops_from(&network, first);
    let of_network: Vec<_> =
        network.ids().map(|id| by_id[id]).collect();
    assert_eq!(of_network, [0, 1, 2, 2, 1]);
    assert_eq!(of_arena, [0, 1, 1, 2, 2]);
    assert_eq!(by_address[&std::ptr::from_ref(start)], 0);
}

#[test]
fn tables_cost_what_the_text_says() {
    let names = ["a station"; yardstick::size(1_000, 40)];
    let arena = Bump::new();
    let start = good::ring(&arena, &names);
    let network = Network::ring(&names);
    let first = network.ids().next().expect("a station");
    let held = |usage: yardstick::Usage| {
        thousands(usage.live.unsigned_abs())
    };
    let (_table, by_address) =
        yardstick::measure(|| addressed::stops_from(start));
    let (_table, by_id) = yardstick::measure(|| {
        indexed::stops_from(&network, first)
    });
    println!("{by_address:?} {by_id:?}");
    prose::says(
        "graphs.md",
        &format!(
            "The table by address holds {} bytes, and the table by number {}",
            held(by_address),
            held(by_id)
        ),
    );
    let (copy, copied) =
        yardstick::measure(|| network.clone());
    assert!(copy == network);
    prose::says(
        "graphs.md",
        &format!("copied in {} calls", copied.heap_calls()),
    );
}

#[test]
fn numbers_mean_the_same_in_a_changed_copy() {
    let network = Network::ring(&NAMES);
    let ids: Vec<_> = network.ids().collect();
    let nearer =
        indexed::nearer(&network, (ids[0], ids[2]), ids[0]);
    let names: Vec<_> = nearer
        .iter()
        .map(|id| network.name(*id))
        .collect();
    assert_eq!(names, ["Munich"]);
    let mut changed = network.clone();
    changed.join(ids[0], ids[2]);
    assert!(changed != network);
}

#[test]
fn a_number_takes_four_bytes_and_knows_no_network() {
    assert_eq!(size_of::<indexed::StationId<'_>>(), 4);
    let (one, other) =
        (Network::ring(&NAMES), Network::ring(&["Bregenz"]));
    let of_other = other.ids().next().expect("a station");
    assert_eq!(one.name(of_other), "Ulm");
}

#[test]
fn an_id_of_another_arena_is_found_out() {
    assert_eq!(size_of::<id_arena::Id<u32>>(), 16);
    let mut ours = id_arena::Arena::<&str>::new();
    let mut theirs = id_arena::Arena::<&str>::new();
    let (id, _) =
        (ours.alloc("Ulm"), theirs.alloc("Bregenz"));
    assert_eq!(ours[id], "Ulm");
    assert_eq!(theirs.get(id), None);
    // A copy has the ids of the original.
    assert_eq!(ours.clone()[id], "Ulm");
}
