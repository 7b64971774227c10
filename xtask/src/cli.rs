//! The command table, for the command line and the shell alike.

mod limits;

mod update;

mod workshop;

pub use limits::TimeLimits;
pub use update::UpdateOptions;
pub use workshop::{
    BoardOptions, ClassOptions, HideOptions, JoinOptions, PackOptions, ReportOptions,
    ReportsOptions, WorkshopCommand,
};

use crate::report::format::{Format, ReportKind};
use clap::{Args, Parser, Subcommand, ValueEnum};
use grader::build::Allocator;

/// The runner of the Arena Workbook: grades your progress, and measures the speedups.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    disable_help_subcommand = true
)]
#[command(
    after_help = "Exercises go by id, number, or the beginning of the id.\n\
    Exit codes: 0 all that was asked passes, 1 something does not pass yet, \
    2 wrong usage or a broken workbook or machine, 130 interrupted."
)]
pub struct Cli {
    /// What to do; without a command, a terminal gets the shell.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A command.
#[derive(Subcommand)]
pub enum Command {
    /// Grade all exercises, or those named, and measure the speed of those that pass
    Check(CheckOptions),
    /// Grade what others have handed in, with the tests of this checkout (a whole class: `workshop grade`)
    Grade(GradeOptions),
    /// Grade an exercise each time one of its files is saved
    Watch(WatchOptions),
    /// Show the speedup in full: Bad, yours and the solution, with intervals and a plot
    Bench(BenchOptions),
    /// List every exercise with the result of its last check
    List,
    /// Say what to do next
    Next,
    /// Open an exercise's source in your editor
    Open {
        /// The exercise (default: the next)
        what: Option<String>,
    },
    /// Show one more hint for the step that fails
    Hint {
        /// The exercise (default: the next)
        what: Option<String>,
        /// The step, or its number (default: the first that failed in the last check)
        step: Option<String>,
        /// The same, where the exercise is not named
        #[arg(long = "step", value_name = "STEP", conflicts_with = "step")]
        of_next: Option<String>,
        /// Show again what was shown so far
        #[arg(long)]
        again: bool,
    },
    /// Say what a step asks for, and why
    Lesson {
        /// The exercise (default: the next)
        what: Option<String>,
        /// The step, or its number (default: the first that failed in the last check)
        step: Option<String>,
    },
    /// Bring back your source as it was before the last check; again, and it goes further back
    Undo {
        /// The exercise (default: the one that was last checked)
        what: Option<String>,
        /// Bring back the best version that passed
        #[arg(long)]
        passed: bool,
    },
    /// Mark an exercise as known, so that `next` passes over it, or as one to do after all
    Mark {
        /// The exercise
        what: String,
        /// As what
        #[arg(value_enum)]
        mark: Mark,
    },
    /// Restore an exercise's source as it was shipped (a backup is kept)
    Reset {
        /// The exercise
        what: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Show the solution of an exercise that you have passed, beside yours
    Solution {
        /// The exercise
        what: String,
        /// Show it even if you have not passed
        #[arg(long)]
        spoil: bool,
        /// Open it in your editor
        #[arg(long)]
        open: bool,
    },
    /// Try each published claim about arenas on this machine, and say whether it holds
    Claims(ClaimsOptions),
    /// Record what happens on the heap in an exercise, Bad and yours, below .arena/traces
    Trace(TraceOptions),
    /// Build the book, serve it on this machine, and open the browser
    Book(BookOptions),
    /// Try a real arena at a prompt: allocate, grow, reset, and see its chunks (`tour` shows
    /// around)
    Lab,
    /// Say whether this machine is ready: toolchain, disk, offline builds, noise, and what to do
    Doctor(DoctorOptions),
    /// Bring the workbook up to date: your sources stay as they are, and move along with their exercises
    Update(UpdateOptions),
    /// Write a shell's completion script; its first lines say where to put it
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// For authors of exercises: prove that starters fail as declared and that solutions pass
    Verify(VerifyOptions),
    /// For authors: add an exercise or a chapter that is complete as it is, to be replaced piece by piece
    #[command(subcommand, disable_help_subcommand = true)]
    New(NewCommand),
    /// For workshops: take part, see who needs help, grade a class, report on it
    #[command(subcommand, disable_help_subcommand = true)]
    Workshop(WorkshopCommand),
}

/// What `check` takes.
#[derive(Args, Clone)]
pub struct CheckOptions {
    /// Exercises (default: all)
    pub what: Vec<String>,
    /// Do not measure speed, and do not try what passes with optimisation
    #[arg(long)]
    pub no_speed: bool,
    /// Measure speed again even if nothing changed
    #[arg(long)]
    pub remeasure: bool,
    /// Run the tests again even if nothing changed
    #[arg(long)]
    pub rerun: bool,
    /// Measure exercises that fail, too: an untouched starter is Bad against Bad
    #[arg(long, hide = true)]
    pub measure_all: bool,
    /// Also require that tests and benchmarks are as they were shipped
    #[arg(long)]
    pub strict: bool,
    /// The format of the report
    #[arg(long, default_value = "human", value_parser = Format::parser(ReportKind::Grades))]
    pub format: Format,
    /// How long things may take
    #[command(flatten)]
    pub limits: TimeLimits,
}

/// What `grade` takes.
#[derive(Args)]
pub struct GradeOptions {
    /// Checkouts, folders with exercises in them, or branches and commits of this repository; only the `src` of
    /// their exercises is used
    #[arg(required = true)]
    pub what: Vec<String>,
    /// Exercises to grade (default: those of workshop.toml, or all)
    #[arg(long, value_name = "EXERCISE", num_args = 1)]
    pub only: Vec<String>,
    /// The format of the report
    #[arg(long, default_value = "human", value_parser = Format::parser(ReportKind::Submissions))]
    pub format: Format,
    /// How long things may take
    #[command(flatten)]
    pub limits: TimeLimits,
}

/// What an exercise can be marked as.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mark {
    /// Known: nothing is left to do
    Known,
    /// To do, unless it passes
    Todo,
}

/// What `watch` takes.
#[derive(Args, Clone)]
pub struct WatchOptions {
    /// The exercise (default: the next)
    pub what: Option<String>,
    /// Open the source of each exercise that you go to (or set the environment variable `ARENA_OPEN=1`)
    #[arg(long)]
    pub open: bool,
    /// How long things may take
    #[command(flatten)]
    pub limits: TimeLimits,
}

/// What `bench` takes.
#[derive(Args)]
pub struct BenchOptions {
    /// Exercises (default: all that have a benchmark)
    pub what: Vec<String>,
    /// The global allocator that all versions run under
    #[arg(long, value_enum, default_value_t = AllocatorChoice::System)]
    pub allocator: AllocatorChoice,
    /// The format of the report
    #[arg(long, default_value = "human", value_parser = Format::parser(ReportKind::Bench))]
    pub format: Format,
    /// How long things may take
    #[command(flatten)]
    pub limits: TimeLimits,
}

/// What `claims` takes.
#[derive(Args)]
pub struct ClaimsOptions {
    /// The global allocator that the experiments run under; the book shows those under the system's
    #[arg(long, value_enum, default_value_t = AllocatorChoice::System)]
    pub allocator: AllocatorChoice,
    /// The format of the report
    #[arg(long, default_value = "human", value_parser = Format::parser(ReportKind::Claims))]
    pub format: Format,
    /// Tiny sizes, for a test: the figures mean nothing, and are not saved
    #[arg(long, hide = true)]
    pub quick: bool,
}

/// A global allocator to measure under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AllocatorChoice {
    /// The system's, which Rust programs use by default
    System,
    /// mimalloc, which many programs gain from by a change of one line
    Mimalloc,
}

