//! Finding one's way: the outline, links to terms and pictures, and the contents on a phone.

use super::tab::{DESKTOP, PHONE, Tab};
use super::{axe, program, this_book};

#[track_caller]
fn check(work: impl FnOnce(&mut Tab)) {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    work(&mut tab);
    assert_eq!(tab.complaints(), [""; 0]);
}

const HERE: &str = ".outline a[aria-current=location]";

#[test]
fn the_outline_follows_the_text() {
    check(|tab| {
        tab.open("why.html");
        assert!(tab.shows(".outline a[href='#what-it-costs']"));
        assert!(
            !tab.value("Boolean(document.querySelector('.outline [aria-current]'))")
                .as_bool()
                .unwrap_or(true)
        );
        tab.value("document.getElementById('what-it-costs').scrollIntoView()");
        tab.until(&format!(
            "document.querySelector('{HERE}')?.hash === '#what-it-costs'"
        ));
        tab.value("scrollTo(0, document.documentElement.scrollHeight)");
        tab.until(&format!(
            "document.querySelector('{HERE}')?.hash === '#sources'"
        ));
        // The sections of every part: what opened and closed while one scrolls would move the list.
        tab.open("before.html#what-clear-keeps");
        tab.until(&format!(
            "document.querySelector('{HERE}')?.hash === '#what-clear-keeps'"
        ));
        assert!(tab.shows(".outline a[href='#when-to-make-a-fresh-one']"));
        assert!(tab.shows(".outline a[href='#one-at-a-time-before-and-after']"));
        let height = "document.querySelector('.outline').offsetHeight";
        let before = tab.value(height);
        tab.value("document.getElementById('one-at-a-time-before-and-after').scrollIntoView()");
        tab.until(&format!(
            "document.querySelector('{HERE}')?.hash === '#one-at-a-time-before-and-after'"
        ));
        assert_eq!(tab.value(height), before);
        assert_eq!(
            tab.value(&format!("document.querySelectorAll('{HERE}').length")),
            1
        );
        // The contents have scrolled to it, and the page has not moved.
        let inside = format!("(() => {{ const [list, link] = [document.getElementById('contents'), document.querySelector('{HERE}')]
            .map(node => node.getBoundingClientRect()); return list.top <= link.top && link.bottom <= list.bottom; }})()");
        assert_eq!(tab.value(&inside), true);
        // Also at the end of a long outline, when the contents are closed and opened again.
        tab.open("performance.html#sources");
        tab.until(&format!(
            "document.querySelector('{HERE}')?.hash === '#sources'"
        ));
        tab.click("#contents-toggle");
        tab.click("#contents-toggle");
        tab.value(
            "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))",
        );
        assert_eq!(tab.value(&inside), true);
    });
}

/// What is far below the window has no height of its own yet.
#[test]
fn a_link_leads_to_its_place_however_far_below() {
    check(|tab| {
        for size in [DESKTOP, PHONE] {
            tab.resize(size);
            for (page, place) in [
                ("drop.html", "follow-the-owners"),
                ("drop.html", "in-which-order"),
                ("reset.html", "spikes"),
            ] {
                tab.open("index.html");
                tab.open(&format!("{page}#{place}"));
                // Once what comes near has its height.
                let top = tab.value(&format!(
                    "new Promise(done => setTimeout(done, 700)).then(() => document.getElementById('{place}').getBoundingClientRect().top)"
                ));
                let top = top.as_f64().expect("a number");
                assert!(
                    (0.0..120.0).contains(&top),
                    "{page}#{place}, {size:?}: {top}"
                );
            }
        }
    });
}

#[test]
fn on_a_phone_the_outline_is_in_the_contents_which_close_on_a_tap_beside_them() {
    check(|tab| {
        tab.resize(PHONE);
        tab.open("parsing.html");
        assert!(!tab.shows(".outline a"));
        tab.click("#contents-toggle");
        assert!(tab.shows(".outline a"));
        if let Some(script) = axe() {
            assert_eq!(axe::violations(tab, &script), [""; 0]);
        }
        tab.click(".outline a[href='#what-it-costs']");
        tab.until("location.hash === '#what-it-costs'");
        assert!(!tab.shows("#contents"));
        tab.click("#contents-toggle");
        // Beside them, on a link: it only closes them.
        let link = "document.querySelector('.turn a[rel=next]')";
        tab.value(&format!("{link}.scrollIntoView({{ block: 'center' }})"));
        tab.click(".turn a[rel=next]");
        assert!(!tab.shows("#contents"));
        assert!(
            tab.value("location.pathname")
                .as_str()
                .is_some_and(|path| path.ends_with("/parsing.html"))
        );
        tab.click("#contents-toggle");
        tab.press("Escape");
        assert!(!tab.shows("#contents"));
    });
}

#[test]
fn a_far_target_is_reached_at_once() {
    check(|tab| {
        tab.prefers(&[("prefers-reduced-motion", "no-preference")]);
        tab.open("performance.html");
        let jump = "(location.hash = '#sources', document.getElementById('sources').getBoundingClientRect().top < innerHeight)";
        assert_eq!(tab.value(jump), true);
    });
}

#[test]
fn terms_lead_to_the_glossary() {
    check(|tab| {
        tab.open("why.html");
        let terms =
            tab.value("[...document.querySelectorAll('main a.term')].map(link => link.hash)");
        let terms: Vec<_> = terms.as_array().into_iter().flatten().cloned().collect();
        assert!(terms.len() > 6, "{terms:?}");
        assert!(
            (1..terms.len()).all(|at| !terms[..at].contains(&terms[at])),
            "{terms:?}"
        );
        tab.click("main a.term[href$='#finger']");
        tab.until("location.pathname.endsWith('/glossary.html') && location.hash === '#finger'");
    });
}

#[test]
fn pictures_pairs_and_questions_have_links_that_can_be_copied() {
    check(|tab| {
        tab.allow_copying();
        tab.open("why.html");
        for id in ["pair-route", "picture-bump", "q1"] {
            let link = format!(".link-here[href$={id}]");
            tab.focus(&link);
            let size = tab.value("(({ width, height }) => Math.min(width, height))(document.activeElement.getBoundingClientRect())");
            assert!(size.as_f64() >= Some(24.0), "{id}: {size}");
            assert_eq!(
                tab.value("getComputedStyle(document.activeElement).opacity"),
                "1"
            );
            tab.press("Enter");
            tab.until(&format!("location.hash === '#{id}'"));
            tab.until(&format!(
                "document.querySelector('{link}').classList.contains('is-copied')"
            ));
            let copied = tab.value("navigator.clipboard.readText()");
            assert!(
                copied
                    .as_str()
                    .is_some_and(|link| link.ends_with(&format!("/why.html#{id}"))),
                "{copied}"
            );
        }
    });
}
