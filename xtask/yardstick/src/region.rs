//! Regions: what a piece of code asked of the heap, from its first line to its last.

use crate::alloc::{self, HarnessLeftOut, Reading, Scope};
use crate::sites::{Recording, Sites};
use crate::trace::{self, Part};

/// What a region asked of the heap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// New blocks asked for (`alloc` and `alloc_zeroed`), in calls.
    pub allocations: u64,
    /// Blocks grown or shrunk (`realloc`), in calls.
    pub reallocations: u64,
    /// Blocks given back, in calls.
    pub deallocations: u64,
    /// Bytes asked for: the sizes of new blocks, and what grown blocks gained.
    pub bytes: u64,
    /// Bytes live at the region's end less those live at its start. Positive: the region left
    /// something behind. Negative: it freed what others had allocated.
    pub live: i64,
    /// The most bytes live at once above those live at the start.
    pub peak: u64,
}

impl Usage {
    /// Calls that may hand out a new block: allocations and reallocations together. This is what
    /// a budget of allocations counts.
    #[must_use]
    pub fn heap_calls(&self) -> u64 {
        self.allocations + self.reallocations
    }

    fn between(start: Reading, end: Reading) -> Self {
        Self {
            allocations: end.allocations - start.allocations,
            reallocations: end.reallocations - start.reallocations,
            deallocations: end.deallocations - start.deallocations,
            bytes: end.bytes - start.bytes,
            live: end.live - start.live,
            peak: (end.peak - start.live).max(0).unsigned_abs(),
        }
    }
}

/// Runs `f` and says what the current thread asked of the heap meanwhile.
///
/// # Panics
/// When [`count_allocations!`](crate::count_allocations) was not used in this program.
#[track_caller]
pub fn measure<R>(f: impl FnOnce() -> R) -> (R, Usage) {
    let region = Region::start(Scope::Thread, Keep::Counts, Part::Candidate);
    let result = f();
    (result, region.end().0)
}

/// Runs `f` and says what all threads of the process asked of the heap meanwhile.
///
/// Other threads that happen to run are counted too: give such a test a process of its own. Only
/// the test harness's thread is left out.
///
/// # Panics
/// As [`measure`].
#[track_caller]
pub fn measure_process<R>(f: impl FnOnce() -> R) -> (R, Usage) {
    let region = Region::start(Scope::Process, Keep::Counts, Part::Candidate);
    let result = f();
    (result, region.end().0)
}

/// What a region keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    Counts,
    CountsAndSites,
}

/// A region that has begun. Regions nest; one that is dropped by a panic puts things back too.
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
    pub(crate) fn start(scope: Scope, keep: Keep, part: Part) -> Self {
        assert!(
            alloc::installed(),
            "allocations are not counted in this program\n\
             help: add `yardstick::count_allocations!();` to the root of the test binary"
        );
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
            trace: trace::Recording::start(scope, part),
            _harness: harness,
        }
    }

    /// Ends the region: its usage, and the allocation sites where they were kept.
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
