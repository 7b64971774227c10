//! Headers are looked up in the text of the head, without a list; only what must be decoded or
//! sorted is in the arena; and the body is written twice: once to measure it, and once, straight
//! into the response, into a string of that length.

use std::fmt::{self, Write};
use std::{iter, str};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

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
pub fn handle(arena: &Bump, raw: &str) -> Response {
    match Request::parse(arena, raw) {
        Ok(request) => route(request),
        Err(reason) => Response::text(400, &[reason]),
    }
}

fn route(request: Request<'_>) -> Response {
    match (request.method, &*request.path) {
        ("GET", []) => welcome(&request),
        ("GET", ["search"]) => search(request),
        ("POST", ["cart"]) => add_to_cart(&request),
        ("POST", ["api", "events"]) => accept_events(&request),
        (_, [] | ["search" | "cart"] | ["api", "events"]) => {
            Response::text(405, &[request.method, " is not allowed here"])
        }
        (_, path) => {
            let mut parts = ArenaVec::with_capacity_in(2 * path.len(), request.arena);
            for segment in path {
                let before = if parts.is_empty() {
                    "nothing at /"
                } else {
                    "/"
                };
                parts.extend([before, segment]);
            }
            Response::text(404, &parts)
        }
    }
}

fn welcome(request: &Request<'_>) -> Response {
    let language = request.language();
    let is = |other| language.eq_ignore_ascii_case(other);
    let greeting = match () {
        () if is("de") => "Willkommen",
        () if is("fr") => "Bienvenue",
        () => "Welcome",
    };
    match request.cookie("name") {
        Some(name) => Response::text(200, &[greeting, ", ", name, "!"]),
        None => Response::text(200, &[greeting, "!"]),
    }
}

fn search(mut request: Request<'_>) -> Response {
    // Equal ones cannot be told apart.
    request.query.sort_unstable();
    let language = request.arena.alloc_str(request.language());
    language.make_ascii_lowercase();
    let members = iter::once(("language", &*language)).chain(request.query.iter().copied());
    Response::json(200, members)
}

fn add_to_cart(request: &Request<'_>) -> Response {
    let Ok(form) = parse_pairs(request.arena, request.body, '&') else {
        return Response::text(400, &["a form that cannot be read"]);
    };
    let Some(session) = request.cookie("session") else {
        return Response::text(401, &["no session"]);
    };
    let members = iter::once(("session", session)).chain(form.iter().copied());
    Response::json(201, members)
}

fn accept_events(request: &Request<'_>) -> Response {
    let content_type = request.header("content-type").unwrap_or_default();
    let json = "application/json";
    if !content_type
        .as_bytes()
        .get(..json.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(json.as_bytes()))
    {
        return Response::text(415, &[content_type, " is not JSON"]);
    }
    let n_bytes = bumpalo::format!(in request.arena, "{}", request.body.len());
    let client = request.header("user-agent").unwrap_or_default();
    let members = [("bytes", n_bytes.as_str()), ("client", client)];
    Response::json(202, members.into_iter())
}

impl Response {
    /// A body that is put together from pieces.
    fn text(status: u16, pieces: &[&str]) -> Response {
        Response {
            status,
            content_type: "text/plain; charset=utf-8",
            body: pieces.concat(),
        }
    }

    fn json<'r>(
        status: u16,
        members: impl Iterator<Item = (&'r str, &'r str)> + Clone,
    ) -> Response {
        let mut length = Length(0);
        // Neither of the two can fail.
        let _ = write_object(&mut length, members.clone());
        let mut body = String::with_capacity(length.0);
        let _ = write_object(&mut body, members);
        Response {
            status,
            content_type: "application/json",
            body,
        }
    }
}

/// Counts what is written.
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

/// `{"name":"value","name":"value"}`
fn write_object<'r>(
    out: &mut dyn Write,
    members: impl Iterator<Item = (&'r str, &'r str)>,
) -> fmt::Result {
    let mut before = "{";
    for (name, value) in members {
        out.write_str(before)?;
        write_quoted(out, name)?;
        out.write_str(":")?;
        write_quoted(out, value)?;
        before = ",";
    }
    out.write_str("}")
}

