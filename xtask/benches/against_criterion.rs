//! The workbook's speedups beside criterion's, each side of which runs in a process of its own.
//!
//! `cargo bench -p xtask --bench against_criterion` prints one table: for each exercise with a speedup (or those named
//! in `EXERCISES`, by folder), the ratio that the workbook measures for its solution, and the one of criterion's
//! medians. Both get the same inputs. Criterion is a dependency of the packages that this generates below the target
//! folder, and of nothing else; to fetch it takes a network.
//!
//! The goal: within 5 %.

#[allow(dead_code, reason = "the other benchmarks need more of it")]
mod common;

use common::{cargo_program, is_asked_for, scratch, workbook, write};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Those that time one thread.
const EXERCISES: &str = "02_parse_tree 03_leaky_nodes 05_arena_collections 06_growth_waste 08_reset_and_reuse \
                         12_pick_the_tool 15_cyclic_graph 16_interner 17_hostile_input 19_owned_document \
                         20_json_capstone";
/// Both take their inputs from it.
const SEED: &str = "1";
const GOAL: f64 = 0.05;

/// In yardstick's place: it hands one side's function to criterion.
const SHIM: &str = r#"//! What exercises' benchmarks ask of yardstick, answered by criterion.
use criterion::Criterion;
use std::hint::black_box;
use std::time::Duration;

pub fn seed() -> u64 {
    std::env::var("YARDSTICK_SEED").expect("a seed").parse().expect("a number")
}

pub fn size(full: usize, _under_miri: usize) -> usize {
    full
}

pub mod speed {
    pub use super::compare;
}

pub fn compare<I>(
    _workload: &str,
    inputs: &[I],
    mut bad: impl FnMut(&I) -> u64,
    mut yours: impl FnMut(&I) -> u64,
) {
    let side = std::env::var("SIDE").expect("a side");
    let mut criterion = Criterion::default()
        .without_plots()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    for (number, input) in inputs.iter().enumerate() {
        let name = format!("{side}-{number}");
        if side == "bad" {
            criterion.bench_function(&name, |b| b.iter(|| bad(black_box(input))));
        } else {
            criterion.bench_function(&name, |b| b.iter(|| yours(black_box(input))));
        }
    }
}
"#;

fn main() {
    if !is_asked_for("against_criterion") {
        return;
    }
    let chosen = std::env::var("EXERCISES").unwrap_or(EXERCISES.to_owned());
    let folders: Vec<&str> = chosen.split_whitespace().collect();
    let root = lay_out(&folders);
    build(&root);
    println!(
        "{:<22} {:>20}  {:>9}  {:>10}",
        "exercise", "workbook [99 %]", "criterion", "difference"
    );
    let mut n_off = 0;
    for folder in &folders {
        let [ratio, low, high] = by_workbook(folder);
        let criterion = by_criterion(&root, folder);
        let off = ratio / criterion - 1.0;
        n_off += usize::from(off.abs() > GOAL);
        println!(
            "{folder:<22} {:>20}  {criterion:>8.3}×  {:>+8.1} %",
            format!("{ratio:.3}× [{low:.2}, {high:.2}]"),
            off * 100.0
        );
    }
    println!("{n_off} of {} differ by more than 5 %", folders.len());
}

