//! Brings a checkout of the workbook up to date, and keeps what its learner has written.
//!
//! ```text
//! git or a folder → source → three versions → plan → apply, with a journal → undo
//! ```
//!
//! | module | what it does |
//! |---|---|
//! | [`version`] | a version of the workbook: its files by their fingerprints, and its exercises |
//! | [`plan`](mod@plan) | base, mine, theirs → what to write and what to remove; it reads and starts nothing |
//! | [`journal`] | what an update did, in `.arena/updates`, so that it can be taken back |
//! | [`apply`](mod@apply) | carries out a plan: all of it or nothing |
//! | [`repository`], `branch` | the clone: what it follows and holds, and where its branch is moved to |
//! | [`source`] | where the new version is: a git remote, or a folder |
//! | [`undo`](mod@undo) | brings back what was before, also after a kill in the middle |
//!
//! A learner's source is never written over: an untouched starter is refreshed, an edited one stays, and moves along with
//! its exercise. Whatever else was edited is replaced, kept and named.

pub mod version;

pub mod plan;

pub mod journal;

mod rollback;

pub mod apply;

pub mod repository;

mod branch;

pub mod source;

pub mod undo;
