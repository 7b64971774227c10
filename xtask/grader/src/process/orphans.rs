//! Processes that a test started and that left its group, on Linux.
//!
//! `setsid` and `setpgid` take a process out of the group that is killed. So this program asks to
//! become the parent of every descendant whose own parent has ended, and looks through its children
//! when a test has ended. Whose they are, their environment says; where it was emptied, their folder
//! and the time at which they started.

use super::awake::{Awake, within};
use super::owner::{Keeping, OWNER_VARIABLE};
use nix::sys::prctl::set_child_subreaper;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long to hunt for processes that start others faster than they are killed.
const HUNT: Duration = Duration::from_secs(2);

static CHILDREN: LazyLock<Mutex<Children>> = LazyLock::new(|| {
    // Where this is refused, only groups are killed.
    let _ = set_child_subreaper(true);
    Mutex::default()
});

/// The processes that this program has started itself and not waited for yet.
#[derive(Default)]
struct Children {
    known: HashSet<u32>,
    /// How many of them are tests.
    n_tests: usize,
    /// When the first test started since there was none, in clock ticks since the machine did.
    first_started: u64,
}

/// Held while a process starts, so that nobody takes it for an orphan.
pub(super) struct Births(MutexGuard<'static, Children>);

/// Nobody looks for orphans until this is dropped.
pub(super) fn births() -> Births {
    Births(children())
}

fn children() -> MutexGuard<'static, Children> {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Births {
    /// This process was started, with `owner` in its environment, in this folder.
    pub(super) fn child(
        mut self,
        pid: u32,
        owner: String,
        keeping: Keeping,
        folder: Option<&Path>,
    ) -> Family {
        self.0.known.insert(pid);
        let is_test = keeping == Keeping::Nothing;
        let started = Stat::of(pid).map_or(0, |stat| stat.started);
        if is_test {
            if self.0.n_tests == 0 {
                self.0.first_started = started;
            }
            self.0.n_tests += 1;
        }
        Family {
            pid,
            test: is_test.then(|| Test {
                owner,
                started,
                folder: folder.and_then(|folder| folder.canonicalize().ok()),
            }),
        }
    }

    /// This process was started, and watches over the others.
    pub(super) fn guardian(mut self, pid: u32) {
        self.0.known.insert(pid);
    }
}

/// A process that this program started, and its descendants.
pub(super) struct Family {
    pid: u32,
    test: Option<Test>,
}

/// What tells a test's descendants from other processes.
struct Test {
    owner: String,
    /// When it started, in clock ticks since the machine did.
    started: u64,
    folder: Option<PathBuf>,
}

impl Family {
    /// The first process has been waited for: kills what is left of a test's; returns whether anything
    /// was.
    pub(super) fn end(&mut self) -> bool {
        let mut children = children();
        children.known.remove(&self.pid);
        let Some(test) = self.test.take() else {
            return false;
        };
        children.n_tests -= 1;
        let is_last = children.n_tests == 0;
        let mut clock = Awake::start();
        let mut had_any = false;
        // Killing a process makes its children ours.
        loop {
            let mut killed = Vec::new();
            for pid in orphans(&children.known) {
                let whose = test.owns(pid, children.first_started);
                if whose == Owner::Test || (whose == Owner::Unknown && is_last) {
                    had_any |= whose == Owner::Test;
                    let _ = kill(pid, Signal::SIGKILL);
                    killed.push(pid);
                }
            }
            if killed.is_empty() || clock.passed() > HUNT {
                return had_any;
            }
            killed.into_iter().for_each(bury);
        }
    }
}

/// Whose a process is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// This test's.
    Test,
    /// One of the tests', as far as can be told.
    Unknown,
    Other,
}

impl Test {
    /// Whose `pid` is; `first_started` is when the first of the tests that run beside this one did.
    fn owns(&self, pid: Pid, first_started: u64) -> Owner {
        let folder = PathBuf::from(format!("/proc/{pid}"));
        let environment = std::fs::read(folder.join("environ")).unwrap_or_default();
        let owner = environment.split(|&byte| byte == 0).find_map(|entry| {
            let value = entry.strip_prefix(OWNER_VARIABLE.as_bytes())?;
            value.strip_prefix(b"=")
        });
        if let Some(owner) = owner {
            return match owner == self.owner.as_bytes() {
                true => Owner::Test,
                false => Owner::Other,
            };
        }
        let Some(stat) = Stat::of(pid.as_raw().cast_unsigned()) else {
            return Owner::Other;
        };
        let cwd = std::fs::read_link(folder.join("cwd")).ok();
        let is_here = cwd.is_some() && cwd == self.folder;
        // A test that has ended may have started it before this one began.
        match (
            stat.started >= self.started && is_here,
            stat.started >= first_started,
        ) {
            (true, _) => Owner::Test,
            (false, true) => Owner::Unknown,
            (false, false) => Owner::Other,
        }
    }
}

/// This program's running children that it has not started itself.
fn orphans(known: &HashSet<u32>) -> Vec<Pid> {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten();
    let lists = tasks.flatten().map(|task| {
        let list = std::fs::read_to_string(task.path().join("children"));
        list.unwrap_or_default()
    });
    let lists: Vec<String> = lists.collect();
    let ids = lists.iter().flat_map(|list| list.split_whitespace());
    let ids = ids.filter_map(|id| id.parse().ok());
    ids.filter(|id| !known.contains(id))
        .filter(|&id| Stat::of(id).is_some_and(|stat| stat.is_running))
        .map(|id| Pid::from_raw(id.cast_signed()))
        .collect()
}

/// Waits until a killed process is gone.
fn bury(pid: Pid) {
    within(HUNT, || {
        let status = waitpid(pid, Some(WaitPidFlag::WNOHANG));
        // An error says that there is no such child any more.
        status.map_or(true, |status| status.pid().is_some())
    });
}

/// A part of `/proc/PID/stat`.
struct Stat {
    is_running: bool,
    /// In clock ticks since the machine started.
    started: u64,
}

impl Stat {
    fn of(pid: u32) -> Option<Self> {
        let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name is in brackets, and may contain anything.
        let (_, rest) = text.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        Some(Self {
            is_running: !matches!(*fields.first()?, "Z" | "X"),
            started: fields.get(19)?.parse().ok()?,
        })
    }
}
