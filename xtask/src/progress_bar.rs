//! The line that shows the progress of a run: on a terminal only, and never on standard output.

use crate::interrupt;
use crate::report::{complain, escaped_line};
use crate::terminal::{self, MutedInterruptEcho};
use grader::cancellation::Cancellation;
use grader::event::{Control, Event, Stage};
use indicatif::{ProgressBar as Bar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// The progress of a run. Cheap to clone, and safe to use from several threads.
///
/// The line is removed when the original is dropped, however the run ended. Clones do not remove
/// it: in a thread that ends late, a clone would remove what is there by then, such as a prompt.
pub struct ProgressBar {
    bar: Bar,
    is_clone: bool,
    _mute: Option<MutedInterruptEcho>,
}

impl Clone for ProgressBar {
    fn clone(&self) -> Self {
        Self {
            bar: self.bar.clone(),
            is_clone: true,
            _mute: None,
        }
    }
}

impl Drop for ProgressBar {
    fn drop(&mut self) {
        if !self.is_clone {
            self.clear();
        }
    }
}

impl ProgressBar {
    /// A bar on standard error; hidden where that is not a terminal.
    pub fn new() -> Self {
        let bar = Bar::with_draw_target(None, ProgressDrawTarget::stderr());
        bar.enable_steady_tick(Duration::from_millis(100));
        Self {
            _mute: (!bar.is_hidden()).then(MutedInterruptEcho::begin),
            bar,
            is_clone: false,
        }
    }

    /// Runs the grader, and shows what happens. With a `build_timeout`, the compiler is stopped if it reports
    /// nothing for that long.
    pub fn follow<T>(
        &self,
        build_timeout: Option<Duration>,
        run: impl FnOnce(&Control<'_>) -> T,
    ) -> T {
        self.follow_until(interrupt::program().clone(), build_timeout, run)
    }

    /// As [`follow`](Self::follow), and hands each event on.
    pub fn follow_and<T>(
        &self,
        build_timeout: Option<Duration>,
        listen: impl Fn(&Event<'_>) + Sync,
        run: impl FnOnce(&Control<'_>) -> T,
    ) -> T {
        self.run(interrupt::program().clone(), build_timeout, &listen, run)
    }

    /// As [`follow`](Self::follow), for a run that can be cancelled alone.
    pub fn follow_until<T>(
        &self,
        cancellation: Cancellation,
        build_timeout: Option<Duration>,
        run: impl FnOnce(&Control<'_>) -> T,
    ) -> T {
        self.run(cancellation, build_timeout, &|_| {}, run)
    }

    fn run<T>(
        &self,
        cancellation: Cancellation,
        build_timeout: Option<Duration>,
        listen: &(dyn Fn(&Event<'_>) + Sync),
        run: impl FnOnce(&Control<'_>) -> T,
    ) -> T {
        let listener = |event: Event<'_>| {
            self.show(&event);
            listen(&event);
        };
        // The compiler renders in colour only where someone will see it.
        let is_wanted = std::env::var_os("NO_COLOR").is_none() && !terminal::is_dumb();
        let coloured = std::io::stdout().is_terminal() && is_wanted;
        let control = Control::new(&listener, cancellation);
        let control = control.with_coloured_diagnostics(coloured);
        run(&control.with_build_timeout(build_timeout))
    }

    fn show(&self, event: &Event<'_>) {
        match event {
            Event::Stage { stage, total } => match stage {
                // Cargo does not say how many artifacts there will be.
                Stage::BuildTests => self.begin("building", 0),
                Stage::BuildOptimisedTests => self.begin("building with optimisation", 0),
                Stage::BuildBenchmarks => self.begin("building benchmarks", 0),
                Stage::Test => self.begin("testing", *total),
                Stage::Measure => self.begin("measuring", *total),
                Stage::MeasureNoise => self.begin("measuring noise", *total),
            },
            Event::Building { latest, done } => self.say(format!("{latest}, {done} done")),
            Event::Waiting(what) => self.say(*what),
            Event::Tested(_, result) => {
                self.say(&*result.name);
                self.step();
            }
            Event::Measuring(exercise) => self.say(&*exercise.id),
            Event::MeasuredSide(_) => self.step(),
            Event::Warning(warning) => self.aside(|| complain(&format!("warning: {warning}"))),
            Event::Built(..)
            | Event::Started(_)
            | Event::Verdicts(_)
            | Event::Measured(..)
            | Event::Graded(_) => {}
        }
    }

    /// Begins a stage of `n_steps` steps; 0 if their number is unknown.
    pub fn begin(&self, stage: &str, n_steps: usize) {
        let template = if n_steps == 0 {
            "{spinner} {prefix} {wide_msg}"
        } else {
            "{spinner} {prefix} [{bar:24}] {pos}/{len} {wide_msg}"
        };
        // indicatif accepts both templates above, so the default is never used.
        let style = ProgressStyle::with_template(template);
        self.bar
            .set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        self.bar.set_length(n_steps as u64);
        self.bar.set_position(0);
        self.bar.set_prefix(stage.to_owned());
        self.bar.set_message("");
    }

    /// Shows what is running.
    pub fn say(&self, what: impl Into<String>) {
        self.bar.set_message(escaped_line(&what.into()));
    }

    /// One step is done.
    pub fn step(&self) {
        self.bar.inc(1);
    }

    /// Runs something that prints, with the line out of the way.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Removes the line.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
