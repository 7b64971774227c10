//! The workbook's speedups beside criterion's, each side of which runs in a process of its own.
//!
//! `cargo bench -p xtask --bench against_criterion` prints one table: for each exercise with a speedup (or those named
//! in `EXERCISES`, by folder), the ratio that the workbook measures for its solution, and the one of criterion's
//! medians. Both get the same inputs. Criterion is a dependency of the packages that this generates below the target
//! folder, and of nothing else; to fetch it takes a network.
//!
//! Two things had to be made equal for that. Each call gets the next input: on one input alone, a processor learns every
//! branch. And criterion keeps blocks on the heap, some of them at its top, so that glibc gives nothing back between two
//! calls, as it does in a process of the workbook's. Where that decides (the rows with a star: as they are, they differ by
//! a fifth), both sides run without trimming.
//!
//! The goal: within 5 %.

#[allow(dead_code, reason = "the other benchmarks need more of it")]
mod common;

use common::copy::write;
use common::{cargo_program, is_asked_for, scratch, workbook};
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
/// How many processes criterion gets on each side; they alternate.
const PROCESSES: usize = 5;

/// Where the answer depends on whether glibc trims the heap between two calls.
const DEPEND_ON_TRIMMING: [&str; 2] = ["03_leaky_nodes", "05_arena_collections"];
/// The environment variable, and the value with which glibc keeps what was freed; other systems ignore it.
const NO_TRIMMING: (&str, &str) = (
    "GLIBC_TUNABLES",
    "glibc.malloc.trim_threshold=4000000000:glibc.malloc.mmap_threshold=4000000000",
);

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
        .measurement_time(Duration::from_secs(1));
    // Each call gets the next input, as in the workbook: of one input alone, a processor would learn every branch.
    let mut inputs = inputs.iter().cycle();
    let mut next = || black_box(inputs.next().expect("an input"));
    if side == "bad" {
        criterion.bench_function(&side, |b| b.iter(|| bad(next())));
    } else {
        criterion.bench_function(&side, |b| b.iter(|| yours(next())));
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
            "{:<22} {:>20}  {criterion:>8.3}×  {:>+8.1} %",
            match DEPEND_ON_TRIMMING.contains(folder) {
                true => format!("{folder} *"),
                false => (*folder).to_owned(),
            },
            format!("{ratio:.3}× [{low:.2}, {high:.2}]"),
            off * 100.0
        );
    }
    println!("* both without trimming");
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

/// Bad's time over the solution's: of each side the median over its processes, and in each of these criterion's median.
/// A process is loaded at addresses of its own, which alone can change a time by several percent.
fn by_criterion(root: &Path, folder: &str) -> f64 {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..PROCESSES {
        for (side, times) in ["bad", "yours"].iter().zip(&mut times) {
            times.push(time_by_criterion(root, folder, side));
        }
    }
    let [bad, yours] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[PROCESSES / 2]
    });
    bad / yours
}

/// Nanoseconds per call of one side, in one process.
fn time_by_criterion(root: &Path, folder: &str, side: &str) -> f64 {
    let (_, id) = folder.split_once('_').expect("a number and a name");
    let name = format!(
        "{}-criterion{}",
        id.replace('_', "-"),
        std::env::consts::EXE_SUFFIX
    );
    let home = root.join("results").join(folder);
    let _ = std::fs::remove_dir_all(&home);
    let output = with_heap(
        Command::new(root.join("target/release").join(&name)),
        folder,
    )
    .env("SIDE", side)
    .env("YARDSTICK_SEED", SEED)
    .env("CRITERION_HOME", &home)
    .output();
    let output = output.expect("it can be started");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{folder}, {side}: {stderr}");
    let file = home.join(side).join("new/estimates.json");
    let bytes = std::fs::read(&file)
        .unwrap_or_else(|error| panic!("{folder}, {side}: {}: {error}", file.display()));
    let estimates: Value = serde_json::from_slice(&bytes).expect("it is JSON");
    estimates["median"]["point_estimate"]
        .as_f64()
        .expect("a median")
}

/// The command, with the heap that both sides of this exercise get.
fn with_heap(mut command: Command, folder: &str) -> Command {
    let (variable, value) = NO_TRIMMING;
    match DEPEND_ON_TRIMMING.contains(&folder) {
        true => command.env(variable, value),
        false => command.env_remove(variable),
    };
    command
}

/// The ratio of the solution, and its interval.
fn by_workbook(folder: &str) -> [f64; 3] {
    let (number, _) = folder.split_once('_').expect("a number and a name");
    let output = with_heap(Command::new(cargo_program()), folder)
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
