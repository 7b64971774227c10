//! What the budgets of a test say about it, whatever its process printed or how it ended.

use crate::protocol::{Allocations, BudgetUse, Fact};

/// Why a test that seems to have passed has not; `None` if its budgets agree.
pub(super) fn objection(facts: &[Fact]) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for fact in facts {
        match fact {
            Fact::BudgetBegan { name } => open.push(name),
            Fact::BudgetEnded { name } => {
                if let Some(began) = open.iter().rposition(|open| open == name) {
                    open.remove(began);
                }
            }
            Fact::Budget(budget)
                if i64::try_from(budget.limit).is_ok_and(|limit| budget.used > limit) =>
            {
                return Some(format!(
                    "{}: {} {}, where at most {} will do, although the test says that it passed",
                    budget.name,
                    budget.used,
                    budget.kind.unit(),
                    budget.limit
                ));
            }
            _ => {}
        }
    }
    let name = open.pop()?;
    Some(format!(
        "{name}: the code that is measured did not return, although the test says that it passed"
    ))
}

/// The usage that the last budget with a baseline reports as it ends. What the code under test appends before
/// or after is not that.
pub(super) fn headline(facts: &[Fact]) -> Option<Allocations> {
    let mut latest = None;
    let mut headline = None;
    for fact in facts {
        match fact {
            Fact::BudgetBegan { .. } => latest = None,
            Fact::Allocations(allocations) => latest = Some(*allocations),
            Fact::BudgetEnded { .. } => headline = latest.take().or(headline),
            _ => {}
        }
    }
    headline
}

/// The budget that says most: the first that was exceeded, or else the one nearest to its limit.
pub(super) fn figure(facts: &[Fact]) -> Option<BudgetUse> {
    let budgets = || {
        facts.iter().filter_map(|fact| match fact {
            // Without a limit, it only warms up.
            Fact::Budget(budget) if budget.limit < u64::MAX => Some(budget),
            _ => None,
        })
    };
    let exceeded = budgets().find(|budget| budget.share() > 1.0);
    let nearest = || budgets().max_by(|a, b| a.share().total_cmp(&b.share()));
    exceeded.or_else(nearest).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::BudgetKind;

    fn began(name: &str) -> Fact {
        Fact::BudgetBegan {
            name: name.to_owned(),
        }
    }

    fn ended(name: &str) -> Fact {
        Fact::BudgetEnded {
            name: name.to_owned(),
        }
    }

    fn used(limit: u64, used: i64) -> Fact {
        Fact::Budget(BudgetUse {
            name: "a".to_owned(),
            kind: BudgetKind::Allocations,
            limit,
            used,
        })
    }

    #[test]
    fn budgets_that_end_within_their_limits_agree() {
        let nested = [
            began("a"),
            began("b"),
            used(3, 3),
            ended("b"),
            used(0, -5),
            ended("a"),
        ];
        assert_eq!(objection(&nested), None);
        assert_eq!(objection(&[]), None);
    }

    #[test]
    fn a_figure_is_the_first_exceeded_or_the_nearest_to_its_limit() {
        let of = |facts: &[Fact]| figure(facts).map(|budget| (budget.limit, budget.used));
        assert_eq!(of(&[used(0, 0), used(9, 3), used(8, 7)]), Some((8, 7)));
        assert_eq!(of(&[used(9, 3), used(0, 1), used(8, 90)]), Some((0, 1)));
        assert_eq!(of(&[used(0, -5)]), Some((0, -5)));
        assert_eq!(of(&[used(u64::MAX, 5)]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn a_headline_is_what_a_budget_reports_as_it_ends() {
        let usage = |yours| {
            Fact::Allocations(Allocations {
                bad: 100,
                yours,
                bad_bytes: 0,
                yours_bytes: 0,
                bad_peak: 0,
                yours_peak: 0,
            })
        };
        let forged = [
            began("a"),
            usage(1),
            usage(50),
            used(60, 50),
            ended("a"),
            usage(2),
        ];
        assert_eq!(headline(&forged).map(|found| found.yours), Some(50));
        assert_eq!(headline(&[usage(1)]), None);
    }

    #[test]
    fn a_missed_limit_and_a_missing_end_object() {
        let missed = objection(&[began("a"), used(3, 4), ended("a")]);
        assert!(missed.is_some_and(|text| text.starts_with("a: 4 heap calls, where at most 3")));
        let unended = objection(&[began("a"), began("a"), ended("a")]);
        assert!(unended.is_some_and(|text| text.contains("did not return")));
    }
}
