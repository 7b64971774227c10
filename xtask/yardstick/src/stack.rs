//! Work on a stack that is smaller than a test's: recursion shows there on small inputs.

use std::panic::resume_unwind;
use std::thread;

/// What `work` returns, on a thread of its own whose stack has this many bytes. An overflow ends the process.
///
/// # Panics
/// When `work` does, with its panic, and when no thread can be started.
pub fn on_a_small_stack<R: Send>(bytes: usize, work: impl FnOnce() -> R + Send) -> R {
    thread::scope(|scope| {
        let small = thread::Builder::new().stack_size(bytes);
        let thread = small.spawn_scoped(scope, work);
        let end = thread.expect("a thread can be started").join();
        end.unwrap_or_else(|panic| resume_unwind(panic))
    })
}
