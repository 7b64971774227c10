//! What an exercise says besides its tests: a prediction to make, and for each step its questions and hints.

use serde::Deserialize;

/// What is said about one step.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StepGuide {
    /// From weak to strong, as Markdown.
    pub hints: Vec<String>,
    /// Asked with a failure: the first whose conditions hold. The last should have none.
    pub questions: Vec<Question>,
}

/// A question that points at the cause of a failure, and when to ask it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Question {
    /// One of these is in the failure's message, which holds the lines that allocated.
    pub seen: Vec<String>,
    /// One of these is in the learner's code, whatever the white space.
    pub source: Vec<String>,
    /// None of these is in the learner's code.
    pub missing: Vec<String>,
    /// The failed test's name holds one of these.
    pub test: Vec<String>,
    /// The attempt needs fewer heap calls than the one before it, and fails all the same.
    pub better: bool,
    /// The question, in Markdown.
    pub ask: String,
}

/// What was seen of an attempt that fails.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The test that fails.
    pub test: &'a str,
    /// What it says.
    pub message: &'a str,
    /// The learner's code without comments, the content of strings, and white space.
    pub code: &'a str,
    /// Whether it needs fewer heap calls than the attempt before it.
    pub is_better: bool,
    /// Whether an assertion failed. Where a test hangs or is killed, only a question about what its message says is asked.
    pub is_ordinary: bool,
}

impl Question {
    fn fits(&self, seen: Seen<'_>) -> bool {
        let any = |wanted: &[String], text: &str| wanted.iter().any(|part| text.contains(&**part));
        let in_code = |part: &String| seen.code.contains(&*without_blanks(part));
        let is_any = |wanted: &[String], text: &str| wanted.is_empty() || any(wanted, text);
        is_any(&self.seen, seen.message)
            && is_any(&self.test, seen.test)
            && (self.source.is_empty() || self.source.iter().any(in_code))
            && !self.missing.iter().any(in_code)
            && (!self.better || seen.is_better)
            && (seen.is_ordinary || !self.seen.is_empty())
    }

    /// Whether it may be asked about any failure.
    #[must_use]
    pub fn is_unconditional(&self) -> bool {
        let always = Self {
            ask: self.ask.clone(),
            ..Self::default()
        };
        *self == always
    }
}

impl StepGuide {
    /// The question to ask about a failure of this step.
    #[must_use]
    pub fn question(&self, seen: Seen<'_>) -> Option<&str> {
        let mut questions = self.questions.iter();
        let fitting = questions.find(|question| question.fits(seen))?;
        Some(&fitting.ask)
    }
}

/// The text without its white space, as code is compared.
#[must_use]
pub fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A guess to make before the first check of an exercise, so that its result can surprise.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// The question, in one sentence.
    pub ask: String,
    /// Two to nine answers.
    pub choices: Vec<String>,
    /// The number of the right one, from 1; `None` where the machine decides.
    pub right: Option<usize>,
    /// The figure of the pass that is shown beside the guess.
    pub measured: Option<Measured>,
    /// Of a guess at a speedup: the factor that each choice stands for, so that a chart can mark it.
    #[serde(default)]
    pub factors: Vec<f64>,
    /// Why it is so, in one sentence, shown with the pass.
    pub because: Option<String>,
}

/// A figure of a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// The heap calls of the learner's version.
    HeapCalls,
    /// Bad's time over that of the learner's version.
    Speedup,
}

impl Prediction {
    /// What is wrong with it, if anything is.
    pub(crate) fn mistake(&self) -> Option<&'static str> {
        if self.ask.trim().is_empty() {
            return Some("`prediction.ask` is empty");
        }
        if !(2..=9).contains(&self.choices.len()) {
            return Some("`prediction.choices` needs two to nine answers");
        }
        let is_speedup = self.measured == Some(Measured::Speedup);
        let n_factors = if is_speedup { self.choices.len() } else { 0 };
        if self.factors.len() != n_factors {
            return Some(
                "`prediction.factors` needs a number for each choice where a speedup is measured, and none elsewhere",
            );
        }
        if self
            .factors
            .iter()
            .any(|factor| !(0.01..=100.0).contains(factor))
        {
            return Some("`prediction.factors` are not between 0.01 and 100");
        }
        match self.right {
            Some(right) if !(1..=self.choices.len()).contains(&right) => {
                Some("`prediction.right` is not the number of a choice, counted from 1")
            }
            None if self.measured.is_none() => Some(
                "`prediction` needs `right` or `measured`, or nobody learns whether they guessed well",
            ),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guide() -> StepGuide {
        let text = r#"
            questions = [
                { seen = ["Box::new"], ask = "boxes" },
                { source = ["Mutex<", "Rc <"], missing = ["unlock"], ask = "lock" },
                { test = ["deep"], better = true, ask = "better" },
                { ask = "else" },
            ]
        "#;
        toml::from_str(text).expect("a guide")
    }

    fn asked(test: &str, message: &str, code: &str, is_better: bool) -> String {
        let seen = Seen {
            test,
            message,
            code,
            is_better,
            is_ordinary: true,
        };
        guide().question(seen).expect("a question").to_owned()
    }

    #[test]
    fn the_first_question_that_fits_is_asked() {
        assert_eq!(
            asked("t", "3 × 24 B  Box::new(x)", "Mutex<u8>", false),
            "boxes"
        );
        assert_eq!(asked("t", "3 calls", "a:Rc<u8>", false), "lock");
        assert_eq!(asked("t", "3 calls", "a:Rc<u8>,unlock()", false), "else");
        assert_eq!(asked("deep_trees", "3 calls", "", true), "better");
        assert_eq!(asked("deep_trees", "3 calls", "", false), "else");
        assert_eq!(asked("t", "3 calls", "", true), "else");
    }

    #[test]
    fn a_test_that_hangs_is_asked_about_only_by_what_it_says() {
        let mut seen = Seen {
            test: "t",
            message: "still running",
            code: "Mutex<u8>",
            is_better: false,
            is_ordinary: false,
        };
        assert_eq!(guide().question(seen), None);
        seen.message = "still in Box::new";
        assert_eq!(guide().question(seen), Some("boxes"));
    }

    #[test]
    fn only_a_question_without_conditions_is_unconditional() {
        let guide = guide();
        let always: Vec<bool> = guide
            .questions
            .iter()
            .map(Question::is_unconditional)
            .collect();
        assert_eq!(always, [false, false, false, true]);
    }

    #[test]
    fn a_guess_at_a_speedup_has_a_factor_for_each_choice() {
        let mistake = |measured: &str, factors: &str| {
            let text = format!(
                "ask = \"?\"\nchoices = [\"half\", \"twice\"]\nmeasured = \"{measured}\"\nfactors = {factors}\n"
            );
            let prediction: Prediction = toml::from_str(&text).expect("a prediction");
            prediction.mistake()
        };
        assert_eq!(mistake("speedup", "[0.5, 2.0]"), None);
        assert_eq!(mistake("heap_calls", "[]"), None);
        for (measured, factors) in [
            ("speedup", "[]"),
            ("speedup", "[2.0]"),
            ("heap_calls", "[0.5, 2.0]"),
            ("speedup", "[0.0, 2.0]"),
            ("speedup", "[nan, 2.0]"),
        ] {
            assert!(mistake(measured, factors).is_some(), "{measured} {factors}");
        }
    }
}
