//! Equal names have equal symbols, and every symbol knows its name. The starter passes this step;
//! keep it passing.
//!
//! Before moving on: how often does the starter hash a new name? And a known one?

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
        "numbers, starting at 0"
    );
    assert_eq!(interner.resolve(node), "node");
    assert_eq!(interner.resolve(edge), "edge");
    assert_eq!(interner.count(), 2, "different names");
    let odd = ["", " ", "straße", "日本語", "node\0", "Node"];
    let symbols = odd.map(|name| interner.intern(name));
    assert_eq!(symbols.map(|symbol| interner.resolve(symbol)), odd);
    assert_eq!(interner.count(), 8, "different names");
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
    for n_names in [1, 2, 30, 500] {
        let names = names::different(&mut rng, n_names);
        let uses = names::as_used(&mut rng, &names, 4 * n_names);
        as_in_bad(&uses, &format!("{n_names} names (seed {seed})"));
    }
}

fn as_in_bad(uses: &[&str], what: &str) {
    let arena = Bump::new();
    let mut yours = Interner::new(&arena);
    let mut bad = bad::Interner::new(&arena);
    for name in uses {
        // A copy that is gone when the names are compared: an interner must make its own.
        let copy = (*name).to_owned();
        let (yours, bad) = (yours.intern(&copy), bad.intern(&copy));
        assert_eq!(yours.index(), bad.index(), "symbol of `{name}`; {what}");
    }
    assert_eq!(yours.count(), bad.count(), "different names; {what}");
    for name in uses {
        let symbol = yours.intern(name);
        assert_eq!(yours.resolve(symbol), *name, "the name of a symbol; {what}");
    }
}
