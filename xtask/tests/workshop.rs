//! A workshop: who takes part and what their reports say, and the board; in a shared folder and over git.

mod common;

use common::workshop::{PLAN, git_init, now, report, write_report};
use common::{Checkout, Done, Plan, contains_all, tiny};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

const SOURCE: &str = "exercises/05_count_lines/src/lib.rs";

fn class() -> (Checkout, TempDir) {
    let checkout = Plan::of("tiny").write("workshop.toml", PLAN).lay_out();
    let share = tempfile::tempdir().expect("a temporary folder");
    (checkout, share)
}

fn join(checkout: &Checkout, name: &str, reports: &Path) -> Done {
    let reports = reports.to_string_lossy();
    checkout.run(&["workshop", "join", name, "--reports", &reports])
}

/// The line of an exercise in a report.
fn line<'a>(report: &'a Value, id: &str) -> &'a Value {
    let lines = report["exercises"].as_array().expect("a list of exercises");
    let line = lines.iter().find(|line| line["id"] == id);
    line.unwrap_or_else(|| panic!("{id} is not in {report:#}"))
}

fn board(checkout: &Checkout, reports: &Path) -> (Done, String) {
    let reports = reports.to_string_lossy();
    let done = checkout.run(&["workshop", "board", &reports, "--once"]);
    let page = std::fs::read_to_string(checkout.path(".arena/board.html"));
    (done, page.unwrap_or_default())
}

#[test]
fn a_report_follows_what_its_participant_does_and_has_no_code() {
    let (checkout, share) = class();
    let file = share.path().join("ada.json");
    join(&checkout, "Ada", share.path()).exits_with(0).says(&[
        "Welcome, Ada.",
        "without your code",
        "workshop leave",
    ]);
    assert_eq!(line(&report(&file), "count-lines")["status"], "not_begun");
    // The starter fails, which is no one's failure.
    checkout.run(&["check", "5", "--no-speed"]);
    assert_eq!(line(&report(&file), "count-lines")["status"], "not_begun");
    let starter = checkout.read(SOURCE);
    let secret = "// a secret of mine\n";
    checkout.write(SOURCE, &format!("{secret}{starter}"));
    checkout.run(&["check", "5", "--no-speed"]);
    let failing = report(&file);
    let failing = line(&failing, "count-lines");
    assert_eq!(failing["status"], "fails");
    assert!(
        failing["begun"].is_u64() && failing["step"].is_string(),
        "{failing}"
    );
    checkout.write(SOURCE, "pub fn");
    checkout.run(&["check", "5", "--no-speed"]);
    let broken = report(&file);
    let broken = line(&broken, "count-lines");
    assert_eq!(
        (&broken["status"], &broken["step"]),
        (&json!("does_not_build"), &failing["step"])
    );
    checkout.run(&["hint", "5"]);
    assert_eq!(line(&report(&file), "count-lines")["hints"], 1);
    checkout.write(
        SOURCE,
        &checkout.read("solutions/05_count_lines/src/lib.rs"),
    );
    checkout.run(&["check", "5", "--no-speed"]);
    let passed = report(&file);
    let passed = line(&passed, "count-lines");
    assert_eq!(passed["status"], "passed");
    assert!(passed["passed"].is_u64(), "{passed}");
    // An experiment after it takes nothing away.
    checkout.write(SOURCE, &starter);
    checkout.run(&["check", "5", "--no-speed"]);
    let text = std::fs::read_to_string(&file).expect("the report");
    assert_eq!(line(&report(&file), "count-lines")["status"], "passed");
    let root = checkout.path("").to_string_lossy().into_owned();
    assert!(
        !text.contains("secret") && !text.contains(root.trim_end_matches('/')),
        "{text}"
    );
    checkout
        .run(&["workshop", "leave"])
        .exits_with(0)
        .says(&["You take part no longer, Ada."]);
    assert!(!file.exists());
    checkout.run(&["check", "5", "--no-speed"]);
    assert!(!file.exists(), "whoever has left is not reported");
    checkout
        .run(&["workshop", "leave"])
        .says(&["Nobody takes part from here"]);
}

#[test]
fn a_name_is_one_persons() {
    let (checkout, share) = class();
    write_report(share.path(), "Ada", |_| {});
    let taken = join(&checkout, " ada ", share.path());
    taken
        .exits_with(2)
        .complains(&["somebody has joined as `ada` already", "--take-over"]);
    let reports = share.path().to_string_lossy();
    let again = [
        "workshop",
        "join",
        "Ada",
        "--take-over",
        "--reports",
        &reports,
    ];
    checkout.run(&again).exits_with(0);
    // From the same checkout, one may join again, and under another name: then the first is free.
    join(&checkout, "Ada", share.path()).exits_with(0);
    join(&checkout, "Ada L", share.path()).exits_with(0);
    assert!(!share.path().join("ada.json").exists() && share.path().join("ada-l.json").exists());
    for name in ["", "...", "a\nb", &"x".repeat(41)] {
        join(&checkout, name, share.path())
            .exits_with(2)
            .complains(&["use letters and digits"]);
    }
    checkout.run(&["workshop", "leave"]);
}

