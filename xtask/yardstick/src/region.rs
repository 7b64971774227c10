//! Regions: pieces of code whose use of the heap is counted, from first line to last.

use crate::counters::{self, HarnessLeftOut, Reading, Scope, Usage};
use crate::panics;
use crate::sites::{Recording, Sites};
use crate::trace::{self, TraceRole};

/// Runs `f`, and returns with its result what the current thread asked of the heap meanwhile.
///
/// # Panics
/// When [`count_allocations!`](crate::count_allocations) was not used in this program.
#[track_caller]
pub fn measure<R>(f: impl FnOnce() -> R) -> (R, Usage) {
    let region = Region::start(Scope::Thread, Keep::Counts, TraceRole::Candidate);
    let result = f();
    (result, region.end().0)
}

/// Runs `f`, and returns with its result what all threads of the process asked of the heap meanwhile.
///
/// Unrelated threads are counted too, so give such a test its own process. Only the test harness's
/// thread is left out.
///
/// # Panics
/// As [`measure`].
#[track_caller]
pub fn measure_process<R>(f: impl FnOnce() -> R) -> (R, Usage) {
    let region = Region::start(Scope::Process, Keep::Counts, TraceRole::Candidate);
    let result = f();
    (result, region.end().0)
}

/// What a region records.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    Counts,
    CountsAndSites,
}

/// A region that has started. Regions nest. A region that a panic drops restores the outer peak too.
pub(crate) struct Region {
    scope: Scope,
    start: Reading,
    /// The peak of the region around this one, or of the thread or process so far.
    outer_peak: i64,
    recording: Option<Recording>,
    trace: Option<trace::Recording>,
    _harness: Option<HarnessLeftOut>,
}

impl Region {
    #[track_caller]
    pub(crate) fn start(scope: Scope, keep: Keep, role: TraceRole) -> Self {
        assert!(
            counters::installed(),
            "allocations are not counted in this program\n\
             help: add `yardstick::count_allocations!();` to the root of the test binary"
        );
        // A panic in here is to name the learner's line.
        counters::quietly(panics::note_places);
        let recording = (keep == Keep::CountsAndSites).then(|| Recording::start(scope));
        let harness = match scope {
            Scope::Process => HarnessLeftOut::unless_here(),
            Scope::Thread => None,
        };
        let start = scope.read();
        let outer_peak = scope.replace_peak(start.live);
        Self {
            scope,
            start,
            outer_peak,
            recording,
            trace: trace::Recording::start(scope, role),
            _harness: harness,
        }
    }

    /// Ends the region. Returns its usage, and its allocation sites if they were recorded.
    pub(crate) fn end(mut self) -> (Usage, Sites) {
        let usage = Usage::between(self.start, self.scope.read());
        if let Some(trace) = self.trace.take() {
            trace.end(usage);
        }
        let sites = self.recording.take().map(Recording::end);
        (usage, sites.unwrap_or_default())
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let peak = self.scope.read().peak;
        self.scope.replace_peak(peak.max(self.outer_peak));
    }
}
