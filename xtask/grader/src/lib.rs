//! The grader: takes exercises, returns grades, and reports to a listener what happens meanwhile.
//!
//! It knows neither a command line nor a terminal, and prints nothing. Data moves one way:
//!
//! ```text
//! workbook → build → run → test_cache → measure → grade → state
//! ```
//!
//! | module | what it does |
//! |---|---|
//! | [`check`](mod@check), [`bench`](mod@bench) | the whole flow, for a grade and for a measurement in full |
//! | [`pipeline`] | its first half: build, then run, with the test cache in between |
//! | [`build`](mod@build), [`program`] | crates and programs → executables, or the compiler's errors |
//! | [`workspace`] | other workspaces than the workbook's: those of private exercises and of variants |
//! | [`run`](mod@run) | test binaries → an outcome for each test, each from a process of its own |
//! | [`trace`] | what happened on the heap, recorded and kept |
//! | [`content`] | what was built, by content, since cargo goes by times |
//! | [`process`], `machine` | child processes and all that they start; what the machine refuses |
//! | [`test_cache`] | which runs need not be repeated, and how long each test takes |
//! | [`references`] | what solutions measured on another machine, where they are not in the checkout |
//! | [`optimised`] | what passes must pass built with optimisation, too |
//! | [`measure`](mod@measure) | Bad against yours, and against the solution |
//! | [`scaling`](mod@scaling) | both with 1, 2, 4, … threads, where no ratio can be trusted |
//! | `benchmark` | the processes that these start |
//! | [`reason`] | what a speedup rests on, in a sentence |
//! | [`shipped_tree`] | whether all else is as it was shipped |
//! | [`grade`](mod@grade) | evidence → a verdict; it starts nothing and reads nothing |
//! | [`entry`], [`state`], [`history`] | what is saved in `.arena/` |
//! | [`event`] | what listeners receive; [`results`] and [`diagnostic`] are the values in it |
//! | [`protocol`] | what tests and benchmarks report, as a file |
//!
//! Modules import only from those before them in the list below; a test holds them to it. `Err`
//! means that the workbook or the machine is broken, or that the run was cancelled. What a
//! learner's code does is always a value.

pub mod cancellation;

pub mod text;

pub mod atomic_write;

pub mod host;

pub mod lock;

mod machine;

pub mod process;

pub mod protocol;

pub mod diagnostic;

pub mod cargo;

mod cargo_failure;

pub mod results;

pub mod event;

pub mod content;

mod source;

pub mod program;

pub mod workspace;

pub mod build;

pub mod run;

pub mod test_cache;

mod benchmark;

pub mod references;

pub mod measure;

pub mod scaling;

pub mod reason;

pub mod grade;

pub mod versions;

mod question;

pub mod entry;

pub mod state;

pub mod history;

pub mod pipeline;

pub mod trace;

pub mod optimised;

pub mod git;

pub mod shipped_tree;

pub mod bench;

pub mod check;
