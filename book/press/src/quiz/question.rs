//! Questions: read from TOML, and checked.

use crate::Problem;
use crate::refusals::Refusal;
use crate::widget::{Mistake, line_of, mistake, parse, reject_rust, require_text};
use serde::Deserialize;
use std::ops::RangeInclusive;
use toml::Spanned;

/// Two choices are a coin toss; five are too much to read.
const CHOICES: RangeInclusive<usize> = 3..=4;
/// Three steps have six orders; seven steps are a puzzle.
const STEPS: RangeInclusive<usize> = 3..=6;
const HELP: &str = "a quiz is TOML: `[[question]]` with `ask`, `why`, and `choices` (3 or 4) with `right` (counted from 0), \
    or one of `number`, `steps`, `prints`, `compiles`, `line`";

/// Where the code that questions are about comes from.
pub trait Listings {
    /// The code behind `FILE ANCHOR`.
    fn code(&self, target: &str) -> Result<Code, Problem>;
}

/// Code that a question is about.
pub struct Code {
    /// As it is shown.
    pub text: String,
    /// What the compiler says, if it refuses it.
    pub refusal: Option<Refusal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireQuiz {
    question: Vec<Spanned<WireQuestion>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireQuestion {
    ask: Spanned<String>,
    why: Spanned<String>,
    choices: Option<Spanned<Vec<Spanned<String>>>>,
    right: Option<Spanned<usize>>,
    number: Option<Spanned<i64>>,
    #[serde(default)]
    unit: String,
    steps: Option<Spanned<Vec<Spanned<String>>>>,
    listing: Option<Spanned<String>>,
    prints: Option<Spanned<String>>,
    compiles: Option<Spanned<bool>>,
    line: Option<Spanned<String>>,
}

/// A question whose texts were checked.
pub struct Question {
    /// Its line in the block, from 0.
    pub line: usize,
    /// What is asked, as Markdown.
    pub ask: String,
    /// What can be answered, and what is right.
    pub answer: Answer,
    /// The reason, as Markdown.
    pub why: String,
}

/// What can be answered, and what is right.
pub enum Answer {
    /// One of several texts.
    Choice {
        /// The texts, as Markdown.
        choices: Vec<String>,
        /// Which of them is right.
        right: usize,
    },
    /// A number.
    Number {
        /// The right one.
        value: i64,
        /// What it counts; may be empty.
        unit: String,
    },
    /// The order of steps.
    Order {
        /// In the right order, as Markdown.
        steps: Vec<String>,
    },
    /// What some code prints.
    Prints {
        /// What is run.
        code: Code,
        /// What it prints.
        text: String,
    },
    /// Whether some code compiles: what the compiler says is in the code.
    Compiles {
        /// What is compiled.
        code: Code,
    },
    /// A line of some code.
    Line {
        /// What is looked through.
        code: Code,
        /// The right line, from 0.
        at: usize,
    },
}

/// The questions of a block. The line of a mistake counts from the first line of `source`.
pub fn questions(source: &str, listings: &impl Listings) -> Result<Vec<Question>, Mistake> {
    let quiz: WireQuiz = parse(source, "quiz", HELP)?;
    let questions = quiz.question.iter();
    questions
        .map(|question| {
            let line = line_of(source, question.span().start);
            let reader = Reader {
                source,
                line,
                wire: question.as_ref(),
            };
            reader.question(listings)
        })
        .collect()
}

struct Reader<'a> {
    source: &'a str,
    line: usize,
    wire: &'a WireQuestion,
}

impl Reader<'_> {
    fn question(&self, listings: &impl Listings) -> Result<Question, Mistake> {
        self.text(&self.wire.ask)?;
        self.text(&self.wire.why)?;
        Ok(Question {
            line: self.line,
            ask: self.wire.ask.as_ref().clone(),
            answer: self.answer(listings)?,
            why: self.wire.why.as_ref().clone(),
        })
    }

