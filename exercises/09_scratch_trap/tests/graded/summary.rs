//! A summary as plain numbers, since yours and Bad's have different types.

/// The readings, rest, peak, crossings and path of a summary.
macro_rules! numbers {
    ($summary:expr) => {{
        let summary = $summary;
        (
            summary.readings,
            summary.rest,
            summary.peak,
            summary.crossings,
            summary.path,
        )
    }};
}

pub(crate) use numbers;
