//! The figures in a page: what they draw, the keyboard, touch, a phone, chosen colours, and that nothing jumps.

use super::tab::{DESKTOP, PHONE, Size, Tab};
use super::{PAGE, book_with, check, program};
use serde_json::json;

const ALL: &str = "{{#figure doubling | A}}\n\n{{#figure rounds | B}}\n\n{{#figure order | C}}\n\n{{#figure owners | D}}\n\n\
    {{#figure borrows | E}}";

/// The slider of a figure.
fn slider(name: &str) -> String {
    format!("#figure-{name} .drive input")
}

#[test]
fn the_page_draws_what_a_real_arena_does() {
    check(ALL, |tab| {
        let observed = crate::figures::observed();
        let different = tab.value(&format!(
            "(() => {{
                const sorted = value => Array.isArray(value) ? value.map(sorted) : value && typeof value === 'object'
                    ? Object.entries(value).sort().map(([name, part]) => [name, sorted(part)]) : value;
                const text = value => JSON.stringify(sorted(value));
                return {observed}.filter(([name, setting, drawing]) => text(window.Arena.drawings[name](setting)) !== text(drawing))
                    .map(([name, setting]) => `${{name}} ${{setting}}`);
            }})()"
        ));
        assert_eq!(different, json!([]));
    });
}

#[test]
fn the_script_draws_what_the_press_has_written() {
    check(ALL, |tab| {
        for (name, setting) in [
            ("doubling", "9"),
            ("rounds", "1000"),
            ("order", "[0, 1, 2]"),
        ] {
            let same = tab.value(&format!(
                "(() => {{ const figure = document.querySelector('[kind={name}]');
                    const written = figure.querySelector('.drawing').outerHTML;
                    figure.show(window.Arena.drawings.{name}({setting}));
                    // The press lays elements out in lines.
                    return [written.replaceAll('\\n', ''), figure.querySelector('.drawing').outerHTML.replaceAll('\\n', '')]; }})()"
            ));
            assert_eq!(same[0], same[1], "{name}");
        }
    });
}

#[test]
fn the_script_leaves_owners_as_the_press_has_written_them() {
    check(ALL, |tab| {
        let same = tab.value(
            "fetch(location).then(answer => answer.text()).then(text => {
                const looks = page => [...page.querySelectorAll('#figure-owners :is([data-states], [data-place])')]
                    .map(part => [[...part.classList].filter(name => name !== 'is-seen').sort().join(' '), part.textContent].join());
                return [looks(new DOMParser().parseFromString(text, 'text/html')), looks(document)];
            })",
        );
        assert!(same[0].as_array().is_some_and(|parts| parts.len() > 30));
        assert_eq!(same[0], same[1]);
    });
}

#[test]
fn figures_are_moved_by_keyboard() {
    check(ALL, |tab| {
        tab.focus(&slider("doubling"));
        tab.press("End");
        assert_eq!(tab.text("#figure-doubling output"), "16");
        tab.press("ArrowLeft");
        assert_eq!(tab.text("#figure-doubling output"), "15");
        assert!(
            tab.text("#figure-doubling .figure-said")
                .contains("32 + 16 + 8 + 4 = 60 bytes")
        );
        tab.focus(&slider("rounds"));
        tab.press("Home");
        assert_eq!(tab.text("#figure-rounds output"), "100");
        assert!(
            tab.text("#figure-rounds .figure-said")
                .contains("keeps 32,704 bytes")
        );
        // By the buttons between the values: an order without padding.
        tab.focus("#figure-order .order button:first-of-type");
        tab.press("Enter");
        tab.focus("#figure-order .order button:last-of-type");
        tab.press("Space");
        let order = "[...document.querySelectorAll('#figure-order .order b')].map(name => name.textContent)";
        assert_eq!(tab.value(order), json!(["u32", "u16", "u8"]));
        assert!(
            tab.text("#figure-order .figure-said")
                .contains("no padding")
        );
        assert_eq!(
            tab.value("document.activeElement.getAttribute('aria-label')"),
            "Swap the second and the third"
        );
        assert_eq!(tab.value("location.pathname"), format!("/{PAGE}"));
    });
}

