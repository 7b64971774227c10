//! What is wrong with the book's sources: where, what, and what to do next.

use std::fmt;

/// One mistake in the sources of the book.
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
    pub(crate) fn somewhere(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new("", what, help)
    }

    pub(crate) fn at(mut self, place: &str) -> Self {
        self.place = place.to_owned();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\nhelp: {}", self.place, self.what, self.help)
    }
}

/// All mistakes that a build met. It is an error when it is not empty.
#[derive(Debug, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// `Ok` when nothing is wrong.
    pub fn into_result(self) -> anyhow::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(self.into())
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&all.join("\n\n"))
    }
}

impl std::error::Error for Problems {}
