//! Opens the book in a browser. One that does not open is not a failure: the address is printed.

use crate::output::complain;
use std::io;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use workbook::browser::{Opener, has_display, named};

/// A command that fails within this time did not open anything; one that runs for longer is the browser itself, and the
/// reader ends it when they like.
const TIME_TO_FAIL: Duration = Duration::from_secs(5);
/// The pause between two looks at a command.
const POLL: Duration = Duration::from_millis(20);

/// Opens `address` without waiting: some commands run for as long as the browser does.
pub fn open(address: String) {
    std::thread::spawn(move || {
        if let Err(reasons) = try_all(&address) {
            let reasons: String = reasons
                .iter()
                .map(|reason| format!("\n  {reason}"))
                .collect();
            complain(format!(
                "No browser could be opened:{reasons}\n\
                 help: open {address} yourself; from another machine, forward the port first"
            ));
        }
    });
}

/// Tries one command after another; returns why each failed.
fn try_all(address: &str) -> Result<(), Vec<String>> {
    let mut reasons = Vec::new();
    for opener in named(address) {
        match start(&opener) {
            Ok(()) => return Ok(()),
            Err(reason) => reasons.push(format!("`{}`, from BROWSER, {reason}", opener.program)),
        }
    }
    if !has_display() {
        reasons.push("there is no display here".to_owned());
        return Err(reasons);
    }
    open::that_detached(address).map_err(|error| {
        reasons.push(format!("the system's browser cannot be started: {error}"));
        reasons
    })
}

/// Starts a command, and waits until it has ended or had the time to fail.
fn start(opener: &Opener) -> Result<(), String> {
    if opener.is_in_terminal() {
        return Err("needs a terminal of its own".to_owned());
    }
    let mut command = Command::new(&opener.program);
    command
        .args(&opener.arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Ctrl-C here must not end it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let child = command.spawn();
    let mut child = child.map_err(|error| format!("cannot be started: {error}"))?;
    match has_failed(&mut child) {
        Ok(None) => Ok(()),
        Ok(Some(reason)) => Err(reason),
        Err(error) => Err(format!("cannot be waited for: {error}")),
    }
}

fn has_failed(child: &mut Child) -> io::Result<Option<String>> {
    let start = Instant::now();
    while start.elapsed() < TIME_TO_FAIL {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(None),
            Some(status) => return Ok(Some(format!("failed ({status})"))),
            None => std::thread::sleep(POLL),
        }
    }
    // A child that nobody waits for would remain as a zombie.
    child.wait()?;
    Ok(None)
}
