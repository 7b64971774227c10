//! The page around the chapters: contents, theme, and the keys that turn the pages.

use super::tab::{PHONE, Tab};
use super::{axe, program, this_book};

#[track_caller]
fn check(work: impl FnOnce(&mut Tab)) {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    work(&mut tab);
    assert_eq!(tab.complaints(), [""; 0]);
}

#[track_caller]
fn accessible(tab: &mut Tab) {
    if let Some(script) = axe() {
        assert_eq!(axe::violations(tab, &script), [""; 0]);
    }
}

/// A machine under load takes its time to answer, and the page that was asked may be gone by then.
#[test]
fn what_a_test_waits_for_may_be_on_the_next_page() {
    check(|tab| {
        tab.open("scratch.html");
        tab.value("setTimeout(() => location.href = 'parsing.html', 50); 0");
        tab.until(
            "new Promise(answer =>
                setTimeout(() => answer(location.pathname.endsWith('/parsing.html')), 500))",
        );
    });
}

const CONTENTS: &str = "document.querySelector('#contents-toggle').ariaExpanded";

#[test]
fn on_a_phone_the_contents_cover_the_text_until_they_are_closed() {
    check(|tab| {
        tab.resize(PHONE);
        tab.open("scratch.html");
        assert!(!tab.shows("#contents"));
        assert_eq!(tab.value(CONTENTS), "false");
        tab.focus("#contents-toggle");
        tab.press("Enter");
        assert!(tab.shows("#contents"));
        assert_eq!(tab.value(CONTENTS), "true");
        assert_eq!(
            tab.text("#contents [aria-current=page]"),
            "A thread-local scratch arena"
        );
        accessible(tab);
        tab.press("Escape");
        assert!(!tab.shows("#contents"));
        assert_eq!(tab.value("document.activeElement.id"), "contents-toggle");
        tab.click("#contents-toggle");
        tab.click("#contents a[href='parsing.html']");
        tab.until(
            "location.pathname.endsWith('/parsing.html') && document.readyState === 'complete'",
        );
        assert!(!tab.shows("#contents"));
    });
}

#[test]
fn on_a_desktop_the_contents_stay_as_they_were_left() {
    check(|tab| {
        tab.open("scratch.html");
        assert!(tab.shows("#contents"));
        tab.click("#contents-toggle");
        assert!(!tab.shows("#contents"));
        tab.open("parsing.html");
        assert!(!tab.shows("#contents"));
        tab.click("#contents-toggle");
        tab.open("index.html");
        assert_eq!(tab.text("#contents [aria-current=page]"), "Start here");
    });
}

#[test]
fn a_theme_is_chosen_and_kept() {
    let dark = "getComputedStyle(document.documentElement).colorScheme";
    check(|tab| {
        tab.open("scratch.html");
        assert_eq!(tab.value(dark), "light");
        tab.focus("#theme-toggle");
        tab.press("Space");
        assert_eq!(tab.value(dark), "dark");
        tab.open("parsing.html");
        assert_eq!(tab.value(dark), "dark");
        assert_eq!(
            tab.value("document.querySelector('#theme-toggle').ariaPressed"),
            "true"
        );
        accessible(tab);
        tab.click("#theme-toggle");
        assert_eq!(tab.value(dark), "light");
        // A choice that equals the system's is not stored: the page follows the system again.
        tab.prefers(&[("prefers-color-scheme", "dark")]);
        tab.until(&format!("{dark} === 'dark'"));
    });
}

#[test]
fn arrow_keys_turn_the_chapters_unless_something_has_the_focus() {
    check(|tab| {
        tab.open("scratch.html");
        tab.focus("arena-predict input");
        tab.press("ArrowRight");
        tab.focus("#theme-toggle");
        tab.press("ArrowRight");
        assert_eq!(tab.value("location.pathname"), "/scratch.html");
        tab.value("document.activeElement.blur()");
        tab.press("ArrowRight");
        tab.until("location.pathname === '/roc.html' && document.readyState === 'complete'");
        tab.press("ArrowLeft");
        tab.until("location.pathname === '/scratch.html'");
    });
}

#[test]
fn the_first_tab_skips_to_the_text() {
    check(|tab| {
        tab.open("scratch.html");
        tab.press("Tab");
        assert_eq!(tab.value("document.activeElement.className"), "skip");
        assert!(
            tab.value("document.activeElement.getBoundingClientRect().left")
                .as_f64()
                >= Some(0.0)
        );
        tab.press("Enter");
        tab.press("Tab");
        assert_eq!(
            tab.value("Boolean(document.activeElement.closest('main'))"),
            true
        );
    });
}
