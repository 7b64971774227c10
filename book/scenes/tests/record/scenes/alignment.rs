//! The same nine values in two orders.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;

pub(crate) const SCENE: Source = Source {
    name: "alignment",
    row: 16,
    vary: None,
    file: include_str!("alignment.rs"),
    left: ("As they come", "an arena", left),
    right: ("Largest alignment first", "an arena", right),
    lesson: "the same values in another order need no padding, and to the heap both are one chunk",
};

fn left(tape: &mut Tape) {
    // ANCHOR: left
    let arena = Bump::new();
    tape.step("`Bump::new()`, twice");
    let a = arena.alloc(1_u8);
    tape.put("u8", a);
    tape.step("The first value");
    let b = arena.alloc(2_u64);
    tape.put("u64", b);
    tape.step("The second value");
    let c = arena.alloc(3_u8);
    tape.put("u8", c);
    tape.step("The third value");
    let d = arena.alloc(4_u32);
    tape.put("u32", d);
    tape.step("The fourth value");
    let e = arena.alloc(5_u16);
    tape.put("u16", e);
    tape.step("The fifth value");
    let f = arena.alloc(6_u64);
    tape.put("u64", f);
    tape.step("The sixth value");
    let g = arena.alloc(7_u8);
    tape.put("u8", g);
    tape.step("The seventh value");
    let h = arena.alloc(8_u32);
    tape.put("u32", h);
    tape.step("The eighth value");
    let i = arena.alloc(9_u16);
    tape.put("u16", i);
    tape.step("The ninth value");
    // ANCHOR_END: left
    let sum = u64::from(*a) + *b + u64::from(*c) + u64::from(*d) + u64::from(*e);
    let sum = sum + *f + u64::from(*g) + u64::from(*h) + u64::from(*i);
    // ANCHOR: left
    drop(arena);
    tape.step("Both arenas are dropped");
    // ANCHOR_END: left
    tape.answer(sum);
}

fn right(tape: &mut Tape) {
    // ANCHOR: right
    let arena = Bump::new();
    tape.step("`Bump::new()`, twice");
    let b = arena.alloc(2_u64);
    tape.put("u64", b);
    tape.step("The first value");
    let f = arena.alloc(6_u64);
    tape.put("u64", f);
    tape.step("The second value");
    let d = arena.alloc(4_u32);
    tape.put("u32", d);
    tape.step("The third value");
    let h = arena.alloc(8_u32);
    tape.put("u32", h);
    tape.step("The fourth value");
    let e = arena.alloc(5_u16);
    tape.put("u16", e);
    tape.step("The fifth value");
    let i = arena.alloc(9_u16);
    tape.put("u16", i);
    tape.step("The sixth value");
    let a = arena.alloc(1_u8);
    tape.put("u8", a);
    tape.step("The seventh value");
    let c = arena.alloc(3_u8);
    tape.put("u8", c);
    tape.step("The eighth value");
    let g = arena.alloc(7_u8);
    tape.put("u8", g);
    tape.step("The ninth value");
    // ANCHOR_END: right
    let sum = u64::from(*a) + *b + u64::from(*c) + u64::from(*d) + u64::from(*e);
    let sum = sum + *f + u64::from(*g) + u64::from(*h) + u64::from(*i);
    // ANCHOR: right
    drop(arena);
    tape.step("Both arenas are dropped");
    // ANCHOR_END: right
    tape.answer(sum);
}
