//! Tests of the press, in one binary: each binary links all of mdBook.

mod arena;
mod fixture;
mod model;

mod agenda;
mod blocks;
mod browser;
mod command;
mod figures;
mod glossary;
mod good_book;
mod listings;
mod live;
mod mistakes;
mod scaffolds;
mod search;
mod server;
mod this_book;
mod trace;
mod widgets;

use std::time::Duration;

/// How long a test waits for what comes soon: longer than it takes while the machine does other work.
const PATIENCE: Duration = Duration::from_secs(60);

// What the lab's arena asks for.
yardstick::count_allocations!();
