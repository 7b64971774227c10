//! The error of the workbook's programs: where, what, and what to do next.

use std::fmt;

/// The result of this crate's functions.
pub type Result<T> = std::result::Result<T, Problem>;

/// One mistake in the files of the workbook, or in how a program of it was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A path relative to the workbook, with its line where one is known: `book/src/parsing.md:12`.
    /// Empty where no file is to blame.
    pub place: String,
    /// What is wrong there.
    pub what: String,
    /// What to do next.
    pub help: String,
}

impl Problem {
    /// A mistake at `place`, with what to do next.
    pub fn new(place: impl Into<String>, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
            help: help.into(),
        }
    }

    /// A mistake that is in no file, or whose place the caller adds with [`Problem::at`].
    pub fn general(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new("", what, help)
    }

    /// The same, at this place.
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        self.place = place.to_owned();
        self
    }

    /// The same, with the error that caused it.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.what = format!("{}: {cause:#}", self.what);
        self
    }

    /// Place and mistake, without the help.
    #[must_use]
    pub fn headline(&self) -> String {
        match self.place.as_str() {
            "" => self.what.clone(),
            place => format!("{place}: {}", self.what),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhelp: {}", self.headline(), self.help)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_from_its_place_to_its_help() {
        let problem = Problem::new("a.toml:3", "cannot be read", "restore it").because("no space");
        let expected = "a.toml:3: cannot be read: no space\nhelp: restore it";
        assert_eq!(problem.to_string(), expected);
        let problem = Problem::general("there is no editor", "set EDITOR");
        assert_eq!(problem.to_string(), "there is no editor\nhelp: set EDITOR");
    }
}
