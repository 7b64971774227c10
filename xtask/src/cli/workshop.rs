//! What `workshop` takes.

use super::limits::TimeLimits;
use crate::report::format::{Format, ReportKind};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What `workshop` does.
#[derive(Subcommand)]
pub enum WorkshopCommand {
    /// Take part: from now on, each check also writes how far you are, without your code, where the facilitator reads it
    Join(JoinOptions),
    /// Take part no longer: your report is removed, and nothing is written any more
    Leave,
    /// For facilitators: keep a page up to date that shows where everybody is, and who needs help
    Board(BoardOptions),
    /// For facilitators: grade everybody's work with the tests of this checkout, from a git remote with a branch for each
    /// person, or a folder with a checkout for each
    Grade(ClassOptions),
    /// For facilitators: write a page for each person and one for the class, with the minutes that exercises took
    Report(ReportOptions),
    /// For facilitators: pack the workbook, what cargo needs offline and the book into one archive, and try it
    Pack(PackOptions),
    /// For facilitators: make a checkout for participants without solutions, where everything else works
    HideSolutions(HideOptions),
}

/// What `workshop join` takes.
#[derive(Args)]
pub struct JoinOptions {
    /// The name that the others see
    pub name: String,
    /// The folder or git remote that reports go to (default: as workshop.toml says)
    #[arg(long, value_name = "WHERE")]
    pub reports: Option<String>,
    /// Go on as somebody who joined from another checkout
    #[arg(long)]
    pub take_over: bool,
}

/// Where the reports of a workshop are.
#[derive(Args)]
pub struct ReportsOptions {
    /// The folder or git remote with the reports (default: as workshop.toml says)
    #[arg(value_name = "WHERE")]
    pub reports: Option<String>,
    /// Read reports and grades that were downloaded, as from CI: all JSON files in this folder, and in the folders below it
    #[arg(long, value_name = "DIR", conflicts_with = "reports")]
    pub from: Option<PathBuf>,
}

/// What `workshop board` takes.
#[derive(Args)]
pub struct BoardOptions {
    /// Where the reports are
    #[command(flatten)]
    pub reports: ReportsOptions,
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = ".arena/board.html")]
    pub out: PathBuf,
    /// Write it once, and stop
    #[arg(long)]
    pub once: bool,
    /// Also serve the page, to browsers on this machine only
    #[arg(long, conflicts_with = "once")]
    pub serve: bool,
    /// With --serve: the port (default: a free one)
    #[arg(long, requires = "serve")]
    pub port: Option<u16>,
}

/// What `workshop grade` takes.
#[derive(Args)]
pub struct ClassOptions {
    /// Folders with a checkout for each person, or git remotes with a branch for each, by address or name; of these, only the
    /// `src` of their exercises is used
    #[arg(required = true, value_name = "WHERE")]
    pub places: Vec<String>,
    /// Exercises to grade (default: those of workshop.toml, or all)
    #[arg(long, value_name = "EXERCISE", num_args = 1)]
    pub only: Vec<String>,
    /// Also write the grades to this file as JSON, for `workshop report --grades`
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// The format of the report
    #[arg(long, default_value = "human", value_parser = Format::parser(ReportKind::Submissions))]
    pub format: Format,
    /// How long things may take
    #[command(flatten)]
    pub limits: TimeLimits,
}

/// What `workshop report` takes.
#[derive(Args)]
pub struct ReportOptions {
    /// Where the reports are
    #[command(flatten)]
    pub reports: ReportsOptions,
    /// Grades to show as well: a file that `workshop grade --save` wrote
    #[arg(long, value_name = "FILE")]
    pub grades: Option<PathBuf>,
    /// The folder to write
    #[arg(long, value_name = "DIR", default_value = ".arena/class")]
    pub out: PathBuf,
}

/// What `workshop pack` takes.
#[derive(Args)]
pub struct PackOptions {
    /// The file to write
    #[arg(
        long,
        value_name = "FILE",
        default_value = ".arena/arena-workbook.tar.gz"
    )]
    pub out: PathBuf,
    /// Leave the solutions out, as `workshop hide-solutions` does
    #[arg(long)]
    pub without_solutions: bool,
    /// Do not unpack, set up and check it once, as a participant without a network would
    #[arg(long)]
    pub untried: bool,
}

/// What `workshop hide-solutions` takes.
#[derive(Args)]
pub struct HideOptions {
    /// The folder to make
    #[arg(long, value_name = "DIR", default_value = ".arena/participants")]
    pub out: PathBuf,
}
