//! Records a scene: what two sides, which do the same thing in different ways, do to memory.

use crate::recording_allocator::{Call, calls_of};
use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;
use scenes::{Scene, SceneEvent, Side, Step};
use std::alloc::Layout;
use std::collections::BTreeMap;

/// A scene that is being recorded.
pub(crate) struct SceneRecorder {
    scene: Scene,
    pub(crate) left: SideRecorder,
    pub(crate) right: SideRecorder,
}

impl SceneRecorder {
    /// Two sides, each with its name and a note.
    pub(crate) fn new(row: usize, vary: Option<&str>, sides: [(&str, &str); 2]) -> Self {
        let side = |(name, note): (&str, &str)| Side {
            name: name.to_owned(),
            note: note.to_owned(),
        };
        let scene = Scene {
            row,
            vary: vary.map(str::to_owned),
            sides: sides.map(side),
            steps: Vec::new(),
        };
        Self {
            scene,
            left: SideRecorder::default(),
            right: SideRecorder::default(),
        }
    }

    /// Ends a step: everything since the previous one.
    pub(crate) fn step(&mut self, what: &str) {
        let events = [&mut self.left, &mut self.right].map(|side| std::mem::take(&mut side.events));
        self.scene.steps.push(Step {
            what: what.to_owned(),
            events,
        });
    }

    /// Ends the last step. Blocks that are still on the heap are lost.
    pub(crate) fn finish(mut self, what: &str) -> Scene {
        self.left.record_lost_blocks();
        self.right.record_lost_blocks();
        self.step(what);
        self.scene
    }
}

/// One side: its events since the last step, and what it has in memory.
#[derive(Default)]
pub(crate) struct SideRecorder {
    events: Vec<SceneEvent>,
    /// By address.
    blocks: BTreeMap<usize, usize>,
    /// By address: the number, and the size without the footer.
    chunks: BTreeMap<usize, (usize, usize)>,
    n_blocks: usize,
    n_chunks: usize,
    n_values: usize,
}

impl SideRecorder {
    /// Runs `work`, whose new blocks are for `name`. It may free chunks.
    pub(crate) fn heap<R>(&mut self, name: &str, work: impl FnOnce() -> R) -> R {
        let (result, calls) = calls_of(work);
        for call in calls {
            match call {
                Call::Alloc { at, size, align } => {
                    self.blocks.insert(at, self.n_blocks);
                    let block = self.n_blocks;
                    self.n_blocks += 1;
                    self.events.push(SceneEvent::Block {
                        block,
                        name: name.to_owned(),
                        size,
                        align,
                    });
                }
                Call::Realloc { from, to, size } => {
                    let block = self.blocks.remove(&from).expect("a block of this side");
                    self.blocks.insert(to, block);
                    self.events.push(SceneEvent::Resize { block, size });
                }
                Call::Free { at } => self.record_free(at),
            }
        }
        result
    }

