//! The page "Finding the leak": programs that leak in an arena
//! in four ways, for tools that look for leaks.
//!
//! Live bytes, counted by an allocator of one's own:
//!
//! ```
//! // ANCHOR: live
//! use std::alloc::{GlobalAlloc, Layout, System};
//! use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
//!
//! struct Counting;
//! static LIVE: AtomicUsize = AtomicUsize::new(0);
//!
//! // SAFETY: `System` does the work.
//! unsafe impl GlobalAlloc for Counting {
//!     unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
//!         LIVE.fetch_add(layout.size(), Relaxed);
//!         unsafe { System.alloc(layout) }
//!     }
//!
//!     unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
//!         LIVE.fetch_sub(layout.size(), Relaxed);
//!         unsafe { System.dealloc(at, layout) }
//!     }
//! }
//!
//! #[global_allocator]
//! static COUNTING: Counting = Counting;
//! // ANCHOR_END: live
//!
//! fn main() {
//!     let before = LIVE.load(Relaxed);
//!     listings::leaks::dropped();
//!     let left = LIVE.load(Relaxed) - before;
//!     assert_eq!(left, 100_000);
//! }
//! ```

use crate::drop::bad::decode;
use bumpalo::Bump;
use std::sync::{LazyLock, Mutex};

/// Fifty samples of two bytes.
const PACKET: [u8; 100] = [7; 100];

/// An arena that lives as long as the program.
static KEPT: LazyLock<Mutex<Bump>> =
    LazyLock::new(Mutex::default);

fn with_kept(f: impl FnOnce(&mut Bump)) {
    f(&mut KEPT
        .lock()
        .expect("nothing has panicked with it"));
}

/// Recordings that own their samples, in an arena that is
/// dropped.
pub fn dropped() {
    let arena = Bump::new();
    for _ in 0..1000 {
        decode(&arena, 48_000, &PACKET);
    }
}

/// The same in an arena that is reset after each hundred, and
/// still there at the end.
pub fn reset() {
    with_kept(|arena| {
        for _ in 0..10 {
            for _ in 0..100 {
                decode(arena, 48_000, &PACKET);
            }
            arena.reset();
        }
    });
}

/// The same in an arena that is never reset.
pub fn kept() {
    with_kept(|arena| {
        for _ in 0..1000 {
            decode(arena, 48_000, &PACKET);
        }
    });
}

/// Names that nobody needs any more, in an arena that grows: no
/// leak to a tool, and one to whoever pays for the memory.
pub fn grows() {
    with_kept(|arena| {
        for _ in 0..10_000 {
            arena.alloc_str("somebody who has left");
        }
    });
}
