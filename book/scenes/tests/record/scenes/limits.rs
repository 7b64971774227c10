//! Two pictures whose headers say how many pixels come; the second header lies.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;

pub(crate) const SCENE: Source = Source {
    name: "limits",
    row: 64,
    vary: None,
    file: include_str!("limits.rs"),
    left: ("Believes the header", "asks for what it says", left),
    right: ("Asks first", "an arena with a limit", right),
    lesson: "a header of a few bytes made the left side hold as much as it liked, and the limit refused it before anything was asked for",
};

/// Width, height, and how many pixels there are.
const PICTURES: [(usize, usize, usize); 2] = [(6, 4, 24), (30, 10, 24)];

fn left(tape: &mut Tape) {
    let mut good = 0;
    tape.idle("An arena with a limit");
    // ANCHOR: left
    for (width, height, there) in PICTURES {
        let pixels = vec![0_u32; width * height];
        tape.heap(format_args!("{width} × {height}"));
        tape.step(format_args!("A header says {width} × {height}"));
        good += usize::from(pixels.len() == there);
        drop(pixels);
        tape.step("This picture is done");
    }
    // ANCHOR_END: left
    tape.answer(good);
    tape.idle("The arena is dropped");
}

fn right(tape: &mut Tape) {
    let mut good = 0;
    // ANCHOR: right
    let mut arena = Bump::new();
    arena.set_allocation_limit(Some(512));
    tape.step("An arena with a limit");
    for (width, height, there) in PICTURES {
        let pixels = arena.try_alloc_slice_fill_copy(width * height, 0_u32);
        tape.put_if_ok(format_args!("{width} × {height}"), &pixels);
        tape.step(format_args!("A header says {width} × {height}"));
        good += usize::from(pixels.is_ok_and(|pixels| pixels.len() == there));
        arena.reset();
        tape.reset(&arena);
        tape.step("This picture is done");
    }
    drop(arena);
    tape.step("The arena is dropped");
    // ANCHOR_END: right
    tape.answer(good);
}
