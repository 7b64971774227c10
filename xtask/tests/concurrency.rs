//! Runs that meet another run, or Ctrl-C: nothing is lost, and no process is left behind.

mod common;

use common::pause::{paused, pausing_workbook, set_pause};
use common::{CHECK, Checkout, Done, assert_graded, tiny, wait_until};
use std::process::{Child, Stdio};

const PROGRESS: &str = ".arena/progress.json";

/// Starts a check under the name of `run`.
fn start(checkout: &Checkout, run: &str) -> Child {
    let mut command = checkout.command(&CHECK);
    set_pause(&mut command, checkout, run)
        .args(["--timeout", "1000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().expect("the runner can be started")
}

fn has_paused(checkout: &Checkout, run: &str) -> bool {
    paused(checkout).iter().any(|(name, _)| name == run)
}

fn end(child: Child) -> Done {
    child.wait_with_output().expect("it ends").into()
}

#[test]
fn two_checks_at_once_give_full_results_and_lose_nothing() {
    let checkout = pausing_workbook();
    let checks = ["one", "two"].map(|run| start(&checkout, run));
    let both = || has_paused(&checkout, "one") && has_paused(&checkout, "two");
    assert!(wait_until(both), "{:?}", paused(&checkout));
    // Both have read the saved state, and will write it after this.
    checkout.run(&["hint", "count-lines"]).exits_with(0);
    checkout.write("go", "");
    for check in checks {
        let done = end(check);
        assert_graded(&done);
        assert_eq!(done.stderr, "");
    }
    let exercises = &checkout.progress()["exercises"];
    assert_eq!(exercises["count-lines"]["hints"], 1);
    assert_eq!(exercises["count-lines"]["standing"], "failed");
    assert_eq!(exercises["count-words"]["standing"], "passed");
}

/// Each run adds to the state that it reads. If two read the same state, only what the last one
/// adds is saved, unless they take turns. That takes bad luck, so there are many rounds.
#[test]
fn two_runs_that_write_at_once_take_turns() {
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

/// On Windows, no process can send another what Ctrl-C does.
#[cfg(unix)]
mod interrupted {
    use super::*;
    use common::Plan;
    use common::pause::PAUSE;
    use std::process::Command;

    /// Waits until a run has paused, interrupts it, and asserts how it ends.
    fn interrupt(checkout: &Checkout) {
        checkout.run(&["hint", "count-lines"]).exits_with(0);
        let before = checkout.read(PROGRESS);
        let mut child = start(checkout, "one");
        assert!(wait_until(|| has_paused(checkout, "one")));
        let pids: Vec<u32> = paused(checkout).into_iter().map(|(_, pid)| pid).collect();
        let is_running = |pid: &u32| common::processes().iter().any(|(other, _)| other == pid);
        assert!(pids.iter().all(is_running), "{pids:?} are running");

        let kill = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(kill.expect("every Unix has `kill`").success());
        // Nobody lets the test go on: without the signal, the run would last longer than this waits.
        assert!(wait_until(|| !matches!(child.try_wait(), Ok(None))));
        let done = end(child);
        done.exits_with(130)
            .complains(&["error: interrupted; nothing was lost"]);
        assert_eq!(done.json()["error"]["interrupted"], true);
        let have_ended = || !pids.iter().any(is_running);
        assert!(wait_until(have_ended), "{pids:?}");

        assert_eq!(checkout.read(PROGRESS), before);
        let files = std::fs::read_dir(checkout.path(".arena")).expect("it exists");
        for file in files {
            let name = file.expect("it can be read").file_name();
            let name = name.to_string_lossy();
            assert!(
                ["progress.json", "progress.lock"].contains(&&*name),
                "{name} is left over"
            );
        }
        checkout.write("go", "");
        assert_graded(&end(super::start(checkout, "two")));
        assert_eq!(checkout.progress()["exercises"]["count-lines"]["hints"], 1);
    }

    #[test]
    fn ctrl_c_during_a_test_ends_the_test_and_loses_nothing() {
        interrupt(&pausing_workbook());
    }

    #[test]
    fn ctrl_c_during_a_build_ends_the_build_and_loses_nothing() {
        let script = format!("//! Pauses.\n\nfn main() {{\n{PAUSE}}}\n");
        let plan = Plan::of("tiny").write("exercises/05_count_lines/build.rs", &script);
        interrupt(&plan.lay_out());
    }
}
