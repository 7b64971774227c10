//! Medians, and a confidence interval for a median that assumes nothing about the distribution.
//!
//! **Source of the interval.** Of `n` independent values, the number below the true median follows
//! the binomial distribution with p = 1/2. So the values of rank r and n + 1 − r enclose the
//! true median unless fewer than r values lie on one of its sides, which has the probability
//! 2 · (C(n,0) + … + C(n,r−1)) / 2ⁿ. The rank taken is the largest for which that is at most 1 %
//! (Conover, *Practical Nonparametric Statistics*, on confidence intervals for quantiles). A few
//! outliers do not move it.

/// The probability that the interval misses the true median.
const MAX_MISS: f64 = 0.01;

/// The least number of values for which the outermost two enclose the median with 99 % confidence.
pub const MIN_VALUES: usize = 8;

/// A median with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The median.
    pub median: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The median of these values and its 99 % interval. The values are sorted.
///
/// With fewer than [`MIN_VALUES`] values the interval is from minus infinity to infinity.
///
/// # Panics
/// When there are no values.
#[must_use]
pub fn interval(values: &mut [f64]) -> Interval {
    let median = median(values);
    let n = values.len();
    match rank(n) {
        0 => Interval {
            median,
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        },
        rank => Interval {
            median,
            low: values[rank - 1],
            high: values[n - rank],
        },
    }
}

/// The rank, from 1, of the interval's lower end among `n` values; 0 where there is none.
fn rank(n: usize) -> usize {
    let all = 2f64.powi(i32::try_from(n).unwrap_or(i32::MAX));
    let mut chosen = 1.0;
    let mut below = 0.0;
    let mut rank = 0;
    while rank < n / 2 {
        below += chosen;
        if 2.0 * below / all > MAX_MISS {
            break;
        }
        rank += 1;
        // C(n, k) from C(n, k − 1).
        chosen = chosen * (n - rank + 1) as f64 / rank as f64;
    }
    rank
}

/// The median. The values are sorted.
///
/// # Panics
/// When there are no values.
#[must_use]
pub fn median(values: &mut [f64]) -> f64 {
    assert!(!values.is_empty(), "nothing was measured");
    values.sort_by(f64::total_cmp);
    let n = values.len();
    f64::midpoint(values[(n - 1) / 2], values[n / 2])
}

/// The quantiles of these values in `parts` equal steps, from the least to the greatest: `parts` + 1
/// values. The values are sorted.
///
/// # Panics
/// When there are no values.
#[must_use]
pub fn quantiles(values: &mut [f64], parts: usize) -> Vec<f64> {
    assert!(!values.is_empty(), "nothing was measured");
    values.sort_by(f64::total_cmp);
    let last = values.len() - 1;
    (0..=parts)
        .map(|part| values[last * part / parts])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_is_between_the_middle_two() {
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), 2.5);
        assert_eq!(median(&mut [9.0, 1.0, 3.0]), 3.0);
    }

    #[test]
    fn too_few_values_have_an_unbounded_interval() {
        let found = interval(&mut [0.5; MIN_VALUES - 1]);
        assert_eq!((found.low, found.high), (f64::NEG_INFINITY, f64::INFINITY));
    }

    /// From tables of the sign test at the two-sided 1 % level.
    #[test]
    fn ranks_are_those_of_the_sign_test() {
        let found = [7, 8, 11, 12, 20, 50, 100].map(rank);
        assert_eq!(found, [0, 1, 1, 2, 4, 16, 37]);
    }

    #[test]
    fn quantiles_start_with_the_least_and_end_with_the_greatest() {
        let mut values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        assert_eq!(quantiles(&mut values, 4), [0.0, 25.0, 50.0, 75.0, 100.0]);
    }

    /// Noise with a known median must be covered in 99 of 100 cases or more; 2 000 draws make fewer
    /// than 98 % all but impossible for a sound interval.
    #[test]
    fn the_interval_covers_the_true_median() {
        let mut rng = fastrand::Rng::with_seed(7);
        let truth = 0.3;
        let covered = (0..2_000).filter(|_| {
            let mut values: Vec<f64> = (0..12)
                .map(|_| {
                    let spike = if rng.f64() < 0.1 { 0.5 } else { 0.02 };
                    truth + (rng.f64() - 0.5) * spike
                })
                .collect();
            let found = interval(&mut values);
            found.low <= truth && truth <= found.high
        });
        let share = covered.count() as f64 / 2_000.0;
        assert!((0.98..=1.0).contains(&share), "covered {share}");
    }
}
