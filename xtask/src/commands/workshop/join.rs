//! `workshop join` and `leave`: who takes part from this checkout.

use crate::cli::JoinOptions;
use crate::commands::shared::Finish;
use crate::report::{complain, say};
use anyhow::Result;
use workbook::Workbook;
use workshop::{membership, readiness};

pub(super) fn join(options: &JoinOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let reports = options.reports.as_deref();
    let (member, before) = membership::join(&workbook, &options.name, reports, options.take_over)?;
    readiness::follow(&workbook, before.as_ref(), &member);
    let n = workbook.planned().len();
    say!("Welcome, {}.", member.identity.name)?;
    say!(
        "  report  {} in {}",
        member.file_name(),
        member.place(&workbook).shown()
    )?;
    say!(
        "  says    for each of {n} exercises: begun or not, the first step that fails, since when, hints, the best result"
    )?;
    say!("  without your code, paths, or anything about this machine but its system and compiler")?;
    say!("  written after each check; cargo xtask workshop leave ends it, and removes it")?;
    say!("  next    cargo xtask next")?;
    Ok(Finish::Passes)
}

pub(super) fn leave() -> Result<Finish> {
    let workbook = Workbook::open()?;
    match membership::leave(&workbook)? {
        None => say!("Nobody takes part from here: there is nothing to leave.")?,
        Some((member, removed)) => {
            let removed = removed.and(match &member {
                Some(member) => readiness::forget(&workbook, member),
                None => Ok(()),
            });
            let name = member.map_or(String::new(), |member| {
                format!(", {}", member.identity.name)
            });
            say!("You take part no longer{name}. Your progress is kept.")?;
            if let Err(error) = removed {
                complain(&format!(
                    "warning: your report could not be removed ({error:#}); ask your facilitator to delete it"
                ));
            }
        }
    }
    Ok(Finish::Passes)
}
