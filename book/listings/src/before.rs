//! The chapter "Before an arena": capacity, reuse, and what a
//! profile finds.
//!
//! Another global allocator is one line in the binary:
//!
//! ```
//! # // Stands in for the crate, which needs a C compiler.
//! # mod mimalloc {
//! #     use std::alloc::{GlobalAlloc, Layout, System};
//! #     pub struct MiMalloc;
//! #     // SAFETY: as `System`.
//! #     unsafe impl GlobalAlloc for MiMalloc {
//! #         unsafe fn alloc(&self, l: Layout) -> *mut u8 {
//! #             unsafe { System.alloc(l) }
//! #         }
//! #         unsafe fn dealloc(&self, at: *mut u8, l: Layout) {
//! #             unsafe { System.dealloc(at, l) }
//! #         }
//! #     }
//! # }
//! // ANCHOR: swap
//! use mimalloc::MiMalloc;
//!
//! #[global_allocator]
//! static GLOBAL: MiMalloc = MiMalloc;
//! // ANCHOR_END: swap
//! # fn main() {}
//! ```

/// A vector that grows as it is filled.
pub mod growing {
    // ANCHOR: bad_capacity
    /// The sound of two channels as one: left, right, left …
    pub fn interleaved(
        left: &[f64],
        right: &[f64],
    ) -> Vec<f64> {
        let mut both = Vec::new();
        for (left, right) in left.iter().zip(right) {
            both.push(*left);
            both.push(*right);
        }
        both
    }
    // ANCHOR_END: bad_capacity
}

// ANCHOR: good_capacity
/// The sound of two channels as one: left, right, left …
pub fn interleaved(left: &[f64], right: &[f64]) -> Vec<f64> {
    let n_pairs = left.len().min(right.len());
    let mut both = Vec::with_capacity(2 * n_pairs);
    for (left, right) in left.iter().zip(right) {
        both.push(*left);
        both.push(*right);
    }
    both
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
pub mod each_line {
    use std::io::{BufRead, Result};

    // ANCHOR: bad_lines
    /// The sum of the numbers, one in each line.
    pub fn total(file: impl BufRead) -> Result<u64> {
        let mut total = 0;
        for line in file.lines() {
            total += line?.trim().parse().unwrap_or(0);
        }
        Ok(total)
    }
    // ANCHOR_END: bad_lines
}

/// One text for all lines.
pub mod one_line {
    use std::io::{BufRead, Result};

    // ANCHOR: good_lines
    /// The sum of the numbers, one in each line.
    pub fn total(mut file: impl BufRead) -> Result<u64> {
        let mut total = 0;
        let mut line = String::new();
        while file.read_line(&mut line)? > 0 {
            total += line.trim().parse().unwrap_or(0);
            line.clear();
        }
        Ok(total)
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

// ANCHOR: trim
/// What a buffer may keep from one job to the next.
const KEEP: usize = 64 * 1024;

/// Empties a buffer, and gives back what is too much.
pub fn tidy(buffer: &mut Vec<u8>) {
    buffer.clear();
    buffer.shrink_to(KEEP);
}
// ANCHOR_END: trim

/// What reads well, and makes a text that is not needed.
pub mod eager {
    use std::collections::HashMap;

    // ANCHOR: bad_names
    /// The names of these countries, or what is not known.
    pub fn names<'n>(
        known: &HashMap<&str, &'n str>,
        codes: &[&str],
    ) -> Result<Vec<&'n str>, String> {
        let mut names = Vec::with_capacity(codes.len());
        for code in codes {
            let name = known
                .get(code)
                .ok_or(format!("no country: {code}"))?;
            names.push(*name);
        }
        Ok(names)
    }
    // ANCHOR_END: bad_names
}

/// A text when it is needed.
pub mod lazy {
    use std::collections::HashMap;

    // ANCHOR: good_names
    /// The names of these countries, or what is not known.
    pub fn names<'n>(
        known: &HashMap<&str, &'n str>,
        codes: &[&str],
    ) -> Result<Vec<&'n str>, String> {
        let mut names = Vec::with_capacity(codes.len());
        for code in codes {
            let name = known.get(code).ok_or_else(|| {
                format!("no country: {code}")
            })?;
            names.push(*name);
        }
        Ok(names)
    }
    // ANCHOR_END: good_names
}
