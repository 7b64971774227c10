//! Nested calls work or say why not; panics break no later call.
//!
//! Sooner or later, a helper that works in the scratch is called by a function that does so too.
//! The inner call must then leave the outer one's data alone, and give the right result. Refusing
//! is fine too, if the message says what is wrong (that the *scratch* is in use, that calls
//! *nest*); "already borrowed" tells the caller nothing.
//! Before moving on: when is memory reclaimed if the outer closure calls `process_batch` a thousand
//! times?

use std::alloc::Layout;

use fastrand::Rng;
use scratch_trap::{Summary, process_batch, with_scratch};
use yardstick::panics::{place, result_or_message};

use super::readings;
use super::summary::numbers;

const BATCH: [i32; 5] = [100, 110, 90, 104, 96];

const SUMMARY: Summary = Summary {
    readings: 5,
    rest: 100,
    peak: 5,
    crossings: 3,
    path: 15,
};

#[test]
fn a_nested_call_is_right_or_says_what_is_wrong() {
    nested_call_with(0, &BATCH);
    let batch = readings::batch(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(3_000, 300),
    );
    nested_call_with(0, &batch);
}

#[test]
fn a_nested_call_in_a_large_scratch_is_right_or_says_what_is_wrong() {
    nested_call_with(64 << 20, &BATCH);
}

/// The two closures, as helpers have them that know nothing of each other.
#[test]
fn a_closure_inside_a_closure_is_right_or_says_what_is_wrong() {
    let outcome = result_or_message(|| {
        with_scratch(|outer| {
            let kept = outer.alloc_str("the outer call's data");
            let n_bytes = with_scratch(|inner| inner.alloc_slice_fill_copy(4_000, b'#').len());
            outer.alloc_slice_fill_copy(64, b'#');
            (kept.to_owned(), n_bytes)
        })
    });
    match outcome {
        Ok((kept, n_bytes)) => assert_eq!(
            (kept.as_str(), n_bytes),
            ("the outer call's data", 4_000),
            "the outer call's data in the scratch, and bytes in the inner one"
        ),
        Err(message) => assert_clear(&message),
    }
    assert_batch_works("after a closure in a closure");
}

#[test]
fn a_closure_that_panics_does_not_break_later_calls() {
    let broken = result_or_message(|| {
        with_scratch(|scratch| -> usize { panic!("{}", scratch.alloc_str("a bad batch")) })
    });
    let message = broken.err();
    assert_eq!(
        message.as_deref(),
        Some("a bad batch"),
        "the message that the caller of `with_scratch` sees"
    );
    for _ in 0..3 {
        assert_batch_works("after a closure that panicked");
    }
    nested_call_with(0, &BATCH);
}

/// Whatever happened in the scratch before, batches and helpers leave it as they found it.
#[test]
fn later_calls_are_flat_whatever_happened_before() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The two warm-up rounds are the largest.
    let batches: Vec<Vec<i32>> = [600, 600]
        .into_iter()
        .chain([300; yardstick::size(38, 3)])
        .map(|n_readings| readings::batch(&mut rng, yardstick::size(n_readings, 40)))
        .collect();
    let panics = || -> usize { panic!("a bad batch") };
    let before: [(&str, &dyn Fn()); 4] = [
        ("a closure that panicked", &|| {
            let _ = result_or_message(|| with_scratch(|_| panics()));
        }),
        ("a nested closure that panicked", &|| {
            let _ = result_or_message(|| with_scratch(|_| with_scratch(|_| panics())));
        }),
        (
            "a nested closure whose panic was caught in the outer one",
            &|| {
                let _ = result_or_message(|| {
                    with_scratch(|scratch| {
                        let _ = result_or_message(|| with_scratch(|_| panics()));
                        scratch.alloc_slice_fill_copy(100, 0_u8).len()
                    })
                });
            },
        ),
        (
            "two batches, one after the other, inside a closure",
            &|| {
                let _ = result_or_message(|| {
                    with_scratch(|scratch| {
                        process_batch(&BATCH);
                        process_batch(&BATCH);
                        scratch.alloc_slice_fill_copy(100, 0_u8).len()
                    })
                });
            },
        ),
    ];
    for (what, happens) in before {
        happens();
        let what = format!("a batch of 300 readings and a helper, after {what}");
        yardstick::steady(&what, batches.len(), |round| {
            let batch = &batches[round - 1];
            process_batch(batch);
            let n_bytes = with_scratch(|scratch| scratch.alloc_slice_copy(batch).len());
            assert_eq!(n_bytes, batch.len(), "readings in the scratch");
            process_batch(&batch[..5]);
        });
    }
}

/// This batch inside a closure that has its own data in the scratch, `n_bytes` of it unused.
fn nested_call_with(n_bytes: usize, batch: &[i32]) {
    let layout = Layout::array::<u8>(n_bytes).expect("a few megabytes make a valid layout");
    let outcome = result_or_message(|| {
        with_scratch(|scratch| {
            let kept = scratch.alloc_str("the outer call's data");
            scratch.alloc_layout(layout);
            let summary = process_batch(batch);
            // A scratch that was reset too early would hand out the memory of `kept` again.
            scratch.alloc_slice_fill_copy(64, b'#');
            assert_eq!(
                kept, "the outer call's data",
                "the outer call's data in the scratch"
            );
            summary
        })
    });
    match outcome {
        Ok(summary) => assert_eq!(
            numbers!(summary),
            numbers!(bad::process_batch(batch)),
            "readings, rest, peak, crossings, path of a batch inside `with_scratch`"
        ),
        Err(message) => assert_clear(&message),
    }
    assert_eq!(
        process_batch(&BATCH),
        SUMMARY,
        "the summary of a batch after a nested call"
    );
}

fn assert_batch_works(when: &str) {
    match result_or_message(|| process_batch(&BATCH)) {
        Ok(summary) => assert_eq!(summary, SUMMARY, "the summary of a batch {when}"),
        Err(message) => panic!(
            "yours: a batch {when} panicked with \"{message}\"\n\
             at {}\n\
             Whatever a closure does, the next call on its thread must have a scratch.",
            place()
        ),
    }
}

/// Asserts that a refusal tells its reader what to change, which `RefCell`'s own words do not.
fn assert_clear(message: &str) {
    let lower = message.to_lowercase();
    let says_what = ["scratch", "nest", "re-entr", "reentr"]
        .iter()
        .any(|word| lower.contains(word));
    assert!(
        says_what,
        "yours: a call inside `with_scratch` panicked with \"{message}\"\n\
         at {}\n\
         Two answers are right there: that of the inner call, or a message that names the scratch and \
         says that calls may not nest.",
        place()
    );
}
