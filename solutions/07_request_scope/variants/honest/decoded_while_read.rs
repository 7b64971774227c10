//! Honest: encoded text is checked, and then never decoded into memory, but byte by byte while it
//! is compared or written; the arena holds the lists and the answer.

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

const NO_DIGITS: &str = "a `%` without two hex digits";
const NO_UTF8: &str = "percent-encoded bytes that are no UTF-8";

/// Answers one request. `arena` belongs to the server, which resets it between requests.
pub fn handle(arena: &Bump, raw: &str) -> Response {
    match Request::parse(arena, raw) {
        Ok(request) => route(&request),
        Err(reason) => Answer::new(arena).plain(reason).text(400),
    }
}

/// What a path leads to.
enum Page {
    Welcome,
    Search,
    Cart,
    Events,
    Unknown,
}

fn page(path: &[Encoded<'_>]) -> Page {
    match path {
        [] => Page::Welcome,
        [only] if only.is("search") => Page::Search,
        [only] if only.is("cart") => Page::Cart,
        [first, second] if first.is("api") && second.is("events") => Page::Events,
        _ => Page::Unknown,
    }
}

fn route(request: &Request<'_>) -> Response {
    match (request.method, page(&request.path)) {
        ("GET", Page::Welcome) => welcome(request),
        ("GET", Page::Search) => search(request),
        ("POST", Page::Cart) => add_to_cart(request),
        ("POST", Page::Events) => accept_events(request),
        (_, Page::Unknown) => {
            let start = Answer::new(request.arena).plain("nothing at ");
            let segments = request.path.iter();
            segments
                .fold(start, |answer, segment| answer.plain("/").decoded(*segment))
                .text(404)
        }
        (method, _) => Answer::new(request.arena)
            .plain(method)
            .plain(" is not allowed here")
            .text(405),
    }
}

fn welcome(request: &Request<'_>) -> Response {
    let language = request.language();
    let greeting = if language.eq_ignore_ascii_case("de") {
        "Willkommen"
    } else if language.eq_ignore_ascii_case("fr") {
        "Bienvenue"
    } else {
        "Welcome"
    };
    let answer = Answer::new(request.arena).plain(greeting);
    let answer = match request.cookie("name") {
        Some(name) => answer.plain(", ").decoded(name),
        None => answer,
    };
    answer.plain("!").text(200)
}

fn search(request: &Request<'_>) -> Response {
    let mut filters = request.query.clone();
    // Equal pairs are the same text, so their order does not matter.
    filters.sort_unstable_by(|one, other| {
        let names = one.0.bytes().cmp(other.0.bytes());
        names.then_with(|| one.1.bytes().cmp(other.1.bytes()))
    });
    let language = request.language().bytes();
    let language = language.map(|byte| byte.to_ascii_lowercase());
    let start = Answer::new(request.arena)
        .plain("{")
        .quoted("language".bytes())
        .plain(":")
        .quoted(language);
    start.members(&filters).plain("}").json(200)
}

fn add_to_cart(request: &Request<'_>) -> Response {
    let arena = request.arena;
    let Ok(form) = parse_pairs(arena, request.body, '&') else {
        return Answer::new(arena)
            .plain("a form that cannot be read")
            .text(400);
    };
    let Some(session) = request.cookie("session") else {
        return Answer::new(arena).plain("no session").text(401);
    };
    let start = Answer::new(arena)
        .plain("{")
        .quoted("session".bytes())
        .plain(":")
        .quoted(session.bytes());
    start.members(&form).plain("}").json(201)
}

fn accept_events(request: &Request<'_>) -> Response {
    const JSON: &str = "application/json";
    let answer = Answer::new(request.arena);
    let content_type = request.header("content-type").unwrap_or_default();
    let start = content_type.as_bytes().get(..JSON.len());
    if !start.is_some_and(|start| start.eq_ignore_ascii_case(JSON.as_bytes())) {
        return answer.plain(content_type).plain(" is not JSON").text(415);
    }
    let n_bytes = bumpalo::format!(in request.arena, "{}", request.body.len());
    let client = request.header("user-agent").unwrap_or_default();
    answer
        .plain("{")
        .quoted("bytes".bytes())
        .plain(":")
        .quoted(n_bytes.bytes())
        .plain(",")
        .quoted("client".bytes())
        .plain(":")
        .quoted(client.bytes())
        .plain("}")
        .json(202)
}

/// The body of a response while it is written.
struct Answer<'a>(ArenaVec<'a, u8>);

impl<'a> Answer<'a> {
    fn new(arena: &'a Bump) -> Answer<'a> {
        Answer(ArenaVec::with_capacity_in(256, arena))
    }

    fn plain(mut self, text: &str) -> Answer<'a> {
        self.0.extend_from_slice_copy(text.as_bytes());
        self
    }

    fn decoded(mut self, text: Encoded<'_>) -> Answer<'a> {
        self.0.extend(text.bytes());
        self
    }

    /// A JSON string, quotes included. All that is escaped is one byte.
    fn quoted(mut self, text: impl Iterator<Item = u8>) -> Answer<'a> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        self.0.push(b'"');
        for byte in text {
            match byte {
                b'"' | b'\\' => self.0.extend_from_slice_copy(&[b'\\', byte]),
                0..=0x1f => {
                    self.0.extend_from_slice_copy(b"\\u00");
                    self.0.push(DIGITS[usize::from(byte >> 4)]);
                    self.0.push(DIGITS[usize::from(byte & 15)]);
                }
                _ => self.0.push(byte),
            }
        }
        self.0.push(b'"');
        self
    }

