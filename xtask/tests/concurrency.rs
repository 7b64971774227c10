//! Runs that meet another run, or Ctrl-C: nothing is lost, and nobody stays behind.

mod common;

use common::waits::{there, told, waiting};
use common::{CHECK, Checkout, Done, is_full, tiny, wait_until};
use std::process::{Child, Stdio};
use std::time::Duration;

const PROGRESS: &str = ".arena/progress.json";
/// Longer than anything here takes, unless it is broken.
const LIMIT: Duration = Duration::from_secs(60);

/// Starts a check under the name of `run`.
fn start(checkout: &Checkout, run: &str) -> Child {
    let mut command = checkout.command(&CHECK);
    told(&mut command, checkout, run)
        .args(["--timeout", "100"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().expect("the runner can be started")
}

fn is_there(checkout: &Checkout, run: &str) -> bool {
    there(checkout).iter().any(|one| one.0 == run)
}

fn end(child: Child) -> Done {
    child.wait_with_output().expect("it ends").into()
}

#[test]
fn two_checks_at_once_give_full_results_and_lose_nothing() {
    let checkout = waiting();
    let checks = ["one", "two"].map(|run| start(&checkout, run));
    let both = || is_there(&checkout, "one") && is_there(&checkout, "two");
    assert!(wait_until(LIMIT, both), "{:?}", there(&checkout));
    // Both have read what is remembered, and will write after this.
    checkout.run(&["hint", "count-lines"]).exits_with(0);
    checkout.write("go", "");
    for check in checks {
        let done = end(check);
        is_full(&done);
        assert_eq!(done.stderr, "");
    }
    let exercises = &checkout.progress()["exercises"];
    assert_eq!(exercises["count-lines"]["hints"], 1);
    assert_eq!(exercises["count-lines"]["standing"], "failed");
    assert_eq!(exercises["count-words"]["standing"], "passed");
}

/// Each writes what it added to what it found. Two that find the same leave only what the last one
/// added, unless they take turns; as that takes bad luck, there are many rounds.
#[test]
fn two_that_write_at_once_take_turns() {
    let checkout = tiny();
    for round in 1..=40 {
        checkout.write(PROGRESS, "{ \"version\": 1 }");
        let hints = ["count-words", "count-lines"].map(|id| {
            let mut command = checkout.command(&["hint", id]);
            command.stdout(Stdio::null()).stderr(Stdio::piped());
            command.spawn().expect("the runner can be started")
        });
        for hint in hints {
            assert_eq!(end(hint).exits_with(0).stderr, "");
        }
        let exercises = &checkout.progress()["exercises"];
        for id in ["count-words", "count-lines"] {
            assert_eq!(exercises[id]["hints"], 1, "{id} in round {round}");
        }
    }
}

/// Windows has no signal that one process could send to another as Ctrl-C does.
#[cfg(unix)]
mod interrupted {
    use super::*;
    use common::Plan;
    use common::waits::WAITS;
    use std::process::Command;
    use std::time::Instant;

    /// Waits until somebody is there, interrupts the run, and sees how it ends.
    fn interrupt(checkout: &Checkout) {
        checkout.run(&["hint", "count-lines"]).exits_with(0);
        let before = checkout.read(PROGRESS);
        let child = start(checkout, "one");
        assert!(wait_until(LIMIT, || is_there(checkout, "one")));
        let pids: Vec<u32> = there(checkout).into_iter().map(|one| one.1).collect();
        let alive = |pid: &u32| common::processes().iter().any(|one| one.0 == *pid);
        assert!(pids.iter().all(alive), "{pids:?} are there");

        let start = Instant::now();
        let kill = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(kill.expect("every unix has `kill`").success());
        let done = end(child);
        let elapsed = start.elapsed();
        assert!(elapsed < Duration::from_secs(1), "{elapsed:?}");
        done.exits_with(130)
            .complains(&["error: interrupted; nothing was lost"]);
        assert_eq!(done.stdout, "");
        let gone = || !pids.iter().any(alive);
        assert!(wait_until(Duration::from_secs(1), gone), "{pids:?}");

        assert_eq!(checkout.read(PROGRESS), before);
        let files = std::fs::read_dir(checkout.path(".arena")).expect("it is there");
        for file in files {
            let name = file.expect("it can be read").file_name();
            let name = name.to_string_lossy();
            assert!(
                ["progress.json", "progress.lock"].contains(&&*name),
                "{name} is left"
            );
        }
        checkout.write("go", "");
        is_full(&end(super::start(checkout, "two")));
        assert_eq!(checkout.progress()["exercises"]["count-lines"]["hints"], 1);
    }

    #[test]
    fn ctrl_c_during_a_test_ends_the_test_and_loses_nothing() {
        interrupt(&waiting());
    }

    #[test]
    fn ctrl_c_during_a_build_ends_the_build_and_loses_nothing() {
        let script = format!("//! Takes as long as it is told.\n\nfn main() {{\n{WAITS}}}\n");
        let plan = Plan::of("tiny").write("exercises/05_count_lines/build.rs", &script);
        interrupt(&plan.lay_out());
    }
}
