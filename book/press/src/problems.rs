//! All mistakes in the sources of the book, reported together.

use std::fmt;
use workbook::Problem;

/// The mistakes that a build found: an error unless there are none.
#[derive(Debug, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// `Ok` if there are none.
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
