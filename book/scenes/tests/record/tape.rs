//! Records one side of a scene while it runs.
//!
//! The code of a side is plain Rust, with calls of a `tape` between its statements. They name what the statements before
//! them allocated, and end the steps. The book shows the code without them.

use crate::listing::Listing;
use crate::recording_allocator::{Call, set_recording, take_calls};
use bumpalo::Bump;
use bumpalo::collections::{String as BumpString, Vec as BumpVec};
use scenes::SceneEvent;
use serde::{Deserialize, Serialize};
use std::alloc::Layout;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::panic::Location;

mod events;

/// What a side did in one step.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Moment {
    pub(crate) what: String,
    pub(crate) lines: Option<[usize; 2]>,
    pub(crate) events: Vec<SceneEvent>,
}

/// One side as it was recorded.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Recording {
    pub(crate) base: usize,
    pub(crate) code: String,
    pub(crate) moments: Vec<Moment>,
    /// What it computed.
    pub(crate) answer: String,
}

/// A side that is being recorded: its events since the last step, and what it has in memory.
pub(crate) struct Tape {
    listing: Listing,
    moments: Vec<Moment>,
    events: Vec<SceneEvent>,
    /// Calls to the heap that no call of the tape has named yet.
    pending: Vec<Call>,
    /// Live blocks by address.
    blocks: BTreeMap<usize, usize>,
    /// Live chunks by address.
    chunks: BTreeMap<usize, Chunk>,
    /// Values by name.
    values: BTreeMap<String, Value>,
    answer: String,
    arena: usize,
    base: usize,
    n_blocks: usize,
    n_chunks: usize,
    n_values: usize,
}

struct Chunk {
    number: usize,
    arena: usize,
    usable: usize,
    finger: usize,
}

struct Value {
    number: usize,
    address: usize,
    size: usize,
}

/// A vector or a string in an arena.
pub(crate) trait Buffer {
    /// Its address, and its layout.
    fn memory(&self) -> (usize, Layout);
}

impl<T> Buffer for BumpVec<'_, T> {
    fn memory(&self) -> (usize, Layout) {
        let layout = Layout::array::<T>(self.capacity()).expect("a buffer has a layout");
        (self.as_ptr().addr(), layout)
    }
}

impl Buffer for BumpString<'_> {
    fn memory(&self) -> (usize, Layout) {
        let layout = Layout::array::<u8>(self.capacity()).expect("a buffer has a layout");
        (self.as_ptr().addr(), layout)
    }
}

impl Tape {
    /// Runs one side, whose code is in `listing`.
    pub(crate) fn record(listing: Listing, side: fn(&mut Self)) -> Recording {
        let mut tape = Self {
            listing,
            moments: Vec::new(),
            events: Vec::new(),
            pending: Vec::new(),
            blocks: BTreeMap::new(),
            chunks: BTreeMap::new(),
            values: BTreeMap::new(),
            answer: String::new(),
            arena: 0,
            base: usize::MAX,
            n_blocks: 0,
            n_chunks: 0,
            n_values: 0,
        };
        set_recording(true);
        side(&mut tape);
        set_recording(false);
        let moments = tape.finish();
        Recording {
            base: tape.base,
            code: tape.listing.text(),
            moments,
            answer: tape.answer,
        }
    }

    /// The statements since the last call got blocks of the heap, all for `name`.
    pub(crate) fn heap(&mut self, name: impl Display) {
        self.pause(|tape| {
            let name = name.to_string();
            for call in std::mem::take(&mut tape.pending) {
                tape.record_call(call, Some(&name));
            }
        });
    }

    /// What this side has computed, which the other one must compute as well.
    pub(crate) fn answer(&mut self, answer: impl Display) {
        self.pause(|tape| tape.answer = answer.to_string());
    }

    /// The arena whose chunks and values come next. It starts with 0.
    pub(crate) fn arena(&mut self, number: usize) {
        self.pause(|tape| tape.arena = number);
    }

    /// The arena allocated a value.
    pub(crate) fn put<T: ?Sized>(&mut self, name: impl Display, value: &T) {
        let (address, layout) = (
            std::ptr::from_ref(value).cast::<u8>().addr(),
            Layout::for_value(value),
        );
        self.pause(|tape| {
            tape.take_chunks();
            tape.record_put(name.to_string(), address, layout);
        });
    }

    /// The arena allocated a value, or refused to.
    pub(crate) fn put_if_ok<T: ?Sized, E>(
        &mut self,
        name: impl Display,
        value: &Result<&mut T, E>,
    ) {
        if let Ok(value) = value {
            self.put(name, &**value);
        }
    }

