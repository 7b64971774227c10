//! Traces: what a region asked of the heap, event by event, in a compact file for a replay.
//!
//! When the environment variable [`TRACE_VARIABLE`] names a file, a test records two of its
//! regions: `yours`, which is the region of a [`Budget`](crate::Budget) with a baseline, and `bad`,
//! which is the region that the baseline was measured in by [`measure`](crate::measure) or
//! [`measure_process`](crate::measure_process). The file is written when `yours` ends, whether or
//! not the budget is kept; where several budgets have a baseline, the last one's file stays.
//! A region inside another one is a part of that one, and has no section of its own. A process
//! that ends before `yours` does leaves no file. Where the variable is not set, the allocator pays
//! for one relaxed load of an atomic, and nothing is kept; where it is, recording a block of 4 bytes
//! and its end adds some 70 ns to the 56 ns that they take (a 2-core virtual machine).
//!
//! A `trace` fact for each section says that the file is there, and what is in it (see
//! [`protocol`](crate::protocol)).
//!
//! # The format, version 1
//!
//! A *number* is an unsigned LEB128: seven bits to a byte, the lowest first, and the high bit set
//! in all bytes but the last. A *difference* is a number with its sign in the lowest bit: 0, -1, 1,
//! -2, 2 are written as 0, 1, 2, 3, 4 (zigzag).
//!
//! | part of the file | written as |
//! |---|---|
//! | magic | the 8 bytes `YRDTRACE` |
//! | version | number |
//! | sections | number |
//! | each section | its length in bytes as a number, then the section |
//!
//! | part of a section | written as |
//! |---|---|
//! | label | its length in bytes as a number, then UTF-8: `bad` or `yours` |
//! | events | number: how many events follow |
//! | dropped | number: how many more came, for which there was no room |
//! | chunks | number: how many of the events are allocations of arena chunks |
//! | bytes | number: bytes asked for in the whole region, dropped events included |
//! | peak | number: the most bytes live at once in the whole region, above its start |
//! | start | number: the address that the first difference counts from |
//! | the events | in the order of time, each as below |
//!
//! An event begins with its *head*, a number: bits 0 and 1 are the kind, bit 2 says `outside`,
//! bit 3 says `chunk`, and the bits above are the logarithm to base 2 of the alignment in bytes
//! (of an allocation; otherwise 0). What follows depends on the kind. *Here* is the address that
//! the event before ended at, or `start`.
//!
//! | kind | event | after the head |
//! |---|---|---|
//! | 0 | allocation | difference from here to the block; its size, a number |
//! | 1 | reallocation | difference from here to the old block; if `outside`, its size; difference from there to the new block; its new size |
//! | 2 | free | difference from here to the block; if `outside`, its size |
//!
//! - All sizes are in bytes, as the program asked for them.
//! - `outside`: the block was not allocated in this section, but before it, or by a thread that the
//!   section does not watch. All other blocks that are freed or reallocated are live at that point.
//! - `chunk`: `bumpalo` asked for the block, as a chunk of an arena. What the arena hands out from
//!   it never reaches the heap, so it is no event.
//! - Addresses count from the lowest of the section, rounded down to a multiple of 4096: two
//!   blocks share a cache line or a page here exactly if they did in the process.
//! - A heap may lie in several parts with huge gaps between (small blocks here, mapped blocks
//!   there). An address takes up to 47 bits on today's systems, and a difference one more. So a
//!   reader in JavaScript, whose numbers are exact up to 53 bits, multiplies where it would shift.
//! - Events are dropped from the first one for which the section has no room; the section is then
//!   the beginning of the region.
//!
//! Another version has another number, and [`read`] refuses it.
//!
//! [`TRACE_VARIABLE`]: crate::protocol::TRACE_VARIABLE

mod origin;
mod read;
mod record;
#[cfg(test)]
mod tests;
mod write;

pub use read::{ReadError, read};

pub(crate) use record::{Part, Recording, on_alloc, on_dealloc, on_realloc};

/// The version of the format that is written here.
pub const VERSION: u64 = 1;

/// A file is at most this long, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// What a section may hold in events, in bytes: the rest of its half is for what stands before.
const SECTION_BYTES: usize = MAX_BYTES / 2 - 256;

const MAGIC: &[u8; 8] = b"YRDTRACE";

/// A section's addresses count from a multiple of this, in bytes.
const PAGE: u64 = 4096;

/// A trace, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// In the order of the file: `bad`, then `yours`.
    pub sections: Vec<Section>,
}

impl Trace {
    /// The section with this label.
    #[must_use]
    pub fn section(&self, label: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.label == label)
    }
}

/// One region's events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// `bad` or `yours`.
    pub label: String,
    /// In the order of time.
    pub events: Vec<HeapEvent>,
    /// Events that came after these, and for which there was no room.
    pub dropped: u64,
    /// How many of `events` are allocations of arena chunks.
    pub chunks: u64,
    /// Bytes asked for in the whole region.
    pub bytes: u64,
    /// The most bytes live at once in the whole region, above those live at its start.
    pub peak: u64,
}

/// One event. Addresses count from the section's beginning; sizes are in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeapEvent {
    /// A new block.
    Alloc {
        /// Its address.
        at: u64,
        /// Its size.
        size: u64,
        /// The logarithm to base 2 of its alignment in bytes.
        align_log2: u32,
        /// Whether it is a chunk of an arena.
        chunk: bool,
    },
    /// A block that was grown or shrunk, and may have moved.
    Realloc {
        /// Its old address.
        from: u64,
        /// Its new address.
        to: u64,
        /// Its new size.
        size: u64,
        /// Its old size, for a block that was not allocated in the section.
        outside: Option<u64>,
    },
    /// A block that was given back.
    Free {
        /// Its address.
        at: u64,
        /// Its size, for a block that was not allocated in the section.
        outside: Option<u64>,
    },
}

/// The kinds of events and the bits beside them, as both sides of the format need them.
mod head {
    pub(super) const ALLOC: u64 = 0;
    pub(super) const REALLOC: u64 = 1;
    pub(super) const FREE: u64 = 2;
    pub(super) const KIND: u64 = 0b11;
    pub(super) const OUTSIDE: u64 = 1 << 2;
    pub(super) const CHUNK: u64 = 1 << 3;
    pub(super) const ALIGN_SHIFT: u32 = 4;
}
