//! What a served page is told, what it may ask for, and who else may not.

use crate::PATIENCE;
use crate::fixture::TinyBook;
use grader::host::Host;
use press::build::Purpose;
use press::generation::Generation;
use press::live::Live;
use press::serve::{self, Site};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// The tiny book, served to pages that know their reader, until this is dropped.
pub(crate) struct Server {
    pub(crate) book: TinyBook,
    pub(crate) port: u16,
    _runtime: Runtime,
}

pub(crate) fn start() -> Server {
    let book = TinyBook::new();
    book.write("exercises/01_first/src/lib.rs", "//! Nothing yet.\n");
    let tests = "tests = [\"step1::it_holds\"]\n[files]\n";
    book.write("exercises/01_first/shipped.toml", tests);
    let site = Site::new(book.generation());
    let live = Live::start(&book.checkout()).expect("the catalogue is good");
    let runtime = Runtime::new().expect("a runtime");
    let listener = runtime.block_on(serve::bind(Some(0))).expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    runtime.spawn(serve::serve(listener, site, Some(live)));
    Server {
        book,
        port,
        _runtime: runtime,
    }
}

impl Server {
    /// Sends a request with these headers besides its host.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        let headers: String = headers
            .iter()
            .map(|header| format!("{header}\r\n"))
            .collect();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            self.port,
            body.len()
        )
        .expect("a request");
        stream
    }

    /// The status of the answer.
    pub(crate) fn status(&self, method: &str, path: &str, headers: &[&str], body: &str) -> String {
        let stream = self.send(method, path, headers, body);
        let answer = read_until(stream, |text| text.contains("\r\n"));
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    }

    fn listen(&self) -> TcpStream {
        self.send("GET", "/live/events?cards=first", &[], "")
    }

    /// Listens as a page that shows the published claims as well.
    fn listen_to_claims(&self) -> TcpStream {
        self.send("GET", "/live/events?cards=first&claims", &[], "")
    }

    /// The secret that a page is told.
    pub(crate) fn secret(&self) -> String {
        let text = read_until(self.listen(), |text| {
            text.contains("\"secret\":\"") && text.contains("\"}")
        });
        let (_, rest) = text.split_once("\"secret\":\"").expect("a secret");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    pub(crate) fn wish(&self, secret: &str, body: &str) -> String {
        self.status(
            "POST",
            "/live/wish",
            &[&format!("Arena-Secret: {secret}")],
            body,
        )
    }
}

/// Reads until there is enough.
pub(crate) fn read_until(mut stream: TcpStream, is_enough: impl Fn(&str) -> bool) -> String {
    let start = Instant::now();
    stream
        .set_read_timeout(Some(Duration::from_millis(50)))
        .expect("a time-out");
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4_096]);
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => break,
            Ok(n) => bytes.extend(&chunk[..n]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => panic!("{error}"),
        }
        if is_enough(&String::from_utf8_lossy(&bytes)) {
            break;
        }
        let text = String::from_utf8_lossy(&bytes);
        assert!(start.elapsed() < PATIENCE, "too little was told: {text}");
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_page_is_told_what_is_known_now() {
    let server = start();
    let text = read_until(server.listen(), |text| text.contains("event: card"));
    assert!(text.contains("text/event-stream"), "{text}");
    assert!(text.contains("\"page\":\"one.html\""), "{text}");
    assert!(text.contains("\"title\":\"First & last\""), "{text}");
}

#[test]
fn what_happens_elsewhere_is_told() {
    let server = start();
    let stream = server.listen();
    let progress =
        r#"{"version":1,"exercises":{"first":{"standing":"passed","steps_passed":1,"steps":1}}}"#;
    server.book.write(".arena/progress.json", progress);
    read_until(stream, |text| text.contains("\"passed\":true"));
}

