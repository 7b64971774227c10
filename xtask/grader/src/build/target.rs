//! What is built: a crate of an exercise, and which of its executables.

use crate::event::Stage;
use crate::results::Build;
use crate::source;
use workbook::{Crate, Exercise, Workbook};

/// A crate to build, and the exercise that it belongs to.
#[derive(Clone)]
pub struct Target<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// The learner's crate, the solution's, or a variant's.
    pub package: Crate,
}

impl<'a> Target<'a> {
    /// The learner's crate and the solution's, in this order.
    #[must_use]
    pub fn both(exercise: &'a Exercise) -> [Self; 2] {
        [exercise.learner(), exercise.solution()].map(|package| Self { exercise, package })
    }

    /// The solution's crate.
    #[must_use]
    pub fn solution(exercise: &'a Exercise) -> Self {
        let package = exercise.solution();
        Self { exercise, package }
    }
}

impl Target<'_> {
    /// Why there is no need to ask cargo: the goal's root file is missing, or the source is no file
    /// that a compiler could read to its end.
    pub(super) fn cannot_be_built(&self, workbook: &Workbook, goal: Goal) -> Option<Build> {
        if !goal.is_in(&self.package) {
            let file = self.package.folder.join(goal.roots()[0]);
            return Some(Build::Missing { file });
        }
        let source = self.package.folder.join("src").join("lib.rs");
        let error = source::not_a_file(workbook, self.exercise, &source)?;
        Some(Build::Failed {
            errors: vec![error],
        })
    }
}

/// What to build of each crate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The graded tests, unoptimised.
    Tests,
    /// The graded tests, optimised: what is timed must give the same answers.
    OptimisedTests,
    /// The speed benchmark, optimised, under this allocator.
    Benches(Allocator),
    /// The same benchmark of Bad tuned without an arena, which the solution's crate has.
    TunedBenches(Allocator),
}

/// The global allocator of a benchmark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Allocator {
    /// The system's, which Rust programs use by default.
    #[default]
    System,
    /// mimalloc: what is left of a gain after a change of one line?
    Mimalloc,
}

impl Allocator {
    /// Its name, as on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Allocator::System => "system",
            Allocator::Mimalloc => "mimalloc",
        }
    }
}

impl Goal {
    pub(super) fn arguments(self) -> &'static [&'static str] {
        match self {
            Goal::Tests => &["--test", "graded"],
            Goal::OptimisedTests => &["--test", "graded", "--release"],
            Goal::Benches(_) => &["--bench", "speed", "--release"],
            Goal::TunedBenches(_) => &["--bench", "tuned", "--release"],
        }
    }

    /// The arguments that choose the allocator.
    pub(super) fn allocator(self) -> &'static [&'static str] {
        match self {
            // A feature is named through its package, which must then be among those selected.
            Goal::Benches(Allocator::Mimalloc) | Goal::TunedBenches(Allocator::Mimalloc) => {
                &["--package", "yardstick", "--features", "yardstick/mimalloc"]
            }
            _ => &[],
        }
    }

    /// The goal's root file: in an exercise, or in a solution.
    fn roots(self) -> &'static [&'static str] {
        match self {
            Goal::Tests | Goal::OptimisedTests => &["tests/graded/main.rs", "tests/graded.rs"],
            Goal::Benches(_) => &["benches/speed.rs"],
            Goal::TunedBenches(_) => &["benches/tuned.rs"],
        }
    }

    /// Whether this crate has such an executable.
    #[must_use]
    pub fn is_in(self, package: &Crate) -> bool {
        let mut roots = self.roots().iter();
        roots.any(|root| package.folder.join(root).is_file())
    }

    pub(super) fn stage(self) -> Stage {
        match self {
            Goal::Tests => Stage::BuildTests,
            Goal::OptimisedTests => Stage::BuildOptimisedTests,
            Goal::Benches(_) | Goal::TunedBenches(_) => Stage::BuildBenchmarks,
        }
    }
}