    /// More members of a JSON object.
    fn members(self, pairs: &[(Encoded<'_>, Encoded<'_>)]) -> Answer<'a> {
        pairs.iter().fold(self, |answer, (name, value)| {
            answer
                .plain(",")
                .quoted(name.bytes())
                .plain(":")
                .quoted(value.bytes())
        })
    }

    fn text(self, status: u16) -> Response {
        Response {
            status,
            content_type: "text/plain; charset=utf-8",
            body: self.into_string(),
        }
    }

    fn json(self, status: u16) -> Response {
        Response {
            status,
            content_type: "application/json",
            body: self.into_string(),
        }
    }

    /// The one heap call: for the exact length.
    fn into_string(self) -> String {
        String::from_utf8(self.0.to_vec()).expect("all of it is text, or has been checked")
    }
}

/// Percent-encoded text that has been checked: it can be decoded, and the result is text.
#[derive(Clone, Copy)]
struct Encoded<'a>(&'a str);

impl<'a> Encoded<'a> {
    fn checked(text: &'a str) -> Result<Encoded<'a>, &'static str> {
        let encoded = Encoded(text);
        if !text.contains(['%', '+']) {
            return Ok(encoded);
        }
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            if byte == b'%' {
                let digits = (
                    bytes.next().and_then(hex_digit),
                    bytes.next().and_then(hex_digit),
                );
                let (Some(_), Some(_)) = digits else {
                    return Err(NO_DIGITS);
                };
            }
        }
        // One character after the other, each in four bytes at most.
        let mut bytes = encoded.bytes();
        while let Some(first) = bytes.next() {
            let n_bytes = match first {
                0..=0x7f => continue,
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return Err(NO_UTF8),
            };
            let mut character = [first, 0, 0, 0];
            for place in &mut character[1..n_bytes] {
                // 0 continues no character.
                *place = bytes.next().unwrap_or(0);
            }
            std::str::from_utf8(&character[..n_bytes]).map_err(|_| NO_UTF8)?;
        }
        Ok(encoded)
    }

    /// The decoded text: `caf%C3%A9+noir` is `café noir`.
    fn bytes(self) -> impl Iterator<Item = u8> + use<'a> {
        let mut bytes = self.0.bytes();
        let digit = |byte: Option<u8>| byte.and_then(hex_digit).unwrap_or_default();
        std::iter::from_fn(move || {
            Some(match bytes.next()? {
                b'+' => b' ',
                b'%' => {
                    let high = digit(bytes.next());
                    high * 16 + digit(bytes.next())
                }
                other => other,
            })
        })
    }

    /// Whether it is this text, once decoded.
    fn is(self, text: &str) -> bool {
        self.bytes().eq(text.bytes())
    }
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

type Pairs<'a> = ArenaVec<'a, (Encoded<'a>, Encoded<'a>)>;

/// A parsed request. Its texts are in `raw`, as they were sent.
struct Request<'a> {
    arena: &'a Bump,
    method: &'a str,
    /// Between the slashes.
    path: ArenaVec<'a, Encoded<'a>>,
    query: Pairs<'a>,
    headers: ArenaVec<'a, (&'a str, &'a str)>,
    cookies: Pairs<'a>,
    body: &'a str,
}

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
        let mut headers = ArenaVec::new_in(arena);
        for line in lines {
            let (name, value) = line.split_once(':').ok_or("a header has no colon")?;
            headers.push((name, value.trim()));
        }
        let mut request = Request {
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
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            request.path.push(Encoded::checked(segment)?);
        }
        request.query = parse_pairs(arena, query, '&')?;
        let cookies = request.header("cookie").unwrap_or_default();
        request.cookies = parse_pairs(arena, cookies, ';')?;
        Ok(request)
    }

    /// The client's preferred language, as sent: `de` from `de-CH,de;q=0.9,en;q=0.5`.
    fn language(&self) -> &'a str {
        let wishes = self.header("accept-language").unwrap_or_default();
        let first = wishes.split([',', ';', '-']).next().unwrap_or_default();
        first.trim()
    }

    /// From the end, since of two with the same name the later counts.
    fn header(&self, name: &str) -> Option<&'a str> {
        let mut from_the_end = self.headers.iter().rev();
        from_the_end
            .find(|header| header.0.eq_ignore_ascii_case(name))
            .map(|header| header.1)
    }

    fn cookie(&self, name: &str) -> Option<Encoded<'a>> {
        let mut from_the_end = self.cookies.iter().rev();
        from_the_end
            .find(|cookie| cookie.0.is(name))
            .map(|cookie| cookie.1)
    }
}

/// Pairs such as `size=42&colour=dark+red`. A name alone has an empty value.
fn parse_pairs<'a>(
    arena: &'a Bump,
    text: &'a str,
    separator: char,
) -> Result<Pairs<'a>, &'static str> {
    // Nothing else allocates while the list grows.
    let mut pairs = ArenaVec::new_in(arena);
    let pieces = text.split(separator).map(str::trim);
    for pair in pieces.filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((Encoded::checked(name)?, Encoded::checked(value)?));
    }
    Ok(pairs)
}
