//! The handler: what each version requests from the heap for one request, and equal answers.

use crate::prose;
use bumpalo::Bump;
use listings::requests::{View, bad, frugal, good, serve};

const TABLE: &str =
    "tea;350\ncoffee;420\nhot chocolate;480\nwater;0";

#[test]
fn all_versions_give_the_same_answer() {
    let arena = Bump::new();
    for table in [
        "",
        "a",
        ";",
        "a;b;c\na;b\n\na",
        "9\n10\n+7\n-1",
        "ü;é\nz;123456789",
        TABLE,
    ] {
        let expected = bad::answer(table);
        assert_eq!(
            good::answer(&arena, table),
            expected,
            "{table}"
        );
        assert_eq!(
            frugal::answer(table),
            expected,
            "{table}"
        );
    }
    assert_eq!(
        bad::answer("b;10\nb;9\na;x").body,
        "|a|x|\n|b|       9|\n|b|      10|\n"
    );
}

#[test]
fn a_warm_arena_calls_the_heap_only_for_the_reply() {
    let (_, owned) =
        yardstick::measure(|| bad::answer(TABLE));
    let (_, careful) =
        yardstick::measure(|| frugal::answer(TABLE));
    let mut arena = Bump::new();
    let rounds: Vec<u64> = (0..4)
        .map(|_| {
            arena.reset();
            let (_, usage) = yardstick::measure(|| {
                good::answer(&arena, TABLE)
            });
            usage.heap_calls()
        })
        .collect();
    println!("{owned:?}\n{careful:?}\n{rounds:?}");
    assert_eq!(rounds[1..], [1, 1, 1]);
    let (many, few) =
        (owned.heap_calls(), careful.heap_calls());
    prose::says(
        "requests.md",
        &format!(
            "It asks {few} times where the first version asked {many} times"
        ),
    );
    prose::says(
        "requests.md",
        &format!(
            "| owned strings | {} |",
            owned.heap_calls()
        ),
    );
    prose::says(
        "requests.md",
        &format!(
            "| the heap with care | {} |",
            careful.heap_calls()
        ),
    );
    prose::says(
        "requests.md",
        &format!(
            "| an arena, first request | {} |",
            rounds[0]
        ),
    );
    prose::says(
        "requests.md",
        &format!(
            "| an arena, every later request | {} |",
            rounds[3]
        ),
    );
}

#[test]
fn the_first_request_needs_two_chunks_and_keeps_one() {
    let mut arena = Bump::new();
    let reply = good::answer(&arena, TABLE);
    assert_eq!(arena.iter_allocated_chunks().count(), 2);
    arena.reset();
    let again = good::answer(&arena, TABLE);
    assert_eq!(arena.iter_allocated_chunks().count(), 1);
    assert_eq!(reply, again);
}

#[test]
fn replies_outlive_the_arena() {
    let mut replies = Vec::new();
    serve(["a;b", "c"].into_iter(), |reply| {
        replies.push(reply)
    });
    assert_eq!(replies[0].body, "|a|b|\n");
    assert_eq!(replies[1].body, "|c|\n");
}

#[test]
fn into_owned_copies_the_text() {
    let reply = {
        let arena = Bump::new();
        let body = arena.alloc_str("text");
        View { status: 200, body }.into_owned()
    };
    assert_eq!(reply.body, "text");
}