    /// Runs `work`, in which only an arena uses the heap.
    pub(crate) fn arena<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let (result, calls) = calls_of(work);
        for call in calls {
            match call {
                Call::Alloc { at, size, .. } => {
                    let (chunk, usable) = (self.n_chunks, size - footer());
                    self.chunks.insert(at, (chunk, usable));
                    self.n_chunks += 1;
                    self.events.push(SceneEvent::Chunk {
                        chunk,
                        usable,
                        asked: size,
                    });
                }
                Call::Realloc { .. } => panic!("an arena does not resize its chunks"),
                Call::Free { at } => self.record_free(at),
            }
        }
        result
    }

    fn record_free(&mut self, at: usize) {
        if let Some(block) = self.blocks.remove(&at) {
            self.events.push(SceneEvent::Free { block });
        }
        if let Some((chunk, _)) = self.chunks.remove(&at) {
            self.events.push(SceneEvent::FreeChunk { chunk });
        }
    }

    /// Puts a value into the arena.
    pub(crate) fn put<'a, T: ?Sized>(
        &mut self,
        name: &str,
        arena: &'a Bump,
        work: impl FnOnce(&'a Bump) -> &'a mut T,
    ) -> &'a T {
        let finger = arena.chunk_capacity();
        let value = self.arena(|| &*work(arena));
        let address = std::ptr::from_ref(value).cast::<u8>().addr();
        let layout = Layout::for_value(value);
        self.record_put(name, address, layout, finger);
        value
    }

    fn record_put(&mut self, name: &str, address: usize, layout: Layout, finger: usize) -> usize {
        let (size, align) = (layout.size(), layout.align());
        let is_fresh = matches!(self.events.last(), Some(SceneEvent::Chunk { .. }));
        let (chunk, at) = self.locate(address);
        let usable = self
            .chunks
            .values()
            .find(|(number, _)| *number == chunk)
            .map(|(_, usable)| *usable);
        let finger = if is_fresh {
            usable.unwrap_or(finger)
        } else {
            finger
        };
        let value = self.n_values;
        self.n_values += 1;
        let padding = finger - at - size;
        self.events.push(SceneEvent::Put {
            value,
            name: name.to_owned(),
            chunk,
            at,
            size,
            align,
            padding,
        });
        value
    }

    /// The chunk that contains an address, and the offset in it.
    fn locate(&self, address: usize) -> (usize, usize) {
        let (start, (chunk, usable)) = self.chunks.range(..=address).next_back().expect("a chunk");
        assert!(address < start + usable, "the address is in no chunk");
        (*chunk, address - start)
    }

    /// Runs `work` on a vector in an arena. `number` is that of its buffer, once it has one.
    pub(crate) fn vector<'a, T>(
        &mut self,
        name: &str,
        number: &mut Option<usize>,
        vector: &mut BumpVec<'a, T>,
        work: impl FnOnce(&mut BumpVec<'a, T>),
    ) {
        let buffer =
            |vector: &BumpVec<'a, T>| (vector.as_ptr().addr(), vector.capacity() * size_of::<T>());
        let finger = vector.bump().chunk_capacity();
        let (old_address, old_size) = buffer(vector);
        let old = (old_size > 0).then(|| self.locate(old_address));
        self.arena(|| work(vector));
        let (address, size) = buffer(vector);
        let layout = Layout::array::<T>(vector.capacity()).expect("a buffer has a layout");
        let Some(value) = *number else {
            *number = (size > 0).then(|| self.record_put(name, address, layout, finger));
            return;
        };
        let (chunk, at) = self.locate(address);
        if (address, size) != (old_address, old_size) {
            let in_place = old
                .is_some_and(|(was, old)| was == chunk && at <= old && old + old_size <= at + size);
            self.events.push(SceneEvent::Grow {
                value,
                chunk,
                at,
                size,
                in_place,
            });
        }
    }

    /// Resets the arena.
    pub(crate) fn reset(&mut self, arena: &mut Bump) {
        self.arena(|| arena.reset());
        let (chunk, usable) = *self.chunks.values().next().expect("a reset keeps a chunk");
        assert_eq!((self.chunks.len(), arena.chunk_capacity()), (1, usable));
        self.events.push(SceneEvent::Reset { chunk });
    }

    fn record_lost_blocks(&mut self) {
        let lost = std::mem::take(&mut self.blocks).into_values();
        let mut lost: Vec<_> = lost.collect();
        lost.sort_unstable();
        self.events
            .extend(lost.into_iter().map(|block| SceneEvent::Lost { block }));
        assert!(self.chunks.is_empty(), "an arena outlives the scene");
    }
}

/// The size of the footer that an arena keeps in each chunk.
fn footer() -> usize {
    let arena = Bump::with_capacity(1);
    arena.allocated_bytes_including_metadata() - arena.allocated_bytes()
}
