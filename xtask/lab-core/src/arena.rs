//! The arena under observation: a real [`Bump`], and a record of its answers.
//!
//! Nothing here recomputes what `bumpalo` does. After every step the arena is queried: for what is free
//! between the start of its chunk and the finger (`chunk_capacity`), and for what it holds
//! (`allocated_bytes`). The first address from a new chunk is where the finger is, which gives the
//! chunk's address. The program around the lab counts what it asks of the global allocator meanwhile
//! ([`Measure`]). Whenever nothing borrows the arena, its own list of chunks is checked against the record ([`Record::check`]).

use bumpalo::Bump;
use std::ops::Range;

/// One chunk of the arena.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Where values may be, from the lowest to the highest address.
    pub usable: Range<usize>,
    /// Where the finger is, or was when the arena moved on to the next chunk. The arena allocates
    /// downwards: what is below is free, or stays unused.
    pub finger: usize,
    /// What the global allocator was asked for, in bytes: the usable part, and the arena's own footer.
    pub requested: usize,
}

/// What a span of a chunk contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Something that was allocated, drawn as this letter.
    Value(char),
    /// The old buffer of a vector that moved or was dropped: unusable until the next reset.
    LeftBehind,
}

/// A span of a chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its addresses.
    pub addresses: Range<usize>,
    /// What it contains.
    pub content: Content,
}

/// Why the arena did not allocate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// How the global allocator was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeapUse {
    /// How often it was asked for memory.
    pub calls: u64,
    /// For how many bytes.
    pub bytes: u64,
    /// How often memory was freed.
    pub frees: u64,
    /// How many bytes were freed.
    pub freed_bytes: u64,
}

/// Runs a function, and returns how it used the global allocator: each program that shows the lab counts in a way of its
/// own.
pub type Measure = fn(&mut dyn FnMut()) -> HeapUse;

/// What is known of the arena.
#[derive(Debug)]
pub struct Record {
    /// From the oldest to the current one.
    pub chunks: Vec<Chunk>,
    /// What is in them, except for padding.
    pub spans: Vec<Span>,
    /// What they cost since the lab was opened.
    pub heap: HeapUse,
    measure: Measure,
}

/// A step of the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The address that it returned.
    pub address: usize,
    /// Bytes that it asked of the global allocator; `None` where there was room.
    pub requested: Option<usize>,
    /// Bytes between the value and the previous finger.
    pub padding: usize,
}

impl Record {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(measure: Measure) -> Self {
        Self {
            chunks: Vec::new(),
            spans: Vec::new(),
            heap: HeapUse::default(),
            measure,
        }
    }

    /// Lets the arena take a step, and records the result. `size` is that of the value whose address
    /// the step returns.
    ///
    /// # Errors
    /// When it refuses.
    pub fn step<'a>(
        &mut self,
        bump: &'a Bump,
        size: usize,
        step: impl FnOnce(&'a Bump) -> Result<usize, Refused>,
    ) -> Result<Step, Refused> {
        let held = bump.allocated_bytes();
        let (result, usage) = self.measure(|| step(bump));
        let address = result?;
        let requested = (usage.calls > 0).then_some(usage.bytes as usize);
        self.count(usage);
        if let Some(requested) = requested {
            let start = address - bump.chunk_capacity();
            self.chunks.push(Chunk {
                usable: start..start + bump.allocated_bytes() - held,
                finger: address,
                requested,
            });
        }
        let before = self.chunks.last().map_or(0, |chunk| match requested {
            None => chunk.finger,
            Some(_) => chunk.usable.end,
        });
        self.update_finger(bump);
        Ok(Step {
            address,
            requested,
            padding: match size {
                0 => 0,
                size => before - (address + size),
            },
        })
    }

    /// Notes what these addresses contain now.
    pub fn note(&mut self, addresses: Range<usize>, content: Content) {
        if !addresses.is_empty() {
            self.spans.push(Span { addresses, content });
        }
    }

    /// Notes that a buffer moved, or was dropped: then `to` is empty.
    pub fn note_move(&mut self, from: &Range<usize>, to: &Range<usize>) {
        self.spans.retain(|span| span.addresses != *from);
        // A buffer that grew in place covers its old addresses.
        let is_covered = to.start <= from.start && from.end <= to.end;
        if !is_covered {
            self.note(from.clone(), Content::LeftBehind);
        }
    }

