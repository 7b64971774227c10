//! Builds the book, and serves it to a browser on this machine.
//!
//! `cargo xtask book` starts this program with the folder of the workbook.

use clap::Parser;
use press::{Checkout, publish, serve};
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
    /// Do not open a browser.
    #[arg(long)]
    no_open: bool,
    /// Serve on this port; fail if it is taken.
    #[arg(long)]
    port: Option<u16>,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let checkout = Checkout::at(&arguments.root)?;
    if arguments.build {
        return publish::publish(&checkout);
    }
    let options = serve::Options {
        port: arguments.port,
        open: !arguments.no_open,
    };
    serve::serve_until_interrupted(checkout, options)
}
