//! The pictures of memory: stepped through by keyboard and by mouse, played, varied, printed, and read aloud.

use super::tab::{DESKTOP, PHONE};
use super::{PAGE, book_with, check, program};

pub(crate) const MEMORY: &str = "{{#memory bump | `Box` and arena}}";
const SLIDER: &str = "arena-memory input[type=range]";
const STAGE: &str = "arena-memory .stage";

/// The figures of both sides: calls and bytes of the left one, then of the right one.
const FIGURES: &str =
    "[...document.querySelectorAll('.head .figure')].map(figure => figure.textContent).join()";

/// How many things of a kind are drawn.
fn drawn(kind: &str) -> String {
    format!("document.querySelectorAll('.map .thing.is-{kind}').length")
}

fn button(name: &str) -> String {
    format!("arena-memory .controls .{name}")
}

#[test]
fn memory_is_stepped_through_by_mouse() {
    check(MEMORY, |tab| {
        // It begins where most of the difference is seen.
        assert_eq!(tab.text(".now"), "Step 13 of 25: A node for the number 7.");
        assert_eq!(tab.value(FIGURES), "12,288,1,496");
        tab.click(&button("first"));
        assert_eq!(tab.text(".now"), "Step 0 of 25: nothing has happened yet.");
        tab.click(&button("first"));
        assert_eq!(
            tab.value("document.activeElement.textContent"),
            "First",
            "it keeps the focus"
        );
        tab.click(&button("step"));
        tab.click(&button("step"));
        tab.click(&button("step"));
        assert_eq!(tab.text(".now"), "Step 3 of 25: A node for the number 2.");
        assert_eq!(
            tab.value(&drawn("value")),
            4,
            "two boxes, and two values in the arena"
        );
        assert_eq!(tab.value(&drawn("footer")), 1);
        let lines = "[...document.querySelectorAll('.line.is-now')].map(line => line.textContent.trim()).join(' | ')";
        assert_eq!(
            tab.value(lines),
            "let number = Box::new(Number(n, n.into())); | let number = &*arena.alloc(Number(n, n.into()));"
        );
        tab.click(&button("back"));
        assert!(tab.text(".now").starts_with("Step 2 of 25"));
        tab.click(&button("last"));
        assert_eq!(tab.value(FIGURES), "23,552,2,1,504");
        let sum = tab.text(".words > :last-child .sum");
        assert!(sum.starts_with("A call for each node"), "{sum}");
        assert!(
            sum.ends_with(
                ". 23 calls to the heap against 2, and 552 bytes held at the peak against 1,504."
            ),
            "{sum}"
        );
        assert_eq!(tab.value(&drawn("value")), 0);
        assert_ne!(tab.value(&drawn("freed")), 0, "freed places stay, as holes");
    });
}

#[test]
fn memory_is_stepped_through_by_keyboard() {
    check(MEMORY, |tab| {
        for place in [SLIDER, STAGE] {
            tab.focus(place);
            tab.press("Home");
            tab.press("ArrowRight");
            tab.press("ArrowRight");
            tab.press("ArrowLeft");
            assert!(tab.text(".now").starts_with("Step 1 of 25"), "{place}");
            tab.press("End");
            let said = format!("document.querySelector({SLIDER:?}).getAttribute('aria-valuetext')");
            assert_eq!(
                tab.value(&said),
                "Step 25 of 25: The tree and the arena are dropped."
            );
            tab.press("ArrowRight");
            assert_eq!(
                tab.value("location.pathname"),
                format!("/{PAGE}"),
                "the page is not turned"
            );
        }
        tab.press("Home");
        tab.focus(&button("step"));
        tab.press("Enter");
        assert!(tab.text(".now").starts_with("Step 1 of 25"));
    });
}

#[test]
fn memory_is_played_and_paused() {
    check("{{#memory before | a}}", |tab| {
        tab.focus(STAGE);
        tab.press("End");
        tab.press("Space");
        assert_eq!(tab.text(&button("play")), "Pause");
        assert_eq!(
            tab.value("document.querySelector('.now').getAttribute('aria-live')"),
            "off"
        );
        tab.until("document.querySelector('.now').textContent.startsWith('Step 1 of 7')");
        tab.press("Space");
        assert_eq!(tab.text(&button("play")), "Play");
        assert_eq!(
            tab.value("document.querySelector('.now').getAttribute('aria-live')"),
            "polite"
        );
    });
}

