//! What a panic said, and where. Two steps ask.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Where this thread last panicked.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// The result of `f`, or the message that it panicked with.
pub(crate) fn result_or_message<R>(f: impl FnOnce() -> R) -> Result<R, String> {
    note_places();
    catch_unwind(AssertUnwindSafe(f)).map_err(|panic| message_of(&*panic))
}

/// File, line and column of the panic that `result_or_message` caught last: the learner's line, where
/// the test's own says nothing.
pub(crate) fn place() -> String {
    PLACE.take().unwrap_or_default()
}

/// Only a hook sees where a panic begins; what is caught has the message alone.
fn note_places() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = take_hook();
        set_hook(Box::new(move |panic| {
            PLACE.set(panic.location().map(ToString::to_string));
            report(panic);
        }));
    });
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}
