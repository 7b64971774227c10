//! An allocator that records the calls of the current thread to the heap, on request.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, RefCell};

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

/// Runs `work`, and returns its result with its calls to the heap.
pub(crate) fn calls_of<R>(work: impl FnOnce() -> R) -> (R, Vec<Call>) {
    RECORDING.set(true);
    let result = work();
    RECORDING.set(false);
    (result, CALLS.take())
}

fn record(call: Call) {
    // These are gone in a thread that is ending, which is never recorded.
    if RECORDING.try_with(Cell::get) != Ok(true) {
        return;
    }
    // The list itself allocates.
    RECORDING.set(false);
    CALLS.with_borrow_mut(|calls| calls.push(call));
    RECORDING.set(true);
}

// SAFETY: every call is passed to `System` unchanged, and its result is returned unchanged.
#[allow(unsafe_code, reason = "a global allocator is an unsafe trait")]
unsafe impl GlobalAlloc for RecordingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller upholds what `System` requires.
        let block = unsafe { System.alloc(layout) };
        record(Call::Alloc {
            at: block.addr(),
            size: layout.size(),
            align: layout.align(),
        });
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        record(Call::Free { at: block.addr() });
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let from = block.addr();
        // SAFETY: as above.
        let block = unsafe { System.realloc(block, layout, size) };
        record(Call::Realloc {
            from,
            to: block.addr(),
            size,
        });
        block
    }
}
