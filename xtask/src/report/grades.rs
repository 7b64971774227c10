//! What `check` reports, for every format.

use grader::results::Grade;
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
