//! What the solutions measured on another machine, for a checkout that was made without them: `solutions/references.json`.

use crate::build::Allocator;
use crate::host::Host;
use crate::protocol::{Allocations, ScalingPoint, Speed};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use workbook::{Problem, Workbook, read_bounded};

/// More than the file ever has, in bytes.
const MAX_BYTES: u64 = 4 << 20;
/// The version of the format.
const FORMAT: u32 = 1;

/// The figures of all solutions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct References {
    format: u32,
    /// The machine and the compiler that they were measured with, in words.
    pub host: String,
    /// By exercise and allocator.
    pub measured: Vec<Measured>,
}

/// The figures of one solution under one allocator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The exercise's id.
    pub id: String,
    /// The allocator's name.
    pub allocator: String,
    /// Bad against the solution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed: Option<Speed>,
    /// Bad against Bad tuned without an arena.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tuned: Option<Speed>,
    /// How both scale with threads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scaling: Vec<ScalingPoint>,
    /// The heap use of both in the tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heap: Option<Allocations>,
}

impl References {
    /// Figures of this machine.
    #[must_use]
    pub fn of_this_machine(measured: Vec<Measured>) -> Self {
        let Host {
            os,
            cpu,
            cores,
            rustc,
        } = Host::this();
        let cores = match cores {
            1 => "1 core".to_owned(),
            n => format!("{n} cores"),
        };
        Self {
            format: FORMAT,
            host: format!("{cpu}, {cores}, {os}, rustc {rustc}"),
            measured,
        }
    }

    /// Those of a checkout without solutions; `None` where the solutions are there.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn load(workbook: &Workbook) -> Result<Option<Self>> {
        let file = workbook.references();
        if !file.is_file() {
            return Ok(None);
        }
        let damaged = |reason: String| {
            let name = workbook.show(&file);
            let help = format!("restore it with `git checkout {name}`");
            Problem::new(name, format!("cannot be read: {reason}"), help)
        };
        let bytes = read_bounded(&file, MAX_BYTES).map_err(|error| damaged(error.to_string()))?;
        let references: Self =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if references.format != FORMAT {
            return Err(damaged("it is of another version of the workbook".to_owned()).into());
        }
        Ok(Some(references))
    }

    /// How many of an exercise's versions are measured here where [`load`](Self::load) gave this: yours, and the solution if
    /// it is there.
    pub(crate) fn n_sides(references: Option<&Self>) -> usize {
        match references {
            Some(_) => 1,
            None => 2,
        }
    }

    /// What was measured of an exercise's solution; or that it was not.
    pub(crate) fn of(&self, id: &str, allocator: Allocator) -> Result<&Measured, String> {
        let mut all = self.measured.iter();
        let found = all.find(|one| one.id == id && one.allocator == allocator.name());
        found.ok_or_else(|| {
            format!(
                "there is nothing to compare with: the solution of {id} is not in this checkout, and was not measured \
                 elsewhere with the allocator `{}`",
                allocator.name()
            )
        })
    }
}
