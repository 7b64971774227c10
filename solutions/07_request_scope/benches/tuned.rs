//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as request_scope;

#[path = "../../../exercises/07_request_scope/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
