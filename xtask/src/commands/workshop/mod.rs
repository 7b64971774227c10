//! `workshop`: a room of learners without a server.

mod reports;

mod board;

mod grade;

mod join;

mod hide;
mod report;

mod pack;

use crate::cli::WorkshopCommand;
use crate::commands::shared::Finish;
use anyhow::Result;

pub(super) fn run(what: &WorkshopCommand) -> Result<Finish> {
    match what {
        WorkshopCommand::Join(options) => join::join(options),
        WorkshopCommand::Leave => join::leave(),
        WorkshopCommand::Board(options) => board::run(options),
        WorkshopCommand::Grade(options) => grade::run(options),
        WorkshopCommand::Report(options) => report::run(options),
        WorkshopCommand::Pack(options) => pack::run(options),
        WorkshopCommand::HideSolutions(options) => hide::run(options),
    }
}