impl From<AllocatorChoice> for Allocator {
    fn from(choice: AllocatorChoice) -> Self {
        match choice {
            AllocatorChoice::System => Allocator::System,
            AllocatorChoice::Mimalloc => Allocator::Mimalloc,
        }
    }
}

/// What `trace` takes.
#[derive(Args)]
pub struct TraceOptions {
    /// The exercise (default: the next)
    pub what: Option<String>,
    /// The format of the report
    #[arg(long, default_value = "human", value_parser = Format::parser(ReportKind::Trace))]
    pub format: Format,
    /// How long things may take
    #[command(flatten)]
    pub limits: TimeLimits,
}

/// What `book` takes.
#[derive(Args)]
pub struct BookOptions {
    /// Write static files and stop
    #[arg(long)]
    pub build: bool,
    /// With --build: the address that the book will have, with its folder (default: `homepage` in
    /// Cargo.toml)
    #[arg(long, value_name = "URL", requires = "build")]
    pub address: Option<String>,
    /// Open the book as a presentation: a section on each screen, notes in a second window
    #[arg(long, conflicts_with_all = ["build", "no_open"])]
    pub present: bool,
    /// Fail if the lab in the pages cannot be compiled: for a book that is published
    #[arg(long, requires = "build")]
    pub require_wasm: bool,
    /// Do not open the browser
    #[arg(long)]
    pub no_open: bool,
    /// The port to serve on
    #[arg(long)]
    pub port: Option<u16>,
}

