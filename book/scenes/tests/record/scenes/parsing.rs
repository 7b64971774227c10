//! The s-expression `(copy (from a) (to b))`, read into a tree.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;

pub(crate) const SCENE: Source = Source {
    name: "parsing",
    row: 64,
    vary: None,
    file: include_str!("parsing.rs"),
    left: ("Vectors", "a vector for each list", left),
    right: ("Arena", "each list in the arena", right),
    lesson: "with vectors each list is a call to the heap and is freed alone; the arena takes all three from one chunk",
};

enum Owned<'s> {
    Word(&'s str),
    List(Vec<Owned<'s>>),
}

impl Owned<'_> {
    fn letters(&self) -> usize {
        match self {
            Self::Word(word) => word.len(),
            Self::List(items) => items.iter().map(Self::letters).sum(),
        }
    }
}

enum Lent<'a> {
    Word(&'a str),
    List(&'a [Lent<'a>]),
}

impl Lent<'_> {
    fn letters(&self) -> usize {
        match self {
            Self::Word(word) => word.len(),
            Self::List(items) => items.iter().map(Self::letters).sum(),
        }
    }
}

fn left(tape: &mut Tape) {
    use Owned::{List, Word};
    tape.idle("The arena");
    // ANCHOR: left
    let mut copy = Vec::new();
    copy.push(Word("copy"));
    tape.heap("copy …");
    tape.step("The outer list begins");
    let mut from = Vec::new();
    from.push(Word("from"));
    from.push(Word("a"));
    tape.heap("from a");
    copy.push(List(from));
    tape.step("The list `(from a)`");
    let mut to = Vec::new();
    to.push(Word("to"));
    to.push(Word("b"));
    tape.heap("to b");
    copy.push(List(to));
    tape.step("The list `(to b)`");
    tape.answer(copy.iter().map(Owned::letters).sum::<usize>());
    drop(copy);
    tape.step("The tree and the arena are dropped");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    use Lent::{List, Word};
    // ANCHOR: right
    let arena = Bump::new();
    tape.step("The arena");
    let mut copy = BumpVec::with_capacity_in(4, &arena);
    copy.push(Word("copy"));
    tape.buffer("copy …", &copy);
    tape.step("The outer list begins");
    let mut from = BumpVec::with_capacity_in(4, &arena);
    from.push(Word("from"));
    from.push(Word("a"));
    tape.buffer("from a", &from);
    copy.push(List(from.into_bump_slice()));
    tape.step("The list `(from a)`");
    let mut to = BumpVec::with_capacity_in(4, &arena);
    to.push(Word("to"));
    to.push(Word("b"));
    tape.buffer("to b", &to);
    copy.push(List(to.into_bump_slice()));
    tape.step("The list `(to b)`");
    tape.answer(copy.iter().map(Lent::letters).sum::<usize>());
    drop(copy);
    drop(arena);
    tape.step("The tree and the arena are dropped");
    // ANCHOR_END: right
}
