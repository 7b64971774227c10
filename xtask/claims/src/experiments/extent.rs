//! How large an experiment is: as reported, or tiny for a test.

use crate::evidence::QUICK_VARIABLE;

/// How large an experiment is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// As reported.
    Full,
    /// Tiny, so that a test can check the shape of the results. The figures mean nothing.
    Quick,
}

impl Extent {
    /// The extent that the environment asks for.
    #[must_use]
    pub fn from_env() -> Self {
        match std::env::var_os(QUICK_VARIABLE) {
            Some(_) => Self::Quick,
            None => Self::Full,
        }
    }
}
