//! Scenes: what the book's pictures of memory show, step by step.
//!
//! ```text
//! scene → narration
//! ```
//!
//! A scene has two sides, and each step does something on both. What a side does to memory is a list of [`SceneEvent`]s.
//! They are not made up: `tests/record` runs each side on a real `Bump` and a real heap, in a process of its own whose
//! allocator records every call, and compares the result with the files in `recorded`, which the press puts into the
//! pages. Addresses differ from run to run: a file has those of one recording. `narration` puts a scene into words.
//!
//! # Adding a scene
//!
//! 1. Write `tests/record/scenes/NAME.rs` with a `SCENE` (copy `bump.rs`), and add it to the list in `scenes/mod.rs`. Its
//!    two functions hold plain code between `// ANCHOR: left` and `// ANCHOR_END: left` (and `right`): the book shows these
//!    lines, so they should look like the chapter's Bad and Good.
//! 2. After each statement that allocates, say what for: `tape.heap("node")` for blocks of the heap, `tape.put("node", value)`
//!    for a value in an arena, `tape.buffer("list", &vec)` for a vector or string in one, `tape.reset(&arena)` after
//!    a reset. Several arenas have numbers: `tape.arena(1)`.
//! 3. End each step with `tape.step("what is done")`, or `tape.idle(…)` where only the other side does something. Both sides
//!    have the same steps in the same words, four to nine of them. The statements since the step before are its lines.
//! 4. `tape.answer(…)` is what the side has computed: it must be equal on both. `tape.lost()` says that no
//!    variable refers to what is still allocated. Where it matters who points to whom, `tape.refer("from", "to")` draws an
//!    arrow from one name to another. Names are built with `format_args!`, since `format!` would be recorded.
//! 5. `UPDATE_EXPECT=1 cargo test -p scenes` writes the file. Then `{{#memory NAME | What to look for.}}` shows it. The
//!    last step sums up: with the `lesson`, which has no figures, and then with both sides' calls and bytes.

mod scene;

mod narration;

pub use scene::{Scene, SceneEvent, Side, Step};
