//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as reset_and_reuse;

#[path = "../../../exercises/08_reset_and_reuse/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
