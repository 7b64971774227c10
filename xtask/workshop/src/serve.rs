//! Serves the board to browsers on this machine, such as the one on the projector: one page, for `GET /`, and nothing else.

use crate::page::POLICY;
use anyhow::{Context, Result};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use workbook::loopback;

/// More than the head of a browser's request has, in bytes.
const MAX_HEAD: usize = 16 << 10;
/// How long a browser may take to ask, and to read the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many may ask at once.
const MAX_AT_ONCE: usize = 16;
/// After an accept that failed, as when all files are in use.
const PAUSE: Duration = Duration::from_millis(200);

/// A server, which runs until the program ends.
pub struct Server {
    page: Arc<Mutex<Arc<str>>>,
    address: SocketAddr,
}

impl Server {
    /// Listens on this port of 127.0.0.1, or on a free one, and serves this page.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub fn start(port: Option<u16>, page: String) -> Result<Self> {
        let listener = loopback::listen(port, "cargo xtask workshop board --serve")?;
        let address = listener.local_addr().context("the server has no address")?;
        let page = Arc::new(Mutex::new(Arc::from(page)));
        let shared = Arc::clone(&page);
        std::thread::spawn(move || accept(&listener, &shared));
        Ok(Self { page, address })
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// From now on, serves this page.
    pub fn show(&self, page: String) {
        *self.page.lock().unwrap_or_else(PoisonError::into_inner) = Arc::from(page);
    }
}

fn accept(listener: &TcpListener, page: &Arc<Mutex<Arc<str>>>) {
    let busy = Arc::new(AtomicUsize::new(0));
    loop {
        let Ok((stream, _)) = listener.accept() else {
            std::thread::sleep(PAUSE);
            continue;
        };
        if busy.fetch_add(1, Ordering::SeqCst) >= MAX_AT_ONCE {
            busy.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let page = Arc::clone(&page.lock().unwrap_or_else(PoisonError::into_inner));
        let done = Arc::clone(&busy);
        std::thread::spawn(move || {
            // A browser that goes away is nobody's trouble.
            let _ = answer(stream, &page);
            done.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

fn answer(mut stream: TcpStream, page: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = head(&mut stream)?;
    let (status, body) = match refusal(&head) {
        Some((status, why)) => (status, format!("{why}\n")),
        None => ("200 OK", page.to_owned()),
    };
    let kind = match status {
        "200 OK" => "text/html",
        _ => "text/plain",
    };
    let policy = format!("{POLICY}; script-src 'unsafe-inline'; frame-ancestors 'none'");
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\nContent-Security-Policy: {policy}\r\nX-Content-Type-Options: nosniff\r\n\
         Connection: close\r\n\r\n{body}"
    );
    stream.write_all(answer.as_bytes())?;
    stream.flush()
}

/// The request up to its empty line, as far as it is worth reading.
fn head(stream: &mut TcpStream) -> std::io::Result<String> {
    let start = Instant::now();
    let mut head = Vec::new();
    let mut part = [0; 2048];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let n = stream.read(&mut part)?;
        head.extend_from_slice(&part[..n]);
        if n == 0 || head.len() > MAX_HEAD || start.elapsed() > PATIENCE {
            return Err(ErrorKind::InvalidData.into());
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// Why this is no request for the page.
fn refusal(head: &str) -> Option<(&'static str, &'static str)> {
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let mut word = || words.next().unwrap_or_default();
    let (method, path) = (word(), word());
    let hosts = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host").then_some(value.trim())
    });
    let hosts: Vec<&str> = hosts.collect();
    let is_for_us = matches!(hosts.as_slice(), [host] if loopback::is_this_machine(host));
    match (method, path) {
        _ if !is_for_us => Some(("403 Forbidden", "this page is for browsers on this machine")),
        ("GET", "/") => None,
        ("GET", _) => Some(("404 Not Found", "there is one page here: /")),
        _ => Some(("405 Method Not Allowed", "this page can only be read")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(server: &Server, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    #[test]
    fn it_serves_one_page_to_this_machine_only() {
        let server = Server::start(Some(0), "first".to_owned()).expect("a free port");
        assert!(server.address.ip().is_loopback());
        let port = server.address.port();
        let host = format!("Host: 127.0.0.1:{port}\r\n");
        let get = format!("GET / HTTP/1.1\r\n{host}\r\n");
        let answer = ask(&server, &get);
        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nfirst"),
            "{answer}"
        );
        assert!(
            answer.contains("default-src 'none'") && answer.contains("no-store"),
            "{answer}"
        );
        server.show("second".to_owned());
        assert!(ask(&server, &get).ends_with("second"));
        for (request, status) in [
            (format!("GET /../etc/passwd HTTP/1.1\r\n{host}\r\n"), "404"),
            (format!("POST / HTTP/1.1\r\n{host}\r\n"), "405"),
            (
                "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(),
                "403",
            ),
            ("GET / HTTP/1.1\r\n\r\n".to_owned(), "403"),
            (
                format!("GET / HTTP/1.1\r\n{host}Host: evil.example\r\n\r\n"),
                "403",
            ),
        ] {
            let answer = ask(&server, &request);
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{request}: {answer}"
            );
            assert!(!answer.contains("second"), "{request}: {answer}");
        }
    }
}
