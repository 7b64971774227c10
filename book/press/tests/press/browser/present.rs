//! Presenting: the screens of a chapter, the keys, and the speaker's window.

use super::chapters::chapters;
use super::chromium::Chromium;
use super::tab::{PHONE, Size, Tab};
use super::{axe, generation_with, program, this_book};

const PROJECTOR: Size = Size(1280, 720);

const COUNT: &str = "document.querySelector('.present-count').textContent.replace('↓ ', '')";
const STARTED: &str = "Boolean(document.querySelector('.present-count')?.textContent)";

#[track_caller]
fn check(work: impl FnOnce(&mut Tab)) {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    tab.resize(PROJECTOR);
    work(&mut tab);
    assert_eq!(tab.complaints(), [""; 0]);
}

#[track_caller]
fn present(tab: &mut Tab, page: &str) {
    // Another fragment of the same page would load nothing.
    tab.open("404.html");
    tab.open(page);
    tab.until(STARTED);
}

#[track_caller]
fn accessible(tab: &mut Tab) {
    let Some(script) = axe() else { return };
    assert_eq!(axe::violations_in_both_themes(tab, &script), [""; 0]);
}

/// Shows each screen of the chapter, and lists what does not fit. What the reader moves, answers or chooses, and what the
/// compiler says beneath refused code, is on one screen, which may scroll.
const SURVEY: &str = "(() => {
    const page = document.querySelector('.page');
    const found = [];
    const press = key => document.documentElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    const size = part => parseFloat(getComputedStyle(part).fontSize) * (part.currentCSSZoom || 1);
    const count = document.querySelectorAll('.present-strip .cell').length;
    press('Home');
    for (let at = 1; at <= count; at += 1) {
        const shown = selector => [...page.querySelectorAll(selector)].filter(part => part.checkVisibility());
        const name = document.querySelector('.present-bar [role=status]').textContent;
        const wide = [page, ...shown('pre, .table-wrapper')].filter(part => part.scrollWidth > part.clientWidth + 1);
        const small = shown('main > :is(p, ul, ol)').filter(part => size(part) < TEXT);
        const tiny = shown('.pair code, .listing code, main > pre code').filter(part => size(part) < CODE);
        const isLong = page.scrollHeight > page.clientHeight + 4 && shown('arena-memory, arena-figure, arena-predict, arena-quiz, arena-card, arena-lab, arena-tabs, figure.refused').length === 0;
        const beside = shown('.pair').filter(pair => pair.classList.contains('present-stacked'));
        if (wide.length + small.length + tiny.length + beside.length > 0 || TEXT >= 24 && isLong) {
            found.push(`${name}: ${wide.length} wide, ${small.length} small, ${tiny.length} tiny, ${beside.length} stacked, long: ${isLong}`);
        }
        if (at < count) {
            press('ArrowRight');
        }
    }
    return found;
})()";

#[track_caller]
fn all_screens_fit(size: Size, text: u32, code: u32) {
    check(|tab| {
        let survey = SURVEY
            .replace("TEXT", &text.to_string())
            .replace("CODE", &code.to_string());
        let mut found = Vec::new();
        tab.resize(size);
        for chapter in chapters(tab) {
            tab.open(&format!("{chapter}#/present/1"));
            tab.until(STARTED);
            let here = tab.value(&survey);
            let here = super::chapters::strings(&here);
            found.extend(here.map(|screen| format!("{chapter}: {screen}")));
        }
        assert!(found.is_empty(), "{size:?}\n{}", found.join("\n"));
    });
}

#[test]
fn every_screen_fits_a_small_projector() {
    all_screens_fit(PROJECTOR, 24, 16);
}

#[test]
fn every_screen_fits_a_large_one() {
    all_screens_fit(Size(1920, 1080), 35, 23);
}

