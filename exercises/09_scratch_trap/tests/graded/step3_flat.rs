//! Memory follows the largest batch, not the number of batches.
//!
//! A scratch that only grows, or that is emptied at a limit which is never reached, is a leak with a
//! name. What a batch worked in is of no use to anyone once its summary is there. Ten thousand
//! batches can work in the same memory, one after the other: none of them asks for more, and what
//! they touch is in the cache.
//! The scratch belongs to the thread, not to batches: a helper that works in it between two batches
//! finds it warm, too. A batch that can do without a buffer may do so.
//! Before moving on: make a new `Bump` for each batch instead. Which test of this step notices?

use std::sync::mpsc;
use std::time::Duration;

use fastrand::Rng;
use scratch_trap::{process_batch, with_scratch};
use yardstick::Budget;

use super::readings;
use super::summary::numbers;

#[test]
fn ten_thousand_small_batches_leave_the_scratch_as_it_was() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The largest first: after these, the scratch has all the memory it needs. Bad gets the same
    // start.
    for _ in 0..4 {
        let batch = readings::batch(&mut rng, 100);
        let (yours, bad) = (
            numbers!(process_batch(&batch)),
            numbers!(bad::process_batch(&batch)),
        );
        assert_eq!(yours, bad, "the summary of a batch of 100 readings");
    }
    let batches: Vec<Vec<i32>> = (0..50).map(|_| readings::batch(&mut rng, 16)).collect();
    let small_batches = || (0..yardstick::size(200, 2)).flat_map(|_| &batches);
    let ((), bad_usage) = yardstick::measure(|| {
        small_batches().for_each(|batch| {
            bad::process_batch(batch);
        });
    });
    let mut summaries = Vec::with_capacity(10_000);
    Budget::named("10 000 small batches, after a few larger ones")
        .live(0)
        .peak(64 << 10)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            small_batches().for_each(|batch| summaries.push(process_batch(batch)));
        });
    for (number, (batch, summary)) in small_batches().zip(summaries).enumerate() {
        assert_eq!(
            numbers!(summary),
            numbers!(bad::process_batch(batch)),
            "readings, rest, peak, crossings, path of small batch {number}"
        );
    }
}

#[test]
fn a_warm_scratch_needs_no_heap_call() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The two warm-up rounds are the largest, and no two rounds get the same batch.
    let batches: Vec<Vec<i32>> = [600, 600]
        .into_iter()
        .chain([300; yardstick::size(48, 4)])
        .map(|n_readings| readings::batch(&mut rng, n_readings))
        .collect();
    let mut summaries = Vec::with_capacity(batches.len());
    let what = "a batch of 300 readings, and then a helper that works in `with_scratch`";
    yardstick::steady(what, batches.len(), |round| {
        let batch = &batches[round - 1];
        summaries.push(process_batch(batch));
        let sum = with_scratch(|scratch| {
            let copy = scratch.alloc_slice_copy(batch);
            copy.iter().map(|reading| i64::from(*reading)).sum::<i64>()
        });
        assert_eq!(
            sum,
            batch.iter().map(|reading| i64::from(*reading)).sum::<i64>(),
            "the sum of a batch, from a copy in the scratch"
        );
    });
    for (batch, summary) in batches.iter().zip(summaries) {
        assert_eq!(
            numbers!(summary),
            numbers!(bad::process_batch(batch)),
            "readings, rest, peak, crossings, path of a batch in a warm scratch"
        );
    }
}

/// Each thread has a scratch, which is warm whatever others are doing in theirs.
#[test]
fn a_thread_does_not_share_its_scratch() {
    const PATIENCE: Duration = Duration::from_secs(5);
    let mut rng = Rng::with_seed(yardstick::seed());
    let batches: Vec<Vec<i32>> = (0..6)
        .map(|_| readings::batch(&mut rng, yardstick::size(300, 20)))
        .collect();
    let (started, has_started) = mpsc::channel();
    let mut summaries = Vec::with_capacity(batches.len());
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..3)
            .map(|_| {
                let started = started.clone();
                let (finished, has_finished) = mpsc::channel::<()>();
                let other = scope.spawn(move || {
                    with_scratch(|scratch| {
                        scratch.alloc_slice_fill_copy(1_000, 0_u8);
                        started.send(()).expect("the test waits for this");
                        has_finished.recv_timeout(PATIENCE)
                    })
                });
                let is_inside = has_started.recv_timeout(PATIENCE);
                assert!(
                    is_inside.is_ok(),
                    "another thread is in its scratch within {PATIENCE:?}"
                );
                (finished, other)
            })
            .collect();
        let what = "a batch and a helper, while three other threads are inside `with_scratch`";
        yardstick::steady(what, batches.len(), |round| {
            let batch = &batches[round - 1];
            summaries.push(process_batch(batch));
            let sum = with_scratch(|scratch| {
                let copy = scratch.alloc_slice_copy(batch);
                copy.iter().map(|reading| i64::from(*reading)).sum::<i64>()
            });
            assert_eq!(
                sum,
                batch.iter().map(|reading| i64::from(*reading)).sum::<i64>(),
                "the sum of a batch, from a copy in the scratch"
            );
        });
        for (finished, other) in others {
            // The other thread may have given up.
            let _ = finished.send(());
            assert_eq!(
                other.join().expect("the other thread only waits"),
                Ok(()),
                "batches that do not wait for another thread to leave its scratch, in {PATIENCE:?}"
            );
        }
    });
    for (batch, summary) in batches.iter().zip(summaries) {
        assert_eq!(
            numbers!(summary),
            numbers!(bad::process_batch(batch)),
            "readings, rest, peak, crossings, path of a batch while other threads work"
        );
    }
}

#[test]
fn a_batch_needs_nothing_beside_the_scratch() {
    const N_BYTES: usize = yardstick::size(400 << 10, 8 << 10);
    let batch = readings::batch(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(8_000, 300),
    );
    let expected = numbers!(bad::process_batch(&batch));
    // A thread of its own, so that nothing is warm but what is warmed here.
    let work = || {
        for _ in 0..3 {
            let n_bytes =
                with_scratch(|scratch| scratch.alloc_slice_fill_copy(N_BYTES, 0_u8).len());
            assert_eq!(n_bytes, N_BYTES, "bytes in the scratch");
            process_batch(&batch[..5]);
        }
        Budget::named("a batch of 8 000 readings, after 400 KB in `with_scratch`")
            .allocations(0)
            .process_wide()
            .run(|| process_batch(&batch))
    };
    match std::thread::scope(|scope| scope.spawn(work).join()) {
        Ok(summary) => assert_eq!(
            numbers!(summary),
            expected,
            "readings, rest, peak, crossings, path of a batch of 8 000 readings"
        ),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
