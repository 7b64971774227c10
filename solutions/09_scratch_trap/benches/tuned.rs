//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as scratch_trap;

#[path = "../../../exercises/09_scratch_trap/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
