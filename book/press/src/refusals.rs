//! What the compiler says of listings that it refuses: recorded in `book/listings/refused.json` by a test of the listings,
//! which also fails when the compiler says something else.

use crate::{Checkout, Problem, anchors, includes};
use serde::Deserialize;
use std::collections::BTreeMap;

const RECORD: &str = "`ARENA_RECORD=1 cargo test -p listings refused` writes it";

/// The compiler's first error for a listing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Such as `E0502`; empty where the compiler has no code for it.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The places that it points at.
    pub spans: Vec<Span>,
}

/// A place in the listing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Counted from 0.
    pub line: usize,
    /// The characters before it in its line, without the line's indentation.
    pub from: usize,
    /// The text at this place, up to the end of its line.
    pub text: String,
    /// What the compiler says of it; may be empty.
    pub label: String,
    /// Whether the error is here.
    pub primary: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRecord {
    /// The version that was asked: others may word it differently.
    #[serde(rename = "rustc")]
    _rustc: String,
    listings: BTreeMap<String, Refusal>,
}

/// What the compiler says of an anchor in a file of listings; `None` if it compiles. `text` is the file, and `code` what
/// was extracted from it.
pub fn find(
    checkout: &Checkout,
    file: &str,
    text: &str,
    anchor: &str,
    code: &str,
) -> Result<Option<Refusal>, Problem> {
    let Some(expected) = anchors::refused_with(text, anchor) else {
        return Ok(None);
    };
    let path = checkout.listings().join("../refused.json");
    let record = includes::read(checkout, &path)?;
    let name = format!("{file} {anchor}");
    let mut record: WireRecord = serde_json::from_str(&record).map_err(|error| {
        let shown = checkout.show(&includes::clean_path(&path));
        Problem::general(format!("{shown} cannot be read: {error}"), RECORD)
    })?;
    let refusal = record.listings.remove(&name).ok_or_else(|| {
        let what = format!("what the compiler says of `{name}` is not recorded");
        Problem::general(what, RECORD)
    })?;
    let fits = refusal.spans.iter().all(|span| span.is_in(code));
    if refusal.code != expected || !fits {
        let what = format!("what the compiler says of `{name}` was recorded for other code");
        return Err(Problem::general(what, RECORD));
    }
    Ok(Some(refusal))
}

impl Span {
    fn is_in(&self, code: &str) -> bool {
        self.range(code)
            .is_some_and(|range| self.line_of(code).get(range) == Some(&self.text))
    }

    /// Where it is in its line, in bytes.
    pub fn range(&self, code: &str) -> Option<std::ops::Range<usize>> {
        let line = self.line_of(code);
        let indent = line.len() - line.trim_start().len();
        let (before, _) = line[indent..]
            .char_indices()
            .map(|(at, _)| at)
            .chain([line.len() - indent])
            .enumerate()
            .map(|(n, at)| (at, n))
            .find(|(_, n)| *n == self.from)?;
        let start = indent + before;
        Some(start..start + self.text.len())
    }

    fn line_of<'a>(&self, code: &'a str) -> &'a str {
        code.lines().nth(self.line).unwrap_or_default()
    }
}
