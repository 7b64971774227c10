//! `watch` without a terminal: a line for each event, until its input ends.

mod common;

use common::pause::{SOURCE, pausing_workbook, set_pause};
use common::{Done, LIMIT, tiny, wait_until};
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

/// A watch as a process, whose lines are read one by one. It is killed if a test fails.
struct Watch {
    child: Child,
    keys: Option<ChildStdin>,
    lines: Receiver<String>,
    seen: Vec<String>,
}

impl Watch {
    fn start(mut command: Command) -> Self {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("the runner can be started");
        let stdout = BufReader::new(child.stdout.take().expect("it is a pipe"));
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in stdout.lines() {
                // A test that fails no longer listens.
                let _ = sender.send(line.expect("the runner prints UTF-8"));
            }
        });
        Self {
            keys: child.stdin.take(),
            lines,
            child,
            seen: Vec::new(),
        }
    }

    /// Reads up to a line with this beginning.
    #[track_caller]
    fn says(&mut self, beginning: &str) -> &str {
        loop {
            let line = self.lines.recv_timeout(LIMIT);
            let line = line
                .unwrap_or_else(|end| panic!("no {beginning:?} in {:#?}, then: {end}", self.seen));
            self.seen.push(line);
            if self
                .seen
                .last()
                .is_some_and(|line| line.starts_with(beginning))
            {
                return &self.seen[self.seen.len() - 1];
            }
        }
    }

    fn key(&mut self, line: &str) {
        let keys = self.keys.as_mut().expect("its input is open");
        writeln!(keys, "{line}").expect("it still reads");
    }

    /// Closes its input, upon which it must end, and returns all lines.
    fn end(mut self) -> Vec<String> {
        drop(self.keys.take());
        while let Ok(line) = self.lines.recv_timeout(LIMIT) {
            self.seen.push(line);
        }
        let has_ended = || self.child.try_wait().expect("it is ours").is_some();
        assert!(wait_until(has_ended), "{:#?}", self.seen);
        let status = self.child.wait().expect("it has ended");
        assert_eq!(status.code(), Some(0), "{:#?}", self.seen);
        std::mem::take(&mut self.seen)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_event_is_a_line() {
    let checkout = tiny();
    let mut watch = Watch::start(checkout.command(&["watch", "5"]));
    watch.says("watching count-lines: exercises/05_count_lines");
    watch.says("step1_answers: passed");
    let failure = watch.says("step2_budget: failed: ");
    assert!(failure.contains("where none is needed"), "{failure}");
    watch.says("count-lines: does not pass, 1 of 2 steps (");

    let solved = checkout.read("solutions/05_count_lines/src/lib.rs");
    checkout.write(SOURCE, "what?");
    watch.says("saved src/lib.rs");
    watch.says("count-lines: does not compile: error");
    checkout.write(SOURCE, &solved);
    watch.says("saved src/lib.rs");
    watch.says("count-lines: passes, 2 of 2 steps (");
    watch.key("h");
    watch.says("count-lines step2_budget, hint 1 of 3");
    watch.key("2");
    watch.says("watching count-words");
    watch.says("count-words: passes");
    watch.key("c");
    watch.says("count-lines: passes");
    let all = watch.end();
    assert!(!all.concat().contains('\x1b'), "{all:#?}");
}

#[test]
fn saves_during_a_run_cost_exactly_one_more() {
    let checkout = pausing_workbook();
    let mut command = checkout.command(&["watch", "5", "--timeout", "1000"]);
    set_pause(&mut command, &checkout, "watch");
    let mut watch = Watch::start(command);
    let has_paused = || checkout.path("paused").is_file();
    assert!(wait_until(has_paused));
    let text = checkout.read(SOURCE);
    for save in 1..=3 {
        checkout.write(SOURCE, &format!("{text}// save {save}\n"));
        watch.says("saved src/lib.rs");
    }
    checkout.write("go", "");
    let lines = watch.end();
    let verdicts = lines
        .iter()
        .filter(|line| line.starts_with("count-lines: "));
    assert_eq!(verdicts.count(), 2, "{lines:#?}");
}

#[test]
fn without_input_it_grades_once() {
    let done = tiny().run(&["watch", "2"]);
    done.exits_with(0)
        .says(&["watching count-words", "count-words: passes, 2 of 2 steps"]);
}

#[test]
fn it_ends_when_its_output_is_closed() {
    let checkout = tiny();
    let mut command = checkout.command(&["watch", "2"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the runner can be started");
    drop(child.stdout.take());
    // Its input stays open.
    let keys = child.stdin.take();
    let done = Done::from(child.wait_with_output().expect("it ends"));
    assert_eq!(done.exits_with(0).stderr, "");
    drop(keys);
}
