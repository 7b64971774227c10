//! What the server answers, and to which hosts.

use crate::fixture::TinyBook;
use press::serve::{self, Site};
use press::wasm::Background;
use std::io::{Read, Write};
use std::net::TcpStream;
use tokio::runtime::Runtime;

/// The tiny book, served on a free port until this is dropped.
struct Server {
    book: TinyBook,
    site: Site,
    port: u16,
    _runtime: Runtime,
}

fn start() -> Server {
    let book = TinyBook::new();
    let site = Site::new(book.generation());
    let runtime = Runtime::new().expect("a runtime");
    let listener = runtime.block_on(serve::bind(Some(0))).expect("a free port");
    let address = listener.local_addr().expect("an address");
    assert!(address.ip().is_loopback());
    runtime.spawn(serve::serve(listener, site.clone(), None));
    Server {
        book,
        site,
        port: address.port(),
        _runtime: runtime,
    }
}

/// The status line, headers and body of the answer.
fn ask(port: u16, method: &str, path: &str, host: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or(answer)
}

#[test]
fn pages_are_served_to_this_machine_only() {
    let server = start();
    let port = server.port;
    for name in ["127.0.0.1", "localhost"] {
        let host = format!("{name}:{port}");
        let page = ask(port, "GET", "/", &host);
        assert_eq!(status(&page), "200", "{page}");
        assert!(page.contains("default-src 'self'"), "{page}");
        assert_eq!(status(&ask(port, "GET", "/two.html", &host)), "200");
        assert_eq!(status(&ask(port, "HEAD", "/two.html", &host)), "200");
        assert_eq!(status(&ask(port, "POST", "/two.html", &host)), "405");
    }
}

#[test]
fn the_name_in_a_request_decides_and_not_its_port() {
    let server = start();
    let status_of = |host: &str| status(&ask(server.port, "GET", "/two.html", host)).to_owned();
    // `ssh -L 8080:localhost:4173`, and names as people type them.
    for host in [
        "localhost:8080",
        "LocalHost",
        "localhost.:80",
        "127.0.0.1",
        "127.0.0.1.",
        "[::1]:65535",
        "[::1]",
    ] {
        assert_eq!(status_of(host), "200", "{host}");
    }
    for host in [
        "",
        "example.org",
        &format!("example.org:{}", server.port),
        "localhost.example.org",
        "localhost..",
        "localhost:",
        "localhost:x",
        "localhost:+80",
        "localhost:65536",
        "localhost:80:80",
        "localhost@example.org",
        "example.org@localhost",
        "xlocalhost",
        "127.0.0.1.example.org",
        "127.0.0.2",
        "[::1",
        "[::1].example.org",
        "[::2]",
        "::1",
        "localhos\u{e9}",
        "localhost, example.org",
        "localhost\r\nHost: example.org",
    ] {
        assert!(["400", "403"].contains(&&*status_of(host)), "{host}");
    }
    let refused = ask(server.port, "GET", "/", "example.org");
    assert!(
        refused.contains("localhost, 127.0.0.1 and [::1]"),
        "{refused}"
    );
    // The target of a request may name a host too.
    let elsewhere = ask(
        server.port,
        "GET",
        "http://example.org/two.html",
        "localhost",
    );
    assert_eq!(status(&elsewhere), "403", "{elsewhere}");
}

#[test]
fn answers_are_compressed_for_those_who_can_read_that() {
    let server = start();
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).expect("the server listens");
    let request = "GET /two.html HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, br\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let head = String::from_utf8_lossy(&answer).to_lowercase();
    assert!(head.contains("content-encoding: gzip"), "{head}");
    let plain = ask(server.port, "GET", "/two.html", "localhost");
    assert!(
        !plain.to_lowercase().contains("content-encoding"),
        "{plain}"
    );
    assert!(
        2 * answer.len() < plain.len(),
        "{} of {}",
        answer.len(),
        plain.len()
    );
}

