//! A false count costs no more than the limit.
//!
//! A count is a promise, and an untrusted one is not a reason to allocate memory. `*1000000000`
//! says that a thousand million values follow. The starter asks for space for all of them, which
//! kills the process on one machine; another grants it, and the next message uses it. Some promises
//! cannot be kept by what is left of the input; others could be, and are still more than the message
//! may cost. Both are refused by an `Err`. A panic, caught or not, is for mistakes of the server.
//! Before moving on: the starter does *not* fail for `$1000000000`. Why? And what would
//! `with_capacity_in(1 << 62)` do in an arena?

use bumpalo::Bump;
use hostile_input::Refused;

use super::messages;
use super::strangers::{MALFORMED, SCALE, assert_read, refusal_of};

#[test]
fn promises_that_are_not_kept_are_not_paid_for() {
    let promises = [
        "*1000000000\r\n:1\r\n",
        "*9223372036854775807\r\n:1\r\n",
        "*99999999999999999999\r\n:1\r\n",
        "*3\r\n:1\r\n*1000000000\r\n:2\r\n:3\r\n",
        "$1000000000\r\nshort\r\n",
        "$9223372036854775807\r\nshort\r\n",
        "*-2\r\n",
        "$-5\r\n",
    ];
    for promise in promises {
        let what = format!("`{}`", promise.escape_debug());
        match refusal_of(&what, MALFORMED, &Bump::new(), promise.as_bytes()) {
            Refused::Malformed(_) | Refused::TooLarge => {}
            Refused::TooDeep => panic!("yours: {what} is refused as too deep, and is not deep"),
        }
    }
}

#[test]
fn promises_inside_promises_are_not_paid_for() {
    // Each list promises as many values as there are bytes left.
    let filler = b":1\r\n".repeat(50_000 / SCALE);
    let promise = format!("*{}\r\n", 60_000 / SCALE);
    let mut message = promise.into_bytes().repeat(30);
    message.extend(&filler);
    match refusal_of(
        "thirty lists that promise 60 000 values each",
        MALFORMED,
        &Bump::new(),
        &message,
    ) {
        Refused::Malformed(_) | Refused::TooLarge => {}
        Refused::TooDeep => panic!("yours: thirty lists are too deep, where 32 levels are allowed"),
    }
}

#[test]
fn a_promise_that_is_kept_is_read_to_the_last_value() {
    assert_read(
        "a list of 3 000 numbers",
        &Bump::new(),
        &messages::digits(3_000 / SCALE),
    );
    assert_read(
        "the shortest values",
        &Bump::new(),
        b"*3\r\n+\r\n-\r\n+\r\n",
    );
}
