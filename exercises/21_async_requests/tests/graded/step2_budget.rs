//! A request asks the heap at most four times, and works in arenas of the desk.
//!
//! A server answers drafts all day. What one request builds on its way is of no use to the next, and
//! the arenas that the desk lends are warm: they have room for it from the requests before. What the
//! heap is asked for is what must outlive the work: the answer, and what is needed across the wait.
//! Here the archive answers at once.
//! Before moving on: try to keep a vector of the arena for the part after the `.await`. Which line
//! does the compiler refuse, and which two places does it name?

use fastrand::Rng;
use yardstick::Budget;

use super::{answers, desk, drafts};

#[test]
fn a_request_asks_the_heap_at_most_four_times() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, yardstick::size(100, 3), 2_000..8_000);
    let n_requests = drafts.len() as u64;
    let (bad_desk, desk) = (desk::of_bad(), desk::yours());
    let ((), bad_usage) = yardstick::measure_process(|| {
        for draft in &drafts {
            let _ = answers::at_once(bad::related(&*bad_desk, draft));
        }
    });
    // The arenas get as large as they will ever be.
    let largest = drafts::draft(&mut rng, 9_000);
    for _ in 0..4 {
        let _ = answers::yours(&desk, &largest);
    }
    let mut yours = Vec::with_capacity(drafts.len());
    Budget::named(format!("{n_requests} requests, one after the other"))
        .allocations(4 * n_requests)
        .bytes(n_requests * 4_096)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            for draft in &drafts {
                yours.push(answers::yours(&desk, draft));
            }
        });
    answers::assert_same("drafts, one after the other", &yours, &drafts);
}

#[test]
fn the_work_is_done_in_arenas_of_the_desk() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let draft = drafts::draft(&mut rng, 8_000);
    let desk = desk::yours();
    let answer = answers::yours(&desk, &draft);
    answers::assert_same("a draft", &[answer], std::slice::from_ref(&draft));
    let (n_taken, n_bytes) = (desk.n_taken(), desk.most_bytes());
    // Words take more room than the text that they are from: each needs an entry in a list as well.
    assert!(
        n_bytes >= draft.len(),
        "the words of a draft of {} bytes: yours took {n_taken} arenas from the desk, and the \
         largest that came back holds {n_bytes} bytes",
        draft.len()
    );
}
