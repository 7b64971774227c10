//! Two thousand rules need at most 48 heap calls, and leave nothing behind.
//!
//! The arena's first user is in this file, too, and the compiler treats it as any other. What it says
//! of a rule can be silenced, by a wrapper that promises to drop by hand and never does, or by a
//! leak outside of the arena. So memory is counted as well: a rule that owns nothing needs no call of
//! its own, whatever is in it, and a reset arena has room for the next rules.
//! 48 leaves room for the arena's chunks and for a list that grows.
//! Before moving on: which of the five steps would have found the starter's leak in a crate that you
//! cannot see?

use dropless_arena::{Arena, read};
use fastrand::Rng;
use yardstick::Budget;

use super::plain::rules;
use super::sources;

#[test]
fn two_thousand_rules_need_at_most_48_heap_calls() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let source = sources::random(&mut rng, yardstick::size(2_000, 40));
    let (arena, bad_arena) = (Arena::new(), bad::Arena::new());
    let (bad, bad_usage) = yardstick::measure(|| bad::read(&bad_arena, &source));
    let yours = Budget::named("2 000 rules, read into a new arena")
        .allocations(48)
        .process_wide()
        .baseline(bad_usage)
        .run(|| read(&arena, &source));
    let (Ok(yours), Ok(bad)) = (yours, bad) else {
        panic!("yours: a source of 2 000 rules is refused");
    };
    assert!(
        rules!(yours) == rules!(bad),
        "yours: the rules of a source with 2 000 are not Bad's"
    );
}

#[test]
fn an_unusual_source_needs_at_most_48_heap_calls() {
    for (what, source) in sources::unusual(yardstick::size(2_000, 40)) {
        let arena = Arena::new();
        let is_read = Budget::named(format!("{what}, 2 000 times"))
            .allocations(48)
            .process_wide()
            .run(|| read(&arena, &source).is_ok());
        assert!(is_read, "yours: {what}, 2 000 times: the source is refused");
    }
}

#[test]
fn nothing_is_left_of_rules_and_arena() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let random = (
        "1 000 rules",
        sources::random(&mut rng, yardstick::size(1_000, 20)),
    );
    let unusual = sources::unusual(yardstick::size(500, 10));
    for (what, source) in std::iter::once(random).chain(unusual) {
        Budget::named(format!("{what}: rules and arena, made and dropped"))
            .live(0)
            .process_wide()
            .run(|| {
                let arena = Arena::new();
                assert!(read(&arena, &source).is_ok(), "yours: {what}: refused");
            });
    }
}

#[test]
fn nothing_is_left_of_a_source_that_is_refused() {
    let start = sources::random(&mut Rng::with_seed(yardstick::seed()), 50);
    for wrong in ["whatever", "in", "in work\nrules rules"] {
        let source = format!("{start}{wrong}");
        Budget::named(format!("50 rules, and then {wrong:?}"))
            .live(0)
            .process_wide()
            .run(|| {
                let arena = Arena::new();
                assert!(
                    read(&arena, &source).is_err(),
                    "yours: a source that ends with {wrong:?} is accepted"
                );
            });
    }
}

#[test]
fn rules_read_again_and_again_need_no_more_memory() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The first are the largest: after these, the arena has all the memory it needs.
    let sources: Vec<String> = [400; 4]
        .into_iter()
        .chain([300; yardstick::size(40, 3)])
        .map(|n_rules| sources::random(&mut rng, yardstick::size(n_rules, 20)))
        .collect();
    let (mut arena, bad_arena) = (Arena::new(), bad::Arena::new());
    for (round, source) in (1..).zip(&sources) {
        arena.reset();
        // What is left is a list of rules that the caller owns, should yours be one.
        let most = if round <= 4 { u64::MAX } else { 16 };
        let rules = Budget::named(format!(
            "300 rules in an arena that was reset, round {round}"
        ))
        .allocations(most)
        .process_wide()
        .run(|| read(&arena, source));
        let (Ok(rules), Ok(bad)) = (rules, bad::read(&bad_arena, source)) else {
            panic!("yours: the source of round {round} is refused");
        };
        assert!(
            rules!(rules) == rules!(bad),
            "yours: the rules of round {round} are not Bad's"
        );
    }
    Budget::named("the rules of 40 sources in one arena, which is reset after each")
        .live(0)
        .process_wide()
        .run(|| {
            for source in sources.iter().skip(4) {
                arena.reset();
                assert!(read(&arena, source).is_ok(), "yours: a source is refused");
            }
        });
}

#[test]
fn a_warm_arena_needs_no_heap_call() {
    let mut arena = Arena::new();
    let text = "a text of some length";
    yardstick::steady(
        "10 000 numbers, lists and texts",
        yardstick::size(12, 4),
        |_| {
            arena.reset();
            for number in 0..yardstick::size(10_000, 20) {
                let kept = (
                    *arena.alloc(number),
                    arena.list(0..number % 8).len(),
                    arena.text(text).len(),
                );
                assert_eq!(kept, (number, number % 8, text.len()), "what is kept");
            }
        },
    );
}
