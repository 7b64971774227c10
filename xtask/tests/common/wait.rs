//! How long a test waits for a process, and which processes there are.

#[cfg(unix)]
use std::process::Command;
use std::time::{Duration, Instant};

/// Longer than anything in a test takes, also while the machine does other work: what has not ended
/// by then hangs. A test of a run that pauses gives that run more.
pub const LIMIT: Duration = Duration::from_secs(180);

/// Waits until the condition holds; returns whether it did before it must be taken to hang.
pub fn wait_until(condition: impl FnMut() -> bool) -> bool {
    wait_within(LIMIT, condition)
}

/// Waits until the condition holds; returns whether it did in time.
pub fn wait_within(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !condition() {
        if start.elapsed() > limit {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    true
}

/// The running processes of this machine, as `ps` prints them: id and command line. A zombie has
/// ended, and only waits for its parent to notice.
#[cfg(unix)]
pub fn processes() -> Vec<(u32, String)> {
    let output = Command::new("ps")
        .args(["-A", "-o", "pid=", "-o", "stat=", "-o", "args="])
        .output();
    let output = output.expect("every Unix has `ps`");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let alive = text.lines().filter_map(|line| {
        let (pid, rest) = line.trim_start().split_once(char::is_whitespace)?;
        let (state, command) = rest.trim_start().split_once(char::is_whitespace)?;
        let pid = pid.parse().ok()?;
        (!state.starts_with('Z')).then(|| (pid, command.trim().to_owned()))
    });
    alive.collect()
}
