//! Charts of the reader's own measurements: each is drawn, and is a table as well.

use super::live::check;
use grader::host::Host;

/// A line of the history, by its speedup.
fn measured(ratio: f64) -> String {
    let [low, high] = [ratio * 0.9, ratio * 1.1];
    format!(
        r#"{{"id":"first","seconds":1795634261,"host":"{}","rustc":"1.95.0","allocator":"system","ratio":{ratio},"low":{low},"high":{high},"verdict":"faster","beside":{{"bad":{{"faults":94.5,"heap_calls":8193}},"yours":{{"faults":3.0,"heap_calls":4}},"tuned":{{"ratio":1.25,"low":1.2,"high":1.3,"counts":{{"faults":40.0,"heap_calls":null}}}},"reference":{{"ratio":2.5,"low":2.25,"high":2.75,"counts":{{"faults":3.0,"heap_calls":null}}}}}}}}"#,
        Host::key()
    ) + "\n"
}

#[test]
fn a_measurement_is_drawn_with_earlier_ones_and_the_guess_and_is_a_table_as_well() {
    check(|tab, book| {
        book.book.write(
            "exercises/01_first/exercise.toml",
            "title = \"First & last\"\nchapter = \"one.md\"\nminutes = 25\nstarter_fails = [\"step1\"]\n\
             [prediction]\nask = \"How much faster?\"\nchoices = [\"hardly\", \"about 5 times\"]\n\
             measured = \"speedup\"\nfactors = [1.0, 5.0]\n[steps.step1]\nhints = [\"Ask `who`.\", \"Look.\"]\n",
        );
        book.live.rebuilt();
        book.save_progress(
            r#"{"version":1,"exercises":{"first":{"standing":"passed","steps_passed":1,"steps":1,"guess":2}}}"#,
        );
        let lines = [1.5, 1.75, 2.0].map(measured).concat();
        book.book.write(".arena/history.jsonl", &lines);
        tab.until("document.querySelectorAll('.chart-point.is-faint').length === 2");
        tab.until("document.querySelector('.chart svg').textContent.includes('your guess: about 5 times')");
        assert_eq!(
            tab.value("document.querySelector('.chart svg > title').textContent"),
            "Times as fast as Bad: without an arena 1.25× [1.20, 1.30]; yours 2.00× [1.80, 2.20]; the solution 2.50× [2.25, 2.75]."
        );
        let caption = tab.text(".chart figcaption");
        for part in [
            "rustc 1.95.0",
            "25 Nov 2026",
            "yours in the 2 measurements before, 1.50× to 1.75×",
        ] {
            assert!(caption.contains(part), "{part} is not in: {caption}");
        }
        let row = tab.text(".chart tbody tr:nth-of-type(3)");
        assert_eq!(row, "yours\t2.00× [1.80, 2.20]\t3\t4");
        let text = "document.querySelectorAll('.chart-name, .chart-tick').length";
        assert!(tab.value(text).as_u64() >= Some(6), "names and ticks");
    });
}

/// A point of a measurement by number of threads, in which Bad takes so long at the median.
fn point(threads: u64, bad_ns: f64) -> String {
    let [bad_low, bad_high, yours] = [bad_ns * 0.9, bad_ns * 1.2, bad_ns / 4.0];
    format!(
        r#"{{"workload":"parse","threads":{threads},"pairs":5,"bad_low_ns":{bad_low},"bad_ns":{bad_ns},"bad_high_ns":{bad_high},"bad_waits":null,"yours_low_ns":{},"yours_ns":{yours},"yours_high_ns":{},"yours_waits":null}}"#,
        yours * 0.9,
        yours * 1.2,
    )
}

