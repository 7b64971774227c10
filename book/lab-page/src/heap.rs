//! The page's global allocator: it counts what the arena asks of it.

use lab_core::arena::HeapUse;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[global_allocator]
static HEAP: Counting = Counting;

static CALLS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);
static FREES: AtomicU64 = AtomicU64::new(0);
static FREED_BYTES: AtomicU64 = AtomicU64::new(0);

/// The system's allocator, with counters. Blocks that grow are allocated anew and freed, as `GlobalAlloc` does by itself.
struct Counting;

#[allow(
    unsafe_code,
    reason = "a global allocator: it passes each call on unchanged"
)]
// SAFETY: The system's allocator keeps the promises; counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: The caller keeps the promises.
        let block = unsafe { System.alloc(layout) };
        if !block.is_null() {
            CALLS.fetch_add(1, Relaxed);
            BYTES.fetch_add(layout.size() as u64, Relaxed);
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        FREES.fetch_add(1, Relaxed);
        FREED_BYTES.fetch_add(layout.size() as u64, Relaxed);
        // SAFETY: The caller keeps the promises, and `alloc` took the block from there.
        unsafe { System.dealloc(block, layout) }
    }
}

/// Runs `work`, and returns how it used the heap. Nothing else runs meanwhile: a page has one thread.
pub(crate) fn measure(work: &mut dyn FnMut()) -> HeapUse {
    let before = read();
    work();
    let after = read();
    HeapUse {
        calls: after.calls - before.calls,
        bytes: after.bytes - before.bytes,
        frees: after.frees - before.frees,
        freed_bytes: after.freed_bytes - before.freed_bytes,
    }
}

fn read() -> HeapUse {
    HeapUse {
        calls: CALLS.load(Relaxed),
        bytes: BYTES.load(Relaxed),
        frees: FREES.load(Relaxed),
        freed_bytes: FREED_BYTES.load(Relaxed),
    }
}
