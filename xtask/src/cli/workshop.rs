//! What `workshop` takes.

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

/// What `workshop board` takes.
#[derive(Args)]
pub struct BoardOptions {
    /// The folder or git remote with the reports (default: as workshop.toml says)
    #[arg(value_name = "WHERE")]
    pub reports: Option<String>,
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = ".arena/board.html")]
    pub out: PathBuf,
    /// Write it once, and stop
    #[arg(long)]
    pub once: bool,
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
