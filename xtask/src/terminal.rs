//! The terminal: its width, and keys one by one as they are pressed.
//!
//! On Unix, only line input and echo are turned off meanwhile: Ctrl-C stays a signal, and printing
//! works as ever. `nix` and `console` come with the prompt and the progress bar, so they cost no
//! build time; a library for full-screen programs would add seconds to the first build.

mod keys;

use crate::interrupt;
use anyhow::Result;
use std::io::IsTerminal;

pub use keys::Key;

/// Whether standard input and output are a terminal: keys can be read, and a screen can be drawn.
pub fn is_interactive() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Whether the terminal declares that it has neither cursor movement nor colours, as those inside
/// editors do: they would show the escape codes as text.
pub fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// The number of columns; `None` where standard output is not a terminal.
pub fn width() -> Option<usize> {
    size().map(|(_, columns)| columns.into())
}

/// The numbers of rows and columns; `None` where standard output is not a terminal.
pub fn size() -> Option<(u16, u16)> {
    console::Term::stdout().size_checked()
}

/// Moves the cursor to the top left and clears the screen, but not the scrollback.
pub const CLEAR: &str = "\x1b[H\x1b[2J";
/// Between these two, a terminal that knows them draws nothing: what changes is seen at once.
pub const BEGIN_UPDATE: &str = "\x1b[?2026h";
/// The end of what [`BEGIN_UPDATE`] began.
pub const END_UPDATE: &str = "\x1b[?2026l";

/// Moves the cursor up to the start of a row, and clears the screen from there.
pub fn rows_up(rows: usize) -> String {
    match rows {
        0 => "\r\x1b[J".to_owned(),
        rows => format!("\x1b[{rows}F\x1b[J"),
    }
}

/// Reads keys until it is dropped, which restores the terminal.
pub struct Keys {
    _reader: reader::Reader,
    _mode: Mode,
}

impl Keys {
    /// Calls `on_key` for each key, from another thread, until it returns `false`.
    ///
    /// # Errors
    /// When the terminal's mode cannot be read or set.
    pub fn read(on_key: impl FnMut(Key) -> bool + Send + 'static) -> Result<Self> {
        let mode = Mode::begin()?;
        Ok(Self {
            _reader: reader::Reader::start(on_key),
            _mode: mode,
        })
    }
}

/// Lets another library use the terminal, and restores its mode even if the program ends at once.
///
/// # Errors
/// When the terminal's mode cannot be read.
pub fn lend<T>(borrow: impl FnOnce() -> T) -> Result<T> {
    interrupt::before_exit(reader::restore);
    reader::save_mode()?;
    let done = borrow();
    reader::restore();
    Ok(done)
}

/// The mode in which keys arrive one by one; it ends when this is dropped.
struct Mode;

impl Mode {
    fn begin() -> Result<Self> {
        interrupt::before_exit(reader::restore);
        reader::prepare()?;
        Ok(Self)
    }
}

impl Drop for Mode {
    fn drop(&mut self) {
        reader::restore();
    }
}

/// Until this is dropped, Ctrl-C is not echoed as `^C`: after a line as wide as the screen, the
/// echo would wrap onto the next, and the line could no longer be removed.
pub struct MutedInterruptEcho;

impl MutedInterruptEcho {
    /// Mutes the echo, if the terminal has one.
    pub fn begin() -> Self {
        interrupt::before_exit(reader::restore);
        reader::mute_interrupt_echo();
        Self
    }
}

impl Drop for MutedInterruptEcho {
    fn drop(&mut self) {
        reader::unmute_interrupt_echo();
    }
}

