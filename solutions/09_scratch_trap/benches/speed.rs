//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate scratch_trap_solution as scratch_trap;

#[path = "../../../exercises/09_scratch_trap/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
