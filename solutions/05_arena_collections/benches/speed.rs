//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate arena_collections_solution as arena_collections;

#[path = "../../../exercises/05_arena_collections/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