#[cfg(unix)]
mod reader {
    use super::Key;
    use super::keys::{is_unfinished, keys_in};
    use anyhow::{Context, Result};
    use nix::poll::{PollFd, PollFlags, poll};
    use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};
    use nix::unistd::{getpgrp, tcgetpgrp};
    use std::os::fd::AsFd;
    use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use std::sync::{Arc, Mutex, PoisonError};
    use std::thread::JoinHandle;

    /// How long, in milliseconds, a reader may take to notice that it should end.
    const POLL_MS: u8 = 50;
    /// What arrives within so many milliseconds arrived at once: nobody types as fast.
    const AT_ONCE_MS: u8 = 10;
    /// How long the rest of what has begun may take: a slow connection may split it.
    const REST_MS: u8 = 200;
    /// What is kept of what arrives at once: a longer text was pasted, and only its end matters.
    const KEPT: usize = 1 << 16;
    /// Asks the terminal to mark pasted text, and no longer to do so.
    const MARK_PASTES: [&str; 2] = ["\x1b[?2004h", "\x1b[?2004l"];
    /// The terminal's original mode, while it has another.
    static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);
    /// Whether the echo of Ctrl-C was turned off here.
    static IS_MUTED: AtomicBool = AtomicBool::new(false);
    /// Whether the terminal was asked to mark pasted text.
    static MARKS_PASTES: AtomicBool = AtomicBool::new(false);

    /// Saves the present mode for [`restore`].
    pub(super) fn save_mode() -> Result<()> {
        let now = tcgetattr(std::io::stdin()).context("the terminal's mode cannot be read")?;
        *BEFORE.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        // So does the line editor that borrows the terminal.
        MARKS_PASTES.store(!super::is_dumb(), SeqCst);
        Ok(())
    }

    pub(super) fn prepare() -> Result<()> {
        save_mode()?;
        let mode = tcgetattr(std::io::stdin());
        let set = mode.and_then(|mode| set_single_keys(&mode));
        set.context("the terminal cannot be set to single keys")?;
        send(MARK_PASTES[0]);
        Ok(())
    }

    /// Sends a code to the terminal, unless its output is stopped: then this program must not wait.
    fn send(code: &str) {
        let stdout = std::io::stdout();
        let mut fds = [PollFd::new(stdout.as_fd(), PollFlags::POLLOUT)];
        if matches!(poll(&mut fds, 0_u8), Ok(1..)) {
            // A terminal that is gone needs no code.
            let _ = nix::unistd::write(&stdout, code.as_bytes());
        }
    }

    fn set_single_keys(mode: &Termios) -> nix::Result<()> {
        let mut mode = mode.clone();
        mode.local_flags
            .remove(LocalFlags::ICANON | LocalFlags::ECHO);
        tcsetattr(std::io::stdin(), SetArg::TCSANOW, &mode)
    }

    /// Sets the mode again: after Ctrl-Z and `fg`, the shell may have left the terminal in its own.
    fn keep_single_keys() {
        let is_lost = |mode: &Termios| mode.local_flags.contains(LocalFlags::ICANON);
        if let Ok(mode) = tcgetattr(std::io::stdin())
            && is_lost(&mode)
            && is_ours()
        {
            // If this fails, the next poll tries again.
            let _ = set_single_keys(&mode);
            send(MARK_PASTES[0]);
        }
    }

    /// Whether this program is in the foreground: in the background, the terminal is the shell's.
    fn is_ours() -> bool {
        tcgetpgrp(std::io::stdin()) == Ok(getpgrp())
    }

    pub(super) fn mute_interrupt_echo() {
        let echoes = LocalFlags::ECHO | LocalFlags::ECHOCTL;
        if let Ok(mut mode) = tcgetattr(std::io::stdin())
            && mode.local_flags.contains(echoes)
            && is_ours()
        {
            mode.local_flags.remove(LocalFlags::ECHOCTL);
            // If this fails, an echo stays on the screen, and nothing else.
            let is_set = tcsetattr(std::io::stdin(), SetArg::TCSANOW, &mode).is_ok();
            IS_MUTED.store(is_set, SeqCst);
        }
    }

    pub(super) fn unmute_interrupt_echo() {
        if IS_MUTED.swap(false, SeqCst)
            && let Ok(mut mode) = tcgetattr(std::io::stdin())
            && is_ours()
        {
            mode.local_flags.insert(LocalFlags::ECHOCTL);
            // A terminal that is gone needs no echo.
            let _ = tcsetattr(std::io::stdin(), SetArg::TCSANOW, &mode);
        }
    }

    pub(super) fn restore() {
        unmute_interrupt_echo();
        if MARKS_PASTES.swap(false, SeqCst) {
            send(MARK_PASTES[1]);
        }
        let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(before) = before {
            // A terminal that is gone needs no restoring.
            let _ = tcsetattr(std::io::stdin(), SetArg::TCSANOW, &before);
        }
    }

    pub(super) struct Reader {
        leave: Arc<AtomicBool>,
        thread: Option<JoinHandle<()>>,
    }

    impl Reader {
        pub(super) fn start(mut on_key: impl FnMut(Key) -> bool + Send + 'static) -> Self {
            let leave = Arc::new(AtomicBool::new(false));
            let is_over = Arc::clone(&leave);
            let thread = std::thread::spawn(move || {
                while !is_over.load(SeqCst) {
                    let keys = next_keys(&is_over);
                    let is_gone = keys.contains(&Key::End);
                    if !keys.into_iter().all(&mut on_key) || is_gone {
                        return;
                    }
                }
            });
            Self {
                leave,
                thread: Some(thread),
            }
        }
    }

    impl Drop for Reader {
        fn drop(&mut self) {
            self.leave.store(true, SeqCst);
            // From here on, the keys may be for another program.
            let _ = self.thread.take().map(JoinHandle::join);
        }
    }

    /// The keys pressed at once, if any are before the poll times out.
    fn next_keys(is_over: &AtomicBool) -> Vec<Key> {
        if !has_input(POLL_MS) {
            keep_single_keys();
            return Vec::new();
        }
        let mut bytes = Vec::new();
        let mut is_long = false;
        let mut is_gone = !read(&mut bytes);
        let mut pause = pause_after(&bytes);
        while !is_gone && !is_over.load(SeqCst) && has_input(pause) {
            is_gone = !read(&mut bytes);
            if bytes.len() > KEPT {
                bytes.drain(..bytes.len() - KEPT / 2);
                is_long = true;
            }
            pause = pause_after(&bytes);
        }
        let mut keys = match is_long {
            true => vec![Key::Paste],
            false => keys_in(&String::from_utf8_lossy(&bytes)),
        };
        if is_gone {
            keys.push(Key::End);
        }
        keys
    }

    fn pause_after(bytes: &[u8]) -> u8 {
        match is_unfinished(bytes) {
            true => REST_MS,
            false => AT_ONCE_MS,
        }
    }

    fn has_input(pause: u8) -> bool {
        let stdin = std::io::stdin();
        let mut fds = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
        matches!(poll(&mut fds, pause), Ok(1..))
    }

    /// Reads what has arrived; returns whether the terminal is still there.
    fn read(bytes: &mut Vec<u8>) -> bool {
        let mut buffer = [0; 4096];
        match nix::unistd::read(std::io::stdin(), &mut buffer) {
            Ok(0) => false,
            Ok(n) => {
                bytes.extend_from_slice(&buffer[..n]);
                true
            }
            Err(error) => error == nix::errno::Errno::EINTR,
        }
    }
}

