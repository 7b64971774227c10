//! What calls to the heap and values in an arena mean, as events of a scene.

use super::{Chunk, Tape, Value};
use crate::recording_allocator::Call;
use bumpalo::Bump;
use scenes::SceneEvent;
use std::alloc::Layout;

impl Tape {
    pub(super) fn record_call(&mut self, call: Call, name: Option<&str>) {
        match call {
            Call::Alloc { at, size, align } => {
                let (block, name) = (self.n_blocks, name.expect("a block has a name").to_owned());
                self.n_blocks += 1;
                self.blocks.insert(at, block);
                self.base = self.base.min(at);
                let address = at;
                self.events.push(SceneEvent::Block {
                    block,
                    name,
                    address,
                    size,
                    align,
                });
            }
            Call::Realloc { from, to, size } => {
                let block = self.blocks.remove(&from).expect("a block of this side");
                self.blocks.insert(to, block);
                self.base = self.base.min(to);
                self.events.push(SceneEvent::Resize {
                    block,
                    address: to,
                    size,
                });
            }
            Call::Free { at } => {
                if let Some(block) = self.blocks.remove(&at) {
                    self.events.push(SceneEvent::Free { block });
                } else if let Some(chunk) = self.chunks.remove(&at) {
                    self.events.push(SceneEvent::FreeChunk {
                        chunk: chunk.number,
                    });
                }
            }
        }
    }

    pub(super) fn take_chunks(&mut self) {
        for call in std::mem::take(&mut self.pending) {
            let Call::Alloc { at, size, .. } = call else {
                self.record_call(call, None);
                continue;
            };
            let (number, arena, usable) = (self.n_chunks, self.arena, size - footer());
            self.n_chunks += 1;
            self.chunks.insert(
                at,
                Chunk {
                    number,
                    arena,
                    usable,
                    finger: usable,
                },
            );
            self.base = self.base.min(at);
            self.events.push(SceneEvent::Chunk {
                chunk: number,
                arena,
                address: at,
                usable,
                asked: size,
            });
        }
    }

    pub(super) fn record_put(&mut self, name: String, address: usize, layout: Layout) {
        let (size, align) = (layout.size(), layout.align());
        let (chunk, at) = self.locate(address);
        assert!(at + size <= chunk.finger, "`{name}` is above the finger");
        let padding = chunk.finger - at - size;
        chunk.finger = at;
        let (chunk, number) = (chunk.number, self.n_values);
        self.n_values += 1;
        self.values.insert(
            name.clone(),
            Value {
                number,
                address,
                size,
            },
        );
        self.events.push(SceneEvent::Put {
            value: number,
            name,
            chunk,
            at,
            size,
            align,
            padding,
        });
    }

    pub(super) fn record_growth(&mut self, name: &str, address: usize, size: usize) {
        let (chunk, at) = self.locate(address);
        chunk.finger = chunk.finger.min(at);
        let chunk = chunk.number;
        let value = self.values.get_mut(name).expect("it was there");
        let in_place = address <= value.address && value.address + value.size <= address + size;
        *value = Value {
            number: value.number,
            address,
            size,
        };
        let value = value.number;
        self.events.push(SceneEvent::Grow {
            value,
            chunk,
            at,
            size,
            in_place,
        });
    }

    /// The chunk that contains an address, and the offset in it.
    fn locate(&mut self, address: usize) -> (&mut Chunk, usize) {
        let (start, chunk) = self
            .chunks
            .range_mut(..=address)
            .next_back()
            .expect("a chunk");
        assert!(
            address <= start + chunk.usable,
            "the address is in no chunk"
        );
        (chunk, address - start)
    }

    pub(super) fn record_lost(&mut self) {
        let mut blocks: Vec<_> = std::mem::take(&mut self.blocks).into_values().collect();
        blocks.sort_unstable();
        self.events
            .extend(blocks.into_iter().map(|block| SceneEvent::Lost { block }));
        let chunks = std::mem::take(&mut self.chunks).into_values();
        self.events
            .extend(chunks.map(|chunk| SceneEvent::LostChunk {
                chunk: chunk.number,
            }));
    }
}

/// The size of the footer that an arena keeps in each chunk.
fn footer() -> usize {
    let arena = Bump::with_capacity(1);
    arena.allocated_bytes_including_metadata() - arena.allocated_bytes()
}
