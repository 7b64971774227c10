//! What a facilitator sees after a workshop, and what was downloaded from CI: `workshop report`, `workshop board --from`, and
//! the served board.

mod common;

use common::workshop::{PLAN, now, write_report};
use common::{Checkout, Plan, contains_all, wait_until};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;

fn class() -> (Checkout, TempDir) {
    let checkout = Plan::of("tiny").write("workshop.toml", PLAN).lay_out();
    (checkout, tempfile::tempdir().expect("a temporary folder"))
}

/// Somebody who passed the first exercise after so many minutes.
fn passed_after(share: &Path, name: &str, minutes: u64) {
    write_report(share, name, |report| {
        let line = &mut report["exercises"][0];
        line["status"] = json!("passed");
        line["steps_passed"] = json!(2);
        line["passed"] = json!(line["begun"].as_u64().expect("a time") + 60 * minutes);
    });
}

/// As `workshop grade --save` writes it.
fn grades(name: &str, standing: &str, time: u64) -> Value {
    json!({
        "version": 1, "workbook": "arena-workbook", "host": null, "time": time,
        "submissions": [{
            "name": name, "source": name, "error": null, "passed": 0,
            "differs": { "n": 1, "files": ["<b>Cargo.toml"] },
            "exercises": [{ "id": "count-lines", "standing": standing, "steps_passed": 1, "steps": 2,
                            "failure": { "what": "step2_budget::one_call_is_enough", "message": "2 calls" } }],
        }],
    })
}

/// A page asks no host for anything, and runs nothing.
#[track_caller]
fn is_static(page: &str) {
    assert!(page.contains("default-src 'none'"), "{page}");
    for forbidden in [
        "<script", "http:", "https:", "src=", "url(", "@import", "\u{202e}",
    ] {
        assert!(!page.contains(forbidden), "{forbidden} in {page}");
    }
}

#[test]
fn a_class_gets_a_page_and_each_participant_one() {
    let (checkout, share) = class();
    let share = share.path();
    for (name, minutes) in [("Ada", 11), ("Ben", 12), ("Cora", 14)] {
        passed_after(share, name, minutes);
    }
    write_report(share, "Dora", |_| {});
    write_report(share, "Evil", |report| {
        report["name"] = json!("../../<script>alert(1)</script>\u{202e}");
        report["exercises"][0]["failure"] = json!("<img src=http://evil>");
    });
    // Another Ada, from another checkout.
    write_report(share, "ada2", |report| report["name"] = json!("ada"));
    write_report(share, "Newer", |report| report["format"] = json!(2));
    std::fs::write(share.join("half.json"), "{\"format\": 1, \"na").expect("written");
    let place = share.display().to_string();
    let saved = share.join("grades.txt");
    std::fs::write(&saved, grades("dora", "passed", now()).to_string()).expect("written");
    let saved = saved.display().to_string();

    let report = |more: &[&str]| checkout.run(&[&["workshop", "report", &place], more].concat());
    report(&["--grades", &saved]).exits_with(0).says(&[
        ".arena/class/index.html: the class; 6 pages in .arena/class/people",
        "half cannot be read",
        "newer cannot be read: was written by a newer workbook",
        "count-lines: planned 5 min, took 15: `minutes = 15` in exercises/05_count_lines/exercise.toml",
    ]);
    let index = checkout.read(".arena/class/index.html");
    is_static(&index.replace("http://evil", ""));
    contains_all(
        &index,
        &[
            "6 took part; the work of 1 was graded.",
            "<td>4 of 6</td><td>2</td>",
            // Of eleven, twelve and fourteen minutes, and two who did not pass.
            "<td>5</td><td>14 min</td>",
            "3 passed, 2 did not, 1 without a time",
            "<code>minutes = 15</code>",
            "at step 2 (budget) of Count lines",
            "&lt;script&gt;alert(1)",
            "href=\"people/ada.html\"",
            "href=\"people/ada-2.html\"",
            "href=\"people/script-alert-1-script.html\"",
            "1 other files differ, not used: &lt;b&gt;Cargo.toml",
        ],
    );
    let ada = checkout.read(".arena/class/people/ada.html");
    is_static(&ada);
    contains_all(
        &ada,
        &[
            "✓ passed",
            "2 of 2",
            "1 hint",
            "11 min",
            "Count words: read",
            "cargo xtask watch count-words",
        ],
    );
    assert!(!ada.contains("Ben"), "a page says nothing of the others");
    let evil = checkout.read(".arena/class/people/script-alert-1-script.html");
    assert!(
        !evil.contains("<img") && !evil.contains("<script"),
        "{evil}"
    );
    let dora = checkout.read(".arena/class/people/dora.html");
    contains_all(&dora, &["✓ passed", "<td>✓</td>"]);
    // Who has left has no page any more.
    std::fs::remove_file(share.join("ben.json")).expect("it was there");
    report(&[]).exits_with(0);
    assert!(!checkout.path(".arena/class/people/ben.html").exists());
    assert!(checkout.path(".arena/class/people/cora.html").exists());
}

