//! Does at once what a page wishes for an exercise, if it takes no more than a moment.

use super::now::Now;
use super::view;
use super::wire::Card;
use super::wish::What;
use anyhow::Result;
use grader::cancellation::Cancellation;
use grader::state::State;
use grader::versions::{self, Undone};
use tutor::editor::Editor;
use tutor::{guess, hint, reset};
use workbook::{Exercise, Workbook};

/// Does what takes a moment; returns what to say about it.
pub(super) fn carry_out(
    workbook: &Workbook,
    now: &Now,
    exercise: &Exercise,
    what: What,
    program: &Cancellation,
) -> Result<String> {
    let shown = workbook.show(&exercise.source());
    let mut state = State::load(workbook);
    Ok(match what {
        What::Check | What::Measure | What::Trace | What::Claims | What::StopClaims => {
            String::new()
        }
        What::Hint => {
            let step = tutor::progress::step_or_failing(&state, exercise, None)?;
            match hint::next(&state, exercise, &step) {
                Some((at, _)) => {
                    hint::count(&mut state, exercise, &step, at + 1, program);
                    format!("Hint {} of {}.", at + 1, exercise.hints(&step).len())
                }
                None => "All hints for this step are shown.".to_owned(),
            }
        }
        What::Open => open(exercise, &shown, None)?,
        What::OpenAt(line) => open(exercise, &shown, Some(line))?,
        What::Undo => match versions::undo(workbook, exercise, program)? {
            Undone::Restored { n_earlier, .. } => {
                format!("{shown} is the version that was checked before; {n_earlier} earlier.")
            }
            Undone::Nothing => format!("{shown}: no earlier version was checked."),
        },
        What::UndoPassed => match versions::back_to_the_pass(workbook, exercise, program)? {
            Some(_) => format!("{shown} is the best version that passed."),
            None => format!("{shown}: no version that passed is kept."),
        },
        What::Reset => {
            let kept = reset::restore(workbook, exercise)?;
            let kept = kept.map_or(String::new(), |kept| {
                format!(" Your version is kept: {}", workbook.show(&kept))
            });
            format!("{shown} is as it was shipped.{kept}")
        }
        What::Solution => {
            if !state.of(&exercise.id).has_passed() {
                return Ok("The solution is shown once the exercise has passed.".to_owned());
            }
            let solution = view::solution(workbook, exercise)?;
            if let Some(card) = now.card(&exercise.id) {
                now.set_card(Card {
                    solution: Some(solution),
                    ..Card::clone(&card)
                });
            }
            "The solution is shown beside your version.".to_owned()
        }
        What::Guess(number) => {
            let asked = exercise.prediction.as_ref();
            let Some(asked) = asked.filter(|asked| number <= asked.choices.len()) else {
                return Ok("There is no such choice: reload the page.".to_owned());
            };
            guess::keep(&mut state, exercise, number, program);
            guess::kept(asked, number)
        }
    })
}

/// Opens the source of an exercise, unless the editor needs a terminal; returns what to say.
fn open(exercise: &Exercise, shown: &str, line: Option<u32>) -> Result<String> {
    let place = line.map_or_else(|| shown.to_owned(), |line| format!("{shown}:{line}"));
    match Editor::find() {
        Some(editor) if !editor.is_in_terminal() => {
            editor.start(shown, &exercise.source(), line)?;
            Ok(format!("Opening {place}."))
        }
        _ => Ok(format!("Open {place} in your editor.")),
    }
}
