//! The line that shows how far a run has come: on a terminal only, and never on standard output.

use crate::terminal::Hush;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// How far a run has come. Cheap to clone, and safe to use from several threads.
///
/// The line is taken away when the first of them is dropped, however the run ended. A clone in a
/// thread that ends late would otherwise take away what stands there by then, such as a prompt.
pub struct Meter {
    bar: ProgressBar,
    is_clone: bool,
    _hush: Option<Hush>,
}

impl Clone for Meter {
    fn clone(&self) -> Self {
        Self {
            bar: self.bar.clone(),
            is_clone: true,
            _hush: None,
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if !self.is_clone {
            self.clear();
        }
    }
}

impl Meter {
    /// A meter on standard error; hidden where that is no terminal.
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        bar.enable_steady_tick(Duration::from_millis(100));
        Self {
            _hush: (!bar.is_hidden()).then(Hush::begin),
            bar,
            is_clone: false,
        }
    }

    /// Begins a stage of `steps` steps; 0 where their number is not known.
    pub fn begin(&self, stage: &str, steps: usize) {
        let template = if steps == 0 {
            "{spinner} {prefix} {wide_msg}"
        } else {
            "{spinner} {prefix} [{bar:24}] {pos}/{len} {wide_msg}"
        };
        // The templates above are constants that indicatif accepts; its default would do as well.
        let style = ProgressStyle::with_template(template);
        self.bar
            .set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        self.bar.set_length(steps as u64);
        self.bar.set_position(0);
        self.bar.set_prefix(stage.to_owned());
        self.bar.set_message("");
    }

    /// Says what is under way.
    pub fn say(&self, what: impl Into<String>) {
        self.bar.set_message(what.into());
    }

    /// One step is done.
    pub fn step(&self) {
        self.bar.inc(1);
    }

    /// Does something that prints, with the line out of the way.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Takes the line away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
