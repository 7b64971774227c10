//! The speeds that `verify` requires: the solution beats Bad, and Bad does not beat itself.

use super::finding::Finding;
use crate::cli::VerifyOptions;
use anyhow::Result;
use grader::build::Allocator;
use grader::event::Control;
use grader::measure::{self, Request};
use grader::protocol::{Speed, SpeedVerdict};
use grader::results::{Measurement, Speeds};
use workbook::{Exercise, Workbook};

/// Checks that the solution beats Bad beyond its interval, and that Bad does not beat itself.
pub(super) fn judge(
    workbook: &Workbook,
    options: &VerifyOptions,
    findings: &mut [Finding<'_>],
    control: &Control<'_>,
) -> Result<()> {
    let mut timed: Vec<&mut Finding<'_>> = findings
        .iter_mut()
        .filter(|finding| finding.exercise.speed.is_some())
        .collect();
    let exercises: Vec<&Exercise> = timed.iter().map(|finding| finding.exercise).collect();
    let mut speeds = Speeds::new();
    let request = Request {
        exercises: &exercises,
        remeasure: true,
        allocator: Allocator::System,
        speeds: &mut speeds,
    };
    let measured = measure::measure(workbook, request, control)?;
    let noise = measure::noise(workbook, &exercises, options.noise_runs, control)?;
    for ((finding, measured), noise) in timed.iter_mut().zip(measured).zip(noise) {
        judge_gain(measured, finding);
        judge_noise(&noise, finding);
    }
    Ok(())
}

fn judge_gain(measured: Measurement, finding: &mut Finding<'_>) {
    let id = &finding.exercise.id;
    match measured {
        Measurement::Failed(reason) => finding.problems.push(format!("{id}: {reason}")),
        Measurement::Speed(timing) => {
            let reference = &timing.reference;
            let shown = figures(reference);
            if reference.verdict == SpeedVerdict::Faster {
                let good = format!("the solution is faster: {shown}");
                finding.good.push(good);
            } else if let Some(what) = &finding.exercise.speed_rests_on {
                let good = format!("the solution is not faster here: {shown}; it rests on {what}");
                finding.good.push(good);
            } else {
                finding.problems.push(format!(
                    "{id}: the solution does not beat Bad beyond its interval: {shown}\n\
                     help: if other programs were running, run `cargo xtask verify {id}` again \
                     once they have ended"
                ));
            }
        }
    }
}

fn judge_noise(noise: &[Result<Speed, String>], finding: &mut Finding<'_>) {
    let id = finding.exercise.id.clone();
    let known: Vec<&Speed> = noise.iter().flatten().collect();
    let faster = known
        .iter()
        .filter(|speed| speed.verdict == SpeedVerdict::Faster)
        .count();
    finding.expect(known.len() == noise.len(), || {
        format!(
            "{id}: the starter's benchmark gave no result in {} runs",
            noise.len() - known.len()
        )
    });
    finding.expect(faster == 0, || {
        let all: Vec<String> = known.iter().map(|speed| figures(speed)).collect();
        format!(
            "{id}: Bad against itself is called faster in {faster} of {} runs: {}",
            noise.len(),
            all.join(" ")
        )
    });
    let low = known
        .iter()
        .map(|speed| speed.ratio)
        .fold(f64::INFINITY, f64::min);
    let high = known.iter().map(|speed| speed.ratio).fold(0.0, f64::max);
    if !known.is_empty() {
        let n = known.len();
        let text = format!(
            "Bad against itself in {n} runs: {low:.3}× to {high:.3}×, {faster} called faster"
        );
        finding.good.push(text);
    }
}

fn figures(speed: &Speed) -> String {
    format!("{:.2}× [{:.2}, {:.2}]", speed.ratio, speed.low, speed.high)
}
