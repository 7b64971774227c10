//! What both sides of the format share: the types of a trace that was read, and the constants.

pub use crate::protocol::TRACE_BYTES as MAX_BYTES;

/// The most bytes that a section's sites may take.
pub(super) const SITES_BYTES: usize = 64 << 10;

/// The most bytes that a section's events may take: the rest of its half is for what precedes them.
pub(super) const SECTION_BYTES: usize = MAX_BYTES / 2 - SITES_BYTES - 256;

/// A section's addresses count from a multiple of this, in bytes.
pub(super) const PAGE: u64 = 4096;

/// A trace that was read.
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
    /// The lines that allocated.
    pub sites: Vec<Site>,
    /// In order of time.
    pub events: Vec<HeapEvent>,
    /// Events after these, for which there was no room.
    pub dropped: u64,
    /// How many of `events` are allocations of arena chunks.
    pub chunks: u64,
    /// Bytes asked for in the whole region.
    pub bytes: u64,
    /// The most bytes live at once in the whole region, above those live at its start.
    pub peak: u64,
}

/// A line of source that allocated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// As `src/lib.rs:41`, relative to the workspace.
    pub place: String,
    /// The line, without its indentation.
    pub text: String,
}

/// One event on the heap. Addresses count from the section's base; sizes are in bytes.
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
        /// Its line, as an index into the section's sites.
        site: Option<u32>,
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
        /// Its line, as an index into the section's sites.
        site: Option<u32>,
    },
    /// A block that was freed.
    Free {
        /// Its address.
        at: u64,
        /// Its size, for a block that was not allocated in the section.
        outside: Option<u64>,
    },
}

/// The kinds of events, and the bits beside them in an event's head.
pub(super) mod head {
    pub(in crate::trace) const ALLOC: u64 = 0;
    pub(in crate::trace) const REALLOC: u64 = 1;
    pub(in crate::trace) const FREE: u64 = 2;
    pub(in crate::trace) const KIND: u64 = 0b11;
    pub(in crate::trace) const OUTSIDE: u64 = 1 << 2;
    pub(in crate::trace) const CHUNK: u64 = 1 << 3;
    pub(in crate::trace) const ALIGN_SHIFT: u32 = 4;
}