    /// Asks the arena where the finger is, and forgets what is below it: the last value returns its
    /// memory when it is dropped.
    pub fn update_finger(&mut self, bump: &Bump) {
        let Some(chunk) = self.chunks.last_mut() else {
            return;
        };
        let before = chunk.finger;
        chunk.finger = chunk.usable.start + bump.chunk_capacity();
        if chunk.finger <= before {
            return;
        }
        let free = chunk.usable.start..chunk.finger;
        for span in &mut self.spans {
            if free.contains(&span.addresses.start) {
                span.addresses.start = free.end.min(span.addresses.end);
            }
        }
        self.spans.retain(|span| !span.addresses.is_empty());
    }

    /// Resets the arena. Returns how often it freed memory, and how many bytes.
    pub fn reset(&mut self, bump: &mut Bump) -> (u64, u64) {
        let ((), usage) = self.measure(|| bump.reset());
        self.count(usage);
        self.spans.clear();
        let n_old = self.chunks.len().saturating_sub(1);
        self.chunks.drain(..n_old);
        self.update_finger(bump);
        (usage.frees, usage.freed_bytes)
    }

    /// Drops the arena. Returns how often it freed memory, and how many bytes.
    pub fn drop_arena(&mut self, bump: Bump) -> (u64, u64) {
        let ((), usage) = self.measure(|| drop(bump));
        self.count(usage);
        self.spans.clear();
        self.chunks.clear();
        (usage.frees, usage.freed_bytes)
    }

    /// Creates an arena, with a chunk of at least `capacity` bytes if there is one.
    ///
    /// # Errors
    /// When the global allocator has no such chunk.
    pub fn new_arena(&mut self, capacity: Option<usize>) -> Result<Bump, Refused> {
        let (bump, usage) = self.measure(|| match capacity {
            None => Ok(Bump::new()),
            Some(capacity) => Bump::try_with_capacity(capacity).map_err(|_| Refused),
        });
        let mut bump = bump?;
        self.count(usage);
        // The used part of an empty chunk is empty, and starts where the finger is.
        let used = bump.iter_allocated_chunks().next();
        if let Some(finger) = used.map(|used| used.as_ptr().addr()) {
            let start = finger - bump.chunk_capacity();
            self.chunks.push(Chunk {
                usable: start..start + bump.allocated_bytes(),
                finger,
                requested: usage.bytes as usize,
            });
        }
        Ok(bump)
    }

    /// Checks the record against the arena's own list of chunks, and its own sums.
    ///
    /// # Errors
    /// When they differ, with a message for people: that would be a bug in the lab.
    pub fn check(&self, bump: &mut Bump) -> Result<(), String> {
        let own: Vec<Range<usize>> = bump
            .iter_allocated_chunks()
            .map(|chunk| chunk.as_ptr().addr()..chunk.as_ptr().addr() + chunk.len())
            .collect();
        let chunks = self.chunks.iter().rev();
        let ours: Vec<Range<usize>> = chunks.map(|chunk| chunk.finger..chunk.usable.end).collect();
        // Whether an empty chunk is listed depends on the version.
        let used = |list: &[Range<usize>]| -> Vec<Range<usize>> {
            let used = list.iter().filter(|range| !range.is_empty());
            used.cloned().collect()
        };
        if used(&own) != used(&ours) {
            return Err(format!("its chunks are {own:x?}, not {ours:x?}"));
        }
        self.check_sums(bump)
    }

    /// As much of [`check`](Self::check) as is possible while something borrows the arena.
    ///
    /// # Errors
    /// As for [`check`](Self::check).
    pub fn check_sums(&self, bump: &Bump) -> Result<(), String> {
        let usable: usize = self.chunks.iter().map(|chunk| chunk.usable.len()).sum();
        let requested: usize = self.chunks.iter().map(|chunk| chunk.requested).sum();
        let own = (
            bump.allocated_bytes(),
            bump.allocated_bytes_including_metadata(),
        );
        match own == (usable, requested) {
            true => Ok(()),
            false => Err(format!(
                "it holds {own:?} bytes, not {:?}",
                (usable, requested)
            )),
        }
    }

    fn measure<R>(&self, work: impl FnOnce() -> R) -> (R, HeapUse) {
        let (mut work, mut result) = (Some(work), None);
        let usage = (self.measure)(&mut || result = work.take().map(|work| work()));
        (result.expect("it is run once"), usage)
    }

    fn count(&mut self, usage: HeapUse) {
        self.heap.calls += usage.calls;
        self.heap.bytes += usage.bytes;
        self.heap.frees += usage.frees;
        self.heap.freed_bytes += usage.freed_bytes;
    }
}
