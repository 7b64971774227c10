//! The lab in the page: by keyboard and by touch, with the compiled arena and with the model.

use super::chromium::Chromium;
use super::tab::{PHONE, Tab};
use super::{PAGE, Served, axe, generation_with, program};
use crate::arena::compiled;
use press::generation::Generation;
use serde_json::{Value, json};
use std::path::Path;

pub(super) const LAB: &str = "{{#lab Try `alloc 24 8`, then `show`: where is the finger?}}";
const INPUT: &str = "arena-lab input";
const OUTPUT: &str = ".lab-output";
/// The most bytes that a reader loads for the arena, compressed with gzip at its usual level.
const MAX_COMPRESSED: u64 = 60_000;

/// A chapter with a lab; `None` where the compiled arena cannot be had.
fn with_arena() -> Option<Generation> {
    let arena = compiled()?;
    let generation = generation_with(LAB);
    std::fs::copy(arena, generation.path().join("lab/arena.wasm")).expect("it can be copied");
    Some(generation)
}

/// Opens a lab with the compiled arena, works with it, and lets axe check the result.
#[track_caller]
pub(super) fn check(work: impl FnOnce(&mut Tab)) {
    let (Some(program), Some(generation)) = (program(), with_arena()) else {
        return;
    };
    let book = Served::new(generation);
    let mut tab = book.tab(&program);
    tab.open(PAGE);
    work(&mut tab);
    assert_eq!(tab.complaints(), [""; 0]);
    accessible(&mut tab);
}

#[track_caller]
fn accessible(tab: &mut Tab) {
    let Some(script) = axe() else { return };
    assert_eq!(axe::violations_in_both_themes(tab, &script), [""; 0]);
}

/// Types a command, and waits until what was asked before it is answered too.
#[track_caller]
fn type_line(tab: &mut Tab, line: &str) {
    tab.focus(INPUT);
    tab.type_text(line);
    tab.press("Enter");
    settled(tab);
}

#[track_caller]
fn settled(tab: &mut Tab) {
    tab.value("document.querySelector('arena-lab').work.then(() => 0)");
}

#[track_caller]
fn says(tab: &mut Tab, text: &str) {
    let output = tab.text(OUTPUT).replace('\u{a0}', " ");
    assert!(output.contains(text), "no {text:?} in {output}");
}

#[test]
fn a_command_is_answered_by_a_real_arena_that_is_loaded_with_it() {
    check(|tab| {
        let is_arena =
            |requests: Vec<String>| requests.iter().any(|url| url.ends_with("arena.wasm"));
        assert!(!is_arena(tab.requests()), "it is loaded when it is used");
        type_line(tab, "alloc 24 8");
        assert!(is_arena(tab.requests()));
        says(tab, "24 B at 0x");
        says(tab, "440 B are free below it.");
        type_line(tab, "alloc 1");
        type_line(tab, "alloc 8 8");
        says(tab, "after 7 B of padding; 424 B are free");
        // What the text proposes runs at a touch.
        tab.click(".lab-try:nth-of-type(2)");
        settled(tab);
        says(tab, "finger ^");
        says(tab, "values 33 B, padding 7 B, left behind 0 B, free 424 B");
        assert_eq!(
            tab.value("document.querySelectorAll('.lab-drawing .is-value').length"),
            2
        );
        type_line(tab, "chunks");
        assert_eq!(tab.text(".lab-output table tbody td:nth-child(3)"), "32");
        // The page says that its figures are those of 32 bits, and which others hold elsewhere.
        let note = tab.text(".lab-note");
        for figure in ["takes 32 B", "48 in", "464 B usable here and 448 there"] {
            assert!(note.contains(figure), "{note}");
        }
        let log = "document.querySelector('.lab-output').role";
        assert_eq!(tab.value(log), "log", "a live region");
        // Errors are said where they are made.
        type_line(tab, "aloc 24");
        says(tab, "there is no command aloc; help lists them");
    });
}