/// A JSON string, quotes included.
fn write_quoted(out: &mut dyn Write, text: &str) -> fmt::Result {
    out.write_str("\"")?;
    let mut rest = text;
    while let Some(at) = rest.find(|c| matches!(c, '"' | '\\' | ..' ')) {
        let (plain, special) = rest.split_at(at);
        out.write_str(plain)?;
        match special.as_bytes()[0] {
            b'"' => out.write_str("\\\"")?,
            b'\\' => out.write_str("\\\\")?,
            control => write!(out, "\\u{control:04x}")?,
        }
        rest = &special[1..];
    }
    out.write_str(rest)?;
    out.write_str("\"")
}

type Pairs<'a> = ArenaVec<'a, (&'a str, &'a str)>;

/// A parsed request. Texts are pieces of it, or in the arena where they had to be decoded.
struct Request<'a> {
    arena: &'a Bump,
    method: &'a str,
    /// Between the slashes, decoded.
    path: ArenaVec<'a, &'a str>,
    query: Pairs<'a>,
    /// The lines after the first one, if there are any. Each has a colon.
    headers: Option<&'a str>,
    cookies: Pairs<'a>,
    body: &'a str,
}

impl<'a> Request<'a> {
    fn parse(arena: &'a Bump, raw: &'a str) -> Result<Request<'a>, &'static str> {
        let (head, body) = raw.split_once("\r\n\r\n").ok_or("the head does not end")?;
        let (first, headers) = match head.split_once("\r\n") {
            Some((first, headers)) => (first, Some(headers)),
            None => (head, None),
        };
        let mut parts = first.split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err("the first line is no request line");
        };
        if !version.starts_with("HTTP/1.") {
            return Err("this is not HTTP/1");
        }
        if !header_lines(headers).all(|line| line.contains(':')) {
            return Err("a header has no colon");
        }
        let request = Request {
            arena,
            method,
            path: ArenaVec::new_in(arena),
            query: ArenaVec::new_in(arena),
            headers,
            cookies: ArenaVec::new_in(arena),
            body,
        };
        if let Some(length) = request.header("content-length")
            && length.parse() != Ok(body.len())
        {
            return Err("the body is not as long as it says");
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        // In this order: the first that cannot be decoded is the one that is reported.
        Ok(Request {
            path: parse_path(arena, path)?,
            query: parse_pairs(arena, query, '&')?,
            cookies: parse_pairs(arena, request.header("cookie").unwrap_or_default(), ';')?,
            ..request
        })
    }

    /// The value of a header. Names match in any case; of two with the same name, the later counts.
    fn header(&self, name: &str) -> Option<&'a str> {
        header_lines(self.headers)
            .filter_map(|line| line.split_once(':'))
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }

    fn cookie(&self, name: &str) -> Option<&'a str> {
        let mut pairs = self.cookies.iter().rev();
        pairs
            .find(|(other, _)| *other == name)
            .map(|(_, value)| *value)
    }

    /// The client's preferred language, as written: `de` from `de-CH,de;q=0.9,en;q=0.5`.
    fn language(&self) -> &'a str {
        let wishes = self.header("accept-language").unwrap_or_default();
        wishes
            .split([',', ';', '-'])
            .next()
            .unwrap_or_default()
            .trim()
    }
}

/// The last line first.
fn header_lines(headers: Option<&str>) -> impl Iterator<Item = &str> {
    headers.into_iter().flat_map(|lines| lines.rsplit("\r\n"))
}

fn parse_path<'a>(arena: &'a Bump, path: &'a str) -> Result<ArenaVec<'a, &'a str>, &'static str> {
    let segments = || path.split('/').filter(|segment| !segment.is_empty());
    let mut decoded = ArenaVec::with_capacity_in(segments().count(), arena);
    for segment in segments() {
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
    let pieces = || {
        text.split(separator)
            .map(str::trim)
            .filter(|pair| !pair.is_empty())
    };
    let mut pairs = ArenaVec::with_capacity_in(pieces().count(), arena);
    for pair in pieces() {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((decode(arena, name)?, decode(arena, value)?));
    }
    Ok(pairs)
}

/// Decodes percent-encoding: `caf%C3%A9+noir` is `café noir`. What has nothing to decode stays
/// where it is.
fn decode<'a>(arena: &'a Bump, text: &'a str) -> Result<&'a str, &'static str> {
    if !text.contains(['+', '%']) {
        return Ok(text);
    }
    let n_escapes = text.bytes().filter(|byte| *byte == b'%').count();
    let n_bytes = text.len().saturating_sub(2 * n_escapes);
    let mut decoded = ArenaVec::with_capacity_in(n_bytes, arena);
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
    str::from_utf8(decoded.into_bump_slice()).map_err(|_| "percent-encoded bytes that are no UTF-8")
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
