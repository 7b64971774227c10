//! A copy of this workbook, its pages and its real runner: what a learner meets on the way through an exercise.

#[path = "../../../../../xtask/benches/common/copy.rs"]
mod copy;

use super::tab::Tab;
use super::{Served, program};
use press::Checkout;
use press::build::Purpose;
use press::generation::Generation;
use press::live::Live;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const CHAPTER: &str = "parsing.html";
pub(super) const SOURCE: &str = "exercises/02_parse_tree/src/lib.rs";
pub(super) const SOLUTION: &str = "solutions/02_parse_tree/src/lib.rs";
/// The first build compiles all that the tests need.
pub(super) const BUILD: Duration = Duration::from_secs(400);

/// A copy of the workbook in a folder that keeps what was built there.
pub(super) fn copy_of_the_workbook() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workbook");
    // What was solved there by an earlier run.
    let _ = fs::remove_dir_all(copy.join(".arena"));
    copy::tracked_files(&root, &copy);
    copy
}

/// Waits as long as a build may take.
#[track_caller]
fn until(tab: &mut Tab, expression: &str) {
    let start = Instant::now();
    while tab.value(expression) != true {
        let card = tab.text(".card-panel");
        assert!(
            start.elapsed() < BUILD,
            "this did not become true: {expression}; the card says: {card}"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The pages of a copy, which know their reader.
pub(super) fn live_book(copy: &Path) -> Served {
    let checkout = Checkout::at(copy).expect("the copy is a workbook");
    let live = Live::start(&checkout).expect("the catalogue is good");
    let generation = Generation::build(&checkout, &std::env::temp_dir(), Purpose::Server)
        .unwrap_or_else(|error| panic!("{error:#}"));
    Served::with_live(generation, Some(live))
}

/// What to press for a guess and then for the first check, each with what must be true before.
pub(super) fn first_check() -> [(String, String); 2] {
    let (guess, check) = (
        "document.querySelector('.card-guess button')",
        button("Check"),
    );
    [
        (format!("{guess} !== null"), guess.to_owned()),
        (
            format!("document.querySelector('.card-guess') === null && Boolean({check})"),
            check,
        ),
    ]
}

fn button(name: &str) -> String {
    format!(
        "[...document.querySelectorAll('.card-actions button')].find(button => button.textContent === '{name}')"
    )
}

fn press_button(tab: &mut Tab, name: &str) {
    let button = button(name);
    tab.until(&format!("Boolean({button})"));
    tab.value(&format!("({button}.focus(), 1)"));
    tab.press("Enter");
}

#[test]
fn an_exercise_is_failed_passed_compared_and_undone_beside_the_editor() {
    let Some(program) = program() else { return };
    let copy = copy_of_the_workbook();
    let starter = fs::read_to_string(copy.join(SOURCE)).expect("the starter");
    let solution = fs::read_to_string(copy.join(SOLUTION)).expect("the solution");
    let served = live_book(&copy);
    let mut tab = served.tab(&program);
    tab.open(CHAPTER);
    let mut other = served.tab(&program);
    other.open("start.html");

    // A guess, and the first check.
    for (ready, button) in first_check() {
        tab.until(&ready);
        tab.value(&format!("({button}.focus(), 1)"));
        tab.press("Enter");
    }
    until(&mut tab, "document.querySelector('.card-message') !== null");
    let title = tab.text(".card-title");
    assert!(title.starts_with("step2_budget: "), "{title}");
    assert!(tab.shows(".card-question"), "one question");
    assert!(
        tab.shows(".card-message .place"),
        "a line of the source that can be opened"
    );
    assert_eq!(
        tab.value("document.querySelectorAll('ul.steps li.is-passed').length"),
        2,
        "the starter passes two steps"
    );
    press_button(&mut tab, "Hint");
    tab.until("document.querySelector('.card-hint') !== null");

    // A save that does not compile, and then one that passes.
    fs::write(copy.join(SOURCE), format!("{starter}\nfn unfinished(")).expect("a save");
    until(
        &mut tab,
        "document.querySelector('.card-status strong')?.textContent === 'Does not compile.'",
    );
    fs::write(copy.join(SOURCE), &solution).expect("a save");
    until(
        &mut tab,
        "document.querySelector('.card-status strong')?.textContent === 'Passes.'",
    );
    assert_eq!(
        tab.value("document.querySelectorAll('ul.steps li.is-passed').length"),
        4
    );
    let rows = tab.text(".card-pass");
    assert!(rows.contains("your guess"), "{rows}");
    // The other page was told, too.
    other.until("document.querySelector('#contents .mark.is-done') !== null");
    other.until("document.querySelector('.where').textContent.includes('1 of 22 exercises done')");

    // Beside the solution, which it is.
    press_button(&mut tab, "Compare with the solution");
    tab.until("document.querySelector('.card-solution') !== null");
    assert_eq!(tab.text(".card-solution"), "Yours and ours are the same.");

    // Its memory beside Bad's, in the middle of ten thousand nodes.
    tab.click(".card-memory button");
    until(
        &mut tab,
        "(document.querySelector('.replay-lines dd:last-of-type .place')?.textContent ?? '') !== ''",
    );
    let calls = tab.value(
        "['bad', 'yours'].map(side => Number(document.querySelector(`.replay-figures td.is-${side}`).textContent.replace(',', '')))",
    );
    assert_eq!(calls[0], 5_000, "one for each node");
    assert!(
        calls[1].as_u64().is_some_and(|calls| calls < 10),
        "{calls}: one for each chunk"
    );
    let place = tab.text(".replay-lines dd:last-of-type .place");
    assert!(place.starts_with(&format!("{SOURCE}:")), "{place}");

    // Back to what was checked before.
    press_button(&mut tab, "Undo");
    until(
        &mut tab,
        "document.querySelector('.card-status strong')?.textContent === 'Does not compile.'",
    );
    press_button(&mut tab, "Back to the version that passed");
    until(
        &mut tab,
        "document.querySelector('.card-status strong')?.textContent === 'Passes.'",
    );
    let now = fs::read_to_string(copy.join(SOURCE)).expect("the source");
    assert_eq!(now, solution);
    assert_eq!(tab.complaints(), [""; 0]);
    assert_eq!(other.complaints(), [""; 0]);
}
