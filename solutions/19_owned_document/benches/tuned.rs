//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as owned_document;

#[path = "../../../exercises/19_owned_document/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
