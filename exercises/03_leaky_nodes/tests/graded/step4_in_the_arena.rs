//! Names, parameters and their lists are in the caller's arena.
//!
//! `Box::leak` and `String::leak` give references that live as long as you like, and the compiler
//! accepts them. The same goes for a second arena that is never dropped. So the tests take the
//! chunks of the arena as they are when `outline` returns, and look there for the address of each
//! text and of each list.
//!
//! Before moving on: print the address of a name and of its symbol. Which was made first?

use bumpalo::Bump;
use fastrand::Rng;
use leaky_nodes::outline;
use yardstick::{Chunks, grouped};

use super::{sources, unusual};

#[test]
fn names_and_parameters_are_in_the_arena_passed_to_outline() {
    assert_in_the_arena(&sources::random(
        &mut Rng::with_seed(yardstick::seed()),
        500,
    ));
}

#[test]
fn names_and_parameters_of_unusual_sources_are_there_too() {
    for (_, source) in unusual::sources(100) {
        assert_in_the_arena(&source);
    }
}

/// Arena memory is not free either: room is for text that comes. What grows leaves smaller copies
/// behind, and there is room for those.
#[test]
fn an_outline_takes_little_more_of_the_arena_than_its_text_and_lists() {
    const MOST_PER_BYTE: usize = 6;
    let random = sources::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    let mut sources = vec![
        ("a source of 1 000 functions", random),
        ("`tests/graded/api.txt`", sources::RECORDED.to_owned()),
    ];
    // The first are modules in modules: few names, and paths that may be put together for each.
    sources.extend(unusual::sources(250).into_iter().skip(1));
    for (what, source) in sources {
        let arena = Bump::new();
        let is_read = outline(&arena, &source).is_ok();
        assert!(is_read, "yours: the source is refused: {what}");
        let (used, size) = (Chunks::of(&arena).used_bytes(), size_of_outline(&source));
        let most = MOST_PER_BYTE * size;
        assert!(
            used <= most,
            "yours: the outline of {what} takes {} bytes of the arena. Its texts and lists are {} \
             bytes, so at most {} will do",
            grouped(used as u64),
            grouped(size as u64),
            grouped(most as u64)
        );
    }
}

/// The bytes of all texts, and a pointer and a length for each name, each list and each parameter.
fn size_of_outline(source: &str) -> usize {
    const REFERENCE: usize = size_of::<&str>();
    let arena = Bump::new();
    let symbols = bad::outline(&arena, source).expect("Bad reads any source made for these tests");
    let sizes = symbols.iter().map(|symbol| {
        let params = symbol.params.iter().map(|param| REFERENCE + param.len());
        2 * REFERENCE + symbol.name.len() + params.sum::<usize>()
    });
    sizes.sum()
}

#[track_caller]
fn assert_in_the_arena(source: &str) {
    let arena = Bump::new();
    let symbols = outline(&arena, source).expect("a source made for this test is well formed");
    // Taken now: text that is made when it is read comes too late to be in these.
    let chunks = Chunks::of(&arena);
    let (mut names, mut lists, mut params) = (Vec::new(), Vec::new(), Vec::new());
    for symbol in symbols.iter() {
        names.push(symbol.name.as_ptr().addr());
        params.extend(symbol.params.iter().map(|param| param.as_ptr().addr()));
        if !symbol.params.is_empty() {
            lists.push(symbol.params.as_ptr().addr());
        }
    }
    chunks.assert_holds("the text of your names", names);
    chunks.assert_holds("the text of your parameters", params);
    chunks.assert_holds("your lists of parameters", lists);
}
