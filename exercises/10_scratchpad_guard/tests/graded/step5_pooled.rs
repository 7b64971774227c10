//! The scratchpad is kept and reused: a letter costs its own text, and nothing else.
//!
//! A new arena for each letter would pass all steps before this one. But then it is not a
//! scratchpad: each letter allocates a chunk, and frees it again. The same goes for errors and
//! panics: there, too, the arena must be put back, not merely dropped.
//! The test counts heap calls once a thread has written a few letters: one for each letter, for its
//! text; none for a letter that fails.
//! Before moving on: take the reset out of your guard. Which test notices, and how?

use fastrand::Rng;
use scratchpad_guard::{fill, with_scratchpad};
use yardstick::Budget;
use yardstick::panics::result_or_message;

use super::letters;

#[test]
fn a_letter_costs_one_heap_call_for_its_text() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for round in 1..=40 {
        // The first are the largest: after these, the scratchpad has all the memory it needs.
        let n_paragraphs = if round < 4 { 40 } else { rng.usize(1..30) };
        let (template, seed) = (letters::template(&mut rng, n_paragraphs), rng.u64(..));
        costs(1, &format!("letter {round}"), round, || {
            drop(fill(&template, |field| letters::value(seed, field)));
        });
    }
    let n_bytes = with_scratchpad(|pad| pad.allocated_bytes());
    assert!(
        n_bytes > 0,
        "no letter used the scratchpad: that is where its pieces belong"
    );
}

#[test]
fn errors_and_panics_give_the_scratchpad_back() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for round in 1..=20 {
        let n_paragraphs = if round < 4 { 40 } else { rng.usize(1..30) };
        let template = letters::template(&mut rng, n_paragraphs);
        let (unfilled, seed) = (format!("{template}{{unknown}}"), rng.u64(..));
        let known = |field: &str| {
            let value = letters::value(seed, field);
            value.filter(|_| field != "unknown")
        };
        costs(0, &format!("a letter that fails, {round}"), round, || {
            drop(fill(&unfilled, known));
        });
        costs(1, &format!("the letter after it, {round}"), round, || {
            drop(fill(&template, known));
        });
        // Not measured: raising a panic takes memory of its own.
        let broken =
            result_or_message(|| fill(&unfilled, |field| Some(known(field).expect(field))));
        assert!(
            broken.is_err(),
            "the panic in round {round} did not reach the caller"
        );
        costs(
            1,
            &format!("the letter after a panic, {round}"),
            round,
            || {
                drop(fill(&template, known));
            },
        );
    }
}

#[test]
fn ten_thousand_letters_leave_the_scratchpad_as_it_was() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let templates: Vec<String> = (0..50).map(|_| letters::template(&mut rng, 2)).collect();
    let write_all = || {
        for (template, seed) in templates.iter().zip(0..) {
            drop(fill(template, |field| letters::value(seed, field)));
        }
    };
    (0..4).for_each(|_| write_all());
    Budget::named("10 000 letters, after a few to warm up")
        .live(0)
        .peak(64 << 10)
        .process_wide()
        .run(|| (0..200).for_each(|_| write_all()));
}

#[test]
fn nothing_is_left_of_a_thread_that_wrote_letters() {
    let work = || {
        let letter = fill("Dear {name},", |_| Some("Jo"));
        assert!(letter.is_ok(), "the field has a value");
    };
    let on_a_thread = || std::thread::spawn(work).join().expect("a correct letter");
    // The first thread of a process leaves memory of the standard library behind.
    on_a_thread();
    Budget::named("a thread that wrote a letter, and ended")
        .live(0)
        .process_wide()
        .run(on_a_thread);
}

/// Asserts that `work` makes at most `most` heap calls, once the first rounds are over.
fn costs(most: u64, what: &str, round: usize, work: impl FnOnce()) {
    let most = if round < 4 { u64::MAX } else { most };
    Budget::named(what)
        .allocations(most)
        .process_wide()
        .run(work);
}
