//! Checks that every column of a table has a name: screen readers announce it with each cell.

use crate::Problem;
use crate::widget::{Mistake, line_of};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The tables of a chapter in which a column has no name.
pub(crate) fn mistakes(text: &str) -> Vec<Mistake> {
    let (mut found, mut in_head, mut is_empty) = (Vec::new(), false, false);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::TableHead) => in_head = true,
            Event::End(TagEnd::TableHead) => in_head = false,
            Event::Start(Tag::TableCell) => is_empty = true,
            Event::End(TagEnd::TableCell) if in_head && is_empty => found.push(Mistake {
                line: line_of(text, range.start),
                problem: Problem::general(
                    "a column of this table has no name",
                    "name it in the first row of the table",
                ),
            }),
            _ => is_empty = false,
        }
    }
    found
}
