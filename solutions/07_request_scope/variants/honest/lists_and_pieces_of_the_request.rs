//! Lists in the arena, searched from their end, in place of tables; text is borrowed where it can
//! be.
//! Honest: a response is measured before it is written.

use std::fmt::{self, Write};

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

/// Why a request cannot be read.
type Malformed = &'static str;

/// A name and its value, in a list that is searched from its end: few are long enough for a table
/// to be worth its memory.
type Pair<'a> = (&'a str, &'a str);

/// Answers one request. `arena` belongs to the server, which resets it between requests.
pub fn handle(arena: &Bump, raw: &str) -> Response {
    match Request::parse(arena, raw) {
        Ok(request) => request.route(),
        Err(reason) => plain(400, &[reason]),
    }
}

/// A request. All text is a piece of what came in, unless it had to be decoded.
struct Request<'a> {
    method: &'a str,
    /// Between the slashes, decoded.
    path: &'a [&'a str],
    /// Sorted.
    query: &'a [Pair<'a>],
    /// Names as written.
    headers: &'a [Pair<'a>],
    cookies: &'a [Pair<'a>],
    body: &'a str,
    arena: &'a Bump,
}

impl<'a> Request<'a> {
    fn parse(arena: &'a Bump, raw: &'a str) -> Result<Request<'a>, Malformed> {
        let (head, body) = raw.split_once("\r\n\r\n").ok_or("the head does not end")?;
        let (first, rest) = head
            .split_once("\r\n")
            .map_or((head, None), |(first, rest)| (first, Some(rest)));
        let mut parts = first.split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err("the first line is no request line");
        };
        if !version.starts_with("HTTP/1.") {
            return Err("this is not HTTP/1");
        }
        let headers = headers(arena, rest)?;
        if let Some(length) = header(headers, "content-length")
            && length.parse() != Ok(body.len())
        {
            return Err("the body is not as long as it says");
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = segments(arena, path)?;
        let query = pairs(arena, query, '&')?;
        // Equal pairs cannot be told apart, so their order does not matter.
        query.sort_unstable();
        let cookies = pairs(arena, header(headers, "cookie").unwrap_or_default(), ';')?;
        Ok(Request {
            method,
            path,
            query,
            headers,
            cookies,
            body,
            arena,
        })
    }

    fn route(&self) -> Response {
        match (self.method, self.path) {
            ("GET", []) => self.welcome(),
            ("GET", ["search"]) => self.search(),
            ("POST", ["cart"]) => self.add_to_cart(),
            ("POST", ["api", "events"]) => self.accept_events(),
            (_, [] | ["search" | "cart"] | ["api", "events"]) => {
                plain(405, &[self.method, " is not allowed here"])
            }
            _ => {
                let len = self
                    .path
                    .iter()
                    .map(|segment| segment.len() + 1)
                    .sum::<usize>();
                let mut body = String::with_capacity("nothing at ".len() + len);
                body.push_str("nothing at ");
                for segment in self.path {
                    body.push('/');
                    body.push_str(segment);
                }
                text(404, body)
            }
        }
    }

    fn welcome(&self) -> Response {
        let language = self.language();
        let greeting = if language.eq_ignore_ascii_case("de") {
            "Willkommen"
        } else if language.eq_ignore_ascii_case("fr") {
            "Bienvenue"
        } else {
            "Welcome"
        };
        match last(self.cookies, "name") {
            Some(name) => plain(200, &[greeting, ", ", name, "!"]),
            None => plain(200, &[greeting, "!"]),
        }
    }

    fn search(&self) -> Response {
        let language = self.arena.alloc_str(self.language());
        language.make_ascii_lowercase();
        json(200, &[("language", language)], self.query)
    }

    fn add_to_cart(&self) -> Response {
        let Ok(form) = pairs(self.arena, self.body, '&') else {
            return plain(400, &["a form that cannot be read"]);
        };
        let Some(session) = last(self.cookies, "session") else {
            return plain(401, &["no session"]);
        };
        json(201, &[("session", session)], form)
    }

    fn accept_events(&self) -> Response {
        const JSON: &str = "application/json";
        let content_type = header(self.headers, "content-type").unwrap_or_default();
        let is_json = content_type
            .get(..JSON.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(JSON));
        if !is_json {
            return plain(415, &[content_type, " is not JSON"]);
        }
        let n_bytes = bumpalo::format!(in self.arena, "{}", self.body.len());
        let client = header(self.headers, "user-agent").unwrap_or_default();
        json(202, &[("bytes", &n_bytes), ("client", client)], &[])
    }

    /// The client's preferred language as written: `de` from `de-CH,de;q=0.9,en;q=0.5`.
    fn language(&self) -> &'a str {
        let wishes = header(self.headers, "accept-language").unwrap_or_default();
        let first = wishes.split([',', ';', '-']).next().unwrap_or_default();
        first.trim()
    }
}

