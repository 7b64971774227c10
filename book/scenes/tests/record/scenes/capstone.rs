//! The list `(1 (2 3) 4)`: a vector for each list, or one for all that are open.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;
use bumpalo::collections::Vec;

pub(crate) const SCENE: Source = Source {
    name: "capstone",
    row: 64,
    vary: None,
    file: include_str!("capstone.rs"),
    left: ("A vector for each", "list grows by itself", left),
    right: ("One for all", "lists that are open", right),
    lesson: "the lists that grew left places behind, and the one vector for all open lists is all that is left over",
};

#[derive(Clone, Copy)]
enum Item<'a> {
    Number(u64),
    List(&'a [Item<'a>]),
}

fn sum(items: &[Item<'_>]) -> u64 {
    let values = items.iter().map(|item| match item {
        Item::Number(number) => *number,
        Item::List(items) => sum(items),
    });
    values.sum()
}

fn left(tape: &mut Tape) {
    use Item::{List, Number};
    // ANCHOR: left
    let arena = Bump::new();
    tape.idle("No list yet");
    let mut outer = Vec::new_in(&arena);
    outer.push(Number(1));
    tape.buffer("( 1", &outer);
    tape.step("The outer list, and 1");
    let mut inner = Vec::new_in(&arena);
    inner.push(Number(2));
    tape.buffer("(2 3)", &inner);
    inner.push(Number(3));
    tape.buffer("(2 3)", &inner);
    tape.step("The inner list");
    outer.push(List(inner.into_bump_slice()));
    tape.buffer("( 1", &outer);
    tape.step("The inner list ends");
    outer.push(Number(4));
    tape.buffer("( 1", &outer);
    tape.step("The outer list ends");
    let list = outer.into_bump_slice();
    tape.answer(sum(list));
    drop(arena);
    tape.step("The arena is dropped");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    use Item::{List, Number};
    // ANCHOR: right
    let arena = Bump::new();
    let mut open = Vec::with_capacity_in(4, &arena);
    tape.buffer("open", &open);
    tape.step("No list yet");
    open.push(Number(1));
    tape.buffer("open", &open);
    tape.step("The outer list, and 1");
    open.push(Number(2));
    open.push(Number(3));
    tape.buffer("open", &open);
    tape.step("The inner list");
    let inner = arena.alloc_slice_copy(&open[1..]);
    tape.put("(2 3)", inner);
    open.truncate(1);
    open.push(List(inner));
    tape.step("The inner list ends");
    open.push(Number(4));
    let outer = arena.alloc_slice_copy(&open);
    tape.put("(1 … 4)", outer);
    tape.step("The outer list ends");
    tape.answer(sum(outer));
    drop(open);
    drop(arena);
    tape.step("The arena is dropped");
    // ANCHOR_END: right
}
