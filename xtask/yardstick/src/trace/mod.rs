//! Traces: what a region asked of the heap, event by event, in a compact file that can be replayed.
//!
//! When the environment variable [`TRACE_VARIABLE`] names a file, a test records two of its
//! regions: `yours`, the region of a [`Budget`](crate::Budget) with a baseline, and `bad`, the
//! region that the baseline was measured in by [`measure`](crate::measure) or
//! [`measure_process`](crate::measure_process). The file is written when `yours` ends, whether or
//! not the budget is kept; where several budgets have a baseline, the last one's file remains.
//! A region inside another one is part of it, and has no section of its own. A process that ends
//! before `yours` does leaves no file. Where the variable is not set, the allocator pays for one
//! relaxed load of an atomic, and nothing is recorded; where it is, each block's stack is walked as
//! far as the line that is blamed for it, which takes microseconds.
//!
//! A `trace` fact for each section says that the file is complete, and what is in it (see
//! [`protocol`](crate::protocol)).
//!
//! # The format, version 2
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
//! | sites | number: how many lines of source follow, each as a place and a text |
//! | each place, each text | its length in bytes as a number, then UTF-8: `src/lib.rs:41`, and the line without its indentation |
//! | the events | in order of time, each as below |
//!
//! An event starts with its *head*, a number: bits 0 and 1 are the kind, bit 2 is `outside`, bit 3
//! is `chunk`, and the bits above are the logarithm to base 2 of the alignment in bytes (of an
//! allocation; otherwise 0). What follows depends on the kind. *Here* is the address that the
//! previous event ended at, or `start`.
//!
//! | kind | event | after the head |
//! |---|---|---|
//! | 0 | allocation | difference from here to the block; its size, a number; its site |
//! | 1 | reallocation | difference from here to the old block; if `outside`, its size; difference from there to the new block; its new size; its site |
//! | 2 | free | difference from here to the block; if `outside`, its size |
//!
//! - All sizes are in bytes, as the program asked for them.
//! - A *site* is the line of source that is blamed, as in a report of a missed budget: the innermost
//!   that the author of the tested code can change. It is a number: 0 if none is known, otherwise
//!   its place in the section's list, from 1. A file and a text are cut off after 200 bytes each.
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
//! Version 1 had no sites. Each version has another number, and [`read`] refuses all others.
//!
//! [`TRACE_VARIABLE`]: crate::protocol::TRACE_VARIABLE

// Each imports only from those before it.
mod format;
mod read;
mod write;

mod blamed;
mod origin;
mod record;

#[cfg(test)]
mod tests;

pub use format::{HeapEvent, MAX_BYTES, Section, Site, Trace};
pub use read::{ReadError, read};
pub use write::write;

pub(crate) use record::{Recording, TraceRole, on_alloc, on_dealloc, on_realloc};
