//! What an exercise says besides its tests: each step needs hints and a question, and each exercise a prediction and an
//! experiment.

use super::finding::Finding;
use workbook::guidance::Question;

/// It takes this many hints to go from weak to strong, for a step that the starter fails.
const MIN_HINTS: usize = 3;

/// What the exercise says about each of its steps.
pub(super) fn judge(toml: &str, finding: &mut Finding<'_>) {
    let exercise = finding.exercise;
    let steps = exercise.shipped.steps();
    for step in &steps {
        let fails = exercise.starter_fails.iter().any(|failing| failing == step);
        let least = if fails { MIN_HINTS } else { 1 };
        let hints = exercise.hints(step);
        let n_hints = hints.len();
        finding.expect(n_hints >= least, || {
            format!(
                "{toml}: {step} has {n_hints} hints\n\
                 help: add to `[steps.{step}] hints` until there are {least}, from weak to strong"
            )
        });
        finding.expect(hints.first().is_none_or(|hint| hint.contains('?')), || {
            format!(
                "{toml}: the first hint of {step} asks nothing\n\
                 help: begin `[steps.{step}] hints` with a question, and leave what to do to the next"
            )
        });
        let guide = exercise.guides.get(*step);
        let last = guide.and_then(|guide| guide.questions.last());
        finding.expect(last.is_some_and(Question::is_unconditional), || {
            format!(
                "{toml}: {step} has no question for every failure\n\
                 help: end `[steps.{step}] questions` with one that has no condition"
            )
        });
    }
    for step in exercise
        .guides
        .keys()
        .filter(|step| !steps.contains(&&***step))
    {
        finding.problems.push(format!(
            "{toml}: `[steps.{step}]` is about no step\nhelp: the steps are {}",
            steps.join(", ")
        ));
    }
    finding.expect(exercise.experiment.is_some(), || {
        format!("{toml}: `experiment` is missing\nhelp: say what to try out after the pass")
    });
    finding.expect(exercise.prediction.is_some(), || {
        format!("{toml}: `[prediction]` is missing\nhelp: ask for a guess before the first check")
    });
}
