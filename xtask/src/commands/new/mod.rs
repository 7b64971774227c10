//! `new`: for authors. It adds an exercise or a chapter that is complete as it is, to be replaced piece
//! by piece.

mod names;

mod templates;

mod lines;

mod manifest;

mod summary;

mod scaffold;

mod chapter;

mod exercise;

mod private;

use crate::cli::NewCommand;
use crate::commands::shared::Finish;
use anyhow::Result;

pub(super) fn run(what: &NewCommand) -> Result<Finish> {
    match what {
        NewCommand::Exercise(options) => match &options.folder {
            Some(folder) => private::run(options, folder),
            None => exercise::run(options),
        },
        NewCommand::Chapter(options) => chapter::run(options),
    }
}
