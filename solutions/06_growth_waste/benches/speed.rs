//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate growth_waste_solution as growth_waste;

#[path = "../../../exercises/06_growth_waste/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
