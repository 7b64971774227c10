//! Each name is in the caller's arena, once, and never moves.
//!
//! A name has one address from the first `intern` on: whatever grows, the text does not move. So
//! comparing pointers is enough for equality, as long as both come from the same interner.
//! Before moving on: a `String` in the starter's list does not move its text either when the list
//! grows. Why can the starter still not hand out a `&str` that outlives the next `intern`?

use bumpalo::Bump;
use fastrand::Rng;
use interner::Interner;
use yardstick::{Chunks, grouped};

use super::names;

#[test]
fn every_name_is_in_the_arena_passed_to_new() {
    let names = names::different(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(2_000, 100),
    );
    let arena = Bump::new();
    let mut interner = Interner::new(&arena);
    let symbols: Vec<_> = names.iter().map(|name| interner.intern(name)).collect();
    // Taken before `resolve` runs: what that would still put into the arena is too late.
    let chunks = Chunks::of(&arena);
    let addresses = symbols
        .iter()
        .map(|symbol| interner.resolve(*symbol).as_ptr().addr());
    chunks.assert_holds("every name", addresses);
}

#[test]
fn a_name_never_moves() {
    let names = names::different(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(2_000, 100),
    );
    let arena = Bump::new();
    let mut interner = Interner::new(&arena);
    let first = interner.intern(&names[0]);
    let address = interner.resolve(first).as_ptr();
    for name in &names {
        interner.intern(name);
        let again = interner.intern(&names[0]);
        let now = interner.resolve(again).as_ptr();
        assert!(
            std::ptr::eq(now, address),
            "yours: the text of `{}` was at {address:p}, and is at {now:p} once `{name}` is interned",
            names[0]
        );
    }
}

#[test]
fn there_is_one_copy_of_each_name() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // So long that the texts outweigh any table, even one with room for thousands of names.
    let long = |name: String| name.repeat(1 + 8_000 / name.len());
    let names: Vec<String> = names::different(&mut rng, 300)
        .into_iter()
        .map(long)
        .collect();
    let n_text: usize = names.iter().map(String::len).sum();
    let arena = Bump::new();
    let mut interner = Interner::new(&arena);
    for name in names.iter().chain(&names) {
        interner.intern(name);
    }
    let n_used = Chunks::of(&arena).used_bytes();
    let most = n_text + n_text / 3;
    assert!(
        n_text <= n_used && n_used <= most,
        "yours: 300 names of {} bytes in all take {} bytes of the arena; one copy of each takes {} to {}",
        grouped(n_text as u64),
        grouped(n_used as u64),
        grouped(n_text as u64),
        grouped(most as u64)
    );
}
