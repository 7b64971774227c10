//! What differs between two versions of some code: which lines are versions of each other, and which words of them differ.

use similar::{Algorithm, DiffOp, DiffTag};
use std::ops::Range;

/// From this similarity on, two lines are versions of each other.
const VERSIONS: f64 = 0.55;
/// The same for lines that begin with the same word.
const SAME_START: f64 = 0.3;
/// From this similarity on, the words that differ are marked; of other lines nearly all would be.
const MARKED: f64 = 0.5;

/// A line of the old code, one of the new code, or two that stand side by side.
pub(crate) type Row = (Option<usize>, Option<usize>);

/// The rows of two runs of lines, none of which are equal: versions of each other share a row, the others are put beside
/// each other as they come.
pub(crate) fn rows(old: &[&str], new: &[&str]) -> Vec<Row> {
    let (mut rows, mut from) = (Vec::new(), (0, 0));
    let end = (old.len(), new.len());
    for at in versions(old, new).into_iter().chain([end]) {
        let length = (at.0 - from.0).max(at.1 - from.1);
        let side =
            |from: usize, end: usize, step: usize| (from + step < end).then_some(from + step);
        rows.extend((0..length).map(|step| (side(from.0, at.0, step), side(from.1, at.1, step))));
        if at != end {
            rows.push((Some(at.0), Some(at.1)));
        }
        from = (at.0 + 1, at.1 + 1);
    }
    rows
}

/// The pairs of lines that are versions of each other, in order: those with the highest similarity in all.
fn versions(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let score = |a: usize, b: usize| Comparison::new(old[a], new[b]).score();
    // `best[a][b]`: the highest sum for the lines from `a` and `b` on.
    let mut best = vec![vec![0.0_f64; new.len() + 1]; old.len() + 1];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            let paired = score(a, b) + best[a + 1][b + 1];
            best[a][b] = paired.max(best[a + 1][b]).max(best[a][b + 1]);
        }
    }
    let (mut found, mut a, mut b) = (Vec::new(), 0, 0);
    while a < old.len() && b < new.len() {
        if best[a][b] == best[a + 1][b] {
            a += 1;
        } else if best[a][b] == best[a][b + 1] {
            b += 1;
        } else {
            found.push((a, b));
            (a, b) = (a + 1, b + 1);
        }
    }
    found
}

/// The parts of two lines that differ, in bytes. None if the lines have too little in common: then all of both differs.
pub(crate) fn differing(old: &str, new: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let comparison = Comparison::new(old, new);
    if comparison.similarity() < MARKED {
        return (Vec::new(), Vec::new());
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for run in &comparison.runs {
        if run.tag() != DiffTag::Equal {
            push(&mut left, old, bytes(&comparison.old, run.old_range()));
            push(&mut right, new, bytes(&comparison.new, run.new_range()));
        }
    }
    (left, right)
}

/// Adds a part, unless it is blank. One that only blanks separate from the part before continues it.
fn push(parts: &mut Vec<Range<usize>>, line: &str, part: Range<usize>) {
    if line[part.clone()].trim().is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(last) if line[last.end..part.start].trim().is_empty() => last.end = part.end,
        _ => parts.push(part),
    }
}

fn bytes(words: &[&str], range: Range<usize>) -> Range<usize> {
    let length = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
    let start = length(&words[..range.start]);
    start..start + length(&words[range])
}

struct Comparison<'a> {
    old: Vec<&'a str>,
    new: Vec<&'a str>,
    runs: Vec<DiffOp>,
}

impl<'a> Comparison<'a> {
    fn new(old: &'a str, new: &'a str) -> Self {
        let (old, new) = (words(old), words(new));
        let runs = similar::capture_diff_slices(Algorithm::Myers, &old, &new);
        Self { old, new, runs }
    }

    /// How well the lines fit beside each other: 0 if they are no versions of each other.
    fn score(&self) -> f64 {
        let start = |words: &[&'a str]| words.iter().find(|word| !word.trim().is_empty()).copied();
        let same_start = start(&self.old) == start(&self.new);
        let (least, more) = if same_start {
            (SAME_START, 0.5)
        } else {
            (VERSIONS, 0.0)
        };
        let similarity = self.similarity();
        if similarity < least {
            0.0
        } else {
            similarity + more
        }
    }

    /// The share of the text that both have, from 0 to 1. Blanks do not count.
    fn similarity(&self) -> f64 {
        let length = |words: &[&str]| words.iter().map(|word| word.trim().len()).sum::<usize>();
        let equal = self.runs.iter().filter(|run| run.tag() == DiffTag::Equal);
        let equal: usize = equal.map(|run| length(&self.old[run.old_range()])).sum();
        let all = length(&self.old) + length(&self.new);
        if all == 0 {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "lines are short")]
        let share = (2 * equal) as f64 / all as f64;
        share
    }
}

/// Words, runs of blanks, and single signs.
fn words(line: &str) -> Vec<&str> {
    let kind = |letter: char| match letter {
        letter if letter == '_' || letter.is_alphanumeric() => 0,
        letter if letter.is_whitespace() => 1,
        _ => 2,
    };
    let (mut words, mut start, mut last) = (Vec::new(), 0, None);
    for (at, letter) in line.char_indices() {
        let now = kind(letter);
        if last.is_some_and(|last| last != now || now == 2) {
            words.push(&line[start..at]);
            start = at;
        }
        last = Some(now);
    }
    if start < line.len() {
        words.push(&line[start..]);
    }
    words
}
