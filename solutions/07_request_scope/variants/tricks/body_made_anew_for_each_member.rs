//! Makes the body anew in the arena for each of its members.
//! A trick: what a large search takes of the arena grows with the square of its filters.
//! Fails in: step3_warm

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
pub fn handle(arena: &Bump, raw: &str) -> Response {
    match Request::parse(arena, raw) {
        Ok(request) => route(&request),
        Err(reason) => Response::text(400, reason),
    }
}

fn route(request: &Request<'_>) -> Response {
    let arena = request.arena;
    match (request.method, request.path) {
        ("GET", []) => welcome(request),
        ("GET", ["search"]) => search(request),
        ("POST", ["cart"]) => add_to_cart(request),
        ("POST", ["api", "events"]) => accept_events(request),
        (_, [] | ["search" | "cart"] | ["api", "events"]) => {
            let method = request.method;
            Response::text(
                405,
                &bumpalo::format!(in arena, "{method} is not allowed here",),
            )
        }
        (_, path) => {
            let mut body = ArenaString::from_str_in("nothing at ", arena);
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
    let arena = request.arena;
    let body = match request.cookie("name") {
        Some(name) => bumpalo::format!(in arena, "{greeting}, {name}!",),
        None => bumpalo::format!(in arena, "{greeting}!",),
    };
    Response::text(200, &body)
}

fn search(request: &Request<'_>) -> Response {
    let mut filters = ArenaVec::with_capacity_in(request.query.len(), request.arena);
    filters.extend_from_slice(request.query);
    filters.sort_unstable();
    let first = ("language", request.language());
    Response::json(request.arena, 200, first, &filters)
}

fn add_to_cart(request: &Request<'_>) -> Response {
    let Ok(form) = parse_pairs(request.arena, request.body, '&') else {
        return Response::text(400, "a form that cannot be read");
    };
    let Some(session) = request.cookie("session") else {
        return Response::text(401, "no session");
    };
    Response::json(request.arena, 201, ("session", session), form)
}

fn accept_events(request: &Request<'_>) -> Response {
    let arena = request.arena;
    let content_type = request.header("content-type").unwrap_or_default();
    let is_json = content_type
        .get(..16)
        .is_some_and(|start| start.eq_ignore_ascii_case("application/json"));
    if !is_json {
        return Response::text(
            415,
            &bumpalo::format!(in arena, "{content_type} is not JSON",),
        );
    }
    let n_bytes = bumpalo::format!(in arena, "{}", request.body.len());
    let client = request.header("user-agent").unwrap_or_default();
    Response::json(arena, 202, ("bytes", &n_bytes), &[("client", client)])
}

impl Response {
    fn text(status: u16, body: &str) -> Response {
        Response {
            status,
            content_type: "text/plain; charset=utf-8",
            body: body.to_owned(),
        }
    }

    fn json(arena: &Bump, status: u16, first: Pair<'_>, others: &[Pair<'_>]) -> Response {
        let mut body = member(arena, first);
        for &pair in others {
            let next = member(arena, pair);
            body = bumpalo::format!(in arena, "{body},{next}",).into_bump_str();
        }
        let body = bumpalo::format!(in arena, "{{{body}}}",);
        Response {
            status,
            content_type: "application/json",
            body: body.as_str().to_owned(),
        }
    }
}

/// A name and its value.
type Pair<'a> = (&'a str, &'a str);

/// A parsed request.
struct Request<'a> {
    arena: &'a Bump,
    method: &'a str,
    /// Between the slashes, decoded.
    path: &'a [&'a str],
    query: &'a [Pair<'a>],
    /// As written. Of two with the same name, the later counts.
    headers: &'a [Pair<'a>],
    cookies: &'a [Pair<'a>],
    body: &'a str,
}

impl<'a> Request<'a> {
    fn parse(arena: &'a Bump, raw: &'a str) -> Result<Request<'a>, &'static str> {
        let (head, body) = raw.split_once("\r\n\r\n").ok_or("the head does not end")?;
        let mut lines = head.split("\r\n");
        let mut first = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (first.next(), first.next(), first.next(), first.next())
        else {
            return Err("the first line is no request line");
        };
        if !version.starts_with("HTTP/1.") {
            return Err("this is not HTTP/1");
        }
        let mut headers = ArenaVec::new_in(arena);
        for line in lines {
            let (name, value) = line.split_once(':').ok_or("a header has no colon")?;
            headers.push((name, value.trim()));
        }
        let mut request = Request {
            arena,
            method,
            path: &[],
            query: &[],
            headers: headers.into_bump_slice(),
            cookies: &[],
            body,
        };
        if let Some(length) = request.header("content-length")
            && length.parse() != Ok(body.len())
        {
            return Err("the body is not as long as it says");
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut segments = ArenaVec::new_in(arena);
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            segments.push(decode(arena, segment)?);
        }
        request.path = segments.into_bump_slice();
        request.query = parse_pairs(arena, query, '&')?;
        let cookies = request.header("cookie").unwrap_or_default();
        request.cookies = parse_pairs(arena, cookies, ';')?;
        Ok(request)
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        let mut from_the_last = self.headers.iter().rev();
        from_the_last
            .find(|header| header.0.eq_ignore_ascii_case(name))
            .map(|header| header.1)
    }

    fn cookie(&self, name: &str) -> Option<&'a str> {
        let mut from_the_last = self.cookies.iter().rev();
        from_the_last
            .find(|cookie| cookie.0 == name)
            .map(|cookie| cookie.1)
    }

    /// The client's preferred language: `de` from `de-CH,de;q=0.9,en;q=0.5`.
    fn language(&self) -> &'a str {
        let wishes = self.header("accept-language").unwrap_or_default();
        let first = wishes.split([',', ';', '-']).next().unwrap_or_default();
        let language = self.arena.alloc_str(first.trim());
        language.make_ascii_lowercase();
        language
    }
}

/// Pairs such as `size=42&colour=dark+red`. A name alone has an empty value.
fn parse_pairs<'a>(
    arena: &'a Bump,
    text: &'a str,
    separator: char,
) -> Result<&'a [Pair<'a>], &'static str> {
    let mut pairs = ArenaVec::new_in(arena);
    for pair in text
        .split(separator)
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
    {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((decode(arena, name)?, decode(arena, value)?));
    }
    Ok(pairs.into_bump_slice())
}

/// Decodes percent-encoding: `caf%C3%A9+noir` is `café noir`.
fn decode<'a>(arena: &'a Bump, text: &'a str) -> Result<&'a str, &'static str> {
    if !text.contains(['%', '+']) {
        return Ok(text);
    }
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
    std::str::from_utf8(decoded.into_bump_slice())
        .map_err(|_| "percent-encoded bytes that are no UTF-8")
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// `"name":"value"`, as in a JSON object.
fn member<'a>(arena: &'a Bump, (name, value): Pair<'_>) -> &'a str {
    let (name, value) = (quoted(arena, name), quoted(arena, value));
    bumpalo::format!(in arena, "{name}:{value}",).into_bump_str()
}

/// A JSON string, quotes included.
fn quoted<'a>(arena: &'a Bump, text: &str) -> &'a str {
    let mut json = ArenaString::from_str_in("\"", arena);
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            c if c < ' ' => {
                let code = u32::from(c);
                json.push_str(&bumpalo::format!(in arena, "\\u{code:04x}",));
            }
            c => json.push(c),
        }
    }
    json.push('"');
    json.into_bump_str()
}