#[test]
fn a_share_that_is_gone_costs_no_grade() {
    let (checkout, share) = class();
    join(&checkout, "Ada", &share.path().join("nowhere"))
        .exits_with(2)
        .complains(&["there is no such folder"]);
    checkout
        .run(&["workshop", "join", "Ada"])
        .exits_with(2)
        .complains(&["workshop.toml does not say", "--reports FOLDER"]);
    join(&checkout, "Ada", share.path()).exits_with(0);
    drop(share);
    let done = checkout.run(&["check", "5", "--no-speed"]);
    done.exits_with(1).complains(&[
        "your workshop report is not renewed",
        "your progress is saved all the same",
    ]);
    done.says(&["count-lines"]);
    let left = checkout.run(&["workshop", "leave"]);
    left.exits_with(0);
    checkout.write(".arena/workshop.json", "{\"name\": 1");
    checkout
        .run(&["check", "5", "--no-speed"])
        .exits_with(1)
        .complains(&["workshop.json: is damaged", "workshop leave"]);
    checkout.run(&["workshop", "leave"]).exits_with(0);
}

#[test]
fn the_board_shows_who_needs_help_first_and_survives_whatever_is_written() {
    let (checkout, share) = class();
    join(&checkout, "Ada", share.path()).exits_with(0);
    let share = share.path();
    write_report(share, "Busy", |report| {
        report["exercises"][0]["since"] = json!(now() - 60)
    });
    write_report(share, "Stuck", |_| {});
    write_report(share, "Builds", |report| {
        report["exercises"][0]["status"] = json!("does_not_build");
        report["exercises"][0]["since"] = json!(now() - 400);
    });
    write_report(share, "Old", |report| report["edition"] = json!("other"));
    // A clock that is wrong by a day: twelve minutes are twelve minutes all the same.
    write_report(share, "Clock", |report| {
        report["sent"] = json!(now() - 86_400);
        report["exercises"][0]["since"] = json!(now() - 86_400 - 720);
    });
    write_report(share, "Evil", |report| {
        report["name"] = json!("<script>alert(1)</script>\u{202e}")
    });
    write_report(share, "Newer", |report| report["format"] = json!(2));
    std::fs::write(share.join("half.json"), "{\"format\": 1, \"na").expect("written");
    std::fs::write(share.join("huge.json"), vec![b' '; 1 << 20]).expect("written");
    std::fs::create_dir(share.join("folder.json")).expect("made");
    std::fs::write(share.join("notes.txt"), "not a report").expect("written");
    let (done, page) = board(&checkout, share);
    done.exits_with(0)
        .says(&["7 take part, 5 may need help, 4 cannot be read"]);
    contains_all(
        &page,
        &[
            "5 need you",
            "does not build</strong> for 6 min",
            "this clock is wrong by 24 h",
            "another version of the workbook",
            "&lt;script&gt;",
            "was written by a newer workbook",
            "half",
            "it has more than",
            "it is not a regular file",
        ],
    );
    assert!(
        !page.contains("<script>alert") && !page.contains('\u{202e}') && !page.contains("notes"),
        "{page}"
    );
    let place = |name: &str| page.find(&format!("<b class=\"name\">{name}</b>"));
    assert!(
        place("Stuck") < place("Clock") && place("Clock") < place("Builds"),
        "who waits longest comes first"
    );
    assert_eq!(place("Busy"), None, "a minute at a step is no need");
    checkout.run(&["workshop", "leave"]);
}

#[test]
fn a_board_without_reports_says_what_to_do() {
    let (checkout, share) = class();
    let (done, page) = board(&checkout, share.path());
    done.exits_with(0);
    contains_all(
        &page,
        &["Nobody has joined yet", "cargo xtask workshop join NAME"],
    );
    let (gone, _) = board(&checkout, &share.path().join("nowhere"));
    gone.exits_with(2)
        .complains(&["nowhere: there is no such folder"]);
    checkout
        .run(&["workshop", "board", "--once"])
        .exits_with(2)
        .complains(&["workshop.toml does not say"]);
    // There is one copy of a fixture.
    drop(checkout);
    let checkout = tiny();
    checkout.run(&["workshop", "board", "--once"]).exits_with(2);
}

/// Also two at once: neither loses the other's report.
#[test]
fn reports_go_through_a_git_remote_as_well() {
    let (checkout, folder) = class();
    let remote = folder.path().join("room.git");
    if !git_init(&remote) {
        eprintln!("skipped: there is no git here");
        return;
    }
    let (done, _) = board(&checkout, &remote);
    done.exits_with(0).says(&["0 take part"]);
    join(&checkout, "Ada L", &remote).exits_with(0);
    checkout.run(&["check", "5", "--no-speed"]);
    let (done, page) = board(&checkout, &remote);
    done.says(&["1 take part"]);
    contains_all(&page, &["Ada L"]);
    join(&checkout, "Ada M", &remote).exits_with(0);
    let (_, page) = board(&checkout, &remote);
    assert!(page.contains("Ada M") && !page.contains("Ada L"), "{page}");
    checkout.run(&["workshop", "leave"]).exits_with(0);
    board(&checkout, &remote).0.says(&["0 take part"]);
}
