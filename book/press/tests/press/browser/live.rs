//! The page beside the editor: what the card, the contents and the first page show of the reader, as it happens.

use super::tab::{DESKTOP, PHONE, Tab};
use super::{Served, axe, program};
use crate::fixture::TinyBook;
use press::build::Purpose;
use press::generation::Generation;
use press::live::Live;

/// The first page, with the card of the only exercise.
pub(super) const FIRST: &str = "one.html";
const FAILED: &str =
    r#"{"version":1,"exercises":{"first":{"standing":"failed","steps_passed":0,"steps":1}}}"#;
const PASSED: &str =
    r#"{"version":1,"exercises":{"first":{"standing":"passed","steps_passed":1,"steps":1}}}"#;

/// A tiny book whose pages know their reader.
pub(super) struct LiveBook {
    pub(super) book: TinyBook,
    pub(super) live: Live,
    pub(super) served: Served,
}

impl LiveBook {
    fn new() -> Self {
        let book = TinyBook::new().with_theme();
        book.write("exercises/01_first/src/lib.rs", "//! Mine.\n");
        book.write("exercises/01_first/bad/lib.rs", "//! As it was shipped.\n");
        let tests = "tests = [\"step1::it_holds\"]\n[files]\n";
        book.write("exercises/01_first/shipped.toml", tests);
        let live = Live::start(&book.checkout()).expect("the catalogue is good");
        let served = Served::with_live(generation(&book), Some(live.clone()));
        Self { book, live, served }
    }

    pub(super) fn save_progress(&self, text: &str) {
        self.book.write(".arena/progress.json", text);
    }

    /// Shows the book as it is now, as after a save.
    pub(super) fn rebuild(&self) {
        self.served.site.show(generation(&self.book));
        self.live.rebuilt();
    }
}

fn generation(book: &TinyBook) -> Generation {
    Generation::build(&book.checkout(), &std::env::temp_dir(), Purpose::Server)
        .unwrap_or_else(|error| panic!("{error:#}"))
}

/// Opens the first page, works on it, and lets axe check the result.
#[track_caller]
pub(super) fn check(work: impl FnOnce(&mut Tab, &LiveBook)) {
    let Some(program) = program() else { return };
    let book = LiveBook::new();
    let mut tab = book.served.tab(&program);
    tab.open(FIRST);
    tab.until("document.querySelector('.card-status').textContent !== ''");
    work(&mut tab, &book);
    assert_eq!(tab.complaints(), [""; 0]);
    let Some(script) = axe() else { return };
    for (size, theme) in [(DESKTOP, "light"), (PHONE, "dark")] {
        tab.resize(size);
        tab.prefers(&[("prefers-color-scheme", theme)]);
        let overflow = tab.value("document.documentElement.scrollWidth > innerWidth");
        assert_eq!(
            overflow, false,
            "the page is wider than the window, {theme}"
        );
        assert_eq!(axe::violations(&mut tab, &script), [""; 0], "{theme}");
    }
}

#[test]
fn what_is_saved_elsewhere_shows_in_card_contents_and_first_page() {
    check(|tab, book| {
        let status = tab.text(".card-status");
        assert!(status.starts_with("Not checked yet"), "{status}");
        let next = tab.text(".where-next");
        assert_eq!(
            next,
            "Begin with exercise 1: First & last, about 25 minutes"
        );
        assert_eq!(
            tab.text("#contents .marks .only-read"),
            "Exercise 1: not begun."
        );
        book.save_progress(PASSED);
        tab.until("document.querySelector('#contents .mark.is-done') !== null");
        assert_eq!(
            tab.text("#contents .marks .only-read"),
            "Exercise 1: passed."
        );
        assert_eq!(tab.text(".card-status strong"), "Passes.");
        assert_eq!(
            tab.text(".where-next"),
            "Every exercise has passed, or is marked as known."
        );
    });
}

