//! The chapter "One arena per request": a handler that sorts the
//! rows of a table, and answers with them in Markdown.
//!
//! What is borrowed from the arena prevents `reset` (E0502):
//!
//! ```compile_fail,E0502
//! use bumpalo::Bump;
//!
//! // ANCHOR: reset_too_early
//! let mut arena = Bump::new();
//! let name = arena.alloc_str("ada");
//! arena.reset();
//! println!("{name}");
//! // ANCHOR_END: reset_too_early
//! ```
//!
//! `to_owned` on a view clones the view, and still borrows
//! (E0308):
//!
//! ```compile_fail,E0308
//! use listings::requests::Reply;
//!
//! // ANCHOR: to_owned
//! #[derive(Clone)]
//! struct View<'a> {
//!     body: &'a str,
//! }
//!
//! fn finish(view: &View<'_>) -> Reply {
//!     view.to_owned()
//! }
//! // ANCHOR_END: to_owned
//! ```

use bumpalo::Bump;

/// What goes back to the client. It owns its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// As in HTTP.
    pub status: u16,
    /// The text.
    pub body: String,
}

/// An owned string for everything.
pub mod bad {
    use super::Reply;

    // ANCHOR: bad_answer
    /// The rows of `table`, sorted, in Markdown.
    pub fn answer(table: &str) -> Reply {
        let mut rows = Vec::new();
        for line in table.lines() {
            let cells = line.split(';').map(shown);
            rows.push(cells.collect::<Vec<_>>());
        }
        rows.sort_unstable();
        let mut body = String::new();
        for row in &rows {
            for cell in row {
                body.push('|');
                body.push_str(cell);
            }
            body.push_str("|\n");
        }
        Reply { status: 200, body }
    }

    /// Pads a number, so that it sorts by its value.
    fn shown(cell: &str) -> String {
        match cell.parse::<u64>() {
            Ok(number) => format!("{number:8}"),
            Err(_) => cell.to_owned(),
        }
    }
    // ANCHOR_END: bad_answer
}

/// Everything temporary in an arena.
pub mod good {
    use super::Reply;
    use bumpalo::Bump;
    use bumpalo::collections::{CollectIn, String, Vec};

    // ANCHOR: good_answer
    /// The rows of `table`, sorted, in Markdown.
    pub fn answer(arena: &Bump, table: &str) -> Reply {
        // Cells come in between: growth would leave blocks behind.
        let n_rows = table.lines().count();
        let mut rows = Vec::with_capacity_in(n_rows, arena);
        for line in table.lines() {
            let cells = line.split(';');
            let cells = cells.map(|cell| shown(arena, cell));
            rows.push(cells.collect_in::<Vec<'_, _>>(arena));
        }
        rows.sort_unstable();
        let mut body = String::new_in(arena);
        for row in &rows {
            for cell in row {
                body.push('|');
                body.push_str(cell);
            }
            body.push_str("|\n");
        }
        // The one copy that leaves the arena.
        let body = body.as_str().to_owned();
        Reply { status: 200, body }
    }

    /// Pads a number, so that it sorts by its value.
    fn shown<'a>(arena: &'a Bump, cell: &str) -> &'a str {
        match cell.parse::<u64>() {
            Ok(number) => {
                bumpalo::format!(in arena, "{number:8}",)
                    .into_bump_str()
            }
            Err(_) => arena.alloc_str(cell),
        }
    }
    // ANCHOR_END: good_answer
}

/// The heap, used with care: what an arena must beat.
pub mod frugal {
    use super::Reply;
    use std::borrow::Cow;

    // ANCHOR: frugal
    /// The rows of `table`, sorted, in Markdown.
    pub fn answer(table: &str) -> Reply {
        let n_rows = table.lines().count();
        let mut rows = Vec::with_capacity(n_rows);
        let mut length = 0;
        for line in table.lines() {
            let n_cells = line.split(';').count();
            let mut row = Vec::with_capacity(n_cells);
            // A bar before each cell, and "|\n" at the end.
            length += n_cells + 2;
            for cell in line.split(';').map(shown) {
                length += cell.len();
                row.push(cell);
            }
            rows.push(row);
        }
        rows.sort_unstable();
        let mut body = String::with_capacity(length);
        for row in &rows {
            for cell in row {
                body.push('|');
                body.push_str(cell);
            }
            body.push_str("|\n");
        }
        Reply { status: 200, body }
    }

    /// Pads a number, so that it sorts by its value.
    fn shown(cell: &str) -> Cow<'_, str> {
        match cell.parse::<u64>() {
            Ok(number) => format!("{number:8}").into(),
            Err(_) => cell.into(),
        }
    }
    // ANCHOR_END: frugal
}

// ANCHOR: serve
/// Answers every table with one arena, and hands each reply on.
pub fn serve<'t>(
    tables: impl Iterator<Item = &'t str>,
    mut send: impl FnMut(Reply),
) {
    let mut arena = Bump::new();
    for table in tables {
        send(good::answer(&arena, table));
        arena.reset();
    }
}
// ANCHOR_END: serve

// ANCHOR: into_owned
/// A reply that still borrows from the arena.
pub struct View<'a> {
    /// As in HTTP.
    pub status: u16,
    /// The text.
    pub body: &'a str,
}

impl View<'_> {
    /// Copies what must outlive the arena.
    pub fn into_owned(self) -> Reply {
        let Self { status, body } = self;
        let body = body.to_owned();
        Reply { status, body }
    }
}
// ANCHOR_END: into_owned
