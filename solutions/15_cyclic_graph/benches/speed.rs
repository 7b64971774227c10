//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate cyclic_graph_solution as cyclic_graph;

#[path = "../../../exercises/15_cyclic_graph/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
