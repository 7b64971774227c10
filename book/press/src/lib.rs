//! The press: turns `book/src` into pages, and serves them.
//!
//! Data moves one way: `directives` hands each chapter to `chapter`, which makes widgets of its blocks (`quiz`, `chooser`,
//! `agenda`, `asides`), asks for named columns (`tables`), and follows its directives (`pairs`, `memory`, `cards` and
//! `claims`, which read `anchors`, the `scenes`, the `catalog` of exercises and what was measured); `build` renders the
//! book and asks `pages` whether the result stands; `publish` or `serve` (with `watch`) brings it to the reader. Every
//! mistake in the sources is a [`Problem`] with its file and line; a build that meets one fails, because a book with a
//! hole in it is worse than the last good one.

pub mod agenda;
pub mod anchors;
mod asides;
pub mod build;
pub mod cards;
mod chapter;
mod chooser;
pub mod claims;
pub mod directives;
mod fences;
pub mod highlight;
pub mod includes;
pub mod memory;
pub mod pages;
pub mod pairs;
mod problems;
pub mod publish;
mod quiz;
pub mod serve;
mod strict;
mod tables;
pub mod watch;
pub mod widget;
mod workbook;

pub use catalog::Problem;
pub use problems::Problems;
pub use workbook::Workbook;
