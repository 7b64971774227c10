//! The replay of a trace: what it shows, by pointer and by keyboard, what it refuses, and how long its frames take.

use super::live::{LiveBook, check};
use super::tab::Tab;
use std::io::Write;
use yardstick::trace::{HeapEvent, Section, Site, Trace, write};

const OPEN: &str = ".card-memory button:nth-of-type(2)";
const REPLAY: &str = "document.querySelector('arena-replay')";
/// Events of each side of the long trace.
const MANY: u64 = 1_000_000;

fn alloc(at: u64, size: u64, chunk: bool) -> HeapEvent {
    let align_log2 = 4;
    let site = Some(u32::from(chunk));
    HeapEvent::Alloc {
        at,
        size,
        align_log2,
        chunk,
        site,
    }
}

fn free(at: u64) -> HeapEvent {
    HeapEvent::Free { at, outside: None }
}

fn section(label: &str, events: Vec<HeapEvent>, peak: u64) -> Section {
    let site = |place: &str, text: &str| Site {
        place: place.to_owned(),
        text: text.to_owned(),
    };
    let is_chunk = |event: &&HeapEvent| matches!(event, HeapEvent::Alloc { chunk: true, .. });
    Section {
        label: label.to_owned(),
        chunks: events.iter().filter(is_chunk).count() as u64,
        sites: vec![
            site("bad/lib.rs:4", "Box::new(<Node>)"),
            site("src/lib.rs:7", "arena.alloc(node)"),
        ],
        events,
        dropped: 0,
        bytes: peak,
        peak,
    }
}

/// Ten boxes of 40 bytes, of which the last one grows, a megabyte further up; then all are freed.
fn bad() -> Section {
    let place = |number: u64| number * 48 + if number == 9 { 1 << 20 } else { 0 };
    let mut events: Vec<HeapEvent> = (0..10)
        .map(|number| alloc(place(number), 40, false))
        .collect();
    events.push(HeapEvent::Realloc {
        from: place(9),
        to: 480,
        size: 80,
        outside: None,
        site: Some(0),
    });
    events.extend((0..9).map(|number| free(place(number))));
    events.push(free(480));
    section("bad", events, 440)
}

/// Two chunks that come and go.
fn yours() -> Section {
    let events = vec![
        alloc(0, 512, true),
        alloc(1_024, 1_024, true),
        free(0),
        free(1_024),
    ];
    section("yours", events, 1_536)
}

/// A heap whose blocks come and go at random places, with some 5000 of them at a time.
fn long(label: &str) -> Section {
    let mut rng = fastrand::Rng::with_seed(1);
    let (mut there, mut free_places): (Vec<u64>, Vec<u64>) = (Vec::new(), (0..10_000).collect());
    let (mut events, mut live, mut peak) = (Vec::new(), 0, 0);
    for _ in 0..MANY {
        let grows = there.is_empty() || there.len() < 9_000 && rng.usize(..10_000) > there.len();
        if grows {
            let place = free_places.swap_remove(rng.usize(..free_places.len()));
            there.push(place);
            events.push(alloc(place * 64, 48, false));
            live += 48;
        } else {
            let place = there.swap_remove(rng.usize(..there.len()));
            free_places.push(place);
            events.push(free(place * 64));
            live -= 48;
        }
        peak = peak.max(live);
    }
    section(label, events, peak)
}

fn keep(book: &LiveBook, bytes: &[u8]) {
    let folder = book.book.root().join(".arena/traces");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    // Whole at once, as the runner keeps it.
    let (part, whole) = (folder.join("part"), folder.join("first.trace"));
    std::fs::write(&part, bytes).expect("a file can be written");
    std::fs::rename(part, whole).expect("it can be renamed");
}

fn keep_sections(book: &LiveBook, bad: Section, yours: Section) {
    let trace = Trace {
        sections: vec![bad, yours],
    };
    keep(book, &write(&trace));
}

fn open(tab: &mut Tab) {
    tab.until(&format!(
        "document.querySelector({OPEN:?})?.checkVisibility() ?? false"
    ));
    tab.click(OPEN);
}

/// Opens the replay of these, and waits until it is drawn.
fn open_replay(tab: &mut Tab, book: &LiveBook, bad: Section, yours: Section) {
    keep_sections(book, bad, yours);
    open(tab);
    tab.until("(document.querySelector('.replay-lines span')?.textContent ?? '') !== ''");
}

