//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as json_capstone;

#[path = "../../../exercises/20_json_capstone/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
