//! A scene and its file.

use serde::{Deserialize, Serialize};

/// A scene, from empty memory to the last step.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// How many bytes of memory are drawn in one row, where there is room for that.
    pub row: usize,
    /// What the reader can vary, computed by a model: `nodes`, `vectors` or `rounds`.
    pub vary: Option<String>,
    /// What the last step shows, as a sentence without its capital and its full stop. Both sides' figures follow it.
    pub lesson: String,
    /// The two sides.
    pub sides: [Side; 2],
    /// In order of time.
    pub steps: Vec<Step>,
}

/// One of two ways to do the same thing.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Its name, in a word or two.
    pub name: String,
    /// What it is, in a few words.
    pub note: String,
    /// The lowest address that it got from the heap when it was recorded, as `0x…`.
    pub base: String,
    /// The code that was run.
    pub code: String,
}

/// Something that is done on one side or on both.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is done, in a few words; code is in backticks.
    pub what: String,
    /// The first and the last of the lines of each side's code that do it, counted from 1. `None` if that side does
    /// nothing.
    pub lines: [Option<[usize; 2]>; 2],
    /// What it does to the memory of each side.
    pub events: [Vec<SceneEvent>; 2],
}

/// Something that happens to the memory of a side. Sizes and offsets are in bytes.
///
/// Blocks, chunks, arenas and values are each numbered from 0 within a side. An `address` is relative to the side's base,
/// `at` to the start of the chunk.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum SceneEvent {
    /// The heap hands out a block.
    Block {
        /// Its number.
        block: usize,
        /// What it is for.
        name: String,
        /// Where it is.
        address: usize,
        /// The requested size.
        size: usize,
        /// The requested alignment.
        align: usize,
    },
    /// The heap makes a block larger or smaller.
    Resize {
        /// Its number.
        block: usize,
        /// Where it is now.
        address: usize,
        /// Its new size.
        size: usize,
    },
    /// A block is freed.
    Free {
        /// Its number.
        block: usize,
    },
    /// A block is leaked: no variable refers to it any more.
    Lost {
        /// Its number.
        block: usize,
    },
    /// The arena gets a chunk from the heap.
    Chunk {
        /// Its number.
        chunk: usize,
        /// The arena.
        arena: usize,
        /// Where it is.
        address: usize,
        /// What the arena can hand out from it. The finger starts at its end.
        usable: usize,
        /// The requested size, which includes the arena's footer.
        asked: usize,
    },
    /// A chunk is freed.
    FreeChunk {
        /// Its number.
        chunk: usize,
    },
    /// A chunk is leaked: no variable refers to its arena any more.
    LostChunk {
        /// Its number.
        chunk: usize,
    },
    /// A block or a value now has a pointer to another one.
    Refer {
        /// The name of the one that has it.
        from: String,
        /// The name of the one that it points to.
        to: String,
    },
    /// The arena allocates a value.
    Put {
        /// Its number.
        value: usize,
        /// What it is.
        name: String,
        /// Its chunk.
        chunk: usize,
        /// Its offset, where the finger is now.
        at: usize,
        /// Its size.
        size: usize,
        /// Its alignment.
        align: usize,
        /// Unused bytes above it, so that it is aligned.
        padding: usize,
    },
    /// A value, such as a vector's buffer, grows.
    Grow {
        /// Its number.
        value: usize,
        /// The chunk that it is in now.
        chunk: usize,
        /// Its new offset.
        at: usize,
        /// Its new size.
        size: usize,
        /// Whether its old memory is part of the new; otherwise the old memory is left behind, unused.
        in_place: bool,
    },
    /// A value is no longer in use. Its memory stays taken until the reset.
    Gone {
        /// Its number.
        value: usize,
    },
    /// The finger goes back to the end of a chunk. All values are gone; none was dropped.
    Reset {
        /// The chunk that is kept.
        chunk: usize,
    },
}

impl Scene {
    /// Reads the file of a scene.
    ///
    /// # Errors
    /// When the text is not a scene.
    pub fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// The text of its file: one step to a line, so that a change can be reviewed.
    #[must_use]
    pub fn write(&self) -> String {
        let steps: Vec<_> = self
            .steps
            .iter()
            .map(|step| format!("    {}", json(step)))
            .collect();
        format!(
            "{{\n  \"row\": {},\n  \"vary\": {},\n  \"lesson\": {},\n  \"sides\": [\n    {},\n    {}\n  ],\n  \"steps\": [\n{}\n  ]\n}}\n",
            self.row,
            json(&self.vary),
            json(&self.lesson),
            json(&self.sides[0]),
            json(&self.sides[1]),
            steps.join(",\n")
        )
    }

    /// The same scene without addresses, which differ from one recording to the next.
    #[must_use]
    pub fn without_addresses(mut self) -> Self {
        for side in &mut self.sides {
            side.base.clear();
        }
        for event in self
            .steps
            .iter_mut()
            .flat_map(|step| &mut step.events)
            .flatten()
        {
            if let SceneEvent::Block { address, .. }
            | SceneEvent::Resize { address, .. }
            | SceneEvent::Chunk { address, .. } = event
            {
                *address = 0;
            }
        }
        self
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings, numbers and lists are JSON")
}
