//! The median of paired ratios, and an interval for it.
//!
//! **Source of the interval.** For independent values, how many lie below the true median follows
//! the binomial distribution with p = 1/2. The values of rank n/2 ± z·√n/2 therefore enclose it
//! with the confidence that belongs to z (here by the normal approximation; Conover, *Practical
//! Nonparametric Statistics*, on confidence intervals for quantiles). Nothing is assumed about the
//! shape of the distribution, and a few wild pairs do not move it.

/// The normal quantile for 99 %, two-sided.
const Z: f64 = 2.576;

/// Below this many pairs the outermost ranks would not reach 99 %.
pub const FEWEST: usize = 16;

/// A median with its interval, all as ratios.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The median.
    pub median: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The median of these log ratios and its 99 % interval, as ratios. The values are sorted.
///
/// With fewer than [`FEWEST`] values the interval is all there could be: 0 to infinity.
///
/// # Panics
/// When there are no values.
#[must_use]
pub fn interval(log_ratios: &mut [f64]) -> Interval {
    let n = log_ratios.len();
    let median = median(log_ratios).exp();
    if n < FEWEST {
        return Interval {
            median,
            low: 0.0,
            high: f64::INFINITY,
        };
    }
    let middle = n as f64 / 2.0;
    let reach = Z * (n as f64).sqrt() / 2.0;
    // Ranks start at 1 in the formula and at 0 here.
    let low = (middle - reach).floor().max(1.0) as usize - 1;
    let high = ((middle + reach).ceil() as usize).min(n - 1);
    Interval {
        median,
        low: log_ratios[low].exp(),
        high: log_ratios[high].exp(),
    }
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
    (values[(n - 1) / 2] + values[n / 2]) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), 2.5);
        assert_eq!(median(&mut [9.0, 1.0, 3.0]), 3.0);
    }

    #[test]
    fn too_few_pairs_say_nothing() {
        let found = interval(&mut [0.5; FEWEST - 1]);
        assert_eq!((found.low, found.high), (0.0, f64::INFINITY));
    }

    /// Noise with a known median must be covered about 99 times in 100; 2 000 draws make fewer
    /// than 97.5 % all but impossible for a sound interval.
    #[test]
    fn the_interval_covers_the_true_median() {
        let mut rng = fastrand::Rng::with_seed(7);
        let truth = 1.3f64.ln();
        let covered = (0..2_000).filter(|_| {
            let mut logs: Vec<f64> = (0..200)
                .map(|_| {
                    let spike = if rng.f64() < 0.1 { 0.5 } else { 0.02 };
                    truth + (rng.f64() - 0.5) * spike
                })
                .collect();
            let found = interval(&mut logs);
            found.low <= 1.3 && 1.3 <= found.high
        });
        let share = covered.count() as f64 / 2_000.0;
        assert!((0.975..=1.0).contains(&share), "covered {share}");
    }
}
