//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate hostile_input_solution as hostile_input;

#[path = "../../../exercises/17_hostile_input/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