#[test]
fn who_has_begun_in_a_chapter_goes_on_at_the_top_of_the_first_page() {
    check(|tab, book| {
        book.book.write(
            "book/src/one.md",
            "# One\n<!-- description: The first chapter of a tiny book, which says first what it is. -->\n\nSee [two](two.md#a-part).\n\n## Begin\n\n{{#exercise first}}\n",
        );
        book.rebuild();
        tab.open(FIRST);
        let is_first = "document.querySelector('main h1').nextElementSibling.matches('.where')";
        assert_eq!(tab.value(is_first), false);
        tab.open("two.html");
        book.save_progress(FAILED);
        tab.until("JSON.parse(localStorage['arena-workbook:where']).begun");
        tab.open(FIRST);
        assert_eq!(tab.value(is_first), true);
        // What is shown is shown at once.
        tab.until("document.querySelector('.where-next') !== null");
    });
}

#[test]
fn hints_come_one_at_a_time_and_the_focus_stays() {
    check(|tab, book| {
        book.save_progress(FAILED);
        tab.until("[...document.querySelectorAll('.card-actions button')].some(button => button.textContent === 'Hint')");
        assert!(
            !tab.shows("details.hints"),
            "the hints are not all there to be opened"
        );
        tab.focus(".card-actions button:nth-of-type(2)");
        tab.press("Enter");
        tab.until("document.querySelector('.card-hint') !== null");
        assert_eq!(tab.text(".card-hint"), "Hint 1 for step1: Ask who.");
        tab.until("document.activeElement.textContent === 'Another hint'");
        tab.press("Enter");
        tab.until("document.querySelectorAll('.card-hint').length === 2");
    });
}

#[test]
fn a_reset_asks_first() {
    check(|tab, book| {
        book.save_progress(FAILED);
        let source = || {
            let file = book.book.root().join("exercises/01_first/src/lib.rs");
            std::fs::read_to_string(file).expect("the source")
        };
        tab.until(
            "document.querySelector('.card-actions button:last-of-type').textContent === 'Reset'",
        );
        tab.click(".card-actions button:last-of-type");
        assert_eq!(tab.text(".card-actions button:last-of-type"), "Yes, reset");
        assert_eq!(source(), "//! Mine.\n");
        tab.click(".card-actions button:last-of-type");
        tab.until("document.querySelector('.card-said').textContent.includes('as it was shipped')");
        assert_eq!(source(), "//! As it was shipped.\n");
    });
}

#[test]
fn a_saved_chapter_appears_where_it_is_and_leaves_the_rest_alone() {
    check(|tab, book| {
        tab.until("window.Arena.live.isReady()");
        tab.value("window.kept = document.querySelector('arena-card'); 1");
        book.book.write(
            "book/src/one.md",
            "# One\n<!-- description: The first chapter of a tiny book, as somebody has just saved it. -->\n\nThis was just saved. See [two](two.md#a-part).\n\n{{#pair code.rs sum | slow | quick}}\n\n{{#exercise first}}\n",
        );
        book.rebuild();
        tab.until("document.querySelector('main').textContent.includes('just saved')");
        assert_eq!(
            tab.value("window.kept.isConnected"),
            true,
            "the card is the same"
        );
        tab.press("/");
        tab.type_text("just saved");
        tab.until("document.querySelectorAll('#search-results a').length > 0");
        // The next save appears although search has loaded scripts.
        book.book.write(
            "book/src/one.md",
            "# One\n<!-- description: The first chapter of a tiny book, as somebody has just saved it. -->\n\nThis was saved again. See [two](two.md#a-part).\n\n{{#pair code.rs sum | slow | quick}}\n\n{{#exercise first}}\n",
        );
        book.rebuild();
        tab.until("document.querySelector('main').textContent.includes('saved again')");
        // Search knows the new text, though it had loaded the old one.
        tab.value("document.getElementById('search-bar').select()");
        tab.type_text("saved again");
        tab.until("document.querySelector('#search-results')?.textContent.includes('saved again')");
    });
}

