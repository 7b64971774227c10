//! Where a learner's source and the solution differ, line by line.

use similar::TextDiff;

/// Lines shown around each difference.
const CONTEXT: usize = 3;

/// Neighbouring differences, with the lines around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// The numbers of the first lines, from 1: of yours and of ours.
    pub first: [usize; 2],
    /// Line beside line.
    pub rows: Vec<Row<'a>>,
}

/// One line of each version; `None` where the other version has more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// The learner's line.
    pub yours: Option<&'a str>,
    /// The solution's line.
    pub ours: Option<&'a str>,
    /// Whether both are the same.
    pub is_equal: bool,
}

/// All differences, in order; none where both versions are the same.
#[must_use]
pub fn differences<'a>(yours: &'a str, ours: &'a str) -> Vec<Group<'a>> {
    let diff = TextDiff::from_lines(yours, ours);
    let [yours, ours] = [yours, ours].map(|text| text.lines().collect::<Vec<_>>());
    let groups = diff.grouped_ops(CONTEXT).into_iter().map(|ops| {
        let rows = ops.iter().flat_map(|op| {
            let (old, new) = (&yours[op.old_range()], &ours[op.new_range()]);
            let is_equal = op.tag() == similar::DiffTag::Equal;
            (0..old.len().max(new.len())).map(move |at| Row {
                yours: old.get(at).copied(),
                ours: new.get(at).copied(),
                is_equal,
            })
        });
        let first = ops
            .first()
            .map(|op| [op.old_range().start + 1, op.new_range().start + 1]);
        Group {
            first: first.unwrap_or([1, 1]),
            rows: rows.collect(),
        }
    });
    groups.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(yours: Option<&'a str>, ours: Option<&'a str>) -> Row<'a> {
        Row {
            yours,
            ours,
            is_equal: yours == ours,
        }
    }

    #[test]
    fn lines_are_beside_each_other_and_the_rest_below() {
        let groups = differences("a\nb\nc\n", "a\nB\nc\nd\n");
        let rows = [
            row(Some("a"), Some("a")),
            row(Some("b"), Some("B")),
            row(Some("c"), Some("c")),
            row(None, Some("d")),
        ];
        assert_eq!(groups.len(), 1);
        assert_eq!((groups[0].first, &*groups[0].rows), ([1, 1], &rows[..]));
    }

    #[test]
    fn what_is_far_apart_is_in_groups_of_their_own() {
        let ours: String = (1..=30).map(|n| format!("{n}\n")).collect();
        let yours = ours.replace("\n2\n", "\ntwo\n").replace("\n25\n", "\n");
        let groups = differences(&yours, &ours);
        let first: Vec<_> = groups.iter().map(|group| group.first).collect();
        assert_eq!(first, [[1, 1], [22, 22]]);
    }

    #[test]
    fn equal_versions_have_none() {
        assert_eq!(differences("a\n", "a\n"), []);
    }
}
