//! A panic in code that is not the learner's names the line of theirs that called it.

use std::process::Command;
use yardstick::measure;

yardstick::count_allocations!();

#[test]
#[ignore = "another test runs it, and reads what it prints"]
fn it_panics() {
    measure(|| "ab".repeat(usize::MAX).len());
}

#[test]
fn the_line_that_called_is_named() {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.args(["--exact", "it_panics", "--ignored", "--nocapture"]);
    let output = command.output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = r#"called from xtask/yardstick/tests/panics.rs:11  measure(|| "ab".repeat(usize::MAX).len());"#;
    assert!(text.contains(line), "{text}");
}
