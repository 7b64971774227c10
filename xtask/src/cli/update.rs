//! What `update` takes.

use clap::Args;

/// What `update` takes.
#[derive(Args)]
pub struct UpdateOptions {
    /// Where the new version is: a folder, a git remote or its address (default: what this clone follows)
    pub from: Option<String>,
    /// Only say what it would do
    #[arg(long)]
    pub dry_run: bool,
    /// Take the last update back; again, and it goes further back
    #[arg(long, conflicts_with_all = ["from", "dry_run"])]
    pub undo: bool,
}
