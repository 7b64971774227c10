//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as leaky_nodes;

#[path = "../../../exercises/03_leaky_nodes/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