#[test]
fn what_each_scene_draws_is_in_its_legend() {
    let scenes = [
        "drop-skipped",
        "growth",
        "reset",
        "alignment",
        "owning",
        "when",
        "graphs",
    ];
    let text: String = scenes
        .map(|scene| format!("{{{{#memory {scene} | a}}}}\n\n"))
        .concat();
    check(&text, |tab| {
        let wrong = tab.value(
            "[...document.querySelectorAll('arena-memory')].flatMap(picture => {
                const kinds = things => [...new Set([...things].map(thing => [...thing.classList].find(name => /^is-(?!new|sample)/.test(name)) ?? thing.classList[0]))].sort();
                const seen = new Set();
                for (let step = 0; step <= picture.scene.steps.length; step += 1) {
                    picture.go(step);
                    kinds(picture.querySelectorAll('.map .thing, .map .refer, .map .finger:not(.is-away)')).forEach(kind => seen.add(kind));
                }
                const legend = kinds(picture.querySelectorAll('.legend :is(.thing:not(.is-sample), .refer, .finger)'));
                return [...seen].sort().join() === legend.join() ? [] : [`${[...seen].sort()}: ${legend}`];
            })",
        );
        assert_eq!(wrong, serde_json::json!([]));
        assert_ne!(tab.value(&drawn("lost")), 0);
        tab.value("document.querySelectorAll('arena-memory').forEach(picture => picture.go(picture.scene.steps.length - 1))");
        assert_ne!(tab.value(&drawn("padding")), 0);
        assert_ne!(tab.value(&drawn("old")), 0);
    });
}

#[test]
fn nothing_jumps_while_stepping() {
    let scenes = [
        "bump",
        "growth",
        "reset",
        "drop-skipped",
        "strings",
        "owning",
    ];
    let text: String = scenes
        .map(|scene| format!("{{{{#memory {scene} | a}}}}\n\n"))
        .concat();
    check(&text, |tab| {
        for size in [PHONE, DESKTOP] {
            tab.resize(size);
            let shift = tab.value(
                "(async () => {
                    const frames = () => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
                    let shift = 0;
                    const add = list => list.getEntries().forEach(entry => { shift += entry.value; });
                    await frames();
                    await frames();
                    const observer = new PerformanceObserver(add);
                    observer.observe({ type: 'layout-shift' });
                    const heights = [];
                    for (const picture of document.querySelectorAll('arena-memory')) {
                        picture.scrollIntoView({ behavior: 'instant' });
                        await frames();
                        const seen = new Set();
                        for (let step = 0; step <= picture.scene.steps.length; step += 1) {
                            picture.go(step);
                            await frames();
                            seen.add(picture.offsetHeight);
                        }
                        heights.push(seen.size);
                    }
                    add({ getEntries: () => observer.takeRecords() });
                    return [shift, Math.max(...heights), document.documentElement.scrollWidth <= innerWidth];
                })()",
            );
            assert_eq!(shift, serde_json::json!([0, 1, true]), "{size:?}");
        }
    });
}

#[test]
fn both_sides_are_beside_each_other_on_a_phone_and_buttons_are_large() {
    check(MEMORY, |tab| {
        tab.resize(PHONE);
        tab.until("document.querySelector('.map svg').clientWidth < 200");
        let tops = "new Set([...document.querySelectorAll('.map svg')].map(map => map.getBoundingClientRect().top)).size";
        assert_eq!(tab.value(tops), 1);
        let small = "[...document.querySelectorAll('arena-memory :is(button, input, select, summary)')]
            .filter(target => target.checkVisibility({ visibilityProperty: true }))
            .filter(target => { const box = target.getBoundingClientRect(); return box.width < 24 || box.height < 24; }).length";
        assert_eq!(tab.value(small), 0);
        let wide = "[...document.querySelectorAll('.map svg')].every(map => map.getBoundingClientRect().right <= innerWidth)";
        assert_eq!(tab.value(wide), true);
    });
}

#[test]
fn the_finger_moves_unless_motion_is_unwelcome() {
    check(MEMORY, |tab| {
        let finger = "getComputedStyle(document.querySelector('.map .finger'))";
        assert_eq!(tab.value(&format!("{finger}.transitionDuration")), "0.45s");
        let place = tab.value(&format!("{finger}.transform"));
        tab.click(&button("step"));
        tab.until(&format!("{finger}.transform !== {place}"));
        tab.prefers(&[("prefers-reduced-motion", "reduce")]);
        assert_eq!(tab.value(&format!("{finger}.transitionProperty")), "none");
        assert_eq!(
            tab.value("getComputedStyle(document.querySelector('.map .is-new')).animationName"),
            "none"
        );
    });
}

#[test]
fn kinds_differ_where_colours_are_forced() {
    check(
        "{{#memory growth | a}}\n\n{{#memory alignment | b}}\n\n{{#memory drop-skipped | c}}",
        |tab| {
            tab.prefers(&[("forced-colors", "active")]);
            // A pattern, a dashed line, or none of these: no two kinds alike.
            let looks = tab.value(
            "(() => {
                const looks = new Map();
                document.querySelectorAll('.legend .thing').forEach(thing => {
                    const { fill, strokeDasharray, stroke, strokeWidth } = getComputedStyle(thing);
                    const pattern = fill.match(/#memory-\\d-\\d-(\\w+)/)?.[1] ?? fill;
                    looks.set([...thing.classList].join('.'), [pattern, strokeDasharray, stroke, strokeWidth].join());
                });
                return looks.size - new Set(looks.values()).size;
            })()",
        );
            assert_eq!(looks, 0);
            let finger = "getComputedStyle(document.querySelector('.finger .tip')).fill";
            assert_ne!(
                tab.value(finger),
                tab.value("getComputedStyle(document.querySelector('.thing.is-free')).fill")
            );
        },
    );
}

