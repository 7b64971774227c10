//! How long cargo may report nothing before it is stopped.
//!
//! A constant, a macro or a build script that never ends keeps the compiler running for ever. How
//! long an honest compile takes depends on the machine, so the longest pause between two reports is
//! remembered, and the limit is many times as long.

use crate::atomic_write;
use crate::cargo::target_folder;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use workbook::{Workbook, read_bounded};

/// The limit before anything is known about the machine.
const FIRST: Duration = Duration::from_secs(300);
/// The shortest and the longest limit after that.
const LIMITS: [Duration; 2] = [Duration::from_secs(60), Duration::from_secs(600)];
/// How many times as long as the longest pause so far.
const FACTOR: u32 = 50;

/// The pauses between cargo's reports.
pub(super) struct Pace {
    file: PathBuf,
    limit: Duration,
    known: Option<Duration>,
    longest: Duration,
    /// When cargo last reported something; `None` while it waits for a lock.
    last: Option<Instant>,
}

impl Pace {
    /// Starts now, with what earlier builds took; or with this limit.
    pub(super) fn load(workbook: &Workbook, limit: Option<Duration>) -> Self {
        let file = target_folder(workbook).join("longest-pause");
        let text = read_bounded(&file, 1 << 10).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let known = text.trim().parse().ok().map(Duration::from_millis);
        let default = known.map_or(FIRST, |known| {
            known.saturating_mul(FACTOR).clamp(LIMITS[0], LIMITS[1])
        });
        Self {
            file,
            limit: limit.unwrap_or(default),
            known,
            longest: Duration::ZERO,
            last: Some(Instant::now()),
        }
    }

    /// How long nothing may be reported.
    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    /// Cargo has reported something.
    pub(super) fn sign(&mut self) {
        let now = Instant::now();
        if let Some(last) = self.last.replace(now) {
            self.longest = self.longest.max(now - last);
        }
    }

    /// Cargo waits for another cargo.
    pub(super) fn pause(&mut self) {
        self.last = None;
    }

    /// The limit, once it is over.
    pub(super) fn is_over(&self) -> Option<Duration> {
        let last = self.last?;
        (last.elapsed() > self.limit).then_some(self.limit)
    }

    /// Remembers the longest pause. One slow build is forgotten in a few others.
    pub(super) fn save(self) {
        let faded = self.known.unwrap_or_default() * 3 / 4;
        let longest = self.longest.max(faded);
        if self.known != Some(longest) {
            // Without it, the next build has the first limit.
            let _ = atomic_write::write(&self.file, longest.as_millis().to_string().as_bytes());
        }
    }
}
