//! The chapter "Before an arena": capacity, reuse, and what a
//! profile finds.
//!
//! Another global allocator is one line in the binary:
//!
//! ```
//! // ANCHOR: swap
//! use std::alloc::System;
//!
//! // In place of `System`: what another crate provides.
//! #[global_allocator]
//! static GLOBAL: System = System;
//! // ANCHOR_END: swap
//! # fn main() {}
//! ```

use std::collections::HashMap;

/// A vector that grows as it is filled.
pub mod growing {
    // ANCHOR: bad_capacity
    /// The sums of all beginnings of `values`.
    pub fn sums(values: &[u32]) -> Vec<u64> {
        let mut sums = Vec::new();
        let mut sum = 0;
        for value in values {
            sum += u64::from(*value);
            sums.push(sum);
        }
        sums
    }
    // ANCHOR_END: bad_capacity
}

// ANCHOR: good_capacity
/// The sums of all beginnings of `values`.
pub fn sums(values: &[u32]) -> Vec<u64> {
    let mut sums = Vec::with_capacity(values.len());
    let mut sum = 0;
    for value in values {
        sum += u64::from(*value);
        sums.push(sum);
    }
    sums
}
// ANCHOR_END: good_capacity

/// Guessing the worst case.
pub mod generous {
    // ANCHOR: bad_filter
    /// The values above `limit`.
    pub fn above(values: &[u32], limit: u32) -> Vec<u32> {
        // All of them, perhaps.
        let mut above = Vec::with_capacity(values.len());
        for value in values {
            if *value > limit {
                above.push(*value);
            }
        }
        above
    }
    // ANCHOR_END: bad_filter
}

// ANCHOR: good_filter
/// The values above `limit`.
pub fn above(values: &[u32], limit: u32) -> Vec<u32> {
    // One in sixteen, says the log of last week.
    let guess = values.len() / 16;
    let mut above = Vec::with_capacity(guess);
    for value in values {
        if *value > limit {
            above.push(*value);
        }
    }
    above
}
// ANCHOR_END: good_filter

/// A text for each line.
pub mod formatted {
    // ANCHOR: bad_lines
    /// Hands each row to `out` as a line.
    pub fn print(
        rows: &[(u32, f64)],
        out: &mut dyn FnMut(&str),
    ) {
        for (id, value) in rows {
            let line = format!("{id};{value:.2}\n");
            out(&line);
        }
    }
    // ANCHOR_END: bad_lines
}

/// One text for all lines.
pub mod written {
    // ANCHOR: good_lines
    use std::fmt::Write;

    /// Hands each row to `out` as a line.
    pub fn print(
        rows: &[(u32, f64)],
        out: &mut dyn FnMut(&str),
    ) {
        let mut line = String::new();
        for (id, value) in rows {
            line.clear();
            writeln!(line, "{id};{value:.2}")
                .expect("a string takes all text");
            out(&line);
        }
    }
    // ANCHOR_END: good_lines
}

/// The function owns what it returns.
pub mod returned {
    // ANCHOR: bad_load
    /// The numbers of a text, one in each line.
    pub fn load(text: &str) -> Vec<u32> {
        let mut numbers = Vec::new();
        for line in text.lines() {
            numbers.extend(line.parse::<u32>());
        }
        numbers
    }
    // ANCHOR_END: bad_load
}

/// The caller owns what is filled.
pub mod filled {
    // ANCHOR: good_load
    /// Replaces `numbers` by those of a text.
    pub fn load_into(numbers: &mut Vec<u32>, text: &str) {
        numbers.clear();
        for line in text.lines() {
            numbers.extend(line.parse::<u32>());
        }
    }

    /// The numbers of a text, one in each line.
    pub fn load(text: &str) -> Vec<u32> {
        let mut numbers = Vec::new();
        load_into(&mut numbers, text);
        numbers
    }
    // ANCHOR_END: good_load
}

// ANCHOR: map
/// The most frequent byte of each text.
pub fn most_frequent(texts: &[&str]) -> Vec<Option<u8>> {
    let mut counts: HashMap<u8, u32> = HashMap::new();
    let most = |text: &&str| {
        counts.clear();
        for byte in text.bytes() {
            *counts.entry(byte).or_default() += 1;
        }
        // Of two with one count, the lower byte.
        let best = counts
            .iter()
            .max_by_key(|(byte, n)| (**n, 255 - **byte));
        best.map(|(byte, _)| *byte)
    };
    texts.iter().map(most).collect()
}
// ANCHOR_END: map

// ANCHOR: trim
/// What a buffer may keep from one job to the next.
const KEEP: usize = 64 * 1024;

/// Empties a buffer, and gives back what is too much.
pub fn tidy(buffer: &mut Vec<u8>) {
    buffer.clear();
    buffer.shrink_to(KEEP);
}
// ANCHOR_END: trim

/// What reads well, and allocates in every comparison.
pub mod compared {
    // ANCHOR: bad_sort
    /// Sorts names, in whatever case.
    pub fn sort(names: &mut [String]) {
        names.sort_by_key(|name| name.to_lowercase());
    }
    // ANCHOR_END: bad_sort
}

// ANCHOR: good_sort
/// Sorts names, in whatever case.
pub fn sort(names: &mut [String]) {
    names.sort_by_cached_key(|name| name.to_lowercase());
}
// ANCHOR_END: good_sort
