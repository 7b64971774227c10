//! Workshops without a server: a facilitator's plan, participants who join, a report of each in a folder that all can write
//! or in a git remote, and a board that shows who needs help.
//!
//! | module | what it does |
//! |---|---|
//! | [`report`] | what a participant's checkout says of itself: no source, and no path |
//! | [`submissions`] | what was handed in, with its grades: the document that `grade` writes |
//! | [`scratch`] | a git repository for a moment |
//! | [`place`] | where reports are, and how they are written and read there: whole or not at all |
//! | [`membership`] | who joined from this checkout; after a check, their report is renewed |
//! | [`room`] | all reports, and who needs help first |
//! | [`downloaded`] | reports and grades that were downloaded, as from CI |
//! | [`page`] | HTML: escaping, spans of time, and what pages share |
//! | [`board`] | the room as one HTML file |
//! | [`class`] | the class after the workshop: what each did, and the minutes that exercises took |
//! | [`handout`] | the page of each participant |
//! | [`class_page`] | the page of the class |
//! | [`serve`] | serves the board to browsers on this machine |
//! | [`readiness`] | which machines are ready |
//! | [`kit`] | what participants are given: one archive that works without a network |
//!
//! A participant takes part on purpose, by `join`, and until `leave`. No command fails because a report cannot be written.

mod git;

pub mod report;

pub mod submissions;

pub mod scratch;

pub mod place;

pub mod membership;

pub mod room;

pub mod downloaded;

pub mod page;

pub mod board;

pub mod class;

pub mod handout;

pub mod class_page;

pub mod readiness;
pub mod serve;

pub mod kit;
