//! Search: a panel over the page that leaves it where it is, and finds first what explains a term.

use super::tab::{PHONE, Tab};
use super::{axe, program, this_book};
use serde_json::json;

#[track_caller]
fn check(work: impl FnOnce(&mut Tab)) {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    tab.open("scratch.html");
    work(&mut tab);
    assert_eq!(tab.complaints(), [""; 0]);
}

#[track_caller]
fn accessible(tab: &mut Tab) {
    if let Some(script) = axe() {
        assert_eq!(axe::violations(tab, &script), [""; 0]);
    }
}

const FOUND: &str = "document.querySelectorAll('#search-results a').length > 0";
const FOCUS: &str = "document.activeElement.id";

#[test]
fn the_text_is_loaded_when_someone_searches() {
    check(|tab| {
        assert!(
            !tab.requests()
                .iter()
                .any(|url| url.contains("search-index"))
        );
        tab.press("/");
        assert_eq!(tab.value(FOCUS), "search-bar");
        tab.type_text("parser");
        tab.until(FOUND);
        accessible(tab);
        tab.click("#search-results li:first-child a");
        tab.until("location.search.includes('highlight') && document.readyState === 'complete'");
        tab.until("document.querySelectorAll('mark').length > 0");
        accessible(tab);
        tab.press("Escape");
        assert_eq!(tab.value("document.querySelectorAll('mark').length"), 0);
        tab.click("#search-toggle");
        assert_eq!(tab.value(FOCUS), "search-bar");
        tab.press("Escape");
        assert!(!tab.shows("#search"));
        assert_eq!(tab.value(FOCUS), "search-toggle");
        tab.press("Enter");
        assert!(tab.shows("#search"));
    });
}

#[test]
fn keys_that_are_typed_while_it_loads_are_kept() {
    check(|tab| {
        tab.value("window.late = window.Arena.index; window.Arena.index = data => { window.data = data; }; 1");
        tab.press("/");
        for key in ["f", "i", "n", "g", "e", "r"] {
            tab.press(key);
        }
        tab.until("Boolean(window.data)");
        assert!(tab.text("#search-status").contains("loaded"));
        assert_eq!(tab.value(FOUND), false);
        tab.value("window.late(window.data); 1");
        assert_eq!(tab.value(FOUND), true);
        assert!(tab.text("#search-status").contains("finger"));
    });
}

#[test]
fn a_pasted_text_counts_and_the_page_stays_where_it_is() {
    check(|tab| {
        tab.value("scrollTo(0, 1500)");
        let place = tab.value("scrollY");
        tab.press("s");
        // No key is pressed.
        tab.type_text("thread-local");
        tab.until(FOUND);
        assert_eq!(tab.value("scrollY"), place);
        tab.press("ArrowDown");
        tab.press("ArrowDown");
        assert_eq!(
            tab.value(
                "document.activeElement === document.querySelectorAll('#search-results a')[1]"
            ),
            true
        );
        tab.press("ArrowUp");
        tab.press("ArrowUp");
        assert_eq!(tab.value(FOCUS), "search-bar");
        tab.press("Escape");
        assert_eq!(tab.value("scrollY"), place);
    });
}

#[test]
fn the_way_back_from_a_result_leads_to_the_results() {
    check(|tab| {
        tab.press("/");
        tab.type_text("padding");
        tab.until(FOUND);
        tab.press("Enter");
        tab.until("location.search.includes('highlight') && document.readyState === 'complete'");
        tab.value("history.back()");
        tab.until(
            "location.pathname.endsWith('/scratch.html') && document.readyState === 'complete'",
        );
        tab.until(FOUND);
        assert_eq!(
            tab.value("document.getElementById('search-bar').value"),
            "padding"
        );
    });
}

#[test]
fn what_explains_a_term_is_found_first() {
    check(|tab| {
        tab.value("window.late = window.Arena.index; window.Arena.index = data => { window.data = data; window.late(data); }; 1");
        tab.press("/");
        tab.until("Boolean(window.data)");
        let terms = tab.value("window.data.terms.filter(term => term.explained)");
        let terms = terms.as_array().expect("terms").clone();
        assert!(terms.len() > 20, "{}", terms.len());
        for term in terms {
            for name in term["names"].as_array().expect("names") {
                let first = format!(
                    "(() => {{ const bar = document.getElementById('search-bar'); bar.value = {};
                        bar.dispatchEvent(new Event('input'));
                        return new URL(document.querySelector('#search-results a').href).pathname.slice(1); }})()",
                    json!(name)
                );
                let page = term["explained"]
                    .as_str()
                    .and_then(|address| address.split('#').next());
                assert_eq!(tab.value(&first).as_str(), page, "{name}");
                assert!(tab.shows("#search-term"), "{name}");
            }
        }
        // What is no term: its endings, code, several words, nothing.
        for (query, page) in [
            ("resetting", "reset.html"),
            ("with_capacity(4 * 1024)", "performance.html"),
            ("self-referential", "owning.html"),
            ("hostile", "limits.html"),
            ("graph cycles", "graphs.html"),
            ("rayon", "threads.html"),
        ] {
            tab.value("document.getElementById('search-bar').select()");
            tab.type_text(query);
            let first =
                "new URL(document.querySelector('#search-results a').href).pathname.slice(1)";
            assert_eq!(tab.value(first), page, "{query}");
        }
        tab.value("document.getElementById('search-bar').select()");
        tab.type_text("xylophone");
        assert!(tab.text("#search-status").contains("Nothing found"));
        tab.value("document.getElementById('search-bar').select()");
        tab.type_text(" ?!");
        assert!(tab.text("#search-status").contains("Nothing found"));
    });
}

#[test]
fn hints_are_not_found() {
    check(|tab| {
        tab.press("/");
        tab.type_text("Hint 2 of 3");
        tab.until(FOUND);
        let texts = tab.value("[...document.querySelectorAll('.teaser')].some(teaser => /Hint \\d of/.test(teaser.textContent))");
        assert_eq!(texts, false);
    });
}

#[test]
fn on_a_phone_it_fits_and_closes_on_a_tap_beside_it() {
    check(|tab| {
        tab.resize(PHONE);
        tab.click("#search-toggle");
        tab.type_text("site");
        tab.until(FOUND);
        let width = "document.documentElement.scrollWidth";
        assert!(tab.value(width).as_u64() <= Some(390));
        accessible(tab);
        assert!(tab.shows("#search"));
        tab.click_margin();
        assert!(!tab.shows("#search"));
    });
}
