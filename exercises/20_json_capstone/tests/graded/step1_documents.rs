//! Documents are accepted and refused as the standard requires. The starter passes this step; keep
//! it passing.
//!
//! `read`, `Limits`, `Error` and the methods of `Value` stay; what is behind them is yours. The
//! test documents are like those of the public JSON test suites: one small text for each rule.
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
                panic!("yours: `read` returned {error:?} for this valid document:\n{text}")
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
            "yours: `read` returned {content:?} for this, which is not a valid document:\n{text}"
        );
    }
}

#[test]
fn samples_whole_and_cut_short_are_read_as_in_bad() {
    for (title, text) in documents::SAMPLES {
        assert!(
            yours(text).is_some(),
            "yours: {title} is refused, which is a valid document"
        );
        for end in (0..=text.len())
            .filter(|end| text.is_char_boundary(*end))
            .step_by(if cfg!(miri) { 211 } else { 1 })
        {
            let cut = &text[..end];
            assert_eq!(
                yours(cut),
                of_bad(cut),
                "the content of {title}, of which only the first {end} bytes are read"
            );
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
            "the content (seed {seed}) of this document:\n{text}"
        );
        damage(&mut rng, &mut text);
        assert_eq!(
            yours(&text),
            of_bad(&text),
            "the content (seed {seed}) of this document:\n{text}"
        );
    }
}

/// Which characters may stand where the standard names a few: between tokens, and in an escape.
#[test]
fn every_character_is_read_as_in_bad_wherever_it_stands() {
    let ascii = '\0'..='\u{7f}';
    let others = [
        '\u{85}', '\u{a0}', '\u{2028}', '\u{3000}', '\u{feff}', '١', 'é',
    ];
    for c in ascii.chain(others).step_by(if cfg!(miri) { 23 } else { 1 }) {
        let texts = [
            format!("{c}[1]"),
            format!("[{c}1]"),
            format!("[1{c}]"),
            format!("{{\"a\"{c}:0}}"),
            format!("\"\\{c}\""),
            format!("\"\\u{c}041\""),
            format!("\"\\u0{c}41\""),
            format!("\"\\u004{c}\""),
            format!("-{c}1"),
            format!("1{c}0"),
            format!("1e{c}1"),
        ];
        for text in texts {
            assert_eq!(yours(&text), of_bad(&text), "the content of {text:?}");
        }
    }
}

/// A number is the nearest `f64`, not one beside it.
#[test]
fn numbers_of_any_size_are_read_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let numbers = (-340..=330).map(|exponent| {
        let digits = rng.u64(..) >> rng.u32(..64);
        match rng.bool() {
            true => format!("{digits}e{exponent}"),
            false => format!("0.{digits:020}E{exponent:+}"),
        }
    });
    // With few digits, where a table of powers of ten comes near enough to tempt.
    let short = (15..40).flat_map(|n| (1..60).map(move |digits| (digits, n)));
    let short = short.flat_map(|(digits, n)| {
        let whole = format!("{digits}{}", "0".repeat(n));
        let part = format!("0.{}{digits}", "0".repeat(n));
        [
            whole,
            part,
            format!("{digits}e{n}"),
            format!("{digits}e-{n}"),
        ]
    });
    let every = if cfg!(miri) { 97 } else { 1 };
    let numbers: Vec<String> = numbers.chain(short).step_by(every).collect();
    for numbers in numbers.chunks(50) {
        let text = format!("[{}]", numbers.join(", "));
        assert_eq!(
            yours(&text),
            of_bad(&text),
            "the numbers (seed {seed}) of {text}"
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
            "yours: {name} is not read as in Bad (seed {seed})"
        );
    }
}

