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
use yardstick::Chunks;

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
