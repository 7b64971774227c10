//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate leaky_nodes_solution as leaky_nodes;

#[path = "../../../exercises/03_leaky_nodes/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
