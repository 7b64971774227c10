//! An index that owns its arena: equal words, what is left of each version, and which threads may
//! have it.

use crate::auto_traits::{Otherwise as _, Traits};
use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::owning::{bad, good, places, shared, sorted};
use std::sync::Arc;

const TEXT: &str = "to be or not to be that is the question";

#[test]
fn all_versions_have_the_same_words() {
    for text in ["", "  ", "one", "b a b", "ß é ß", TEXT] {
        let arena = Bump::new();
        let expected = sorted(&arena, text);
        assert_eq!(bad::Index::new(text).words(), expected);
        assert_eq!(good::Index::new(text).words(), expected);
        assert_eq!(
            shared::Index::new(text).words(),
            expected
        );
        let places = places::Index::new(text.to_owned());
        assert_eq!(
            places.words().collect::<Vec<_>>(),
            expected
        );
    }
}

#[test]
fn one_version_leaks_its_arena() {
    let (_, leaked) = yardstick::measure(|| {
        assert_eq!(bad::Index::new(TEXT).words().len(), 10);
    });
    let (_, owned) =
        yardstick::measure(|| drop(good::Index::new(TEXT)));
    println!("{leaked:?}\n{owned:?}");
    assert_eq!(leaked.heap_calls(), owned.heap_calls());
    let calls = leaked.heap_calls();
    let left = thousands(leaked.live.unsigned_abs());
    prose::says(
        "owning.md",
        &format!("| leaked | {calls} | {left} | no |"),
    );
    let (calls, left) = (owned.heap_calls(), owned.live);
    prose::says(
        "owning.md",
        &format!("| owned | {calls} | {left} | yes |"),
    );
}

#[test]
fn an_arena_that_is_given_back_is_reused() {
    let mut arena = good::Index::new(TEXT).into_arena();
    for _ in 0..3 {
        let (index, usage) = yardstick::measure(|| {
            good::Index::within(arena, TEXT)
        });
        assert_eq!(index.words().len(), 10);
        assert_eq!(usage.heap_calls(), 1);
        arena = index.into_arena();
    }
}

#[test]
fn an_index_moves_and_its_words_stay() {
    let index = good::Index::new(TEXT);
    let before = index.words().as_ptr().addr();
    let mut moved = Vec::new();
    moved.push(good::Index::new("another"));
    moved.insert(0, index);
    let index = Box::new(moved.swap_remove(0));
    assert_eq!(index.words().as_ptr().addr(), before);
    assert!(index.bytes() > 0);
    assert!(bad::Index::new(TEXT).bytes() > 0);
}

#[test]
fn some_versions_are_send_and_some_are_sync() {
    assert!(!Traits::<bad::Index>::of().is_send());
    assert!(Traits::<good::Index>::of().is_send());
    assert!(!Traits::<good::Index>::of().is_sync());
    assert!(Traits::<shared::Index>::of().is_send());
    assert!(Traits::<shared::Index>::of().is_sync());
    assert!(Traits::<places::Index>::of().is_sync());
}

#[test]
fn many_threads_read_a_shared_index() {
    let index = Arc::new(shared::Index::new(TEXT));
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let index = Arc::clone(&index);
            std::thread::spawn(move || index.words().len())
        })
        .collect();
    for reader in readers {
        assert_eq!(reader.join().expect("no panic"), 10);
    }
}