#[test]
fn keys_turn_the_screens_and_escape_returns_to_the_text() {
    check(|tab| {
        tab.open("scratch.html");
        tab.press("p");
        tab.until(STARTED);
        let count = tab.value("document.querySelectorAll('.present-strip .cell').length");
        let at = |number: u32| format!("{COUNT} === '{number} / {count}'");
        tab.until(&at(1));
        for (key, number) in [
            ("ArrowRight", 2),
            ("PageDown", 3),
            ("Space", 4),
            ("ArrowLeft", 3),
            ("PageUp", 2),
            ("ArrowRight", 3),
        ] {
            tab.press(key);
            assert_eq!(tab.value(&at(number)), true, "{key}");
        }
        assert_eq!(tab.value("location.hash"), "#/present/3");
        tab.press("End");
        assert_eq!(tab.value(&format!("{COUNT} === '{count} / {count}'")), true);
        tab.press("Home");
        assert_eq!(tab.value(&at(1)), true);
        tab.press("?");
        assert!(tab.text("dialog").contains("Page Down"));
        accessible(tab);
        tab.press("Escape");
        assert!(!tab.shows("dialog"));
        // The place: the middle of a section.
        tab.value("document.documentElement.style.scrollBehavior = 'auto'");
        tab.value("location.hash = '#/present/exercise-scratch-trap'");
        tab.until("document.querySelector('arena-card').checkVisibility()");
        tab.press("b");
        assert_eq!(
            tab.value("getComputedStyle(document.querySelector('.page')).visibility"),
            "hidden"
        );
        tab.press("b");
        tab.press("Escape");
        assert!(!tab.shows(".present-bar"));
        assert_eq!(tab.value("location.hash"), "#exercise");
        let place = tab.value("document.querySelector('arena-card').getBoundingClientRect().top");
        assert!(
            place
                .as_f64()
                .is_some_and(|top| (0.0..300.0).contains(&top)),
            "{place}"
        );
        // And it goes on from there.
        tab.press("p");
        tab.until("document.querySelector('arena-card').checkVisibility()");
        tab.press("Escape");
        let left =
            tab.value("document.querySelectorAll('.present-off, [style*=\"--code-size\"]').length");
        assert_eq!(left, 0);
    });
}

#[test]
fn a_reload_stays_at_its_screen_and_chapters_follow_one_another() {
    check(|tab| {
        present(tab, "scratch.html#/present/4");
        let shown = tab.value(COUNT);
        tab.reload();
        tab.until(STARTED);
        assert_eq!(tab.value(COUNT), shown);
        tab.press("End");
        tab.press("ArrowRight");
        tab.until("location.pathname === '/roc.html' && location.hash === '#/present/1'");
        tab.until(STARTED);
        tab.press("ArrowLeft");
        tab.until(&format!(
            "location.pathname === '/scratch.html' && {STARTED}"
        ));
        assert_eq!(
            tab.value(&format!(
                "(([at, all]) => at === all)({COUNT}.split(' / '))"
            )),
            true
        );
    });
}

#[test]
fn widgets_keep_their_keys() {
    check(|tab| {
        present(tab, "parsing.html#/present/1");
        while !tab.shows("arena-predict input") {
            tab.press("ArrowRight");
        }
        let shown = tab.value(COUNT);
        tab.focus("arena-predict input");
        tab.type_text("4 095");
        for key in ["Space", "ArrowLeft", "ArrowRight", "b"] {
            tab.press(key);
        }
        assert_eq!(tab.value(COUNT), shown);
        tab.press("Enter");
        assert!(tab.shows("arena-predict > details table"));
        assert_eq!(tab.value(COUNT), shown);
        accessible(tab);
        // A clicker works wherever the focus is. A screen that is longer than the window is scrolled first.
        tab.press("PageDown");
        tab.press("PageDown");
        assert_ne!(tab.value(COUNT), shown);
    });
}

#[test]
fn on_a_phone_a_swipe_turns_the_screen() {
    check(|tab| {
        tab.resize(PHONE);
        present(tab, "parsing.html#/present/2");
        let [first, second] = [300, 60];
        tab.swipe(first, second);
        tab.until("location.hash === '#/present/3'");
        tab.swipe(second, first);
        tab.until("location.hash === '#/present/2'");
        let small = "[...document.querySelectorAll('.present-bar button')].filter(button =>
            Math.min(button.offsetWidth, button.offsetHeight) < 24).length";
        assert_eq!(tab.value(small), 0);
        assert_eq!(
            tab.value("document.documentElement.scrollWidth <= 390"),
            true
        );
        accessible(tab);
    });
}

#[test]
fn forced_colours_and_reduced_motion_are_respected() {
    check(|tab| {
        tab.prefers(&[
            ("forced-colors", "active"),
            ("prefers-reduced-motion", "reduce"),
        ]);
        present(tab, "parsing.html#/present/5");
        let differ = "(() => {
            const colour = selector => getComputedStyle(document.querySelector(selector)).backgroundColor;
            return new Set(['.cell.is-used', '.cell:not(.is-used)', '.present-strip .finger'].map(colour)).size;
        })()";
        assert_eq!(tab.value(differ), 3);
        assert_eq!(tab.value("document.getAnimations().length"), 0);
    });
}

