//! `workshop`: a room of learners without a server.

mod board;

mod join;

use crate::cli::WorkshopCommand;
use crate::commands::shared::Finish;
use anyhow::Result;
use workbook::{Problem, Workbook};
use workshop::place::Place;

pub(super) fn run(what: &WorkshopCommand) -> Result<Finish> {
    match what {
        WorkshopCommand::Join(options) => join::join(options),
        WorkshopCommand::Leave => join::leave(),
        WorkshopCommand::Board(options) => board::run(options),
    }
}

/// Where reports are: as named, or as the plan says.
fn place(workbook: &Workbook, named: Option<&str>) -> Result<Place> {
    let planned = workbook
        .plan
        .as_ref()
        .and_then(|plan| plan.reports.as_deref());
    match named.or(planned) {
        Some(words) => Ok(Place::named(words, &workbook.root)),
        None => Err(Problem::general(
            "it is not known where reports are: workshop.toml does not say",
            "name a folder that all can write, as in `cargo xtask workshop board /mnt/class`, or add `reports = \"…\"` to \
             workshop.toml",
        )
        .into()),
    }
}
