//! The right answers of the book's questions: what code prints, what is counted, what leaks.

use crate::prose::says;
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use listings::quiz;
use std::collections::HashMap;

/// The chapter has a question about this code, and its right answer is what it prints.
fn prints(chapter: &str, anchor: &str, work: impl FnOnce()) {
    let printed = quiz::printed(work);
    println!("{anchor}: {printed}");
    says(
        chapter,
        &format!(
            "listing = \"quiz.rs {anchor}\" prints = \"{printed}\""
        ),
    );
}

/// The chapter has a question whose right answer is this number.
fn number(chapter: &str, value: u64, unit: &str) {
    println!("{chapter}: {value} {unit}");
    says(
        chapter,
        &format!("number = {value} unit = \"{unit}\""),
    );
}

#[test]
fn what_is_printed_is_the_right_answer() {
    prints("drop.md", "bells", quiz::bells);
    prints("graphs.md", "counted", quiz::counted);
    prints("limits.md", "room", quiz::room);
    prints("choosing.md", "slots", quiz::slots);
}

#[test]
fn what_compiles_does_what_the_reason_says() {
    assert_eq!(quiz::two_values(), 3);
    assert_eq!(quiz::shared::sum_of_twice(21), 42);
    assert_eq!(quiz::moved(), 17);
    assert_eq!(quiz::leaves(), 7);
    assert_eq!(quiz::boxed_index(), 2 * 6);
    let (mut arena, pages) = (Bump::new(), ["a b", "c"]);
    let printed =
        quiz::printed(|| quiz::rounds(&mut arena, &pages));
    assert_eq!(printed, "2\n1");
    let (arena, mut counts) = (Bump::new(), HashMap::new());
    quiz::keys::count(&arena, &mut counts, "to be or to be");
    assert_eq!(counts["be"], 2);
    // Five words, and a key for each use of one.
    assert_eq!(arena.iter_allocated_chunks_len(), 10);
}

/// How many bytes an arena has handed out.
trait Used {
    fn iter_allocated_chunks_len(self) -> usize;
}

impl Used for Bump {
    fn iter_allocated_chunks_len(mut self) -> usize {
        self.iter_allocated_chunks()
            .map(<[_]>::len)
            .sum()
    }
}

#[test]
fn one_line_of_the_timetable_leaks() {
    let run = || drop(quiz::printed(quiz::timetable));
    // The text that is printed into is allocated once.
    run();
    let ((), usage) = yardstick::measure(run);
    // Two `&str`, in a vector that nobody drops.
    assert_eq!(usage.live, 2 * 16, "{usage:?}");
}

#[test]
fn the_seats_grow_with_every_visit() {
    let visits: Vec<_> =
        (0..1000).map(|n| (n, "a visitor")).collect();
    let (few, many) =
        (quiz::seats(&visits[..10]), quiz::seats(&visits));
    assert!(many > 9000 && few < 1000, "{few} {many}");
}

#[test]
fn the_numbers_are_counted() {
    // From a multiple of 16 on: a byte, a word of eight, a byte.
    let arena = Bump::new();
    let start =
        std::ptr::from_ref(arena.alloc(0_u128)).addr();
    let _ = arena.alloc(1_u8);
    let _ = arena.alloc(2_u64);
    let end = std::ptr::from_ref(arena.alloc(3_u8)).addr();
    number("why.md", (start - end) as u64, "bytes");

    let arena = Bump::new();
    let mut vector = ArenaVec::new_in(&arena);
    vector.push(1_u64);
    number(
        "collections.md",
        vector.capacity() as u64,
        "elements",
    );

    let ((), usage) = yardstick::measure(|| {
        let mut vector = Vec::with_capacity(1000);
        for _ in 0..2 {
            vector.extend(0..1000);
            std::hint::black_box(&vector);
            vector.clear();
        }
    });
    number("before.md", usage.heap_calls(), "calls");

    let (source, text) = (r"caf\u00e9", "caf\u{e9}");
    number(
        "capstone.md",
        (source.len() - text.len()) as u64,
        "bytes",
    );

    // Seven chunks, and what a reset leaves of them.
    let mut arena = Bump::new();
    for _ in 0..1000 {
        arena.alloc([0_u8; 64]);
    }
    arena.reset();
    let chunks = arena.iter_allocated_chunks().count();
    number("reset.md", chunks as u64, "chunks");
}

/// In Roc's first design a caller has the arena, and each of two calls within makes one of its own.
#[test]
fn nested_calls_make_arenas() {
    use listings::roc::replaced::{middle, middle_of_lines};
    let warm = || {
        for _ in 0..3 {
            let _ = middle("3 1 2");
        }
    };
    warm();
    let (_, alone) = yardstick::measure(|| middle("3 1 2"));
    let (_, nested) = yardstick::measure(|| {
        middle_of_lines("3 1 2\n5 4 6")
    });
    println!("{alone:?}\n{nested:?}");
    assert_eq!(alone.heap_calls(), 0);
    number("roc.md", nested.heap_calls(), "calls");
}
