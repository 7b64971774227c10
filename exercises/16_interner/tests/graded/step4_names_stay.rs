//! A name can be held while others are interned.
//!
//! In the starter, `resolve` borrows from the interner: as long as a caller holds a name, the
//! compiler forbids `intern`, which takes `&mut self` (E0502). So callers copy names, and those
//! copies are what interning was meant to avoid. The text of a name outlives all that: whoever holds
//! it should be bound by the owner of the text, and by nobody else.
//! Before moving on: what may now be reset or dropped while a name is held, and what may not?

use yardstick::compiler::Snippet;

fn snippet(body: &str) -> Snippet {
    // The function's path starts with the name of the crate being graded.
    let crate_name = std::any::type_name_of_val(&interner::Symbol::index);
    Snippet::using(crate_name).source(body)
}

#[test]
fn a_name_can_be_held_while_another_is_interned() {
    snippet(
        "pub fn lengths(interner: &mut {crate}::Interner) -> usize {
            let symbol = interner.intern(\"offset\");
            let name = interner.resolve(symbol);
            interner.intern(\"length\");
            name.len()
        }",
    )
    .assert_compiles();
}

#[test]
fn the_text_passed_to_intern_need_not_outlive_the_name() {
    snippet(
        "pub fn from_a_copy(interner: &mut {crate}::Interner) -> usize {
            let symbol = {
                let copy = String::from(\"offset\");
                interner.intern(&copy)
            };
            interner.resolve(symbol).len()
        }",
    )
    .assert_compiles();
}

#[test]
fn a_name_outlives_its_interner() {
    snippet(
        "pub fn kept<'a>(interner: {crate}::Interner<'a>, symbol: {crate}::Symbol) -> &'a str {
            interner.resolve(symbol)
        }",
    )
    .assert_compiles();
}
