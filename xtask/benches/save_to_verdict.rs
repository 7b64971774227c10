//! From save to verdict: `cargo xtask check`, `cargo xtask watch`, a page of `cargo xtask book` and
//! `cargo test` on the same edit, ten times.
//!
//! `cargo bench -p xtask --bench save_to_verdict` prints them. Everything happens in a copy of the
//! workbook with a target folder of its own, built once before anything is timed. An edit adds a
//! line to the exercise's source, as a save in an editor would, so each must compile and link the
//! exercise again.
//!
//! Commands are timed from their start to their end. `watch` and the book's server are already
//! running, as they are when someone works with them, and are timed from the write of the file to the
//! verdict: as a line, and as an event that a page is sent.

mod common;

use common::{cargo, copy_of_the_workbook, end, is_asked_for, median};
use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

const EXERCISE: &str = "parse-tree";
const SOURCE: &str = "exercises/02_parse_tree/src/lib.rs";
const ROUNDS: usize = 10;
/// How the commands end, since the exercise is as it was shipped.
const FAILS: i32 = 1;
const TEST_FAILS: i32 = 101;
const COMMANDS: [&str; 4] = [
    "cargo xtask check",
    "cargo xtask watch",
    "cargo xtask book",
    "cargo test -p",
];
/// Nobody saves at the very moment of a verdict, or while a server that has just started still works.
const BEFORE_A_SAVE: Duration = Duration::from_secs(5);
/// Where the book is served.
const PORT: u16 = 4_747;

fn main() {
    if !is_asked_for("save_to_verdict") {
        return;
    }
    println!("This takes minutes. How fast your code is: `cargo xtask bench`.\n");
    let copy = copy_of_the_workbook();
    println!("copy: {ROUNDS} rounds of one edit each, debug builds, without speed\n");
    for command in 0..COMMANDS.len() {
        time(&copy, command, 0);
    }
    print!("{:>6}", "round");
    COMMANDS
        .iter()
        .for_each(|command| print!("  {command:>20}"));
    println!();
    let mut times = [const { Vec::new() }; COMMANDS.len()];
    for round in 1..=ROUNDS {
        // Each goes first as often as the others, in case the order matters.
        for turn in 0..COMMANDS.len() {
            let command = (turn + round) % COMMANDS.len();
            let elapsed = time(&copy, command, round * COMMANDS.len() + turn);
            times[command].push(elapsed);
        }
        let last: Vec<_> = times.iter().map(|times| times[round - 1]).collect();
        row(&round.to_string(), &last);
    }
    println!();
    let medians: Vec<_> = times.iter_mut().map(|times| median(times)).collect();
    row("median", &medians);
    for (command, time) in COMMANDS.iter().zip(&medians).take(COMMANDS.len() - 1) {
        let share = time.as_secs_f64() / medians[COMMANDS.len() - 1].as_secs_f64();
        println!("{command} takes {share:.2} of the time of cargo test");
    }
}

fn row(name: &str, times: &[Duration]) {
    print!("{name:>6}");
    times
        .iter()
        .for_each(|time| print!("  {:>17} ms", time.as_millis()));
    println!();
}

/// Times the command with this index on the edit with this number.
fn time(copy: &Path, command: usize, edit: usize) -> Duration {
    match command {
        0 => {
            save(copy, edit);
            let check = ["xtask", "check", EXERCISE, "--no-speed"];
            end(&mut cargo(copy, &check), &[FAILS])
        }
        1 => watch(copy, edit),
        2 => book(copy, edit),
        _ => {
            save(copy, edit);
            let test = ["test", "--quiet", "--package", EXERCISE];
            end(&mut cargo(copy, &test), &[TEST_FAILS])
        }
    }
}

/// Changes the source, so that it must be compiled again.
fn save(copy: &Path, edit: usize) {
    let path = copy.join(SOURCE);
    let text = std::fs::read_to_string(&path).expect("the copy can be read");
    let text = text.split("\n// save ").next().unwrap_or_default();
    std::fs::write(&path, format!("{text}\n// save {edit}\n")).expect("the copy can be written");
}

/// Starts a watch, saves after its first verdict, and waits for the next one.
fn watch(copy: &Path, edit: usize) -> Duration {
    let mut command = cargo(copy, &["xtask", "watch", EXERCISE]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("cargo starts");
    let mut keys = child.stdin.take().expect("it is a pipe");
    let lines = BufReader::new(child.stdout.take().expect("it is a pipe")).lines();
    let verdict = format!("{EXERCISE}: ");
    let mut verdicts = lines
        .map_while(Result::ok)
        .filter(|line| line.starts_with(&verdict));
    verdicts.next().expect("a first verdict");
    std::thread::sleep(BEFORE_A_SAVE);
    let start = Instant::now();
    save(copy, edit);
    verdicts.next().expect("a verdict on the save");
    let elapsed = start.elapsed();
    writeln!(keys, "q").expect("it still reads");
    verdicts.for_each(drop);
    assert!(child.wait().expect("it ends").success());
    elapsed
}

/// Serves the book, listens as a page with the exercise does, saves, and waits for the verdict.
fn book(copy: &Path, edit: usize) -> Duration {
    let arguments = ["xtask", "book", "--no-open", "--port", &PORT.to_string()];
    let mut command = cargo(copy, &arguments);
    let mut child = command.stdout(Stdio::null()).spawn().expect("cargo starts");
    let stream = loop {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", PORT)) {
            break stream;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let path = format!("/live/events?cards={EXERCISE}");
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{PORT}\r\n\r\n");
    (&stream).write_all(request.as_bytes()).expect("it listens");
    let lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let mut cards = lines.filter(|line| line.starts_with("data: {\"id\":"));
    let is_idle = |card: &str| card.contains("\"busy\":null");
    let has_verdict = |card: &String| is_idle(card) && card.contains("\"failure\":{");
    // What was found last is looked up for a new page.
    cards.find(has_verdict).expect("what was found last");
    std::thread::sleep(BEFORE_A_SAVE);
    let start = Instant::now();
    save(copy, edit);
    cards.find(|card| !is_idle(card)).expect("it begins");
    cards.find(has_verdict).expect("a verdict on the save");
    let elapsed = start.elapsed();
    drop(cards);
    drop(stream);
    // The server ends with the runner that has started it.
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    while TcpStream::connect(("127.0.0.1", PORT)).is_ok() {
        std::thread::sleep(Duration::from_millis(50));
    }
    elapsed
}