fn figures(tab: &mut Tab) -> Vec<String> {
    let rows = tab.value(
        "(() => { const rows = [...document.querySelectorAll('.replay-figures tr')];
            return [1, 2].map(column => rows.map(row => row.cells[column].textContent).join(' ')); })()",
    );
    let rows = rows.as_array().into_iter().flatten();
    rows.filter_map(|row| row.as_str().map(str::to_owned))
        .collect()
}

fn lines(tab: &mut Tab) -> [String; 2] {
    ["dd", "dd:last-of-type"].map(|line| tab.text(&format!(".replay-lines {line}")))
}

/// How many pixels of a canvas are not those of its corner.
fn drawn(tab: &mut Tab, canvas: &str) -> u64 {
    let count = tab.value(&format!(
        "(() => {{ const canvas = document.querySelector({canvas:?});
            const data = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
            return data.filter(pixel => pixel !== data[0]).length; }})()"
    ));
    count.as_u64().unwrap_or_default()
}

#[test]
fn both_sides_are_shown_at_the_cursor_in_pictures_and_in_words() {
    check(|tab, book| {
        assert!(!tab.shows(".card-memory"), "there is nothing to show yet");
        open_replay(tab, book, bad(), yours());
        // In the middle: 11 of 21 events, and 2 of 4.
        assert_eq!(figures(tab), ["Bad 11 440 440", "yours 2 1,536 1,536"]);
        let [bad, yours] = lines(tab);
        assert!(
            bad.starts_with("event 11 of 21 moves and grows 40 B to 80 B at bad/lib.rs:4"),
            "{bad}"
        );
        assert!(
            bad.ends_with("Box::new(<Node>)"),
            "text is not markup: {bad}"
        );
        assert!(
            yours.starts_with("event 2 of 4 allocates a chunk of 1,024 B at src/lib.rs:7"),
            "{yours}"
        );
        for canvas in [".replay-lanes", ".replay-memory"] {
            assert!(drawn(tab, canvas) > 1_000, "{canvas}");
            let label = tab.value(&format!(
                "document.querySelector({canvas:?}).getAttribute('aria-label')"
            ));
            assert!(
                label.as_str().is_some_and(|label| label.len() > 40),
                "{label}"
            );
        }
        let own = tab.text(".replay-lines dd:last-of-type .place");
        assert_eq!(
            own, "src/lib.rs:7",
            "a line of the reader's own can be opened"
        );
        let words = tab.text(".replay .only-read");
        assert!(
            words.contains("yours: event 2 of 4") && words.contains("1,536 bytes live"),
            "{words}"
        );
        let addresses =
            tab.value("document.querySelector('.replay-memory').getAttribute('aria-label')");
        assert!(addresses.to_string().contains("in 2 parts"), "{addresses}");
    });
}

#[test]
fn all_of_it_works_by_keyboard() {
    check(|tab, book| {
        open_replay(tab, book, bad(), yours());
        tab.focus(".replay input[type=range]");
        tab.press("ArrowRight");
        tab.until("document.querySelector('.replay-lines dd:last-of-type').textContent.includes('event 3 of 4 frees a chunk of 512 B, allocated at')");
        tab.press("End");
        tab.until("document.querySelector('.replay-lines dd').textContent.includes('event 21 of 21 frees 80 B')");
        assert_eq!(figures(tab), ["Bad 11 0 440", "yours 2 0 1,536"]);
        tab.press("Home");
        tab.until("document.querySelector('.replay-lines dd').textContent.includes('nothing yet')");
        tab.value("(() => { const select = document.querySelector('.replay select'); select.value = '0'; select.dispatchEvent(new Event('change')); })()");
        tab.press("ArrowRight");
        tab.until("document.querySelector('.replay-lines dd').textContent.includes('event 1 of 21 allocates 40 B')");
        tab.press("+");
        tab.until(&format!("{REPLAY}.to - {REPLAY}.from < 12"));
        tab.press("0");
        tab.until(&format!("{REPLAY}.to - {REPLAY}.from === 22"));
        tab.press("Space");
        tab.until(&format!("{REPLAY}.at > 2"));
        assert_eq!(tab.text(".replay .primary"), "Pause");
        tab.press("Space");
        assert_eq!(tab.text(".replay .primary"), "Play");
    });
}