#[test]
fn on_paper_memory_is_filled_and_summed_up() {
    check(MEMORY, |tab| {
        tab.value("(dispatchEvent(new Event('beforeprint')), 1)");
        assert!(tab.text(".now").starts_with("Step 24 of 25"));
        assert_eq!(tab.value(&drawn("value")), 46);
        assert!(
            tab.text(".words > :last-child .sum")
                .starts_with("A call for each node")
        );
    });
}

#[test]
fn the_numbers_in_the_caption_drive_the_picture() {
    check("{{#memory bump | a}}", |tab| {
        tab.click(&button("last"));
        assert_eq!(tab.value(FIGURES), "23,552,2,1,504");
        tab.focus(".given input[aria-label^=Number]");
        tab.value("document.activeElement.select()");
        tab.type_text("100");
        assert_eq!(tab.value(FIGURES), "100,2,400,3,3,536");
        assert!(tab.text(".now").contains("Nodes"));
        tab.focus(".given input[aria-label^=Initial]");
        tab.value("document.activeElement.select()");
        tab.type_text("4000");
        assert_eq!(tab.value(FIGURES), "100,2,400,1,4,080");
        tab.value("document.activeElement.select()");
        tab.type_text("-");
        assert!(
            tab.text(".given .wrong")
                .contains("a whole number from 0 to 65,536")
        );
        tab.click(".given .again");
        assert_eq!(tab.value(FIGURES), "23,552,2,1,504");
        assert!(tab.text(".now").starts_with("Step 25 of 25"));
    });
}

#[test]
fn vectors_and_documents_can_be_varied() {
    check("{{#memory growth | a}}\n\n{{#memory reset | b}}", |tab| {
        let vary = |picture: usize, values: &str| {
            format!(
                "(() => {{ const picture = document.querySelectorAll('arena-memory')[{picture}];
                Object.entries({values}).forEach(([name, value]) => {{ picture.fields.get(name).value = value; }});
                picture.vary();
                picture.go(picture.scene.steps.length);
                return picture.scene.summary; }})()"
            )
        };
        let said = tab.value(&vary(0, "{ vectors: 3, length: 500 }"));
        let said = said.as_str().unwrap_or_default();
        assert!(said.starts_with("Vectors that grow alternately"), "{said}");
        assert!(said.contains(" calls to the heap against "), "{said}");
        let behind = "document.querySelectorAll('.parts')[0].textContent";
        tab.value("(document.querySelector('arena-memory').go(13), 1)");
        assert!(
            tab.text(".parts").contains("left behind"),
            "{}",
            tab.value(behind)
        );
        let said = tab.value(&vary(1, "{ rounds: 4, count: 20, size: 128 }"));
        assert!(
            said.as_str()
                .unwrap_or_default()
                .contains(". The model says: "),
            "{said}"
        );
    });
}

#[test]
fn the_model_in_the_page_does_what_a_bump_does() {
    check("{{#memory bump | a}}", |tab| {
        let (sequences, scenes) = crate::model::observed();
        let different = tab.value(&format!(
            "{}({sequences}, {scenes})",
            include_str!("replay.js")
        ));
        assert_eq!(different, serde_json::json!([]));
    });
}

#[test]
fn a_picture_is_made_up_before_the_reader_comes_to_it() {
    let text = format!("{}\n\n{MEMORY}", "A paragraph.\n\n".repeat(200));
    let Some(program) = program() else { return };
    let book = book_with(&text);
    let mut tab = book.tab(&program);
    tab.open(PAGE);
    assert!(!tab.shows(SLIDER));
    // What it says can be read all the same.
    assert!(
        tab.value("document.querySelector('arena-memory table').textContent.length")
            .as_u64()
            > Some(100)
    );
    // Read on from the top: it is there before it is seen.
    let below = tab.value(
        "(async () => {
            const picture = document.querySelector('arena-memory');
            while (!picture.querySelector('input[type=range]') && picture.getBoundingClientRect().top > 0) {
                scrollBy({ top: 100, behavior: 'instant' });
                await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
            }
            return picture.getBoundingClientRect().top - innerHeight;
        })()",
    );
    assert!(below.as_f64() > Some(0.0), "{below}");

    // Far below again, a jump has no time to wait.
    tab.open(PAGE);
    assert!(!tab.shows(SLIDER));
    // The focus stays in it, also where it was on code that can be scrolled.
    tab.value("(box => { box.tabIndex = 0; box.focus({ preventScroll: true }); })(document.querySelector('.code-of-side'))");
    tab.value("(location.hash = '#none', 1)");
    tab.until(&format!("document.querySelector('{SLIDER}') !== null"));
    assert_eq!(
        tab.value(&format!(
            "document.activeElement === document.querySelector('{STAGE}')"
        )),
        true
    );
}
