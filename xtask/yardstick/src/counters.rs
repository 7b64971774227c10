//! The counters: of each thread, and of the whole process.
//!
//! [`alloc`](crate::alloc) documents what they count. This module only keeps them, and knows which
//! thread is which and what is not to be counted: it imports nothing from this crate, so that
//! whatever the allocator calls can use it.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed};

/// What a region asked of the heap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// New blocks asked for (`alloc` and `alloc_zeroed`), in calls.
    pub allocations: u64,
    /// Blocks grown or shrunk (`realloc`), in calls.
    pub reallocations: u64,
    /// Blocks freed, in calls.
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
    /// Calls that may return a new block: allocations and reallocations together. A budget of
    /// allocations counts these.
    #[must_use]
    pub fn heap_calls(&self) -> u64 {
        self.allocations + self.reallocations
    }

    /// The usage from the first of two readings to the second.
    pub(crate) fn between(start: Reading, end: Reading) -> Self {
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

/// One reading of the counters.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Reading {
    pub(crate) allocations: u64,
    pub(crate) reallocations: u64,
    pub(crate) deallocations: u64,
    pub(crate) bytes: u64,
    pub(crate) live: i64,
    pub(crate) peak: i64,
}

impl Reading {
    const ZERO: Self = Self {
        allocations: 0,
        reallocations: 0,
        deallocations: 0,
        bytes: 0,
        live: 0,
        peak: 0,
    };

    fn apply(&mut self, call: HeapCall) {
        match call {
            HeapCall::Alloc { size } => {
                self.allocations += 1;
                self.bytes += size as u64;
            }
            HeapCall::Realloc { old, new } => {
                self.reallocations += 1;
                self.bytes += new.saturating_sub(old) as u64;
            }
            HeapCall::Dealloc { .. } => self.deallocations += 1,
        }
        self.live += call.growth();
        self.peak = self.peak.max(self.live);
    }
}

/// A call of the allocator that succeeded. Sizes are in bytes.
#[derive(Clone, Copy)]
pub(crate) enum HeapCall {
    Alloc { size: usize },
    Realloc { old: usize, new: usize },
    Dealloc { size: usize },
}

impl HeapCall {
    /// By how many bytes the call changes what is live.
    fn growth(self) -> i64 {
        match self {
            HeapCall::Alloc { size } => size as i64,
            HeapCall::Realloc { old, new } => new as i64 - old as i64,
            HeapCall::Dealloc { size } => -(size as i64),
        }
    }
}

thread_local! {
    // None of these has a destructor, so they may be used while a thread is being torn down.
    static THREAD: Cell<Reading> = const { Cell::new(Reading::ZERO) };
    static QUIET: Cell<u32> = const { Cell::new(0) };
    static ROLE: Cell<Role> = const { Cell::new(Role::Unknown) };
}

/// Which thread this is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Not determined yet.
    Unknown,
    /// The process's initial thread: the first one to allocate.
    First,
    Other,
}

static FIRST_IS_KNOWN: AtomicBool = AtomicBool::new(false);
/// How many regions of the whole process run on threads other than the first.
static FIRST_IS_HARNESS: AtomicU64 = AtomicU64::new(0);

fn is_first_thread() -> bool {
    if ROLE.get() == Role::Unknown {
        let is_first = !FIRST_IS_KNOWN.swap(true, Relaxed);
        ROLE.set(if is_first { Role::First } else { Role::Other });
    }
    ROLE.get() == Role::First
}

/// Whether the process's counters leave this thread out at the moment.
pub(crate) fn is_left_out() -> bool {
    is_first_thread() && FIRST_IS_HARNESS.load(Relaxed) > 0
}

/// Leaves the first thread out of the process's counters, until it is dropped.
pub(crate) struct HarnessLeftOut;

impl HarnessLeftOut {
    /// `None` on the first thread itself, which then is what the region is about.
    pub(crate) fn unless_here() -> Option<Self> {
        (!is_first_thread()).then(|| {
            FIRST_IS_HARNESS.fetch_add(1, Relaxed);
            Self
        })
    }
}

