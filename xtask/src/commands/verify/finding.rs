//! What `verify` finds out about one exercise.

use workbook::Exercise;

/// One exercise: what is right, and what is not.
pub struct Finding<'a> {
    pub exercise: &'a Exercise,
    pub good: Vec<String>,
    pub problems: Vec<String>,
    pub counts: Counts,
}

/// How many starters, solutions and variants do what they should.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    pub starters: usize,
    pub solutions: usize,
    pub honest: usize,
    pub tricks: usize,
}

impl Finding<'_> {
    /// Adds the problem unless `holds`.
    pub fn expect(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.problems.push(problem());
        }
    }
}
