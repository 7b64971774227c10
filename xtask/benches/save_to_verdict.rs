//! From save to verdict: `cargo xtask check` beside `cargo test` on the same edit, ten times.
//!
//! `cargo bench -p xtask` prints both. Everything happens in a copy of the workbook with a target
//! folder of its own, built once before anything is timed. An edit adds a line to the exercise's
//! source, as a save in an editor would, so both must compile and link the exercise again.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const EXERCISE: &str = "parse-tree";
const SOURCE: &str = "exercises/02_parse_tree/src/lib.rs";
const ROUNDS: usize = 10;

fn main() {
    let copy = copy_of_the_workbook();
    println!(
        "copy: {} rounds of one edit each, debug builds, without speed\n",
        ROUNDS
    );
    let check = ["xtask", "check", EXERCISE, "--no-speed"];
    let test = ["test", "--quiet", "--package", EXERCISE];
    save(&copy, 0);
    cargo(&copy, &check);
    cargo(&copy, &test);

    println!(
        "{:>5}  {:>20}  {:>20}",
        "round", "cargo xtask check", "cargo test -p"
    );
    let (mut checks, mut tests) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        // Each has a target folder, and so a build, of its own: the order does not matter to what
        // is compiled. It changes all the same, in case it matters to the machine.
        let (first, second) = if round % 2 == 0 {
            (&check[..], &test[..])
        } else {
            (&test[..], &check[..])
        };
        save(&copy, round);
        let times = [cargo(&copy, first), cargo(&copy, second)];
        let [check, test] = if round % 2 == 0 {
            times
        } else {
            [times[1], times[0]]
        };
        println!(
            "{round:>5}  {:>17} ms  {:>17} ms",
            check.as_millis(),
            test.as_millis()
        );
        checks.push(check);
        tests.push(test);
    }
    let (check, test) = (median(&mut checks), median(&mut tests));
    println!(
        "\nmedian {:>18} ms  {:>17} ms",
        check.as_millis(),
        test.as_millis()
    );
    println!(
        "check takes {:.2} of the time of cargo test",
        check.as_secs_f64() / test.as_secs_f64()
    );
}

/// Changes the source, so that it must be compiled again.
fn save(copy: &Path, round: usize) {
    let path = copy.join(SOURCE);
    let text = std::fs::read_to_string(&path).expect("the copy can be read");
    let text = text.split("\n// save ").next().unwrap_or_default();
    std::fs::write(&path, format!("{text}\n// save {round}\n")).expect("the copy can be written");
}

fn cargo(copy: &Path, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("cargo starts");
    let elapsed = start.elapsed();
    // The starter fails: exit code 1 from check, 101 from cargo test.
    assert!(
        matches!(status.code(), Some(1 | 101)),
        "{arguments:?} ended with {status}"
    );
    elapsed
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Copies what git tracks, so that an exercise half done is not what is timed.
fn copy_of_the_workbook() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the workbook");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("save-to-verdict");
    let output = Command::new("git")
        .arg("ls-files")
        .current_dir(root)
        .output();
    let files = output.expect("git lists the files").stdout;
    for file in String::from_utf8_lossy(&files).lines() {
        let target = copy.join(file);
        std::fs::create_dir_all(target.parent().expect("a file has a folder"))
            .expect("the copy can be made");
        std::fs::copy(root.join(file), &target).expect("a tracked file can be copied");
    }
    copy
}