#[test]
fn lines_come_back_with_the_arrow_keys() {
    check(|tab| {
        for line in ["alloc 1", "alloc 2", "alloc 3"] {
            type_line(tab, line);
        }
        let value = format!("document.querySelector({INPUT:?}).value");
        for (key, line) in [
            ("ArrowUp", "alloc 3"),
            ("ArrowUp", "alloc 2"),
            ("ArrowDown", "alloc 3"),
            ("ArrowDown", ""),
        ] {
            tab.press(key);
            assert_eq!(tab.value(&value), line, "{key}");
        }
        // Left and right move in the line, and turn no page.
        tab.press("ArrowRight");
        assert_eq!(tab.value("location.pathname"), format!("/{PAGE}"));
    });
}

#[test]
fn the_tour_goes_on_with_a_button_or_with_enter() {
    check(|tab| {
        tab.click(".lab-buttons .primary");
        settled(tab);
        says(tab, "1. An arena that was never used");
        assert_eq!(tab.text(".lab-buttons .primary"), "Next step of the tour");
        tab.focus(INPUT);
        tab.press("Enter");
        settled(tab);
        says(tab, "2. The first value makes it ask for a whole chunk.");
        // A command of one's own in between.
        type_line(tab, "alloc 100");
        says(tab, "100 B at 0x");
        // The button stays where it is: the output has kept its size.
        let top = "document.querySelector('.lab-buttons').getBoundingClientRect().top + scrollY";
        let before = tab.value(top);
        for _ in 3..=8 {
            tab.focus(".lab-buttons .primary");
            tab.press("Enter");
            settled(tab);
        }
        assert_eq!(tab.value(top), before);
        says(tab, "That was the tour.");
        assert_eq!(tab.text(".lab-buttons .primary"), "Take the tour");
        // `q` at a pause ends the tour, and not the session.
        type_line(tab, "tour");
        type_line(tab, "q");
        assert_eq!(tab.text(".lab-buttons .primary"), "Take the tour");
        type_line(tab, "alloc 3");
        says(tab, "3 B at 0x");
    });
}

#[test]
fn a_session_ends_and_another_begins() {
    check(|tab| {
        type_line(tab, "alloc 24 8");
        type_line(tab, "quit");
        says(tab, "The arena is dropped, and with it 1 chunk");
        says(tab, "A new session begins with the next command");
        type_line(tab, "show");
        says(tab, "asked for 0 chunks, 0 B in total");
        // A trap: nothing can be asked of that instance any more.
        type_line(tab, "alloc 24 8");
        tab.value(
            "(() => { const { session } = document.querySelector('arena-lab');
                session.exports = { ...session.exports, lab_line() { throw new WebAssembly.RuntimeError('unreachable'); } };
            })()",
        );
        type_line(tab, "alloc 24 8");
        says(tab, "The lab stopped (");
        says(
            tab,
            "The next command starts a new session, with another arena.",
        );
        type_line(tab, "alloc 16 8");
        says(tab, "16 B at 0x");
        says(tab, "448 B are free below it.");
        tab.click(".lab-buttons button:last-child");
        settled(tab);
        assert_eq!(tab.text(OUTPUT), "A new session, and another arena.");
    });
}

#[test]
fn it_fits_on_a_phone_and_its_buttons_can_be_hit() {
    check(|tab| {
        tab.resize(PHONE);
        tab.open(PAGE);
        for line in [
            "vec v u32",
            "push v 100",
            "str some text",
            "push v 100",
            "show",
            "chunks",
            "help",
        ] {
            type_line(tab, line);
        }
        assert_eq!(
            tab.value("document.documentElement.scrollWidth <= innerWidth"),
            true
        );
        let small = tab.value(
            "[...document.querySelectorAll('arena-lab :is(button, input)')].map(button => button.getBoundingClientRect())
                .filter(box => box.width < 24 || box.height < 24).length",
        );
        assert_eq!(small, 0);
        // A drawing has as many characters as there is room for.
        let fits = "[...document.querySelectorAll('.lab-drawing')].every(row => row.offsetWidth <= row.parentElement.clientWidth)";
        assert_eq!(tab.value(fits), true);
        tab.prefers(&[
            ("forced-colors", "active"),
            ("prefers-reduced-motion", "reduce"),
        ]);
        let border = "getComputedStyle(document.querySelector('.lab-console')).borderTopWidth";
        assert_eq!(tab.value(border), "1px");
        tab.prefers(&[("prefers-color-scheme", "light")]);
    });
}

