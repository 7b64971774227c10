//! A scene in words: the page's text for readers who cannot see the picture, or have no JavaScript.

use crate::scene::{Scene, SceneEvent};
use std::collections::BTreeMap;
use std::fmt::Write;

impl Scene {
    /// What happens on each side in each step, as sentences; code is in backticks. Empty if nothing
    /// happens.
    #[must_use]
    pub fn narration(&self) -> Vec<[String; 2]> {
        let mut narrators = [Narrator::default(), Narrator::default()];
        let steps = self.steps.iter().map(|step| {
            let [left, right] = &step.events;
            [narrators[0].narrate(left), narrators[1].narrate(right)]
        });
        steps.collect()
    }
}

/// Tells the events of a side, and knows those that came before.
#[derive(Default)]
struct Narrator {
    /// Calls to the heap that hand out memory.
    calls: usize,
    /// Names and sizes of blocks and values, sizes of chunks.
    blocks: BTreeMap<usize, (String, usize)>,
    values: BTreeMap<usize, (String, usize)>,
    chunks: BTreeMap<usize, usize>,
}

impl Narrator {
    /// Tells frees and leaks of the same kind in one sentence: a dropped tree would fill a page.
    fn narrate(&mut self, events: &[SceneEvent]) -> String {
        let runs = events.chunk_by(|event, next| {
            is_end(event) && std::mem::discriminant(event) == std::mem::discriminant(next)
        });
        let sentences: Vec<_> = runs
            .map(|run| match run {
                [event] => self.sentence(event),
                run => self.sentence_for_ends(run),
            })
            .collect();
        sentences.join(" ")
    }

    fn sentence_for_ends(&self, events: &[SceneEvent]) -> String {
        let sizes = events.iter().map(|event| match event {
            SceneEvent::Free { block } | SceneEvent::Lost { block } => self.blocks[block].1,
            SceneEvent::FreeChunk { chunk } => self.chunks[chunk],
            _ => 0,
        });
        let (count, bytes) = (events.len(), bytes(sizes.sum()));
        match events[0] {
            SceneEvent::Free { .. } => format!("{count} blocks are freed, one by one: {bytes}."),
            SceneEvent::FreeChunk { .. } => {
                format!("{count} chunks are freed, one by one: {bytes}.")
            }
            _ => format!(
                "{count} blocks are lost, {bytes}: nothing refers to them, so they can never be freed."
            ),
        }
    }

    fn sentence(&mut self, event: &SceneEvent) -> String {
        match event {
            SceneEvent::Block {
                block, name, size, ..
            } => {
                self.calls += 1;
                self.blocks.insert(*block, (name.clone(), *size));
                format!(
                    "Call {} to the heap: {} for `{name}`.",
                    self.calls,
                    bytes(*size)
                )
            }
            SceneEvent::Resize { block, size } => {
                self.calls += 1;
                let (name, old) = self
                    .blocks
                    .get_mut(block)
                    .expect("a block that was handed out");
                let was = std::mem::replace(old, *size);
                format!(
                    "Call {} to the heap: `{name}` gets {} instead of {was}.",
                    self.calls,
                    bytes(*size)
                )
            }
            SceneEvent::Free { block } => {
                let (name, size) = &self.blocks[block];
                format!("The {} of `{name}` are freed.", bytes(*size))
            }
            SceneEvent::Lost { block } => {
                let (name, size) = &self.blocks[block];
                format!(
                    "The {} of `{name}` are lost: nothing refers to them, so they can never be freed.",
                    bytes(*size)
                )
            }
            SceneEvent::Chunk {
                chunk,
                usable,
                asked,
            } => {
                self.calls += 1;
                self.chunks.insert(*chunk, *usable);
                let mut text = format!(
                    "Call {} to the heap: a chunk with room for {}",
                    self.calls,
                    bytes(*usable)
                );
                let _ = write!(text, " ({asked} with its footer).");
                text
            }
            SceneEvent::FreeChunk { chunk } => {
                format!("The chunk of {} is freed.", bytes(self.chunks[chunk]))
            }
            SceneEvent::Put {
                value,
                name,
                at,
                size,
                padding,
                ..
            } => {
                self.values.insert(*value, (name.clone(), *size));
                let mut text = format!("`{name}`: {} at {at}", bytes(*size));
                if *padding > 0 {
                    let _ = write!(text, ", below {} of padding", bytes(*padding));
                }
                text + "."
            }
            SceneEvent::Grow {
                value,
                at,
                size,
                in_place,
                ..
            } => {
                let (name, old) = self
                    .values
                    .get_mut(value)
                    .expect("a value that was allocated");
                let was = std::mem::replace(old, *size);
                let grown = format!("`{name}` grows to {}", bytes(*size));
                match in_place {
                    true => format!("{grown} in place; its contents move down to {at}."),
                    false => format!("{grown} at {at}; its old {} stay behind.", bytes(was)),
                }
            }
            SceneEvent::Reset { chunk } => {
                let end = self.chunks[chunk];
                format!("The finger goes back to {end}, the end of the chunk. Nothing is dropped.")
            }
        }
    }
}

fn is_end(event: &SceneEvent) -> bool {
    matches!(
        event,
        SceneEvent::Free { .. } | SceneEvent::Lost { .. } | SceneEvent::FreeChunk { .. }
    )
}

fn bytes(count: usize) -> String {
    match count {
        1 => "1 byte".to_owned(),
        _ => format!("{count} bytes"),
    }
}
