//! A workshop for the tiny fixture, and its participants' reports.

use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// A workshop.toml for the tiny fixture, with the fifth exercise before the second.
pub const PLAN: &str = r#"
title = "Half a day"
start = "09:00"

[[item]]
text = "Welcome"
minutes = 5

[[item]]
exercise = "count-lines"

[[item]]
exercise = "count-words"
"#;

/// A report as another participant's checkout writes it.
pub fn write_report(share: &Path, name: &str, change: impl FnOnce(&mut Value)) {
    let now = now();
    let mut report = json!({
        "format": 1, "name": name, "seat": name, "edition": edition(share), "joined": now, "sent": now,
        "exercises": [
            { "id": "count-lines", "status": "fails", "step": "step2_budget", "steps_passed": 1, "steps": 2,
              "failure": "one call is enough", "begun": now - 900, "since": now - 900, "hints": 1, "star": false },
            { "id": "count-words", "status": "not_begun", "steps_passed": 0, "steps": 2, "hints": 0, "star": false },
        ],
    });
    change(&mut report);
    let file = share.join(format!("{}.json", name.to_lowercase()));
    std::fs::write(file, report.to_string()).expect("the share can be written");
}

/// The report in a file.
pub fn report(file: &Path) -> Value {
    let text = std::fs::read_to_string(file).expect("there is a report");
    serde_json::from_str(&text).expect("a report is JSON")
}

/// The edition of the report that is there.
fn edition(share: &Path) -> Value {
    let mut files = std::fs::read_dir(share).expect("a folder").flatten();
    let file = files.find(|file| file.file_name() == "ada.json");
    file.map_or(json!("none"), |file| {
        report(&file.path())["edition"].clone()
    })
}

/// Seconds since 1970.
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("the clock is right").as_secs()
}

/// Makes a bare repository; `false` where there is no git.
pub fn git_init(folder: &Path) -> bool {
    let done = Command::new("git")
        .args(["init", "--quiet", "--bare", "--initial-branch", "main"])
        .arg(folder)
        .status();
    done.is_ok_and(|status| status.success())
}

/// Runs git in a folder, without anybody's settings.
#[track_caller]
pub fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["user.name=a", "user.email=a@b", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    for setting in identity {
        command.args(["-c", setting]);
    }
    let done = command.args(arguments).current_dir(folder).output();
    let done = done.expect("git is there");
    assert!(done.status.success(), "{arguments:?}: {done:?}");
}
