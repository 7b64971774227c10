//! A request that is dropped on its way gives back what it has taken.
//!
//! A client hangs up, or a timeout strikes: the future of the request is dropped where it waits, and
//! not one line after that `.await` is run. The archive may also fail, and the request ends early;
//! or it panics. The starter passes this step, since it takes no arena.
//! Before moving on: in which order are a future's own variables dropped when it is cancelled, and
//! in which when it runs to its end?

use std::panic::{AssertUnwindSafe, catch_unwind};

use async_requests::related;
use fastrand::Rng;
use yardstick::Budget;

use super::desk::{self, Archive};
use super::{answers, drafts};

/// What one request may take, with the arenas that it works in, in bytes.
const MOST: u64 = 512 << 10;

/// What may be left of 300 requests, once the desk has all arenas that it needs, in bytes.
const LEFT: u64 = 8 << 10;

fn n_requests() -> usize {
    yardstick::size(300, 8)
}

#[test]
fn a_request_dropped_while_it_waits_gives_its_arena_back() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, 8, 1_000..3_000);
    let desk = desk::yours();
    desk.archive(Archive::Waits);
    let drop_requests = |n_requests: usize| {
        for draft in drafts.iter().cycle().take(n_requests) {
            let mut request = Box::pin(related(&*desk, draft));
            let pending = answers::poll(request.as_mut()).is_pending();
            assert!(pending, "the archive is asked, and has not answered");
        }
    };
    let what = format!("{} requests, each dropped while it waits", n_requests());
    drop_requests(3 * drafts.len());
    Budget::named(&what)
        .live(LEFT)
        .peak(MOST)
        .process_wide()
        .run(|| drop_requests(n_requests()));
    desk.assert_all_back(&what);
    assert_eq!(
        desk.n_waiting(),
        0,
        "questions to the archive that are still open"
    );
}

#[test]
fn a_request_that_never_began_leaves_nothing() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, 8, 1_000..3_000);
    let desk = desk::yours();
    for draft in &drafts {
        drop(related(&*desk, draft));
    }
    desk.assert_all_back("requests that were never polled");
}

#[test]
fn a_request_whose_archive_fails_gives_its_arena_back() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let mut drafts = drafts::drafts(&mut rng, 7, 1_000..3_000);
    drafts.push("a of the".to_owned());
    let desk = desk::yours();
    desk.archive(Archive::Fails);
    let fail = |n_requests: usize| {
        for draft in drafts.iter().cycle().take(n_requests) {
            let answer = answers::at_once(related(&*desk, draft));
            assert!(answer.is_err(), "the archive does not answer");
        }
    };
    let what = format!("{} requests, none of which gets an answer", n_requests());
    fail(3 * drafts.len());
    Budget::named(&what)
        .live(LEFT)
        .process_wide()
        .run(|| fail(n_requests()));
    desk.assert_all_back(&what);
}

#[test]
fn a_request_whose_archive_panics_gives_its_arena_back() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, yardstick::size(100, 4), 1_000..3_000);
    let desk = desk::yours();
    desk.archive(Archive::Panics);
    for draft in &drafts {
        let caught = catch_unwind(AssertUnwindSafe(|| {
            let _ = answers::at_once(related(&*desk, draft));
        }));
        assert!(
            caught.is_err(),
            "the panic is the archive's, and none of your business"
        );
    }
    desk.assert_all_back("requests in which the archive panics");
}

#[test]
fn after_dropped_requests_the_next_ones_are_as_cheap() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, yardstick::size(20, 2), 1_000..3_000);
    let largest = drafts::draft(&mut rng, 4_000);
    let desk = desk::yours();
    for round in 0..40 {
        desk.archive(if round % 4 == 3 {
            Archive::Answers
        } else {
            Archive::Waits
        });
        let mut request = Box::pin(related(&*desk, &largest));
        let _ = answers::poll(request.as_mut());
    }
    desk.archive(Archive::Answers);
    let bad_desk = desk::of_bad();
    let ((), bad_usage) = yardstick::measure_process(|| {
        for draft in &drafts {
            let _ = answers::at_once(bad::related(&*bad_desk, draft));
        }
    });
    let mut yours = Vec::with_capacity(drafts.len());
    // What Bad needs is enough here: step 2 is about less.
    Budget::named("requests after others that were dropped")
        .allocations(bad_usage.heap_calls())
        .process_wide()
        .run(|| {
            for draft in &drafts {
                yours.push(answers::yours(&desk, draft));
            }
        });
    answers::assert_same("after requests that were dropped", &yours, &drafts);
}
