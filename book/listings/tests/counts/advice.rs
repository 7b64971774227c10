//! What the chapter on common advice says about sizes, chunks and calls to the heap.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::advice::{greet, nodes, parse};

const CHAPTER: &str = "advice.md";

#[test]
fn both_parse_the_same_nodes() {
    let (arena, source) =
        (Bump::new(), "let the reader count");
    assert!(
        parse(source, &arena)
            .into_iter()
            .eq(nodes(source).iter())
    );
    assert_eq!(greet("Ada").body, "hello, Ada");
    assert_eq!(greet("Ada").status, 200);
}

#[test]
fn the_flat_list_needs_the_fewest_calls_without_an_arena() {
    let source = "word ".repeat(1000);
    let arena = Bump::new();
    let (_, refs) =
        yardstick::measure(|| parse(&source, &arena));
    let (_, plain) = yardstick::measure(|| nodes(&source));
    println!("{refs:?}\n{plain:?}");
    prose::says(
        CHAPTER,
        &format!(
            "{} calls to the heap with the arena, and {} without",
            refs.heap_calls(),
            plain.heap_calls()
        ),
    );
}

#[test]
fn asking_for_four_kibibytes_gives_almost_eight() {
    let usable = |n| Bump::with_capacity(n).chunk_capacity();
    println!("{} {}", usable(4 * 1024), usable(4032));
    // As in the table: one page and two, minus what is not usable.
    let page = 4096;
    assert_eq!(usable(4032) + 64, page);
    assert_eq!(usable(4096) + 64, 2 * page);
    for (n, pages) in [(4032, 1), (4096, 2)] {
        let asked = thousands(n as u64);
        let usable = thousands(usable(n) as u64);
        prose::says(
            CHAPTER,
            &format!("| {asked} | {usable} | 64 | {pages} |"),
        );
    }
    prose::says(
        CHAPTER,
        &format!(
            "`with_capacity(4 * 1024)` gives {} usable bytes",
            thousands(usable(4 * 1024) as u64)
        ),
    );
    prose::says(
        CHAPTER,
        &format!(
            "`with_capacity(4032)` gives {}",
            thousands(usable(4032) as u64)
        ),
    );
}

#[test]
fn the_first_reset_frees_every_chunk_but_one() {
    let mut arena = Bump::new();
    let [first, second, third] = std::array::from_fn(|_| {
        for n in 0..10_000u64 {
            arena.alloc([n; 4]);
        }
        let chunks =
            arena.iter_allocated_chunks().count() as u64;
        let (_, counts) =
            yardstick::measure(|| arena.reset());
        assert_eq!(counts.deallocations, chunks - 1);
        chunks
    });
    assert_eq!(third, 1);
    prose::says(
        CHAPTER,
        &format!(
            "in {first} chunks. The first reset gives {} of them back",
            first - 1
        ),
    );
    prose::says(
        CHAPTER,
        &format!(
            "the second reset gives {} back",
            second - 1
        ),
    );
    prose::says(
        CHAPTER,
        &format!(
            "{first} chunks: {} given back, then {}, then none",
            first - 1,
            second - 1
        ),
    );
}

#[test]
fn vectors_in_an_arena_carry_a_pointer_to_it() {
    let std = size_of::<Vec<u8>>();
    let bump = size_of::<bumpalo::collections::Vec<'_, u8>>();
    prose::says(
        CHAPTER,
        &format!("{bump} bytes, and `std`'s {std}"),
    );
}

/// The three pieces of the rule that compile, in shapes of ours: a handler that allocates, a
/// scratchpad that is taken and put back, and a list of texts.
mod compiles {
    use bumpalo::Bump;
    use std::cell::RefCell;

    pub(crate) fn handle(request: &str) -> String {
        let _head = request.lines().next().map(str::to_owned);
        let _rest: Vec<&str> =
            request.lines().skip(1).collect();
        "200".to_owned()
    }

    thread_local! {
        static PAD: RefCell<Option<Bump>> =
            RefCell::new(Some(Bump::with_capacity(4096)));
    }

