//! A distribution as one line of text, drawn from its quantiles, or from its outermost values and the median.

const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The density from `low` to `high` in `width` columns, the highest of which is full. `spread`
/// holds the quantiles of the distribution in equal steps; what is outside the range is left out.
pub fn density(spread: &[f64], low: f64, high: f64, width: usize) -> String {
    let mut columns = vec![0.0; width];
    let column = (high - low) / width as f64;
    for pair in spread.windows(2) {
        let (start, end) = (pair[0], pair[1].max(pair[0] + column * 1e-6));
        for (at, mass) in columns.iter_mut().enumerate() {
            let left = low + at as f64 * column;
            let overlap = end.min(left + column) - start.max(left);
            // The mass between two quantiles is spread evenly.
            *mass += (overlap / (end - start)).clamp(0.0, 1.0);
        }
    }
    let most = columns.iter().copied().fold(0.0, f64::max);
    let block = |mass: f64| {
        let level = if most > 0.0 {
            (mass / most * 8.0).ceil()
        } else {
            0.0
        };
        BLOCKS[level as usize]
    };
    columns.into_iter().map(block).collect()
}

/// The range that shows all these distributions without their outermost steps, and with a margin.
pub fn range(spreads: &[&[f64]]) -> Option<(f64, f64)> {
    let inner = |at: fn(usize) -> usize| {
        let values = spreads.iter().filter(|spread| spread.len() > 2);
        values.map(move |spread| spread[at(spread.len())])
    };
    let low = inner(|_| 1).reduce(f64::min)?;
    let high = inner(|n| n - 2).reduce(f64::max)?;
    let margin = (high - low).max(low * 0.01) * 0.1;
    Some((low - margin, high + margin))
}

/// A line from the lowest value to the highest with a dot at the median, on an axis from `low` to `high` in `width`
/// columns where equal distances are equal factors. All values are positive.
pub fn spread([lowest, median, highest]: [f64; 3], low: f64, high: f64, width: usize) -> String {
    let last = width.saturating_sub(1);
    let column = |value: f64| {
        let share = (value / low).ln() / (high / low).ln();
        // Where the axis has no length, all is at its start.
        let share = if share.is_finite() { share } else { 0.0 };
        (share.clamp(0.0, 1.0) * last as f64).round() as usize
    };
    let (from, dot, to) = (column(lowest), column(median), column(highest));
    let mark = |at: usize| match at {
        at if at == dot => '●',
        at if at == from => '├',
        at if at == to => '┤',
        at if (from..to).contains(&at) => '─',
        _ => ' ',
    };
    (0..width).map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_distribution_is_flat() {
        let spread: Vec<f64> = (0..=20).map(f64::from).collect();
        assert_eq!(density(&spread, 0.0, 20.0, 5), "█████");
    }

    #[test]
    fn a_peak_is_where_the_values_are_dense() {
        let spread = [0.0, 4.0, 5.0, 5.1, 5.2, 6.0, 10.0];
        let line: Vec<char> = density(&spread, 0.0, 10.0, 10).chars().collect();
        assert_eq!(line[5], '█');
        assert!(line[0] < line[5] && line[9] < line[5], "{line:?}");
    }

    #[test]
    fn equal_values_do_not_divide_by_zero() {
        assert_eq!(density(&[1.0, 1.0, 1.0], 0.0, 2.0, 4), "  █ ");
    }

    #[test]
    fn on_an_axis_of_factors_half_is_as_far_from_one_as_double() {
        assert_eq!(spread([0.5, 1.0, 2.0], 0.25, 4.0, 9), "  ├─●─┤  ");
        assert_eq!(spread([1.0, 1.0, 4.0], 0.25, 4.0, 9), "    ●───┤");
        assert_eq!(spread([4.0, 4.0, 4.0], 0.25, 4.0, 9), "        ●");
    }

    #[test]
    fn an_axis_without_length_has_everything_at_its_start() {
        assert_eq!(spread([3.0, 3.0, 3.0], 3.0, 3.0, 4), "●   ");
    }

    #[test]
    fn no_values_have_no_range() {
        assert_eq!(range(&[&[]]), None);
    }
}