/// A workspace with a program for each exercise, and the shim.
fn lay_out(folders: &[&str]) -> PathBuf {
    let root = scratch().join("against-criterion");
    let members: Vec<String> = folders
        .iter()
        .map(|folder| format!("\"{folder}\""))
        .collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"shim\", {}]\n\n\
         [profile.release]\ncodegen-units = 1\n",
        members.join(", ")
    );
    write(&root.join("Cargo.toml"), manifest.as_bytes());
    let shim = "[package]\nname = \"shim\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                criterion = { version = \"0.8\", default-features = false, features = [\"cargo_bench_support\"] }\n";
    write(&root.join("shim/Cargo.toml"), shim.as_bytes());
    write(&root.join("shim/src/lib.rs"), SHIM.as_bytes());
    // The same alignment as the workbook's own builds.
    let flags = std::fs::read(workbook().join(".cargo/config.toml")).expect("it can be read");
    write(&root.join(".cargo/config.toml"), &flags);
    for folder in folders {
        let exercise = workbook().join("exercises").join(folder);
        let (_, id) = folder.split_once('_').expect("a number and a name");
        let package = id.replace('_', "-");
        let manifest = format!(
            "[package]\nname = \"{package}-criterion\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             bad = {{ package = \"{package}-bad\", path = {:?} }}\n\
             {id} = {{ package = \"{package}-solution\", path = {:?} }}\n\
             yardstick = {{ package = \"shim\", path = \"../shim\" }}\n\
             bumpalo = {{ version = \"=3.20.4\", features = [\"allocator-api2\", \"boxed\", \"collections\"] }}\n\
             fastrand = \"2\"\n",
            exercise.join("bad"),
            workbook().join("solutions").join(folder),
        );
        write(&root.join(folder).join("Cargo.toml"), manifest.as_bytes());
        let main = format!(
            "#[path = {:?}]\nmod speed;\nfn main() {{ speed::main(); }}\n",
            exercise.join("benches/speed.rs")
        );
        write(&root.join(folder).join("src/main.rs"), main.as_bytes());
    }
    root
}

fn build(root: &Path) {
    let mut command = Command::new(cargo_program());
    command
        .args(["build", "--release", "--quiet"])
        .current_dir(root);
    let status = command
        .env("CARGO_TARGET_DIR", root.join("target"))
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "criterion's side cannot be built: is there a network, for its first time?"
    );
}

/// Bad's time over the solution's: the medians of criterion, each input alike.
fn by_criterion(root: &Path, folder: &str) -> f64 {
    let (_, id) = folder.split_once('_').expect("a number and a name");
    let name = format!(
        "{}-criterion{}",
        id.replace('_', "-"),
        std::env::consts::EXE_SUFFIX
    );
    let home = root.join("results").join(folder);
    let _ = std::fs::remove_dir_all(&home);
    let [bad, yours] = ["bad", "yours"].map(|side| {
        let output = Command::new(root.join("target/release").join(&name))
            .env("SIDE", side)
            .env("YARDSTICK_SEED", SEED)
            .env("CRITERION_HOME", &home)
            .output();
        let output = output.expect("it can be started");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{folder}, {side}: {stderr}");
        let results = (0..).map(|number| home.join(format!("{side}-{number}/new/estimates.json")));
        let logs: Vec<f64> = results
            .map_while(|file| std::fs::read(file).ok())
            .map(|bytes| {
                let estimates: Value = serde_json::from_slice(&bytes).expect("it is JSON");
                estimates["median"]["point_estimate"]
                    .as_f64()
                    .expect("a median")
                    .ln()
            })
            .collect();
        assert!(
            !logs.is_empty(),
            "{folder}, {side}: criterion left no estimates in {}",
            home.display()
        );
        logs.iter().sum::<f64>() / logs.len() as f64
    });
    (bad - yours).exp()
}

/// The ratio of the solution, and its interval.
fn by_workbook(folder: &str) -> [f64; 3] {
    let (number, _) = folder.split_once('_').expect("a number and a name");
    let output = Command::new(cargo_program())
        .args([
            "xtask",
            "bench",
            number.trim_start_matches('0'),
            "--format",
            "json",
        ])
        .current_dir(workbook())
        .env("YARDSTICK_SEED", SEED)
        .stderr(Stdio::inherit())
        .output();
    let report: Value = serde_json::from_slice(&output.expect("it can be started").stdout)
        .expect("bench prints JSON");
    let versions = report["exercises"][0]["versions"]
        .as_array()
        .expect("a list");
    let reference = versions
        .iter()
        .find(|version| version["name"] == "reference");
    let speed = &reference.expect("it was measured")["speed"];
    ["ratio", "low", "high"].map(|name| speed[name].as_f64().expect("a number"))
}