impl Drop for HarnessLeftOut {
    fn drop(&mut self) {
        FIRST_IS_HARNESS.fetch_sub(1, Relaxed);
    }
}

static INSTALLED: AtomicBool = AtomicBool::new(false);
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static REALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static DEALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);
static LIVE: AtomicI64 = AtomicI64::new(0);
static PEAK: AtomicI64 = AtomicI64::new(0);
/// Live bytes of all threads, the harness included, for the cap.
static HELD: AtomicI64 = AtomicI64::new(0);

/// Whose counters to use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scope {
    Thread,
    Process,
}

impl Scope {
    pub(crate) fn read(self) -> Reading {
        match self {
            Scope::Thread => THREAD.get(),
            Scope::Process => Reading {
                allocations: ALLOCATIONS.load(Relaxed),
                reallocations: REALLOCATIONS.load(Relaxed),
                deallocations: DEALLOCATIONS.load(Relaxed),
                bytes: BYTES.load(Relaxed),
                live: LIVE.load(Relaxed),
                peak: PEAK.load(Relaxed),
            },
        }
    }

    /// Sets the peak, and returns what it was. A region starts its own peak at what is live now,
    /// and puts back the higher of the two when it ends.
    pub(crate) fn replace_peak(self, peak: i64) -> i64 {
        match self {
            Scope::Thread => {
                let mut reading = THREAD.get();
                let before = std::mem::replace(&mut reading.peak, peak);
                THREAD.set(reading);
                before
            }
            Scope::Process => PEAK.swap(peak, Relaxed),
        }
    }
}

/// Whether the counting allocator is this program's global allocator.
pub(crate) fn installed() -> bool {
    if !INSTALLED.load(Relaxed) {
        // A program that has not allocated yet may have installed it all the same.
        drop(std::hint::black_box(Box::new(0u8)));
    }
    INSTALLED.load(Relaxed)
}

// The functions with `#[inline]` run on every allocation, and are called from another module, so
// from another codegen unit.

/// Notes that the counting allocator is in use.
#[inline]
pub(crate) fn note_installed() {
    INSTALLED.store(true, Relaxed);
}

/// Live bytes of all threads.
#[inline]
pub(crate) fn held() -> i64 {
    HELD.load(Relaxed)
}

/// Runs `f` with counting, the cap, site recording and tracing off for this thread: for yardstick's
/// own work.
///
/// Whatever `f` allocates must be freed in a quiet section too, or live bytes drift.
pub(crate) fn quietly<R>(f: impl FnOnce() -> R) -> R {
    struct Restore;
    impl Drop for Restore {
        fn drop(&mut self) {
            QUIET.set(QUIET.get() - 1);
        }
    }
    QUIET.set(QUIET.get() + 1);
    let _restore = Restore;
    f()
}

/// Whether this thread is in a quiet section.
#[inline]
pub(crate) fn is_quiet() -> bool {
    QUIET.get() > 0
}

/// Counts a call. Returns whether it counts for the whole process too.
pub(crate) fn count(call: HeapCall) -> bool {
    let mut reading = THREAD.get();
    reading.apply(call);
    THREAD.set(reading);
    HELD.fetch_add(call.growth(), Relaxed);
    if is_left_out() {
        return false;
    }
    match call {
        HeapCall::Alloc { size } => {
            ALLOCATIONS.fetch_add(1, Relaxed);
            BYTES.fetch_add(size as u64, Relaxed);
        }
        HeapCall::Realloc { old, new } => {
            REALLOCATIONS.fetch_add(1, Relaxed);
            BYTES.fetch_add(new.saturating_sub(old) as u64, Relaxed);
        }
        HeapCall::Dealloc { .. } => {
            DEALLOCATIONS.fetch_add(1, Relaxed);
        }
    }
    let growth = call.growth();
    let live = LIVE.fetch_add(growth, Relaxed) + growth;
    PEAK.fetch_max(live, Relaxed);
    true
}
