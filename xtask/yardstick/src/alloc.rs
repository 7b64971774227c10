//! The counting global allocator: what it counts, for whom, and the cap on live bytes.
//!
//! Each event is counted twice: for the thread that caused it, and for the whole process. A block
//! that one thread allocates and another frees makes the first thread's live bytes rise and the
//! second's fall, even below zero; the process's stay exact.
//!
//! The thread that the process began with is left out of the process's counts while a region of
//! the whole process runs on another one: in a test binary it is the harness, which allocates
//! when it likes.
//!
//! | counter | unit | what moves it |
//! |---|---|---|
//! | allocations | calls | `alloc`, `alloc_zeroed` |
//! | reallocations | calls | `realloc`, growing or shrinking |
//! | deallocations | calls | `dealloc` |
//! | bytes | bytes | the size of each new block, and what a grown block gained |
//! | live | bytes | what is allocated and not yet freed |
//! | peak | bytes | the highest value of live |
//!
//! Sizes are those that the program asked for. What the system allocator adds, and what `realloc`
//! holds twice while it copies, is not seen here.
//!
//! **The cap.** When the environment variable [`LIVE_BYTES_CAP_VARIABLE`] holds a number of bytes, the
//! allocator refuses whatever would bring the process's live bytes above it, as a machine without
//! memory would: it returns null, and writes the fact [`OutOfMemory`](Fact::OutOfMemory). Fallible calls such as
//! `Vec::try_reserve` then see an error; the others abort the process. It works alike on every
//! platform.

use crate::protocol::{Fact, LIVE_BYTES_CAP_VARIABLE};
use crate::{facts, sites, trace};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed};

/// Below this many live bytes the cap is not looked up, so that a program's first allocations,
/// made before `main`, never read the environment.
const CAP_FLOOR: i64 = 1 << 20;

/// The global allocator that counts, and leaves the work to [`System`].
pub struct Counting;

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

    fn apply(&mut self, event: Event) {
        match event {
            Event::Alloc { size } => {
                self.allocations += 1;
                self.bytes += size as u64;
            }
            Event::Realloc { old, new } => {
                self.reallocations += 1;
                self.bytes += new.saturating_sub(old) as u64;
            }
            Event::Dealloc { .. } => self.deallocations += 1,
        }
        self.live += event.growth();
        self.peak = self.peak.max(self.live);
    }
}

#[derive(Clone, Copy)]
enum Event {
    Alloc { size: usize },
    Realloc { old: usize, new: usize },
    Dealloc { size: usize },
}

impl Event {
    /// By how many bytes the event changes what is live.
    fn growth(self) -> i64 {
        match self {
            Event::Alloc { size } => size as i64,
            Event::Realloc { old, new } => new as i64 - old as i64,
            Event::Dealloc { size } => -(size as i64),
        }
    }
}

thread_local! {
    // Neither value has a destructor, so both may be used while a thread is being torn down.
    static THREAD: Cell<Reading> = const { Cell::new(Reading::ZERO) };
    static QUIET: Cell<u32> = const { Cell::new(0) };
    static ROLE: Cell<Role> = const { Cell::new(Role::Unknown) };
}

/// Which thread this is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It has not been asked yet.
    Unknown,
    /// The thread that the process began with: the first one to allocate.
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

/// Whether this thread is not counted for the process at the moment.
pub(crate) fn is_left_out() -> bool {
    is_first_thread() && FIRST_IS_HARNESS.load(Relaxed) > 0
}

/// Leaves the first thread out of the process's counts, until it is dropped.
pub(crate) struct HarnessLeftOut;

