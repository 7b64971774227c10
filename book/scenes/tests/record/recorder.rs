//! An allocator that writes down what the current thread asks of the heap, while it is asked to.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, RefCell};

/// The allocator of this test binary.
pub(crate) struct Recorder;

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

/// Runs `work`; beside its result stands what it asked of the heap.
pub(crate) fn calls_of<R>(work: impl FnOnce() -> R) -> (R, Vec<Call>) {
    RECORDING.set(true);
    let result = work();
    RECORDING.set(false);
    (result, CALLS.take())
}

fn note(call: Call) {
    // A thread that ends has none of these left, and nobody asks about it.
    if RECORDING.try_with(Cell::get) != Ok(true) {
        return;
    }
    // The list itself grows on the heap.
    RECORDING.set(false);
    CALLS.with_borrow_mut(|calls| calls.push(call));
    RECORDING.set(true);
}

// SAFETY: every call is handed to `System` as it came, and its answer is returned as it is.
#[allow(unsafe_code, reason = "a global allocator is an unsafe trait")]
unsafe impl GlobalAlloc for Recorder {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the one that `System` asks for.
        let block = unsafe { System.alloc(layout) };
        note(Call::Alloc {
            at: block.addr(),
            size: layout.size(),
            align: layout.align(),
        });
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        note(Call::Free { at: block.addr() });
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let from = block.addr();
        // SAFETY: as above.
        let block = unsafe { System.realloc(block, layout, size) };
        note(Call::Realloc {
            from,
            to: block.addr(),
            size,
        });
        block
    }
}
