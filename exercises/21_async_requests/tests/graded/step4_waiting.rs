//! Four hundred requests that wait take less than two kilobytes each.
//!
//! The archive takes a second, say, and a request needs a few microseconds of work before it and
//! after it. So of a server's requests nearly all are waiting, and whatever a request holds while it
//! waits is there as many times as there are requests. Its own draft is not counted here.
//! Before moving on: the work of one request is done in an arena of 64 KB. How much memory would
//! 10 000 waiting requests take with it, and how much do yours?

use std::task::Poll;

use async_requests::related;
use fastrand::Rng;
use yardstick::Budget;

use super::desk::{self, Archive};
use super::{answers, drafts};

#[test]
fn requests_that_wait_hold_little() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, yardstick::size(400, 6), 3_000..6_000);
    assert_wait_holds_little(&drafts, 512 << 10);
}

#[test]
fn requests_with_long_drafts_hold_no_more() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let n_bytes = yardstick::size(40_000, 1_000)..yardstick::size(60_000, 2_000);
    let drafts = drafts::drafts(&mut rng, yardstick::size(60, 6), n_bytes);
    assert_wait_holds_little(&drafts, 2 << 20);
}

#[test]
fn requests_with_short_drafts_hold_no_arena_either() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, yardstick::size(400, 6), 100..1_000);
    assert_wait_holds_little(&drafts, 512 << 10);
}

/// `for_arenas`: what those of one request at a time may take, in bytes.
fn assert_wait_holds_little(drafts: &[String], for_arenas: u64) {
    let n_requests = drafts.len();
    let desk = desk::yours();
    desk.archive(Archive::Waits);
    let mut waiting = Vec::with_capacity(n_requests);
    Budget::named(format!("{n_requests} requests that wait for the archive"))
        .peak(n_requests as u64 * 2_048 + for_arenas)
        .process_wide()
        .run(|| {
            for draft in drafts {
                let mut request = Box::pin(related(&*desk, draft));
                let pending = answers::poll(request.as_mut()).is_pending();
                assert!(pending, "the archive is asked, and has not answered");
                waiting.push(request);
            }
        });
    assert_eq!(
        desk.n_waiting(),
        n_requests,
        "requests that have asked the archive"
    );

    // All answers come at once.
    desk.archive(Archive::Answers);
    let mut yours = Vec::with_capacity(n_requests);
    Budget::named(format!("the end of {n_requests} requests that waited"))
        .peak(n_requests as u64 * 4_096 + for_arenas)
        .process_wide()
        .run(|| {
            for mut request in waiting.drain(..) {
                if let Poll::Ready(answer) = answers::poll(request.as_mut()) {
                    yours.push(answer.map_err(|refused| format!("{refused:?}")));
                }
            }
        });
    answers::assert_same("requests that waited together", &yours, drafts);
    desk.assert_all_back(&format!("{n_requests} requests that waited together"));
}

#[test]
fn some_are_dropped_while_others_wait() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, yardstick::size(200, 6), 2_000..4_000);
    let desk = desk::yours();
    desk.archive(Archive::Waits);
    let mut waiting: Vec<_> = drafts
        .iter()
        .map(|draft| Some(Box::pin(related(&*desk, draft))))
        .collect();
    for request in waiting.iter_mut().flatten() {
        let _ = answers::poll(request.as_mut());
    }
    let (mut yours, mut answered) = (Vec::new(), Vec::new());
    desk.archive(Archive::Answers);
    for (at, request) in waiting.iter_mut().enumerate() {
        let hangs_up = rng.bool();
        let Some(mut request) = request.take() else {
            continue;
        };
        if hangs_up {
            continue;
        }
        if let Poll::Ready(answer) = answers::poll(request.as_mut()) {
            yours.push(answer.map_err(|refused| format!("{refused:?}")));
            answered.push(drafts[at].clone());
        }
    }
    answers::assert_same(
        "requests beside others that were dropped",
        &yours,
        &answered,
    );
    desk.assert_all_back("requests, half of which were dropped");
}