#[test]
fn without_javascript_a_sentence_names_the_command() {
    let Some(program) = program() else { return };
    let book = Served::new(generation_with(LAB));
    let mut tab = book.tab(&program);
    tab.without_javascript();
    tab.open(PAGE);
    let text = tab.text("arena-lab");
    assert!(
        text.contains("cargo xtask lab opens it in a terminal"),
        "{text}"
    );
}

/// Works with a lab whose compiled arena is missing, and returns what the page says about that.
#[track_caller]
fn falls_back(mut tab: Tab) -> String {
    tab.open(PAGE);
    tab.complaints();
    type_line(&mut tab, "alloc 24 8");
    says(
        &mut tab,
        "24 B at byte 424 of chunk 1, where the finger is now; 424 B are free below it.",
    );
    type_line(&mut tab, "tour");
    says(&mut tab, "tour needs the compiled arena");
    assert!(!tab.shows(".lab-buttons .primary"));
    // The browser itself reports the file that is missing.
    let others = tab.complaints();
    let others: Vec<_> = others
        .iter()
        .filter(|complaint| !complaint.contains("arena.wasm"))
        .collect();
    assert_eq!(others, [""; 0]);
    accessible(&mut tab);
    let note = tab.text(".lab-note");
    assert!(
        note.contains("a model of it in JavaScript answers"),
        "{note}"
    );
    note
}

#[test]
fn where_the_arena_is_missing_the_model_answers() {
    let Some(program) = program() else { return };
    let book = Served::new(generation_with(LAB));
    let note = falls_back(book.tab(&program));
    assert!(
        note.contains("rustup target add wasm32-unknown-unknown"),
        "{note}"
    );
}

#[test]
fn from_a_file_the_model_answers() {
    let Some(program) = program() else { return };
    let generation = match with_arena() {
        Some(generation) => generation,
        None => generation_with(LAB),
    };
    let root = format!("file://{}/", generation.path().display());
    let note = falls_back(Tab::new(Chromium::start(&program), root));
    assert!(
        note.contains("A page that is opened as a file may not load it"),
        "{note}"
    );
}

#[test]
fn it_works_in_a_folder_of_a_host() {
    let (Some(program), Some(generation)) = (program(), with_arena()) else {
        return;
    };
    let folder = generation.path().join("some/folder");
    copy(generation.path(), &folder);
    std::fs::remove_dir_all(generation.path().join("lab")).expect("it is ours");
    let book = Served::new(generation);
    let mut tab = book.tab(&program);
    tab.open(&format!("some/folder/{PAGE}"));
    type_line(&mut tab, "alloc 24 8");
    says(&mut tab, "440 B are free below it.");
    assert_eq!(tab.complaints(), [""; 0]);
}

/// Copies what is in a folder, but for `some` in it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a temporary folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if path.is_file() {
            std::fs::copy(&path, to.join(name)).expect("a copy");
        } else if name != "some" {
            copy(&path, &to.join(name));
        }
    }
}

#[test]
fn it_is_small_and_only_its_chapters_pay_for_it() {
    check(|tab| {
        let size = |name: &str| {
            format!(
                "fetch('lab/{name}').then(file => new Response(file.body.pipeThrough(new CompressionStream('gzip'))).arrayBuffer())
                    .then(bytes => bytes.byteLength)"
            )
        };
        let arena = tab.value(&size("arena.wasm")).as_u64().unwrap_or(u64::MAX);
        assert!(arena <= MAX_COMPRESSED, "{arena} B");
        let rest: u64 = ["lab.js", "lab.css"]
            .map(|name| tab.value(&size(name)).as_u64().unwrap_or(u64::MAX))
            .iter()
            .sum();
        assert!(rest <= 8_000, "{rest} B");
        tab.open("one.html");
        let loaded: Value = tab.value("performance.getEntriesByType('resource').map(entry => entry.name).filter(name => name.includes('/lab/'))");
        assert_eq!(loaded, json!([]));
    });
}
