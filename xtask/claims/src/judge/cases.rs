//! From cases to a verdict, and to the condition in it.

use crate::document::Verdict;

/// Something that differs between cases. The text has `{}` where its value belongs:
/// `the nodes have {} bytes`.
pub type Dimension = &'static str;

/// One case: its value in each dimension, and whether it speaks for the claim.
#[derive(Clone, Debug)]
pub struct Case {
    at: Vec<String>,
    favours: bool,
}

impl Case {
    /// A case with a value for each dimension.
    pub fn new<const N: usize>(at: [&str; N], favours: bool) -> Self {
        Self {
            at: at.map(str::to_owned).to_vec(),
            favours,
        }
    }
}

/// The verdict of these cases. The condition names, for each dimension where it makes a
/// difference, the values that cases for the claim have. Where such values do not suffice, it
/// says so.
#[must_use]
pub fn verdict(dimensions: &[Dimension], cases: &[Case]) -> Verdict {
    let favouring: Vec<&Case> = cases.iter().filter(|case| case.favours).collect();
    if favouring.is_empty() {
        return Verdict::DoesNotHold;
    }
    if favouring.len() == cases.len() {
        return Verdict::Holds;
    }
    let mut conditions = Vec::new();
    let mut within: Vec<&Case> = cases.iter().collect();
    for (at, dimension) in dimensions.iter().enumerate() {
        let values = values(&favouring, at);
        if values.len() < self::values(&cases.iter().collect::<Vec<_>>(), at).len() {
            conditions.push(dimension.replace("{}", &either(&values)));
        }
        within.retain(|case| values.contains(&case.at[at].as_str()));
    }
    let mut condition = conditions.join(" and ");
    if within.len() > favouring.len() {
        let (n, all) = (favouring.len(), within.len());
        condition += match condition.is_empty() {
            true => "several things come together: it does ",
            false => ", and even then ",
        };
        condition += &format!("in {n} of {all} cases");
    }
    Verdict::HoldsOnlyIf(condition)
}

fn values<'a>(cases: &[&'a Case], at: usize) -> Vec<&'a str> {
    let mut values: Vec<&str> = Vec::new();
    for case in cases {
        if !values.contains(&case.at[at].as_str()) {
            values.push(&case.at[at]);
        }
    }
    values
}

/// `a`, `a or b`, `a, b or c`.
fn either(values: &[&str]) -> String {
    match values {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIMENSIONS: [Dimension; 2] = ["the nodes have {} bytes", "the arena is {}"];

    fn tried(favours: [bool; 4]) -> Verdict {
        let places = [
            ["16", "reused"],
            ["16", "fresh"],
            ["64", "reused"],
            ["64", "fresh"],
        ];
        let cases: Vec<Case> = places
            .into_iter()
            .zip(favours)
            .map(|(at, favours)| Case::new(at, favours))
            .collect();
        verdict(&DIMENSIONS, &cases)
    }

    #[test]
    fn all_or_none_need_no_condition() {
        assert_eq!(tried([true; 4]), Verdict::Holds);
        assert_eq!(tried([false; 4]), Verdict::DoesNotHold);
    }

    #[test]
    fn a_condition_names_what_makes_the_difference() {
        let says = |favours, text: &str| {
            assert_eq!(tried(favours), Verdict::HoldsOnlyIf(text.to_owned()));
        };
        says([true, false, true, false], "the arena is reused");
        says(
            [true, false, false, false],
            "the nodes have 16 bytes and the arena is reused",
        );
        says(
            [true, false, false, true],
            "several things come together: it does in 2 of 4 cases",
        );
    }

    #[test]
    fn a_condition_that_does_not_suffice_says_so() {
        let cases = [
            Case::new(["16", "reused"], true),
            Case::new(["16", "fresh"], true),
            Case::new(["64", "reused"], true),
            Case::new(["64", "fresh"], false),
            Case::new(["256", "fresh"], false),
        ];
        let condition = "the nodes have 16 or 64 bytes, and even then in 3 of 4 cases".to_owned();
        assert_eq!(
            verdict(&DIMENSIONS, &cases),
            Verdict::HoldsOnlyIf(condition)
        );
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(either(&["a"]), "a");
        assert_eq!(either(&["a", "b", "c"]), "a, b or c");
    }
}
