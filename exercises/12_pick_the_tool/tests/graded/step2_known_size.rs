//! `running_totals`: one heap call, for exactly what is needed.
//!
//! As many totals come out as weights go in, so the size is known in advance. The starter's
//! `collect` does not know it: `scan` may end early, so its lower bound is zero, and the vector
//! grows step by step.
//! An arena does not help. The caller owns the result, so it would have to be copied out: memory
//! for all the totals twice.
//! The cheapest version that passes: an iterator that knows its length, or `with_capacity`.
//! Before moving on: print `size_hint()` of the iterator before and after `scan`.

use fastrand::Rng;
use pick_the_tool::running_totals;
use yardstick::Budget;

use super::night;

#[test]
fn a_result_of_known_size_takes_one_heap_call() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let n_parcels = yardstick::size(rng.usize(5_000..6_000), 100);
    let weights = night::weights(&mut rng, n_parcels);
    let n_bytes = size_of::<u64>() * n_parcels;
    let totals = Budget::named(format!("running_totals of {n_parcels} weights"))
        .allocations(1)
        .peak((n_bytes + n_bytes / 4) as u64)
        .live((n_bytes + n_bytes / 4) as u64)
        .process_wide()
        .run(|| running_totals(&weights));
    assert_eq!(totals.len(), n_parcels, "totals");
    assert!(
        totals == bad::running_totals(&weights),
        "the totals differ from Bad's"
    );
}
