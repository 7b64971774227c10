//! Tests in a real browser. Without one they print a line and pass; with `ARENA_BROWSER=required` they fail.

mod answers;
mod axe;
mod base64;
mod chapters;
mod charts;
mod chromium;
mod figures;
mod firefox;
mod lab;
mod lab_sessions;
mod live;
mod looks;
mod memory;
mod memory_words;
mod page;
mod paper;
mod pictures;
mod present;
mod published;
mod quiz;
mod replay;
mod search;
mod tab;
mod wayfinding;
mod widgets;
mod workbook;

use crate::fixture::TinyBook;
use chromium::Chromium;
use press::Checkout;
use press::build::Purpose;
use press::generation::Generation;
use press::live::Live;
use press::serve::{self, Site};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Once, OnceLock};
use tab::Tab;
use tokio::runtime::Runtime;
use tutor::editor::find_program;

/// Set to `required` where a browser must be installed.
const VARIABLE: &str = "ARENA_BROWSER";

fn is_required() -> bool {
    std::env::var(VARIABLE).is_ok_and(|value| value == "required")
}

/// The browser's program. `None`, after a line on the terminal, if the test is skipped.
fn program() -> Option<PathBuf> {
    let program = program_named(&chromium::NAMES);
    if program.is_none() {
        skip("no Chromium is installed (Debian: `apt install chromium`)");
    }
    program
}

/// A program with one of these names, if there is one.
fn program_named(names: &[&str]) -> Option<PathBuf> {
    let mut programs = names.iter().filter_map(|name| find_program(name));
    programs.next().filter(|_| cfg!(unix))
}

/// The script of axe. `None`, after a line on the terminal, if the test is skipped.
fn axe() -> Option<String> {
    let axe = axe::find();
    if axe.is_none() {
        skip("axe-core was not fetched (run `.ci/browser`)");
    }
    axe
}

#[track_caller]
fn skip(reason: &str) {
    assert!(!is_required(), "{VARIABLE}=required, and {reason}");
    tell(reason);
}

/// Prints once why tests are skipped, past the harness, which hides the output of tests that pass.
fn tell(reason: &str) {
    static PRINTED: Once = Once::new();
    PRINTED.call_once(|| {
        let _ = writeln!(std::io::stderr(), "browser tests are skipped: {reason}");
    });
}

/// Pages on a free port of this machine, until this is dropped.
struct Served {
    root: String,
    site: Site,
    _runtime: Runtime,
}

impl Served {
    fn new(generation: Generation) -> Self {
        Self::with_live(generation, None)
    }

    /// Pages that know their reader, or not.
    fn with_live(generation: Generation, live: Option<Live>) -> Self {
        Self::at(0, generation, live)
    }

    /// The same on this port, or a free one for 0.
    fn at(port: u16, generation: Generation, live: Option<Live>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let listener = runtime.block_on(serve::bind(Some(port)));
        let listener = listener.expect("a free port");
        let root = format!("http://{}/", listener.local_addr().expect("an address"));
        let site = Site::new(generation);
        runtime.spawn(serve::serve(listener, site.clone(), live));
        Self {
            root,
            site,
            _runtime: runtime,
        }
    }

    fn tab(&self, program: &Path) -> Tab {
        Tab::new(Chromium::start(program), self.root.clone())
    }
}

/// The book of this workbook, built once for all tests. Its pages are left for the next run to remove.
fn this_book() -> &'static Served {
    static BOOK: OnceLock<Served> = OnceLock::new();
    BOOK.get_or_init(|| {
        let pages = Path::new(env!("CARGO_TARGET_TMPDIR")).join("this-book");
        let _ = std::fs::remove_dir_all(&pages);
        std::fs::create_dir_all(&pages).expect("a folder can be made");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let checkout = Checkout::at(&root).expect("this is the workbook");
        let generation = Generation::build(&checkout, &pages, Purpose::Files)
            .unwrap_or_else(|error| panic!("{error:#}"));
        Served::new(generation)
    })
}

/// A tiny book with this text in a chapter, `two.html`, in the theme of this workbook.
fn book_with(text: &str) -> Served {
    Served::new(generation_with(text))
}

fn generation_with(text: &str) -> Generation {
    let book =
        TinyBook::new()
            .with_theme()
            .replace("book/src/two.md", "Back", &format!("{text}\n\nBack"));
    book.generation()
}

/// Shows a tiny book with this text from the next request on, as after a save.
fn change(book: &Served, text: &str) {
    book.site.show(generation_with(text));
}

/// The chapter that `book_with` writes.
const PAGE: &str = "two.html";

/// Opens a chapter that contains `text`, works on it, and lets axe check the result.
#[track_caller]
fn check(text: &str, work: impl FnOnce(&mut Tab)) {
    let Some(program) = program() else { return };
    let book = book_with(text);
    let mut tab = book.tab(&program);
    tab.open(PAGE);
    tab.draw_all();
    work(&mut tab);
    assert_eq!(tab.complaints(), [""; 0]);
    let Some(script) = axe() else { return };
    assert_eq!(axe::violations_in_both_themes(&mut tab, &script), [""; 0]);
}
