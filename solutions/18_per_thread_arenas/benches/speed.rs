//! Bad and the solution, with 1, 2, 4, … threads: the reference beside a learner's times.
extern crate per_thread_arenas_solution as per_thread_arenas;

#[path = "../../../exercises/18_per_thread_arenas/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
