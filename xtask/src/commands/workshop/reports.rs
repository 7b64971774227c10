//! Where the reports of a workshop are read from: a folder, a git remote, or what was downloaded.

use crate::cli::ReportsOptions;
use anyhow::Result;
use std::path::PathBuf;
use workbook::{Problem, Workbook};
use workshop::downloaded;
use workshop::place::{Found, Place};
use workshop::readiness::{self, Readiness};

/// Where reports are.
pub(super) enum Reports {
    /// Where participants write them.
    Place(Place),
    /// Where they were downloaded to.
    Downloaded(PathBuf),
}

impl Reports {
    /// Where they are: as named, or as the plan says.
    pub fn named(options: &ReportsOptions, workbook: &Workbook) -> Result<Self> {
        if let Some(folder) = &options.from {
            return Ok(Self::Downloaded(folder.clone()));
        }
        let planned = workbook
            .plan
            .as_ref()
            .and_then(|plan| plan.reports.as_deref());
        match options.reports.as_deref().or(planned) {
            Some(words) => Ok(Self::Place(Place::named(words, &workbook.root))),
            None => Err(Problem::general(
                "it is not known where reports are: workshop.toml does not say",
                "name a folder that all can write, as in `cargo xtask workshop board /mnt/class`, or add `reports = \"…\"` \
                 to workshop.toml; `--from DIR` reads what was downloaded from CI",
            )
            .into()),
        }
    }

    /// All reports, for a workbook of this edition.
    pub fn read(&self, edition: &str) -> Result<Vec<Found>> {
        match self {
            Self::Place(place) => place.read_all(),
            Self::Downloaded(folder) => downloaded::read(folder, edition),
        }
    }

    /// The machines that have said whether they are ready.
    pub fn machines(&self) -> Vec<Readiness> {
        match self {
            Self::Place(place) => readiness::read_all(place),
            Self::Downloaded(_) => Vec::new(),
        }
    }
}