#[test]
fn times_by_number_of_threads_are_drawn_and_are_a_table_as_well() {
    check(|tab, book| {
        let points = [point(1, 8.0e6), point(2, 6.0e6)].join(",");
        let line = format!(
            r#"{{"id":"first","seconds":1795634261,"host":"{}","rustc":"1.95.0","allocator":"system","yours":[{points}],"reference":[{points}],"sources":"0f"}}"#,
            Host::key()
        );
        book.book.write(".arena/threads.jsonl", &(line + "\n"));
        tab.until("document.querySelectorAll('.chart .chart-interval').length === 6");
        let title = tab.value("document.querySelector('.chart svg > title').textContent");
        assert_eq!(
            title,
            "Time of a call by number of threads: Bad 8\u{a0}ms with 1, 6\u{a0}ms with 2; \
             yours 2\u{a0}ms with 1, 1.5\u{a0}ms with 2; the solution 2\u{a0}ms with 1, 1.5\u{a0}ms with 2."
        );
        // It is of another version than the one that lies there.
        let caption = tab.text(".chart figcaption");
        assert!(
            caption.ends_with("The source has changed since."),
            "{caption}"
        );
        let row = tab.text(".chart tbody tr:nth-of-type(2)");
        let times = "1.5 [1.35, 1.8]\u{a0}ms";
        assert_eq!(row, format!("2\t6 [5.4, 7.2]\u{a0}ms\t{times}\t{times}"));
    });
}

#[test]
fn claims_are_drawn_on_the_published_range_and_can_be_tried_from_the_page() {
    check(|tab, book| {
        tab.until("window.Arena.live.isReady()");
        let claims = r#"{ "version": 1, "quick": false,
            "host": { "os": "linux", "cpu": "A & B", "cores": 2, "rustc": "1.95.0" },
            "claims": [ { "id": "one", "claim": "An allocation takes 25 to 50 ns.", "verdict": "does_not_hold",
                "published": [25.0, 50.0],
                "columns": [ { "name": "16 bytes", "unit": "ns" }, { "name": "64 bytes", "unit": "ns" } ],
                "rows": [ { "what": "fresh", "values": [8.5, 12.0] }, { "what": "new", "values": [null, 70.0] } ],
                "advice": "Measure." } ] }"#;
        book.book.write(".arena/claims.json", claims);
        book.book.write(
            "book/src/one.md",
            "# One\n<!-- description: The first chapter of a tiny book, as somebody has just saved it. -->\n\nSee [two](two.md#a-part).\n\n> **Predict.** How many?\n\n{{#claims}}\n\n{{#exercise first}}\n",
        );
        book.rebuild();
        tab.until("document.querySelectorAll('arena-claims .chart-bar').length === 2");
        assert_eq!(
            tab.value("document.querySelectorAll('arena-claims .chart-point').length"),
            3
        );
        let drawing = "document.querySelector('arena-claims svg').textContent";
        tab.until(&format!("{drawing}.includes('published: 25 to 50 ns')"));
        tab.focus("arena-predict input");
        tab.type_text("about 20 ns, 5 times");
        tab.press("Enter");
        tab.until(&format!("{drawing}.includes('your guess: 20 ns')"));
        tab.until("document.querySelector('.claims-panel button').textContent === 'Measure again'");
        tab.focus(".claims-panel button");
        tab.press("Enter");
        // The tiny workbook has no experiments.
        tab.until("document.querySelector('.claims-panel .card-said').textContent.includes('could not be built')");
        tab.until("document.activeElement.textContent === 'Measure again'");
    });
}

#[test]
fn published_speedups_have_the_readers_own_beside_them() {
    check(|tab, book| {
        tab.until("window.Arena.live.isReady()");
        let table = "| Exercise | Without | Solution | Part |\n|---|---|---|---|\n| `first` | 1.5 | 2.5 | 1.7 |\n| `other` | 1 | 2 | 2 |\n";
        let text = format!(
            "# One\n<!-- description: The first chapter of a tiny book, as somebody has just saved it. -->\n\nSee [two](two.md#a-part).\n\n<arena-figures data-columns=\"exercise tuned reference\">\n\n{table}\n</arena-figures>\n\n{{{{#exercise first}}}}\n"
        );
        book.book.write("book/src/one.md", &text);
        book.rebuild();
        tab.until("document.querySelector('arena-figures td') !== null");
        assert!(!tab.shows("arena-figures .own"), "nothing was measured yet");
        book.book.write(".arena/history.jsonl", &measured(2.0));
        tab.until("document.querySelector('arena-figures th.own') !== null");
        let row = tab.text("arena-figures tbody tr");
        for part in [
            "here 1.25 [1.20, 1.30]",
            "here 2.50 [2.25, 2.75]",
            "2.00 [1.80, 2.20]",
        ] {
            assert!(row.contains(part), "{part} is not in: {row}");
        }
        assert_eq!(tab.text("arena-figures tbody tr:nth-of-type(2) .own"), "–");
    });
}
