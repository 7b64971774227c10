//! The speeds that `verify` asks for: a solution that beats Bad, and a Bad that does not beat itself.

use super::Finding;
use crate::build::Allocator;
use crate::cli::VerifyOptions;
use crate::facts::{Speed, Verdict};
use crate::measure::{self, Measurement, Request, Speeds};
use crate::meter::Meter;
use anyhow::Result;
use catalog::{Exercise, Workbook};

/// The solution beats Bad beyond its interval, and Bad does not beat itself.
pub(super) fn judge(
    workbook: &Workbook,
    options: &VerifyOptions,
    findings: &mut [Finding<'_>],
    meter: &Meter,
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
    let measured = measure::measure(workbook, request, meter)?;
    let noise = measure::noise(workbook, &exercises, options.noise_runs, meter)?;
    for ((finding, measured), noise) in timed.iter_mut().zip(measured).zip(noise) {
        gain(measured, finding);
        quiet(&noise, finding);
    }
    Ok(())
}

fn gain(measured: Measurement, finding: &mut Finding<'_>) {
    let id = &finding.exercise.id;
    match measured {
        Measurement::Failed(reason) => finding.problems.push(format!("{id}: {reason}")),
        Measurement::Speed(timing) => {
            let reference = &timing.reference;
            let shown = figures(reference);
            if reference.verdict == Verdict::Faster {
                let good = format!("the solution is faster: {shown}");
                finding.good.push(good);
            } else {
                finding.problems.push(format!(
                    "{id}: the solution does not beat Bad beyond its interval: {shown}\n\
                     help: if other programs ran meanwhile, run `cargo xtask verify {id}` again when they have ended"
                ));
            }
        }
    }
}

fn quiet(noise: &[Result<Speed, String>], finding: &mut Finding<'_>) {
    let id = finding.exercise.id.clone();
    let known: Vec<&Speed> = noise.iter().flatten().collect();
    let faster = known
        .iter()
        .filter(|speed| speed.verdict == Verdict::Faster)
        .count();
    finding.hold(known.len() == noise.len(), || {
        format!(
            "{id}: the starter's benchmark gave no result in {} runs",
            noise.len() - known.len()
        )
    });
    finding.hold(faster == 0, || {
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
