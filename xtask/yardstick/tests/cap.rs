//! The cap on live bytes, tested in child processes of this binary, since reaching it may abort one.

use std::process::{Command, Output};
use yardstick::protocol::{FACTS_VARIABLE, LIVE_BYTES_CAP_VARIABLE};

yardstick::count_allocations!();

const ROLE: &str = "YARDSTICK_TEST_ROLE";
const CAP: usize = 8 << 20;

/// Runs the test of this name again in a process with a cap. Returns its output and its facts.
fn under_cap(test: &str) -> (Output, String) {
    let facts = std::env::temp_dir().join(format!("yardstick-{test}-{}", std::process::id()));
    let output = Command::new(std::env::current_exe().expect("this binary has a path"))
        .args(["--exact", test, "--nocapture"])
        .env(ROLE, "child")
        .env(LIVE_BYTES_CAP_VARIABLE, CAP.to_string())
        .env(FACTS_VARIABLE, &facts)
        .output()
        .expect("this binary starts");
    let text = std::fs::read_to_string(&facts).unwrap_or_default();
    let _ = std::fs::remove_file(&facts);
    (output, text)
}

fn is_child() -> bool {
    std::env::var_os(ROLE).is_some()
}

#[test]
fn endless_allocation_ends_with_a_fact() {
    if is_child() {
        let mut hoard = Vec::new();
        loop {
            hoard.push(vec![1u8; 1 << 16]);
        }
    }
    let (output, facts) = under_cap("endless_allocation_ends_with_a_fact");
    assert!(!output.status.success());
    assert!(
        facts.contains(r#""fact":"out_of_memory","cap":8388608"#),
        "{facts}"
    );
    assert_eq!(facts.lines().count(), 1, "reported once: {facts}");
}

#[test]
fn a_fallible_call_sees_an_error_and_goes_on() {
    if is_child() {
        let mut bytes: Vec<u8> = Vec::new();
        assert!(bytes.try_reserve(2 * CAP).is_err());
        assert!(bytes.try_reserve(CAP / 2).is_ok());
        return;
    }
    let (output, facts) = under_cap("a_fallible_call_sees_an_error_and_goes_on");
    assert!(output.status.success(), "{output:?}");
    assert!(facts.contains("out_of_memory"), "{facts}");
}

#[test]
fn a_program_below_the_cap_is_left_alone() {
    if is_child() {
        for _ in 0..100 {
            drop(vec![1u8; CAP / 2]);
        }
        return;
    }
    let (output, facts) = under_cap("a_program_below_the_cap_is_left_alone");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(facts, "");
}
