//! Bad tuned without an arena. Text that the client sent stays in `raw`, and is borrowed; only text that has to be decoded
//! is a string. Headers and cookies are short lists, which need no hashing. The body is written into one string, which
//! the response takes over.

use std::borrow::Cow;

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

/// Answers one request.
pub fn handle(_arena: &Bump, raw: &str) -> Response {
    match Request::parse(raw) {
        Ok(request) => route(&request),
        Err(reason) => Response::text(400, reason.to_owned()),
    }
}

fn route(request: &Request<'_>) -> Response {
    let path: Vec<&str> = request.path.iter().map(AsRef::as_ref).collect();
    match (request.method, path.as_slice()) {
        ("GET", []) => welcome(request),
        ("GET", ["search"]) => search(request),
        ("POST", ["cart"]) => add_to_cart(request),
        ("POST", ["api", "events"]) => accept_events(request),
        (method, [] | ["search" | "cart"] | ["api", "events"]) => {
            Response::text(405, [method, " is not allowed here"].concat())
        }
        _ => Response::text(404, ["nothing at /", &path.join("/")].concat()),
    }
}

fn welcome(request: &Request<'_>) -> Response {
    let greeting = match request.language().as_ref() {
        "de" => "Willkommen",
        "fr" => "Bienvenue",
        _ => "Welcome",
    };
    // The length is known before the string is made, so it never grows.
    Response::text(
        200,
        match request.cookie("name") {
            Some(name) => [greeting, ", ", name, "!"].concat(),
            None => [greeting, "!"].concat(),
        },
    )
}

fn search(request: &Request<'_>) -> Response {
    let language = request.language();
    let mut filters = borrowed(("language", &language), &request.query);
    // The language stays in front. Equal pairs are the same text, so their order does not matter.
    filters[1..].sort_unstable();
    Response::json(200, &filters)
}

fn add_to_cart(request: &Request<'_>) -> Response {
    let Ok(form) = parse_pairs(request.body, '&') else {
        return Response::text(400, "a form that cannot be read".to_owned());
    };
    let Some(session) = request.cookie("session") else {
        return Response::text(401, "no session".to_owned());
    };
    Response::json(201, &borrowed(("session", session), &form))
}

/// References to `first` and all `pairs`.
fn borrowed<'p>(first: (&'p str, &'p str), pairs: &'p [Pair<'_>]) -> Vec<(&'p str, &'p str)> {
    let mut members = Vec::with_capacity(pairs.len() + 1);
    members.push(first);
    members.extend(pairs.iter().map(|(name, value)| (&**name, &**value)));
    members
}

fn accept_events(request: &Request<'_>) -> Response {
    const JSON: &str = "application/json";
    let content_type = request.header("content-type");
    let start = content_type.get(..JSON.len()).unwrap_or_default();
    if !start.eq_ignore_ascii_case(JSON) {
        return Response::text(415, [content_type, " is not JSON"].concat());
    }
    let n_bytes = request.body.len().to_string();
    let members = [
        ("bytes", n_bytes.as_str()),
        ("client", request.header("user-agent")),
    ];
    Response::json(202, &members)
}

impl Response {
    fn text(status: u16, body: String) -> Response {
        Response {
            status,
            content_type: "text/plain; charset=utf-8",
            body,
        }
    }

    fn json(status: u16, members: &[(&str, &str)]) -> Response {
        // Quotes, colon and comma are six bytes. Only escaped characters need more.
        let lengths = members
            .iter()
            .map(|(name, value)| name.len() + value.len() + 6);
        let mut body = String::with_capacity(lengths.sum::<usize>() + 2);
        body.push('{');
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
            ..Response::text(status, body)
        }
    }
}

/// A parsed request. What is not decoded is in `raw`.
struct Request<'a> {
    method: &'a str,
    /// Between the slashes, decoded.
    path: Vec<Cow<'a, str>>,
    query: Vec<Pair<'a>>,
    /// As sent: comparing without regard to case costs less than a lower-cased copy of each name.
    headers: Vec<(&'a str, &'a str)>,
    cookies: Vec<Pair<'a>>,
    body: &'a str,
}

/// A name and its value. With a dozen of them, a linear search is as fast as hashing.
type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

impl<'a> Request<'a> {
    fn parse(raw: &'a str) -> Result<Request<'a>, &'static str> {
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
            method,
            path: Vec::new(),
            query: Vec::new(),
            headers: parse_headers(lines)?,
            cookies: Vec::new(),
            body,
        };
        if let Some(length) = request.find_header("content-length")
            && length.parse() != Ok(body.len())
        {
            return Err("the body is not as long as it says");
        }
        request.path = parse_path(path)?;
        request.query = parse_pairs(query, '&')?;
        request.cookies = parse_pairs(request.header("cookie"), ';')?;
        Ok(request)
    }

    /// The client's preferred language: `de` from `de-CH,de;q=0.9,en;q=0.5`.
    fn language(&self) -> Cow<'a, str> {
        let wishes = self.header("accept-language");
        let first = wishes.split([',', ';', '-']).next().unwrap_or_default();
        let first = first.trim();
        match first.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(first.to_ascii_lowercase()),
            false => Cow::Borrowed(first),
        }
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

    fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies
            .iter()
            .rev()
            .find(|cookie| cookie.0 == name)
            .map(|cookie| &*cookie.1)
    }
}

fn parse_headers<'a>(
    lines: impl Iterator<Item = &'a str>,
) -> Result<Vec<(&'a str, &'a str)>, &'static str> {
    // Enough for most requests.
    let mut headers = Vec::with_capacity(16);
    for line in lines {
        let (name, value) = line.split_once(':').ok_or("a header has no colon")?;
        headers.push((name, value.trim()));
    }
    Ok(headers)
}

fn parse_path(path: &str) -> Result<Vec<Cow<'_, str>>, &'static str> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(decode)
        .collect()
}

/// Pairs such as `size=42&colour=dark+red`. A name alone has an empty value.
fn parse_pairs(text: &str, separator: char) -> Result<Vec<Pair<'_>>, &'static str> {
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
fn decode(text: &str) -> Result<Cow<'_, str>, &'static str> {
    // Most text is not encoded. It stays where it is, in `raw`.
    if !text.contains(['%', '+']) {
        return Ok(Cow::Borrowed(text));
    }
    // Decoded text is never longer, so this vector never grows.
    let mut decoded = Vec::with_capacity(text.len());
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
    let decoded = String::from_utf8(decoded);
    decoded
        .map(Cow::Owned)
        .map_err(|_| "percent-encoded bytes that are no UTF-8")
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// Writes a JSON string, quotes included, straight into `json`.
fn push_quoted(json: &mut String, text: &str) {
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
