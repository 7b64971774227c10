//! The numbers below 8, even and odd: two vectors, or one place for both.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;
use bumpalo::collections::Vec;

pub(crate) const SCENE: Source = Source {
    name: "apart",
    row: 32,
    vary: None,
    file: include_str!("apart.rs"),
    left: ("Two vectors", "each in the way of the other", left),
    right: ("One place", "filled from both ends", right),
    lesson: "each vector left its place behind whenever it grew, and one place for both left nothing",
};

fn left(tape: &mut Tape) {
    // ANCHOR: left
    let arena = Bump::new();
    let mut even = Vec::new_in(&arena);
    let mut odd = Vec::new_in(&arena);
    tape.step("Nothing is divided yet");
    for n in 0..8_u32 {
        if n % 2 == 0 {
            even.push(n);
            tape.buffer("even", &even);
            tape.step(format_args!("{n} is even"));
        } else {
            odd.push(n);
            tape.buffer("odd", &odd);
            tape.step(format_args!("{n} is odd"));
        }
    }
    tape.answer(format_args!("{:?} {:?}", &even[..], &odd[..]));
    drop((even, odd));
    drop(arena);
    tape.step("The arena is dropped");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    // ANCHOR: right
    let arena = Bump::new();
    let both = arena.alloc_slice_fill_copy(8, 0);
    tape.put("even, odd", &*both);
    let (mut front, mut back) = (0, 8);
    tape.step("Nothing is divided yet");
    for n in 0..8_u32 {
        if n % 2 == 0 {
            both[front] = n;
            front += 1;
            tape.step(format_args!("{n} is even"));
        } else {
            back -= 1;
            both[back] = n;
            tape.step(format_args!("{n} is odd"));
        }
    }
    both[back..].reverse();
    tape.answer(format_args!("{:?} {:?}", &both[..front], &both[back..]));
    drop(arena);
    tape.step("The arena is dropped");
    // ANCHOR_END: right
}
