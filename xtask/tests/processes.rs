//! Nothing that a test starts outlives it, and nothing that the runner starts outlives the runner.
//!
//! Elsewhere than on Linux, what moves to another process group is out of reach.
#![cfg(target_os = "linux")]

mod common;

use common::{CHECK, Checkout, Done, contains_all, exercise, processes, tiny, wait_until};
use std::process::Stdio;

const SOURCE: &str = "exercises/02_count_words/src/lib.rs";

/// The seconds that a process sleeps: it is found by them, and no two tests share a number.
fn sleepers(seconds: &str) -> Vec<u32> {
    let running = processes().into_iter();
    let ours = running.filter(|(_, line)| line.ends_with(&format!("sleep {seconds}")));
    ours.map(|(pid, _)| pid).collect()
}

/// A solution that starts a shell with this script, and with what is chained to its command.
fn starting(checkout: &Checkout, script: &str, chained: &str) {
    let source = format!(
        "//! Counts words, and starts a process.\n\nuse std::process::Command;\n\n\
         /// How many words there are in this text.\n\
         pub fn count(text: &str) -> usize {{\n    \
         let status = Command::new(\"/bin/sh\").args([\"-c\", r#\"{script}\"#]){chained}.status();\n    \
         assert!(status.is_ok_and(|status| status.success()));\n    \
         text.split_whitespace().count()\n}}\n"
    );
    checkout.write(SOURCE, &source);
}

/// The first test's message, after a check with this source.
fn message_of_first_test(checkout: &Checkout) -> String {
    let report = checkout.run(&CHECK).exits_with(1).json();
    let words = exercise(&report, "count-words");
    let message = words["tests"][0]["message"].as_str();
    message.unwrap_or_default().to_owned()
}

const STILL_RUNNING: &str = "a process that it had started was still running";

#[test]
fn a_session_of_its_own_is_no_way_out() {
    let checkout = tiny();
    starting(&checkout, "setsid sleep 86401 >/dev/null 2>&1 &", "");
    contains_all(&message_of_first_test(&checkout), &[STILL_RUNNING]);
    assert!(sleepers("86401").is_empty());
}

#[test]
fn nor_is_an_empty_environment() {
    let checkout = tiny();
    let script = "PATH=/usr/bin:/bin; setsid sleep 86402 >/dev/null 2>&1 &";
    starting(&checkout, script, ".env_clear()");
    contains_all(&message_of_first_test(&checkout), &[STILL_RUNNING]);
    assert!(sleepers("86402").is_empty());
}

#[test]
fn nor_another_folder() {
    let checkout = tiny();
    let script = "cd /; PATH=/usr/bin:/bin; setsid sleep 86403 >/dev/null 2>&1 &";
    starting(&checkout, script, ".env_clear()");
    checkout.run(&CHECK).exits_with(1);
    // Of tests that run at once, it cannot be told whose it was.
    assert!(sleepers("86403").is_empty());
}

#[test]
fn nor_starting_others_all_the_time() {
    let checkout = tiny();
    let script =
        "setsid sh -c 'while :; do setsid sleep 86404 & sleep 0.01; done' >/dev/null 2>&1 &";
    starting(&checkout, script, "");
    contains_all(&message_of_first_test(&checkout), &[STILL_RUNNING]);
    let are_gone = || sleepers("86404").is_empty();
    assert!(wait_until(are_gone));
}

/// A process that has ended, but that nobody waited for, is no process that is still running.
#[test]
fn what_has_ended_is_nothing_left_behind() {
    let checkout = tiny();
    // The shell ends after what it started.
    starting(&checkout, "true & sleep 0.3", "");
    assert_eq!(message_of_first_test(&checkout), "");
}

/// Compilers' cache servers are started by a build, and are nobody's mistake.
#[test]
fn a_server_that_a_build_starts_goes_on() {
    let checkout = tiny();
    let script = checkout.path("wrapper");
    checkout.write(
        "wrapper",
        "#!/bin/sh\nsetsid sleep 86405 >/dev/null 2>&1 &\nexec \"$@\"\n",
    );
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&script, mode).expect("it is ours");
    checkout.write(SOURCE, &(checkout.read(SOURCE) + "\n"));
    let mut command = checkout.command(&CHECK);
    command.env("RUSTC_WORKSPACE_WRAPPER", &script);
    let report = Done::of(&mut command).exits_with(1).json();
    assert_eq!(exercise(&report, "count-words")["standing"], "passed");
    let servers = sleepers("86405");
    assert!(!servers.is_empty());
    end(&servers);
}

fn end(pids: &[u32]) {
    let pids = pids.iter().map(u32::to_string);
    let kill = std::process::Command::new("kill")
        .arg("-9")
        .args(pids)
        .status();
    assert!(kill.expect("every Unix has `kill`").success());
}

/// Starts a check, waits until this many processes sleep, and ends the runner in a way that it cannot
/// answer.
fn kill_the_runner(checkout: &Checkout, seconds: &str, n_sleepers: usize) {
    let mut command = checkout.command(&["check", "--timeout", "600"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut runner = command.spawn().expect("the runner can be started");
    assert!(wait_until(|| sleepers(seconds).len() >= n_sleepers));
    runner.kill().expect("it is running");
    runner.wait().expect("it was started here");
    let are_gone = || sleepers(seconds).is_empty();
    assert!(wait_until(are_gone), "{:#?}", processes());
}

#[test]
fn a_killed_runner_leaves_no_test_behind() {
    let checkout = tiny();
    starting(
        &checkout,
        "setsid sleep 86406 >/dev/null 2>&1 & sleep 86406",
        "",
    );
    kill_the_runner(&checkout, "86406", 2);
}

#[test]
fn a_killed_runner_leaves_no_compiler_behind() {
    let checkout = tiny();
    checkout.write(
        "exercises/02_count_words/build.rs",
        "fn main() {\n    \
        std::process::Command::new(\"sleep\").arg(\"86407\").status().unwrap();\n}\n",
    );
    kill_the_runner(&checkout, "86407", 1);
}
