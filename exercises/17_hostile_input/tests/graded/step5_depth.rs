//! A message may only be as deep as its limit.
//!
//! The stack is memory too. A million nested lists are four megabytes of input. They need no more
//! memory than other messages; but the parser calls itself for each, and a stack overflow kills the
//! process. No arena limit covers it, and it cannot be caught. Lists side by side are not deep, and
//! an empty list is a level like any other.
//! Before moving on: `visit` and `Display` recurse as well. Why do they not need a limit of their
//! own?

use bumpalo::Bump;
use hostile_input::{Limits, Refused};

use super::messages;
use super::strangers::{
    LIMITS, SCALE, TOO_DEEP, assert_read, assert_read_within, refusal_of, refusal_within,
};

#[test]
fn a_million_nested_lists_are_too_deep() {
    let message = messages::nested(1_000_000 / SCALE);
    let what = "a million lists, each inside the one before it";
    assert_eq!(
        refusal_of(what, TOO_DEEP, &Bump::new(), &message),
        Refused::TooDeep,
        "why this is refused: {what}"
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
        let refused = refusal_within(
            limits,
            &what,
            TOO_DEEP,
            &arena,
            &messages::nested(depth + 1),
        );
        assert_eq!(refused, Refused::TooDeep, "why this is refused: {what}");
    }
}

#[test]
fn the_depth_limit_is_the_one_passed_in() {
    // No deeper: recursion is welcome, and the stack of a test is small. Optimised, a level takes less of it.
    const DEEP: usize = yardstick::size(yardstick::thorough(400, 2_000), 40);
    for (depth, n_levels) in [(DEEP, DEEP), (usize::MAX, DEEP)] {
        let limits = Limits { depth, ..LIMITS };
        let what = format!("lists nested {n_levels} levels deep, where {depth} are allowed");
        assert_read_within(limits, &what, &Bump::new(), &messages::nested(n_levels));
    }
}

#[test]
fn an_empty_list_is_a_level_too() {
    let none = Limits { depth: 0, ..LIMITS };
    let refused = refusal_within(
        none,
        "an empty list outside any",
        TOO_DEEP,
        &Bump::new(),
        b"*0\r\n",
    );
    assert_eq!(
        refused,
        Refused::TooDeep,
        "why an empty list is refused, where no level is allowed"
    );
    assert_read_within(none, "no list", &Bump::new(), b"*-1\r\n");
    let one = Limits { depth: 1, ..LIMITS };
    let what = "two empty lists in a list";
    let message = b"*2\r\n*0\r\n*0\r\n";
    let refused = refusal_within(one, what, TOO_DEEP, &Bump::new(), message);
    assert_eq!(
        refused,
        Refused::TooDeep,
        "why this is refused, where one level is allowed: {what}"
    );
    let two = Limits { depth: 2, ..LIMITS };
    assert_read_within(two, what, &Bump::new(), message);
}

#[test]
fn lists_side_by_side_are_not_deep() {
    let n_lists = 500 / SCALE;
    let mut message = format!("*{n_lists}\r\n").into_bytes();
    message.extend(messages::nested(LIMITS.depth - 1).repeat(n_lists));
    assert_read("five hundred lists side by side", &Bump::new(), &message);
}

#[test]
fn a_message_too_deep_leaves_the_limit_as_it_was() {
    for callers in [None, Some(8 << 20), Some(LIMITS.bytes / 2)] {
        let arena = Bump::new();
        arena.set_allocation_limit(callers);
        let deep = messages::nested(LIMITS.depth + 1);
        refusal_of("lists that are too deep", TOO_DEEP, &arena, &deep);
    }
}
