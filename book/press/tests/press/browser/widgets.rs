//! Each widget, by keyboard and by mouse: what it stores, what it shows without JavaScript, and axe in each state.

use super::memory::MEMORY;
use super::quiz::QUIZ;
use super::tab::{DESKTOP, PHONE, Tab};
use super::{PAGE, book_with, check, program};

const PREDICTION: &str = "> **Predict.** How many?\n\n<details>\n<summary>Compare your guess</summary>\n\nSeven.\n\n</details>";

#[test]
fn a_guess_is_typed_compared_and_stored() {
    check(PREDICTION, |tab| {
        assert!(
            !tab.shows("arena-predict details p"),
            "no answer is open under its question"
        );
        tab.focus("arena-predict input");
        tab.type_text("about 10");
        tab.press("Enter");
        assert!(tab.shows("arena-predict details p"), "the answer is open");
        assert_eq!(tab.text(".guess"), "Your guess: about 10 Guess again");
        tab.open(PAGE);
        assert_eq!(tab.text(".guess strong"), "about 10");
        assert!(tab.shows("arena-predict details p"));
        tab.click(".guess button");
        assert!(!tab.shows("arena-predict details p"));
        assert!(tab.shows("arena-predict input"));
        tab.click("arena-predict form button");
        assert_eq!(tab.text(".guess"), "No guess. Guess again");
    });
}

#[test]
fn an_answer_is_there_for_those_who_do_not_guess() {
    check(PREDICTION, |tab| {
        assert_eq!(
            tab.text("arena-predict summary"),
            "The answer, without a guess"
        );
        tab.focus("arena-predict summary");
        tab.press("Enter");
        assert!(tab.shows("arena-predict details p"));
        assert!(tab.shows("arena-predict input"), "a guess is still asked");
    });
}

#[test]
fn a_guess_is_chosen_where_choices_are_offered() {
    let choices = "> **Predict.** How many?\n>\n> - `0`\n> - 9\n> - 6,139";
    let text = PREDICTION.replace("> **Predict.** How many?", choices);
    check(&text, |tab| {
        tab.focus("arena-predict input");
        tab.press("ArrowDown");
        tab.press("ArrowDown");
        tab.press("Enter");
        assert_eq!(tab.text(".guess strong"), "6,139");
        tab.click(".guess button");
        tab.click("arena-predict label:nth-of-type(2)");
        tab.click("arena-predict form button");
        assert_eq!(tab.text(".guess strong"), "9");
        tab.click(".guess button");
        tab.click("arena-predict form button");
        assert_eq!(
            tab.text(".guess"),
            "No guess. Guess again",
            "none was chosen for the reader"
        );
    });
}

#[test]
fn a_guess_waits_for_a_measurement() {
    check("> **Predict.** How fast?\n\n{{#claims}}", |tab| {
        tab.focus("arena-predict input");
        tab.type_text("20 ns");
        tab.press("Enter");
        assert_eq!(tab.text(".guess strong"), "20 ns");
        assert!(tab.shows(".claims"));
    });
}

