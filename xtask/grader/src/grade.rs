//! Grades: evidence in, verdict out. Nothing here starts a process, prints, or reads a file.

use crate::protocol::{Speed, SpeedVerdict};
use crate::results::{
    Build, Grade, Measurement, Standing, Step, TestOutcome, TestResult, TestRun, Timing,
};
use std::path::Path;
use std::time::Duration;
use workbook::{Exercise, step_of};

/// The share of the solution's gain, on the log scale, that earns a star.
const STAR: f64 = 0.8;
/// Yours and the solution are two programs, and two builds of equal code may differ by this factor
/// just by how they are laid out in memory. Without it, a copy of a solution with a small gain
/// would lose its star by chance.
const LAYOUT: f64 = 1.03;

/// All that is known about an exercise.
pub struct Evidence<'a, 'b> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// Its build.
    pub build: &'b Build,
    /// Its tests; `None` where there was nothing to run.
    pub run: Option<TestRun>,
    /// Whether the source is the starter, unedited.
    pub is_as_shipped: bool,
    /// Files that are not as they were shipped.
    pub changed: Vec<String>,
    /// Hints shown so far.
    pub hints_used: usize,
    /// Heap calls of the attempt before this one.
    pub last_heap_calls: Option<u64>,
}

/// The verdict on this evidence, before anything is measured.
#[must_use]
pub fn grade<'a>(evidence: Evidence<'a, '_>) -> Grade<'a> {
    let Evidence {
        exercise,
        build,
        run,
        is_as_shipped,
        changed,
        hints_used,
        last_heap_calls,
    } = evidence;
    let (errors, has_failed) = match build {
        Build::Failed { errors } => (errors.clone(), true),
        Build::Ready { .. } | Build::Missing { .. } => (Vec::new(), false),
    };
    let was_run = run.is_some();
    let run = run.unwrap_or_default();
    let (allocations, cached) = (run.allocations, run.cached);
    let tests = with_missing(run, &exercise.shipped.tests, &exercise.folder);
    let standing = match (has_failed, was_run) {
        (true, _) => Standing::BuildFailed,
        (false, false) => Standing::NotRun,
        (false, true) if all_pass(&tests) => Standing::Passed,
        (false, true) => Standing::Failed,
    };
    Grade {
        exercise,
        standing,
        is_as_shipped,
        steps: steps(exercise, &tests),
        tests,
        cached,
        allocations,
        last_heap_calls,
        speed: None,
        speed_problem: None,
        star: false,
        errors,
        changed,
        // A damaged file may hold any number.
        hints_used: hints_used.min(exercise.n_hints()),
        since: None,
        question: None,
        best: None,
        guess: None,
    }
}

/// Adds what was measured, and the star that it earns. `had_star`: whether the exercise had one before.
pub fn add_speed(grade: &mut Grade<'_>, measurement: Measurement, had_star: bool) {
    match measurement {
        Measurement::Failed(reason) => grade.speed_problem = Some(reason),
        Measurement::Speed(timing) => {
            // Noise neither earns a star nor takes one away.
            let is_noise = timing.yours.verdict == SpeedVerdict::TooNoisy;
            let is_earned = if is_noise {
                had_star
            } else {
                earns_star(&timing)
            };
            grade.star = grade.standing == Standing::Passed && is_earned;
            grade.speed = Some(*timing);
        }
    }
}

/// Lets a grade fail after all: the test of this name, or the first, for this reason.
pub(crate) fn fail(grade: &mut Grade<'_>, test: Option<&str>, message: String) {
    let named = |one: &TestResult| test.is_some_and(|name| one.name == name);
    let at = grade.tests.iter().position(named).unwrap_or_default();
    if let Some(test) = grade.tests.get_mut(at) {
        test.outcome = TestOutcome::Fail;
        test.message = Some(message);
    }
    grade.steps = steps(grade.exercise, &grade.tests);
    grade.standing = Standing::Failed;
    // Both are about the build that passes.
    (grade.allocations, grade.since) = (None, None);
}

/// Whether every test of a run passed, and none is missing. A run without tests proves nothing.
#[must_use]
pub fn passes(run: &TestRun) -> bool {
    run.missing.is_empty() && all_pass(&run.tests)
}

fn all_pass(tests: &[TestResult]) -> bool {
    !tests.is_empty() && tests.iter().all(|test| test.outcome == TestOutcome::Pass)
}

/// The tests that ran, and a failure for each that is missing, in teaching order; within a step,
/// those that were not shipped come last.
fn with_missing(run: TestRun, shipped: &[String], folder: &Path) -> Vec<TestResult> {
    let new: Vec<_> = run.unknown.iter().map(|name| format!("`{name}`")).collect();
    let renamed = match new.as_slice() {
        [] => String::new(),
        names => format!("\n(unknown here: {}; was it renamed?)", names.join(", ")),
    };
    let folder = folder.file_name().unwrap_or_default();
    let folder = folder.to_string_lossy();
    let missing = run.missing.into_iter().map(|name| TestResult {
        message: Some(format!(
            "this graded test is missing: it was deleted or renamed{renamed}\n\
             help: restore it with `git checkout exercises/{folder}/tests`"
        )),
        name,
        outcome: TestOutcome::Fail,
        elapsed: Duration::ZERO,
        figure: None,
    });
    let mut tests: Vec<_> = run.tests.into_iter().chain(missing).collect();
    let place = |name: &String| {
        let at = shipped.iter().position(|known| known == name);
        at.unwrap_or(usize::MAX)
    };
    tests.sort_by_cached_key(|test| {
        let name = &test.name;
        (step_of(name).to_owned(), place(name), name.clone())
    });
    tests
}

