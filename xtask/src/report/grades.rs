//! What `check` reports, for every format.

use grader::protocol::{Speed, SpeedVerdict};
use grader::results::{Grade, about_as_many};
use grader::text::grouped;
use workbook::{Exercise, Workbook};

/// The grades of a check.
pub struct GradesReport<'a> {
    /// The workbook that they belong to.
    pub workbook: &'a Workbook,
    /// In teaching order.
    pub grades: &'a [Grade<'a>],
    /// Whether speeds are still to come.
    pub is_measuring: bool,
    /// Whether every file must be as it was shipped.
    pub is_strict: bool,
    /// Files outside of the exercises that are not as they were shipped, if that was asked for and can be told.
    pub changed: Option<Vec<String>>,
    /// Where to go on after a pass; `None` where nothing is left to do.
    pub next: Option<&'a Exercise>,
    /// The terminal's width; `None` off a terminal.
    pub columns: Option<usize>,
}

/// Heap calls of Bad and yours, and of the last attempt if it needed another number.
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
