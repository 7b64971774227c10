//! A guardian: if this program is killed, the processes that it has started are killed too.
//!
//! A killed program cannot do that itself. So a small shell, in a group of its own, holds the end of
//! a pipe: each line lists the groups that are running, and when the pipe is closed, those in the last
//! line are killed.

use super::owner::OWNER_VARIABLE;
use nix::unistd::Pid;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

/// The last line is empty once nothing runs any more. On Linux, processes that left their group are found
/// by their environment.
const SCRIPT: &str = r#"
trap '' HUP INT TERM
groups=
while read -r line; do groups=$line; done
[ -n "$groups" ] || exit 0
for group in $groups; do kill -9 "-$group"; done
for process in /proc/[0-9]*; do
    if tr '\0' '\n' <"$process/environ" | grep -q "^$1=$2-"; then kill -9 "${process#/proc/}"; fi
done
"#;

static GUARDIAN: LazyLock<Mutex<Guardian>> = LazyLock::new(Mutex::default);

#[derive(Default)]
struct Guardian {
    groups: BTreeSet<i32>,
    /// `None` where no shell could be started: then a killed program leaves its processes behind.
    pipe: Option<ChildStdin>,
    was_tried: bool,
}

/// This group is running.
pub(super) fn add(group: Pid) {
    change(|groups| groups.insert(group.as_raw()));
}

/// This group has ended, or may go on.
pub(super) fn remove(group: Pid) {
    change(|groups| groups.remove(&group.as_raw()));
}

fn change(change: impl FnOnce(&mut BTreeSet<i32>) -> bool) {
    let mut guardian = GUARDIAN.lock().unwrap_or_else(PoisonError::into_inner);
    if !change(&mut guardian.groups) {
        return;
    }
    if !std::mem::replace(&mut guardian.was_tried, true) {
        guardian.pipe = start();
    }
    let groups = guardian.groups.iter().map(i32::to_string);
    let line = groups.collect::<Vec<_>>().join(" ") + "\n";
    if let Some(pipe) = &mut guardian.pipe {
        // A guardian that is gone guards nothing.
        let _ = pipe.write_all(line.as_bytes());
    }
}

fn start() -> Option<ChildStdin> {
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", SCRIPT, "guardian", OWNER_VARIABLE])
        .arg(std::process::id().to_string())
        .process_group(0)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(target_os = "linux")]
    let births = super::orphans::births();
    let mut child = command.spawn().ok()?;
    #[cfg(target_os = "linux")]
    births.guardian(child.id());
    child.stdin.take()
}
