//! After a letter that cannot be written, the next one can be.
//!
//! `?` returns from the middle of `fill`, but `put_scratchpad` is at its end. In the starter the
//! scratchpad is then dropped with the function, the thread's slot stays empty, and the next letter
//! unwraps `None`, as does every later one on this thread. The error was an ordinary one; the panic
//! comes from a call that did nothing wrong.
//! Before moving on: would a `put_scratchpad` before each `?` be enough? What about the next `?`
//! that someone adds?

use scratchpad_guard::{Unfilled, fill};
use yardstick::panics::{place, result_or_message};

#[test]
fn a_letter_can_be_written_after_one_that_cannot() {
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
                    fail_scratchpad_lost(&format!("attempt {attempt} at `{template}`"), &message)
                }
            }
            match result_or_message(|| fill("Dear {name}", known)) {
                Ok(letter) => assert_eq!(
                    letter.as_deref(),
                    Ok("Dear Jo"),
                    "a correct letter after attempt {attempt} at `{template}`"
                ),
                Err(message) => {
                    fail_scratchpad_lost("`Dear {name}`, which can be filled,", &message)
                }
            }
        }
    }
}

#[test]
fn an_error_names_the_byte_where_the_field_starts() {
    let wrong = [
        ("Grüezi Zoé, {unknown}", 14),
        ("Zoé: {name} – {name} – {name", 28),
        ("{name}, {unknown}, {unknown}", 8),
        ("{name}, {once}, {name}, {once} {once}", 24),
        ("}}} {unknown", 4),
    ];
    for (template, at) in wrong {
        let mut n_times = 0;
        let outcome = result_or_message(|| {
            fill(template, |field| match field {
                "name" => Some("Zoé"),
                "once" => {
                    n_times += 1;
                    (n_times == 1).then_some("Jo")
                }
                _ => None,
            })
        });
        match outcome {
            Ok(outcome) => assert_eq!(
                outcome,
                Err(Unfilled { at }),
                "where the first field that cannot be filled starts, in `{template}`"
            ),
            Err(message) => fail_scratchpad_lost(&format!("`{template}`"), &message),
        }
    }
}

/// Fails the test: `what` found no scratchpad.
fn fail_scratchpad_lost(what: &str, message: &str) {
    panic!(
        "yours: {what} panicked with \"{message}\"\n\
         at {}",
        place()
    );
}