#[test]
fn a_missing_page_is_a_page() {
    let server = start();
    let port = server.port;
    let answer = ask(port, "GET", "/gone.html", &format!("localhost:{port}"));
    assert_eq!(status(&answer), "404", "{answer}");
    assert!(answer.contains("Document not found"), "{answer}");
}

#[test]
fn a_path_cannot_leave_the_book() {
    let server = start();
    let port = server.port;
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/%2e%2e/etc/hosts",
        "/..%2f..%2fetc/hosts",
        "/..%5c..%5cx",
        "//etc/hosts",
    ] {
        let answer = ask(port, "GET", path, &format!("localhost:{port}"));
        assert_eq!(status(&answer), "404", "{path}: {answer}");
    }
}

#[test]
fn a_new_generation_is_shown_and_the_old_one_deleted() {
    let Server {
        book,
        site,
        port,
        _runtime,
    } = start();
    let host = format!("localhost:{port}");
    let book = book.replace("book/src/two.md", "Back to", "Once more to");
    assert!(ask(port, "GET", "/two.html", &host).contains("Back to"));
    site.show(book.generation());
    assert!(ask(port, "GET", "/two.html", &host).contains("Once more to"));
}

#[test]
fn a_page_built_within_the_same_second_is_shown() {
    let server = start();
    let host = "localhost\r\nIf-Modified-Since: Fri, 31 Dec 2100 23:59:59 GMT";
    assert_eq!(status(&ask(server.port, "GET", "/two.html", host)), "200");
}

#[test]
fn a_port_that_is_asked_for_and_taken_is_an_error() {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let first = serve::bind(Some(0)).await.expect("a free port");
        let port = first.local_addr().expect("an address").port();
        let error = serve::bind(Some(port))
            .await
            .expect_err("the port is taken");
        assert!(
            format!("{error:#}").contains(&format!("port {port} is taken")),
            "{error:#}"
        );
        let first = serve::bind(None).await.expect("a port");
        let second = serve::bind(None).await.expect("the next port");
        assert_ne!(first.local_addr().ok(), second.local_addr().ok());
    });
}

/// The status line and headers of the answer to a request for the lab's arena, and its first bytes.
fn ask_for_arena(port: u16) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    write!(
        stream,
        "GET /lab/arena.wasm HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .expect("a request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let (head, body) = answer.split_at(end.expect("headers") + 4);
    (
        String::from_utf8_lossy(head).to_lowercase(),
        body[..body.len().min(4)].to_vec(),
    )
}

#[test]
fn the_arena_of_the_lab_is_served_as_what_it_is() {
    // A static file, as in a published book.
    let book = TinyBook::new();
    let generation = book.generation();
    std::fs::write(generation.path().join("lab/arena.wasm"), b"\0asm").expect("a folder of ours");
    let runtime = Runtime::new().expect("a runtime");
    let serve = |site: Site| {
        let listener = runtime.block_on(serve::bind(Some(0))).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        runtime.spawn(serve::serve(listener, site, None));
        port
    };
    let check = |(head, start): (String, Vec<u8>)| {
        assert_eq!(status(&head), "200", "{head}");
        assert!(head.contains("content-type: application/wasm"), "{head}");
        assert!(
            head.contains("script-src 'self' 'wasm-unsafe-eval'"),
            "{head}"
        );
        assert_eq!(start, b"\0asm");
    };
    check(ask_for_arena(serve(Site::new(generation))));
    // And one that is compiled while the book is served: the request waits.
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let workbook = press::Checkout::at(&root).expect("this is the workbook");
    if crate::arena::compiled().is_some() {
        let arena = Background::start(workbook, |reason| panic!("{reason}"));
        check(ask_for_arena(serve(
            Site::new(book.generation()).with_arena(arena),
        )));
    }
    // Where it cannot be compiled, the page is told, and uses its model.
    let arena = Background::start(book.checkout(), |_| {});
    let (head, _) = ask_for_arena(serve(Site::new(book.generation()).with_arena(arena)));
    assert_eq!(status(&head), "404", "{head}");
}
