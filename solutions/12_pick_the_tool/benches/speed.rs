//! Bad against the solution: the reference that a learner's speedup is compared with.
extern crate pick_the_tool_solution as pick_the_tool;

#[path = "../../../exercises/12_pick_the_tool/benches/speed.rs"]
mod speed;

fn main() {
    speed::main();
}
