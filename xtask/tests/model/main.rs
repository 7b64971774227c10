//! Random sequences of operations on a workbook, against a model of what must be reported and saved.
//!
//! A sequence that violates the model is shrunk, and printed as a script of a shell. Environment
//! variables say what to run: see the section in `.github/CONTRIBUTING.md`.
#![cfg(unix)]

#[path = "../common/mod.rs"]
mod common;
mod draw;
mod judge;
mod model;
mod op;
mod printed;
mod report;
mod sandbox;
mod script;
mod variants;

use judge::judge;
use model::Model;
use op::{Check, Damage, Op};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use report::{Counts, Failure, say};
use sandbox::Sandbox;
use std::cell::{Cell, RefCell};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

/// How many sequences a run of all tests has.
const SEQUENCES: u64 = 24;
/// How often a failing sequence is tried with less.
const MAX_TRIES: u32 = 80;
/// How many failures are shrunk.
const MAX_SHRUNK: u64 = 12;
/// How often what passes is tried while a failure is shrunk.
const TRIES: u32 = 3;
/// How long one failure is shrunk, in milliseconds.
const MAX_SHRINK_MS: u32 = 240_000;

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    let parsed = text.parse();
    Some(parsed.unwrap_or_else(|_| panic!("{name}: {text:?} is not a number")))
}

fn random_seed() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(1, |since| since.as_secs())
}

#[test]
fn the_runner_agrees_with_the_model() {
    let n_sequences = number("ARENA_MODEL_SEQUENCES").unwrap_or(SEQUENCES);
    let seed = number("ARENA_MODEL_SEED").unwrap_or_else(random_seed);
    let first = number("ARENA_MODEL_FIRST").unwrap_or(0);
    let n_workers = number("ARENA_MODEL_WORKERS").unwrap_or(2).min(n_sequences);
    say(&format!(
        "\nmodel: seed {seed}, sequences {first} to {}",
        first + n_sequences
    ));
    let start = variants::lay_out();
    let next = AtomicU64::new(first);
    let counts = Mutex::new(Counts::default());
    let n_failures = AtomicU64::new(0);
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for worker in 0..usize::try_from(n_workers).expect("a small number") {
            let (start, next, counts, n_failures) = (&start, &next, &counts, &n_failures);
            scope.spawn(move || {
                let mut sandbox = Sandbox::new(start, worker);
                loop {
                    let index = next.fetch_add(1, Relaxed);
                    if index >= first + n_sequences {
                        break;
                    }
                    let is_shrunk = n_failures.load(Relaxed) < MAX_SHRUNK;
                    let failure = sequence(seed, index, &mut sandbox, counts, is_shrunk);
                    if let Some(failure) = failure {
                        n_failures.fetch_add(1, Relaxed);
                        say(&failure.text(&start.root));
                    }
                    let n_done = index + 1 - first;
                    if n_done.is_multiple_of(50) {
                        let minutes = begin.elapsed().as_secs_f64() / 60.0;
                        say(&format!("model: {n_done} sequences in {minutes:.1} min"));
                    }
                }
                sandbox.keep();
            });
        }
    });
    let n_failures = n_failures.into_inner();
    let counts = counts.into_inner().expect("no panic");
    say(&counts.text(seed, n_failures, begin.elapsed()));
    assert_eq!(n_failures, 0, "sequences that violate the model");
}

/// Draws a sequence and runs it; if it fails, returns the shortest that does.
fn sequence(
    seed: u64,
    index: u64,
    sandbox: &mut Sandbox,
    counts: &Mutex<Counts>,
    is_shrunk: bool,
) -> Option<Failure> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&index.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let config = Config {
        max_shrink_iters: if is_shrunk { MAX_TRIES } else { 0 },
        max_shrink_time: MAX_SHRINK_MS,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let tree = draw::sequences()
        .new_tree(&mut runner)
        .expect("it always draws one");
    let n_drawn = tree.current().len();
    let sandbox = RefCell::new(sandbox);
    let is_first = Cell::new(true);
    let failed = RefCell::new(None);
    let result = runner.run_one(tree, |ops| {
        let mut run = Run::default();
        let mut result = run.all(&ops, &mut sandbox.borrow_mut());
        if is_first.replace(false) {
            counts.lock().expect("no panic").add(&run.done);
        } else {
            // What depends on time may not fail at once.
            for _ in 1..TRIES {
                if result.is_ok() {
                    run = Run::default();
                    result = run.all(&ops, &mut sandbox.borrow_mut());
                }
            }
        }
        result.map_err(|reason| {
            failed.replace(Some(Failure {
                seed,
                index,
                n_drawn,
                commands: run.commands,
                reason,
            }));
            TestCaseError::fail("it violates the model")
        })
    });
    match result {
        Ok(_) => None,
        // The last that failed is the shortest.
        Err(TestError::Fail(..)) => failed.into_inner(),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

/// A run of a sequence.
#[derive(Default)]
struct Run {
    done: Vec<Op>,
    /// For each operation, what it is and its commands.
    commands: Vec<(String, String)>,
}

impl Run {
    /// Runs a sequence from the start, then looks at all once more.
    fn all(&mut self, ops: &[Op], sandbox: &mut Sandbox) -> Result<(), String> {
        sandbox.restore();
        let mut model = Model::new();
        let ending = [
            Op::Back(0),
            Op::Back(1),
            Op::Damage(Damage::Unblock),
            Op::Check(Check::plain()),
            Op::List,
            Op::Next,
        ];
        let mut result = Ok(());
        for op in ops.iter().chain(&ending) {
            if result.is_ok() && model.admits(op) {
                result = self.step(op, &mut model, sandbox);
            }
        }
        let settled = sandbox.settle();
        result.and(settled)
    }

    fn step(&mut self, op: &Op, model: &mut Model, sandbox: &Sandbox) -> Result<(), String> {
        let commands = script::commands(op, model);
        self.done.push(op.clone());
        self.commands.push((format!("{op:?}"), commands.clone()));
        sandbox.empty_out();
        sandbox.run(&commands)?;
        judge(op, model, sandbox)?;
        model.count += 1;
        Ok(())
    }
}
