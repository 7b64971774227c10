//! The trace that is kept for an exercise: who may read it, and what is refused.

use crate::live::{Server, read_until, start};
use yardstick::trace::MAX_BYTES;

const KEPT: &str = ".arena/traces/first.trace";
/// A trace without events, in today's version of the format.
const TRACE: &str = "YRDTRACE\u{2}\u{0}";

/// Reads what the server answers for this path, with these headers besides the secret.
fn answer(server: &Server, path: &str, headers: &[&str]) -> String {
    let secret = format!("Arena-Secret: {}", server.secret());
    let headers = [headers, &[&secret]].concat();
    // The body's length is in the head, and a connection stays open.
    read_until(server.send("GET", path, &headers, ""), |text| {
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            return false;
        };
        let head = head.to_ascii_lowercase();
        let length = head.split("content-length: ").nth(1);
        let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
        body.len() >= length.unwrap_or(0)
    })
}

#[test]
fn a_page_gets_the_trace_that_is_kept() {
    let server = start();
    server.book.write(KEPT, TRACE);
    let answer = answer(&server, "/live/trace/first", &[]);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("application/octet-stream"), "{answer}");
    assert!(answer.ends_with(TRACE), "{answer}");
}

#[test]
fn a_card_says_when_its_trace_was_recorded() {
    let server = start();
    let stream = server.send("GET", "/live/events?cards=first", &[], "");
    let again = stream.try_clone().expect("a handle");
    read_until(again, |text| text.contains("\"trace\":null"));
    server.book.write(KEPT, TRACE);
    read_until(stream, |text| text.contains("\"trace\":1"));
}

#[test]
fn a_page_may_have_one_recorded_and_is_told_why_there_is_none() {
    let server = start();
    let secret = server.secret();
    let stream = server.send("GET", "/live/events?cards=first", &[], "");
    let wish = r#"{"id":"first","what":"trace"}"#;
    assert_eq!(server.wish(&secret, wish), "204");
    let text = read_until(stream, |text| text.contains("\"said\":["));
    assert!(
        text.contains("Nothing was recorded: exercises/01_first/tests/graded/main.rs is missing"),
        "{text}"
    );
}

#[test]
fn nobody_else_gets_it() {
    let server = start();
    server.book.write(KEPT, TRACE);
    let status = |headers: &[&str]| server.status("GET", "/live/trace/first", headers, "");
    let secret = format!("Arena-Secret: {}", server.secret());
    assert_eq!(status(&[]), "403", "without the secret");
    assert_eq!(status(&["Arena-Secret: 0"]), "403", "with a wrong one");
    for header in [
        "Origin: http://example.org",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ] {
        assert_eq!(status(&[&secret, header]), "403", "{header}");
    }
    assert_eq!(status(&[&secret]), "200");
    let posted = server.status("POST", "/live/trace/first", &[&secret], "");
    assert_eq!(posted, "405");
}

#[test]
fn only_exercises_of_the_catalogue_have_one() {
    let server = start();
    server.book.write(KEPT, TRACE);
    server.book.write(".arena/traces/second.trace", TRACE);
    server.book.write(".arena/outside.trace", TRACE);
    for id in [
        "second",
        "First",
        "first.trace",
        "..%2foutside",
        "%2e%2e%2Foutside",
        "../outside",
        "..%5coutside",
        "first%00",
        "%ff",
        "",
        "first/bad",
    ] {
        let answer = answer(&server, &format!("/live/trace/{id}"), &[]);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(matches!(status, "400" | "404"), "{id}: {answer}");
        assert!(!answer.contains("YRDTRACE"), "{id}: {answer}");
    }
}

#[test]
fn what_is_no_trace_of_today_is_refused_with_what_to_do() {
    let server = start();
    let get = || answer(&server, "/live/trace/first", &[]);
    let refused = |status: &str, what: &str| {
        let answer = get();
        assert!(answer.contains(&format!(" {status} ")), "{answer}");
        let text = format!("{what}: press \u{201c}Show my memory\u{201d} to record one.");
        assert!(answer.contains(&text), "{answer}");
    };
    refused("404", "No trace is kept");
    for version in ["\u{1}", "\u{3}"] {
        server.book.write(KEPT, &format!("YRDTRACE{version}\u{0}"));
        refused("409", "recorded by another version of the workbook");
    }
    let long = format!("{TRACE}{}", "x".repeat(MAX_BYTES));
    for damaged in ["", "YRD", "YRDTRACE", "a trace", &long] {
        server.book.write(KEPT, damaged);
        refused("409", "The trace that is kept is damaged");
    }
}