    /// A vector or a string in the arena may have its first buffer now, or a larger one.
    pub(crate) fn buffer(&mut self, name: impl Display, buffer: &impl Buffer) {
        let (address, layout) = buffer.memory();
        self.pause(|tape| {
            tape.take_chunks();
            let name = name.to_string();
            match tape.values.get(&name) {
                None if layout.size() == 0 => {}
                None => tape.record_put(name, address, layout),
                Some(old) if (old.address, old.size) == (address, layout.size()) => {}
                Some(_) => tape.record_growth(&name, address, layout.size()),
            }
        });
    }

    /// A value is no longer in use.
    pub(crate) fn gone(&mut self, name: impl Display) {
        self.pause(|tape| {
            let value = tape
                .values
                .remove(&name.to_string())
                .expect("a value of this name");
            tape.events.push(SceneEvent::Gone {
                value: value.number,
            });
        });
    }

    /// The arena was reset.
    pub(crate) fn reset(&mut self, arena: &Bump) {
        let capacity = arena.chunk_capacity();
        self.pause(|tape| {
            tape.take_chunks();
            let arena = tape.arena;
            let mut kept = tape
                .chunks
                .values_mut()
                .filter(|chunk| chunk.arena == arena);
            let chunk = kept.next().expect("a reset keeps a chunk");
            assert!(kept.next().is_none(), "a reset keeps one chunk");
            assert_eq!(chunk.usable, capacity, "the chunk is empty");
            chunk.finger = capacity;
            let chunk = chunk.number;
            tape.values.clear();
            tape.events.push(SceneEvent::Reset { chunk });
        });
    }

    /// One of two names has a pointer to the other from now on.
    pub(crate) fn refer(&mut self, from: &str, to: &str) {
        self.pause(|tape| {
            let (from, to) = (from.to_owned(), to.to_owned());
            tape.events.push(SceneEvent::Refer { from, to });
        });
    }

    /// No variable refers to what is still allocated.
    pub(crate) fn lost(&mut self) {
        self.pause(Self::record_lost);
    }

    /// Ends a step, which the statements above did.
    #[track_caller]
    pub(crate) fn step(&mut self, what: impl Display) {
        let line = Location::caller().line() as usize;
        self.pause(|tape| {
            let lines = tape.listing.statements_above(line);
            tape.end_step(what.to_string(), Some([*lines.start(), *lines.end()]));
        });
    }

    /// Ends a step if this is true; otherwise what was done belongs to the next one.
    #[track_caller]
    pub(crate) fn step_if(&mut self, ends: bool, what: impl Display) {
        if ends {
            self.step(what);
        }
    }

    /// Ends a step that the line with this text did, wherever it is.
    pub(crate) fn step_of(&mut self, code: &str, what: impl Display) {
        self.pause(|tape| {
            let line = tape.listing.line_with(code);
            tape.end_step(what.to_string(), Some([line, line]));
        });
    }

    /// A step of the other side only.
    pub(crate) fn idle(&mut self, what: impl Display) {
        self.pause(|tape| {
            assert!(
                tape.events.is_empty() && tape.pending.is_empty(),
                "this side did something"
            );
            tape.end_step(what.to_string(), None);
        });
    }

    /// Works without recording its own calls to the heap.
    fn pause(&mut self, work: impl FnOnce(&mut Self)) {
        set_recording(false);
        for call in take_calls() {
            match call {
                Call::Alloc { .. } => self.pending.push(call),
                call if self.pending.is_empty() => self.record_call(call, None),
                // What is freed may be what is still unnamed: keep the order.
                call => self.pending.push(call),
            }
        }
        work(self);
        set_recording(true);
    }

    fn end_step(&mut self, what: String, lines: Option<[usize; 2]>) {
        assert!(
            self.pending.is_empty(),
            "step `{what}`: {:?} have no name",
            self.pending
        );
        let events = std::mem::take(&mut self.events);
        self.moments.push(Moment {
            what,
            lines,
            events,
        });
    }

    /// Addresses become relative.
    fn finish(&mut self) -> Vec<Moment> {
        assert!(
            self.events.is_empty() && self.pending.is_empty(),
            "the last step has not ended"
        );
        assert!(
            self.blocks.is_empty() && self.chunks.is_empty(),
            "something outlives the scene"
        );
        let mut moments = std::mem::take(&mut self.moments);
        for event in moments.iter_mut().flat_map(|moment| &mut moment.events) {
            if let SceneEvent::Block { address, .. }
            | SceneEvent::Resize { address, .. }
            | SceneEvent::Chunk { address, .. } = event
            {
                *address -= self.base;
            }
        }
        moments
    }
}