impl HarnessLeftOut {
    /// `None` on the first thread itself: then it is what the region is about.
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
/// Live bytes of really all threads, for the cap.
static HELD: AtomicI64 = AtomicI64::new(0);

const CAP_UNREAD: i64 = -1;
static CAP: AtomicI64 = AtomicI64::new(CAP_UNREAD);
static CAP_REPORTED: AtomicBool = AtomicBool::new(false);

/// Whose counters are meant.
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

/// Whether [`Counting`] is this program's global allocator.
pub(crate) fn installed() -> bool {
    if !INSTALLED.load(Relaxed) {
        // A program that has not allocated yet must not be told that it forgot the allocator.
        drop(std::hint::black_box(Box::new(0u8)));
    }
    INSTALLED.load(Relaxed)
}

/// Runs `f` with counting, the cap and site recording off for this thread: for yardstick's own work.
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

fn is_quiet() -> bool {
    QUIET.get() > 0
}

/// Counts an event; whether it counts for regions of the whole process, too.
fn count(event: Event) -> bool {
    let mut reading = THREAD.get();
    reading.apply(event);
    THREAD.set(reading);
    HELD.fetch_add(event.growth(), Relaxed);
    if is_left_out() {
        return false;
    }

    match event {
        Event::Alloc { size } => {
            ALLOCATIONS.fetch_add(1, Relaxed);
            BYTES.fetch_add(size as u64, Relaxed);
        }
        Event::Realloc { old, new } => {
            REALLOCATIONS.fetch_add(1, Relaxed);
            BYTES.fetch_add(new.saturating_sub(old) as u64, Relaxed);
        }
        Event::Dealloc { .. } => {
            DEALLOCATIONS.fetch_add(1, Relaxed);
        }
    }
    let growth = event.growth();
    let live = LIVE.fetch_add(growth, Relaxed) + growth;
    PEAK.fetch_max(live, Relaxed);
    true
}

/// Whether the cap forbids the process to hold `growth` more bytes. Says so once, as a fact.
fn over_cap(growth: i64) -> bool {
    let live = HELD.load(Relaxed);
    if growth <= 0 || live.saturating_add(growth) <= CAP_FLOOR {
        return false;
    }
    let cap = cap();
    if live.saturating_add(growth) <= cap {
        return false;
    }
    if !CAP_REPORTED.swap(true, Relaxed) {
        quietly(|| {
            facts::emit(&Fact::OutOfMemory {
                cap: bytes(cap),
                live: bytes(live),
                asked: bytes(growth),
            });
        });
    }
    true
}

/// A number of bytes without its sign; 0 where it is negative.
fn bytes(n: i64) -> u64 {
    n.max(0).unsigned_abs()
}

fn cap() -> i64 {
    let known = CAP.load(Relaxed);
    if known != CAP_UNREAD {
        return known;
    }
    let cap = quietly(|| {
        std::env::var(LIVE_BYTES_CAP_VARIABLE)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(i64::MAX)
    });
    CAP.store(cap, Relaxed);
    cap
}

// SAFETY: every block comes from `System` and goes back to `System` with the layout it was asked
// for; the counting around it touches only counters, and yardstick's own allocations inside it
// are marked quiet, so that they do not come back here.
#[allow(
    unsafe_code,
    reason = "a global allocator cannot be written without it"
)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller upholds `alloc`'s contract, which is passed on unchanged.
        allocated(layout, || unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller upholds `alloc_zeroed`'s contract, which is passed on unchanged.
        allocated(layout, || unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new: usize) -> *mut u8 {
        let old = layout.size();
        let quiet = is_quiet();
        if !quiet && over_cap(new as i64 - old as i64) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller upholds `realloc`'s contract, which is passed on unchanged.
        let reallocate = || unsafe { System.realloc(block, layout, new) };
        if quiet {
            return reallocate();
        }
        let moved = trace::on_realloc(block.addr(), old, new, reallocate);
        if !moved.is_null() {
            sites::on_dealloc(block.addr());
            if count(Event::Realloc { old, new }) {
                sites::on_alloc(moved.addr(), new);
            }
        }
        moved
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if !is_quiet() {
            count(Event::Dealloc {
                size: layout.size(),
            });
            sites::on_dealloc(block.addr());
            trace::on_dealloc(block.addr(), layout.size());
        }
        // SAFETY: the caller upholds `dealloc`'s contract, which is passed on unchanged.
        unsafe { System.dealloc(block, layout) }
    }
}

fn allocated(layout: Layout, allocate: impl FnOnce() -> *mut u8) -> *mut u8 {
    if is_quiet() {
        return allocate();
    }
    INSTALLED.store(true, Relaxed);
    let size = layout.size();
    if over_cap(i64::try_from(size).unwrap_or(i64::MAX)) {
        return std::ptr::null_mut();
    }
    let block = allocate();
    if !block.is_null() {
        if count(Event::Alloc { size }) {
            sites::on_alloc(block.addr(), size);
        }
        trace::on_alloc(block.addr(), layout);
    }
    block
}
