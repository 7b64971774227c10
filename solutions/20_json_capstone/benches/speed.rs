//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate json_capstone_solution as json_capstone;

#[path = "../../../exercises/20_json_capstone/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