#[test]
fn a_value_is_of_one_kind_only() {
    let kinds = [
        "null",
        "true",
        "false",
        "0",
        "12.5",
        "\"\"",
        "\"12\"",
        "\"null\"",
        "\"\\n\"",
        "[]",
        "[null]",
        "{}",
        "{\"a\":0}",
    ];
    for text in kinds {
        let arena = Bump::new();
        let value = read(&arena, text, LIMITS).expect("a valid document");
        let is = [
            (value.is_null(), "null"),
            (value.as_bool().is_some(), "true or false"),
            (value.as_number().is_some(), "a number"),
            (value.as_str().is_some(), "a string"),
            (value.is_array(), "an array"),
            (value.is_object(), "an object"),
        ];
        let is: Vec<&str> = is
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, kind)| *kind)
            .collect();
        assert_eq!(
            is.len(),
            1,
            "the number of kinds that {text} claims to be: {is:?}"
        );
        let n_inside = (value.items().count(), value.members().count());
        let expected = (
            usize::from(text == "[null]"),
            usize::from(text.starts_with("{\"")),
        );
        assert_eq!(
            n_inside, expected,
            "the numbers of items and members of {text}"
        );
        assert_eq!(
            value.get("a").is_some(),
            expected.1 == 1,
            "whether {text} has a member `a`"
        );
    }
}

#[test]
fn members_shows_each_name_with_its_value() {
    let arena = Bump::new();
    let text = r#"{"a": 1, "b": 2, "\u0061": 3, "c": {"a": 4}}"#;
    let value = read(&arena, text, LIMITS).expect("a valid document");
    let members = value.members();
    let members: Vec<_> = members
        .map(|(name, value)| (name.to_owned(), value.as_number()))
        .collect();
    let of = |name: &str, number| (name.to_owned(), number);
    for member in [of("a", Some(3.0)), of("b", Some(2.0)), of("c", None)] {
        assert!(
            members.contains(&member),
            "yours: {member:?} is not among the members of {text}, which are {members:?}"
        );
    }
    // Of two with the same name, the earlier may be shown as well.
    let n_more = members
        .iter()
        .filter(|member| **member == of("a", Some(1.0)));
    assert_eq!(
        members.len() - n_more.count(),
        3,
        "the members of {text}, without the earlier `a`: {members:?}"
    );
}

#[test]
fn only_names_that_are_there_are_found() {
    for n_members in [1, 3, 30, 300] {
        let members: Vec<String> = (0..n_members)
            .map(|number| format!("\"m{number:03}\\u00e9\": {number}"))
            .collect();
        let text = format!("{{{}}}", members.join(","));
        let arena = Bump::new();
        let value = read(&arena, &text, LIMITS).expect("a valid document");
        for number in 0..n_members {
            let found = value
                .get(&format!("m{number:03}é"))
                .and_then(|value| value.as_number());
            assert_eq!(
                found,
                Some(f64::from(number)),
                "the value of member {number} of {n_members}"
            );
        }
        for missing in [
            "",
            "m",
            "m000",
            "m000e",
            "m000é ",
            "M000é",
            "l",
            "n",
            "m00é",
            "m000\\u00e9",
        ] {
            let found = value.get(missing).and_then(|value| value.as_number());
            assert_eq!(
                found, None,
                "the value of `{missing}`, which none of {n_members} members is called"
            );
        }
    }
}

#[test]
fn an_error_is_where_the_document_goes_wrong() {
    // At the first byte that is wrong, or further into it.
    for (before, wrong) in [
        ("", "x"),
        ("[1, 2, ", "x]"),
        ("[1, 2 ", "3]"),
        ("{\"a\": 1, ", "2: 3}"),
        ("{\"a\" ", "1}"),
        ("{\"靴\": [true, ", "nul]}"),
        ("[\"靴\", ", "\"\\x\"]"),
        ("[null] ", "]"),
    ] {
        for n_before in [0, 1, 500] {
            let before = format!("{}{before}", " ".repeat(n_before));
            let text = format!("{before}{wrong}{}[0]", " ".repeat(n_before + 9));
            let error = read(&Bump::new(), &text, LIMITS).err();
            let position = error.map(|error| error.position);
            let places = before.len()..=before.len() + wrong.len();
            assert!(
                position.is_some_and(|position| places.contains(&position)),
                "yours: the position of the error is {position:?}, but the first {} bytes are right, and \
                 the next {} are not:\n{text}",
                before.len(),
                wrong.len()
            );
        }
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

#[test]
fn names_of_equal_hashes_are_told_apart() {
    for (hash, [name, other]) in yardstick::COLLIDING {
        let document = format!("{{\"{name}\": 1}}");
        let arena = Bump::new();
        let value = read(&arena, &document, LIMITS).expect("a document of one member");
        let found = value.get(other).and_then(|value| value.as_number());
        assert_eq!(
            found, None,
            "the value of `{other}` in `{document}`, by {hash}"
        );
    }
}
