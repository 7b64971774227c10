//! Who takes part from this checkout: kept in `.arena/workshop.json`, from `join` to `leave`.

use crate::place::{Place, file_name};
use crate::report::{Identity, Report, report};
use anyhow::{Context, Result};
use grader::atomic_write;
use grader::entry::now;
use grader::host::Host;
use grader::state::State;
use serde::{Deserialize, Serialize};
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use workbook::{Problem, Workbook, read_bounded};

/// Where it is kept, relative to the workbook.
const FILE: &str = ".arena/workshop.json";
/// More than the file ever has, in bytes.
const MAX_BYTES: u64 = 64 << 10;
/// More than a name needs, in characters.
const MAX_NAME: usize = 40;
/// A report is renewed at most this often.
const PAUSE: Duration = Duration::from_secs(1);
/// After a failure, a run that lasts tries again after this long.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

/// Who takes part from a checkout, and where their report goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Who.
    #[serde(flatten)]
    pub identity: Identity,
    /// Where, as [`Place::named`] takes it.
    pub reports: String,
}

impl Membership {
    /// Who takes part from this checkout; `None` for nobody.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn of(workbook: &Workbook) -> Result<Option<Self>> {
        let path = file(&workbook.root);
        if !path.exists() {
            return Ok(None);
        }
        let damaged = |reason: String| {
            let help = "join again with `cargo xtask workshop join NAME`, or end it with `cargo xtask workshop leave`";
            Problem::new(FILE, format!("is damaged ({reason})"), help)
        };
        let bytes = read_bounded(&path, MAX_BYTES).map_err(|error| damaged(error.to_string()))?;
        let member = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        Ok(Some(member))
    }

    /// Where the report goes.
    #[must_use]
    pub fn place(&self, workbook: &Workbook) -> Place {
        Place::named(&self.reports, &workbook.root)
    }

    /// The name of the report's file or branch.
    #[must_use]
    pub fn file_name(&self) -> String {
        file_name(&self.identity.name)
    }

    /// Writes the report as things are now.
    ///
    /// # Errors
    /// When the place cannot be reached or written.
    pub fn send(&self, workbook: &Workbook) -> Result<Report> {
        let report = report(workbook, &State::peek(workbook), &self.identity);
        self.place(workbook).write(&self.file_name(), &report)?;
        Ok(report)
    }
}

/// Takes part under this name; its first report is written. Who joins again from the same checkout only changes the name or
/// the place. Returns who takes part, and who did before.
///
/// # Errors
/// When the name cannot be used or is taken, when it is not known where reports go, or when they cannot be written there.
pub fn join(
    workbook: &Workbook,
    name: &str,
    reports: Option<&str>,
    takes_over: bool,
) -> Result<(Membership, Option<Membership>)> {
    let name = checked(name)?;
    let planned = workbook
        .plan
        .as_ref()
        .and_then(|plan| plan.reports.as_deref());
    // A damaged file is replaced.
    let before = Membership::of(workbook).ok().flatten();
    let reports = reports
        .or(before.as_ref().map(|member| &*member.reports))
        .or(planned);
    let Some(reports) = reports else {
        return Err(Problem::general(
            "it is not known where reports go: workshop.toml does not say",
            "ask your facilitator, then run `cargo xtask workshop join NAME --reports FOLDER`",
        )
        .into());
    };
    let identity = match &before {
        Some(member) => Identity {
            name: name.to_owned(),
            ..member.identity.clone()
        },
        None => Identity {
            name: name.to_owned(),
            seat: seat(),
            rustc: Host::this().rustc,
            joined: now(),
        },
    };
    let mut member = Membership {
        identity,
        reports: reports.to_owned(),
    };
    let place = member.place(workbook);
    if let Some(found) = place.read(&member.file_name())? {
        match found.report {
            Ok(other) if other.seat == member.identity.seat => {}
            Ok(other) if takes_over => member.identity.seat = other.seat,
            Err(_) if takes_over => {}
            _ => {
                let help = format!(
                    "choose another name; if that was you, from another checkout: `cargo xtask workshop join {name:?} \
                     --take-over`"
                );
                return Err(Problem::general(
                    format!("somebody has joined as `{}` already", member.file_name()),
                    help,
                )
                .into());
            }
        }
    }
    member.send(workbook)?;
    save(workbook, &member)?;
    if let Some(before) = before.as_ref().filter(|before| {
        (before.file_name(), &before.reports) != (member.file_name(), &member.reports)
    }) {
        // Under the old name nobody goes on. If it cannot be removed, it only grows old.
        let _ = before.place(workbook).remove(&before.file_name());
    }
    Ok((member, before))
}

