//! What a page may ask for.

use serde::Deserialize;

/// One wish, about one exercise or the published claims.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    /// The exercise's id; empty where the wish is about no exercise.
    #[serde(default)]
    pub(super) id: String,
    /// What to do.
    pub(super) what: What,
}

/// What a reader guesses at a question of the book.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prediction {
    /// The question's key.
    pub(super) key: String,
    /// The guess; empty for a question that was skipped, and `None` for one that is to be asked again.
    pub(super) guess: Option<String>,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    /// Grade it.
    Check,
    /// Grade it, and measure its speed if it passes.
    Measure,
    /// Record what happens on the heap.
    Trace,
    /// Show one more hint for the step that fails.
    Hint,
    /// Open its source in the editor.
    Open,
    /// Open its source at this line, from 1.
    OpenAt(u32),
    /// Bring back the version that was checked before.
    Undo,
    /// Bring back the version that passed.
    UndoPassed,
    /// Bring back the source as it was shipped.
    Reset,
    /// Show the solution beside the learner's version.
    Solution,
    /// Keep this guess: the number of a choice, from 1; 0 to skip the question.
    Guess(usize),
    /// Try the published claims on this machine.
    Claims,
    /// End that run.
    StopClaims,
}

impl What {
    /// Whether it is about an exercise.
    pub(super) fn is_about_an_exercise(self) -> bool {
        !matches!(self, What::Claims | What::StopClaims)
    }
}