/// What `doctor` takes.
#[derive(Args)]
pub struct DoctorOptions {
    /// Compile all that a day needs, so that nothing is compiled later, and no network is needed
    #[arg(long)]
    pub warm: bool,
    /// Do not measure how noisy the machine is
    #[arg(long)]
    pub no_speed: bool,
    /// For a workshop: also write whether this machine is ready into the folder that all can write
    #[arg(long, value_name = "DIR")]
    pub report: Option<String>,
    /// The format of the report
    #[arg(long, default_value = "human", value_parser = Format::parser(ReportKind::Doctor))]
    pub format: Format,
}

/// A shell with completions.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash
    Bash,
    /// Zsh
    Zsh,
    /// Fish
    Fish,
    /// PowerShell
    Powershell,
}

/// What `verify` takes.
#[derive(Args)]
pub struct VerifyOptions {
    /// Exercises (default: all)
    pub what: Vec<String>,
    /// Do not measure speed
    #[arg(long)]
    pub no_speed: bool,
    /// How often equal code is measured against itself; it must never be called faster
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub noise_runs: usize,
    /// Also try the variants of each solution: honest ones must pass, tricks must fail
    #[arg(long)]
    pub deep: bool,
    /// Only write the variants as crates of a workspace, and print its folder
    #[arg(long, hide = true)]
    pub lay_out: bool,
    /// Rewrite shipped.toml with the tests and files as they are
    #[arg(long)]
    pub bless: bool,
    /// How long things may take
    #[command(flatten)]
    pub limits: TimeLimits,
}

/// What `new` adds.
#[derive(Subcommand)]
pub enum NewCommand {
    /// Add an exercise, its solution with variants, and its chapter
    Exercise(NewExerciseOptions),
    /// Add a chapter to the book
    Chapter(NewChapterOptions),
}

/// What `new exercise` takes.
#[derive(Args)]
pub struct NewExerciseOptions {
    /// Its id, as in `parse-tree`: the name of its package
    pub id: String,
    /// The chapter that will show it, as in `parsing.md`; without one, it gets a chapter of its own
    #[arg(long, value_name = "FILE")]
    pub chapter: Option<String>,
    /// A folder for exercises of your own, beside the workbook or in it; workshop.toml then names it
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<String>,
    /// Only list the files that it would write
    #[arg(long)]
    pub dry_run: bool,
}

/// What `new chapter` takes.
#[derive(Args)]
pub struct NewChapterOptions {
    /// Its name, as in `growing-in-place`: the name of its file
    pub name: String,
    /// Only list the files that it would write
    #[arg(long)]
    pub dry_run: bool,
}
