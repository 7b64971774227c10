//! The page "Measure first": a program whose calls to the heap
//! are not where one looks for them.

use std::collections::HashMap;

/// As the page shows it at first.
pub mod first {
    use super::HashMap;

    // ANCHOR: bad_popular
    /// The paths of a log, and the hits of each.
    pub fn popular(log: &str) -> Vec<(String, u32)> {
        let mut hits = HashMap::new();
        for line in log.lines() {
            let fields: Vec<_> = line.split(' ').collect();
            let path = fields[1].to_lowercase();
            *hits.entry(path).or_insert(0) += 1;
        }
        hits.into_iter().collect()
    }
    // ANCHOR_END: bad_popular
}

/// As it is once one of the lines that a profile names is mended.
pub mod tuned {
    use super::HashMap;

    // ANCHOR: good_popular
    /// The paths of a log, and the hits of each.
    pub fn popular(log: &str) -> Vec<(String, u32)> {
        let mut hits = HashMap::new();
        for line in log.lines() {
            let path =
                line.split(' ').nth(1).expect("a path");
            let path = path.to_lowercase();
            *hits.entry(path).or_insert(0) += 1;
        }
        hits.into_iter().collect()
    }
    // ANCHOR_END: good_popular
}

/// A log of so many requests for so many paths.
pub fn log(n_lines: usize, n_paths: usize) -> String {
    (0..n_lines)
        .map(|n| format!("GET /Page/{} 200\n", n % n_paths))
        .collect()
}
