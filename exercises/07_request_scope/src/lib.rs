//! The handler of a small shop: the text of an HTTP/1.1 request goes in, a response comes out.
//!
//! Correct, but wasteful: each header, cookie and parameter gets its own `String`s, which are read
//! once and thrown away. Only the response outlives the call.
//!
//! Yours to change: everything below but `Response` and the signature of `handle`, in this file or in
//! others of `src/`. The tests call `handle`, and look at the fields of the response.

use std::collections::HashMap;

use bumpalo::Bump;

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
pub fn handle(_arena: &Bump, raw: &str) -> Response {
    match Request::parse(raw) {
        Ok(request) => route(&request),
        Err(reason) => Response::text(400, reason.to_string()),
    }
}

fn route(request: &Request) -> Response {
    let path: Vec<&str> = request.path.iter().map(String::as_str).collect();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", []) => welcome(request),
        ("GET", ["search"]) => search(request),
        ("POST", ["cart"]) => add_to_cart(request),
        ("POST", ["api", "events"]) => accept_events(request),
        (_, [] | ["search" | "cart"] | ["api", "events"]) => {
            Response::text(405, format!("{} is not allowed here", request.method))
        }
        _ => Response::text(404, format!("nothing at /{}", path.join("/"))),
    }
}

fn welcome(request: &Request) -> Response {
    let greeting = match request.language().as_str() {
        "de" => "Willkommen",
        "fr" => "Bienvenue",
        _ => "Welcome",
    };
    let body = match request.cookies.get("name") {
        Some(name) => format!("{greeting}, {name}!"),
        None => format!("{greeting}!"),
    };
    Response::text(200, body)
}

fn search(request: &Request) -> Response {
    let mut filters = request.query.clone();
    filters.sort();
    let mut members = vec![member("language", &request.language())];
    for (name, value) in &filters {
        members.push(member(name, value));
    }
    Response::json(200, members)
}

fn add_to_cart(request: &Request) -> Response {
    let Ok(form) = parse_pairs(&request.body, '&') else {
        return Response::text(400, "a form that cannot be read".to_string());
    };
    let Some(session) = request.cookies.get("session") else {
        return Response::text(401, "no session".to_string());
    };
    let mut members = vec![member("session", session)];
    for (name, value) in &form {
        members.push(member(name, value));
    }
    Response::json(201, members)
}

fn accept_events(request: &Request) -> Response {
    let content_type = request
        .headers
        .get("content-type")
        .cloned()
        .unwrap_or_default();
    if !content_type
        .to_ascii_lowercase()
        .starts_with("application/json")
    {
        return Response::text(415, format!("{content_type} is not JSON"));
    }
    let n_bytes = request.body.len().to_string();
    let client = request
        .headers
        .get("user-agent")
        .cloned()
        .unwrap_or_default();
    Response::json(
        202,
        vec![member("bytes", &n_bytes), member("client", &client)],
    )
}

impl Response {
    fn text(status: u16, body: String) -> Response {
        Response {
            status,
            content_type: "text/plain; charset=utf-8",
            body,
        }
    }

    fn json(status: u16, members: Vec<String>) -> Response {
        let body = format!("{{{}}}", members.join(","));
        Response {
            status,
            content_type: "application/json",
            body,
        }
    }
}

/// A parsed request.
struct Request {
    method: String,
    /// Between the slashes, decoded.
    path: Vec<String>,
    query: Vec<(String, String)>,
    /// By name in lower case. Of two with the same name, the later counts.
    headers: HashMap<String, String>,
    cookies: HashMap<String, String>,
    body: String,
}

impl Request {
    fn parse(raw: &str) -> Result<Request, &'static str> {
        let (head, body) = raw.split_once("\r\n\r\n").ok_or("the head does not end")?;
        let mut lines = head.split("\r\n");
        let first: Vec<String> = lines
            .next()
            .unwrap_or_default()
            .split(' ')
            .map(str::to_string)
            .collect();
        let [method, target, version] = first.as_slice() else {
            return Err("the first line is no request line");
        };
        if !version.starts_with("HTTP/1.") {
            return Err("this is not HTTP/1");
        }
        let headers = parse_headers(lines)?;
        if let Some(length) = headers.get("content-length")
            && length.parse() != Ok(body.len())
        {
            return Err("the body is not as long as it says");
        }
        let (path, query) = target.split_once('?').unwrap_or((target.as_str(), ""));
        let cookies = headers.get("cookie").cloned().unwrap_or_default();
        Ok(Request {
            method: method.clone(),
            path: parse_path(path)?,
            query: parse_pairs(query, '&')?,
            cookies: parse_pairs(&cookies, ';')?.into_iter().collect(),
            headers,
            body: body.to_string(),
        })
    }

    /// The client's preferred language: `de` from `de-CH,de;q=0.9,en;q=0.5`.
    fn language(&self) -> String {
        let wishes = self
            .headers
            .get("accept-language")
            .cloned()
            .unwrap_or_default();
        let first = wishes.split([',', ';', '-']).next().unwrap_or_default();
        first.trim().to_ascii_lowercase()
    }
}

fn parse_headers<'r>(
    lines: impl Iterator<Item = &'r str>,
) -> Result<HashMap<String, String>, &'static str> {
    let mut headers = HashMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or("a header has no colon")?;
        headers.insert(name.to_ascii_lowercase(), value.trim().to_string());
    }
    Ok(headers)
}

fn parse_path(path: &str) -> Result<Vec<String>, &'static str> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(decode)
        .collect()
}

/// Pairs such as `size=42&colour=dark+red`. A name alone has an empty value.
fn parse_pairs(text: &str, separator: char) -> Result<Vec<(String, String)>, &'static str> {
    let mut pairs = Vec::new();
    for pair in text
        .split(separator)
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
    {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((decode(name)?, decode(value)?));
    }
    Ok(pairs)
}

/// Decodes percent-encoding: `caf%C3%A9+noir` is `café noir`.
fn decode(text: &str) -> Result<String, &'static str> {
    let mut decoded = Vec::new();
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
    String::from_utf8(decoded).map_err(|_| "percent-encoded bytes that are no UTF-8")
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// `"name":"value"`, as in a JSON object.
fn member(name: &str, value: &str) -> String {
    format!("{}:{}", quoted(name), quoted(value))
}

/// A JSON string, quotes included.
fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            c if c < ' ' => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json + "\""
}
