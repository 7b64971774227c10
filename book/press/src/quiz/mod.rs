//! Questions with explained answers, from a fenced block `quiz`:
//!
//! ```toml
//! [[question]]
//! ask = "Who frees a node in an arena?"
//! choices = ["Whoever holds it", "Its parent", "The arena, with all others"]
//! right = 2                                  # counted from 0
//! why = "An arena frees chunks, never a single node."
//! ```
//!
//! In place of `choices` and `right`, a question may ask for
//!
//! - `number = 1137`, with `unit = "calls"` after it;
//! - `steps = […]`, which are written in their order and shown in another;
//! - `prints = "2"`: what the code prints that `listing = "FILE ANCHOR"` shows;
//! - `compiles = true`: whether that code compiles. The press knows: what must not compile is in a doctest
//!   `compile_fail` of the listings, whose tests ask the compiler;
//! - `line = "let x = vec![1];"`: which line of that code it is.
//!
//! All texts are Markdown. Without JavaScript the page shows each question, its choices, and the answer in a
//! `<details>`; `theme/quiz.js` turns that into a form.
//!
//! The reader's answers are stored by question. A question's key depends on what can be answered: with other choices it
//! is asked again, while a correction in its text leaves the answer alone. The script tells two questions with one key
//! apart.

mod question;
mod render;

pub(crate) use question::plain;
pub use question::{Answer, Code, Listings, Question, questions};
pub use render::render;
