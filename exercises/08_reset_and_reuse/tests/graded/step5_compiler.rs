//! The compiler knows what a reset would invalidate. The starter passes this step: read it.
//!
//! `reset` takes `&mut Bump`, so nothing may borrow the arena. A vector of references borrows it
//! for as long as the vector is used, and `clear` does not change that: the type says where its
//! elements may come from, not how many there are.
//! Before moving on: `collections::Vec::new_in(&arena)` borrows the arena even while it is empty.
//! Where must such a vector be dropped?

use yardstick::compiler::Snippet;

fn snippet(body: &str) -> Snippet {
    // The function's path starts with the name of the crate being graded.
    let crate_name = std::any::type_name_of_val(&reset_and_reuse::folded);
    Snippet::using(crate_name).source(body)
}

#[test]
fn a_word_in_use_prevents_the_reset() {
    snippet(
        "pub fn index() -> usize {
            let mut arena = Default::default();
            let word = {crate}::folded(&arena, \"Rook\");
            arena.reset();
            word.len()
        }",
    )
    .assert_fails_with("E0502");
}

#[test]
fn a_vector_outside_the_loop_prevents_the_reset_even_if_it_is_cleared() {
    snippet(
        "pub fn index(documents: &[&str]) {
            let mut arena = Default::default();
            let mut words = Vec::new();
            for document in documents {
                words.push({crate}::folded(&arena, document));
                words.clear();
                arena.reset();
            }
        }",
    )
    .assert_fails_with("E0502");
}

#[test]
fn a_vector_inside_the_loop_does_not_prevent_the_reset() {
    snippet(
        "pub fn index(documents: &[&str]) {
            let mut arena = Default::default();
            for document in documents {
                let mut words = Vec::new();
                words.push({crate}::folded(&arena, document));
                arena.reset();
            }
        }",
    )
    .assert_compiles();
}
