//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate parse_tree_solution as parse_tree;

#[path = "../../../exercises/02_parse_tree/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
