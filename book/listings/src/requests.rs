//! The chapter "One arena per request": a handler that decodes a
//! form, sorts its fields, and answers with them.
//!
//! What is borrowed from the arena holds up `reset` (E0502):
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
//! `to_owned` on a view clones the view, and borrows still
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

/// Name and value of a field as they were sent.
pub fn name_and_value(field: &str) -> (&str, &str) {
    field.split_once('=').unwrap_or((field, ""))
}

/// `text` with `+` read as a space, and `%21` as `!`.
pub fn decoded(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if first == '%'
            && let Some(byte) = hex(rest.get(1..3))
        {
            rest = &rest[3..];
            return Some(char::from(byte));
        }
        rest = &rest[first.len_utf8()..];
        Some(if first == '+' { ' ' } else { first })
    })
}

fn hex(digits: Option<&str>) -> Option<u8> {
    u8::from_str_radix(digits?, 16).ok()
}

/// An owned string for everything.
pub mod bad {
    use super::{Reply, decoded, name_and_value};

    // ANCHOR: bad_answer
    /// Answers with the fields of `form`, sorted.
    pub fn answer(form: &str) -> Reply {
        let mut fields = Vec::new();
        for field in form.split('&') {
            let (name, value) = name_and_value(field);
            fields.push((decode(name), decode(value)));
        }
        fields.sort_unstable();
        let mut body = String::new();
        for (name, value) in &fields {
            body.push_str(name);
            body.push_str(": ");
            body.push_str(value);
            body.push('\n');
        }
        Reply { status: 200, body }
    }

    fn decode(text: &str) -> String {
        decoded(text).collect()
    }
    // ANCHOR_END: bad_answer
}

/// Everything temporary in an arena.
pub mod good {
    use super::{Reply, decoded, name_and_value};
    use bumpalo::Bump;
    use bumpalo::collections::{String, Vec};

    // ANCHOR: good_answer
    /// Answers with the fields of `form`, sorted.
    pub fn answer(arena: &Bump, form: &str) -> Reply {
        let mut fields = Vec::new_in(arena);
        for field in form.split('&') {
            let (name, value) = name_and_value(field);
            fields.push((
                decode(arena, name),
                decode(arena, value),
            ));
        }
        fields.sort_unstable();
        let mut body = String::new_in(arena);
        for (name, value) in &fields {
            body.push_str(name);
            body.push_str(": ");
            body.push_str(value);
            body.push('\n');
        }
        // The one copy that leaves the arena.
        let body = body.as_str().to_owned();
        Reply { status: 200, body }
    }

    fn decode<'a>(arena: &'a Bump, text: &str) -> &'a str {
        String::from_iter_in(decoded(text), arena)
            .into_bump_str()
    }
    // ANCHOR_END: good_answer
}

/// What else a handler needs, in an arena.
pub mod tools {
    use bumpalo::Bump;
    use bumpalo::collections::{CollectIn, Vec};

    // ANCHOR: tools
    /// A line for the log.
    pub fn line<'a>(
        arena: &'a Bump,
        status: u16,
        path: &str,
    ) -> &'a str {
        bumpalo::format!(in arena, "{} {}", status, path)
            .into_bump_str()
    }

    /// Names and values of a header such as `a=1; b=2`.
    pub fn pairs<'a>(
        arena: &'a Bump,
        header: &'a str,
    ) -> Vec<'a, (&'a str, &'a str)> {
        header
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .collect_in(arena)
    }

    /// The last value with this name.
    pub fn find<'a>(
        pairs: &[(&'a str, &'a str)],
        name: &str,
    ) -> Option<&'a str> {
        let mut from_the_end = pairs.iter().rev();
        from_the_end
            .find(|pair| pair.0 == name)
            .map(|pair| pair.1)
    }
    // ANCHOR_END: tools
}

/// The heap, used with care: what an arena must beat.
pub mod frugal {
    use super::{Reply, decoded, name_and_value};
    use std::borrow::Cow;

    // ANCHOR: frugal
    /// Answers with the fields of `form`, sorted.
    pub fn answer(form: &str) -> Reply {
        let n_fields = form.split('&').count();
        let mut fields = Vec::with_capacity(n_fields);
        for field in form.split('&') {
            let (name, value) = name_and_value(field);
            fields.push((decode(name), decode(value)));
        }
        fields.sort_unstable();
        // Decoding never makes a text longer, and each
        // field gains ": " and a line end, and loses "=&".
        let most = form.len() + 3 * n_fields;
        let mut body = String::with_capacity(most);
        for (name, value) in &fields {
            body.push_str(name);
            body.push_str(": ");
            body.push_str(value);
            body.push('\n');
        }
        Reply { status: 200, body }
    }

    fn decode(text: &str) -> Cow<'_, str> {
        if text.contains(['+', '%']) {
            decoded(text).collect()
        } else {
            Cow::Borrowed(text)
        }
    }
    // ANCHOR_END: frugal
}

// ANCHOR: serve
/// Answers every form with one arena, and hands each reply on.
pub fn serve<'f>(
    forms: impl Iterator<Item = &'f str>,
    mut send: impl FnMut(Reply),
) {
    let mut arena = Bump::new();
    for form in forms {
        send(good::answer(&arena, form));
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
