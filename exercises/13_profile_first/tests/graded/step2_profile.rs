//! A tenth of the heap calls will do, and one change gets you there.
//!
//! What this test prints when it fails is an allocation profile: the lines that asked the heap, most
//! calls first. Compare it with what you wrote down. Then change what the first lines name, and
//! leave the rest, however wasteful it looks: a stage that makes one call in a hundred wins one
//! percent at the very best.
//! Before moving on: of the calls that are left, which line makes most? Would it be worth a second
//! change?

use fastrand::Rng;
use profile_first::report;
use yardstick::Budget;

use super::logs;

#[test]
fn nine_of_ten_calls_to_the_heap_can_go() {
    let log = logs::log(&mut Rng::with_seed(yardstick::seed()), 2_000);
    let (expected, bad_usage) = yardstick::measure(|| bad::report(&log));
    let yours = Budget::named("the report of 2 000 lines")
        .allocations(bad_usage.heap_calls() / 10)
        .process_wide()
        .baseline(bad_usage)
        .run(|| report(&log));
    assert_eq!(yours, expected, "the report");
}
