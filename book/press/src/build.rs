//! Builds the book into a folder, or reports every mistake in its sources.

use crate::address::Address;
use crate::descriptions::Descriptions;
use crate::directives::STYLE;
use crate::glossary::Glossary;
use crate::preprocessor::WorkbookPreprocessor;
use crate::{
    Checkout, Problem, Problems, lab, link_check, log_capture, present, scripts, search, site,
    unused,
};
use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_driver::book::{BookItem, Chapter};
use mdbook_driver::builtin_preprocessors::{IndexPreprocessor, LinkPreprocessor};
use mdbook_driver::config::Config;
use std::cell::RefCell;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What the pages are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be opened as files, or served by anything: they know no reader.
    Files,
    /// The same, at this address.
    Published(Address),
    /// To be served by [`serve`](crate::serve), which tells them about their reader.
    Server,
    /// Not the book: one page with every component in every state, for those who work on the theme.
    Style,
}

/// Of the style page: it takes the place of a server and of a reader.
const STYLE_SCRIPT: &str = "theme/style.js";
/// The script of [`LIVE`] that asks a server.
const SERVED: &str = "theme/live.js";

/// The scripts of pages that know their reader, after all others. A page without them asks the server for nothing.
const LIVE: [&str; 7] = [
    "theme/live.js",
    "theme/chart.js",
    "theme/card.js",
    "theme/trace.js",
    "theme/claims.js",
    "theme/figures.js",
    "theme/where.js",
];

/// What such a page loads when its reader asks for it: from the folder `live`, under its own name.
const LAZY: [&str; 6] = [
    "replay.css",
    "replay.js",
    "replay-draw.js",
    "replay-model.js",
    "replay-words.js",
    "replay-worker.js",
];

/// What a page with a prompt loads, from the folder [`lab::FOLDER`].
const LAB: [&str; 3] = ["lab.css", "lab.js", "lab-model.js"];

/// Builds into `output`, which is emptied first: pass a new folder, and switch readers to it afterwards.
pub fn build(checkout: &Checkout, output: &Path, purpose: Purpose) -> Result<()> {
    check_summary(checkout)?;
    let problems = Rc::new(RefCell::new(Vec::new()));
    let descriptions = Rc::default();
    let (built, messages) =
        log_capture::capture(|| render(checkout, output, &purpose, &problems, &descriptions));
    let problems = Problems(problems.take());
    problems.into_result()?;
    let chapters = built?;
    unused::remove(output).context("book: a file that no page loads cannot be deleted")?;
    search::write(output, &chapters, &Glossary::of(checkout))
        .context("book: cannot write what search looks through")?;
    if purpose == Purpose::Server {
        copy_theme(checkout, &LAZY, &output.join("live"))?;
    }
    present::write(checkout, output, &chapters)?;
    let address = match &purpose {
        Purpose::Published(address) => Some(address),
        Purpose::Files | Purpose::Server | Purpose::Style => None,
    };
    site::complete(output, &chapters, &descriptions.borrow(), address)?;
    copy_theme(checkout, &LAB, &output.join(lab::FOLDER))?;
    scripts::shrink(output)?;
    let warnings = messages.into_iter().map(|message| {
        let help = "fix the chapter that it names: the book must build without warnings";
        Problem::new("book", format!("mdBook says: {message}"), help)
    });
    Problems(warnings.collect()).into_result()?;
    Problems(
        link_check::check(checkout, output, &chapters)
            .context("book: cannot read a page that was just built")?,
    )
    .into_result()
}

