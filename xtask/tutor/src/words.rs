//! A grade in words, and an error, as a reader sees them.

use anyhow::Error;
use grader::cancellation::Interrupted;
use grader::diagnostic::uncoloured;
use grader::protocol::{Speed, SpeedVerdict};
use grader::results::{Grade, TestOutcome, about_as_many};
use grader::text::grouped;
use workbook::{Problem, step_of};

/// How a test ended, in a word or two.
#[must_use]
pub fn outcome(outcome: TestOutcome) -> &'static str {
    match outcome {
        TestOutcome::Pass => "passed",
        TestOutcome::Fail => "failed",
        TestOutcome::Aborted { .. } => "aborted",
        TestOutcome::TimedOut => "timed out",
        TestOutcome::OutOfMemory => "ran out of memory",
    }
}

/// What a test claims: its name, as a sentence.
#[must_use]
pub fn claim(test: &str) -> String {
    let name = test.strip_prefix(step_of(test)).unwrap_or(test);
    name.trim_start_matches("::").replace('_', " ")
}

/// Heap calls of Bad and yours, and of the last attempt if it needed another number.
#[must_use]
pub fn heap_calls(grade: &Grade<'_>) -> Option<String> {
    let counts = grade.allocations?;
    let last = grade.last_heap_calls.filter(|last| *last != counts.yours);
    let last = last.map_or(String::new(), |last| format!(" (last {})", grouped(last)));
    Some(format!(
        "{} → {}{last}",
        grouped(counts.bad),
        grouped(counts.yours)
    ))
}

/// What changed since the attempt before, where something ran in both.
#[must_use]
pub fn since(grade: &Grade<'_>) -> Option<String> {
    let since = grade.since.as_ref()?;
    let [steps_before, steps] = since.steps;
    let steps = match steps_before == steps {
        true => None,
        false => Some(format!("steps passed {steps_before} → {steps}")),
    };
    let used = since.used.map(|([before, now], kind)| {
        let [before_text, now_text] = [before, now].map(|used| grouped(used.max(0).unsigned_abs()));
        match about_as_many([before, now]) {
            true => format!("about as many {} as before ({now_text})", kind.unit()),
            false => format!("{before_text} → {now_text} {}", kind.unit()),
        }
    });
    let parts: Vec<String> = used.into_iter().chain(steps).collect();
    match parts.as_slice() {
        [] => None,
        parts => Some(parts.join("; ")),
    }
}

/// The verdict, the ratio and its interval.
#[must_use]
pub fn speedup(speed: &Speed) -> String {
    let Speed {
        ratio, low, high, ..
    } = speed;
    match speed.verdict {
        SpeedVerdict::Faster => format!("{ratio:.2}× [{low:.2}, {high:.2}]"),
        SpeedVerdict::AsFast => format!("as fast {ratio:.2}× [{low:.2}, {high:.2}]"),
        SpeedVerdict::Slower => format!("slower {ratio:.2}× [{low:.2}, {high:.2}]"),
        SpeedVerdict::TooNoisy => format!("too noisy {ratio:.2}× [{low:.2}, {high:.2}]"),
    }
}

/// What refuses to compile with the learner's code, which does.
#[must_use]
pub fn refusal(step: &str) -> String {
    format!(
        "compiles, but the tests of {step} do not compile with it: its signatures promise too little, or ask too much"
    )
}

/// An error with its causes, and below them what to do about each.
#[must_use]
pub fn explain(error: &Error) -> String {
    // What was running when Ctrl-C arrived is not to blame.
    if let Some(interrupted) = error.downcast_ref::<Interrupted>() {
        return format!("error: {interrupted}; nothing was lost");
    }
    let mut causes = Vec::new();
    let mut helps = String::new();
    for cause in error.chain() {
        match cause.downcast_ref::<Problem>() {
            Some(problem) => {
                causes.push(problem.headline().trim_end().to_owned());
                helps += &format!("\nhelp: {}", problem.help);
            }
            None => causes.push(cause.to_string().trim_end().to_owned()),
        }
    }
    // What the compiler rendered may be among the causes, and an error has no colours.
    uncoloured(&format!("error: {}{helps}", causes.join(": ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_comes_after_the_causes() {
        let problem = Problem::new("a.toml:3", "is empty", "restore it");
        let error = Error::from(problem).context("line 1");
        assert_eq!(
            explain(&error),
            "error: line 1: a.toml:3: is empty\nhelp: restore it"
        );
    }
}
