//! A message may be so deep and no deeper, since the stack is memory too.
//!
//! A million lists inside one another are four megabytes of input. They need no more memory than
//! other messages; but the parser calls itself for each, and a stack that overflows ends the
//! process. No limit of an arena sees it, and nobody can catch it.
//! The cheapest version that passes: a number that goes down with each list.
//! Before moving on: `visit` and `Display` recurse as well. Why need they no limit of their own?

use bumpalo::Bump;
use hostile_input::Refused;

use super::messages;
use super::strangers::{LIMITS, assert_read, refusal_of};

#[test]
fn a_million_lists_inside_one_another_are_too_deep() {
    let message = messages::nested(1_000_000);
    let what = "a million lists, each inside the one before it";
    assert_eq!(
        refusal_of(what, &Bump::new(), &message),
        Refused::TooDeep,
        "{what}"
    );
}

#[test]
fn the_limit_is_met_exactly() {
    let arena = Bump::new();
    assert_read(
        "a number, which is in no list",
        &arena,
        &messages::nested(0),
    );
    assert_read(
        "lists as deep as they may be",
        &arena,
        &messages::nested(LIMITS.depth),
    );
    let what = "one list more than there may be inside one another";
    let refused = refusal_of(what, &arena, &messages::nested(LIMITS.depth + 1));
    assert_eq!(refused, Refused::TooDeep, "{what}");
}

#[test]
fn lists_side_by_side_are_not_deep() {
    let mut message = b"*500\r\n".to_vec();
    message.extend(messages::nested(LIMITS.depth - 1).repeat(500));
    assert_read("five hundred lists side by side", &Bump::new(), &message);
}
