//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate interner_solution as interner;

#[path = "../../../exercises/16_interner/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
