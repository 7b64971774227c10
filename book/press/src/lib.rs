//! The press: turns `book/src` into pages, and serves them.
//!
//! Data moves one way:
//!
//! ```text
//! directives → chapter → preprocessor → link_check, unused, search → build → generation → publish / watch → live → serve
//! ```
//!
//! | module | does |
//! |---|---|
//! | `workbook` (a crate, shared with the runner) | the folders of a checkout, its exercises and their steps |
//! | `problems` | collects mistakes |
//! | `anchors`, `fences`, `html`, `widget` | read listings and Markdown, write HTML: used by several modules below |
//! | `agenda`, `asides`, `chooser`, `tables` | turn the blocks of a chapter into widgets, and check its tables |
//! | `highlight`, `includes` | colour Rust, check mdBook's own includes |
//! | `words`, `refusals` | find the words that differ between two sides, and what the compiler says of a listing |
//! | `cards`, `claims`, `figures`, `lab`, `memory`, `pairs`, `shipped` | render what a directive asks for: an exercise, measurements here, a figure, a prompt, a scene, listings, measurements elsewhere |
//! | `quiz`, `guessing` | ask questions, and refuse those that can be answered without reading |
//! | `descriptions` | takes the sentence that describes a chapter |
//! | `directives` | follows the directives in a line |
//! | `head` | the head of a chapter: its strip of facts, and what one can do after it |
//! | `chapter` | rewrites one chapter: its widgets and its directives |
//! | `glossary` | links the terms of the glossary at their first use |
//! | `preprocessor` | rewrites each chapter before mdBook renders it |
//! | `address` | the address at which the book is published |
//! | `log_capture`, `link_check` | find what mdBook only logs, and links that lead nowhere |
//! | `present` | writes what presenting needs: its scripts, and the agendas |
//! | `scripts` | the theme's scripts without their comments |
//! | `outline` | the headings of a page, in its contents |
//! | `site` | completes the heads of the pages; writes the sitemap |
//! | `unused`, `search` | delete what no page loads, write what search looks through |
//! | `build` | builds the book, or reports every mistake in its sources |
//! | `wasm` | compiles the arena that a page's prompt has behind it |
//! | `output`, `interrupt` | print lines, notice when the program should end |
//! | `generation` | builds into a temporary folder |
//! | `publish`, `watch` | write the pages, build them again at every save |
//! | `browser`, `serve` | open a browser, serve the pages |
//! | `live` | grades on save while the book is served, and tells the pages what came of it |
//!
//! A module imports only from those before it. Every mistake in the sources is a [`Problem`] with its file and line;
//! any of them fails the build, because a book with a hole in it is worse than the last good one.

mod problems;

pub mod anchors;
mod fences;
mod html;

pub mod widget;

pub mod agenda;
mod asides;
mod chooser;
mod tables;

pub mod highlight;
pub mod includes;

pub mod refusals;
mod words;

pub mod cards;
pub mod claims;
pub mod figures;
pub mod lab;
pub mod memory;
pub mod pairs;
mod shipped;

mod descriptions;

pub mod quiz;

pub mod guessing;

pub mod directives;

mod head;

mod chapter;

mod glossary;

mod preprocessor;

pub mod address;

mod link_check;
mod log_capture;
mod outline;
mod present;
mod scripts;
mod search;
mod site;
mod unused;

pub mod build;

pub mod output;

pub mod interrupt;

pub mod generation;

pub mod wasm;

pub mod publish;
pub mod watch;

mod browser;

pub mod live;

pub mod serve;

pub use problems::Problems;
pub use workbook::{Checkout, Problem};
