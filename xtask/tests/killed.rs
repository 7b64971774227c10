//! A runner that is killed leaves no process running, on every system: the system releases the locks of a process that
//! has ended, so a lock says whether its owner still runs.

mod common;

use common::{CHECK, Checkout, Plan, wait_until};
use std::fs::File;
use std::process::Stdio;

const SOURCE: &str = "exercises/05_count_lines/src/lib.rs";
const COUNTS: &str = "    let all: Vec<String>";
/// Code that never ends, in the process of the test and in one that it starts. Each locks a file of its own, then says
/// so with another.
const LOOPS: &str = r#"    let folder = std::path::PathBuf::from(std::env::var("LOOPS_IN").expect("the test sets it"));
    let role = std::env::var("LOOPS_AS").unwrap_or_else(|_| "test".to_owned());
    if role == "test" {
        let mut child = std::process::Command::new(std::env::current_exe().expect("it is a file"));
        child.args(std::env::args().skip(1)).env("LOOPS_AS", "child");
        child.spawn().expect("it can be started");
    }
    let lock = std::fs::File::create(folder.join(&role)).expect("it can be written");
    lock.lock().expect("it is this process's own");
    std::fs::write(folder.join(role + "-loops"), "").expect("it can be written");
    while folder.exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
"#;

fn has_ended(checkout: &Checkout, role: &str) -> bool {
    let lock = File::open(checkout.path(role)).expect("it was created");
    lock.try_lock().is_ok()
}

#[test]
fn a_killed_runner_leaves_neither_a_test_nor_its_child() {
    let loops = format!("{LOOPS}{COUNTS}");
    let plan = Plan::of("tiny").edit(SOURCE, COUNTS, &loops);
    let checkout = plan.lay_out();
    let mut command = checkout.command(&CHECK);
    command
        .args(["--timeout", "1000"])
        .env("LOOPS_IN", &checkout.root)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut runner = command.spawn().expect("the runner can be started");
    let roles = ["test", "child"];
    let loop_now = || {
        let mut files = roles.iter().map(|role| format!("{role}-loops"));
        files.all(|file| checkout.path(&file).exists())
    };
    assert!(wait_until(loop_now));
    assert!(!roles.iter().any(|role| has_ended(&checkout, role)));
    runner.kill().expect("it still runs");
    runner.wait().expect("it ends");
    for role in roles {
        let ended = || has_ended(&checkout, role);
        assert!(wait_until(ended), "the {role} runs on");
    }
}