#[test]
fn a_report_says_what_is_missing_and_replaces_nothing_of_others() {
    let (checkout, share) = class();
    let place = share.path().display().to_string();
    let report = |more: &[&str]| checkout.run(&[&["workshop", "report"], more].concat());
    report(&[&place]).exits_with(0).says(&["0 pages"]);
    contains_all(
        &checkout.read(".arena/class/index.html"),
        &[
            "Nobody has reported",
            "workshop join NAME",
            "workshop grade WHERE --save FILE",
        ],
    );
    report(&[])
        .exits_with(2)
        .complains(&["it is not known where reports are"]);
    checkout.write("site/index.html", "<h1>my site</h1>");
    report(&[&place, "--out", "site"])
        .exits_with(2)
        .complains(&["is not a page of `workshop report`", "--out"]);
    assert_eq!(checkout.read("site/index.html"), "<h1>my site</h1>");
    passed_after(share.path(), "Ada", 3);
    let no_grades = share.path().join("ada.json").display().to_string();
    report(&[&place, "--grades", &no_grades])
        .exits_with(2)
        .complains(&["is a participant's report, not grades"]);
    report(&[&place, "--grades", "nothing.json"])
        .exits_with(2)
        .complains(&["nothing.json", "workshop grade --save FILE"]);
}

#[test]
fn what_was_downloaded_makes_a_board() {
    let (checkout, folder) = class();
    let from = folder.path();
    let folder_of = |name: &str| {
        let folder = from.join(name).join("artifact");
        std::fs::create_dir_all(&folder).expect("made");
        folder
    };
    passed_after(&folder_of("ada"), "Ada", 7);
    // Of two gradings, the later counts; of somebody with a report, none.
    let now = now();
    let old = grades("ben", "passed", now - 600).to_string();
    std::fs::write(folder_of("ben-1").join("grade.json"), old).expect("written");
    let new = grades("ben", "failed", now - 60).to_string();
    std::fs::write(folder_of("ben-2").join("grade.json"), new).expect("written");
    let ada = grades("ada", "build_failed", now).to_string();
    std::fs::write(folder_of("ada-ci").join("grade.json"), ada).expect("written");
    std::fs::write(folder_of("half").join("grade.json"), "{\"submissions\":").expect("written");
    std::fs::write(folder_of("other").join("package.json"), "{}").expect("written");
    let from = from.display().to_string();
    let done = checkout.run(&["workshop", "board", "--from", &from, "--once"]);
    done.exits_with(0)
        .says(&["2 take part, 0 may need help, 2 cannot be read"]);
    let board = checkout.read(".arena/board.html");
    contains_all(
        &board,
        &[
            "<td class=\"fails\">◐ 1 of 2</td>",
            "<td class=\"passed\">✓</td>",
            "half/artifact/grade.json",
            "is neither a report nor grades",
            "default-src 'none'",
        ],
    );
    checkout
        .run(&["workshop", "board", "--from", "nowhere", "--once"])
        .exits_with(2)
        .complains(&["nowhere: there is no such folder", "artifacts"]);
    let report = checkout.run(&["workshop", "report", "--from", &from]);
    report.exits_with(0).says(&["2 pages"]);
}

/// A class that outgrows a room: everything is there, and a page stays one that a browser opens at once.
#[test]
fn five_hundred_reports_fit_on_the_pages() {
    let (checkout, share) = class();
    for number in 0..500 {
        passed_after(share.path(), &format!("Person {number}"), 5 + number % 40);
    }
    let place = share.path().display().to_string();
    let board = checkout.run(&["workshop", "board", &place, "--once"]);
    board.exits_with(0).says(&["500 take part"]);
    let report = checkout.run(&["workshop", "report", &place]);
    report
        .exits_with(0)
        .says(&["500 pages", "count-lines: planned 5 min, took 25"]);
    for page in [".arena/board.html", ".arena/class/index.html"] {
        let text = checkout.read(page);
        assert!(text.contains("Person 499"), "{page}");
        assert!(text.len() < 500_000, "{page} has {} bytes", text.len());
    }
}

#[test]
fn the_board_is_served_to_this_machine() {
    let (checkout, share) = class();
    passed_after(share.path(), "Ada", 7);
    let place = share.path().display().to_string();
    let mut command = checkout.command(&["workshop", "board", &place, "--serve", "--port", "0"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("started");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let address = lines.find_map(|line| {
        let line = line.ok()?;
        let (_, rest) = line.split_once("http://")?;
        Some(rest.split_once('/')?.0.to_owned())
    });
    let address = address.expect("it says where");
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    let get = || {
        let mut stream = TcpStream::connect(&address).expect("it listens");
        let request = format!("GET / HTTP/1.1\r\nHost: {address}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    };
    let first = get();
    assert!(
        first.starts_with("HTTP/1.1 200 OK") && first.contains(">Ada<"),
        "{first}"
    );
    passed_after(share.path(), "Ben", 7);
    assert!(
        wait_until(|| get().contains(">Ben<")),
        "it follows the reports"
    );
    child.kill().expect("it runs");
    child.wait().expect("it ends");
}
