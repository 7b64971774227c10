//! The sum of twelve numbers as a tree: 23 nodes, which take a second chunk of the arena.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;

pub(crate) const SCENE: Source = Source {
    name: "bump",
    row: 64,
    vary: Some("nodes"),
    file: include_str!("bump.rs"),
    left: ("Box", "each node on the heap", left),
    right: ("Bump", "each node in one arena", right),
    lesson: "a call for each node is what the arena saves, and the free end of its last chunk is what it pays",
};

/// A node with its line number: 24 bytes, on both sides.
enum Boxed {
    Number(u32, f64),
    Add(u32, Box<Boxed>, Box<Boxed>),
}

impl Boxed {
    /// Its value, and its last line.
    fn sum(&self) -> (f64, u32) {
        match self {
            Self::Number(line, n) => (*n, *line),
            Self::Add(line, a, b) => (a.sum().0 + b.sum().0, a.sum().1.max(*line)),
        }
    }
}

enum Lent<'a> {
    Number(u32, f64),
    Add(u32, &'a Lent<'a>, &'a Lent<'a>),
}

impl Lent<'_> {
    /// Its value, and its last line.
    fn sum(&self) -> (f64, u32) {
        match self {
            Self::Number(line, n) => (*n, *line),
            Self::Add(line, a, b) => (a.sum().0 + b.sum().0, a.sum().1.max(*line)),
        }
    }
}

fn left(tape: &mut Tape) {
    use Boxed::{Add, Number};
    tape.idle("`Bump::new()`");
    // ANCHOR: left
    let mut sum = Box::new(Number(1, 1.0));
    tape.heap("1");
    tape.step("A node for the number 1");
    for n in 2..=12 {
        let number = Box::new(Number(n, n.into()));
        tape.heap(n);
        tape.step(format_args!("A node for the number {n}"));
        sum = Box::new(Add(n, sum, number));
        tape.heap("+");
        tape.step("A node for the sum so far");
    }
    tape.answer(format_args!("{:?}", sum.sum()));
    drop(sum);
    tape.step("The tree and the arena are dropped");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    use Lent::{Add, Number};
    // ANCHOR: right
    let arena = Bump::new();
    tape.step("`Bump::new()`");
    let mut sum = &*arena.alloc(Number(1, 1.0));
    tape.put("1", sum);
    tape.step("A node for the number 1");
    for n in 2..=12 {
        let number = &*arena.alloc(Number(n, n.into()));
        tape.put(n, number);
        tape.step(format_args!("A node for the number {n}"));
        sum = arena.alloc(Add(n, sum, number));
        tape.put("+", sum);
        tape.step("A node for the sum so far");
    }
    tape.answer(format_args!("{:?}", sum.sum()));
    drop(arena);
    tape.step("The tree and the arena are dropped");
    // ANCHOR_END: right
}
