//! One stage is changed. The others, and the pipeline itself, are as shipped.
//!
//! Each change has a cost: it is reviewed, tested and maintained for years. The profile must
//! justify it, and here it justifies one. The stages are the four `pub mod`s of the file; this test
//! compares their tokens with those of `bad/lib.rs`. Your notes are no change: comments are not
//! tokens, and unit tests are left out.
//! Before moving on: which of the other stages would you have converted to an arena, and how would
//! the profile have justified it?

use super::stages::{PIPELINE, changed, stages};

/// The source of the crate being graded: the exercise's, or the solution's.
const YOURS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs"));
const SHIPPED: &str = include_str!("../../bad/lib.rs");

#[test]
fn at_most_one_stage_differs_from_the_shipped_source() {
    assert_eq!(
        stages(SHIPPED).len(),
        5,
        "four stages and the lines around them"
    );
    let changed = changed(YOURS, SHIPPED);
    let is_one_stage = match changed.as_slice() {
        [] => true,
        [(name, _)] => *name != PIPELINE,
        _ => false,
    };
    let lines: String = changed
        .iter()
        .map(|(name, tokens)| format!("  {name}: {tokens}\n"))
        .collect();
    assert!(
        is_one_stage,
        "yours differs from bad/lib.rs in these parts, each from its first difference on:\n{lines}\
         One stage may differ. What it needs (`use`, helpers, constants) is inside its `pub mod`."
    );
}
