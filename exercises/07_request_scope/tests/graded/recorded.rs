//! The requests of `requests.txt`, as a server reads them. The tests and the bench share them.

/// One request, and a description of it.
pub(crate) struct Recorded {
    /// For test messages.
    pub(crate) title: &'static str,
    /// Head and body, with HTTP line endings.
    pub(crate) raw: String,
}

/// All of them, in the file's order.
pub(crate) fn requests() -> Vec<Recorded> {
    let sections = include_str!("requests.txt").split("=== ").skip(1);
    sections.map(read).collect()
}

fn read(section: &'static str) -> Recorded {
    // A checkout may have converted the file to Windows line endings; `lines` accepts both.
    let mut lines = section.lines();
    let title = lines.next().unwrap_or_default();
    let mut raw = String::new();
    for line in lines.by_ref().take_while(|line| !line.is_empty()) {
        raw.push_str(line);
        raw.push_str("\r\n");
    }
    raw.push_str("\r\n");
    // The bodies here are one line each.
    raw.push_str(lines.next().unwrap_or_default());
    Recorded { title, raw }
}

/// Requests far larger than the recorded ones: `n` headers, cookies, parameters or segments. Most of
/// their text must be decoded.
pub(crate) fn large(n: usize) -> Vec<Recorded> {
    let n = yardstick::size(n, 5);
    let repeated = |of: fn(usize) -> String| -> String { (0..n).map(of).collect() };
    let filters =
        repeated(|number| format!("f%{:02X}{number}=%C3%A9t%C3%A9+{number}&", 65 + number % 26));
    let form = repeated(|number| format!("item=boot-{number}%20%22x%22&"));
    let headers = repeated(|number| format!("X-Trace-{number}: {number}\r\n"));
    let cookies = repeated(|number| format!("c{number}=%{:02x}{number}; ", 97 + number % 26));
    let path = repeated(|number| format!("/caf%C3%A9-{number}"));
    let post = |target, media_type, body: &str| {
        format!(
            "POST {target} HTTP/1.1\r\nCookie: session=1\r\nContent-Type: {media_type}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    [
        (
            "a search with many filters",
            format!("GET /search?{filters} HTTP/1.1\r\n\r\n"),
        ),
        ("a form with many items", post("/cart", "text/plain", &form)),
        (
            "many headers",
            format!(
                "GET / HTTP/1.1\r\n{headers}Accept-Language: fr\r\n{headers}Cookie: name=Jo\r\n\r\n"
            ),
        ),
        (
            "many cookies",
            format!("GET / HTTP/1.1\r\nCookie: {cookies}name=Jo\r\n\r\n"),
        ),
        ("a long path", format!("GET {path} HTTP/1.1\r\n\r\n")),
        (
            "a long body",
            post("/api/events", "application/json", &form),
        ),
    ]
    .map(|(title, raw)| Recorded { title, raw })
    .into()
}

impl Recorded {
    /// The request with one more header, as a proxy adds it: no two are the same text.
    pub(crate) fn with_id(&self, id: u64) -> String {
        self.raw
            .replacen("\r\n", &format!("\r\nX-Request-Id: {id:016x}\r\n"), 1)
    }
}
