//! `very_late`: at most 8 heap calls and 512 bytes for forty numbers.
//!
//! Forty numbers come out of fifty thousand scans, once a night, and how many it will be is not
//! known before. The starter passes this step, and only a change can fail it.
//! Before moving on: compare your predictions with what won. Which surprised you?

use fastrand::Rng;
use pick_the_tool::very_late;
use yardstick::Budget;

use super::night;

const N_LATE: usize = 40;

#[test]
fn forty_numbers_take_no_more_than_their_vector() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The same for both: their types differ.
    let mut again = rng.clone();
    let scans = night::scans!(pick_the_tool, rng, yardstick::size(50_000, 100), N_LATE);
    let bad_scans = night::scans!(bad, again, yardstick::size(50_000, 100), N_LATE);
    let numbers = Budget::named("very_late: 40 numbers of 50 000 scans")
        .allocations(8)
        .peak(512)
        .live(512)
        .process_wide()
        .run(|| very_late(&scans));
    assert_eq!(numbers.len(), N_LATE, "parcels that were very late");
    assert_eq!(
        numbers,
        bad::very_late(&bad_scans),
        "parcels that were very late"
    );
}
