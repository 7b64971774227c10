//! Compiles `book/lab-page` to WebAssembly: the arena that a page's prompt has behind it.
//!
//! It needs a target that a toolchain does not have by itself. Where it is missing the book is built all the same, and the
//! pages answer with a model in JavaScript.

use crate::{Checkout, Problem};
use grader::cancellation::Cancellation;
use grader::cargo::{cargo, target_folder_below};
use grader::process::{self, Ended, Limits};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// What it is compiled for.
const TARGET: &str = "wasm32-unknown-unknown";
/// The package, and the profile in the workbook's `Cargo.toml`.
const PACKAGE: &str = "lab-page";
const PROFILE: &str = "page";
/// A build on a slow machine.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(600),
    output: 4 << 20,
};
/// Flags for this machine's programs; another target may not know them.
const FLAGS: [&str; 3] = [
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_RUSTFLAGS",
];

/// Whether this workbook has the sources of the arena; a small book of a test has not.
pub fn has_sources(checkout: &Checkout) -> bool {
    checkout.book().join(PACKAGE).join("Cargo.toml").is_file()
}

/// Compiles the arena if that is not done yet, and returns its file.
///
/// # Errors
/// Where the target is missing, or the build fails.
pub fn compile(checkout: &Checkout, cancellation: &Cancellation) -> anyhow::Result<PathBuf> {
    if !is_installed(checkout.root()) {
        return Err(missing().into());
    }
    // Of its own: neither a check nor an editor should wait for it.
    let folder = target_folder_below(checkout.root(), "page");
    let mut command = cargo();
    command
        .current_dir(checkout.root())
        .args(["build", "--quiet", "--package", PACKAGE])
        .args(["--profile", PROFILE, "--target", TARGET])
        .arg("--target-dir")
        .arg(&folder);
    for flags in FLAGS {
        command.env_remove(flags);
    }
    let outcome = process::run(command, LIMITS, cancellation)?;
    if !matches!(outcome.ended, Ended::Exited(status) if status.success()) {
        let errors = outcome.stderr.text();
        let what = format!(
            "the arena of the lab could not be compiled:\n\n{}",
            errors.trim_end()
        );
        let help = format!("see the full output with `cargo build -p {PACKAGE} --target {TARGET}`");
        return Err(Problem::general(what, help).into());
    }
    let name = format!("{}.wasm", PACKAGE.replace('-', "_"));
    Ok(folder.join(TARGET).join(PROFILE).join(name))
}

fn missing() -> Problem {
    let what = format!(
        "the Rust target {TARGET} is not installed, which the lab in the pages is compiled for"
    );
    let help =
        format!("run `rustup target add {TARGET}`; until then a model in JavaScript answers there");
    Problem::general(what, help)
}

/// Whether the compiler has the target. If it cannot say, cargo will.
pub fn is_installed(root: &Path) -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .current_dir(root)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    match output {
        Ok(output) if output.status.success() => {
            Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir()
        }
        _ => true,
    }
}

/// A build of the arena while the book is served already. Clones wait for the same one.
#[derive(Clone)]
pub struct Background {
    compiled: watch::Receiver<Option<Result<PathBuf, String>>>,
    /// Ends the build when the last clone is dropped.
    _end: Arc<End>,
}

/// Cancels the build when it is dropped.
struct End(Cancellation);

impl Drop for End {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Background {
    /// Starts it. `failed` is called with the reason if there is no arena.
    pub fn start(checkout: Checkout, failed: impl FnOnce(&str) + Send + 'static) -> Self {
        let (sender, receiver) = watch::channel(None);
        let cancellation = Cancellation::new();
        let end = End(cancellation.clone());
        std::thread::spawn(move || {
            let compiled = compile(&checkout, &cancellation);
            let compiled = compiled.map_err(|error| format!("{error:#}"));
            if let Err(reason) = &compiled
                && !cancellation.is_cancelled()
            {
                failed(reason);
            }
            // Nobody may be waiting any more.
            let _ = sender.send(Some(compiled));
        });
        Self {
            compiled: receiver,
            _end: Arc::new(end),
        }
    }

    /// Waits for the arena's file.
    ///
    /// # Errors
    /// With the reason if there is none.
    pub async fn file(&self) -> Result<PathBuf, String> {
        let mut compiled = self.compiled.clone();
        match compiled.wait_for(Option::is_some).await {
            Ok(compiled) => compiled.clone().unwrap_or_else(|| Err(ENDED.to_owned())),
            Err(_) => Err(ENDED.to_owned()),
        }
    }
}

/// The build's thread panicked; a bug.
const ENDED: &str = "the build of the lab's arena ended unexpectedly";
