//! What is wrong with the files of the workbook: where, what, and what to do next.

use std::fmt;

/// One mistake in the files of the workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A path relative to the workbook, with its line where one is known: `book/src/parsing.md:12`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
    /// The next thing to do.
    pub help: String,
}

impl Problem {
    /// A mistake at `place`, with the next thing to do.
    pub fn new(place: impl Into<String>, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
            help: help.into(),
        }
    }

    /// The same, without a place yet: whoever knows the line adds it with [`Problem::at`].
    pub fn somewhere(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new("", what, help)
    }

    /// The same, at this place.
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        self.place = place.to_owned();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\nhelp: {}", self.place, self.what, self.help)
    }
}

impl std::error::Error for Problem {}
