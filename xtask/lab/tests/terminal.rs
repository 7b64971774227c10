//! The lab at a terminal: keys typed, screen read. Windows has another kind of pseudo-terminal, so this
//! is not tested there.

/// Reports the skip on other systems.
#[cfg(not(unix))]
#[test]
fn skipped_on_this_system() {
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

    /// Longer than anything here takes unless it is broken.
    const LIMIT: Duration = Duration::from_secs(60);

    /// The lab, and the terminal that it runs in.
    struct LabTerminal {
        lab: Child,
        keys: File,
        screen: Receiver<Vec<u8>>,
        /// What has appeared and was not waited for yet.
        seen: String,
        /// The lab's side, to query its settings.
        lab_side: OwnedFd,
    }

    impl LabTerminal {
        fn new() -> Self {
            let size = Winsize {
                ws_row: 24,
                ws_col: 80,
                ws_xpixel: 0,
                ws_ypixel: 0,
            };
            let pty = openpty(&size, None).expect("the system has a pseudo-terminal left");
            let lab_side = || pty.slave.try_clone().expect("a descriptor is left");
            let lab = Command::new(env!("CARGO_BIN_EXE_lab"))
                .env("TERM", "xterm")
                .env("NO_COLOR", "1")
                .stdin(lab_side())
                .stdout(lab_side())
                .stderr(lab_side())
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
                lab_side: pty.slave,
            }
        }

        fn type_keys(&mut self, keys: &str) {
            self.keys
                .write_all(keys.as_bytes())
                .expect("the terminal takes keys");
        }

        /// Waits until this text appears, after what was waited for before.
        #[track_caller]
        fn wait_for(&mut self, text: &str) {
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
            let settings = tcgetattr(&self.lab_side).expect("it is a terminal");
            settings
                .local_flags
                .contains(LocalFlags::ECHO | LocalFlags::ICANON)
        }
    }

    impl Drop for LabTerminal {
        fn drop(&mut self) {
            // It has exited already, unless the test failed.
            let _ = self.lab.kill();
            let _ = self.lab.wait();
        }
    }

    #[test]
    fn keys_work_and_the_terminal_is_restored() {
        let mut terminal = LabTerminal::new();
        terminal.wait_for("Type `tour`");
        terminal.wait_for("lab › ");

        terminal.type_keys("alloc 24 8\r");
        terminal.wait_for("24 B at 0x");
        terminal.wait_for("424 B are free below it.");
        terminal.wait_for("lab › ");

        // Tab completes, and Ctrl-C discards a line.
        terminal.type_keys("sh\t\r");
        terminal.wait_for("chunk 1, the current one: 448 B usable");
        terminal.wait_for("finger ^");
        terminal.wait_for("lab › ");
        terminal.type_keys("nonsense\x03");
        terminal.wait_for("lab › ");
        terminal.type_keys("chunks\r");
        terminal.wait_for("own footer");
        assert!(
            !terminal.seen.contains("there is no command"),
            "{}",
            terminal.seen
        );
        terminal.wait_for("lab › ");

        terminal.type_keys("tour\r");
        terminal.wait_for("1. An arena that was never used");
        terminal.wait_for("q ends the tour › ");
        terminal.type_keys("\r");
        terminal.wait_for("2. The first value makes it ask");
        terminal.wait_for("q ends the tour › ");
        terminal.type_keys("q\r");
        terminal.wait_for("lab › ");

        terminal.type_keys("\x04");
        terminal.wait_for("The arena is dropped, and with it 1 chunk");
        let status = terminal.lab.wait().expect("the lab exits");
        assert!(status.success(), "{status}");
        assert!(terminal.echoes(), "the terminal is restored");
    }
}
