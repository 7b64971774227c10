//! What has nothing to drop is welcome, and its author need not ask.
//!
//! The starter passes this step. There is more than one way to refuse a `String`, and some of them
//! refuse people who did nothing wrong: a counter in a `Cell`, a buffer that is lent for writing, a
//! node that knows its neighbours, a struct whose author never thought of your arena. A refusal that
//! is wrong teaches its users to look for a way around it.
//! Before moving on: what do `Cell<u32>` and `String` have in common for the compiler, and in what
//! do they differ?

use super::another_team::may;

#[test]
fn cells_and_counters_are_welcome() {
    may(
        "use std::cell::{Cell, RefCell};
        use std::sync::atomic::AtomicU64;",
        "arena.alloc(Cell::new(1_u32)).set(2);
        arena.alloc(RefCell::new([0_u8; 100]));
        arena.alloc(AtomicU64::new(0));
        arena.list((0..3).map(Cell::new));",
    );
}

#[test]
fn nodes_that_know_their_neighbours_are_welcome() {
    may(
        "pub struct Stop<'a> {
            pub name: &'a str,
            pub next: std::cell::Cell<Option<&'a Stop<'a>>>,
        }",
        "let (name, next) = (arena.text(\"Ulm\"), std::cell::Cell::new(None));
        let ulm: &Stop<'_> = arena.alloc(Stop { name, next });
        let next = std::cell::Cell::new(Some(ulm));
        let kehl: &Stop<'_> = arena.alloc(Stop { name: \"Kehl\", next });
        ulm.next.set(Some(kehl));
        arena.list([ulm, kehl]);",
    );
}

#[test]
fn references_to_owners_are_welcome() {
    may(
        "pub struct View<'a> {
            pub title: &'a String,
            pub lines: &'a mut [u8],
            pub rest: Option<&'a mut Vec<String>>,
        }",
        "let (title, mut buffer, mut rest) = (String::from(\"kept elsewhere\"), [0; 8], vec![]);
        arena.alloc(View { title: &title, lines: &mut buffer, rest: Some(&mut rest) });",
    );
}

#[test]
fn types_whose_authors_derived_nothing_are_welcome() {
    may(
        "pub struct Plain { pub width: u32, pub unit: Unit }
        pub enum Unit { Metres, Feet }
        pub struct Pair<A, B>(pub A, pub B);
        #[repr(align(64))]
        pub struct Line(pub [u8; 64]);
        pub fn keep_any<'a, T>(arena: &'a {crate}::Arena, first: &'a T) -> &'a Pair<&'a T, usize> {
            arena.alloc(Pair(first, 1))
        }",
        "arena.alloc(Plain { width: 1, unit: Unit::Feet });
        arena.list([Pair(1_u8, Unit::Metres)]);
        arena.alloc(Line([0; 64]));
        arena.alloc(());
        keep_any(arena, &String::new());",
    );
}

#[test]
fn an_iterator_may_own_what_it_likes() {
    may(
        "",
        "let names = vec![String::from(\"one\"), String::from(\"two\")];
        arena.list(vec![1_u16, 2, 3]);
        arena.list(names.into_iter().map(|name| name.len()));",
    );
}
