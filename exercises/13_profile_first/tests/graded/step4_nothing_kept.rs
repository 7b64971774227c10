//! A report keeps nothing, and its peak is as before.
//!
//! Heap calls can be traded for memory: answers cached forever, tables for every possible input. A
//! profile of calls does not show that price, so look at the other figures too.
//! Before moving on: which profile would have shown it?

use std::hash::{DefaultHasher, Hash, Hasher};

use fastrand::Rng;
use profile_first::report;
use yardstick::Budget;

use super::logs;

#[test]
fn each_report_frees_all_its_memory() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // Each log has different agents, so anything cached from the one before is of no use.
    for number in 1..=3 {
        let log = logs::log(&mut rng, yardstick::size(500, 15));
        let (expected, bad_usage) = yardstick::measure(|| hash(&bad::report(&log)));
        // Made and dropped within: only its hash is left.
        let yours = Budget::named(format!("report number {number}, made and dropped"))
            .live(0)
            .peak(bad_usage.peak * 5 / 4)
            .process_wide()
            .run(|| hash(&report(&log)));
        assert_eq!(
            yours, expected,
            "report number {number}, compared by its hash"
        );
    }
}

fn hash(report: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    report.hash(&mut hasher);
    hasher.finish()
}
