//! What `check` reports, for every format.

use grader::protocol::{Speed, SpeedVerdict};
use grader::results::Grade;
use workbook::Workbook;

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
    /// The terminal's width; `None` off a terminal.
    pub columns: Option<usize>,
}

/// Heap calls of Bad and yours, and of the last attempt if it needed another number.
pub fn heap_calls(grade: &Grade<'_>) -> Option<String> {
    let counts = grade.allocations?;
    let last = grade.last_heap_calls.filter(|last| *last != counts.yours);
    let last = last.map_or(String::new(), |last| format!(" (last {last})"));
    Some(format!("{} → {}{last}", counts.bad, counts.yours))
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