const NOTES: &str = "(document.querySelector('.speaker-window h1')?.textContent ?? '')";

#[track_caller]
fn notes_follow_and_drive(tab: &mut Tab, is_served: bool) {
    tab.press("n");
    let book = tab.switch("#/speaker");
    let at = |number: u32| format!("{NOTES}.includes('({number} of ')");
    tab.until(&at(2));
    if is_served {
        assert!(tab.text(".speaker-main").contains("Say."));
        assert!(tab.text(".speaker-clock").contains("of 10:00"));
        assert!(!tab.text(".speaker-next").is_empty());
        let here = "document.querySelector('.speaker-agenda [aria-current]').textContent";
        assert_eq!(
            tab.value(&format!("{here}.includes('Parsing into an arena')")),
            true
        );
        accessible(tab);
    }
    // It drives.
    tab.press("ArrowRight");
    let notes = tab.back_to(book);
    tab.until("location.hash === '#/present/3'");
    // It follows.
    tab.press("ArrowRight");
    let book = tab.back_to(notes);
    tab.until(&at(4));
    // Each is found again after a reload.
    tab.reload();
    tab.until(&at(4));
    let notes = tab.back_to(book);
    tab.reload();
    tab.until(STARTED);
    tab.press("ArrowLeft");
    let book = tab.back_to(notes);
    tab.until(&at(3));
    tab.press("PageDown");
    let notes = tab.back_to(book);
    tab.until("location.hash === '#/present/4'");
    tab.press("Escape");
    let book = tab.back_to(notes);
    tab.until("document.querySelector('.speaker-state')?.textContent.includes('Escape') ?? false");
    tab.press("ArrowLeft");
    tab.back_to(book);
    tab.until("Boolean(document.querySelector('.present-count'))");
}

#[test]
fn the_speakers_window_follows_and_drives() {
    check(|tab| {
        present(tab, "parsing.html#/present/2");
        notes_follow_and_drive(tab, true);
        // To another chapter, too.
        let notes = tab.switch("#/speaker");
        tab.value("[...document.querySelectorAll('.speaker-agenda button')].find(button => button.textContent.includes('Exercise 3')).click()");
        let book = tab.back_to(notes);
        tab.until("location.pathname === '/drop.html'");
        tab.until("document.querySelector('.exercise')?.checkVisibility() ?? false");
        tab.back_to(book);
        tab.until("location.pathname === '/drop.html' && location.hash === '#/speaker'");
        tab.until("document.querySelector('.speaker-agenda [aria-current]')?.textContent.includes('Exercise 3') ?? false");
    });
}

/// Sections for four screens, in a book of its own, so that its folder is known.
#[test]
fn it_works_from_files() {
    let Some(program) = program() else { return };
    let text = "One.\n\n## Second\n\nTwo.\n\n## Third\n\nThree.\n\n## Fourth\n\nFour.";
    let generation = generation_with(text);
    let root = format!("file://{}/", generation.path().display());
    for has_channel in [true, false] {
        let mut tab = Tab::new(Chromium::start(&program), root.clone());
        if !has_channel {
            tab.before_scripts("delete window.BroadcastChannel");
        }
        tab.resize(PROJECTOR);
        tab.open("two.html#/present/2");
        tab.until(STARTED);
        notes_follow_and_drive(&mut tab, false);
        assert_eq!(tab.complaints(), [""; 0]);
    }
}

#[test]
fn a_window_that_the_browser_refuses_is_offered_as_a_link() {
    check(|tab| {
        present(tab, "parsing.html#/present/2");
        tab.value("window.open = () => null; 0");
        tab.press("n");
        assert!(tab.text("dialog").contains("did not open a second window"));
        let link = tab.value("document.querySelector('dialog a').href");
        assert!(
            link.as_str()
                .is_some_and(|link| link.ends_with("/parsing.html#/speaker")),
            "{link}"
        );
        accessible(tab);
        tab.click("dialog a");
        let book = tab.switch("#/speaker");
        tab.until(&format!("{NOTES}.includes('(2 of ')"));
        tab.back_to(book);
    });
}
