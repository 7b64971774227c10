//! An allocator that records the calls of the current thread to the heap, on request.
//!
//! What is not recorded gets its memory elsewhere: so the heap holds only what the code of a scene asked for, and the
//! addresses are those that the same code would see in a small program.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, RefCell, UnsafeCell};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The allocator of this test binary.
pub(crate) struct RecordingAllocator;

/// A call to the heap, with addresses.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Call {
    Alloc {
        at: usize,
        size: usize,
        align: usize,
    },
    Realloc {
        from: usize,
        to: usize,
        size: usize,
    },
    Free {
        at: usize,
    },
}

thread_local! {
    static RECORDING: Cell<bool> = const { Cell::new(false) };
    static CALLS: RefCell<Vec<Call>> = const { RefCell::new(Vec::new()) };
}

/// Records from now on, or no longer.
pub(crate) fn set_recording(on: bool) {
    RECORDING.set(on);
}

/// The calls since the last time.
pub(crate) fn take_calls() -> Vec<Call> {
    CALLS.take()
}

fn is_recording() -> bool {
    // It is gone in a thread that is ending, which is never recorded.
    RECORDING.try_with(Cell::get) == Ok(true)
}

fn record(call: Call) {
    // The list itself allocates.
    RECORDING.set(false);
    CALLS.with_borrow_mut(|calls| calls.push(call));
    RECORDING.set(true);
}

/// Where everything that is not recorded lives. Nothing in it is freed.
struct Elsewhere {
    bytes: UnsafeCell<[u8; Elsewhere::SIZE]>,
    used: AtomicUsize,
}

// SAFETY: `used` hands out each byte once.
#[allow(unsafe_code, reason = "the memory is shared by all threads")]
unsafe impl Sync for Elsewhere {}

static ELSEWHERE: Elsewhere = Elsewhere {
    bytes: UnsafeCell::new([0; Elsewhere::SIZE]),
    used: AtomicUsize::new(0),
};

impl Elsewhere {
    const SIZE: usize = 64 << 20;

    /// `None` if it is full.
    fn alloc(&self, layout: Layout) -> Option<*mut u8> {
        let start: *mut u8 = self.bytes.get().cast();
        let room = layout.size() + layout.align();
        let used = self.used.fetch_add(room, Ordering::Relaxed);
        if used + room > Self::SIZE {
            self.used.fetch_sub(room, Ordering::Relaxed);
            return None;
        }
        let place = start.wrapping_add(used);
        Some(place.wrapping_add(place.addr().wrapping_neg() & (layout.align() - 1)))
    }

    fn contains(&self, block: *mut u8) -> bool {
        let start = self.bytes.get().addr();
        (start..start + Self::SIZE).contains(&block.addr())
    }
}

// SAFETY: a block comes from `System`, and goes back there unchanged, or is a part of `ELSEWHERE` that nobody else has.
#[allow(unsafe_code, reason = "a global allocator is an unsafe trait")]
unsafe impl GlobalAlloc for RecordingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !is_recording()
            && let Some(block) = ELSEWHERE.alloc(layout)
        {
            return block;
        }
        // SAFETY: the caller upholds what `System` requires.
        let block = unsafe { System.alloc(layout) };
        if is_recording() {
            record(Call::Alloc {
                at: block.addr(),
                size: layout.size(),
                align: layout.align(),
            });
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if ELSEWHERE.contains(block) {
            return;
        }
        if is_recording() {
            record(Call::Free { at: block.addr() });
        }
        // SAFETY: as above; it came from `System`.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if ELSEWHERE.contains(block) {
            let (align, old) = (layout.align(), layout.size());
            let layout =
                Layout::from_size_align(size, align).expect("the caller's layout is valid");
            // SAFETY: the layout has a size that is not zero, as the caller promises.
            let new = unsafe { self.alloc(layout) };
            if !new.is_null() {
                // SAFETY: both are at least this long, and they do not overlap.
                unsafe { new.copy_from_nonoverlapping(block, old.min(size)) };
            }
            return new;
        }
        let from = block.addr();
        // SAFETY: as above; it came from `System`.
        let block = unsafe { System.realloc(block, layout, size) };
        if is_recording() {
            record(Call::Realloc {
                from,
                to: block.addr(),
                size,
            });
        }
        block
    }
}
