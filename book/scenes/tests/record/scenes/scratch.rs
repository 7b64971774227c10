//! Three calls of a function with a scratch arena, which is reset after each, or never.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;
use std::cell::RefCell;

pub(crate) const SCENE: Source = Source {
    name: "scratch",
    row: 64,
    vary: None,
    file: include_str!("scratch.rs"),
    left: ("Never reset", "nothing panics", left),
    right: ("Reset after each call", "the same arena", right),
    lesson: "without the reset nothing panics, and the arena grows with each call",
};

const CALLS: [u64; 3] = [3, 4, 5];

fn left(tape: &mut Tape) {
    let mut sum = 0;
    // ANCHOR: left
    let scratch = RefCell::new(Bump::new());
    tape.step("The scratch arena");
    for (at, n) in (1..).zip(CALLS) {
        let arena = scratch.borrow();
        let letters = &*arena.alloc([n; 24]);
        tape.put(format_args!("copies {at}"), letters);
        tape.step(format_args!("Call {at}: its copies"));
        sum += letters.iter().sum::<u64>();
        tape.idle(format_args!("Call {at} is done"));
    }
    drop(scratch);
    tape.step("The arena is dropped");
    // ANCHOR_END: left
    tape.answer(sum);
}

fn right(tape: &mut Tape) {
    let mut sum = 0;
    // ANCHOR: right
    let mut scratch = RefCell::new(Bump::new());
    tape.step("The scratch arena");
    for (at, n) in (1..).zip(CALLS) {
        let arena = scratch.borrow();
        let letters = &*arena.alloc([n; 24]);
        tape.put(format_args!("copies {at}"), letters);
        tape.step(format_args!("Call {at}: its copies"));
        sum += letters.iter().sum::<u64>();
        drop(arena);
        scratch.borrow_mut().reset();
        tape.reset(scratch.get_mut());
        tape.step(format_args!("Call {at} is done"));
    }
    drop(scratch);
    tape.step("The arena is dropped");
    // ANCHOR_END: right
    tape.answer(sum);
}
