//! Benchmarks under `cargo test`, where they are not optimised: they show that they work, and no figures.

use crate::common::{Checkout, Done, Plan, contains_all, runner, target};
use std::process::Command;

/// `cargo test --benches` in the fixture with benchmarks, with more arguments for cargo.
fn test_benches(checkout: &Checkout, arguments: &[&str]) -> Done {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // With the runner's environment, which has nothing of the `cargo test` that runs this.
    for (name, value) in runner().get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
        .args(["test", "--quiet", "--benches"])
        .args(arguments)
        .current_dir(&checkout.root)
        .env("CARGO_TARGET_DIR", target().with_file_name("cargo-test"));
    Done::of(&mut command)
}

#[test]
fn benchmarks_under_cargo_test_show_that_they_work_and_give_no_figures() {
    let checkout = Plan::of("timed").lay_out();
    let done = test_benches(&checkout, &["-p", "faster", "-p", "same-solution"]);
    done.exits_with(0).says(&[
        "the sum of some thousand numbers: both sides run, and their answers agree",
        "for figures: `cargo bench -p faster`",
        "for figures: `cargo bench -p same-solution`",
    ]);
    for figure in ["×", " pairs in ", "µs"] {
        assert!(!done.stdout.contains(figure), "{}", done.stdout);
    }
}

#[test]
fn answers_that_differ_fail_under_cargo_test_too() {
    let checkout = Plan::of("timed").lay_out();
    let done = test_benches(&checkout, &["-p", "differs"]);
    assert_ne!(done.code, Some(0), "{}", done.stdout);
    contains_all(&done.stderr, &["the answers differ"]);
}

/// As cargo-nextest asks each program before it runs its tests one by one.
#[test]
fn a_benchmark_lists_itself_as_one_test() {
    let checkout = Plan::of("timed").lay_out();
    let list = ["-p", "faster", "--", "--list", "--format", "terse"];
    let done = test_benches(&checkout, &list);
    assert_eq!(done.exits_with(0).stdout, "both_sides_agree: benchmark\n");
    let ignored = [&list[..], &["--ignored"]].concat();
    assert_eq!(test_benches(&checkout, &ignored).exits_with(0).stdout, "");
}