#[test]
fn a_hint_is_shown_and_counted() {
    let server = start();
    let secret = server.secret();
    let stream = server.listen();
    assert_eq!(
        server.wish(&secret, r#"{"id":"first","what":"hint"}"#),
        "204"
    );
    let text = read_until(stream, |text| text.contains("Ask `who`."));
    assert!(!text.contains("Look."), "{text}");
    let saved = server.book.root().join(".arena/progress.json");
    let saved = std::fs::read_to_string(saved).expect("it is saved");
    assert!(
        saved.contains("\"hints\": 1") || saved.contains("\"hints\":1"),
        "{saved}"
    );
}

/// A line of the history, by the machine and the ratio.
fn measured(host: &str, ratio: f64) -> String {
    format!(
        r#"{{"id":"first","seconds":1,"host":"{host}","rustc":"1.95.0","allocator":"system","ratio":{ratio},"low":1.5,"high":3.5,"verdict":"faster","beside":{{"bad":{{"faults":94.5,"heap_calls":8193}},"yours":{{"faults":3.0,"heap_calls":4}},"reference":{{"ratio":2.5,"low":2.25,"high":2.75,"counts":{{"faults":null,"heap_calls":null}}}}}}}}"#
    ) + "\n"
}

#[test]
fn the_measurements_of_this_machine_are_told_with_the_card() {
    let server = start();
    let here = Host::key();
    let history = |lines: &[String]| {
        let lines = lines.concat();
        server.book.write(".arena/history.jsonl", &lines);
    };
    history(&[measured("another machine", 9.0), measured(&here, 2.0)]);
    // They come as two events, of the card and of the contents.
    let parts = [
        r#"{"name":"Bad","ratio":1.0,"low":1.0,"high":1.0,"faults":94.5,"heap_calls":8193}"#,
        r#"{"name":"yours","ratio":2.0,"low":1.5,"high":3.5,"faults":3.0,"heap_calls":4}"#,
        r#"{"name":"the solution","ratio":2.5,"low":2.25,"high":2.75,"faults":null,"heap_calls":null}"#,
        r#""earlier":[]"#,
        "rustc 1.95.0",
        r#""speedups":{"tuned":null,"reference":[2.5,2.25,2.75],"yours":[2.0,1.5,3.5]}"#,
    ];
    let text = read_until(server.listen(), |text| {
        parts.iter().all(|part| text.contains(part))
    });
    assert!(!text.contains("9.0"), "of another machine: {text}");
    // A terminal measures again.
    let stream = server.listen();
    history(&[measured(&here, 2.0), measured(&here, 3.0)]);
    let earlier = r#""earlier":[{"seconds":1,"ratio":2.0,"low":1.5,"high":3.5}]"#;
    read_until(stream, |text| text.contains(earlier));
}

#[test]
fn a_measurement_says_whether_the_source_has_changed_since() {
    let server = start();
    let line = measured(&Host::key(), 2.0);
    let line = line.replace(r#""beside":{"#, r#""beside":{"sources":"0f","#);
    server.book.write(".arena/history.jsonl", &line);
    read_until(server.listen(), |text| {
        text.contains(r#""is_current":false"#)
    });
}

#[test]
fn the_claims_are_told_of_only_where_they_are_shown() {
    let server = start();
    let text = read_until(server.listen(), |text| text.contains("event: card"));
    assert!(!text.contains("event: claims"), "{text}");
    let stream = server.listen_to_claims();
    read_until(stream, |text| {
        text.contains("event: claims") && text.contains(r#""busy":null"#)
    });
}

#[test]
fn a_page_lets_the_claims_be_tried_and_is_told_what_came_of_it() {
    let server = start();
    let secret = server.secret();
    let stream = server.listen_to_claims();
    assert_eq!(server.wish(&secret, r#"{"what":"claims"}"#), "204");
    // The tiny workbook has no experiments.
    let text = read_until(stream, |text| text.contains("could not be built"));
    assert!(text.contains("compiling the experiments"), "{text}");
    assert_eq!(server.wish(&secret, r#"{"what":"stop_claims"}"#), "204");
}

#[test]
fn only_pages_of_this_server_may_listen() {
    let server = start();
    for header in [
        "Origin: http://example.org",
        "Origin: null",
        "Origin: http://localhost:1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ] {
        let status = server.status("GET", "/live/events", &[header], "");
        assert_eq!(status, "403", "{header}");
    }
    let own = format!("Origin: http://localhost:{}", server.port);
    assert_eq!(server.status("GET", "/live/events", &[&own], ""), "200");
}

#[test]
fn only_who_knows_the_secret_may_wish() {
    let server = start();
    let secret = server.secret();
    let hint = r#"{"id":"first","what":"hint"}"#;
    assert_eq!(secret.len(), 32, "{secret}");
    assert_eq!(server.status("POST", "/live/wish", &[], hint), "403");
    for wrong in [
        "",
        "x",
        &secret[1..],
        &format!("{secret}0"),
        &"0".repeat(32),
    ] {
        assert_eq!(server.wish(wrong, hint), "403", "{wrong}");
    }
    let foreign = [
        &*format!("Arena-Secret: {secret}"),
        "Origin: http://example.org",
    ];
    assert_eq!(server.status("POST", "/live/wish", &foreign, hint), "403");
    assert_eq!(server.status("GET", "/live/wish", &[], ""), "405");
    assert_eq!(server.wish(&secret, hint), "204");
}

#[test]
fn only_known_exercises_and_actions_are_accepted() {
    let server = start();
    let secret = server.secret();
    for body in [
        r#"{"id":"second","what":"hint"}"#,
        r#"{"id":"../first","what":"reset"}"#,
        r#"{"id":"","what":"open"}"#,
        r#"{"what":"check"}"#,
    ] {
        assert_eq!(server.wish(&secret, body), "404", "{body}");
    }
    for body in [
        "",
        "{}",
        r#"{"id":"first","what":"delete"}"#,
        r#"{"id":"first","what":"hint","more":1}"#,
        r#"{"id":"first","what":{"guess":-1}}"#,
    ] {
        assert_eq!(server.wish(&secret, body), "400", "{body}");
    }
    let long = "x".repeat(100_000);
    assert_eq!(server.wish(&secret, &long), "413");
}

#[test]
fn pages_are_counted_and_closed_ones_are_forgotten() {
    let server = start();
    let is_open = |stream: TcpStream| {
        let text = read_until(stream.try_clone().expect("a handle"), |text| {
            text.contains("\r\n")
        });
        text.contains(" 200 ").then_some(stream)
    };
    let open: Vec<TcpStream> = (0..200).filter_map(|_| is_open(server.listen())).collect();
    assert_eq!(open.len(), 200, "pages that are open");
    assert!(is_open(server.listen()).is_none(), "one more is refused");
    drop(open);
    let start = Instant::now();
    while is_open(server.listen()).is_none() {
        assert!(start.elapsed() < PATIENCE, "closed pages are still counted");
    }
}

#[test]
fn static_pages_ask_a_server_for_nothing() {
    let book = TinyBook::new().with_theme();
    let page = |purpose| {
        let folder = std::env::temp_dir();
        let generation = Generation::build(&book.checkout(), &folder, purpose);
        let generation = generation.unwrap_or_else(|error| panic!("{error:#}"));
        std::fs::read_to_string(generation.path().join("one.html")).expect("a page")
    };
    let (files, served) = (page(Purpose::Files), page(Purpose::Server));
    for script in [
        "live-", "chart-", "card-", "trace-", "claims-", "figures-", "where-",
    ] {
        assert!(served.contains(script), "{script} is missing: {served}");
        assert!(
            !files.contains(script),
            "{script} is in a static page: {files}"
        );
    }
    let replay = |purpose| {
        let generation = Generation::build(&book.checkout(), &std::env::temp_dir(), purpose);
        let generation = generation.unwrap_or_else(|error| panic!("{error:#}"));
        generation.path().join("live/replay.js").is_file()
    };
    assert!(!replay(Purpose::Files), "the replay is with static pages");
    assert!(replay(Purpose::Server), "the replay is not served");
}

#[test]
fn a_guess_is_kept_by_the_workbook_until_it_is_taken_back() {
    let server = start();
    let secret = server.secret();
    let send = |secret: &str, body: &str| {
        let header = format!("Arena-Secret: {secret}");
        server.status("POST", "/live/prediction", &[&header], body)
    };
    let body = r#"{"key":"predict-0123456789abcdef","guess":"about 10"}"#;
    assert_eq!(send("wrong", body), "403");
    assert_eq!(send(&secret, r#"{"key":"../progress","guess":"9"}"#), "404");
    assert_eq!(send(&secret, r#"{"key":"predict-0","guess":9}"#), "400");
    assert_eq!(send(&secret, body), "204");
    let kept = r#""predictions":{"predict-0123456789abcdef":"about 10"}"#;
    read_until(server.listen(), |text| text.contains(kept));
    let file = server.book.root().join(".arena/progress.json");
    let saved = std::fs::read_to_string(&file).expect("what is saved");
    assert!(saved.contains("about 10"), "{saved}");
    let none = r#"{"key":"predict-0123456789abcdef","guess":null}"#;
    assert_eq!(send(&secret, none), "204");
    read_until(server.listen(), |text| text.contains(r#""predictions":{}"#));
}
