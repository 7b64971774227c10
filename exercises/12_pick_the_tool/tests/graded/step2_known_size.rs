//! `running_totals`: one heap call, for about what is needed.
//!
//! As many totals come out as weights go in, so the size is known before the first. A vector that
//! does not know it grows step by step: each step is a heap call, may copy all that is there, and
//! ends with room that nothing fills.
//! The caller owns the result. Whatever is filled on the way, and copied to it in the end, is
//! memory for all the totals twice; so the peak is checked, too.
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
    let shown = yardstick::grouped(n_parcels as u64);
    let n_bytes = size_of::<u64>() * n_parcels;
    let totals = Budget::named(format!("running_totals of {shown} weights"))
        .allocations(1)
        .peak((n_bytes + n_bytes / 4) as u64)
        .live((n_bytes + n_bytes / 4) as u64)
        .process_wide()
        .run(|| running_totals(&weights));
    assert_eq!(totals.len(), n_parcels, "totals");
    assert!(
        totals == bad::running_totals(&weights),
        "yours: the totals of {shown} weights differ from Bad's"
    );
}
