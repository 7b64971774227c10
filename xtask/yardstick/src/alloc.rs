//! The counting global allocator: what it counts, for whom, and the cap on live bytes.
//!
//! Each call is counted twice: for the thread that makes it, and for the whole process. A block
//! that one thread allocates and another frees makes the first thread's live bytes rise and the
//! second's fall, even below zero; the process's stay exact.
//!
//! The process's initial thread is left out of the process's counters while a region of the whole
//! process runs on another thread: in a test binary it is the harness, which allocates whenever it
//! likes.
//!
//! | counter | unit | what changes it |
//! |---|---|---|
//! | allocations | calls | `alloc`, `alloc_zeroed` |
//! | reallocations | calls | `realloc`, growing or shrinking |
//! | deallocations | calls | `dealloc` |
//! | bytes | bytes | the size of each new block, and what a grown block gained |
//! | live | bytes | what is allocated and not yet freed |
//! | peak | bytes | the highest value of live |
//!
//! Sizes are those that the program asked for. What the system allocator adds, and what `realloc`
//! holds twice while it copies, is not counted.
//!
//! **The cap.** When the environment variable [`LIVE_BYTES_CAP_VARIABLE`] holds a number of bytes,
//! the allocator refuses whatever would bring the process's live bytes above it, like a machine that
//! is out of memory: it returns null, and writes the fact [`OutOfMemory`](Fact::OutOfMemory).
//! Fallible calls such as `Vec::try_reserve` then see an error; the others abort the process. It
//! works the same on every platform.

use crate::counters::{HeapCall, count, held, is_quiet, note_installed, quietly};
use crate::protocol::{Fact, LIVE_BYTES_CAP_VARIABLE};
use crate::{facts, sites, trace};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed};

/// Up to this many live bytes the cap is not looked up, so that a program's first allocations,
/// made before `main`, never read the environment.
const CAP_FLOOR: i64 = 1 << 20;

const CAP_UNREAD: i64 = -1;
static CAP: AtomicI64 = AtomicI64::new(CAP_UNREAD);
static CAP_REPORTED: AtomicBool = AtomicBool::new(false);

/// The global allocator that counts, and leaves the work to [`System`].
pub struct Counting;

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
            if count(HeapCall::Realloc { old, new }) {
                sites::on_alloc(moved.addr(), new);
            }
        }
        moved
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if !is_quiet() {
            count(HeapCall::Dealloc {
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
    note_installed();
    let size = layout.size();
    if over_cap(i64::try_from(size).unwrap_or(i64::MAX)) {
        return std::ptr::null_mut();
    }
    let block = allocate();
    if !block.is_null() {
        if count(HeapCall::Alloc { size }) {
            sites::on_alloc(block.addr(), size);
        }
        trace::on_alloc(block.addr(), layout);
    }
    block
}

/// Whether the cap forbids the process to hold `growth` more bytes. The first refusal is reported
/// as a fact.
fn over_cap(growth: i64) -> bool {
    let live = held();
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

/// A number of bytes; 0 where it is negative.
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
