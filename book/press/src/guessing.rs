//! What somebody gets right who has read nothing: who always takes the longest choice, the shortest, the one with the most
//! punctuation, or the one at some place. The build fails where that works.

use crate::Problem;
use crate::quiz::{Answer, Question, plain};

/// How many choice questions a guesser may get right over the book, in percent.
const MOST: usize = 45;
/// From so many choice questions on: of fewer, most are right by chance.
const ENOUGH_IN_BOOK: usize = 12;
/// The same, in a chapter.
const ENOUGH_IN_CHAPTER: usize = 3;
/// How many places a message names.
const SHOWN: usize = 8;

/// A choice question, as a guesser sees it.
pub struct Seen {
    /// File and line.
    pub place: String,
    right: usize,
    lengths: Vec<usize>,
    punctuation: Vec<usize>,
}

/// What a guesser goes by.
#[derive(Clone, Copy, Debug)]
pub enum Guess {
    /// The longest choice.
    Longest,
    /// The shortest choice.
    Shortest,
    /// The choice with the most punctuation.
    Punctuated,
    /// The choice at this place, from 0.
    Place(usize),
}

const GUESSES: [Guess; 7] = [
    Guess::Longest,
    Guess::Shortest,
    Guess::Punctuated,
    Guess::Place(0),
    Guess::Place(1),
    Guess::Place(2),
    Guess::Place(3),
];

impl Guess {
    /// How likely it is right: of several that look the same, one is taken blindly.
    pub fn chance(self, seen: &Seen) -> f64 {
        let best = |values: &[usize], best: Option<usize>| {
            let best = best.unwrap_or_default();
            let n_best = values.iter().filter(|value| **value == best).count();
            let is_right = values[seen.right] == best;
            if is_right {
                1.0 / n_best.max(1) as f64
            } else {
                0.0
            }
        };
        match self {
            Guess::Longest => best(&seen.lengths, seen.lengths.iter().max().copied()),
            Guess::Shortest => best(&seen.lengths, seen.lengths.iter().min().copied()),
            Guess::Punctuated => best(&seen.punctuation, seen.punctuation.iter().max().copied()),
            Guess::Place(place) => f64::from(seen.right == place),
        }
    }

    /// How many of these it gets right, on average, in percent.
    pub fn percent(self, seen: &[&Seen]) -> f64 {
        let right: f64 = seen.iter().map(|seen| self.chance(seen)).sum();
        100.0 * right / seen.len().max(1) as f64
    }

    fn says(self) -> String {
        match self {
            Guess::Longest => "the longest choice is the right one".to_owned(),
            Guess::Shortest => "the shortest choice is the right one".to_owned(),
            Guess::Punctuated => "the choice with the most punctuation is the right one".to_owned(),
            Guess::Place(place) => {
                let letter = char::from(b'a' + u8::try_from(place).unwrap_or_default());
                format!("choice {letter} is the right one")
            }
        }
    }
}

impl Seen {
    /// A question as a guesser sees it, if it offers choices.
    pub fn of(question: &Question, place: String) -> Option<Self> {
        let Answer::Choice { choices, right } = &question.answer else {
            return None;
        };
        let texts: Vec<_> = choices.iter().map(|choice| plain(choice)).collect();
        let punctuation = |text: &String| {
            let signs = text
                .chars()
                .filter(|letter| ",;:.()!?–…\"".contains(*letter));
            signs.count()
        };
        Some(Self {
            place,
            right: *right,
            lengths: texts.iter().map(|text| text.chars().count()).collect(),
            punctuation: texts.iter().map(punctuation).collect(),
        })
    }
}

/// What is wrong with the questions of a book; one list for each chapter.
pub fn problems(chapters: &[Vec<Seen>]) -> Vec<Problem> {
    let of_chapters = chapters.iter().filter_map(|seen| in_chapter(seen));
    let mut problems: Vec<_> = of_chapters.collect();
    let all: Vec<_> = chapters.iter().flatten().collect();
    problems.extend(in_book(&all));
    problems
}

fn in_chapter(seen: &[Seen]) -> Option<Problem> {
    let all: Vec<_> = seen.iter().collect();
    if all.len() < ENOUGH_IN_CHAPTER {
        return None;
    }
    let works = |guess: &Guess| seen.iter().all(|seen| guess.chance(seen) > 0.99);
    let guess = GUESSES.into_iter().find(works)?;
    let what = format!(
        "{} in all {} choice questions of this chapter",
        guess.says(),
        all.len()
    );
    let help = match guess {
        Guess::Place(_) => "change the place of one, and its `right`",
        _ => "shorten the right choice, with its reason in `why`, or write out a wrong one",
    };
    Some(Problem::new(&seen[0].place, what, help))
}

fn in_book(all: &[&Seen]) -> Vec<Problem> {
    if all.len() < ENOUGH_IN_BOOK {
        return Vec::new();
    }
    let broken = GUESSES
        .into_iter()
        .filter(|guess| guess.percent(all) > MOST as f64);
    broken
        .map(|guess| {
            let n_all = all.len();
            let percent = guess.percent(all).round();
            let what = format!(
                "over the book, {} in {percent} % of {n_all} choice questions, and may be in {MOST} %",
                guess.says()
            );
            let places: Vec<_> = all
                .iter()
                .filter(|seen| guess.chance(seen) > 0.99)
                .map(|seen| seen.place.as_str())
                .collect();
            let shown = places.iter().take(SHOWN).copied().collect::<Vec<_>>();
            let more = match places.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let help = format!("change some of these: {}{more}", shown.join(", "));
            Problem::new(places.first().copied().unwrap_or("book/src"), what, help)
        })
        .collect()
}
