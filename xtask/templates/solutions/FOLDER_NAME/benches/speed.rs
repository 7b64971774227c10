//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate CRATE_NAME_solution as CRATE_NAME;

#[path = "../../../exercises/FOLDER_NAME/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
