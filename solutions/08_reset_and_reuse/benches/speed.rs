//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate reset_and_reuse_solution as reset_and_reuse;

#[path = "../../../exercises/08_reset_and_reuse/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
