//! Scenes: what the book's pictures of memory show, step by step.
//!
//! A scene has two sides, and each step does something on both. What a side does to memory is a list of [`Event`]s. They
//! are not made up: `tests/record` runs the steps on a real `Bump` under an allocator that writes down what it is asked,
//! and compares the result with the files in `recorded`, which the press puts into the pages. A file changes with
//! `UPDATE_EXPECT=1 cargo test -p scenes`.

use serde::{Deserialize, Serialize};

mod said;

/// What is shown, from an empty memory to the last step.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// How many bytes of a chunk are drawn in one row.
    pub row: usize,
    /// What the reader can vary below the picture, computed by a model: `nodes`, `vectors` or `rounds`.
    pub vary: Option<String>,
    /// The two sides, with what each of them is.
    pub sides: [Side; 2],
    /// In the order of time.
    pub steps: Vec<Step>,
}

/// One of two ways to do the same.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// In a word or two.
    pub name: String,
    /// In a few words more.
    pub note: String,
}

/// Something that is done on both sides, or on one of them.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is done, in a few words; code stands in backticks.
    pub what: String,
    /// What it does to the memory of each side.
    pub events: [Vec<Event>; 2],
}

/// Something that happens to the memory of a side. Sizes and places are in bytes.
///
/// Blocks, chunks and values have numbers of their own, each counted from 0 in its side. A place counts from the
/// beginning of its chunk.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The heap gives a block.
    Block {
        /// Its number.
        block: usize,
        /// What it is for.
        name: String,
        /// What was asked for.
        size: usize,
        /// The alignment that was asked for.
        align: usize,
    },
    /// The heap makes a block larger or smaller.
    Resize {
        /// Its number.
        block: usize,
        /// Its new size.
        size: usize,
    },
    /// A block is given back to the heap.
    Free {
        /// Its number.
        block: usize,
    },
    /// A block will never be given back: nothing refers to it any more.
    Lost {
        /// Its number.
        block: usize,
    },
    /// The heap gives a chunk to the arena.
    Chunk {
        /// Its number.
        chunk: usize,
        /// What can be handed out from it. Its finger stands at its end.
        usable: usize,
        /// What was asked for: the arena keeps a footer in it.
        asked: usize,
    },
    /// A chunk is given back to the heap.
    FreeChunk {
        /// Its number.
        chunk: usize,
    },
    /// The arena hands out room for a value.
    Put {
        /// Its number.
        value: usize,
        /// What it is.
        name: String,
        /// Its chunk.
        chunk: usize,
        /// Its place, where the finger stands now.
        at: usize,
        /// Its size.
        size: usize,
        /// Its alignment.
        align: usize,
        /// Bytes above it that stay unused, so that it is aligned.
        padding: usize,
    },
    /// A value, such as a vector's buffer, grows.
    Grow {
        /// Its number.
        value: usize,
        /// The chunk that it lies in now.
        chunk: usize,
        /// Its new place.
        at: usize,
        /// Its new size.
        size: usize,
        /// Whether its old room is part of the new one; otherwise the old room stays behind, unused.
        in_place: bool,
    },
    /// The finger goes back to the end of a chunk. All values are gone, and none was dropped.
    Reset {
        /// The chunk that is kept.
        chunk: usize,
    },
}

impl Scene {
    /// Reads the file of a scene.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// Writes it: one step to a line, so that a change can be reviewed.
    #[must_use]
    pub fn write(&self) -> String {
        let steps: Vec<_> = self
            .steps
            .iter()
            .map(|step| format!("    {}", json(step)))
            .collect();
        format!(
            "{{\n  \"row\": {},\n  \"vary\": {},\n  \"sides\": {},\n  \"steps\": [\n{}\n  ]\n}}\n",
            self.row,
            json(&self.vary),
            json(&self.sides),
            steps.join(",\n")
        )
    }
}

fn json(part: &impl Serialize) -> String {
    serde_json::to_string(part).expect("strings, numbers and lists are JSON")
}