#[test]
fn owners_and_borrows_are_stepped_through() {
    let count = |selector: &str| format!("document.querySelectorAll({selector:?}).length");
    check(ALL, |tab| {
        let states = |tab: &mut Tab, state: &str| {
            tab.value(&count(&format!("#figure-owners .cases .thing.is-{state}")))
        };
        // A kind is in the legend where it is drawn.
        let shown = |tab: &mut Tab| {
            tab.value("[...document.querySelectorAll('#figure-owners .figure-legend li > span, #figure-owners .figure-legend li')]
                .filter(entry => !entry.matches('.either, .thing') && entry.checkVisibility({ visibilityProperty: true })).map(entry => entry.textContent)")
        };
        assert_eq!(states(tab, "leaked"), 3);
        let and = |last: &str| json!(["owns", "borrows", "gone", last]);
        assert_eq!(shown(tab), and("leaked: nobody is left to free it"));
        tab.focus(&slider("owners"));
        tab.press("ArrowLeft");
        assert_eq!(tab.text("#figure-owners output"), "your variables are gone");
        assert_eq!(
            [
                states(tab, "leaked"),
                states(tab, "dropped"),
                states(tab, "freed")
            ],
            [0, 2, 2]
        );
        let dropped = "dropped, its place taken until the arena is gone";
        assert_eq!(shown(tab), and(dropped));
        assert_eq!(
            tab.text("#figure-owners .stops .is-here"),
            "your variables are gone"
        );
        tab.press("Home");
        assert_eq!([states(tab, "gone"), states(tab, "dropped")], [0, 0]);
        assert_eq!(shown(tab), json!(["owns", "borrows"]));
        let said = tab.value(
            "document.querySelector('#figure-owners .drive input').getAttribute('aria-valuetext')",
        );
        assert_eq!(said, "all is built");

        let here = |tab: &mut Tab| {
            tab.value("[...document.querySelectorAll('#figure-borrows .is-here span')].map(verdict => verdict.textContent)")
        };
        assert_eq!(here(tab), json!(["E0502", "compiles", "E0502"]));
        tab.focus(&slider("borrows"));
        tab.press("End");
        assert_eq!(here(tab), json!(["compiles", "compiles", "compiles"]));
        // What was tried stays.
        assert_eq!(tab.value(&count("#figure-borrows .is-seen")), 6);
    });
}

#[test]
fn an_arrow_goes_from_thing_to_thing() {
    check(ALL, |tab| {
        for size in [DESKTOP, PHONE] {
            tab.resize(size);
            // The pixels between the ends of each arrow and the things before and after it, and its length.
            let apart = tab.value(
                "[...document.querySelectorAll('#figure-owners .cases i')].filter(arrow => {
                    const [before, here, after] = [arrow.previousElementSibling, arrow, arrow.nextElementSibling]
                        .map(element => element.getBoundingClientRect());
                    return Math.abs(here.left - before.right) > 1 || Math.abs(after.left - here.right) > 1 || here.width < 8
                        || !arrow.nextElementSibling.matches('.thing');
                }).length",
            );
            assert_eq!(apart, 0, "{size:?}");
        }
    });
}

/// Moves every figure through all its settings, and returns the figures whose height has changed.
const JUMPS: &str = "[...document.querySelectorAll('arena-figure')].filter(figure => {
    const heights = [];
    const note = () => heights.push(figure.getBoundingClientRect().height);
    note();
    const slider = figure.querySelector('.drive input');
    for (let value = slider ? Number(slider.min) : 0; slider && value <= Number(slider.max); value += Number(slider.step)) {
        slider.value = value;
        slider.dispatchEvent(new Event('input'));
        note();
    }
    for (let swap = 0; !slider && swap < 6; swap += 1) {
        figure.querySelectorAll('.order button')[swap % 2].click();
        note();
    }
    return Math.max(...heights) - Math.min(...heights) >= 0.5;
}).map(figure => figure.getAttribute('kind'))";

#[test]
fn nothing_below_a_figure_moves_while_it_is_moved() {
    check(ALL, |tab| {
        for size in [DESKTOP, Size(700, 900), PHONE, Size(320, 640)] {
            tab.resize(size);
            tab.open(PAGE);
            assert_eq!(tab.value(JUMPS), json!([]), "{size:?}");
            let width = tab.value("document.documentElement.scrollWidth");
            assert!(width.as_u64() <= Some(size.0.into()), "{width} at {size:?}");
        }
    });
}

#[test]
fn what_is_moved_is_large_enough_to_touch() {
    check(ALL, |tab| {
        tab.resize(PHONE);
        let small = "[...document.querySelectorAll('.drive :is(input, button)')].map(element => element.getBoundingClientRect())
            .filter(({ width, height }) => Math.min(width, height) < 24).length";
        assert_eq!(tab.value(small), 0);
    });
}

#[test]
fn kinds_differ_in_chosen_colours() {
    check(ALL, |tab| {
        tab.prefers(&[("forced-colors", "active")]);
        let looks = tab.value(
            "[...document.querySelectorAll('#figure-doubling .figure-legend .piece, #figure-rounds .figure-legend .piece, #figure-order .figure-legend .piece')].map(piece => {
                const { backgroundColor, backgroundImage, borderTopStyle, borderTopWidth } = getComputedStyle(piece);
                return [piece.className, backgroundColor, backgroundImage, borderTopStyle, borderTopWidth].join(' ').replace('piece is-', '');
            })",
        );
        let looks: std::collections::BTreeMap<_, _> = looks
            .as_array()
            .expect("an array")
            .iter()
            .filter_map(|look| look.as_str()?.split_once(' '))
            .collect();
        let different: std::collections::BTreeSet<_> = looks.values().collect();
        assert_eq!((looks.len(), different.len()), (6, 6), "{looks:?}");
        tab.prefers(&[("prefers-color-scheme", "light")]);
    });
}

#[test]
fn without_javascript_a_figure_has_no_controls() {
    let Some(program) = program() else { return };
    let book = book_with(ALL);
    let mut tab = book.tab(&program);
    tab.without_javascript();
    tab.open(PAGE);
    assert!(!tab.shows(&slider("doubling")));
    assert!(!tab.shows("#figure-order .order button"));
    assert!(tab.shows("#figure-borrows .place.is-refused span"));
    assert!(
        tab.text("#figure-doubling .figure-said")
            .starts_with("Each vector has room for 16")
    );
}