    pub(crate) fn take() -> Bump {
        PAD.with(|pad| pad.take().unwrap())
    }

    pub(crate) fn put(arena: Bump) {
        PAD.with(|pad| pad.replace(Some(arena)));
    }

    use bumpalo::collections::{String as Text, Vec as List};

    pub(crate) fn marked<'a>(
        arena: &'a Bump,
        words: &str,
    ) -> List<'a, Text<'a>> {
        let mut marked = List::new_in(arena);
        for word in words.split(' ') {
            let mut text = Text::new_in(arena);
            text.push_str(word);
            text.push('!');
            marked.push(text);
        }
        marked
    }
}

#[test]
fn three_of_seven_pieces_compile() {
    assert_eq!(compiles::handle("GET /\na: b"), "200");
    let arena = compiles::take();
    assert_eq!(compiles::marked(&arena, "a b").len(), 2);
    compiles::put(arena);
    prose::says(
        CHAPTER,
        "Three: the Bad handler, the compiler's scratchpad, and the function with collections",
    );
}

/// The table repeats figures of other chapters, whose own tests count them.
#[test]
fn the_tables_figures_are_those_of_the_chapters() {
    for (chapter, there, here) in [
        (
            "why.md",
            "| boxes | 1,000 |",
            "6 calls to the heap for 1,000 steps, in place of 1,000",
        ),
        (
            "why.md",
            "| arena | 6 |",
            "6 calls to the heap for 1,000 steps, in place of 1,000",
        ),
        (
            "drop.md",
            "| samples on the heap | 1,000 |",
            "1,000 blocks left of 1,000 recordings",
        ),
        (
            "requests.md",
            "| owned strings | 18 |",
            "18 calls become 1; 4,095 become 10",
        ),
        (
            "requests.md",
            "| an arena, every later request | 1 |",
            "18 calls become 1",
        ),
        (
            "requests.md",
            "| the heap with care | 10 |",
            "18 calls, or 10 with care",
        ),
        (
            "parsing.md",
            "| `Vec<Sexp>` | 4,095 |",
            "4,095 become 10",
        ),
        (
            "parsing.md",
            "| a new arena | 10 |",
            "4,095 become 10",
        ),
        (
            "parsing.md",
            "asked for 393,120 bytes, and the arena for 523,616",
            "523,616 bytes for 393,120",
        ),
        (
            "roc.md",
            "| a new one left behind, nested | 1 |",
            "asks for 1 chunk each time",
        ),
        (
            "collections.md",
            "| `String` | 24 | 32 | 16 |",
            "32 bytes a string, frozen 16",
        ),
        (
            "collections.md",
            "| `Vec<T>` | 24 | 32 | 16 |",
            "32 bytes a vector, `std`'s 24",
        ),
        (
            "when.md",
            "2,009 calls to the heap against 16",
            "2,009 calls to the heap against 16",
        ),
        (
            "when.md",
            "10,601 calls to the heap against 6",
            "10,601 calls to the heap against 6",
        ),
        (
            "when.md",
            "7 calls to the heap against 0",
            "7 calls to the heap against 0",
        ),
        (
            "when.md",
            "holds more than a million bytes",
            "more than a million bytes for an empty map",
        ),
        (
            "before.md",
            "9 calls to the heap against 1",
            "9 calls to the heap against 1",
        ),
        (
            "before.md",
            "1,000 calls against 1",
            "1,000 calls against 1",
        ),
        (
            "before.md",
            "makes 1,001 calls to the heap",
            "1,001 calls become 1",
        ),
        (
            "advice.md",
            "14 calls to the heap with the arena, and 9 without",
            "14 calls with the arena, 9 without",
        ),
        (
            "advice.md",
            "in 10 chunks. The first reset gives 9 of them back",
            "10 chunks: 9 given back, then 1, then none",
        ),
    ] {
        prose::says(chapter, there);
        prose::says(CHAPTER, here);
    }
}