    fn answer(&self, listings: &impl Listings) -> Result<Answer, Mistake> {
        let WireQuestion {
            choices,
            right,
            number,
            steps,
            listing,
            prints,
            compiles,
            line,
            ..
        } = self.wire;
        match (
            choices, right, number, steps, listing, prints, compiles, line,
        ) {
            (Some(choices), Some(right), None, None, None, None, None, None) => {
                self.choice(choices, right)
            }
            (None, None, Some(number), None, None, None, None, None) => Ok(Answer::Number {
                value: *number.as_ref(),
                unit: self.wire.unit.clone(),
            }),
            (None, None, None, Some(steps), None, None, None, None) => self.order(steps),
            (None, None, None, None, Some(listing), Some(prints), None, None) => {
                self.text(prints)?;
                Ok(Answer::Prints {
                    code: self.code(listing, listings)?,
                    text: prints.as_ref().trim().to_owned(),
                })
            }
            (None, None, None, None, Some(listing), None, Some(compiles), None) => {
                self.compiles(self.code(listing, listings)?, compiles)
            }
            (None, None, None, None, Some(listing), None, None, Some(line)) => {
                self.pick(self.code(listing, listings)?, line)
            }
            _ => Err(self.malformed()),
        }
    }

    fn choice(
        &self,
        choices: &Spanned<Vec<Spanned<String>>>,
        right: &Spanned<usize>,
    ) -> Result<Answer, Mistake> {
        let texts = self.texts(choices, "choice", CHOICES)?;
        let right_at = *right.as_ref();
        if right_at >= texts.len() {
            let n = texts.len();
            let what = format!("the right choice is {right_at}, but there are only {n}");
            let help = "count the choices from 0";
            return Err(mistake(self.source, right, what, help));
        }
        Ok(Answer::Choice {
            choices: texts,
            right: right_at,
        })
    }

    fn order(&self, steps: &Spanned<Vec<Spanned<String>>>) -> Result<Answer, Mistake> {
        let steps = self.texts(steps, "step", STEPS)?;
        Ok(Answer::Order { steps })
    }

    /// Texts that differ, in a number that is allowed.
    fn texts(
        &self,
        texts: &Spanned<Vec<Spanned<String>>>,
        name: &str,
        allowed: RangeInclusive<usize>,
    ) -> Result<Vec<String>, Mistake> {
        let all = texts.as_ref();
        for (at, text) in all.iter().enumerate() {
            self.text(text)?;
            if all[..at]
                .iter()
                .any(|before| before.as_ref() == text.as_ref())
            {
                let what = format!("this {name} is given twice");
                return Err(mistake(self.source, text, what, "change one of the two"));
            }
        }
        if !allowed.contains(&all.len()) {
            let what = format!("this question has {} {name}s", all.len());
            let help = format!("give {} to {}", allowed.start(), allowed.end());
            return Err(mistake(self.source, texts, what, help));
        }
        Ok(all.iter().map(|text| text.as_ref().clone()).collect())
    }

    fn code(&self, target: &Spanned<String>, listings: &impl Listings) -> Result<Code, Mistake> {
        listings.code(target.as_ref()).map_err(|problem| Mistake {
            line: line_of(self.source, target.span().start),
            problem,
        })
    }

    fn compiles(&self, code: Code, compiles: &Spanned<bool>) -> Result<Answer, Mistake> {
        let (does, says) = (code.refusal.is_none(), *compiles.as_ref());
        if does == says {
            return Ok(Answer::Compiles { code });
        }
        let what = match does {
            true => "this code compiles, as its place in the listings shows",
            false => "the compiler refuses this code: it is in a doctest `compile_fail`",
        };
        let help = format!("write `compiles = {does}`, or move the code");
        Err(mistake(self.source, compiles, what, help))
    }

    fn pick(&self, code: Code, line: &Spanned<String>) -> Result<Answer, Mistake> {
        let wanted = line.as_ref().trim();
        let lines = code.text.lines().enumerate();
        let mut found = lines.filter(|(_, text)| text.trim() == wanted);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => Ok(Answer::Line { code, at }),
            (found, _) => {
                let n = if found.is_some() {
                    "more than one"
                } else {
                    "no"
                };
                let what = format!("{n} line of the listing is `{wanted}`");
                let help = "copy a line that is there once, without its indentation";
                Err(mistake(self.source, line, what, help))
            }
        }
    }

    fn text(&self, text: &Spanned<String>) -> Result<(), Mistake> {
        require_text(self.source, text, HELP)?;
        reject_rust(self.source, text)
    }

    fn malformed(&self) -> Mistake {
        let what = match (&self.wire.choices, &self.wire.right) {
            (Some(_), None) => "`choices` needs `right`",
            (None, Some(_)) => "`right` needs `choices`",
            _ => "a question asks for one thing",
        };
        let problem = Problem::general(format!("this quiz cannot be read: {what}"), HELP);
        Mistake {
            line: self.line,
            problem,
        }
    }
}

/// What a text is when it is read: without the signs of Markdown.
pub(crate) fn plain(markdown: &str) -> String {
    use pulldown_cmark::{Event, Parser};
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}
