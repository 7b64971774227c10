//! After a letter that could not be written, the next one can.
//!
//! `?` returns from the middle of `fill`, and `put_scratchpad` stands at its end. In the starter
//! the scratchpad is then dropped with the function, its place in the thread stays empty, and the
//! next letter unwraps `None`: so does every later one on this thread. The error was an ordinary
//! one; the panic comes from a call that did nothing wrong.
//! The cheapest version that passes: a value that owns the arena, and puts it back in its `Drop`.
//! Before moving on: would a `put_scratchpad` before each `?` do? What about the next `?` that
//! somebody writes?

use scratchpad_guard::{Unfilled, fill};
use yardstick::panics::{place, result_or_message};

#[test]
fn a_letter_can_be_written_after_one_that_could_not() {
    let wrong = [("Dear {name}, {unknown}", 13), ("Dear {name}, {name", 13)];
    for (template, at) in wrong {
        let known = |field: &str| (field == "name").then_some("Jo");
        for attempt in 1..=3 {
            match result_or_message(|| fill(template, known)) {
                Ok(outcome) => assert_eq!(
                    outcome,
                    Err(Unfilled { at }),
                    "attempt {attempt} at `{template}`"
                ),
                Err(message) => {
                    fail_since_lost(&format!("attempt {attempt} at `{template}`"), &message)
                }
            }
            match result_or_message(|| fill("Dear {name}", known)) {
                Ok(letter) => assert_eq!(
                    letter.as_deref(),
                    Ok("Dear Jo"),
                    "a right letter after attempt {attempt} at `{template}`"
                ),
                Err(message) => fail_since_lost("`Dear {name}`, which can be filled,", &message),
            }
        }
    }
}

/// Fails the test: `what` found no scratchpad.
fn fail_since_lost(what: &str, message: &str) {
    panic!(
        "{what} panicked with \"{message}\"\n\
         at {}\n\
         The letter before it returned an error by `?`, and took the scratchpad with it. Put it \
         back on every way out: in the `Drop` of a guard.",
        place()
    );
}
