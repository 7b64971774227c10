//! The scratchpad is reused: a letter costs its text alone.
//!
//! A new arena for each letter would pass all steps before this one. But then it is not a
//! scratchpad: each letter allocates a chunk, and frees it again. The same goes for errors and
//! panics: there, too, the arena must be put back, not merely dropped.
//! The test counts heap calls once a thread has written a few letters: one for each letter, for its
//! text; none for a letter that fails. It does not matter how long a letter is, and letters work in
//! the very scratchpad that `with_scratchpad` lends: what one has warmed, the other finds warm.
//! Before moving on: take the reset out of your guard. Which test notices, and how?

use fastrand::Rng;
use scratchpad_guard::{Unfilled, fill, with_scratchpad};
use yardstick::Budget;
use yardstick::panics::result_or_message;

use super::letters;

#[test]
fn a_letter_costs_one_heap_call_for_its_text() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for round in 1..=yardstick::size(40, 5) {
        // The first are the largest: after these, the scratchpad has all the memory it needs.
        let n_paragraphs = if round < 4 { 40 } else { rng.usize(1..30) };
        let (template, seed) = (letters::template(&mut rng, n_paragraphs), rng.u64(..));
        let value_of = |field: &str| letters::value(seed, field);
        let letter = costs(1, &format!("a letter, round {round}"), round, || {
            fill(&template, value_of)
        });
        let bad = bad::fill(&template, value_of);
        assert_eq!(
            letter.ok(),
            bad.ok(),
            "the letter of round {round}, of\n{template}"
        );
    }
}

#[test]
fn a_large_letter_costs_one_heap_call_too() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let enclosure = "An enclosure, in full. ".repeat(yardstick::size(2_500, 100));
    for round in 1..=8 {
        let (template, seed) = (letters::large_template(&mut rng), rng.u64(..));
        // The first are the largest.
        let enclosure = &enclosure[if round < 4 { 0 } else { 2_000 }..];
        let value_of = |field: &str| match field {
            "enclosure" => Some(enclosure),
            _ => letters::value(seed, field),
        };
        let what = format!("a letter of more than 100 KB, round {round}");
        let letter = costs(1, &what, round, || fill(&template, value_of));
        let bad = bad::fill(&template, value_of);
        assert!(letter.ok() == bad.ok(), "{what}: its text is not Bad's");
    }
}

#[test]
fn letters_and_with_scratchpad_share_one_scratchpad() {
    const N_BYTES: usize = yardstick::size(4 << 10, 1 << 10);
    let mut rng = Rng::with_seed(yardstick::seed());
    let (template, seed) = (
        letters::template(&mut rng, yardstick::size(400, 80)),
        rng.u64(..),
    );
    let write = || fill(&template, |field| letters::value(seed, field)).map(|letter| letter.len());
    // The threads are new, so that each starts without a scratchpad.
    let letters_first = || {
        for _ in 0..4 {
            assert!(write().is_ok(), "every field has a value");
        }
        Budget::named("4 KB in `with_scratchpad`, after letters with 1 000 fields and more")
            .allocations(0)
            .process_wide()
            .run(|| with_scratchpad(|pad| pad.alloc_slice_fill_copy(N_BYTES, b'#').len()))
    };
    let letters_last = || {
        for _ in 0..4 {
            with_scratchpad(|pad| {
                pad.alloc_slice_fill_copy(yardstick::size(400 << 10, 40 << 10), b'#')
                    .len()
            });
        }
        Budget::named("a letter with 1 000 fields and more, after 400 KB in `with_scratchpad`")
            .allocations(1)
            .process_wide()
            .run(write)
    };
    std::thread::scope(|scope| {
        let n_bytes = joined(scope.spawn(letters_first));
        assert_eq!(n_bytes, N_BYTES, "bytes in the scratchpad");
        let n_bytes = joined(scope.spawn(letters_last));
        assert_eq!(n_bytes, write(), "the length of the letter");
    });
}

#[test]
fn a_warm_scratchpad_needs_no_heap_call() {
    yardstick::steady("4 KB in `with_scratchpad`", yardstick::size(20, 3), |_| {
        let n_bytes = with_scratchpad(|pad| pad.alloc_slice_fill_copy(4 << 10, b'#').len());
        assert_eq!(n_bytes, 4 << 10, "bytes in the scratchpad");
    });
}

#[test]
fn errors_and_panics_give_the_scratchpad_back() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for round in 1..=yardstick::size(20, 4) {
        let n_paragraphs = if round < 4 { 40 } else { rng.usize(1..30) };
        let template = letters::template(&mut rng, n_paragraphs);
        let (unfilled, seed) = (format!("{template}{{unknown}}"), rng.u64(..));
        let known = |field: &str| {
            let value = letters::value(seed, field);
            value.filter(|_| field != "unknown")
        };
        let failed = costs(
            0,
            &format!("a letter that fails, round {round}"),
            round,
            || fill(&unfilled, known),
        );
        let at = template.len();
        assert_eq!(failed, Err(Unfilled { at }), "where `{{unknown}}` starts");
        let next = costs(
            1,
            &format!("the letter after one that fails, round {round}"),
            round,
            || fill(&template, known),
        );
        // Not measured: raising a panic takes memory of its own.
        let broken =
            result_or_message(|| fill(&unfilled, |field| Some(known(field).expect(field))));
        assert!(
            broken.is_err(),
            "the panic in round {round} did not reach the caller"
        );
        let what = format!("the letter after a panic, round {round}");
        let last = costs(1, &what, round, || fill(&template, known));
        // Bad never fails here, so it keeps its scratchpad.
        let bad = bad::fill(&template, known).ok();
        assert_eq!(
            next.ok(),
            bad,
            "the letter after one that fails, round {round}"
        );
        assert_eq!(last.ok(), bad, "{what}");
    }
}

/// Of the arenas of a nested letter, the one that is kept suits the letters that follow.
#[test]
fn a_letter_after_a_nested_one_finds_the_warm_scratchpad() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for round in 1..=yardstick::size(12, 5) {
        let n_paragraphs = if round < 4 { 60 } else { rng.usize(30..50) };
        let (template, seed) = (letters::template(&mut rng, n_paragraphs), rng.u64(..));
        let value_of = |field: &str| letters::value(seed, field);
        let nested = fill(&format!("{{footer}}{template}"), |field| match field {
            "footer" => fill("Yours, {clerk}", value_of).ok(),
            _ => value_of(field).map(str::to_owned),
        });
        let what = format!("a letter after one that had another one in it, round {round}");
        let letter = costs(1, &what, round, || fill(&template, value_of));
        let bad = bad::fill(&template, value_of).ok();
        assert_eq!(letter.ok(), bad, "{what}");
        let footer = bad::fill("Yours, {clerk}", value_of).ok();
        assert_eq!(
            nested.ok(),
            footer.zip(bad).map(|(footer, letter)| footer + &letter),
            "the letter that had another one in it, round {round}"
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
        .run(|| (0..yardstick::size(200, 2)).for_each(|_| write_all()));
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

/// The result of `work`, which makes at most `most` heap calls, once the first rounds are over.
fn costs<R>(most: u64, what: &str, round: usize, work: impl FnOnce() -> R) -> R {
    let most = if round < 4 { u64::MAX } else { most };
    Budget::named(what)
        .allocations(most)
        .process_wide()
        .run(work)
}

/// The thread's result. Its failure is the test's.
fn joined<R>(thread: std::thread::ScopedJoinHandle<'_, R>) -> R {
    match thread.join() {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
