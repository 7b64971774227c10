//! Threads: both sides count the same words; what is in a herd outlives its workers; and a future is
//! `Send` or not.

use crate::auto_traits::{Otherwise as _, Traits};
use bumpalo::Bump;
use bumpalo_herd::{Herd, Member};
use listings::threads::{
    bad, ended, frozen, good, held, lent, moved, scoped,
    without_a_size,
};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::future::Future;
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use yardstick::Chunks;

const TEXT: &str = "The quick brown fox Jumps over the lazy dog. \
                    Pack my BOX with five dozen liquor jugs. ";

fn texts() -> Vec<String> {
    (0..4)
        .map(|number| format!("{number} {}", TEXT.repeat(10)))
        .collect()
}

#[test]
fn both_sides_count_the_same_words() {
    let texts = texts();
    let texts: Vec<&str> =
        texts.iter().map(String::as_str).collect();
    let shared = Mutex::new(Bump::new());
    for n_texts in [0, 1, texts.len()] {
        let texts = &texts[..n_texts];
        let counts = good::distinct(texts);
        assert_eq!(counts, vec![17; n_texts]);
        assert_eq!(bad::distinct(&shared, texts), counts);
    }
}

/// Under Miri, bumpalo before 3.20.4 has a data race here: all new arenas shared a place, and a value
/// without a size was written to it.
#[test]
fn zero_sized_values_in_separate_arenas_do_not_race() {
    without_a_size();
}

#[test]
fn one_side_calls_the_heap_for_each_word_and_the_other_does_not()
 {
    let texts = texts();
    let texts: Vec<&str> =
        texts.iter().map(String::as_str).collect();
    let n_words: usize = texts
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum();
    let shared = Mutex::new(Bump::new());
    let (_, locked) = yardstick::measure_process(|| {
        bad::distinct(&shared, &texts)
    });
    let (_, own) =
        yardstick::measure_process(|| good::distinct(&texts));
    println!("{n_words} words\n{locked:?}\n{own:?}");
    assert!(locked.heap_calls() >= n_words as u64);
    assert!(own.heap_calls() < n_words as u64 / 2);
}

fn copy<'h>(member: &mut Member<'h>, text: &str) -> &'h str {
    member.alloc_str(text)
}

#[test]
fn words_in_a_herd_outlive_the_workers() {
    let herd = Herd::new();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .expect("two threads");
    let words: Vec<&str> = pool.install(|| {
        let texts = [TEXT; 8].into_par_iter();
        texts.map_init(|| herd.get(), copy).collect()
    });
    drop(pool);
    assert_eq!(words, [TEXT; 8]);
    let members: Vec<_> =
        (0..8).map(|_| herd.get()).collect();
    let arenas: Vec<_> = members
        .iter()
        .map(|member| Chunks::of(member.as_bump()))
        .collect();
    for word in words {
        let address = word.as_ptr().addr();
        assert!(
            arenas
                .iter()
                .any(|arena| arena.contains(address))
        );
    }
}

#[test]
fn threads_can_borrow_an_arena_each() {
    let mut arenas = [Bump::new(), Bump::new()];
    let texts = ["ONE", "Two"];
    assert_eq!(
        scoped::lower(&mut arenas, &texts),
        ["one", "two"]
    );
    assert!(
        arenas
            .iter()
            .all(|arena| arena.allocated_bytes() > 0)
    );
}

/// The result of a future that never waits.
fn finish<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the future waits"),
    }
}

#[test]
fn a_future_that_holds_a_reference_to_its_arena_is_not_send()
{
    let line = || "a b a c".to_owned();
    assert!(
        !Traits::of_value(&held::distinct(line())).is_send()
    );
    assert!(
        Traits::of_value(&ended::distinct(line())).is_send()
    );
    assert!(
        Traits::of_value(&frozen::count(line())).is_send()
    );
    // Moved out, but it still counts: its scope has not ended.
    assert!(
        !Traits::of_value(&moved::count(line())).is_send()
    );
    assert_eq!(finish(moved::count(line())), 4);
    // Arguments are held from the start, even before any wait.
    let arena = Bump::new();
    assert!(
        !Traits::of_value(&lent::count(&arena, "a b"))
            .is_send()
    );
    assert_eq!(finish(lent::count(&arena, "a b")), 3);
    assert_eq!(finish(held::distinct(line())), 3);
    assert_eq!(finish(ended::distinct(line())), 3);
    assert_eq!(finish(frozen::count(line())), 4);
}

#[test]
fn an_arena_may_be_sent_and_a_reference_to_it_may_not() {
    assert!(Traits::of_value(&Bump::new()).is_send());
    assert!(!Traits::of_value(&&Bump::new()).is_send());
    assert!(Traits::of_value(&Herd::new().get()).is_send());
    assert!(!Traits::of_value(&&Herd::new().get()).is_send());
    assert!(Traits::of_value(&&Herd::new()).is_send());
}
