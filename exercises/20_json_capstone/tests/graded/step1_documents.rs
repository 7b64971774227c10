//! Documents are accepted and refused as the standard requires. The starter passes this step; keep
//! it passing.
//!
//! `read`, `Limits`, `Error` and the methods of `Value` stay; what is behind them is yours.
//! The test documents are like those of the public JSON test suites: one small text for each rule.
//! Before moving on: count what the starter puts on the heap for `{"a": ["b", "c"]}`.

use bumpalo::Bump;
use fastrand::Rng;
use json_capstone::{Limits, read};

use super::{documents, suite, written};

const LIMITS: Limits = Limits {
    bytes: 16 << 20,
    depth: 64,
};

const BAD_LIMITS: bad::Limits = bad::Limits {
    bytes: 16 << 20,
    depth: 64,
};

fn yours(text: &str) -> Option<String> {
    let arena = Bump::new();
    read(&arena, text, LIMITS)
        .ok()
        .map(|value| written::yours(&value))
}

fn of_bad(text: &str) -> Option<String> {
    let arena = Bump::new();
    let value = bad::read(&arena, text, BAD_LIMITS);
    value.ok().map(|value| written::of_bad(&value))
}

#[test]
fn valid_documents_are_read_correctly() {
    for (text, expected) in suite::ACCEPTED {
        let arena = Bump::new();
        match read(&arena, text, LIMITS) {
            Ok(value) => assert_eq!(written::yours(&value), *expected, "the content of {text}"),
            Err(error) => {
                panic!("this is a valid document, but `read` returned {error:?}:\n{text}")
            }
        }
    }
}

#[test]
fn invalid_documents_are_refused() {
    for text in suite::REFUSED {
        let content = yours(text);
        assert!(
            content.is_none(),
            "this is not a valid document, but `read` returned {content:?}:\n{text}"
        );
    }
}

#[test]
fn samples_whole_and_cut_short_are_read_as_in_bad() {
    for (title, text) in documents::SAMPLES {
        assert!(yours(text).is_some(), "{title} is a valid document");
        for end in (0..=text.len())
            .filter(|end| text.is_char_boundary(*end))
            .step_by(if cfg!(miri) { 211 } else { 1 })
        {
            let cut = &text[..end];
            assert_eq!(yours(cut), of_bad(cut), "{title}, its first {end} bytes");
        }
    }
}

#[test]
fn random_documents_whole_and_damaged_are_read_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..yardstick::size(400, 4) {
        let mut text = documents::any(&mut rng, 5);
        assert_eq!(
            yours(&text),
            of_bad(&text),
            "yours, then Bad's (seed {seed}):\n{text}"
        );
        damage(&mut rng, &mut text);
        assert_eq!(
            yours(&text),
            of_bad(&text),
            "yours, then Bad's (seed {seed}):\n{text}"
        );
    }
}

#[test]
fn long_documents_are_read_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    // Each name twice, once with an escape: of two with the same name, the later counts.
    let members: Vec<String> = (0..if cfg!(miri) { 20 } else { 1_000 })
        .map(|number| match number % 2 {
            0 => format!("\"a{}\": {number}", number / 2),
            _ => format!("\"\\u0061{}\": \"\\n{number}\"", number / 2),
        })
        .collect();
    let numbers: Vec<String> = (0..if cfg!(miri) { 40 } else { 20_000 })
        .map(|_| rng.i32(..).to_string())
        .collect();
    let escapes =
        "\\ud83d\\udc36 \\\\ \\u0041 and some text ".repeat(if cfg!(miri) { 20 } else { 2_000 });
    for (name, text) in [
        (
            "an object of many members",
            format!("{{{}}}", members.join(",")),
        ),
        (
            "an array of many numbers",
            format!("[{}]", numbers.join(",")),
        ),
        ("a string of many escapes", format!("\"{escapes}\"")),
        ("a name of many escapes", format!("{{\"{escapes}\": 0}}")),
        (
            "a page of many orders",
            documents::page(&mut rng, if cfg!(miri) { 10 } else { 300 }),
        ),
    ] {
        let (yours, bad) = (yours(&text), of_bad(&text));
        assert!(bad.is_some(), "{name} is a valid document");
        assert!(
            yours == bad,
            "{name} is read, but not as in Bad (seed {seed})"
        );
    }
}

/// Changes a document in one place.
fn damage(rng: &mut Rng, text: &mut String) {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let Some(place) = rng.choice(&places).copied() else {
        return;
    };
    match rng.u8(..3) {
        0 => {
            text.remove(place);
        }
        1 => text.insert_str(
            place,
            rng.choice(["é", "\\", "\"", "\\u", "\n"]).unwrap_or("\""),
        ),
        _ => text.insert(
            place,
            char::from(rng.choice(*b"[]{},:0-.e\" ").unwrap_or(b' ')),
        ),
    }
}
