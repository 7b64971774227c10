//! Three rounds of work in a scratch arena, which is reset after each, or never.

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
    right: ("Reset after each round", "one arena, used again", right),
    lesson: "without the reset nothing panics and all results are right, but the arena grows",
};

const ROUNDS: [u64; 3] = [3, 4, 5];

fn left(tape: &mut Tape) {
    let mut sum = 0;
    // ANCHOR: left
    let scratch = RefCell::new(Bump::new());
    tape.step("The scratch arena");
    for (at, n) in (1..).zip(ROUNDS) {
        let borrowed = scratch.borrow();
        let letters = &*borrowed.alloc([n; 24]);
        tape.put(format_args!("letters {at}"), letters);
        tape.step(format_args!("Round {at}: its letters"));
        sum += letters.iter().sum::<u64>();
        tape.step(format_args!("Round {at} is done"));
    }
    drop(scratch);
    tape.step("The arena is dropped");
    // ANCHOR_END: left
    tape.answer(sum);
}

fn right(tape: &mut Tape) {
    let mut sum = 0;
    // ANCHOR: right
    let scratch = RefCell::new(Bump::new());
    tape.step("The scratch arena");
    for (at, n) in (1..).zip(ROUNDS) {
        let borrowed = scratch.borrow();
        let letters = &*borrowed.alloc([n; 24]);
        tape.put(format_args!("letters {at}"), letters);
        tape.step(format_args!("Round {at}: its letters"));
        sum += letters.iter().sum::<u64>();
        drop(borrowed);
        scratch.borrow_mut().reset();
        tape.reset(&scratch.borrow());
        tape.step(format_args!("Round {at} is done"));
    }
    drop(scratch);
    tape.step("The arena is dropped");
    // ANCHOR_END: right
    tape.answer(sum);
}
