//! The lab at a terminal: keys typed, screen read. Windows has pseudo-terminals of another kind, so it is
//! not tried there.

/// Says so where there is nothing to try.
#[cfg(not(unix))]
#[test]
fn not_tried_here() {
    println!("skipped: this test types at a unix pseudo-terminal");
}

#[cfg(unix)]
mod unix {
    use nix::pty::{Winsize, openpty};
    use nix::sys::termios::{LocalFlags, tcgetattr};
    use std::fs::File;
    use std::io::{Read, Write};
    use std::os::fd::OwnedFd;
    use std::process::{Child, Command};
    use std::sync::mpsc::{Receiver, channel};
    use std::time::{Duration, Instant};

    /// Longer than anything here takes, unless it is broken.
    const LIMIT: Duration = Duration::from_secs(20);

    /// The lab, and a terminal that it runs at.
    struct Desk {
        lab: Child,
        keys: File,
        screen: Receiver<Vec<u8>>,
        /// What has appeared so far.
        seen: String,
        /// The lab's side, by which its settings can be asked.
        line: OwnedFd,
    }

    impl Desk {
        fn new() -> Self {
            let size = Winsize {
                ws_row: 24,
                ws_col: 80,
                ws_xpixel: 0,
                ws_ypixel: 0,
            };
            let pty = openpty(&size, None).expect("the system has a pseudo-terminal left");
            let side = || pty.slave.try_clone().expect("a descriptor is left");
            let lab = Command::new(env!("CARGO_BIN_EXE_lab"))
                .env("TERM", "xterm")
                .env("NO_COLOR", "1")
                .stdin(side())
                .stdout(side())
                .stderr(side())
                .spawn()
                .expect("the lab can be started");
            let keys = File::from(pty.master);
            let mut output = keys.try_clone().expect("a descriptor is left");
            let (sender, screen) = channel();
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                while let Ok(n @ 1..) = output.read(&mut buffer) {
                    if sender.send(buffer[..n].to_vec()).is_err() {
                        return;
                    }
                }
            });
            Self {
                lab,
                keys,
                screen,
                seen: String::new(),
                line: pty.slave,
            }
        }

        fn types(&mut self, keys: &str) {
            self.keys
                .write_all(keys.as_bytes())
                .expect("the terminal takes keys");
        }

        /// Waits until this appears, after what was waited for before.
        #[track_caller]
        fn shows(&mut self, text: &str) {
            let start = Instant::now();
            loop {
                if let Some(at) = self.seen.find(text) {
                    self.seen.drain(..at + text.len());
                    return;
                }
                match self.screen.recv_timeout(Duration::from_millis(100)) {
                    Ok(bytes) => self.seen += &String::from_utf8_lossy(&bytes),
                    Err(_) => assert!(start.elapsed() < LIMIT, "no {text:?} in {:?}", self.seen),
                }
            }
        }

        fn echoes(&self) -> bool {
            let settings = tcgetattr(&self.line).expect("it is a terminal");
            settings
                .local_flags
                .contains(LocalFlags::ECHO | LocalFlags::ICANON)
        }
    }

    impl Drop for Desk {
        fn drop(&mut self) {
            // It has ended already, unless the test failed.
            let _ = self.lab.kill();
            let _ = self.lab.wait();
        }
    }

    #[test]
    fn keys_are_obeyed_and_the_terminal_is_given_back() {
        let mut desk = Desk::new();
        desk.shows("Type `tour`");
        desk.shows("lab › ");

        desk.types("alloc 24 8\r");
        desk.shows("24 B at 0x");
        desk.shows("424 B are free below it.");
        desk.shows("lab › ");

        // Tab completes, and Ctrl-C takes a line back.
        desk.types("sh\t\r");
        desk.shows("chunk 1, the current one: 448 B to give out");
        desk.shows("finger ^");
        desk.shows("lab › ");
        desk.types("nonsense\x03");
        desk.shows("lab › ");
        desk.types("chunks\r");
        desk.shows("own footer");
        assert!(!desk.seen.contains("there is no command"), "{}", desk.seen);
        desk.shows("lab › ");

        desk.types("tour\r");
        desk.shows("1. An arena that was never used");
        desk.shows("q ends the tour › ");
        desk.types("\r");
        desk.shows("2. The first value makes it ask");
        desk.shows("q ends the tour › ");
        desk.types("q\r");
        desk.shows("lab › ");

        desk.types("\x04");
        desk.shows("The arena goes, and with it 1 chunk");
        let status = desk.lab.wait().expect("it ends");
        assert!(status.success(), "{status}");
        assert!(desk.echoes(), "the terminal is as it was");
    }
}
