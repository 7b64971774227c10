//! `workshop board`: keeps a page up to date that shows the room.

use crate::cli::BoardOptions;
use crate::commands::shared::Finish;
use crate::interrupt;
use crate::report::{complain, say};
use anyhow::{Context, Result};
use grader::atomic_write;
use grader::entry::now;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use workbook::{Problem, Workbook};
use workshop::board::{Heading, render};
use workshop::place::{Found, Place};
use workshop::readiness;
use workshop::report::edition;
use workshop::room::Room;

/// The pause between two looks at the reports. A browser reads the page again as often.
const PAUSE: Duration = Duration::from_secs(2);
/// How often it is asked meanwhile whether to end.
const POLL: Duration = Duration::from_millis(50);

pub(super) fn run(options: &BoardOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let place = place(&workbook, options.reports.as_deref())?;
    let file = workbook.root.join(&options.out);
    let mut board = Board {
        workbook: &workbook,
        edition: edition(&workbook),
        place,
        arrivals: HashMap::new(),
        room: Room::default(),
    };
    // The first time, whatever is wrong ends it: nothing is on the screen yet.
    let found = board.place.read_all()?;
    board.look_at(found);
    board.write(&file, None)?;
    say!("{}: {}", workbook.show(&file), board.summary())?;
    if options.once {
        return Ok(Finish::Passes);
    }
    say!("Open it in a browser: it is kept up to date until you press Ctrl-C here.")?;
    let mut told = None;
    while wait() {
        let trouble = match board.place.read_all() {
            Ok(found) => {
                board.look_at(found);
                None
            }
            Err(error) => Some(format!("{error:#}")),
        };
        if let (Some(trouble), true) = (&trouble, trouble != told) {
            complain(&format!(
                "warning: {trouble}; trying again every {} s",
                PAUSE.as_secs()
            ));
        }
        let written = board.write(&file, trouble.as_deref());
        told = trouble;
        if let Err(error) = written {
            complain(&format!(
                "warning: {error:#}; trying again every {} s",
                PAUSE.as_secs()
            ));
        }
    }
    Ok(Finish::Interrupted)
}

struct Board<'a> {
    workbook: &'a Workbook,
    edition: String,
    place: Place,
    /// Where the place knows no time of arrival: what was written when, and when it was first seen here.
    arrivals: HashMap<String, (u64, u64)>,
    room: Room,
}

impl Board<'_> {
    fn look_at(&mut self, mut found: Vec<Found>) {
        let now = now();
        for found in &mut found {
            if let (None, Ok(report)) = (found.arrived, &found.report) {
                let arrival = self
                    .arrivals
                    .entry(found.name.clone())
                    .or_insert((report.sent, report.sent));
                if arrival.0 != report.sent {
                    *arrival = (report.sent, now);
                }
                found.arrived = Some(arrival.1);
            }
        }
        self.room = Room::of(self.workbook, &self.edition, found, now);
    }

    fn write(&self, file: &std::path::Path, trouble: Option<&str>) -> Result<()> {
        let plan = self.workbook.plan.as_ref();
        let heading = Heading {
            title: plan.map_or("Workshop", |plan| &plan.title),
            written: now(),
            trouble,
            machines: &readiness::section(&readiness::read_all(&self.place)),
        };
        let page = render(&self.room, &heading);
        atomic_write::write(file, page.as_bytes())
            .with_context(|| format!("{}: cannot be written", self.workbook.show(file)))
    }

    fn summary(&self) -> String {
        let unreadable = match self.room.unreadable.len() {
            0 => String::new(),
            n => format!(", {n} cannot be read"),
        };
        format!(
            "{} take part, {} may need help{unreadable}",
            self.room.people.len(),
            self.room.n_in_need()
        )
    }
}

/// Waits for the next look; `false` once it is to end.
fn wait() -> bool {
    let start = Instant::now();
    while start.elapsed() < PAUSE {
        if interrupt::program().is_cancelled() {
            return false;
        }
        std::thread::sleep(POLL);
    }
    true
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
