//! Builds the book, and serves it to a browser on this machine.
//!
//! `cargo xtask book` starts this program with the folder of the workbook.

use clap::Parser;
use press::address::Address;
use press::build::Purpose;
use press::generation::Folder;
use press::interrupt::{self, interrupted};
use press::output::complain;
use press::publish::{self, Wasm};
use press::{Checkout, serve, wasm};
use std::path::PathBuf;
use std::process::ExitCode;

/// Builds the book and serves it on 127.0.0.1.
#[derive(Parser)]
#[command(name = "book", bin_name = "cargo xtask book")]
struct Arguments {
    /// The folder of the workbook.
    #[arg(long, default_value = ".", hide = true)]
    root: PathBuf,
    /// Write static files to book/output instead of serving.
    #[arg(long, conflicts_with_all = ["no_open", "port"])]
    build: bool,
    /// With --build: the address that the book will have, with its folder (default: `homepage` in Cargo.toml).
    #[arg(long, value_name = "URL", requires = "build")]
    address: Option<Address>,
    /// Open the book as a presentation: a section on each screen, and the speaker's notes in a second window.
    #[arg(long, conflicts_with_all = ["build", "no_open"])]
    present: bool,
    /// Fail if the arena of the lab in the pages cannot be compiled: for a book that is published.
    #[arg(long, requires = "build")]
    require_wasm: bool,
    /// Compile that arena and stop, so that it need not be compiled later.
    #[arg(long, hide = true)]
    warm: bool,
    /// Do not open a browser.
    #[arg(long)]
    no_open: bool,
    /// Serve on this port; fail if it is taken.
    #[arg(long)]
    port: Option<u16>,
    /// Serve a page with every component of the book in every state, instead of the book.
    #[arg(long, hide = true, conflicts_with = "build")]
    style: bool,
    /// End when standard input ends: it is a pipe from the program that started this one.
    #[arg(long, hide = true)]
    until_input_ends: bool,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            complain(format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

/// What is under way at an interruption is not waited for: neither a build, nor a connection that a browser holds.
fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let checkout = Checkout::at(&arguments.root)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let until_input_ends = arguments.until_input_ends;
    let mut folder = None;
    let ended = runtime.block_on(async {
        tokio::select! {
            // Signals are handled before there is anything to delete.
            biased;
            ended = interrupted(until_input_ends) => {
                ended.map(|()| ExitCode::from(interrupt::EXIT_CODE))
            }
            done = async {
                let pages = folder.insert(Folder::new()?).path().to_owned();
                work(arguments, checkout, pages).await
            } => done.map(|()| ExitCode::SUCCESS),
        }
    });
    runtime.shutdown_background();
    if let Some(folder) = folder {
        folder.remove();
    }
    ended
}

async fn work(arguments: Arguments, checkout: Checkout, pages: PathBuf) -> anyhow::Result<()> {
    if arguments.warm {
        return warm(checkout).await;
    }
    if arguments.build {
        let wasm = match arguments.require_wasm {
            true => Wasm::Required,
            false => Wasm::IfPossible,
        };
        return publish::publish(checkout, pages, arguments.address, wasm).await;
    }
    let options = serve::Options {
        port: arguments.port,
        open: !arguments.no_open,
        present: arguments.present,
        purpose: if arguments.style {
            Purpose::Style
        } else {
            Purpose::Server
        },
    };
    serve::build_and_serve(checkout, pages, options).await
}

/// A machine without the target gets its arena never, and needs nothing compiled for it.
async fn warm(checkout: Checkout) -> anyhow::Result<()> {
    if wasm::has_sources(&checkout) && wasm::is_installed(checkout.root()) {
        wasm::Background::start(checkout, |_| {})
            .file()
            .await
            .map_err(anyhow::Error::msg)?;
    }
    Ok(())
}
