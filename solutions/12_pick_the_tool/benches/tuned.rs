//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as pick_the_tool;

#[path = "../../../exercises/12_pick_the_tool/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
