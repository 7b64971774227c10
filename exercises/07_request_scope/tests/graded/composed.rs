//! Requests composed at random from few parts, so that names repeat and differ in case, order and
//! encoding.

use fastrand::Rng;

const METHODS: [&str; 4] = ["GET", "GET", "POST", "PUT"];

const PATHS: [&str; 9] = [
    "/",
    "/search",
    "/search",
    "//search/",
    "/cart",
    "/cart",
    "/api/events",
    "/c%61rt",
    "/caf%C3%A9/x+y",
];

/// Names and values: several are the same once they are decoded.
const TEXTS: [&str; 16] = [
    "a", "A", "b", "%61", "%C3%A9", "+", "a+b", "name", "session", "42", "41", "%22", "%0A%5C",
    "z=1", "%zz", "%FF",
];

/// Text that a client may send undecoded.
const LANGUAGES: [&str; 6] = ["de", "FR-ch,de;q=0.9", "fr;q=1", "", " De ", "É-x"];

const MEDIA_TYPES: [&str; 6] = [
    // Byte 16 is in the middle of a letter.
    "text/plain; xyzé",
    "application/json",
    "APPLICATION/json; charset=utf-8",
    "application/jso",
    "text/plain é",
    "",
];

/// A request with a target, some headers and a body. About a fifth of them are answered with
/// 200 or 201, and half with 405.
pub(crate) fn request(rng: &mut Rng) -> String {
    let pick = |rng: &mut Rng, from: &[&'static str]| from[rng.usize(..from.len())];
    let body = match rng.u8(..3) {
        0 => String::new(),
        _ => pairs(rng, "&"),
    };
    let mut raw = format!("{} {}", pick(rng, &METHODS), pick(rng, &PATHS));
    if rng.bool() {
        raw.push('?');
        raw.push_str(&pairs(rng, "&"));
    }
    raw.push_str(" HTTP/1.1\r\n");
    for _ in 0..rng.usize(..6) {
        let (name, value) = match rng.u8(..5) {
            0 => ("Accept-Language", pick(rng, &LANGUAGES).to_owned()),
            1 => ("Cookie", pairs(rng, "; ")),
            2 => ("Content-Type", pick(rng, &MEDIA_TYPES).to_owned()),
            3 => ("User-Agent", pairs(rng, "\t")),
            _ => (
                "Content-Length",
                (body.len() + rng.usize(..9) / 8).to_string(),
            ),
        };
        let name = match rng.u8(..3) {
            0 => name.to_ascii_uppercase(),
            1 => name.to_ascii_lowercase(),
            _ => name.to_owned(),
        };
        raw.push_str(&format!("{name}:{}{value}\r\n", " ".repeat(rng.usize(..3))));
    }
    format!("{raw}\r\n{body}")
}

/// A few names and values, in any order. One in thirty cannot be decoded.
fn pairs(rng: &mut Rng, separator: &str) -> String {
    let text = |rng: &mut Rng| {
        let last = if rng.u8(..8) == 0 {
            TEXTS.len()
        } else {
            TEXTS.len() - 2
        };
        TEXTS[rng.usize(..last)]
    };
    let pair = |rng: &mut Rng| match rng.u8(..8) {
        0 => text(rng).to_owned(),
        1 => String::new(),
        2 => format!("session={}", text(rng)),
        _ => format!("{}={}", text(rng), text(rng)),
    };
    let pairs: Vec<String> = (0..rng.usize(..8)).map(|_| pair(rng)).collect();
    pairs.join(separator)
}
