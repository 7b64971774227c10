//! Symbols, names and parameters all live in the arena passed to `outline`.
//!
//! `Box::leak` and `String::leak` give references that live as long as you like, and the compiler
//! accepts them. The same goes for a second arena that is never dropped. The test compares the
//! addresses of the symbols with the chunks of the arena.
//! Before moving on: print the address of a name and of its symbol. Which was made first?

use bumpalo::Bump;
use fastrand::Rng;
use leaky_nodes::outline;
use yardstick::Chunks;

use super::sources;

#[test]
fn names_and_parameters_are_in_the_arena_passed_to_outline() {
    let source = sources::random(&mut Rng::with_seed(yardstick::seed()), 500);
    let arena = Bump::new();
    let symbols =
        outline(&arena, &source).expect("a source generated for this test is well formed");
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
    chunks.assert_holds("the text of every name", names);
    chunks.assert_holds("the text of every parameter", params);
    chunks.assert_holds("every list of parameters", lists);
}