#[test]
fn guesses_are_kept_by_the_workbook_with_those_of_this_browser() {
    check(|tab, book| {
        tab.until("window.Arena.live.isReady()");
        book.book.write(
            "book/src/one.md",
            "# One\n<!-- description: The first chapter of a tiny book, as somebody has just saved it. -->\n\n> **Predict.** How many?\n\n<details>\n<summary>Compare your guess</summary>\n\nSeven.\n\n</details>\n\n\
             See [two](two.md#a-part).\n\n{{#pair code.rs sum | slow | quick}}\n\n{{#exercise first}}\n",
        );
        book.rebuild();
        tab.until("document.querySelector('arena-predict input') !== null");
        tab.focus("arena-predict input");
        tab.type_text("about 10");
        tab.press("Enter");
        let saved = || {
            let file = book.book.root().join(".arena/progress.json");
            std::fs::read_to_string(file).unwrap_or_default()
        };
        tab.until("Object.keys(window.Arena.live.predictions || {}).length === 1");
        assert!(saved().contains("about 10"), "{}", saved());
        let own = "Object.keys(localStorage).filter(key => key.includes('predict-')).length";
        assert_eq!(tab.value(own), 0, "the browser keeps none of its own");
        // Another page, another browser: it is there.
        tab.open(FIRST);
        tab.until("document.querySelector('.guess strong') !== null");
        assert_eq!(tab.text(".guess strong"), "about 10");
        // Taken back here, and made without a server: this browser's guess moves to the workbook.
        tab.click(".guess button");
        tab.until("JSON.stringify(window.Arena.live.predictions) === '{}'");
        tab.value(
            "localStorage.setItem('arena-workbook:' + document.querySelector('arena-predict').dataset.key, \
             JSON.stringify({ guess: 'from before' })), 1",
        );
        tab.open(FIRST);
        tab.until("document.querySelector('.guess strong') !== null");
        assert_eq!(tab.text(".guess strong"), "from before");
        tab.until("Object.keys(window.Arena.live.predictions || {}).length === 1");
        assert!(saved().contains("from before"), "{}", saved());
        assert_eq!(tab.value(own), 0, "it moved");
    });
}

#[test]
fn the_solution_is_beside_yours_after_a_pass() {
    check(|tab, book| {
        book.book
            .write("solutions/01_first/src/lib.rs", "//! Ours.\n");
        let has_button = "[...document.querySelectorAll('.card-actions button')].some(button => button.textContent === 'Compare with the solution')";
        book.save_progress(FAILED);
        tab.until("document.querySelector('.card-status').textContent.includes('not pass')");
        assert_eq!(tab.value(has_button), false, "not before a pass");
        // A page may ask for it all the same.
        tab.value("window.Arena.live.wish('first', 'solution').then(() => {}), 1");
        tab.until("document.querySelector('.card-said').textContent.includes('once the exercise has passed')");
        book.save_progress(PASSED);
        tab.until(has_button);
        tab.focus(".card-actions [data-what='\"solution\"']");
        tab.press("Enter");
        tab.until("document.querySelector('.card-solution') !== null");
        assert_eq!(tab.text(".card-solution .is-bad code"), "//! Mine.");
        assert_eq!(tab.text(".card-solution .is-good code"), "//! Ours.");
    });
}

#[test]
fn a_server_that_has_gone_is_named() {
    let Some(program) = program() else { return };
    let book = LiveBook::new();
    let mut tab = book.served.tab(&program);
    tab.open(FIRST);
    tab.until("document.querySelector('.card-status').textContent !== ''");
    drop(book);
    tab.until("document.querySelector('.card-status').textContent.includes('cargo xtask book')");
}

#[test]
fn a_server_that_comes_back_is_found_without_a_reload() {
    let Some(program) = program() else { return };
    let LiveBook { book, live, served } = LiveBook::new();
    let mut tab = served.tab(&program);
    tab.open(FIRST);
    tab.until("document.querySelector('.card-status').textContent !== ''");
    tab.value("window.kept = 1");
    let port = served.root.trim_end_matches('/').rsplit(':').next();
    let port = port.and_then(|port| port.parse().ok()).expect("a port");
    drop((live, served));
    tab.until("document.querySelector('.card-status').textContent.includes('cargo xtask book')");
    book.write(".arena/progress.json", FAILED);
    let live = Live::start(&book.checkout()).expect("the catalogue is good");
    let _served = Served::at(port, generation(&book), Some(live));
    let has_hint = "[...document.querySelectorAll('.card-actions button')].some(button => button.textContent === 'Hint')";
    tab.until(has_hint);
    // The secret is another one, and the page has it.
    tab.click(".card-actions button:nth-of-type(2)");
    tab.until("document.querySelector('.card-hint') !== null");
    assert_eq!(tab.value("window.kept"), 1, "it is the same page");
}
