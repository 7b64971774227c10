//! The page "Measure first": what its program asks of the heap, line by line, and what is left once one line is mended.

use crate::prose::{self, thousands};
use listings::measure::{first, log, tuned};
use yardstick::measure;

fn says(sentence: &str) {
    println!("{sentence}");
    prose::says("measure.md", sentence);
}

#[test]
fn both_count_the_same_paths() {
    let sorted = |mut hits: Vec<(String, u32)>| {
        hits.sort();
        hits
    };
    let log = log(250, 100);
    let hits = sorted(first::popular(&log));
    assert_eq!(hits, sorted(tuned::popular(&log)));
    assert_eq!(hits.len(), 100);
    assert_eq!(hits[0], ("/page/0".to_owned(), 3));
}

#[test]
fn the_lines_make_the_calls_that_the_page_prints() {
    let n_lines = yardstick::size(1000, 200);
    let log = log(n_lines, 100);
    let (_, all) = measure(|| first::popular(&log));
    let (_, tuned) = measure(|| tuned::popular(&log));
    // Each line of the program by itself.
    let (_, split) = measure(|| {
        for line in log.lines() {
            let fields: Vec<_> = line.split(' ').collect();
            std::hint::black_box(fields);
        }
    });
    let (_, lower) = measure(|| {
        for line in log.lines() {
            std::hint::black_box(line.to_lowercase());
        }
    });
    assert_eq!(split.heap_calls(), n_lines as u64);
    assert_eq!(lower.heap_calls(), n_lines as u64);
    let rest = all.heap_calls()
        - split.heap_calls()
        - lower.heap_calls();
    let list = 1;
    says(&format!(
        "makes {} calls",
        thousands(all.heap_calls())
    ));
    says(&format!(
        "| `line.split(' ').collect()` | {} |",
        thousands(split.heap_calls())
    ));
    says(&format!(
        "| `to_lowercase()` | {} |",
        thousands(lower.heap_calls())
    ));
    says(&format!(
        "| `entry`, where the map grows | {} |",
        rest - list
    ));
    says(&format!(
        "| `hits.into_iter().collect()` | {list} |"
    ));
    says(&format!(
        "down to {} calls",
        thousands(tuned.heap_calls())
    ));
}