#[cfg(not(unix))]
mod reader {
    use super::Key;
    use super::keys::typed_or_pasted;
    use anyhow::Result;
    use std::sync::mpsc::{Sender, channel};
    use std::time::Duration;

    /// What arrives within this time arrived at once: nobody types as fast.
    const AT_ONCE: Duration = Duration::from_millis(10);

    pub(super) fn save_mode() -> Result<()> {
        Ok(())
    }

    /// Single keys can be read here in any mode.
    pub(super) fn prepare() -> Result<()> {
        Ok(())
    }

    pub(super) fn restore() {}

    /// Ctrl-C has no echo here.
    pub(super) fn mute_interrupt_echo() {}

    pub(super) fn unmute_interrupt_echo() {}

    /// A thread that ends with the program: a wait for a key cannot be cancelled here.
    pub(super) struct Reader;

    impl Reader {
        pub(super) fn start(mut on_key: impl FnMut(Key) -> bool + Send + 'static) -> Self {
            let (sender, keys) = channel();
            std::thread::spawn(move || read(&sender));
            std::thread::spawn(move || {
                while let Ok(key) = keys.recv() {
                    let mut at_once = vec![key];
                    while let Ok(key) = keys.recv_timeout(AT_ONCE) {
                        at_once.push(key);
                    }
                    if !typed_or_pasted(at_once).into_iter().all(&mut on_key) {
                        return;
                    }
                }
            });
            Self
        }
    }

    /// Sends each key until nobody needs them.
    fn read(sender: &Sender<Key>) {
        let terminal = console::Term::stdout();
        while let Ok(key) = terminal.read_key() {
            let key = match key {
                console::Key::Char('\u{4}') => Key::End,
                console::Key::Char(character) => Key::Char(character),
                console::Key::Enter => Key::Enter,
                console::Key::Backspace => Key::Backspace,
                console::Key::Escape => Key::Escape,
                _ => continue,
            };
            if sender.send(key).is_err() {
                return;
            }
        }
    }
}