/// Ends it: nothing is written any more, and the report is removed. Returns who took part, and why the report could not be
/// removed, if it could not.
///
/// # Errors
/// When `.arena` cannot be written.
pub fn leave(workbook: &Workbook) -> Result<Option<(Option<Membership>, Result<()>)>> {
    let path = file(&workbook.root);
    if !path.exists() {
        return Ok(None);
    }
    let member = Membership::of(workbook).ok().flatten();
    std::fs::remove_file(&path).with_context(|| format!("{FILE}: cannot be removed"))?;
    let removed = member.as_ref().map_or(Ok(()), |member| {
        member.place(workbook).remove(&member.file_name())
    });
    Ok(Some((member, removed)))
}

/// Renews the report of whoever takes part from here, at most once a second; returns why it could not be renewed.
#[must_use]
pub fn renew(workbook: &Workbook) -> Option<String> {
    // In a run that lasts, a share that is gone holds up only now and then.
    static FAILED: Mutex<Option<Instant>> = Mutex::new(None);
    let path = file(&workbook.root);
    // Nobody takes part: the usual case costs one question to the file system.
    let data = path.metadata().ok()?;
    let mut failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner);
    if failed.is_some_and(|failed| failed.elapsed() < PAUSE_AFTER_FAILURE) {
        return None;
    }
    let renewed = (|| {
        let Some(member) = Membership::of(workbook)? else {
            return Ok(());
        };
        let last = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        if let Ok(elapsed) = last.elapsed() {
            std::thread::sleep(PAUSE.saturating_sub(elapsed));
        }
        // Its time says when the report was last renewed, also by another run in this checkout.
        save(workbook, &member)?;
        member.send(workbook).map(|_| ())
    })();
    *failed = renewed.is_err().then(Instant::now);
    let error: anyhow::Error = renewed.err()?;
    Some(format!(
        "your workshop report is not renewed: {error:#}; your progress is saved all the same, and the next check tries again"
    ))
}

fn save(workbook: &Workbook, member: &Membership) -> Result<()> {
    let context = || format!("{FILE}: cannot be written");
    let mut text = serde_json::to_vec_pretty(member).with_context(context)?;
    text.push(b'\n');
    atomic_write::write(&file(&workbook.root), &text).with_context(context)
}

fn file(root: &Path) -> PathBuf {
    root.join(FILE)
}

/// A name that can be shown, and be a file's.
fn checked(name: &str) -> Result<&str> {
    let name = name.trim();
    let refused = |what: &str| {
        Problem::general(
            what,
            "use letters and digits, as in `cargo xtask workshop join \"Ada L\"`",
        )
    };
    if name.chars().count() > MAX_NAME {
        return Err(refused(&format!("the name has more than {MAX_NAME} characters")).into());
    }
    if name.chars().any(char::is_control) || file_name(name).is_empty() {
        return Err(refused("this name cannot be used").into());
    }
    Ok(name)
}

/// A number that nobody else draws. The standard library draws a hasher's keys at random.
pub(crate) fn seat() -> String {
    format!("{:016x}", RandomState::new().hash_one(now()))
}
