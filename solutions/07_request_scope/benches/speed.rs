//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate request_scope_solution as request_scope;

#[path = "../../../exercises/07_request_scope/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
