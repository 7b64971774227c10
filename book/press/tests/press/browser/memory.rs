//! The pictures of memory, by keyboard and by mouse, and the numbers that a reader may vary.

use super::{PAGE, check};

pub(crate) const MEMORY: &str = "{{#memory bump | `Box` and arena}}";
const SLIDER: &str = "arena-memory input[type=range]";

#[test]
fn memory_is_stepped_through() {
    check(MEMORY, |tab| {
        assert!(tab.text(".said").starts_with("Step 2 of 25"));
        tab.click("arena-memory .controls button:first-child");
        tab.click("arena-memory .controls button:first-child");
        assert_eq!(tab.text(".said"), "Step 0 of 25: nothing has happened yet.");
        assert_eq!(
            tab.value("document.activeElement.type"),
            "range",
            "the button is disabled"
        );
        // By mouse: the arena asks for its chunk with the first node.
        tab.click("arena-memory .controls .primary");
        tab.click("arena-memory .controls .primary");
        assert!(
            tab.text(".said").contains("Step 2 of 25"),
            "{}",
            tab.text(".said")
        );
        assert_eq!(
            tab.value("document.querySelectorAll('.heap .block').length"),
            1
        );
        assert!(tab.text(".chunk p").starts_with("Chunk 1: 448 bytes"));
        tab.click("arena-memory .controls button:first-child");
        assert!(tab.text(".said").contains("Step 1 of 25"));
        // By keyboard: the slider's arrows step, and do not turn the page.
        tab.focus(SLIDER);
        tab.press("ArrowRight");
        tab.press("ArrowRight");
        assert!(tab.text(".said").contains("Step 3 of 25"));
        tab.press("End");
        assert_eq!(
            tab.value("document.querySelectorAll('.block.is-freed').length"),
            23
        );
        assert_eq!(
            tab.value("document.querySelectorAll('.chunk.is-freed').length"),
            2
        );
        let valuetext = tab.value(&format!(
            "document.querySelector({SLIDER:?}).getAttribute('aria-valuetext')"
        ));
        assert_eq!(
            valuetext,
            "Step 25 of 25: The tree and the arena are dropped"
        );
        tab.press("ArrowLeft");
        assert_eq!(tab.value("location.pathname"), format!("/{PAGE}"));
        // The last step disables the button: the focus moves to the slider.
        tab.focus("arena-memory .controls .primary");
        tab.press("Enter");
        assert_eq!(tab.value("document.activeElement.type"), "range");
        tab.focus(SLIDER);
        tab.press("ArrowLeft");
    });
}

#[test]
fn lost_blocks_and_old_buffers_are_shown() {
    check(
        "{{#memory drop-skipped | a}}\n\n{{#memory growth | b}}\n\n{{#memory reset | c}}\n\n{{#memory alignment | d}}",
        |tab| {
            tab.value("document.querySelectorAll('arena-memory').forEach(scene => scene.show(scene.scene.steps.length - 1))");
            assert_eq!(
                tab.value("document.querySelectorAll('.part.is-old').length > 2"),
                true
            );
            assert_eq!(
                tab.value("document.querySelectorAll('.part.is-padding').length > 2"),
                true
            );
            tab.value("document.querySelector('arena-memory').show(8)");
            assert_eq!(
                tab.value("document.querySelectorAll('.block.is-lost').length"),
                3
            );
            assert!(
                tab.text(".said").contains("they can never be freed"),
                "{}",
                tab.text(".said")
            );
        },
    );
}

#[test]
fn the_numbers_can_be_varied() {
    let row = |name: &str| {
        format!(
            "[...document.querySelectorAll('.vary tr')].find(row => row.cells[0].textContent === {name:?}).innerText.split('\\t').slice(1).join()"
        )
    };
    check(
        "{{#memory bump | a}}\n\n{{#memory growth | b}}\n\n{{#memory reset | c}}",
        |tab| {
            tab.value(
                "document.querySelectorAll('.vary').forEach(details => { details.open = true; })",
            );
            assert_eq!(tab.value(&row("Calls to the heap")), "100,3");
            tab.focus("arena-vary[kind=nodes] label:nth-of-type(4) input");
            tab.value("document.activeElement.select()");
            tab.type_text("4096");
            assert_eq!(tab.value(&row("Calls to the heap")), "100,1");
            assert!(tab.text("arena-vary output").contains("8,128 bytes"));
            tab.type_text("-");
            assert!(tab.text("arena-vary output").contains("out of range"));
            tab.value("document.activeElement.select()");
            tab.type_text("0");
            tab.focus("arena-vary[kind=vectors] label:nth-of-type(5) select");
            let behind = row("Bytes of old buffers, left behind");
            assert_ne!(tab.value(&behind), "0");
            tab.press("y");
            tab.until(&format!("{behind} === '0'"));
            assert_eq!(tab.value(&row("4")), "3,0");
        },
    );
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
