//! Messages on the terminal. Whoever reads them may be gone (`cargo xtask book | head -1`): the pages are served all the
//! same.

use std::fmt::Display;
use std::io::Write;

/// Writes a line to standard output.
pub fn say(text: impl Display) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Writes a line to standard error.
pub fn complain(text: impl Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
