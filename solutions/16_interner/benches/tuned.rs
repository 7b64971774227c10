//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as interner;

#[path = "../../../exercises/16_interner/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
