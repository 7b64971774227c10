//! A message may only be as deep as its limit, since the stack is memory too.
//!
//! A million nested lists are four megabytes of input. They need no more memory than other
//! messages; but the parser calls itself for each, and a stack overflow kills the process. No arena
//! limit covers it, and it cannot be caught.
//! The cheapest version that passes: a number that goes down with each list.
//! Before moving on: `visit` and `Display` recurse as well. Why do they not need a limit of their
//! own?

use bumpalo::Bump;
use hostile_input::{Limits, Refused};

use super::messages;
use super::strangers::{
    LIMITS, SCALE, assert_read, assert_read_within, refusal_of, refusal_within,
};

#[test]
fn a_million_nested_lists_are_too_deep() {
    let message = messages::nested(1_000_000 / SCALE);
    let what = "a million lists, each inside the one before it";
    assert_eq!(
        refusal_of(what, &Bump::new(), &message),
        Refused::TooDeep,
        "{what}"
    );
}

#[test]
fn the_depth_limit_is_exact() {
    let arena = Bump::new();
    assert_read("a number outside any list", &arena, &messages::nested(0));
    assert_read(
        "lists nested exactly to the limit",
        &arena,
        &messages::nested(LIMITS.depth),
    );
    for depth in [0, 1, 7, LIMITS.depth, 100] {
        let limits = Limits { depth, ..LIMITS };
        let what = format!("lists nested {depth} levels deep");
        assert_read_within(limits, &what, &arena, &messages::nested(depth));
        let what = format!("lists nested one level deeper than {depth}");
        let refused = refusal_within(limits, &what, &arena, &messages::nested(depth + 1));
        assert_eq!(refused, Refused::TooDeep, "{what}");
    }
}

#[test]
fn lists_side_by_side_are_not_deep() {
    let n_lists = 500 / SCALE;
    let mut message = format!("*{n_lists}\r\n").into_bytes();
    message.extend(messages::nested(LIMITS.depth - 1).repeat(n_lists));
    assert_read("five hundred lists side by side", &Bump::new(), &message);
}
