//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate owned_document_solution as owned_document;

#[path = "../../../exercises/19_owned_document/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
