//! Every request gets the same answer as before. The starter passes this step; keep it passing.
//!
//! `Response` stays as it is: three public fields, and an owned body.
//! Before moving on: pick a request from `requests.txt`, and count the `String`s that the starter
//! makes for it. How many of them does the response need?

use bumpalo::Bump;
use fastrand::Rng;
use request_scope::handle;

use super::{composed, recorded};

/// Status, media type and body: yours, then Bad's.
fn both_answers(raw: &str) -> [(u16, &'static str, String); 2] {
    let arena = Bump::new();
    let (yours, bad) = (handle(&arena, raw), bad::handle(&arena, raw));
    [
        (yours.status, yours.content_type, yours.body),
        (bad.status, bad.content_type, bad.body),
    ]
}

#[test]
fn requests_are_answered_as_the_shop_promises() {
    let answers = [
        (200, "Willkommen!"),
        (200, "Bienvenue, Zoé Martin!"),
        (
            200,
            r#"{"language":"en","colour":"dark red","page":"2","price":"40..120","q":"running shoes","size":"42","size":"43","sort":"price"}"#,
        ),
        (200, r#"{"language":"ja","q":"青い靴","色":"青"}"#),
        (200, r#"{"language":"","q":"boots"}"#),
        (
            201,
            r#"{"session":"6f1d0a9c4be84c3f","item":"boot-0417","quantity":"2","gift":"on","note":"For Lena & Jo!\u000a\"soon\" "}"#,
        ),
        (401, "no session"),
        (
            202,
            r#"{"bytes":"160","client":"ShopApp/4.2 (Android 14; Pixel 8)"}"#,
        ),
        (415, "application/xml is not JSON"),
        (405, "DELETE is not allowed here"),
        (404, "nothing at /wp-admin/setup-config.php"),
        (400, "percent-encoded bytes that are no UTF-8"),
    ];
    let requests = recorded::requests();
    assert_eq!(
        requests.len(),
        answers.len(),
        "the number of requests in requests.txt, and of answers here"
    );
    for (request, (status, body)) in requests.iter().zip(answers) {
        let response = handle(&Bump::new(), &request.raw);
        assert_eq!(
            (response.status, response.body.as_str()),
            (status, body),
            "status and body: {}",
            request.title
        );
    }
}

#[test]
fn large_requests_are_answered_as_in_bad() {
    for request in recorded::large(if cfg!(miri) { 5 } else { 1_000 }) {
        let [yours, bad] = both_answers(&request.raw);
        assert!(
            yours == bad,
            "{}, 1 000 of them: the answer is not that of Bad.\nYours: {} {:.200}\nBad: {} {:.200}",
            request.title,
            yours.0,
            yours.2,
            bad.0,
            bad.2
        );
    }
}

#[test]
fn composed_requests_are_answered_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..if cfg!(miri) { 6 } else { 1_500 } {
        let raw = composed::request(&mut rng);
        let [yours, bad] = both_answers(&raw);
        assert_eq!(
            yours, bad,
            "status, media type and body for this request (seed {seed}):\n{raw}"
        );
    }
}

/// A text may be cut, or compared, at any byte; in the middle of a letter that takes care.
#[test]
fn letters_of_several_bytes_may_be_anywhere() {
    for n_before in 0..yardstick::size(40, 4) {
        for letter in ["é", "語", "𝄞"] {
            let text = format!("{}{letter}{letter}", "x".repeat(n_before));
            for (method, path) in [
                ("POST", "/cart"),
                ("POST", "/api/events"),
                ("GET", "/search"),
            ] {
                let raw = format!(
                    "{method} {path}?q={text}&{text}={text} HTTP/1.1\r\nCookie: session={text}; {text}={text}\r\n\
                     Content-Type: {text}\r\nAccept-Language: {text}\r\nContent-Length: {}\r\n\r\n{text}={text}",
                    2 * text.len() + 1
                );
                let [yours, bad] = both_answers(&raw);
                assert_eq!(
                    yours, bad,
                    "status, media type and body for this request:\n{raw}"
                );
            }
        }
    }
}

/// `u8::from_str_radix` reads a sign, too; what else is near a digit or a letter?
#[test]
fn only_two_hex_digits_are_a_byte() {
    let near = [
        '+', '-', '0', '9', 'a', 'F', 'g', 'G', '/', ':', '@', '`', ' ', '_', 'x', '%', 'é',
    ];
    let near = &near[..yardstick::size(near.len(), 3)];
    for first in near {
        for second in near {
            for raw in [
                format!("GET /search?q=%{first}{second}b HTTP/1.1\r\n\r\n"),
                format!("GET / HTTP/1.1\r\nCookie: name=a%{first}{second}\r\n\r\n"),
                format!("GET /%{first}{second} HTTP/1.1\r\n\r\n"),
            ] {
                let [yours, bad] = both_answers(&raw);
                assert_eq!(
                    yours, bad,
                    "status, media type and body for this request:\n{raw}"
                );
            }
        }
    }
}

#[test]
fn damaged_requests_are_answered_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let requests = recorded::requests();
    for _ in 0..yardstick::size(300, 5) {
        let mut raw = requests[rng.usize(..requests.len())].raw.clone();
        for _ in 0..rng.usize(1..4) {
            damage(&mut rng, &mut raw);
        }
        let [yours, bad] = both_answers(&raw);
        assert_eq!(
            yours, bad,
            "status, media type and body for this request (seed {seed}):\n{raw}"
        );
    }
}

/// Changes the text in one place. The requests are ASCII, so any byte offset is valid.
fn damage(rng: &mut Rng, raw: &mut String) {
    let place = rng.usize(..raw.len());
    match rng.u8(..8) {
        0 => raw.truncate(place.max(1)),
        1 => raw.insert_str(place, "\r\n"),
        2 => raw.insert_str(
            place,
            "\r\nCOOKIE: name=B%C3%B6; session=2\r\nAccept-Language: DE",
        ),
        3 => raw.insert(place, '%'),
        _ => {
            let to = *b" ?&=;:%+-/\"\\A".get(rng.usize(..13)).unwrap_or(&b' ');
            raw.replace_range(place..=place, &char::from(to).to_string());
        }
    }
}
