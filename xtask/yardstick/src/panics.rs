//! A panic's message and location, for tests that catch one: the line of the test's own failure says
//! nothing about the learner's code. And for a panic in a dependency, the line that called it.

use crate::source_line::line_that_called;
use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::MAIN_SEPARATOR;
use std::sync::Once;

thread_local! {
    /// Where this thread last panicked.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// The result of `f`, or the message that it panicked with.
///
/// # Errors
/// When `f` panics. The message is empty if the panic's payload is not text.
pub fn result_or_message<R>(f: impl FnOnce() -> R) -> Result<R, String> {
    note_places();
    catch_unwind(AssertUnwindSafe(f)).map_err(|panic| message_of(&*panic))
}

/// File, line and column of the panic that [`result_or_message`] last caught on this thread, with `/`
/// between the parts of the path. Empty if there was none, and on a second call.
#[must_use]
pub fn place() -> String {
    PLACE.take().unwrap_or_default()
}

/// Only a hook sees where a panic started; a caught panic has only its message. Code that replaces the hook loses these
/// words, and nothing else.
pub(crate) fn note_places() {
    static ONCE: Once = Once::new();
    if std::thread::panicking() {
        return;
    }
    ONCE.call_once(|| {
        let report = take_hook();
        set_hook(Box::new(move |panic| {
            let place = panic.location().map(ToString::to_string);
            PLACE.set(place.map(|place| place.replace(MAIN_SEPARATOR, "/")));
            report(panic);
            let called = panic
                .location()
                .and_then(|location| line_that_called(location.file()));
            if let Some(line) = called {
                eprintln!("called from {}  {}", line.position(), line.text());
            }
        }));
    });
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_message_and_a_place() {
        assert_eq!(result_or_message(|| 1), Ok(1));
        assert_eq!(place(), "");
        let panics = || -> i32 { panic!("no {}", "way") };
        assert_eq!(result_or_message(panics), Err("no way".to_owned()));
        let file = place();
        let this = file!().replace(MAIN_SEPARATOR, "/");
        assert!(file.contains(&this), "{file}");
    }
}
