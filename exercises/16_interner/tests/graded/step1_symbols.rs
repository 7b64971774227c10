//! Equal names have equal symbols, and every symbol knows its name. The starter passes this step;
//! keep it passing.
//!
//! A hash is a hint and not a name: two names may have the same one, and are still two names.
//! Before moving on: how often does the starter hash a new name? And a known one?

use std::panic::{AssertUnwindSafe, catch_unwind};

use bumpalo::Bump;
use fastrand::Rng;
use interner::Interner;

use super::names;

#[test]
fn symbols_stand_for_names() {
    let arena = Bump::new();
    let mut interner = Interner::new(&arena);
    let [node, edge, again] = ["node", "edge", "node"].map(|name| interner.intern(name));
    assert_eq!(node, again, "the symbols of `node` and `node`");
    assert_ne!(node, edge, "the symbols of `node` and `edge`");
    assert_eq!(
        (node.index(), edge.index()),
        (0, 1),
        "the numbers of `node` and `edge`, the first two names"
    );
    assert_eq!(
        interner.resolve(node),
        "node",
        "the name of the first symbol"
    );
    assert_eq!(
        interner.resolve(edge),
        "edge",
        "the name of the second symbol"
    );
    assert_eq!(interner.count(), 2, "the count of `node`, `edge`, `node`");
    let odd = ["", " ", "straße", "日本語", "node\0", "Node"];
    let symbols = odd.map(|name| interner.intern(name));
    assert_eq!(
        symbols.map(|symbol| interner.resolve(symbol)),
        odd,
        "the names of six symbols"
    );
    assert_eq!(
        interner.count(),
        8,
        "the count of `node`, `edge` and six more"
    );
}

#[test]
fn a_symbol_of_an_interner_with_more_names_is_refused() {
    let (arena, other_arena) = (Bump::new(), Bump::new());
    let (mut interner, mut other) = (Interner::new(&arena), Interner::new(&other_arena));
    for n_names in 0..yardstick::size(40, 5) {
        let unknown = other.intern(&format!("name_{n_names}"));
        let resolved = catch_unwind(AssertUnwindSafe(|| interner.resolve(unknown).to_owned()));
        assert!(
            resolved.is_err(),
            "yours: symbol {n_names} of another interner resolves to {resolved:?}, although there are \
             only {n_names} names; `resolve` promises a panic"
        );
        interner.intern(&format!("other_{n_names}"));
    }
}

#[test]
fn a_source_file_gets_the_symbols_it_gets_in_bad() {
    let words = names::of_a_source_file();
    as_in_bad(&words, "the starter's own source");
}

#[test]
fn random_names_get_the_symbols_they_get_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_names in [1, 2, 30, yardstick::size(500, 20)] {
        let names = names::different(&mut rng, n_names);
        let uses = names::as_used(&mut rng, &names, 4 * n_names);
        as_in_bad(&uses, &format!("{n_names} names (seed {seed})"));
    }
}

#[test]
fn names_with_the_same_hash_are_two_names() {
    let arena = Bump::new();
    let mut interner = Interner::new(&arena);
    let mut differ = |hash: &str, names: [&str; 2]| {
        let symbols = names.map(|name| interner.intern(name));
        assert_ne!(
            symbols[0], symbols[1],
            "the symbols of {names:.40?}, which have the same hash by {hash}"
        );
        assert_eq!(
            symbols.map(|symbol| interner.resolve(symbol)),
            names,
            "the names of two symbols, whose hashes are the same by {hash}"
        );
    };
    for (hash, names) in yardstick::COLLIDING {
        differ(hash, names);
    }
    let polynomials = names::colliding_polynomials();
    let polynomials = polynomials.each_ref().map(String::as_str);
    differ("any polynomial of 64 bits", polynomials);
    let long = "a_name_with_a_long_part_that_many_others_share_".repeat(100);
    let [one, other] = ["1", "2"].map(|number| [&long, number, &long].concat());
    differ("their ends and their length", [&one, &other]);
}

#[test]
fn each_of_many_names_has_its_own_symbol() {
    // By 32 bits of any hash, some of these would be taken for others.
    const N_NAMES: usize = if cfg!(miri) { 60 } else { 200_000 };
    let seed = yardstick::seed();
    let names = names::in_order(&mut Rng::with_seed(seed), N_NAMES);
    let arena = Bump::new();
    let mut interner = Interner::new(&arena);
    for (index, name) in names.iter().enumerate() {
        let symbol = interner.intern(name);
        assert_eq!(
            symbol.index(),
            index,
            "the symbol of the new name `{name}`; a lower one belongs to another name (seed {seed})"
        );
    }
    assert_eq!(interner.count(), N_NAMES, "the count of different names");
    // Where a list or a table grows by half or more, what it leaves behind is as much as it has, or twice that.
    let most = 500 * N_NAMES + (4 << 20);
    assert!(
        arena.allocated_bytes() <= most,
        "yours: the arena has {} bytes for {N_NAMES} names, where at most {} will do",
        yardstick::grouped(arena.allocated_bytes() as u64),
        yardstick::grouped(most as u64)
    );
}

/// Generated code has many names with one beginning, and they are as many as any others.
#[test]
fn very_many_names_may_begin_alike() {
    const N_NAMES: usize = yardstick::size(yardstick::thorough(5_000, 200_000), 60);
    let beginning = "generated::protocol::messages::field_number_";
    let arena = Bump::new();
    let mut interner = Interner::new(&arena);
    for number in 0..N_NAMES {
        let name = format!("{beginning}{number:07}");
        let index = interner.intern(&name).index();
        assert_eq!(index, number, "the symbol of the new name `{name}`");
    }
}

/// As a lexer does that copies each name to the same buffer.
#[test]
fn names_that_come_in_the_same_buffer_are_told_apart() {
    let arena = Bump::new();
    let mut interner = Interner::new(&arena);
    let mut buffer = "a_long_name_of_which_one_letter_changes_and_nothing_else_does".to_owned();
    let n_places = yardstick::size(buffer.len(), 8);
    for place in 0..n_places {
        for letter in ["A", "B"] {
            buffer.replace_range(place..=place, letter);
            let symbol = interner.intern(&buffer);
            assert_eq!(
                interner.resolve(symbol),
                buffer,
                "the name of the symbol that this name was given"
            );
        }
    }
    assert_eq!(
        interner.count(),
        2 * n_places,
        "the count of different names"
    );
}

fn as_in_bad(uses: &[&str], what: &str) {
    let arena = Bump::new();
    let mut yours = Interner::new(&arena);
    let mut bad = bad::Interner::new(&arena);
    for name in uses {
        // A copy that is gone when the names are compared: an interner must make its own.
        let copy = (*name).to_owned();
        let (yours, bad) = (yours.intern(&copy), bad.intern(&copy));
        assert_eq!(yours.index(), bad.index(), "the symbol of `{name}`; {what}");
    }
    assert_eq!(
        yours.count(),
        bad.count(),
        "the count of different names; {what}"
    );
    for name in uses {
        let symbol = yours.intern(name);
        assert_eq!(
            yours.resolve(symbol),
            *name,
            "the name of symbol {}; {what}",
            symbol.index()
        );
    }
}