fn steps(exercise: &Exercise, tests: &[TestResult]) -> Vec<Step> {
    let mut names: Vec<&str> = exercise.shipped.steps();
    names.extend(tests.iter().map(|test| step_of(&test.name)));
    names.sort_unstable();
    names.dedup();
    let passed = |name: &str| {
        let mut of_step = tests
            .iter()
            .filter(|test| step_of(&test.name) == name)
            .peekable();
        of_step.peek().is_some() && of_step.all(|test| test.outcome == TestOutcome::Pass)
    };
    let steps = names.into_iter().map(|name| Step {
        name: name.to_owned(),
        passed: passed(name),
    });
    steps.collect()
}

/// A star needs a gain, and an interval whose lower end, apart from what layout explains, reaches
/// 80 % of the gain at the lower end of the solution's, on the log scale: both are measured here
/// and now, and what widens the one widens the other.
fn earns_star(timing: &Timing) -> bool {
    let Timing {
        yours, reference, ..
    } = timing;
    let gain = (yours.low * LAYOUT).ln();
    yours.verdict == SpeedVerdict::Faster && gain >= STAR * reference.low.ln()
}

/// Where the interval of a version must begin for a star; `None` where the solution is not faster, so that no version
/// could show that it comes near.
#[must_use]
pub fn star_from(reference: &Speed) -> Option<f64> {
    let from = (STAR * reference.low.ln()).exp() / LAYOUT;
    (reference.verdict == SpeedVerdict::Faster).then_some(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::SpeedDetails;

    fn speed(low: f64, ratio: f64, high: f64, verdict: SpeedVerdict) -> Speed {
        Speed {
            ratio,
            low,
            high,
            verdict,
            details: SpeedDetails::default(),
        }
    }

    fn timing(yours: Speed, reference: f64) -> Timing {
        let reference = speed(reference, reference, reference, SpeedVerdict::Faster);
        Timing {
            yours,
            reference,
            reference_host: None,
            tuned: None,
            cached: false,
            note: None,
        }
    }

    #[test]
    fn a_star_takes_most_of_the_solutions_gain() {
        let fast = speed(3.1, 3.2, 3.3, SpeedVerdict::Faster);
        let slow = speed(2.9, 3.0, 3.1, SpeedVerdict::Faster);
        assert!(earns_star(&timing(fast, 4.0)));
        assert!(!earns_star(&timing(slow, 4.0)));
    }

    /// Measured: the solution of `scratch-trap` against itself, in two builds.
    #[test]
    fn a_copy_of_a_solution_with_a_small_gain_has_its_star() {
        let copy = speed(1.20, 1.23, 1.25, SpeedVerdict::Faster);
        assert!(earns_star(&timing(copy, 1.27)));
        // In a noisy minute, both are wide.
        let wide = speed(1.13, 1.26, 1.31, SpeedVerdict::Faster);
        let reference = speed(1.15, 1.23, 1.30, SpeedVerdict::Faster);
        assert!(earns_star(&Timing {
            reference,
            reference_host: None,
            ..timing(wide, 1.0)
        }));
        let half_the_gain = speed(1.11, 1.13, 1.15, SpeedVerdict::Faster);
        assert!(!earns_star(&timing(half_the_gain, 1.27)));
    }

    #[test]
    fn noise_earns_no_star() {
        let noisy = speed(0.9, 4.0, 9.0, SpeedVerdict::TooNoisy);
        assert!(!earns_star(&timing(noisy, 4.0)));
    }

    #[test]
    fn a_solution_that_gains_nothing_gives_no_star() {
        let equal = speed(0.99, 1.0, 1.01, SpeedVerdict::AsFast);
        assert!(!earns_star(&timing(equal, 0.9)));
    }

    #[test]
    fn a_run_without_tests_is_not_a_pass() {
        assert!(!passes(&TestRun::default()));
    }

    #[test]
    fn tests_are_listed_in_teaching_order() {
        let shipped = ["step1::plain", "step1::odd", "step2::all"].map(str::to_owned);
        let test = |name: &str| TestResult {
            name: name.to_owned(),
            outcome: TestOutcome::Pass,
            message: None,
            elapsed: Duration::ZERO,
            figure: None,
        };
        let run = TestRun {
            tests: ["step1::new", "step1::odd", "step2::all"].map(test).into(),
            missing: vec!["step1::plain".to_owned()],
            ..TestRun::default()
        };
        let listed = with_missing(run, &shipped, Path::new("exercises/01_listed"));
        let names: Vec<&str> = listed.iter().map(|test| &*test.name).collect();
        assert_eq!(
            names,
            ["step1::plain", "step1::odd", "step1::new", "step2::all"]
        );
    }
}
