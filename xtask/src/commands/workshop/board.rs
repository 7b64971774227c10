//! `workshop board`: keeps a page up to date that shows the room.

use super::reports::Reports;
use crate::cli::BoardOptions;
use crate::commands::shared::Finish;
use crate::interrupt;
use crate::report::{complain, say};
use anyhow::{Context, Result};
use grader::atomic_write;
use grader::entry::now;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use workbook::Workbook;
use workshop::board::{Heading, render};
use workshop::place::Found;
use workshop::readiness;
use workshop::report::edition;
use workshop::room::Room;
use workshop::serve::Server;

/// The pause between two looks at the reports. A browser reads the page again as often.
const PAUSE: Duration = Duration::from_secs(2);
/// How often it is asked meanwhile whether to end.
const POLL: Duration = Duration::from_millis(50);

pub(super) fn run(options: &BoardOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let reports = Reports::named(&options.reports, &workbook)?;
    let file = workbook.root.join(&options.out);
    let mut board = Board {
        workbook: &workbook,
        edition: edition(&workbook),
        reports,
        arrivals: HashMap::new(),
        room: Room::default(),
    };
    // The first time, whatever is wrong ends it: nothing is on the screen yet.
    let found = board.reports.read(&board.edition)?;
    board.look_at(found);
    let page = board.write(&file, None)?;
    say!("{}: {}", workbook.show(&file), board.summary())?;
    if options.once {
        return Ok(Finish::Passes);
    }
    let server = match options.serve {
        true => Some(Server::start(options.port, page)?),
        false => None,
    };
    let what = match &server {
        Some(server) => format!("{} in a browser on this machine", server.url()),
        None => "it in a browser".to_owned(),
    };
    say!("Open {what}: it is kept up to date until you press Ctrl-C here.")?;
    let mut told = None;
    while wait() {
        let trouble = match board.reports.read(&board.edition) {
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
        match (written, &server) {
            (Ok(page), Some(server)) => server.show(page),
            (Ok(_), None) => {}
            (Err(error), _) => complain(&format!(
                "warning: {error:#}; trying again every {} s",
                PAUSE.as_secs()
            )),
        }
    }
    Ok(Finish::Interrupted)
}

struct Board<'a> {
    workbook: &'a Workbook,
    edition: String,
    reports: Reports,
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

    /// Writes the page, and returns it.
    fn write(&self, file: &std::path::Path, trouble: Option<&str>) -> Result<String> {
        let plan = self.workbook.plan.as_ref();
        let heading = Heading {
            title: plan.map_or("Workshop", |plan| &plan.title),
            written: now(),
            trouble,
            machines: &readiness::section(&self.reports.machines()),
        };
        let page = render(&self.room, &heading);
        atomic_write::write(file, page.as_bytes())
            .with_context(|| format!("{}: cannot be written", self.workbook.show(file)))?;
        Ok(page)
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
