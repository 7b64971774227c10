//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as growth_waste;

#[path = "../../../exercises/06_growth_waste/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
