//! What a tree means, node by node, and how to compare yours with Bad's.
//!
//! Macros, since your tree and Bad's have different types. The steps beside this file use them.

/// The value of every node, parents first. Equal lists mean equal shapes and values.
macro_rules! node_values {
    ($root:expr) => {{
        let mut values = Vec::new();
        $root.visit(&mut |node| values.push(node.eval(&super::formulas::cell)));
        values
    }};
}

/// The same for a source, in an arena of its own; or the position of the error.
macro_rules! values {
    ($parse:path, $source:expr) => {{
        let arena = bumpalo::Bump::new();
        $parse(&arena, $source)
            .map(|root| super::trees::node_values!(root))
            .map_err(|error| error.position)
    }};
}

pub(crate) use {node_values, values};

/// Asserts that two trees are the same. For trees that are too large to print.
#[track_caller]
pub(crate) fn assert_same(what: &str, yours: &[f64], bad: &[f64]) {
    assert_eq!(
        yours.len(),
        bad.len(),
        "{what}: the nodes that `visit` shows"
    );
    let differ = |(yours, bad): (&f64, &f64)| yours.to_bits() != bad.to_bits();
    let place = yours.iter().zip(bad).position(differ);
    if let Some(place) = place {
        panic!(
            "{what}: in yours, node {place} of {}, parents first, has the value {}, but {} in Bad's",
            bad.len(),
            yours[place],
            bad[place]
        );
    }
}