/// Of two with the same name, the later counts.
fn last<'a>(pairs: &[Pair<'a>], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .rev()
        .find(|pair| pair.0 == name)
        .map(|pair| pair.1)
}

/// As `last`, for names whose case does not matter.
fn header<'a>(headers: &[Pair<'a>], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .rev()
        .find(|pair| pair.0.eq_ignore_ascii_case(name))
        .map(|pair| pair.1)
}

fn headers<'a>(arena: &'a Bump, lines: Option<&'a str>) -> Result<&'a [Pair<'a>], Malformed> {
    let Some(lines) = lines else {
        return Ok(&[]);
    };
    let mut headers = ArenaVec::with_capacity_in(lines.split("\r\n").count(), arena);
    for line in lines.split("\r\n") {
        let (name, value) = line.split_once(':').ok_or("a header has no colon")?;
        headers.push((name, value.trim()));
    }
    Ok(headers.into_bump_slice())
}

fn segments<'a>(arena: &'a Bump, path: &'a str) -> Result<&'a [&'a str], Malformed> {
    let written = || path.split('/').filter(|segment| !segment.is_empty());
    let mut segments = ArenaVec::with_capacity_in(written().count(), arena);
    for segment in written() {
        segments.push(decode(arena, segment)?);
    }
    Ok(segments.into_bump_slice())
}

/// Pairs such as `size=42&colour=dark+red`. A name alone has an empty value.
fn pairs<'a>(
    arena: &'a Bump,
    text: &'a str,
    separator: char,
) -> Result<&'a mut [Pair<'a>], Malformed> {
    let written = || {
        text.split(separator)
            .map(str::trim)
            .filter(|pair| !pair.is_empty())
    };
    let mut pairs = ArenaVec::with_capacity_in(written().count(), arena);
    for pair in written() {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((decode(arena, name)?, decode(arena, value)?));
    }
    Ok(pairs.into_bump_slice_mut())
}

/// Decodes percent-encoding: `caf%C3%A9+noir` is `café noir`. What has none is returned as it is.
fn decode<'a>(arena: &'a Bump, text: &'a str) -> Result<&'a str, Malformed> {
    let Some(plain) = text.find(['+', '%']) else {
        return Ok(text);
    };
    let mut decoded = ArenaVec::with_capacity_in(text.len(), arena);
    decoded.extend_from_slice_copy(&text.as_bytes()[..plain]);
    let mut bytes = text.as_bytes()[plain..].iter().copied();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let high = bytes.next().and_then(hex_digit);
                let low = bytes.next().and_then(hex_digit);
                high.zip(low)
                    .map(|(high, low)| high * 16 + low)
                    .ok_or("a `%` without two hex digits")?
            }
            other => other,
        });
    }
    std::str::from_utf8(decoded.into_bump_slice())
        .map_err(|_| "percent-encoded bytes that are no UTF-8")
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

fn text(status: u16, body: String) -> Response {
    Response {
        status,
        content_type: "text/plain; charset=utf-8",
        body,
    }
}

/// `concat` allocates once, for the sum of all lengths.
fn plain(status: u16, parts: &[&str]) -> Response {
    text(status, parts.concat())
}

/// An object with these members. It is written twice: at first only to see how long it gets.
fn json(status: u16, first: &[Pair<'_>], others: &[Pair<'_>]) -> Response {
    /// Keeps nothing but the length.
    struct Length(usize);

    impl Write for Length {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.len();
            Ok(())
        }
    }

    let mut length = Length(0);
    // Neither of the two sinks ever fails.
    let _ = object(&mut length, first, others);
    let mut body = String::with_capacity(length.0);
    let _ = object(&mut body, first, others);
    Response {
        status,
        content_type: "application/json",
        body,
    }
}

fn object(to: &mut impl Write, first: &[Pair<'_>], others: &[Pair<'_>]) -> fmt::Result {
    to.write_char('{')?;
    for (i, (name, value)) in first.iter().chain(others).enumerate() {
        if i > 0 {
            to.write_char(',')?;
        }
        quoted(to, name)?;
        to.write_char(':')?;
        quoted(to, value)?;
    }
    to.write_char('}')
}

/// A JSON string, quotes included.
fn quoted(to: &mut impl Write, text: &str) -> fmt::Result {
    to.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => to.write_str("\\\"")?,
            '\\' => to.write_str("\\\\")?,
            c if c < ' ' => write!(to, "\\u{:04x}", u32::from(c))?,
            c => to.write_char(c)?,
        }
    }
    to.write_char('"')
}
