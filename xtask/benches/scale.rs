//! How a repeated check scales with the workbook: nothing has changed, and someone waits.
//!
//! `cargo bench -p xtask --bench scale` prints, for generated workbooks of 20 and of 200 exercises,
//! how long a first check takes, how long another takes if every exercise is solved, and how long
//! if each is as it was shipped, so that every test runs again. Then it solves the exercises of a
//! copy of this workbook, and times a repeated `cargo xtask check`, including cargo's own start.
//!
//! Goals: 200 solved exercises in 2 s, with no more time for each than with 20; this workbook in
//! 0.5 s.

mod common;

use common::copy::write;
use common::{
    cargo, cargo_program, copy_of_the_workbook, end, is_asked_for, median, scratch, workbook,
};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const SIZES: [usize; 2] = [20, 200];
const ROUNDS: usize = 5;
const FIXTURE: &str = "xtask/tests/fixtures/tiny";
const EXERCISE: &str = "exercises/02_count_words";

fn main() {
    if !is_asked_for("scale") {
        return;
    }
    println!("This takes minutes. How fast your code is: `cargo xtask bench`.\n");
    let copy = copy_of_the_workbook();
    end(&mut cargo(&copy, &["build", "--package", "xtask"]), &[0]);
    let runner = copy
        .join("target/debug")
        .join(format!("xtask{}", std::env::consts::EXE_SUFFIX));

    println!("generated, without speed; medians of {ROUNDS}\n");
    println!(
        "{:>9}  {:>11}  {:>12}  {:>16}  {:>14}",
        "exercises", "first check", "solved again", "for each of them", "starters again"
    );
    for size in SIZES {
        let root = generate(size);
        let first = check(&runner, &root, 1);
        let starters = repeat(&runner, &root, 1);
        for number in 1..=size {
            let source = workbook().join(FIXTURE).join(EXERCISE).join("src/lib.rs");
            let text = std::fs::read(source).expect("the fixture can be read");
            write(&folder(&root, number).join("src/lib.rs"), &text);
        }
        check(&runner, &root, 0);
        let solved = repeat(&runner, &root, 0);
        println!(
            "{size:>9}  {:>9.1} s  {:>10.3} s  {:>13.2} ms  {:>12.3} s",
            first.as_secs_f64(),
            solved.as_secs_f64(),
            solved.as_secs_f64() * 1e3 / size as f64,
            starters.as_secs_f64()
        );
        std::fs::remove_dir_all(&root).expect("it can be removed");
    }

    let n_solved = solve(&copy);
    println!("\nthis workbook: cargo xtask check, {n_solved} exercises solved, nothing changed\n");
    for speed in [&["--no-speed"][..], &[]] {
        let arguments = [&["xtask", "check"], speed].concat();
        let first = end(&mut cargo(&copy, &arguments), &[0]);
        let mut times: Vec<_> = (0..ROUNDS)
            .map(|_| end(&mut cargo(&copy, &arguments), &[0]))
            .collect();
        println!(
            "{:>12}  first {:>6.1} s  again {:>6.3} s",
            speed.first().unwrap_or(&"with speed"),
            first.as_secs_f64(),
            median(&mut times).as_secs_f64()
        );
    }
}

fn check(runner: &Path, root: &Path, code: i32) -> Duration {
    let mut command = Command::new(runner);
    command
        .args(["check", "--no-speed"])
        .current_dir(root)
        .env("CARGO", cargo_program())
        .env("CARGO_TARGET_DIR", root.join("target"))
        .stderr(std::process::Stdio::null());
    end(&mut command, &[code])
}

/// The median time of some checks.
fn repeat(runner: &Path, root: &Path, code: i32) -> Duration {
    let mut times: Vec<_> = (0..ROUNDS).map(|_| check(runner, root, code)).collect();
    median(&mut times)
}

fn folder(root: &Path, number: usize) -> PathBuf {
    root.join("exercises").join(name(number))
}

fn name(number: usize) -> String {
    format!("{number:03}_count_words")
}

/// A workbook of `size` exercises, each a copy of the fixture's as it was shipped.
fn generate(size: usize) -> PathBuf {
    let root = scratch().join(format!("workbook-of-{size}"));
    // An earlier run that was stopped may have left it.
    let _ = std::fs::remove_dir_all(&root);
    let fixture = workbook().join(FIXTURE);
    let manifest = std::fs::read_to_string(fixture.join("Cargo.toml")).expect("it is there");
    let yardstick = workbook().join("xtask/yardstick");
    let yardstick = yardstick.to_string_lossy().replace('\\', "/");
    let manifest = manifest.replace("@YARDSTICK@", &yardstick);
    let (before, rest) = manifest.split_once("members = [").expect("it has members");
    let (_, after) = rest.split_once(']').expect("the list ends");
    let members = (1..=size).map(|number| format!("\"exercises/{}\"", name(number)));
    let members = members.collect::<Vec<_>>().join(", ");
    let manifest = format!("{before}members = [{members}]{after}");
    write(&root.join("Cargo.toml"), manifest.as_bytes());
    let lock = std::fs::read(workbook().join("Cargo.lock")).expect("it is there");
    write(&root.join("Cargo.lock"), &lock);
    for number in 1..=size {
        let mut fingerprints = String::from("\n[files]\n");
        let (from, exercise) = (fixture.join(EXERCISE), folder(&root, number));
        copy(&from, &exercise, "", number, &mut fingerprints);
        let shipped = exercise.join("shipped.toml");
        let tests = std::fs::read_to_string(&shipped).expect("it was written");
        write(&shipped, (tests + &fingerprints).as_bytes());
        let starter = std::fs::read(fixture.join(EXERCISE).join("bad/lib.rs"));
        let starter = starter.expect("it is there");
        write(&folder(&root, number).join("src/lib.rs"), &starter);
    }
    root
}

/// Copies a folder of the exercise, numbers its package, and adds the fingerprints of the files
/// that a learner leaves alone.
fn copy(from: &Path, to: &Path, below: &str, number: usize, fingerprints: &mut String) {
    for entry in std::fs::read_dir(from).expect("the fixture can be read") {
        let from = entry.expect("the fixture can be read").path();
        let name = from.file_name().expect("it was listed").to_string_lossy();
        let (to, short) = (to.join(&*name), format!("{below}{name}"));
        if from.is_dir() {
            copy(&from, &to, &format!("{short}/"), number, fingerprints);
            continue;
        }
        let text = std::fs::read_to_string(&from).expect("fixtures are text");
        let text = text
            .replace("count-words", &format!("count-words-{number}"))
            .replace("count_words", &format!("count_words_{number}"));
        write(&to, text.as_bytes());
        let is_below = |folder: &&str| below.starts_with(*folder);
        if short == "Cargo.toml" || ["bad/", "tests/"].iter().any(is_below) {
            let fingerprint = xxhash_rust::xxh3::xxh3_64(text.as_bytes());
            *fingerprints += &format!("\"{short}\" = \"{fingerprint:016x}\"\n");
        }
    }
}

/// Replaces each exercise's source with its solution's; returns how many.
fn solve(copy: &Path) -> usize {
    let mut n_solved = 0;
    for entry in std::fs::read_dir(copy.join("solutions")).expect("it is there") {
        let solution = entry.expect("it can be read").path();
        let name = solution.file_name().expect("it was listed");
        let source = solution.join("src/lib.rs");
        if let Ok(text) = std::fs::read(source) {
            write(&copy.join("exercises").join(name).join("src/lib.rs"), &text);
            n_solved += 1;
        }
    }
    n_solved
}
