//! Whether what a command reported agrees with the model.

use crate::model::{Entry, Exercise, File, Model, one_more};
use crate::op::{At, Check, Damage, Save};
use crate::sandbox::{Output, Sandbox};
use crate::variants::{EXERCISES, HINTS, HINTS_IN_ALL, Variant};
use serde_json::Value;

/// What was wrong.
pub type Verdict = Result<(), String>;

macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err(format!($($message)+));
        }
    };
}

pub(crate) use ensure;

/// What a check may find and report.
pub struct Allowed {
    pub entries: [Vec<Entry>; 2],
    pub hints: [Vec<u64>; 2],
    /// Whether all is as shipped.
    intact: [bool; 2],
}

impl Allowed {
    pub fn of(model: &Model) -> Self {
        let exercises = &model.exercises;
        Self {
            entries: [0, 1].map(|at: At| vec![exercises[at].entry()]),
            hints: model.visible().hints.map(|hints| vec![hints]),
            intact: [0, 1].map(|at: At| exercises[at].is_intact()),
        }
    }

    /// A save in the middle: the source before, the one after, or half of it.
    pub fn with_save(mut self, save: Save, before: &Model) -> Self {
        for source in [save.variant, Variant::Empty] {
            let exercise = Exercise {
                source,
                ..before.exercises[save.at].clone()
            };
            self.entries[save.at].push(exercise.entry());
        }
        self
    }
}

/// A command that cannot do anything while a folder is missing says so.
pub fn broken(output: &Output, model: &Model) -> Option<Verdict> {
    let away = (0..2).find(|at| model.exercises[*at].is_away)?;
    let folder = EXERCISES[away].folder;
    let is_named = output.stderr.contains(folder) && output.stderr.contains("help: ");
    Some(match output.code == 2 && is_named {
        true => Ok(()),
        false => Err(format!("{folder} is missing, and is not named\n{output}")),
    })
}

/// Warnings are printed where saved progress cannot be read or written, and nowhere else.
fn warned(output: &Output, model: &Model, writes: bool) -> Verdict {
    // A strict check says that a copy of a fixture is not a clone.
    let lines = output.stderr.lines();
    let stderr: String = lines.filter(|line| !line.starts_with("note: ")).collect();
    let stderr = &stderr;
    match (model.block, model.file) {
        (Some(_), _) if writes => {
            ensure!(
                stderr.contains("progress is not saved"),
                "no warning\n{output}"
            );
        }
        (Some(Damage::FileForArena), _) => {}
        (Some(_), _) | (None, File::Damaged) => {
            ensure!(stderr.contains("progress.json"), "no warning\n{output}");
        }
        _ => ensure!(stderr.is_empty(), "a warning without a reason\n{output}"),
    }
    Ok(())
}

pub fn checked(output: &Output, check: Check, model: &Model, allowed: &Allowed) -> Verdict {
    if let Some(verdict) = broken(output, model) {
        return verdict;
    }
    warned(output, model, true)?;
    graded(output, check, model, allowed)
}

/// The report and the exit code of a check.
pub fn graded(output: &Output, check: Check, model: &Model, allowed: &Allowed) -> Verdict {
    let chosen = model.chosen(check.at);
    let is_strict = check.flags.strict;
    if check.flags.human {
        let passes = |at: &At| {
            let is_intact = !is_strict || allowed.intact[*at];
            let mut standings = allowed.entries[*at].iter().map(|entry| entry.standing);
            standings.all(|standing| standing == "passed") && is_intact
        };
        let fails = |at: &At| {
            let is_intact = !is_strict || allowed.intact[*at];
            let mut standings = allowed.entries[*at].iter().map(|entry| entry.standing);
            !is_intact || standings.all(|standing| standing != "passed")
        };
        let all_pass = chosen.iter().all(passes);
        let any_fails = chosen.iter().any(fails);
        let is_right = match output.code {
            0 => !any_fails,
            1 => !all_pass,
            _ => false,
        };
        ensure!(
            is_right,
            "exit code {} for {:?}\n{output}",
            output.code,
            allowed.entries
        );
        return Ok(());
    }
    let report: Value = serde_json::from_str(&output.stdout)
        .map_err(|error| format!("no JSON document: {error}\n{output}"))?;
    let exercises = report["exercises"].as_array().cloned().unwrap_or_default();
    ensure!(
        exercises.len() == chosen.len(),
        "{} exercises\n{output}",
        exercises.len()
    );
    let mut n_passed = 0;
    let mut all_pass = true;
    for (&at, exercise) in chosen.iter().zip(&exercises) {
        let id = EXERCISES[at].id;
        ensure!(exercise["id"] == id, "{id} is not in its place\n{output}");
        let standing = exercise["standing"].as_str().unwrap_or_default();
        let mut allowed_entries = allowed.entries[at].iter();
        ensure!(
            allowed_entries.any(|entry| entry.standing == standing),
            "{id} is {standing}, not {:?}\n{output}",
            allowed.entries[at]
        );
        let hints = exercise["hints_used"].as_u64().unwrap_or(u64::MAX);
        ensure!(
            allowed.hints[at].contains(&hints),
            "{id}: {hints} hints, not {:?}\n{output}",
            allowed.hints[at]
        );
        let is_intact = exercise["intact"] == true;
        ensure!(
            is_intact == allowed.intact[at],
            "{id}: intact is {is_intact}\n{output}"
        );
        let is_cached = exercise["cached"] == true;
        let trusts_nothing = check.flags.rerun || is_strict;
        ensure!(!(is_cached && trusts_nothing), "{id} is cached\n{output}");
        n_passed += u64::from(standing == "passed");
        all_pass &= standing == "passed" && (is_intact || !is_strict);
    }
    let summary = &report["summary"];
    ensure!(
        summary["total"] == chosen.len() && summary["passed"] == n_passed,
        "a wrong summary\n{output}"
    );
    let code = if all_pass { 0 } else { 1 };
    ensure!(
        output.code == code,
        "exit code {}, not {code}\n{output}",
        output.code
    );
    Ok(())
}

