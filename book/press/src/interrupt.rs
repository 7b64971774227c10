//! When the program should end: at a signal, or when whoever started it has gone.

use anyhow::Result;
use std::io;

/// The exit code of an interrupted run: 128 + SIGINT, as in shells.
pub const EXIT_CODE: u8 = 130;

/// Returns when the program is asked to end; with `until_input_ends`, also at the end of standard input.
///
/// The runner holds the other end of that pipe. However the runner ends, the system closes it.
pub async fn interrupted(until_input_ends: bool) -> Result<()> {
    tokio::select! {
        signalled = signalled() => signalled,
        () = input_ends(), if until_input_ends => Ok(()),
    }
}

/// A closed terminal counts too: the pages must be deleted then as well.
#[cfg(unix)]
async fn signalled() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => Ok(()),
        _ = hangup.recv() => Ok(()),
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signalled() -> Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}

/// On a thread of its own: tokio would wait at the end for a read that is under way.
async fn input_ends() {
    let (sender, ended) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // An error is an end as well.
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        let _ = sender.send(());
    });
    // An error means that the thread has ended without a message.
    let _ = ended.await;
}
