//! The page beside the editor: grades on save while the book is served, and tells the pages what came of it.
//!
//! ```text
//! saves, wishes of a page → desk (a thread) → view → what is known now → routes → events
//! ```
//!
//! | module | does |
//! |---|---|
//! | `wire` | what the pages are told |
//! | `trace` | records the reader's memory, and hands it to the page |
//! | `history` | the measurements of this machine, as charts |
//! | `view` | makes all that from grades and the saved state |
//! | `wish` | what a page may ask for |
//! | `now` | what is known at the moment, for all open pages |
//! | `act` | does at once what takes a moment: a hint, an undo, a guess |
//! | `job` | grades one exercise, measures it, records a trace, or tries the published claims |
//! | `desk` | notices saves, takes wishes, starts jobs, one at a time |
//! | `guard` | who may listen and wish |
//! | `routes` | the server's side of it |
//!
//! There is one state on disk, shared with any terminal: what happens there shows here.

mod wire;

mod trace;

mod history;

mod view;

mod wish;

mod now;

mod act;

mod job;

mod desk;

mod guard;

mod routes;

pub use routes::{Live, router};