pub fn watched(at: At, output: &Output, model: &Model) -> Verdict {
    if let Some(verdict) = broken(output, model) {
        return verdict;
    }
    let id = EXERCISES[at].id;
    ensure!(output.code == 0, "exit code {}\n{output}", output.code);
    let beginning = format!("{id}: ");
    let mut lines = output.stdout.lines().rev();
    let last = lines.find(|line| line.starts_with(&beginning));
    let last = last.unwrap_or_default();
    let expected = format!("{beginning}{}", model.exercises[at].entry().verdict());
    ensure!(
        last.starts_with(&expected),
        "the last verdict is not {expected:?}\n{output}"
    );
    Ok(())
}

pub fn hinted(at: At, output: &Output, model: &Model) -> Verdict {
    if let Some(verdict) = broken(output, model) {
        return verdict;
    }
    warned(output, model, true)?;
    hint_shown(at, output, model)
}

pub fn hint_shown(at: At, output: &Output, model: &Model) -> Verdict {
    let id = EXERCISES[at].id;
    let shown = one_more(model.visible().hints[at]);
    let before = model.visible().hints[at];
    let expected = match before == HINTS {
        true => format!("All {HINTS} hints for step2_budget were shown"),
        false => format!("{id} step2_budget, hint {shown} of {HINTS}: "),
    };
    ensure!(
        output.code == 0 && output.stdout.starts_with(&expected),
        "not {expected:?}\n{output}"
    );
    Ok(())
}

pub fn reset(at: At, name: &str, before: &Model, model: &mut Model, sandbox: &Sandbox) -> Verdict {
    let output = sandbox.output(name);
    if let Some(verdict) = broken(&output, before) {
        return verdict;
    }
    let was = before.exercises[at].source;
    model.reset(at);
    let is_as_shipped = was == model.exercises[at].source;
    let needs_backup = !is_as_shipped && was != Variant::Missing;
    if needs_backup && before.block == Some(Damage::FileForArena) {
        model.exercises[at].source = was;
        let is_refused = output.code == 2 && output.stderr.contains("nothing was reset");
        ensure!(is_refused, "it was not refused\n{output}");
        return Ok(());
    }
    ensure!(output.code == 0, "exit code {}\n{output}", output.code);
    ensure!(
        output.stdout.contains("is as it was shipped."),
        "no result\n{output}"
    );
    let kept = output
        .stdout
        .lines()
        .find_map(|line| line.strip_prefix("Your version is kept: "));
    ensure!(
        kept.is_some() == needs_backup,
        "a backup: {kept:?}\n{output}"
    );
    if let Some(kept) = kept {
        let (kept, lost) = (
            sandbox.bytes(kept),
            sandbox.bytes(&was.file(&EXERCISES[at])),
        );
        ensure!(
            kept.is_some() && kept == lost,
            "the backup differs from what it replaced\n{output}"
        );
    }
    Ok(())
}

pub fn listed(output: &Output, model: &Model) -> Verdict {
    if let Some(verdict) = broken(output, model) {
        return verdict;
    }
    warned(output, model, false)?;
    ensure!(output.code == 0, "exit code {}\n{output}", output.code);
    let visible = model.visible();
    for (at, exercise) in EXERCISES.iter().enumerate() {
        let row = output
            .stdout
            .lines()
            .find(|line| line.contains(exercise.id));
        let row = row.unwrap_or_default();
        let standing = visible.entries[at]
            .as_ref()
            .map_or("not yet".to_owned(), |entry| {
                entry.cell(visible.has_passed[at])
            });
        let hints = format!("{}/{HINTS_IN_ALL}", visible.hints[at]);
        let is_right = row.contains(&format!(" {standing} ")) && row.trim_end().ends_with(&hints);
        ensure!(
            is_right,
            "{}: not {standing:?} and {hints}\n{output}",
            exercise.id
        );
    }
    Ok(())
}

pub fn next(output: &Output, model: &Model) -> Verdict {
    if let Some(verdict) = broken(output, model) {
        return verdict;
    }
    warned(output, model, false)?;
    ensure!(output.code == 0, "exit code {}\n{output}", output.code);
    let expected = match model.next() {
        None => "Every exercise has passed".to_owned(),
        Some(at) => format!("{} {}: ", EXERCISES[at].number, EXERCISES[at].id),
    };
    ensure!(
        output.stdout.starts_with(&expected),
        "not {expected:?}\n{output}"
    );
    Ok(())
}
