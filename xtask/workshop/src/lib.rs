//! Workshops without a server: a facilitator's plan, participants who join, a report of each in a folder that all can write
//! or in a git remote, and a board that shows who needs help.
//!
//! | module | what it does |
//! |---|---|
//! | [`report`] | what a participant's checkout says of itself: no source, and no path |
//! | [`place`] | where reports are, and how they are written and read there: whole or not at all |
//! | [`membership`] | who joined from this checkout; after a check, their report is renewed |
//! | [`room`] | all reports, and who needs help first |
//! | [`board`] | the room as one HTML file |
//! | [`readiness`] | which machines are ready |
//! | [`kit`] | what participants are given: one archive that works without a network |
//!
//! A participant takes part on purpose, by `join`, and until `leave`. No command fails because a report cannot be written.

mod git;

pub mod report;

pub mod place;

pub mod membership;

pub mod room;

pub mod board;

pub mod readiness;

pub mod kit;
