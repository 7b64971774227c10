//! An eighth of Bad's heap calls is enough. A change of one stage gets you there.
//!
//! When this test fails, it prints an allocation profile: the lines that called the heap, most
//! calls first. Compare it with what you wrote down. Then change what the first lines name, and
//! leave the rest, however wasteful it looks: a stage that makes one call in a hundred gains one
//! percent at the very best. After a change the profile is a different one: read it again.
//! Before moving on: of the remaining calls, which line makes most? Would it be worth a second
//! change?

use fastrand::Rng;
use profile_first::report;
use yardstick::Budget;

use super::logs;

#[test]
fn seven_of_eight_heap_calls_can_be_avoided() {
    let log = logs::log(&mut Rng::with_seed(yardstick::seed()), 2_000);
    let (expected, bad_usage) = yardstick::measure(|| bad::report(&log));
    let yours = Budget::named("the report of 2 000 lines")
        .allocations(bad_usage.heap_calls() / 8)
        .process_wide()
        .baseline(bad_usage)
        .run(|| report(&log));
    assert_eq!(yours, expected, "the report on 2 000 lines");
}
