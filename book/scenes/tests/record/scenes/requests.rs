//! Two requests: their cells, and the reply that leaves.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;

pub(crate) const SCENE: Source = Source {
    name: "requests",
    row: 64,
    vary: None,
    file: include_str!("requests.rs"),
    left: ("Owned strings", "a block for everything", left),
    right: ("One arena", "for all but the reply", right),
    lesson: "the reply is the only call that a later request still makes, and nothing in the arena is freed piece by piece",
};

const TABLES: [&str; 2] = ["tea;  350", "coffee;420"];

fn left(tape: &mut Tape) {
    let mut bytes = 0;
    tape.idle("The arena of the server");
    // ANCHOR: left
    for (at, table) in (1..).zip(TABLES) {
        let mut cells = Vec::with_capacity(2);
        tape.heap("cells");
        for cell in table.split(';') {
            cells.push(cell.to_owned());
            tape.heap(format_args!("{cell:?}"));
        }
        tape.step(format_args!("Request {at}: its cells"));
        let reply = cells.join("|");
        tape.heap("reply");
        tape.step(format_args!("Request {at}: the reply"));
        bytes += reply.len();
        drop((cells, reply));
        tape.step(format_args!("Request {at} is done"));
    }
    // ANCHOR_END: left
    tape.idle("The server ends");
    tape.answer(bytes);
}

fn right(tape: &mut Tape) {
    let mut bytes = 0;
    // ANCHOR: right
    let mut arena = Bump::new();
    tape.step("The arena of the server");
    for (at, table) in (1..).zip(TABLES) {
        let mut cells = BumpVec::with_capacity_in(2, &arena);
        tape.buffer("cells", &cells);
        for cell in table.split(';') {
            cells.push(&*arena.alloc_str(cell));
            tape.put(format_args!("{cell:?}"), cells[cells.len() - 1]);
        }
        tape.step(format_args!("Request {at}: its cells"));
        let reply = cells.join("|");
        tape.heap("reply");
        tape.step(format_args!("Request {at}: the reply"));
        bytes += reply.len();
        drop((cells, reply));
        arena.reset();
        tape.reset(&arena);
        tape.step(format_args!("Request {at} is done"));
    }
    drop(arena);
    tape.step("The server ends");
    // ANCHOR_END: right
    tape.answer(bytes);
}
