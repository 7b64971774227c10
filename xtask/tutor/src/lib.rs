//! What a learner is told and can do at an exercise besides checking it, for the terminal and for the page alike.
//!
//! | module | what it does |
//! |---|---|
//! | `truncate` | shortens a text, and says by how much |
//! | `words` | says a grade in words: claims, counts, what changed, speedups |
//! | `pass` | what a pass has proven, and what there is to say about it |
//! | `progress` | where a learner is, and what comes next |
//! | `hint`, `lesson`, `guess` | what is asked and told on the way |
//! | `predictions` | what was guessed at the book's questions |
//! | `differences` | a source beside the solution |
//! | `reset` | the source as it was shipped |
//! | `shell_words`, `editor` | opens a source |
//! | `saves` | notices that a source was saved |
//! | `experiments` | tries published claims on this machine |
//!
//! Nothing here prints, or knows how wide a line is.

pub mod truncate;

pub mod words;

pub mod pass;

pub mod progress;

pub mod hint;

pub mod lesson;

pub mod guess;

pub mod predictions;

pub mod differences;

pub mod reset;

pub mod shell_words;

pub mod editor;

pub mod saves;

pub mod experiments;
