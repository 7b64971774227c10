//! When the arena goes, the tree's memory goes with it: all of it, even after an error.
//!
//! An arena frees its chunks and runs no `Drop`. So a node must not own heap memory: no `String`,
//! no `Vec`, no `Box`. `Box::leak` gives a reference of any lifetime, and never frees it.
//!
//! Before moving on: what would be left if `Expr` held a cell's name as a `String`?

use bumpalo::Bump;
use fastrand::Rng;
use parse_tree::parse;
use yardstick::Budget;

use super::formulas;

#[test]
fn nothing_is_left_when_the_arena_goes() {
    let source = formulas::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    Budget::named("a tree and its arena, made and dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            assert!(
                parse(&arena, &source).is_ok(),
                "yours: a formula of 1 000 nodes is refused"
            );
        });
}

#[test]
fn nothing_is_left_after_any_error() {
    let formula = formulas::random(&mut Rng::with_seed(yardstick::seed()), 100);
    // A message of its own for each would be as long-lived as `expected`: `'static`.
    for wrong in [
        "",
        "(1",
        "2)",
        "1 2",
        "A",
        "ABCD1",
        "1.2.3",
        "A99999999999",
        "2 ^ 3",
        "b2",
        "ä",
    ] {
        let source = format!("{formula} - {wrong}");
        Budget::named(format!("a formula that ends with `- {wrong}`, refused"))
            .live(0)
            .process_wide()
            .run(|| {
                let arena = Bump::new();
                assert!(
                    parse(&arena, &source).is_err(),
                    "yours: a formula that ends with `- {wrong}` is accepted"
                );
            });
    }
}

#[test]
fn nothing_is_left_after_an_error_deep_in_a_formula() {
    let formula = formulas::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    let source = format!("({formula} + ");
    Budget::named("half a tree and its arena, made and dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            let error = parse(&arena, &source).err().map(|error| error.position);
            assert_eq!(
                error,
                Some(source.len()),
                "the position of the error in an unfinished formula"
            );
        });
}
