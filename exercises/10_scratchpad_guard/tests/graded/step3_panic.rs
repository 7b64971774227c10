//! A panic in one letter does no harm once it is caught.
//!
//! `value_of` is the caller's code, and may panic; a server catches that, and answers the next
//! request on the same thread. Of the function that called it, no line after that call is run.
//! Before moving on: what would happen if your guard's `drop` panicked during a panic?

use scratchpad_guard::{fill, with_scratchpad};
use yardstick::panics::{place, result_or_message};

#[test]
fn a_letter_can_be_written_after_a_panic() {
    for attempt in 1..=3 {
        let broken = result_or_message(|| {
            fill("Dear {name},", |_| -> Option<&str> {
                panic!("no connection")
            })
        });
        assert_goes_through(attempt, broken.map(drop));
        assert_next_letter_works(attempt, "`value_of` panicked");
    }
}

#[test]
fn a_letter_can_be_written_after_a_panic_in_with_scratchpad() {
    for attempt in 1..=3 {
        let broken = result_or_message(|| {
            with_scratchpad(|pad| -> usize { panic!("{}", pad.alloc_str("no connection")) })
        });
        assert_goes_through(attempt, broken.map(drop));
        assert_next_letter_works(attempt, "the closure panicked");
    }
}

/// The caller's panic must reach the caller unchanged.
fn assert_goes_through(attempt: usize, broken: Result<(), String>) {
    assert_eq!(
        broken,
        Err("no connection".to_owned()),
        "the panic as the caller sees it, attempt {attempt}"
    );
}

fn assert_next_letter_works(attempt: usize, what: &str) {
    match result_or_message(|| fill("Dear {name},", |_| Some("Jo"))) {
        Ok(letter) => assert_eq!(letter.as_deref(), Ok("Dear Jo,"), "the letter after {what}"),
        Err(message) => panic!(
            "yours: after {what} (attempt {attempt}), the next letter panicked with \"{message}\"\n\
             at {}\n\
             However a letter ends, the next one on its thread must have a scratchpad.",
            place()
        ),
    }
}
