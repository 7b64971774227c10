//! The arena under observation: a real [`Bump`], and a record of what it said.
//!
//! Nothing here is computed the way `bumpalo` would compute it. After every step the arena is asked:
//! for what is free between the beginning of its chunk and the finger (`chunk_capacity`), and for what it
//! holds (`allocated_bytes`). The first address out of a new chunk is where the finger stands, and tells
//! where the chunk lies. What it asked of the global allocator meanwhile, yardstick has counted. Whenever
//! nothing borrows the arena, its own list of chunks is held against the record ([`Record::check`]).

use bumpalo::Bump;
use std::ops::Range;
use yardstick::Usage;

/// One chunk of the arena.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Where values may lie, lowest and highest address.
    pub room: Range<usize>,
    /// Where the finger stands, or stood when the arena went on to the next chunk. The arena
    /// allocates downwards: what is below is free, or was left behind.
    pub finger: usize,
    /// What the global allocator was asked for, in bytes: the room, and the arena's own footer.
    pub asked: usize,
}

/// What a stretch of a chunk holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Something that was allocated, under this letter.
    Value(char),
    /// The buffer of a vector that moved on or is gone. No reset yet: nobody can use it.
    GivenUp,
}

/// A stretch of a chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its addresses.
    pub place: Range<usize>,
    /// What it holds.
    pub holds: Holds,
}

/// Why the arena did not allocate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// What the global allocator was asked for, since the lab was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// How often it was asked for memory.
    pub calls: u64,
    /// For how many bytes.
    pub bytes: u64,
    /// How often something was given back.
    pub returns: u64,
}

/// What the arena said so far.
#[derive(Debug, Default)]
pub struct Record {
    /// From the oldest to the current one.
    pub chunks: Vec<Chunk>,
    /// What lies in them, but for padding.
    pub stretches: Vec<Stretch>,
    /// What it cost.
    pub asked: Asked,
}

/// A step that the arena took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The address that came back.
    pub address: usize,
    /// Bytes that were asked of the global allocator; none where there was room.
    pub asked: Option<usize>,
    /// Bytes between the value and where the finger stood before.
    pub padding: usize,
}

