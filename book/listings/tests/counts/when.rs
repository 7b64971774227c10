//! The decision table: each row's listing gives the same answer on both sides, and costs what the
//! chapter says.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::when::{
    batched, counted, kept, longest, owned, piecemeal,
    roundabout, shared, slug,
};

const CHAPTER: &str = "when.md";

fn headings() -> String {
    let section = |n| {
        format!(
            "# Part {n}\n\n## Why\ntext\n### So\n## How\n"
        )
    };
    (0..yardstick::size(250, 5))
        .map(section)
        .collect()
}

#[test]
fn both_outlines_have_the_same_parents() {
    let (text, arena) = (headings(), Bump::new());
    let bad: Vec<_> = counted::outline(&text)
        .iter()
        .map(|heading| {
            let parent = heading.parent.as_ref();
            (
                heading.title.clone(),
                parent.map(|parent| parent.title.clone()),
            )
        })
        .collect();
    let good: Vec<_> = shared::outline(&arena, &text)
        .iter()
        .map(|heading| {
            let parent = heading.parent;
            (
                heading.title.to_string(),
                parent.map(|parent| parent.title.to_string()),
            )
        })
        .collect();
    assert_eq!(good, bad);
    assert_eq!(good[2].1.as_deref(), Some("Why"));
    assert_eq!(good[3].1.as_deref(), Some("Part 0"));
}

#[test]
fn an_outline_needs_fewer_heap_calls_in_an_arena() {
    let text = headings();
    let (bad, bad_usage) =
        yardstick::measure(|| counted::outline(&text).len());
    let (good, good_usage) = yardstick::measure(|| {
        shared::outline(&Bump::new(), &text).len()
    });
    assert_eq!(good, bad);
    says_calls("1,000 headings", bad_usage, good_usage, good);
    // Only the list, which is a `Vec` of references.
    let (_, list) = yardstick::measure(|| {
        let mut list = Vec::new();
        (0..good).for_each(|n| list.push(n));
        list
    });
    let all = good_usage.heap_calls();
    assert!(2 * list.heap_calls() > all, "{list:?}");
    prose::says(
        CHAPTER,
        &format!("More than half of the {all} are the list"),
    );
}

/// The row's sentence: `what: A calls to the heap against B`.
fn says_calls(
    what: &str,
    bad: yardstick::Usage,
    good: yardstick::Usage,
    n_answers: usize,
) {
    println!("{what}: {bad:?}\n{good:?} ({n_answers})");
    prose::says(
        CHAPTER,
        &format!(
            "{what}: {} calls to the heap against {}",
            thousands(bad.heap_calls()),
            thousands(good.heap_calls())
        ),
    );
}

#[test]
fn batches_reuse_the_arena() {
    let batch = "be no art that is on the bear rat question "
        .repeat(10);
    let batches =
        vec![batch.as_str(); yardstick::size(100, 4)];
    let (bad, bad_usage) =
        yardstick::measure(|| piecemeal::distinct(&batches));
    let (good, good_usage) =
        yardstick::measure(|| batched::distinct(&batches));
    assert_eq!(good, bad);
    assert_eq!(good, vec![8; batches.len()]);
    says_calls(
        "100 batches of 100 words",
        bad_usage,
        good_usage,
        good.len(),
    );
}

#[test]
fn sessions_in_an_arena_never_shrink() {
    let arena = Bump::new();
    let mut bad = kept::Sessions::new(&arena);
    let mut good = owned::Sessions::new();
    for id in 0..100_000 {
        let name = format!("user {id:06}");
        bad.log_in(id, &name);
        good.log_in(id, &name);
        bad.log_out(id);
        good.log_out(id);
    }
    println!("{}", arena.allocated_bytes());
    assert!(arena.allocated_bytes() > 1_000_000);
    prose::says(
        CHAPTER,
        "100,000 people have come and gone, the arena holds more than a million bytes",
    );
}

#[test]
fn owned_sessions_hold_only_those_still_open() {
    let mut good = owned::Sessions::default();
    good.log_in(0, "ada");
    good.log_out(0);
    let ((), usage) = yardstick::measure(|| {
        for id in 0..yardstick::size(10_000, 50) as u64 {
            good.log_in(id, "somebody");
            good.log_out(id);
        }
    });
    assert_eq!(usage.live, 0, "{usage:?}");
}

#[test]
fn what_leaves_is_owned() {
    let (text, usage) =
        yardstick::measure(|| slug("When to use an Arena"));
    assert_eq!(text, "when-to-use-an-arena");
    assert_eq!(usage.heap_calls(), 1);
    prose::says(CHAPTER, "one call to the heap");
}

#[test]
fn a_simple_question_needs_no_memory() {
    let text = headings();
    let (bad, bad_usage) =
        yardstick::measure(|| roundabout::longest(&text));
    let (good, good_usage) =
        yardstick::measure(|| longest(&text));
    assert_eq!(good, bad);
    says_calls(
        "the longest of 1,500 lines",
        bad_usage,
        good_usage,
        text.lines().count(),
    );
    assert_eq!(
        text.lines().count(),
        yardstick::size(1500, 30)
    );
}
