//! What a run prints: counts, and failures as scripts.

use crate::common::target;
use crate::op::Op;
use crate::sandbox::runner_file;
use crate::script::FUNCTIONS;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

/// How many lines of a reason are repeated in a script.
const MAX_LINES: usize = 60;

/// Prints a text although the test may pass.
pub fn say(text: &str) {
    // Without a standard error, there is nothing to do about it.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// What was done.
#[derive(Default)]
pub struct Counts {
    n_sequences: u64,
    n_faults: u64,
    kinds: BTreeMap<String, u64>,
}

impl Counts {
    /// Adds the operations of a sequence.
    pub fn add(&mut self, ops: &[Op]) {
        self.n_sequences += 1;
        for op in ops {
            self.n_faults += u64::from(op.is_fault());
            *self.kinds.entry(op.kind()).or_default() += 1;
        }
    }

    pub fn text(&self, seed: u64, n_failures: u64, elapsed: Duration) -> String {
        let n_ops: u64 = self.kinds.values().sum();
        let minutes = elapsed.as_secs_f64() / 60.0;
        let mut text = String::from("model: operations by kind\n");
        for (kind, n) in &self.kinds {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "{n:>8}  {kind}");
        }
        let _ = write!(
            text,
            "model: seed {seed}: {} sequences, {n_ops} operations, {} faults injected, \
             {n_failures} violations, {minutes:.1} min",
            self.n_sequences, self.n_faults
        );
        text
    }
}

/// A sequence that violates the model.
pub struct Failure {
    pub seed: u64,
    pub index: u64,
    /// How many operations it had before it was shrunk.
    pub n_drawn: usize,
    /// For each operation, what it is and its commands.
    pub commands: Vec<(String, String)>,
    /// What was wrong after the last.
    pub reason: String,
}

impl Failure {
    /// As it is printed; the script is also written to a file.
    pub fn text(&self, start: &Path) -> String {
        let name = format!("{}-{}.sh", self.seed, self.index);
        let file = target().with_file_name("model").join("failures").join(name);
        let script = self.script(start);
        let folder = file.parent().expect("a file is in a folder");
        let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, &script));
        let place = match written {
            Ok(()) => file.display().to_string(),
            Err(error) => format!("not written: {error}"),
        };
        format!("model: a violation: {place}\n{script}")
    }

    fn script(&self, start: &Path) -> String {
        let Self { seed, index, .. } = self;
        let mut text = format!(
            "#!/bin/sh\n# Seed {seed}, sequence {index}, shrunk from {} operations.\n",
            self.n_drawn
        );
        for line in self.reason.lines().take(MAX_LINES) {
            text += &format!("# {line}\n");
        }
        text += &format!(
            "RUNNER=${{RUNNER:-{}}}\nOUT=$(mktemp -d)\nwork=$(mktemp -d)\ncp -R {}/. \"$work\" && cd \"$work\" || exit\n",
            runner_file().display(),
            start.display()
        );
        text += FUNCTIONS;
        text += "run a check\n";
        for (op, commands) in &self.commands {
            text += &format!("# {op}\n{commands}\n");
        }
        text
    }
}
