//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as parse_tree;

#[path = "../../../exercises/02_parse_tree/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
