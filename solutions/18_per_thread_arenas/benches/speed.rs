//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate per_thread_arenas_solution as per_thread_arenas;

#[path = "../../../exercises/18_per_thread_arenas/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