impl Record {
    /// Lets the arena take a step, and asks it what came of it. `size` is that of the value whose address
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
        let (result, usage) = yardstick::measure(|| step(bump));
        let address = result?;
        let asked = (usage.allocations > 0).then_some(usage.bytes as usize);
        self.count(usage);
        if let Some(asked) = asked {
            let start = address - bump.chunk_capacity();
            self.chunks.push(Chunk {
                room: start..start + bump.allocated_bytes() - held,
                finger: address,
                asked,
            });
        }
        let before = self.chunks.last().map_or(0, |chunk| match asked {
            None => chunk.finger,
            Some(_) => chunk.room.end,
        });
        self.ask(bump);
        Ok(Step {
            address,
            asked,
            padding: match size {
                0 => 0,
                size => before - (address + size),
            },
        })
    }

    /// Notes what a stretch of memory holds now.
    pub fn note(&mut self, place: Range<usize>, holds: Holds) {
        if !place.is_empty() {
            self.stretches.push(Stretch { place, holds });
        }
    }

    /// Notes that the buffer which lay here lies elsewhere now, or nowhere.
    pub fn moved(&mut self, from: &Range<usize>, to: &Range<usize>) {
        self.stretches.retain(|stretch| stretch.place != *from);
        // A buffer that grew in place covers its old self.
        let is_covered = to.start <= from.start && from.end <= to.end;
        if !is_covered {
            self.note(from.clone(), Holds::GivenUp);
        }
    }

    /// Asks where the finger stands, and forgets what lies below it: a value that went as the last
    /// one gave its memory back.
    pub fn ask(&mut self, bump: &Bump) {
        let Some(chunk) = self.chunks.last_mut() else {
            return;
        };
        let before = chunk.finger;
        chunk.finger = chunk.room.start + bump.chunk_capacity();
        if chunk.finger <= before {
            return;
        }
        let free = chunk.room.start..chunk.finger;
        for stretch in &mut self.stretches {
            if free.contains(&stretch.place.start) {
                stretch.place.start = free.end.min(stretch.place.end);
            }
        }
        self.stretches.retain(|stretch| !stretch.place.is_empty());
    }

    /// Resets the arena; how often, and how many bytes, it gave back.
    pub fn reset(&mut self, bump: &mut Bump) -> (u64, u64) {
        let ((), usage) = yardstick::measure(|| bump.reset());
        self.count(usage);
        self.stretches.clear();
        let n_old = self.chunks.len().saturating_sub(1);
        self.chunks.drain(..n_old);
        self.ask(bump);
        (usage.deallocations, usage.live.unsigned_abs())
    }

    /// Ends the arena; how often, and how many bytes, it gave back.
    pub fn end(&mut self, bump: Bump) -> (u64, u64) {
        let ((), usage) = yardstick::measure(|| drop(bump));
        self.count(usage);
        self.stretches.clear();
        self.chunks.clear();
        (usage.deallocations, usage.live.unsigned_abs())
    }

    /// Begins an arena, with a chunk of at least so many bytes at once.
    ///
    /// # Errors
    /// When the global allocator has no such chunk.
    pub fn begin(&mut self, capacity: Option<usize>) -> Result<Bump, Refused> {
        let (bump, usage) = yardstick::measure(|| match capacity {
            None => Ok(Bump::new()),
            Some(capacity) => Bump::try_with_capacity(capacity).map_err(|_| Refused),
        });
        let mut bump = bump?;
        self.count(usage);
        // The used part of an empty chunk is empty, and begins where the finger stands.
        let used = bump.iter_allocated_chunks().next();
        if let Some(finger) = used.map(|used| used.as_ptr().addr()) {
            let start = finger - bump.chunk_capacity();
            self.chunks.push(Chunk {
                room: start..start + bump.allocated_bytes(),
                finger,
                asked: usage.bytes as usize,
            });
        }
        Ok(bump)
    }

    /// Holds the record against the arena's own list of chunks, and its own sums.
    ///
    /// # Errors
    /// With what differs, for people: it would be a mistake in the lab.
    pub fn check(&self, bump: &mut Bump) -> Result<(), String> {
        let own: Vec<Range<usize>> = bump
            .iter_allocated_chunks()
            .map(|chunk| chunk.as_ptr().addr()..chunk.as_ptr().addr() + chunk.len())
            .collect();
        let chunks = self.chunks.iter().rev();
        let ours: Vec<Range<usize>> = chunks.map(|chunk| chunk.finger..chunk.room.end).collect();
        // An empty chunk is listed or not, as the version likes.
        let used = |list: &[Range<usize>]| -> Vec<Range<usize>> {
            let used = list.iter().filter(|range| !range.is_empty());
            used.cloned().collect()
        };
        if used(&own) != used(&ours) {
            return Err(format!("its chunks are {own:x?}, and not {ours:x?}"));
        }
        self.check_sums(bump)
    }

    /// As [`check`](Self::check), as far as it can be asked while something borrows the arena.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn check_sums(&self, bump: &Bump) -> Result<(), String> {
        let room: usize = self.chunks.iter().map(|chunk| chunk.room.len()).sum();
        let asked: usize = self.chunks.iter().map(|chunk| chunk.asked).sum();
        let own = (
            bump.allocated_bytes(),
            bump.allocated_bytes_including_metadata(),
        );
        match own == (room, asked) {
            true => Ok(()),
            false => Err(format!(
                "it holds {own:?} bytes, and not {:?}",
                (room, asked)
            )),
        }
    }

    fn count(&mut self, usage: Usage) {
        self.asked.calls += usage.heap_calls();
        self.asked.bytes += usage.bytes;
        self.asked.returns += usage.deallocations;
    }
}
