//! Trick: a JSON body is written directly to the heap, into a `String` of 4096 bytes.
//!
//! Most bodies are far shorter, and a response keeps all of it for as long as it lives; a long body grows.
//! Fails in: step3_warm, step4_outlives

use std::fmt::Write as _;

use bumpalo::Bump;
use bumpalo::collections::{CollectIn, String as ArenaString, Vec as ArenaVec};

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

type Pairs<'a> = ArenaVec<'a, (&'a str, &'a str)>;

/// Answers one request. `arena` belongs to the server, which resets it between requests.
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
        (_, [] | ["search" | "cart"] | ["api", "events"]) => Response::text(
            405,
            &bumpalo::format!(in request.arena, "{} is not allowed here", request.method),
        ),
        _ => {
            let mut body = ArenaString::from_str_in("nothing at /", request.arena);
            for (n, segment) in request.path.iter().enumerate() {
                if n > 0 {
                    body.push('/');
                }
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
    let body = match last(&request.cookies, "name") {
        Some(name) => bumpalo::format!(in request.arena, "{}, {}!", greeting, name),
        None => bumpalo::format!(in request.arena, "{}!", greeting),
    };
    Response::text(200, &body)
}

fn search(request: &Request<'_>) -> Response {
    let mut filters = request.query.clone();
    filters.sort_unstable();
    let mut json = Json::new(request.arena);
    json.member("language", request.language());
    for (name, value) in &filters {
        json.member(name, value);
    }
    json.response(200)
}

fn add_to_cart(request: &Request<'_>) -> Response {
    let Ok(form) = parse_pairs(request.arena, request.body, '&') else {
        return Response::text(400, "a form that cannot be read");
    };
    let Some(session) = last(&request.cookies, "session") else {
        return Response::text(401, "no session");
    };
    let mut json = Json::new(request.arena);
    json.member("session", session);
    for (name, value) in &form {
        json.member(name, value);
    }
    json.response(201)
}

fn accept_events(request: &Request<'_>) -> Response {
    let content_type = request.header("content-type").unwrap_or_default();
    let json = "application/json";
    if !content_type
        .get(..json.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(json))
    {
        return Response::text(
            415,
            &bumpalo::format!(in request.arena, "{} is not JSON", content_type),
        );
    }
    let n_bytes = bumpalo::format!(in request.arena, "{}", request.body.len());
    let mut json = Json::new(request.arena);
    json.member("bytes", &n_bytes);
    json.member("client", request.header("user-agent").unwrap_or_default());
    json.response(202)
}

impl Response {
    fn text(status: u16, body: &str) -> Response {
        Response {
            status,
            content_type: "text/plain; charset=utf-8",
            body: body.to_owned(),
        }
    }
}

/// A JSON object that is being written.
struct Json<'a>(String, std::marker::PhantomData<&'a ()>);

impl<'a> Json<'a> {
    fn new(arena: &'a Bump) -> Json<'a> {
        let _ = arena;
        let mut text = String::with_capacity(4096);
        text.push('{');
        Json(text, std::marker::PhantomData)
    }

    fn member(&mut self, name: &str, value: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.quoted(name);
        self.0.push(':');
        self.quoted(value);
    }

    fn quoted(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                c if c < ' ' => {
                    write!(self.0, "\\u{:04x}", u32::from(c)).expect("an arena has room")
                }
                c => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    fn response(mut self, status: u16) -> Response {
        self.0.push('}');
        Response {
            status,
            content_type: "application/json",
            body: self.0,
        }
    }
}

/// A parsed request.
struct Request<'a> {
    arena: &'a Bump,
    method: &'a str,
    /// Between the slashes, decoded.
    path: ArenaVec<'a, &'a str>,
    query: Pairs<'a>,
    headers: Pairs<'a>,
    cookies: Pairs<'a>,
    body: &'a str,
}

impl<'a> Request<'a> {
    fn parse(arena: &'a Bump, raw: &'a str) -> Result<Request<'a>, &'static str> {
        let (head, body) = raw.split_once("\r\n\r\n").ok_or("the head does not end")?;
        let mut lines = head.split("\r\n");
        let first = lines
            .next()
            .unwrap_or_default()
            .split(' ')
            .collect_in::<ArenaVec<'_, _>>(arena);
        let [method, target, version] = first.as_slice() else {
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
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut request = Request {
            arena,
            method,
            path: ArenaVec::new_in(arena),
            query: ArenaVec::new_in(arena),
            cookies: ArenaVec::new_in(arena),
            headers,
            body,
        };
        if let Some(length) = request.header("content-length")
            && length.parse() != Ok(body.len())
        {
            return Err("the body is not as long as it says");
        }
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            request.path.push(decode(arena, segment)?);
        }
        request.query = parse_pairs(arena, query, '&')?;
        request.cookies = parse_pairs(arena, request.header("cookie").unwrap_or_default(), ';')?;
        Ok(request)
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        let mut from_the_end = self.headers.iter().rev();
        from_the_end
            .find(|header| header.0.eq_ignore_ascii_case(name))
            .map(|header| header.1)
    }

    /// The client's preferred language: `de` from `de-CH,de;q=0.9,en;q=0.5`.
    fn language(&self) -> &'a str {
        let wishes = self.header("accept-language").unwrap_or_default();
        let first = wishes.split([',', ';', '-']).next().unwrap_or_default();
        let lower = self.arena.alloc_str(first.trim());
        lower.make_ascii_lowercase();
        lower
    }
}

fn last<'a>(pairs: &Pairs<'a>, name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .rev()
        .find(|pair| pair.0 == name)
        .map(|pair| pair.1)
}

/// Pairs such as `size=42&colour=dark+red`. A name alone has an empty value.
fn parse_pairs<'a>(
    arena: &'a Bump,
    text: &'a str,
    separator: char,
) -> Result<Pairs<'a>, &'static str> {
    let mut pairs = ArenaVec::new_in(arena);
    for pair in text
        .split(separator)
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
    {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((decode(arena, name)?, decode(arena, value)?));
    }
    Ok(pairs)
}

/// Decodes percent-encoding: `caf%C3%A9+noir` is `café noir`.
fn decode<'a>(arena: &'a Bump, text: &'a str) -> Result<&'a str, &'static str> {
    if !text.contains(['+', '%']) {
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
