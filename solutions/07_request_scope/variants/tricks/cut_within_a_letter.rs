//! A trick, and a mistake easily made: the media type is cut at its sixteenth byte, which panics
//! where that is in the middle of a letter: one header of a client stops the server.
//! Fails in: step1_answers

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// The reply to the client. It owns its contents, since it outlives the request.
#[derive(Clone, Debug)]
pub struct Response {
    /// Such as 200 or 404.
    pub status: u16,
    /// The media type of the body.
    pub content_type: &'static str,
    /// The text sent to the client.
    pub body: String,
}

/// Answers one request. `arena` belongs to the server, which resets it between requests.
///
/// `Response` has no lifetime, so the compiler knows that it borrows nothing from the arena.
pub fn handle(arena: &Bump, raw: &str) -> Response {
    match Request::parse(arena, raw) {
        Ok(request) => route(&request),
        Err(reason) => Response::text(400, reason),
    }
}

fn route(request: &Request<'_>) -> Response {
    match (request.method, request.path.as_slice()) {
        ("GET", []) => welcome(request),
        ("GET", ["search"]) => search(request),
        ("POST", ["cart"]) => add_to_cart(request),
        ("POST", ["api", "events"]) => accept_events(request),
        (method, [] | ["search" | "cart"] | ["api", "events"]) => {
            // In the arena first: on the heap, `format!` would start small and grow.
            let body = bumpalo::format!(in request.arena, "{} is not allowed here", method);
            Response::text(405, &body)
        }
        (_, path) => {
            let mut body = ArenaString::from_str_in("nothing at ", request.arena);
            for segment in path {
                body.push('/');
                body.push_str(segment);
            }
            Response::text(404, &body)
        }
    }
}

fn welcome(request: &Request<'_>) -> Response {
    let greeting = match request.language() {
        "de" => "Willkommen",
        "fr" => "Bienvenue",
        _ => "Welcome",
    };
    let body = match request.cookie("name") {
        Some(name) => bumpalo::format!(in request.arena, "{}, {}!", greeting, name),
        None => bumpalo::format!(in request.arena, "{}!", greeting),
    };
    Response::text(200, &body)
}

fn search(request: &Request<'_>) -> Response {
    let n_members = 1 + request.query.len();
    let mut members = ArenaVec::with_capacity_in(n_members, request.arena);
    members.push(("language", request.language()));
    // Copies references, not the text behind them.
    members.extend_from_slice(&request.query);
    // Equal pairs are the same text, so their order does not matter. A stable sort allocates a
    // buffer on the heap when the list is long.
    members[1..].sort_unstable();
    Response::json(200, request.arena, &members)
}

fn add_to_cart(request: &Request<'_>) -> Response {
    let Ok(mut form) = parse_pairs(request.arena, request.body, '&') else {
        return Response::text(400, "a form that cannot be read");
    };
    let Some(session) = request.cookie("session") else {
        return Response::text(401, "no session");
    };
    form.insert(0, ("session", session));
    Response::json(201, request.arena, &form)
}

fn accept_events(request: &Request<'_>) -> Response {
    const JSON: &str = "application/json";
    let content_type = request.header("content-type");
    // As much of it as there is.
    let start = &content_type[..content_type.len().min(JSON.len())];
    if !start.eq_ignore_ascii_case(JSON) {
        let body = bumpalo::format!(in request.arena, "{} is not JSON", content_type);
        return Response::text(415, &body);
    }
    let n_bytes = bumpalo::format!(in request.arena, "{}", request.body.len());
    let members = [
        ("bytes", n_bytes.as_str()),
        ("client", request.header("user-agent")),
    ];
    Response::json(202, request.arena, &members)
}

impl Response {
    /// The one place where text moves to the heap. `to_owned` allocates exactly what it needs.
    fn text(status: u16, body: &str) -> Response {
        Response {
            status,
            content_type: "text/plain; charset=utf-8",
            body: body.to_owned(),
        }
    }

    fn json(status: u16, arena: &Bump, members: &[(&str, &str)]) -> Response {
        let mut body = ArenaString::from_str_in("{", arena);
        for (position, (name, value)) in members.iter().enumerate() {
            if position > 0 {
                body.push(',');
            }
            push_quoted(&mut body, name);
            body.push(':');
            push_quoted(&mut body, value);
        }
        body.push('}');
        Response {
            content_type: "application/json",
            ..Response::text(status, &body)
        }
    }
}

/// A parsed request. Each text is in `raw` or in the arena, and `'a` is the shorter of their
/// lifetimes.
struct Request<'a> {
    arena: &'a Bump,
    method: &'a str,
    /// Between the slashes, decoded.
    path: ArenaVec<'a, &'a str>,
    query: Pairs<'a>,
    /// As sent: comparing without regard to case costs less than a lower-cased copy of each name.
    headers: Pairs<'a>,
    cookies: Pairs<'a>,
    body: &'a str,
}

/// Names and values, in order. With a dozen of them, a linear search is as fast as hashing.
type Pairs<'a> = ArenaVec<'a, (&'a str, &'a str)>;

