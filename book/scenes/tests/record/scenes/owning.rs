//! An index of words: its arena leaked, or owned together with them.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;

pub(crate) const SCENE: Source = Source {
    name: "owning",
    row: 64,
    vary: None,
    file: include_str!("owning.rs"),
    left: ("Leaked", "lives for ever", left),
    right: ("Owned", "one value of both", right),
    lesson: "nobody owns what was leaked, and the owned index gave back its chunk and its block",
};

/// What was leaked.
struct Leaked {
    arena: &'static Bump,
    words: &'static [&'static str],
}

type Words<'a> = &'a [&'a str];

self_cell::self_cell!(
    struct Owned {
        owner: Bump,

        #[covariant]
        dependent: Words,
    }
);

fn left(tape: &mut Tape) {
    // ANCHOR: left
    let arena: &Bump = Box::leak(Box::new(Bump::new()));
    tape.heap("Bump");
    tape.step("The arena has a place");
    let words = arena.alloc_slice_copy(&["be", "or", "to"]);
    tape.put("words", words);
    tape.step("The words are in it");
    let index = Leaked { arena, words };
    tape.step("The index is complete");
    let moved = Box::new(index);
    tape.heap("moved");
    tape.step("The index moves");
    tape.answer(moved.words.len() + usize::from(moved.arena.chunk_capacity() == 0));
    drop(moved);
    tape.lost();
    tape.step("The index is dropped");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    // ANCHOR: right
    let index = Owned::new(Bump::new(), |arena| {
        tape.heap("Bump, words");
        tape.step("The arena has a place");
        let words = arena.alloc_slice_copy(&["be", "or", "to"]);
        tape.put("words", words);
        tape.step("The words are in it");
        words
    });
    tape.step("The index is complete");
    let moved = Box::new(index);
    tape.heap("moved");
    tape.step("The index moves");
    tape.answer(moved.borrow_dependent().len());
    drop(moved);
    tape.step("The index is dropped");
    // ANCHOR_END: right
}