#[test]
fn a_pointer_on_the_curves_moves_the_cursor() {
    check(|tab, book| {
        open_replay(tab, book, bad(), yours());
        tab.focus(".replay .primary");
        tab.press("Enter");
        tab.click(".replay-lanes");
        tab.until(&format!(
            "{REPLAY}.playing === false && Math.abs({REPLAY}.at - 11) < 0.1"
        ));
        tab.click(".replay [aria-pressed]");
        tab.until("document.querySelector('.replay-note').textContent.startsWith('Every event is equally wide')");
        assert_eq!(
            tab.value(
                "document.querySelector('.replay [aria-pressed]').getAttribute('aria-pressed')"
            ),
            "true"
        );
        assert_eq!(figures(tab)[1], "yours 2 0 1,536", "all of it has happened");
    });
}

#[test]
fn another_recording_takes_the_place_of_the_one_that_is_shown() {
    check(|tab, book| {
        open_replay(tab, book, bad(), yours());
        keep_sections(book, bad(), section("yours", Vec::new(), 0));
        tab.until("document.querySelector('.replay-lines dd:last-of-type').textContent.trim() === 'asks the heap for nothing'");
        let ground = format!(
            "{REPLAY}.inks.ground === getComputedStyle(document.body.parentElement).backgroundColor"
        );
        for theme in ["dark", "light"] {
            tab.prefers(&[("prefers-color-scheme", theme)]);
            tab.until(&ground);
        }
        tab.click(".card-memory button:nth-of-type(3)");
        assert!(!tab.shows("arena-replay"));
        assert_eq!(
            tab.value("document.activeElement.textContent"),
            "Show my memory"
        );
    });
}

#[test]
fn a_trace_that_is_old_or_damaged_is_refused_with_what_to_do() {
    check(|tab, book| {
        keep(book, b"YRDTRACE\x01\x02");
        open(tab);
        let again = "press “Show my memory” to record";
        tab.until(&format!(
            "document.querySelector('.card-memory .card-said').textContent.includes({again:?})"
        ));
        // The browser itself complains of an answer that is no success.
        let complaints = tab.complaints();
        assert!(
            complaints.iter().all(|complaint| complaint.contains("409")),
            "{complaints:?}"
        );
        let trace = Trace {
            sections: vec![bad(), yours()],
        };
        let whole = write(&trace);
        let mut never_there = bad();
        never_there.events.insert(0, free(8));
        let damaged = [
            whole[..whole.len() - 3].to_vec(),
            [&whole[..], &[0]].concat(),
            write(&Trace {
                sections: vec![never_there, yours()],
            }),
            write(&Trace {
                sections: vec![bad()],
            }),
        ];
        for (at, bytes) in damaged.iter().enumerate() {
            tab.value("document.querySelector('arena-replay')?.box.replaceChildren()");
            keep(book, bytes);
            if at == 0 {
                open(tab);
            }
            // What is open shows what was recorded last.
            let refused = "document.querySelector('.replay-refused')?.textContent ?? ''";
            tab.until(&format!("({refused}).includes({again:?})"));
        }
    });
}

/// Prints how long the slowest frame took: no machine is asked for a time.
#[test]
fn a_million_events_can_be_scrubbed_played_and_zoomed() {
    check(|tab, book| {
        open_replay(tab, book, long("bad"), long("yours"));
        assert_eq!(tab.value(&format!("{REPLAY}.sides[0].n")), MANY);
        tab.value(&format!(
            "(async () => {{ const replay = {REPLAY}; replay.durations = [];
                const frame = () => new Promise(drawn => requestAnimationFrame(drawn));
                for (let at = 0; at <= 60; at += 1) {{ replay.seek(replay.length * at / 60); await frame(); }}
                replay.seek(0); replay.play(true);
                await new Promise(passed => setTimeout(passed, 2000));
                replay.play(false);
                for (let at = 0; at < 30; at += 1) {{ replay.zoom(at < 15 ? 0.5 : 2); await frame(); }} }})()"
        ));
        let durations = tab.value(&format!("{REPLAY}.durations.sort((a, b) => a - b)"));
        let durations: Vec<f64> = durations
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|time| time.as_f64())
            .collect();
        assert!(durations.len() > 60, "{} frames", durations.len());
        let memory = tab.value("Math.round(performance.memory.usedJSHeapSize / 1e6)");
        let line = format!(
            "replay of twice {MANY} events: {} frames drawn, median {:.1} ms, worst {:.1} ms; the page takes {memory} MB",
            durations.len(),
            durations[durations.len() / 2],
            durations[durations.len() - 1]
        );
        let _ = writeln!(std::io::stderr(), "{line}");
    });
}