const CHOOSER: &str = r#"```chooser
[[node]]
id = "start"
ask = "Does it all end at once?"
answers = [{ text = "Yes", to = "use" }, { text = "No", to = "size" }]
[[node]]
id = "use"
advice = "An arena fits."
[[node]]
id = "size"
ask = "Is it large?"
answers = [{ text = "Large", to = "use" }, { text = "Small", to = "leave" }]
[[node]]
id = "leave"
advice = "Leave it."
```"#;

#[test]
fn a_chooser_asks_one_question_at_a_time() {
    check(CHOOSER, |tab| {
        assert_eq!(tab.text(".stage .ask"), "Does it all end at once?");
        assert!(!tab.text("arena-chooser").contains("Leave it."));
        tab.click(".answers button:nth-of-type(2)");
        assert_eq!(tab.text(".stage .ask"), "Is it large?");
        tab.press("Tab");
        tab.press("Enter");
        assert_eq!(tab.text(".stage"), "An arena fits.");
        assert_eq!(
            tab.value(
                "[...document.querySelectorAll('.trail li')].map(item => item.textContent).join()"
            ),
            "No,Large"
        );
        tab.click("arena-chooser .controls button:nth-of-type(1)");
        tab.click(".answers button:nth-of-type(2)");
        assert_eq!(tab.text(".stage"), "Leave it.");
        tab.focus("arena-chooser .controls button:nth-of-type(2)");
        tab.press("Enter");
        assert_eq!(tab.text(".stage .ask"), "Does it all end at once?");
        assert!(!tab.shows(".trail"));
    });
}

const TABS: &str = "## Shells\n\n<div class=\"tabs\">\n\n### bash\n\nText of *bash*.\n\n### fish\n\nText of fish.\n\n\
    ### PowerShell\n\nText of PowerShell.\n\n</div>";

/// The label of the chosen tab, and the text that is shown.
fn chosen(tab: &mut Tab) -> [String; 2] {
    [
        tab.text("[role=tab][aria-selected=true]"),
        tab.text("[role=tabpanel]:not([hidden])"),
    ]
}

#[test]
fn tabs_are_chosen_by_keyboard_and_by_mouse() {
    check(TABS, |tab| {
        assert_eq!(chosen(tab), ["bash", "Text of bash."]);
        assert!(!tab.shows("#fish"));
        // By keyboard: one tab stop for all tabs, and the arrows wrap around.
        tab.focus("[role=tab][aria-selected=true]");
        tab.press("ArrowRight");
        assert_eq!(chosen(tab), ["fish", "Text of fish."]);
        assert_eq!(tab.value("document.activeElement.id"), "tab-fish");
        assert_eq!(
            tab.value("document.querySelectorAll('[role=tab][tabindex=\"0\"]').length"),
            1
        );
        tab.press("ArrowLeft");
        tab.press("ArrowLeft");
        assert_eq!(chosen(tab), ["PowerShell", "Text of PowerShell."]);
        tab.press("ArrowRight");
        assert_eq!(chosen(tab), ["bash", "Text of bash."]);
        tab.press("End");
        assert_eq!(chosen(tab), ["PowerShell", "Text of PowerShell."]);
        tab.press("Home");
        assert_eq!(chosen(tab), ["bash", "Text of bash."]);
        tab.press("Tab");
        assert_eq!(tab.value("document.activeElement.id"), "bash");
        assert_eq!(
            tab.value("location.pathname"),
            format!("/{PAGE}"),
            "the arrows do not turn the page"
        );
        // By mouse; the choice is stored.
        tab.click("#tab-fish");
        tab.open(PAGE);
        assert_eq!(chosen(tab), ["fish", "Text of fish."]);
        // A link to a heading opens its panel.
        tab.value("location.hash = 'powershell'");
        tab.until("document.querySelector('#tab-powershell').ariaSelected === 'true'");
        assert_eq!(chosen(tab), ["PowerShell", "Text of PowerShell."]);
    });
}

const NOTES: &str = "<div class=\"speaker\">\n\nSay *this*.\n\n</div>";

#[test]
fn speaker_notes_are_shown_by_a_switch() {
    check(NOTES, |tab| {
        assert!(!tab.shows("details.speaker"));
        tab.focus(".speaker-switch");
        tab.press("Space");
        assert!(tab.shows("details.speaker p"));
        assert_eq!(
            tab.value("document.querySelector('.speaker-switch').ariaPressed"),
            "true"
        );
        tab.open(PAGE);
        assert!(tab.shows("details.speaker p"), "the switch is stored");
        tab.click(".speaker-switch");
        assert!(!tab.shows("details.speaker"));
        tab.click(".speaker-switch");
    });
}

#[test]
fn a_command_is_copied() {
    check("Text.", |tab| {
        tab.open("one.html");
        tab.allow_copying();
        tab.click(".exercise button.copy");
        tab.until("document.querySelector('.exercise button.copy').textContent === 'Copied'");
        assert_eq!(
            tab.value("navigator.clipboard.readText()"),
            "cargo xtask check first"
        );
        tab.focus("figure.good button.copy");
        tab.press("Enter");
        tab.until("document.querySelector('figure.good button.copy').textContent === 'Copied'");
        let code = tab.value("navigator.clipboard.readText()");
        assert_eq!(code, "fn sum() {\n    quick();\n\n    same();\n}\n");
        // Hints come one at a time.
        tab.click(".hints > summary");
        tab.click(".hint > summary");
        assert!(tab.shows(".hint .hint > summary"));
        assert!(!tab.shows(".hint .hint p"));
    });
}

const CONSOLE: &str =
    "```console\n$ cargo build \\\n    --release   # takes a while\nFinished\n$ ls\n```";

#[test]
fn the_commands_of_a_console_are_copied() {
    check(CONSOLE, |tab| {
        tab.allow_copying();
        tab.click(".console button");
        tab.until("document.querySelector('.console button').textContent === 'Copied'");
        assert_eq!(
            tab.value("navigator.clipboard.readText()"),
            "cargo build \\\n    --release\nls"
        );
        tab.resize(PHONE);
        assert_eq!(
            tab.value(
                "(pre => pre.scrollWidth - pre.clientWidth)(document.querySelector('.console pre'))"
            ),
            0
        );
    });
}

#[test]
fn everything_is_readable_without_javascript() {
    let Some(program) = program() else { return };
    let book = book_with(&[PREDICTION, QUIZ, CHOOSER, TABS, NOTES, MEMORY].join("\n\n"));
    let mut tab = book.tab(&program);
    tab.without_javascript();
    for size in [PHONE, DESKTOP] {
        tab.resize(size);
        tab.open(PAGE);
        for selector in [
            "arena-predict summary",
            ".question .answer summary",
            ".choices li",
            "arena-chooser ul ul .advice",
            "h3#bash",
            "h3#fish + p",
            "details.speaker summary",
            ".told summary",
            "#contents a",
        ] {
            assert!(tab.shows(selector), "{selector}");
        }
        for selector in [".needs-script", "#search"] {
            assert!(!tab.shows(selector), "{selector}");
        }
    }
}
