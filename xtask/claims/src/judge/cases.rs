//! From cases to a verdict and its condition.

use crate::document::ClaimVerdict;

/// A figure that misses a published one by this factor still meets it.
pub const ABOUT: f64 = 1.1;
/// A side that is faster by less than this factor is not called faster.
pub const CLEARLY: f64 = 1.15;

/// Something that differs between cases. The text has `{}` where its value belongs:
/// `the nodes have {} bytes`.
pub type Dimension = &'static str;

/// One case: its value in each dimension, and whether it supports the claim.
#[derive(Clone, Debug)]
pub struct Case {
    values: Vec<String>,
    supports: bool,
}

impl Case {
    /// A case with a value for each dimension.
    pub fn new<const N: usize>(values: [&str; N], supports: bool) -> Self {
        Self {
            values: values.map(str::to_owned).to_vec(),
            supports,
        }
    }
}

/// The verdict of these cases. The condition names, for each dimension that makes a difference, the
/// values that supporting cases have. Where these values do not suffice, it says so.
#[must_use]
pub fn verdict(dimensions: &[Dimension], cases: &[Case]) -> ClaimVerdict {
    let supporting: Vec<&Case> = cases.iter().filter(|case| case.supports).collect();
    if supporting.is_empty() {
        return ClaimVerdict::DoesNotHold;
    }
    if supporting.len() == cases.len() {
        return ClaimVerdict::Holds;
    }
    let mut conditions = Vec::new();
    let mut within: Vec<&Case> = cases.iter().collect();
    for (at, dimension) in dimensions.iter().enumerate() {
        let values = values(&supporting, at);
        if values.len() < self::values(&cases.iter().collect::<Vec<_>>(), at).len() {
            conditions.push(dimension.replace("{}", &either(&values)));
        }
        within.retain(|case| values.contains(&case.values[at].as_str()));
    }
    let mut condition = conditions.join(" and ");
    if within.len() > supporting.len() {
        let (n, all) = (supporting.len(), within.len());
        condition += match condition.is_empty() {
            true => "several conditions combine: it does ",
            false => ", and even then only ",
        };
        condition += &format!("in {n} of {all} cases");
    }
    ClaimVerdict::HoldsOnlyIf(condition)
}

fn values<'a>(cases: &[&'a Case], at: usize) -> Vec<&'a str> {
    let mut values: Vec<&str> = Vec::new();
    for case in cases {
        if !values.contains(&case.values[at].as_str()) {
            values.push(&case.values[at]);
        }
    }
    values
}

/// `a`, `a or b`, `a, b or c`.
fn either(values: &[&str]) -> String {
    match values {
        [] => String::new(),
        [value] => (*value).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIMENSIONS: [Dimension; 2] = ["the nodes have {} bytes", "the arena is {}"];

    fn verdict_of(supports: [bool; 4]) -> ClaimVerdict {
        let values = [
            ["16", "reused"],
            ["16", "fresh"],
            ["64", "reused"],
            ["64", "fresh"],
        ];
        let cases: Vec<Case> = values
            .into_iter()
            .zip(supports)
            .map(|(values, supports)| Case::new(values, supports))
            .collect();
        verdict(&DIMENSIONS, &cases)
    }

    #[test]
    fn all_or_none_need_no_condition() {
        assert_eq!(verdict_of([true; 4]), ClaimVerdict::Holds);
        assert_eq!(verdict_of([false; 4]), ClaimVerdict::DoesNotHold);
    }

    #[test]
    fn a_condition_names_what_makes_the_difference() {
        let holds_only_if = |supports, text: &str| {
            assert_eq!(
                verdict_of(supports),
                ClaimVerdict::HoldsOnlyIf(text.to_owned())
            );
        };
        holds_only_if([true, false, true, false], "the arena is reused");
        holds_only_if(
            [true, false, false, false],
            "the nodes have 16 bytes and the arena is reused",
        );
        holds_only_if(
            [true, false, false, true],
            "several conditions combine: it does in 2 of 4 cases",
        );
    }

    #[test]
    fn an_insufficient_condition_says_so() {
        let cases = [
            Case::new(["16", "reused"], true),
            Case::new(["16", "fresh"], true),
            Case::new(["64", "reused"], true),
            Case::new(["64", "fresh"], false),
            Case::new(["256", "fresh"], false),
        ];
        let condition =
            "the nodes have 16 or 64 bytes, and even then only in 3 of 4 cases".to_owned();
        assert_eq!(
            verdict(&DIMENSIONS, &cases),
            ClaimVerdict::HoldsOnlyIf(condition)
        );
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(either(&["a"]), "a");
        assert_eq!(either(&["a", "b", "c"]), "a, b or c");
    }
}
