//! What happens during a run, for its listener: a progress bar, `watch`, a page.

use crate::cancellation::{Cancellation, Interrupted};
use crate::results::{Build, Grade, Measurement, TestResult};
use std::time::Duration;
use workbook::Exercise;

/// Something that happened. Those of one exercise come in the order of this list; in a run of
/// several, the exercises' events are interleaved.
pub enum Event<'a> {
    /// A stage begins.
    Stage {
        /// Which.
        stage: Stage,
        /// How many steps (crates, tests or measurements) it has; 0 if unknown.
        total: usize,
    },
    /// Cargo has built another artifact. It does not say how many there will be.
    Building {
        /// The artifact's name.
        latest: &'a str,
        /// Artifacts so far.
        done: usize,
    },
    /// The run waits for something else to end; this says for what.
    Waiting(&'a str),
    /// A crate of the exercise was built, or could not be.
    Built(&'a Exercise, &'a Build),
    /// The first test of the exercise starts.
    Started(&'a Exercise),
    /// A test of the exercise has ended.
    Tested(&'a Exercise, &'a TestResult),
    /// The tests have ended, and these are the grades by them. What comes next can take a pass away, where it does not
    /// pass with optimisation, too, or add a speedup and a star. Not emitted where nothing comes next.
    Verdicts(&'a [Grade<'a>]),
    /// The exercise's benchmark starts.
    Measuring(&'a Exercise),
    /// One side of the exercise, yours or the solution's, was measured or needed no measuring.
    MeasuredSide(&'a Exercise),
    /// The exercise's benchmark has ended.
    Measured(&'a Exercise, &'a Measurement),
    /// The exercise has its grade.
    Graded(&'a Grade<'a>),
    /// Something is wrong, but the run goes on: one sentence, and what to do.
    Warning(&'a str),
}

/// A part of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Tests are compiled.
    BuildTests,
    /// Tests are compiled with optimisation.
    BuildOptimisedTests,
    /// Benchmarks are compiled.
    BuildBenchmarks,
    /// Tests run.
    Test,
    /// Benchmarks run.
    Measure,
    /// Bad is measured against itself.
    MeasureNoise,
}

/// How a run is followed, and how it is cancelled.
pub struct Control<'a> {
    listener: &'a (dyn Fn(Event<'_>) + Sync),
    cancellation: Cancellation,
    /// Whether the compiler renders its diagnostics in colour.
    pub coloured_diagnostics: bool,
    /// How long cargo may report nothing; by default, it depends on how fast it was here so far.
    pub build_timeout: Option<Duration>,
}

impl<'a> Control<'a> {
    /// For a run that reports its events to `listener`, and ends early when it is cancelled.
    pub fn new(listener: &'a (dyn Fn(Event<'_>) + Sync), cancellation: Cancellation) -> Self {
        Self {
            listener,
            cancellation,
            coloured_diagnostics: false,
            build_timeout: None,
        }
    }

    /// The same, with a limit to the time in which cargo reports nothing.
    #[must_use]
    pub fn with_build_timeout(mut self, limit: Option<Duration>) -> Self {
        self.build_timeout = limit;
        self
    }

    /// The same, with the compiler's diagnostics rendered in colour.
    #[must_use]
    pub fn with_coloured_diagnostics(mut self, wanted: bool) -> Self {
        self.coloured_diagnostics = wanted;
        self
    }

    /// Passes the event to the listener.
    pub fn emit(&self, event: Event<'_>) {
        (self.listener)(event);
    }

    /// The flag that ends this run early.
    #[must_use]
    pub fn cancellation(&self) -> &Cancellation {
        &self.cancellation
    }

    /// An error once the run was cancelled.
    ///
    /// # Errors
    /// When it was.
    pub fn check(&self) -> Result<(), Interrupted> {
        self.cancellation.check()
    }
}
