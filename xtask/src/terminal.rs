//! The terminal: its width, and keys one by one as they are pressed.
//!
//! On Unix, only line input and echo are turned off meanwhile: Ctrl-C stays a signal, and printing
//! works as ever. `nix` and `console` come with the prompt and the progress bar, so they cost no
//! build time; a library for full-screen programs would add seconds to the first build.

use crate::interrupt;
use anyhow::Result;
use std::io::IsTerminal;

/// One of the keys that are used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character.
    Char(char),
    /// Enter.
    Enter,
    /// Backspace or Delete.
    Backspace,
    /// Escape, on its own.
    Escape,
    /// Ctrl-D, or the terminal is gone.
    End,
}

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
    let size = console::Term::stdout().size_checked();
    size.map(|(_, columns)| columns.into())
}

/// Moves the cursor to the top left and clears the screen, but not the scrollback.
pub const CLEAR: &str = "\x1b[H\x1b[2J";

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
    /// The terminal's original mode, while it has another.
    static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);
    /// Whether the echo of Ctrl-C was turned off here.
    static IS_MUTED: AtomicBool = AtomicBool::new(false);

    /// Saves the present mode for [`restore`].
    pub(super) fn save_mode() -> Result<()> {
        let now = tcgetattr(std::io::stdin()).context("the terminal's mode cannot be read")?;
        *BEFORE.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        Ok(())
    }

    pub(super) fn prepare() -> Result<()> {
        save_mode()?;
        let mode = tcgetattr(std::io::stdin());
        let set = mode.and_then(|mode| set_single_keys(&mode));
        set.context("the terminal cannot be set to single keys")
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
                    let keys = next_keys();
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

    /// The keys pressed since the last call; none if the poll times out.
    fn next_keys() -> Vec<Key> {
        let stdin = std::io::stdin();
        let mut fds = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
        if !matches!(poll(&mut fds, POLL_MS), Ok(1..)) {
            keep_single_keys();
            return Vec::new();
        }
        let mut bytes = [0; 256];
        match nix::unistd::read(&stdin, &mut bytes) {
            Ok(0) => vec![Key::End],
            Ok(n) => super::keys_in(&String::from_utf8_lossy(&bytes[..n])),
            Err(nix::errno::Errno::EINTR) => Vec::new(),
            Err(_) => vec![Key::End],
        }
    }
}

#[cfg(not(unix))]
mod reader {
    use super::Key;
    use anyhow::Result;

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
            std::thread::spawn(move || {
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
                    if !on_key(key) {
                        return;
                    }
                }
            });
            Self
        }
    }
}

/// The keys in what a Unix terminal sent. Arrow keys and other escape sequences are skipped.
#[cfg_attr(
    not(any(unix, test)),
    expect(dead_code, reason = "keys arrive as text only on Unix")
)]
fn keys_in(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        keys.push(match character {
            '\r' | '\n' => Key::Enter,
            '\u{4}' => Key::End,
            '\u{7f}' | '\u{8}' => Key::Backspace,
            '\u{1b}' if characters.next_if(|next| "[O".contains(*next)).is_some() => {
                // An escape sequence ends with its first letter, or `~`.
                characters.find(|c| c.is_ascii_alphabetic() || *c == '~');
                continue;
            }
            '\u{1b}' => Key::Escape,
            character => Key::Char(character),
        });
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrow_keys_are_not_letters() {
        let keys = keys_in("a\x1b[A\x1b[1;5C\x1b[3~\x1bOP\x1bé\r\u{7f}");
        let expected = [
            Key::Char('a'),
            Key::Escape,
            Key::Char('é'),
            Key::Enter,
            Key::Backspace,
        ];
        assert_eq!(keys, expected);
    }
}
