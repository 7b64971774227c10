//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as hostile_input;

#[path = "../../../exercises/17_hostile_input/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
