//! Nothing in the scratch leaves the closure, and the compiler enforces it.
//!
//! `FnOnce(&Bump) -> R` is short for `for<'a> FnOnce(&'a Bump) -> R`: the closure must work for
//! every lifetime of the arena, so `R` can name none of them. The starter passes this step. A
//! version that lends out a `&'static Bump` does not, and its reset would leave dangling
//! references.
//! Before moving on: what does the compiler say when the closure just returns `scratch.alloc(1)`?

use yardstick::compiler::Snippet;

fn snippet(body: &str) -> Snippet {
    // The function's path starts with the name of the crate being graded.
    let crate_name = std::any::type_name_of_val(&scratch_trap::process_batch);
    Snippet::using(crate_name).source(body)
}

#[test]
fn a_number_may_leave_the_scratch() {
    snippet("pub fn sum() -> u32 { {crate}::with_scratch(|scratch| *scratch.alloc(1) + 1) }")
        .assert_compiles();
}

#[test]
fn a_reference_into_the_scratch_may_not_leave_it() {
    snippet(
        "pub fn escape() -> u32 {
            let mut kept: Option<&mut u32> = None;
            {crate}::with_scratch(|scratch| {
                kept = Some(scratch.alloc(1));
            });
            kept.map_or(0, |number| *number)
        }",
    )
    .assert_fails_with("E0521");
}