/// Renders, and returns the chapters, relative to `book/src`.
fn render(
    checkout: &Checkout,
    output: &Path,
    purpose: &Purpose,
    problems: &Rc<RefCell<Vec<Problem>>>,
    descriptions: &Rc<RefCell<Descriptions>>,
) -> Result<Vec<PathBuf>> {
    let config = checkout.book().join("book.toml");
    let shown = checkout.show(&config);
    let mut config = Config::from_disk(&config).map_err(|error| unreadable(&shown, &error))?;
    // Set here rather than in book.toml: this code relies on them.
    config.build.build_dir = output.to_owned();
    config.build.create_missing = false;
    config.build.use_default_preprocessors = false;
    match purpose {
        Purpose::Files => {}
        // The page of a missing address is sent for any, so its links start at the book's folder.
        Purpose::Published(address) => config.set("output.html.site-url", address.path())?,
        Purpose::Server | Purpose::Style => add_scripts(&mut config, checkout, purpose)?,
    }
    let mut book = MDBook::load_with_config(checkout.book(), config)
        .map_err(|error| unreadable(&shown, &error))?;
    if *purpose == Purpose::Style {
        let path = checkout.chapters().join(STYLE);
        let text = read(&path, &checkout.show(&path))?;
        let page = Chapter::new("Style", text, STYLE, Vec::new());
        book.book.items = vec![BookItem::Chapter(page)];
    }
    book.with_preprocessor(WorkbookPreprocessor::new(
        checkout.clone(),
        Rc::clone(problems),
        Rc::clone(descriptions),
    ));
    book.with_preprocessor(LinkPreprocessor::new());
    book.with_preprocessor(IndexPreprocessor::new());
    book.build().map_err(|error| {
        // The problem stays a cause: a full disk is told by it.
        let help = "if a file is missing, restore it: `git status book` lists what has changed";
        error.context(Problem::new("book", "the build failed", help))
    })?;
    Ok(book
        .book
        .chapters()
        .filter_map(|chapter| chapter.path.clone())
        .collect())
}

/// Adds the scripts of pages that know their reader to those that book.toml names. A small book of a test has none.
fn add_scripts(config: &mut Config, checkout: &Checkout, purpose: &Purpose) -> Result<()> {
    const KEY: &str = "output.html.additional-js";
    let mut scripts: Vec<String> = config.get(KEY)?.unwrap_or_default();
    let is_style = *purpose == Purpose::Style;
    if is_style && !scripts.is_empty() {
        // After the first, which defines what all scripts share.
        scripts.insert(1, STYLE_SCRIPT.to_owned());
    }
    let there = LIVE.iter().filter(|script| {
        checkout.book().join(script).is_file() && !(is_style && **script == SERVED)
    });
    scripts.extend(there.map(|script| (*script).to_owned()));
    config.set(KEY, scripts)
}

/// Copies files of the theme that only some pages load. A small book of a test has none.
fn copy_theme(checkout: &Checkout, names: &[&str], folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).context("cannot make a folder of the book")?;
    for name in names {
        let file = checkout.book().join("theme").join(name);
        if file.is_file() {
            std::fs::copy(&file, folder.join(name))
                .with_context(|| format!("{}: cannot be copied", checkout.show(&file)))?;
        }
    }
    Ok(())
}

/// Reports the line of the summary that names a missing chapter; mdBook would only name the chapter.
fn check_summary(checkout: &Checkout) -> Result<()> {
    let summary = checkout.chapters().join("SUMMARY.md");
    let shown = checkout.show(&summary);
    let text = read(&summary, &shown)?;
    let mut problems = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let Some(chapter) = link_target(line) else {
            continue;
        };
        let path = checkout.chapters().join(chapter);
        if !path.is_file() {
            let what = format!("the chapter {} does not exist", checkout.show(&path));
            let help = "write it, or correct its name in this line";
            problems.push(Problem::new(format!("{shown}:{}", at + 1), what, help));
        } else if let Err(problem) = read(&path, &checkout.show(&path)) {
            problems.push(problem);
        }
    }
    Problems(problems).into_result()
}

fn read(file: &Path, shown: &str) -> Result<String, Problem> {
    std::fs::read_to_string(file).map_err(|error| unreadable(shown, &error))
}

fn unreadable(shown: &str, error: impl Display) -> Problem {
    let help = format!("correct it, or restore it with `git checkout {shown}`");
    Problem::new(shown, "cannot be read", help).because(error)
}

fn link_target(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("](")?;
    let (target, _) = rest.split_once(')')?;
    (!target.is_empty()).then_some(target)
}
