//! Traces: what a region asked of the heap, event by event, in a compact file that can be replayed.
//!
//! When the environment variable [`TRACE_VARIABLE`] names a file, a test records two of its
//! regions: `yours`, the region of a [`Budget`](crate::Budget) with a baseline, and `bad`, the
//! region that the baseline was measured in by [`measure`](crate::measure) or
//! [`measure_process`](crate::measure_process). The file is written when `yours` ends, whether or
//! not the budget is kept; where several budgets have a baseline, the last one's file remains.
//! A region inside another one is part of it, and has no section of its own. A process that ends
//! before `yours` does leaves no file. Where the variable is not set, the allocator pays for one
//! relaxed load of an atomic, and nothing is recorded; where it is, recording a block of 4 bytes
//! and its end adds some 70 ns to the 56 ns that they take (a 2-core virtual machine).
//!
//! A `trace` fact for each section says that the file is complete, and what is in it (see
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
//! | the events | in order of time, each as below |
//!
//! An event starts with its *head*, a number: bits 0 and 1 are the kind, bit 2 is `outside`, bit 3
//! is `chunk`, and the bits above are the logarithm to base 2 of the alignment in bytes (of an
//! allocation; otherwise 0). What follows depends on the kind. *Here* is the address that the
//! previous event ended at, or `start`.
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
//! - `chunk`: `bumpalo` asked for the block, as a chunk of an arena. What the arena allocates from
//!   it never reaches the heap, so it is not an event.
//! - Addresses count from the lowest of the section, rounded down to a multiple of 4096: two
//!   blocks share a cache line or a page here exactly if they did in the process.
//! - A heap may be in several parts with huge gaps between them (small blocks here, mapped blocks
//!   there). An address takes up to 47 bits on today's systems, and a difference one more. So a
//!   reader in JavaScript, whose numbers are exact up to 53 bits, multiplies instead of shifting.
//! - Events are dropped from the first one for which the section has no room; the section is then
//!   the beginning of the region.
//!
//! A later version has another number, and [`read`] refuses it.
//!
//! [`TRACE_VARIABLE`]: crate::protocol::TRACE_VARIABLE

// Each imports only from those before it.
mod format;
mod read;
mod write;

mod origin;
mod record;

#[cfg(test)]
mod tests;

pub use format::{HeapEvent, MAX_BYTES, Section, Trace, VERSION};
pub use read::{ReadError, read};

pub(crate) use record::{Recording, TraceRole, on_alloc, on_dealloc, on_realloc};
