//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as cyclic_graph;

#[path = "../../../exercises/15_cyclic_graph/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
