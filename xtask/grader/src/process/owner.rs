//! Whose a process is: its environment says it, whatever group or session it moves to.

use std::process::Command;

/// The environment variable that says which test a process belongs to.
pub(super) const OWNER_VARIABLE: &str = "ARENA_PROCESS";
/// Its value where it belongs to none.
pub(super) const NO_TEST: &str = "outside";
/// Whether what a process leaves behind is to be ended with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Everything that it started ends with it: a test.
    Nothing,
    /// What moved to a group of its own may go on: cargo may start a compiler's cache server.
    Servers,
}

/// Marks a process that this program starts beside the tests, such as an editor: it outlives them.
pub fn outside(command: &mut Command) -> &mut Command {
    command.env(OWNER_VARIABLE, NO_TEST)
}
