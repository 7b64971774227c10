//! What a panic said. Most steps ask.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The result of `f`, or the message that it panicked with.
pub(crate) fn result_or_message<R>(f: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(f)).map_err(|panic| message_of(&*panic))
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}
