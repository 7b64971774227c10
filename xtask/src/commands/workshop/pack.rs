//! `workshop pack`: one archive for participants, tried before it is handed out.

use super::hide::{references, warn_of};
use crate::cli::PackOptions;
use crate::commands::shared::Finish;
use crate::commands::{book, doctor};
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report::say;
use anyhow::Result;
use grader::cancellation::Cancellation;
use grader::text::size;
use std::path::Path;
use workbook::{Problem, Workbook};
use workshop::kit::archive::Stage;
use workshop::kit::trial::{self, Network, Tried};
use workshop::kit::{hidden, registry, repository};

/// Free bytes that packing needs beside twice the crates: the repository, a checkout of it, and the pages.
const ROOM: u64 = 60_000_000;

pub(super) fn run(options: &PackOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let cancellation = interrupt::program();
    let file = workbook.root.join(&options.out);
    let committed = repository::committed(&workbook.root, cancellation)?;
    warn_of(&committed.left_out);

    let trial_room = if options.untried { 0 } else { trial::ROOM };
    check_room(ROOM + trial_room)?;
    let bar = ProgressBar::new();
    let references = match options.without_solutions {
        true => Some(references(&workbook, &bar)?),
        false => None,
    };
    bar.begin("packing the repository", 0);
    let stage = Stage::new()?;
    let checkout = stage.checkout();
    repository::clone(&workbook.root, &committed.commit, &checkout, cancellation)?;
    if let Some(references) = &references {
        hidden::take_out_solutions(&checkout, references, cancellation)?;
    }
    let repository = stage.add_repository(cancellation)?;
    bar.begin("packing the crates that it depends on", 0);
    let crates = registry::needed(&checkout, cancellation)?;
    let needed = 2 * registry::size(&crates) + ROOM + trial_room;
    check_room(needed)?;
    stage.add_crates(&crates)?;
    let pages = book::pages(&workbook, &checkout, &bar)?;
    stage.add_book(&pages)?;
    bar.begin("writing the archive", 0);
    let archive = stage.write(&file, cancellation)?;
    drop(stage);
    bar.clear();
    let [archive, repository, crates_size] =
        [archive, repository, registry::size(&crates)].map(size);
    say!("{}: {archive}", workbook.show(&file))?;
    let without = match options.without_solutions {
        true => ", without solutions and without its past",
        false => "",
    };
    say!(
        "  repository  {repository}, at {:.10}{without}",
        committed.commit
    )?;
    say!("  crates      {crates_size}, {} of them", crates.len())?;
    let tried = match options.untried {
        true => "not tried".to_owned(),
        false => tried(&workbook, &file, &bar, cancellation)?,
    };
    say!("\n{archive}; {tried}")?;
    say!("\nParticipants unpack it, and set it up:\n")?;
    say!(
        "    tar -xzf {0}\n    sh arena-workbook/setup.sh",
        file_name(&file)
    )?;
    say!("    powershell -ExecutionPolicy Bypass -File arena-workbook\\setup.ps1    (on Windows)")?;
    Ok(Finish::Passes)
}

fn tried(
    workbook: &Workbook,
    file: &Path,
    bar: &ProgressBar,
    cancellation: &Cancellation,
) -> Result<String> {
    check_room(trial::ROOM)?;
    let first = &workbook.planned()[0].id;
    let on_step = |step: &str| bar.begin(&format!("trying it: {step}"), 0);
    let tried = trial::of(file, first, cancellation, &on_step)?;
    bar.clear();
    let Tried {
        elapsed,
        exercise,
        network,
    } = tried;
    let network = match network {
        Network::Off => "the network off",
        Network::Refused => "the network refused to cargo (this system has no way to take it away)",
    };
    Ok(format!(
        "tried with an empty home and {network}: first verdict, on {exercise}, after {} s",
        elapsed.as_secs()
    ))
}

/// Says how much is needed for temporary files, before anything is written.
fn check_room(needed: u64) -> Result<()> {
    let folder = std::env::temp_dir();
    match doctor::free(&folder) {
        Some(free) if free < needed => {
            let what = format!(
                "{} are free, and {} are needed for a while",
                size(free),
                size(needed)
            );
            let help = "free some, or set TMPDIR (on Windows, TEMP) to a folder on another disk";
            Err(Problem::new(folder.display().to_string(), what, help).into())
        }
        // Where the system does not say, it is tried.
        _ => Ok(()),
    }
}

fn file_name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
