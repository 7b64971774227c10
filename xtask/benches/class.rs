//! How the workshop kit holds up with a large class: the board of up to a thousand people, and the grading of twenty.
//!
//! `cargo bench -p xtask --bench class` multiplies a real report, times `workshop board --from` over a folder of copies in
//! every state, and says how large the page is. Then people hand in solutions, each with sources that differ, and
//! `workshop grade` grades them: twenty people with the exercises of the half day, and three with all.
//!
//! Goal: ten seconds for each person and the half day's exercises, once the tests are built.

mod common;

use common::copy::write;
use common::{cargo, copy_of_the_workbook, end, is_asked_for, median, scratch};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const CLASSES: [usize; 3] = [20, 500, 1000];
const ROUNDS: usize = 5;
/// What an exercise's learner edits.
const SOURCE: &str = "src/lib.rs";

fn main() {
    if !is_asked_for("class") {
        return;
    }
    println!("This takes minutes.\n");
    let room = Room::new();
    room.boards();
    room.grades();
}

/// A facilitator's checkout, and the folder that everything else is in.
struct Room {
    checkout: PathBuf,
    runner: PathBuf,
    folder: PathBuf,
}

impl Room {
    fn new() -> Self {
        let checkout = copy_of_the_workbook();
        let build = ["build", "--profile", "runner", "--package", "xtask"];
        end(&mut cargo(&checkout, &build), &[0]);
        let program = format!("xtask{}", std::env::consts::EXE_SUFFIX);
        let folder = scratch().join("class");
        // An earlier run that was stopped may have left it.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("it can be made");
        Self {
            runner: checkout.join("target/runner").join(program),
            checkout,
            folder,
        }
    }

    fn xtask(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.runner);
        command.args(arguments).current_dir(&self.checkout);
        command.stderr(Stdio::null());
        command
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// The report of somebody who has just joined.
    fn report(&self) -> Value {
        let share = self.path("one");
        std::fs::create_dir_all(&share).expect("it can be made");
        let join = ["workshop", "join", "one", "--reports", &share];
        end(&mut self.xtask(&join), &[0]);
        let text = std::fs::read_to_string(Path::new(&share).join("one.json"));
        end(&mut self.xtask(&["workshop", "leave"]), &[0]);
        serde_json::from_str(&text.expect("joining writes a report")).expect("a report is JSON")
    }

    fn boards(&self) {
        let report = self.report();
        println!("the board; medians of {ROUNDS}\n");
        println!("{:>9}  {:>9}  {:>9}", "reports", "written in", "the page");
        for size in CLASSES {
            let share = self.folder.join(format!("{size}-reports"));
            for number in 0..size {
                let text = varied(&report, number).to_string();
                write(&share.join(format!("person{number}.json")), text.as_bytes());
            }
            let (share, page) = (share.display().to_string(), self.path("board.html"));
            let board = [
                "workshop", "board", "--from", &share, "--out", &page, "--once",
            ];
            let mut times: Vec<_> = (0..ROUNDS)
                .map(|_| end(&mut self.xtask(&board), &[0]))
                .collect();
            let bytes = std::fs::metadata(&page)
                .expect("the board was written")
                .len();
            println!(
                "{size:>9}  {:>8.3} s  {:>6} kB",
                median(&mut times).as_secs_f64(),
                bytes / 1000
            );
        }
    }

    fn grades(&self) {
        let half_day = exercises_of_the_half_day(&self.checkout);
        let all = BTreeSet::new();
        println!("\ngrading; everybody has solved everything, each with a source that differs\n");
        println!(
            "{:>9}  {:>9}  {:>9}  {:>8}",
            "people", "exercises", "all", "a person"
        );
        // The first of them builds the tests.
        self.grade(1, &half_day);
        self.grade_and_say(20, &half_day);
        self.grade(1, &all);
        self.grade_and_say(3, &all);
    }

    fn grade_and_say(&self, people: usize, exercises: &BTreeSet<String>) {
        let (time, n) = self.grade(people, exercises);
        println!(
            "{people:>9}  {n:>9}  {:>7.1} s  {:>6.2} s",
            time.as_secs_f64(),
            time.as_secs_f64() / people as f64
        );
    }

    /// Has people hand in these exercises, or all; returns how long grading them took, and how many exercises each has.
    fn grade(&self, people: usize, exercises: &BTreeSet<String>) -> (Duration, usize) {
        let class = self.folder.join("handed-in");
        let _ = std::fs::remove_dir_all(&class);
        let mut n = 0;
        for number in 0..people {
            n = self.hand_in(&class.join(format!("person{number}")), number, exercises);
        }
        let class = class.display().to_string();
        let mut command = vec!["workshop", "grade", &class];
        for id in exercises {
            command.extend(["--only", id]);
        }
        (end(&mut self.xtask(&command), &[0]), n)
    }

    /// Puts somebody's sources into a folder: the solutions, which end with a comment of their own.
    fn hand_in(&self, folder: &Path, number: usize, exercises: &BTreeSet<String>) -> usize {
        let mut n = 0;
        let solutions = std::fs::read_dir(self.checkout.join("solutions"));
        for solution in solutions.expect("they are there").flatten() {
            let folder_name = solution.file_name().to_string_lossy().into_owned();
            let (_, id) = folder_name.split_once('_').expect("a number, and a name");
            if !exercises.is_empty() && !exercises.contains(&id.replace('_', "-")) {
                continue;
            }
            let source = std::fs::read_to_string(solution.path().join(SOURCE));
            let source = source.expect("a solution is one file");
            // Grades of before do not help.
            let stamp = std::time::UNIX_EPOCH.elapsed().expect("the clock is right");
            let source = format!("{source}\n// Person {number}, {}.\n", stamp.as_nanos());
            let file = folder.join("exercises").join(&folder_name).join(SOURCE);
            write(&file, source.as_bytes());
            n += 1;
        }
        n
    }
}

/// A report as somebody else would send it: their states differ.
fn varied(report: &Value, number: usize) -> Value {
    const STATES: [&str; 5] = ["passed", "fails", "does_not_build", "hangs", "not_begun"];
    let mut report = report.clone();
    report["name"] = json!(format!("Person {number}"));
    report["seat"] = json!(number.to_string());
    let sent = report["sent"].as_u64().expect("a time");
    let lines = report["exercises"].as_array_mut().expect("a list");
    for (at, line) in lines.iter_mut().enumerate() {
        let state = STATES[(number + at * at) % STATES.len()];
        line["status"] = json!(state);
        if state != "not_begun" {
            line["begun"] = json!(sent - 900);
            line["since"] = json!(sent - (60 * number as u64) % 900);
        }
        match state {
            "passed" => {
                line["passed"] = line["since"].clone();
                line["steps_passed"] = line["steps"].clone();
            }
            "fails" => line["failure"] = json!("one chunk is enough for all of these nodes"),
            _ => {}
        }
    }
    report
}

/// The ids in the first agenda of the guide.
fn exercises_of_the_half_day(checkout: &Path) -> BTreeSet<String> {
    let guide = std::fs::read_to_string(checkout.join("book/src/facilitator.md"));
    let guide = guide.expect("the guide is there");
    let (_, agenda) = guide
        .split_once("### A half day")
        .expect("it has an agenda");
    let (agenda, _) = agenda.split_once("### A full day").expect("and another");
    let lines = agenda.lines();
    let ids = lines.filter_map(|line| line.strip_prefix("exercise = \"")?.strip_suffix('"'));
    ids.map(str::to_owned).collect()
}
