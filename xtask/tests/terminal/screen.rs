//! A terminal that the runner runs on: tests type keys and read the screen.

use crate::common::{Checkout, processes, wait_until};
use nix::sys::termios::{LocalFlags, Termios, tcgetattr};
use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};
use std::io::{Read as _, Write as _};
use std::process::Child;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Rows and columns: as narrow as terminals come, and high enough that nothing scrolls away.
const SIZE: (u16, u16) = (70, 80);

/// A terminal, and the runner on it, which is killed when this is dropped.
pub(crate) struct Terminal {
    pty: Arc<Pty>,
    screen: Arc<Mutex<vt100::Parser>>,
    before: LocalFlags,
    child: Child,
}

impl Terminal {
    /// Starts the runner on a new terminal.
    pub(crate) fn start(mut command: std::process::Command) -> Self {
        let (pty, pts) = open().expect("the system has pseudo-terminals");
        let (rows, columns) = SIZE;
        pty.resize(Size::new(rows, columns))
            .expect("the size can be set");
        let before = flags(&pty);
        if command.get_envs().all(|(name, _)| name != "TERM") {
            command.env("TERM", "xterm-256color");
        }
        let child = Command::from(command).spawn(pts);
        let pty = Arc::new(pty);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        std::thread::spawn({
            let (pty, screen) = (Arc::clone(&pty), Arc::clone(&screen));
            move || follow(&pty, &screen)
        });
        Self {
            pty,
            screen,
            before,
            child: child.expect("the runner can be started"),
        }
    }

    /// Starts the runner in a checkout.
    pub(crate) fn run(checkout: &Checkout, arguments: &[&str]) -> Self {
        let mut command = checkout.command(arguments);
        command.env_remove("VISUAL").env_remove("EDITOR");
        Self::start(command)
    }

    /// Types these keys.
    pub(crate) fn press(&self, keys: &str) {
        let mut pty = &*self.pty;
        pty.write_all(keys.as_bytes())
            .expect("the terminal is open");
    }

    /// What the screen shows.
    pub(crate) fn text(&self) -> String {
        self.parser().screen().contents()
    }

    /// Waits until the screen shows all of these.
    #[track_caller]
    pub(crate) fn shows(&self, parts: &[&str]) {
        let are_shown = || {
            let text = self.text();
            parts.iter().all(|part| text.contains(part))
        };
        let is_in_time = wait_until(are_shown);
        assert!(is_in_time, "{parts:?} are not on:\n{}", self.text());
    }

    /// Waits until this is the last line, as it is when a prompt waits for keys. Keys that are
    /// typed earlier may be lost: the line editor does not run between two prompts.
    #[track_caller]
    pub(crate) fn asks(&self, line: &str) {
        let last = || self.text().trim_end().lines().last().map(str::to_owned);
        let is_shown = || last().is_some_and(|last| last.trim_end() == line);
        let is_in_time = wait_until(is_shown);
        assert!(is_in_time, "{line:?} is not last on:\n{}", self.text());
    }

    /// Gives the terminal another size, of which the runner is not told otherwise.
    pub(crate) fn resize(&self, rows: u16, columns: u16) {
        self.parser().screen_mut().set_size(rows, columns);
        let resized = self.pty.resize(Size::new(rows, columns));
        resized.expect("the size can be set");
    }

    /// Whether the runner asked the terminal to mark pasted text.
    pub(crate) fn marks_pastes(&self) -> bool {
        self.parser().screen().bracketed_paste()
    }

    /// Sends a signal, as `kill` does.
    pub(crate) fn kill(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let status = std::process::Command::new("kill")
            .args([signal, &pid])
            .status();
        assert!(status.expect("every Unix has `kill`").success());
    }

    /// Waits until the runner ends; asserts its exit code, and that the terminal is as it was.
    #[track_caller]
    pub(crate) fn ends_with(mut self, code: i32) {
        let mut status = None;
        let has_ended = wait_until(|| {
            status = self.child.try_wait().expect("it is ours");
            status.is_some()
        });
        assert!(has_ended, "it is still running:\n{}", self.text());
        let ended = status.and_then(|status| status.code());
        assert_eq!(ended, Some(code), "{}", self.text());
        assert_eq!(flags(&self.pty), self.before, "the terminal's mode");
        let no_longer = wait_until(|| !self.marks_pastes());
        assert!(no_longer, "the terminal still marks pasted text");
    }

    fn parser(&self) -> MutexGuard<'_, vt100::Parser> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until none of these processes is running.
#[track_caller]
pub(crate) fn assert_gone(pids: &[u32]) {
    let are_gone = || !processes().iter().any(|(pid, _)| pids.contains(pid));
    assert!(wait_until(are_gone), "{pids:?}");
}

/// Draws what the runner prints, until the terminal is closed.
fn follow(pty: &Pty, screen: &Mutex<vt100::Parser>) {
    let mut bytes = [0; 4096];
    while let Ok(n @ 1..) = { pty }.read(&mut bytes) {
        let mut screen = screen.lock().unwrap_or_else(PoisonError::into_inner);
        screen.process(&bytes[..n]);
    }
}

/// The part of the terminal's mode that the runner changes.
fn flags(pty: &Pty) -> LocalFlags {
    let mode: Termios = tcgetattr(pty).expect("it is a terminal");
    mode.local_flags
}
