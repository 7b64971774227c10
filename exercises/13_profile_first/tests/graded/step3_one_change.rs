//! One stage is changed. The others, and the pipeline itself, are as they were shipped.
//!
//! Each change costs: it is read, tested and kept for years. The profile is what a change must be
//! paid from, and it pays for one here. The stages are the four `pub mod`s of the file; this test
//! compares them with `bad/lib.rs`, line by line, and ignores comments.
//! Before moving on: which of the other stages would you have converted to an arena, and what would
//! the profile have said for it?

use super::stages::{PIPELINE, changed, stages};

/// The file of the crate that is graded: the exercise's, or the solution's.
const YOURS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs"));
const SHIPPED: &str = include_str!("../../bad/lib.rs");

#[test]
fn one_stage_at_most_differs_from_what_was_shipped() {
    assert_eq!(
        stages(SHIPPED).len(),
        5,
        "four stages and what is around them"
    );
    let changed = changed(YOURS, SHIPPED);
    let is_one_stage = match changed.as_slice() {
        [] => true,
        [(name, _)] => *name != PIPELINE,
        _ => false,
    };
    let lines: String = changed
        .iter()
        .map(|(name, line)| format!("  {name}: {line}\n"))
        .collect();
    assert!(
        is_one_stage,
        "these parts differ from bad/lib.rs, each with its first line that does:\n{lines}\
         Change one stage, the one that the profile names; put the others back as they were.\n\
         What the stage needs (`use`, helpers, constants) goes inside its `pub mod`."
    );
}
