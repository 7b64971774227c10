//! Scenes: what the book's pictures of memory show, step by step.
//!
//! ```text
//! scene → narration
//! ```
//!
//! A scene has two sides, and each step does something on both. What a side does to memory is a list of [`SceneEvent`]s.
//! They are not made up: `tests/record` runs the steps on a real `Bump`, under an allocator that records every call,
//! and compares the result with the files in `recorded`, which the press puts into the pages. `narration` puts a scene
//! into words. `UPDATE_EXPECT=1 cargo test -p scenes` updates the files.

mod scene;

mod narration;

pub use scene::{Scene, SceneEvent, Side, Step};
