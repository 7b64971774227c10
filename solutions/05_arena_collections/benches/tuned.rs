//! Bad against Bad tuned without an arena: what is left for the arena to gain?
extern crate tuned as arena_collections;

#[path = "../../../exercises/05_arena_collections/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