impl<'a> Request<'a> {
    fn parse(arena: &'a Bump, raw: &'a str) -> Result<Request<'a>, &'static str> {
        let (head, body) = raw.split_once("\r\n\r\n").ok_or("the head does not end")?;
        let mut lines = head.split("\r\n");
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err("the first line is no request line");
        };
        if !version.starts_with("HTTP/1.") {
            return Err("this is not HTTP/1");
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut request = Request {
            arena,
            method,
            path: ArenaVec::new_in(arena),
            query: ArenaVec::new_in(arena),
            headers: parse_headers(arena, lines)?,
            cookies: ArenaVec::new_in(arena),
            body,
        };
        if let Some(length) = request.find_header("content-length")
            && length.parse() != Ok(body.len())
        {
            return Err("the body is not as long as it says");
        }
        request.path = parse_path(arena, path)?;
        request.query = parse_pairs(arena, query, '&')?;
        request.cookies = parse_pairs(arena, request.header("cookie"), ';')?;
        Ok(request)
    }

    /// The client's preferred language: `de` from `de-CH,de;q=0.9,en;q=0.5`.
    fn language(&self) -> &'a str {
        let wishes = self.header("accept-language");
        let first = wishes.split([',', ';', '-']).next().unwrap_or_default();
        // The arena lends the copy as `&mut str`, so it can be changed in place.
        let language = self.arena.alloc_str(first.trim());
        language.make_ascii_lowercase();
        language
    }

    /// A header's value, or an empty string if there is none.
    fn header(&self, name: &str) -> &'a str {
        self.find_header(name).unwrap_or_default()
    }

    /// From the end, since of two with the same name the later counts.
    fn find_header(&self, name: &str) -> Option<&'a str> {
        let same = |header: &&(&str, &str)| header.0.eq_ignore_ascii_case(name);
        self.headers.iter().rev().find(same).map(|header| header.1)
    }

    fn cookie(&self, name: &str) -> Option<&'a str> {
        self.cookies
            .iter()
            .rev()
            .find(|cookie| cookie.0 == name)
            .map(|cookie| cookie.1)
    }
}

fn parse_headers<'a>(
    arena: &'a Bump,
    lines: impl Iterator<Item = &'a str>,
) -> Result<Pairs<'a>, &'static str> {
    // Its length is not known, and nothing else allocates until it is complete: it grows in place, or
    // moves to a new chunk.
    let mut headers = ArenaVec::new_in(arena);
    for line in lines {
        let (name, value) = line.split_once(':').ok_or("a header has no colon")?;
        headers.push((name, value.trim()));
    }
    Ok(headers)
}

fn parse_path<'a>(arena: &'a Bump, path: &'a str) -> Result<ArenaVec<'a, &'a str>, &'static str> {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    // `decode` allocates between two pushes, so a vector that grew would leave its old places behind.
    let mut decoded = ArenaVec::with_capacity_in(segments.clone().count(), arena);
    for segment in segments {
        decoded.push(decode(arena, segment)?);
    }
    Ok(decoded)
}

/// Pairs such as `size=42&colour=dark+red`. A name alone has an empty value.
fn parse_pairs<'a>(
    arena: &'a Bump,
    text: &'a str,
    separator: char,
) -> Result<Pairs<'a>, &'static str> {
    let pieces = text
        .split(separator)
        .map(str::trim)
        .filter(|piece| !piece.is_empty());
    // Room for all of them, since `decode` allocates between two pushes, and for the one that
    // `add_to_cart` puts in front.
    let mut pairs = ArenaVec::with_capacity_in(pieces.clone().count() + 1, arena);
    for pair in pieces {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((decode(arena, name)?, decode(arena, value)?));
    }
    Ok(pairs)
}

/// Decodes percent-encoding: `caf%C3%A9+noir` is `café noir`.
fn decode<'a>(arena: &'a Bump, text: &'a str) -> Result<&'a str, &'static str> {
    // Most text is not encoded. It stays where it is, in `raw`.
    if !text.contains(['%', '+']) {
        return Ok(text);
    }
    // Decoded text is never longer, so this vector never grows.
    let mut decoded = ArenaVec::with_capacity_in(text.len(), arena);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => match (
                bytes.next().and_then(hex_digit),
                bytes.next().and_then(hex_digit),
            ) {
                (Some(high), Some(low)) => high * 16 + low,
                _ => return Err("a `%` without two hex digits"),
            },
            other => other,
        });
    }
    // Freezing the vector gives a slice that lives as long as the arena.
    std::str::from_utf8(decoded.into_bump_slice())
        .map_err(|_| "percent-encoded bytes that are no UTF-8")
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// Writes a JSON string, quotes included, straight into `json`.
fn push_quoted(json: &mut ArenaString<'_>, text: &str) {
    use std::fmt::Write;

    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            c if c < ' ' => {
                write!(json, "\\u{:04x}", u32::from(c)).expect("writing to a string cannot fail");
            }
            c => json.push(c),
        }
    }
    json.push('"');
}
