//! The report keeps nothing, and needs no more at once than before.
//!
//! Calls to the heap can be bought with memory: answers that are remembered for ever, tables for
//! whatever may come. A profile of calls does not show that price, so look at the other figures too.
//! Before moving on: which profile would have shown it?

use fastrand::Rng;
use profile_first::report;
use yardstick::Budget;

use super::logs;

#[test]
fn each_report_gives_back_what_it_took() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // Each log has other agents, so what was remembered of the one before is of no use.
    for number in 1..=3 {
        let log = logs::log(&mut rng, 500);
        let ((), bad_usage) = yardstick::measure(|| drop(bad::report(&log)));
        Budget::named(format!("report number {number}, made and dropped"))
            .live(0)
            .peak(bad_usage.peak * 5 / 4)
            .process_wide()
            .run(|| drop(report(&log)));
    }
}
