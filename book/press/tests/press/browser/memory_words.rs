//! What is written in the pictures of memory and around them: folds, chunks, pieces, references, numbers that changed.

use super::check;
use super::memory::MEMORY;

/// What is written in the memory of the right side.
const NOTES: &str = "[...document.querySelectorAll('.map')[1].querySelectorAll('.fold text')].map(text => text.textContent).join(' | ')";

#[test]
fn a_fold_says_what_it_hides_and_chunks_have_names() {
    check(MEMORY, |tab| {
        assert_eq!(tab.value(NOTES), "768 bytes, not this code’s yet | chunk 1");
        tab.value("(document.querySelector('arena-memory').go(24), 1)");
        assert_eq!(
            tab.value(NOTES),
            "768 more bytes of chunk 2, free | chunk 1 | chunk 2"
        );
        // The frame of the chunk goes on across the fold: what is free is one shape from the chunk's start.
        let free = "(() => {
            const free = [...document.querySelectorAll('.map')[1].querySelectorAll('.thing.is-free')].at(-1).getBBox();
            const fold = document.querySelectorAll('.map')[1].querySelector('.fold .break').getBBox();
            return free.y < fold.y - 20 && free.y + free.height > fold.y + fold.height + 20;
        })()";
        assert_eq!(tab.value(free), true);
        tab.value("(document.querySelector('arena-memory').go(25), 1)");
        assert_eq!(tab.value(NOTES), "768 more bytes, freed");
        // What is between two freed blocks is neither, and each block keeps its name.
        let freed = "(() => {
            const left = document.querySelectorAll('.map')[0];
            const names = [...left.querySelectorAll('.label.is-freed')].map(label => label.textContent);
            return [left.querySelectorAll('.thing.is-freed').length, left.querySelectorAll('.thing.is-own').length,
                names.includes('12')].join();
        })()";
        assert_eq!(tab.value(freed), "23,0,true");
    });
}

#[test]
fn a_value_in_two_rows_is_labelled_in_both_and_told_where_the_axis_has_it() {
    check(MEMORY, |tab| {
        let more = "[...document.querySelectorAll('.map .label.is-more')].map(text => text.textContent).join()";
        assert_eq!(tab.value(more), "+ …,… 4,+ …");
        tab.value("(document.querySelector('arena-memory').go(24), 1)");
        let told = tab.text(".words > :last-child");
        assert!(told.contains("24 bytes at +1352."), "{told}");
        let rows = "[...document.querySelectorAll('.map')[1].querySelectorAll('.axis text')].map(text => text.textContent).join()";
        let rows = tab.value(rows);
        assert!(
            rows.as_str().unwrap_or_default().contains("+1344,+1408"),
            "{rows}"
        );
    });
}

/// The next value ends before the finger: at the end of a row, it is not at the start of the next one.
#[test]
fn the_finger_stands_where_the_next_value_ends() {
    check(MEMORY, |tab| {
        tab.value("(document.querySelector('arena-memory').go(17), 1)");
        let finger = "(() => {
            const map = document.querySelectorAll('.map')[1];
            const place = new DOMMatrix(map.querySelector('.finger').style.transform);
            const free = map.querySelector('.thing.is-free').getBBox();
            return Math.abs(place.e - free.x - free.width) < 1 && Math.abs(place.f - free.y) < 1;
        })()";
        assert_eq!(tab.value(finger), true);
    });
}

#[test]
fn only_the_numbers_that_changed_are_marked() {
    check(MEMORY, |tab| {
        let marked = "[...document.querySelectorAll('.head .is-new')].map(number => number.textContent).join()";
        assert_eq!(tab.value(marked), "12,288,288 now");
        tab.value("(document.querySelector('arena-memory').go(25), 1)");
        assert_eq!(tab.value(marked), "23 freed,0 now,2 freed,0 now");
    });
}

#[test]
fn what_keeps_itself_alive_is_drawn_and_said() {
    check("{{#memory graphs | a}}", |tab| {
        let arrows = "document.querySelectorAll('.map .refer').length";
        tab.value("(document.querySelector('arena-memory').go(5), 1)");
        assert_eq!(tab.value(arrows), 8);
        tab.value("(document.querySelector('arena-memory').go(6), 1)");
        assert_eq!(tab.value(arrows), 4, "the arena is gone with its arrows");
        let told = tab.text(".words > :last-child");
        for part in [
            "No variable refers to them any more: only they refer to each other",
            "The counted stations leak",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        // One thin frame each, which follows the shape and is the legend's.
        let frames = "new Set([...document.querySelectorAll('.thing.is-lost')].map(thing => {
            const { outlineStyle, stroke, strokeWidth, strokeDasharray } = getComputedStyle(thing);
            return [outlineStyle, stroke, strokeWidth, strokeDasharray].join();
        }))";
        assert_eq!(tab.value(&format!("{frames}.size")), 1);
        assert_eq!(
            tab.value(&format!("[...{frames}][0].startsWith('none')")),
            true
        );
    });
}
