//! Reports outlive the workers. The starter passes this step; keep it passing.
//!
//! All memory belongs to the herd, which the caller owns. When a worker is done, its arena goes
//! back to the herd with everything in it, and the threads may end. A thread-local arena cannot do
//! that: its texts would go with it, or be leaked.
//! Before moving on: `Member` has `as_bump()`. Why can a report not hold text that was allocated
//! through that reference?

use bumpalo_herd::Herd;
use fastrand::Rng;
use per_thread_arenas::read_logs;
use rayon::ThreadPoolBuilder;

use super::{arenas, logs};

#[test]
fn reports_are_in_the_herd_and_can_be_read_when_the_workers_are_gone() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let logs: Vec<String> = (0..yardstick::size(64, 8))
        .map(|number| logs::log(&mut rng, number, yardstick::size(30, 4)))
        .collect();
    let (herd, bad_herd) = (Herd::new(), Herd::new());
    let reports = {
        let pool = ThreadPoolBuilder::new().num_threads(3).build();
        let pool = pool.expect("a machine that runs tests can start three threads");
        pool.install(|| read_logs(&herd, &logs, logs::network_of))
    };
    let expected = bad::read_logs(&bad_herd, &logs, logs::network_of);
    drop(logs);
    assert_eq!(
        format!("{reports:?}"),
        format!("{expected:?}"),
        "all reports, after logs and workers are gone (seed {seed})"
    );
    let addresses: Vec<usize> = reports.iter().flat_map(arenas::addresses).collect();
    drop(reports);
    let arenas = arenas::of(&herd);
    let n_outside = addresses
        .iter()
        .filter(|address| arenas::holding(&arenas, **address).is_none())
        .count();
    assert!(
        n_outside == 0,
        "yours: {n_outside} of {} hits and texts are outside the herd that was passed in",
        addresses.len()
    );
}
