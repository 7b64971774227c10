//! What `verify` requires of a benchmark that shows how times scale with threads: a result, and no gain. That the answers
//! are Bad's is certain; what waiting costs is not.

use super::finding::Finding;
use anyhow::Result;
use grader::build::Allocator;
use grader::event::Control;
use grader::scaling::scaling;
use workbook::{Exercise, Workbook};

/// Checks that the benchmarks of the starter and the solution have a result.
pub(super) fn judge(
    workbook: &Workbook,
    findings: &mut [Finding<'_>],
    control: &Control<'_>,
) -> Result<()> {
    let mut scaled: Vec<&mut Finding<'_>> = findings
        .iter_mut()
        .filter(|finding| finding.exercise.scaling.is_some())
        .collect();
    let exercises: Vec<&Exercise> = scaled.iter().map(|finding| finding.exercise).collect();
    let measured = scaling(workbook, &exercises, Allocator::System, control)?;
    for (finding, measured) in scaled.iter_mut().zip(measured) {
        match measured {
            Err(reason) => {
                let id = &finding.exercise.id;
                finding.problems.push(format!("{id}: {reason}"));
            }
            Ok(scaling) => {
                let threads = scaling.reference.iter();
                let threads: Vec<String> = threads.map(|point| point.threads.to_string()).collect();
                finding.good.push(format!(
                    "the answers of the starter and the solution are Bad's with {} threads",
                    threads.join(", ")
                ));
            }
        }
    }
    Ok(())
}
