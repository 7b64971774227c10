//! Every chapter of this book: it loads without an error, a warning or another host, is light enough, and axe finds
//! nothing in it, in both themes, on a phone and on a desktop.

use super::tab::{DESKTOP, PHONE, Size, Tab};
use super::{axe, program, this_book};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many bytes the first load of a page may take. Search is loaded when someone searches.
const FIRST_LOAD: u64 = 300_000;
/// How many of them may go over the network: the server compresses what it sends.
const FIRST_TRANSFER: u64 = 150_000;

/// The chapters, as the contents of the book name them.
pub(super) fn chapters(tab: &mut Tab) -> Vec<String> {
    tab.open("index.html");
    let links = tab.value(
        "[...document.querySelectorAll('#contents .chapter a:not(.outline a)')].map(link => link.getAttribute('href'))",
    );
    let links: Vec<_> = strings(&links).collect();
    assert!(links.len() > 4, "{links:?}");
    links
}

pub(super) fn strings(array: &Value) -> impl Iterator<Item = String> {
    let items = array.as_array().into_iter().flatten();
    items.filter_map(|item| item.as_str().map(str::to_owned))
}

#[test]
fn every_chapter_loads_quietly() {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    let mut seen = BTreeSet::new();
    for chapter in chapters(&mut tab) {
        tab.requests();
        tab.open(&chapter);
        let requests = tab.requests();
        seen.extend(requests.iter().cloned());
        assert_eq!(tab.complaints(), [""; 0], "{chapter}");
    }
    let foreign: Vec<_> = seen
        .iter()
        .filter(|url| !url.starts_with(&book.root))
        .collect();
    assert!(foreign.is_empty(), "{foreign:?}");
}

/// How far the parts of a page may move while it loads: Cumulative Layout Shift, which <https://web.dev/articles/cls>
/// calls good up to 0.1.
const MAX_SHIFT: f64 = 0.02;

#[test]
fn nothing_moves_while_a_page_loads() {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    tab.hide_scroll_bars(false);
    tab.before_scripts(
        "window.shift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(({ value }) => { window.shift += value; }))
            .observe({ type: 'layout-shift', buffered: true });",
    );
    let chapters = chapters(&mut tab);
    // On a fast one the scripts have run before anything is drawn.
    tab.slow_down(4);
    let mut moved = Vec::new();
    for chapter in &chapters {
        tab.open(chapter);
        let shift = tab.value(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(window.shift), 100))))",
        );
        let shift = shift.as_f64().expect("a number");
        if shift > MAX_SHIFT {
            moved.push((chapter, shift));
        }
    }
    assert!(moved.is_empty(), "{moved:?}");
}

#[test]
fn a_page_keeps_its_width_as_it_grows() {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    tab.hide_scroll_bars(false);
    tab.open("parsing.html");
    let places = tab.value(
        "(() => {
            const left = () => document.querySelector('main').getBoundingClientRect().left;
            const long = left();
            const bar = innerWidth - document.documentElement.offsetWidth;
            document.querySelector('main').replaceChildren();
            return [long, left(), bar, document.documentElement.scrollHeight <= innerHeight];
        })()",
    );
    assert_eq!(places[0], places[1], "{places}");
    assert!(
        places[2].as_f64() > Some(0.0),
        "a browser that draws a scroll bar: {places}"
    );
    assert_eq!(places[3], true, "the emptied page is short: {places}");
}

/// `ARENA_WEIGHTS=1 cargo test -p press --test press -- the_first_load --nocapture` prints the table.
#[test]
fn the_first_load_is_light() {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    tab.disable_cache();
    let mut weights = Vec::new();
    for chapter in chapters(&mut tab) {
        tab.bytes();
        tab.transferred();
        tab.open(&chapter);
        weights.push((tab.transferred(), tab.bytes(), chapter));
    }
    weights.sort();
    if std::env::var_os("ARENA_WEIGHTS").is_some() {
        for (transferred, bytes, chapter) in &weights {
            println!("{transferred:>8} {bytes:>8} {chapter}");
        }
    }
    let heaviest = weights.last().expect("chapters");
    assert!(heaviest.0 > 10_000, "{heaviest:?}");
    for weight in &weights {
        let light = weight.0 <= FIRST_TRANSFER && weight.1 <= FIRST_LOAD;
        assert!(light, "{weight:?}");
    }
}

#[test]
fn every_link_and_fragment_leads_somewhere() {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    let mut links = BTreeSet::new();
    let mut places = BTreeSet::new();
    for chapter in chapters(&mut tab) {
        tab.open(&chapter);
        let script = "[...document.querySelectorAll('[id]')].map(element => element.id)";
        let page = format!("{}{chapter}", book.root);
        let ids: Vec<_> = strings(&tab.value(script)).collect();
        let twice: Vec<_> = ids
            .iter()
            .enumerate()
            .filter(|(at, id)| ids[..*at].contains(id))
            .collect();
        assert!(twice.is_empty(), "{chapter}: {twice:?}");
        places.extend(ids.iter().map(|id| format!("{page}#{id}")));
        places.insert(page);
        let script = "[...document.links].map(link => link.href)";
        links.extend(strings(&tab.value(script)).map(|link| (link, chapter.clone())));
    }
    places.insert(format!("{}index.html", book.root));
    let inside = links
        .iter()
        .filter(|(link, _)| link.starts_with(&book.root));
    let dead: Vec<_> = inside.filter(|(link, _)| !places.contains(link)).collect();
    assert!(dead.is_empty(), "{dead:?}");
}

#[test]
fn no_chapter_is_wider_than_a_small_phone() {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    for size in [PHONE, Size(320, 640)] {
        tab.resize(size);
        for chapter in chapters(&mut tab) {
            tab.open(&chapter);
            let width = tab.value("document.documentElement.scrollWidth");
            assert!(
                width.as_u64() <= Some(size.0.into()),
                "{chapter}: {width} at {size:?}"
            );
        }
    }
}

#[test]
fn nothing_moves_for_readers_who_prefer_reduced_motion() {
    let Some(program) = program() else { return };
    let book = this_book();
    let mut tab = book.tab(&program);
    tab.prefers(&[("prefers-reduced-motion", "reduce")]);
    for chapter in chapters(&mut tab) {
        tab.open(&chapter);
        let moving = "document.getAnimations().length + [...document.querySelectorAll('*')].filter(element => {
            const style = getComputedStyle(element);
            return style.scrollBehavior !== 'auto' || style.animationName !== 'none' || style.transitionDuration !== '0s';
        }).length";
        assert_eq!(tab.value(moving), 0, "{chapter}");
    }
}

#[test]
fn axe_finds_nothing_in_any_chapter() {
    let (Some(program), Some(script)) = (program(), axe()) else {
        return;
    };
    let book = this_book();
    let mut tab = book.tab(&program);
    let mut found = Vec::new();
    let missing = "404.html".to_owned();
    for chapter in chapters(&mut tab).into_iter().chain([missing]) {
        for size in [PHONE, DESKTOP] {
            tab.resize(size);
            tab.open(&chapter);
            // Closed details are checked too.
            tab.value("document.querySelectorAll('main details').forEach(details => { details.open = true; })");
            let violations = if size.0 == DESKTOP.0 {
                axe::violations_in_both_themes(&mut tab, &script)
            } else {
                axe::violations(&mut tab, &script)
            };
            found.extend(
                violations
                    .iter()
                    .map(|violation| format!("{chapter}, {size:?}: {violation}")),
            );
        }
        tab.prefers(&[("prefers-color-scheme", "light")]);
    }
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}
