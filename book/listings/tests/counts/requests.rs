//! The handler: what each version requests from the heap for one request, and equal answers.

use crate::prose;
use bumpalo::Bump;
use listings::requests::{
    View, bad, frugal, good, serve, tools,
};

const FORM: &str = "name=Ada+Lovelace&city=London&note=Where+is+the+engine%3F\
                    &email=ada%40example.org&subject=Notes&page=7";

#[test]
fn all_versions_give_the_same_answer() {
    let arena = Bump::new();
    for form in [
        "",
        "a",
        "a=b",
        "a=%",
        "a=%zz&b=%4",
        "b=2&a=1",
        "é=ü&%21=+",
        FORM,
    ] {
        let expected = bad::answer(form);
        assert_eq!(
            good::answer(&arena, form),
            expected,
            "{form}"
        );
        assert_eq!(frugal::answer(form), expected, "{form}");
    }
    assert_eq!(
        bad::answer("b=%21&a=x+y").body,
        "a: x y\nb: !\n"
    );
}

#[test]
fn a_warm_arena_calls_the_heap_only_for_the_reply() {
    let (_, owned) = yardstick::measure(|| bad::answer(FORM));
    let (_, careful) =
        yardstick::measure(|| frugal::answer(FORM));
    let mut arena = Bump::new();
    let rounds: Vec<u64> = (0..4)
        .map(|_| {
            arena.reset();
            let (_, usage) = yardstick::measure(|| {
                good::answer(&arena, FORM)
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
    let reply = good::answer(&arena, FORM);
    assert_eq!(arena.iter_allocated_chunks().count(), 2);
    arena.reset();
    let again = good::answer(&arena, FORM);
    assert_eq!(arena.iter_allocated_chunks().count(), 1);
    assert_eq!(reply, again);
}

#[test]
fn replies_outlive_the_arena() {
    let mut replies = Vec::new();
    serve(["a=1", "b=2"].into_iter(), |reply| {
        replies.push(reply)
    });
    assert_eq!(replies[0].body, "a: 1\n");
    assert_eq!(replies[1].body, "b: 2\n");
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

#[test]
fn the_tools_allocate_only_in_a_warm_arena() {
    let mut arena = Bump::new();
    arena.alloc([0_u8; 400]);
    arena.reset();
    let (_, usage) = yardstick::measure(|| {
        assert_eq!(tools::line(&arena, 404, "/x"), "404 /x");
        let pairs = tools::pairs(&arena, "a=1; b=2; a=3");
        assert_eq!(tools::find(&pairs, "a"), Some("3"));
        assert_eq!(tools::find(&pairs, "c"), None);
    });
    assert_eq!(usage.heap_calls(), 0);
}
