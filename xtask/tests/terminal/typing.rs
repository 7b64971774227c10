//! What reaches `watch` from a terminal without being one of its keys: pasted text, keys of other
//! layouts, another size; and an exercise that is missing for a while.

use crate::common::pause::{SOURCE, pausing_workbook};
use crate::common::{Checkout, tiny, wait_until};
use crate::screen::Terminal;
use std::time::Duration;

/// A line that holds most of the keys, the confirmation of a reset among them.
const CODE: &str = "let galaxy = 1; // next, quit? y";
const IGNORED: &str = "What you pasted was ignored";
const QUESTION: &str = "Reset exercises/05_count_lines/src/lib.rs?";

/// A watch of an exercise that was edited, so that a reset would change it.
fn edited() -> (Checkout, Terminal, String) {
    let checkout = tiny();
    let mine = format!("{}// mine\n", checkout.read(SOURCE));
    checkout.write(SOURCE, &mine);
    let terminal = Terminal::run(&checkout, &["watch", "5"]);
    terminal.shows(&["count-lines step2_budget: failed", "[q]uit"]);
    (checkout, terminal, mine)
}

fn bracketed(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

#[test]
fn pasted_text_presses_no_key() {
    let (checkout, terminal, mine) = edited();
    assert!(terminal.marks_pastes());
    let by_a_terminal_that_marks = bracketed(&format!("x\ny\n{CODE}\n"));
    let by_one_that_does_not = format!("x\ny\n{CODE}\n");
    for paste in [by_a_terminal_that_marks, by_one_that_does_not] {
        terminal.press(&paste);
        terminal.shows(&[IGNORED, "press ? for the keys"]);
        let text = terminal.text();
        for effect in [QUESTION, "hint 1 of", "last checked", "Nothing was"] {
            assert!(!text.contains(effect), "{effect:?} is on:\n{text}");
        }
        // The next result leaves room for the next answer.
        terminal.press("r");
        let is_gone = || !terminal.text().contains(IGNORED);
        assert!(wait_until(is_gone));
    }
    assert_eq!(checkout.read(SOURCE), mine);
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn a_paste_confirms_nothing() {
    let (checkout, terminal, mine) = edited();
    for paste in ["y", "yes\n", "y\x1b[201~y"] {
        terminal.press("x");
        terminal.shows(&[QUESTION]);
        terminal.press(&bracketed(paste));
        terminal.shows(&["What you pasted is not an answer, so nothing was changed."]);
        terminal.press("r");
        let is_gone = || !terminal.text().contains("is not an answer");
        assert!(wait_until(is_gone));
        assert_eq!(checkout.read(SOURCE), mine);
    }
    terminal.press("x");
    terminal.shows(&[QUESTION]);
    // Caps lock.
    terminal.press("Y");
    terminal.shows(&["Your version is kept: "]);
    assert_ne!(checkout.read(SOURCE), mine);
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn capitals_are_keys_and_keys_of_other_layouts_are_answered() {
    let (_checkout, terminal, _) = edited();
    terminal.press("H");
    terminal.shows(&["hint 1 of 3"]);
    // The keys in the places of n, h and q on Russian and Greek keyboards, and none.
    for key in ["т", "ρ", ";", "z"] {
        terminal.press(key);
        let answer = format!("`{key}` does nothing here: press ? for the keys");
        terminal.shows(&[&answer]);
    }
    terminal.press("Q");
    terminal.ends_with(0);
}

/// Arrows, function keys of several terminals, a key pressed with Alt, and a terminal's answers.
#[test]
fn other_keys_do_nothing_odd() {
    let (_checkout, terminal, _) = edited();
    let before = terminal.text();
    for keys in [
        "\x1b[C",
        "\x1b[1;5C",
        "\x1bOP",
        "\x1b[[A",
        "\x1b[15~",
        "\x1bx",
        "\x1b\x1b[C",
        "\x1b[?1;2c",
    ] {
        terminal.press(keys);
        std::thread::sleep(Duration::from_millis(30));
    }
    // In two pieces, as over a slow connection.
    terminal.press("\x1b");
    terminal.press("[C");
    terminal.press("h");
    terminal.shows(&["hint 1 of 3"]);
    let added = terminal.text();
    let added = added.strip_prefix(before.trim_end());
    assert!(
        added.is_some_and(|added| added
            .trim_start()
            .starts_with("count-lines step2_budget, hint")),
        "{added:?}"
    );
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn another_size_redraws_the_screen_with_its_messages() {
    let (_checkout, terminal, _) = edited();
    terminal.press("h");
    terminal.shows(&["hint 1 of 3"]);
    terminal.press("x");
    terminal.shows(&[QUESTION]);
    terminal.resize(60, 130);
    // It is wide enough for these lines now.
    terminal.shows(&[
        "exercises/05_count_lines/src/lib.rs:5  let all: Vec<String> = text.lines()",
        "hint 1 of 3",
        QUESTION,
    ]);
    terminal.resize(70, 60);
    terminal.shows(&[
        "measure\n[u]ndo [x] reset [o]pen [q]uit",
        "hint 1 of 3",
        QUESTION,
    ]);
    let text = terminal.text();
    assert!(text.starts_with("5 count-lines  Count lines"), "{text}");
    assert_eq!(text.matches("hint 1 of 3").count(), 1, "{text}");
    terminal.press("n");
    terminal.shows(&["Nothing was changed."]);
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn an_exercise_that_is_missing_for_a_while_is_waited_for() {
    let (checkout, terminal, _) = edited();
    let folder = checkout.path("exercises/05_count_lines");
    let away = checkout.path("away");
    std::fs::rename(&folder, &away).expect("it is ours");
    terminal.shows(&[
        "exercises/05_count_lines is missing",
        "git checkout exercises/05_count_lines",
    ]);
    terminal.press("r");
    terminal.shows(&["exercises/05_count_lines is still missing"]);
    assert!(!terminal.text().contains("count-words"));
    std::fs::rename(&away, &folder).expect("it is ours");
    terminal.shows(&[
        "exercises/05_count_lines is back.",
        "5 count-lines  Count lines",
        "took ",
    ]);
    checkout.write(
        SOURCE,
        &checkout.read("solutions/05_count_lines/src/lib.rs"),
    );
    terminal.shows(&["count-lines passes."]);
    terminal.press("q");
    terminal.ends_with(0);
}

/// As `git checkout` of a version without the exercise does.
#[test]
fn an_exercise_that_the_catalogue_loses_is_waited_for() {
    let (checkout, terminal, _) = edited();
    let folder = checkout.path("exercises/05_count_lines");
    let away = checkout.path("away");
    let manifest = checkout.read("Cargo.toml");
    let without: String = manifest
        .lines()
        .filter(|line| !line.contains("05_count_lines"))
        .map(|line| format!("{line}\n"))
        .collect();
    checkout.write("Cargo.toml", &without);
    std::fs::rename(&folder, &away).expect("it is ours");
    terminal.shows(&["exercises/05_count_lines is missing"]);
    std::thread::sleep(Duration::from_millis(500));
    let text = terminal.text();
    assert!(!text.contains("2 count-words"), "{text}");
    std::fs::rename(&away, &folder).expect("it is ours");
    checkout.write("Cargo.toml", &manifest);
    terminal.shows(&["exercises/05_count_lines is back.", "took "]);
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn the_first_signal_ends_a_watch_that_waits() {
    for signal in ["-TERM", "-HUP", "-INT"] {
        let checkout = pausing_workbook();
        checkout.write("go", "");
        let mut command = checkout.command(&["watch", "2"]);
        command.env("PAUSE_GO", checkout.path("go"));
        let terminal = Terminal::start(command);
        terminal.shows(&["count-words passes."]);
        assert!(terminal.marks_pastes());
        terminal.kill(signal);
        terminal.ends_with(130);
    }
}

/// On a terminal without a screen, keys are lines.
#[test]
fn pasted_lines_press_no_key_either() {
    let checkout = tiny();
    let mine = format!("{}// mine\n", checkout.read(SOURCE));
    checkout.write(SOURCE, &mine);
    let mut command = checkout.command(&["watch", "5"]);
    command.env("TERM", "dumb");
    let terminal = Terminal::start(command);
    terminal.shows(&["count-lines: does not pass"]);
    terminal.press(&format!("{CODE}\n"));
    terminal.shows(&["is not a key: type ? and Enter"]);
    terminal.press("x\ny\n");
    terminal.shows(&["What you pasted is not an answer, so nothing was changed."]);
    assert_eq!(checkout.read(SOURCE), mine);
    terminal.press("quit\n");
    terminal.ends_with(0);
}
