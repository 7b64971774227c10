//! Compares what commands reported and saved with the model.

use crate::model::{Entry, File, Model, Saved, one_more};
use crate::op::{At, Check, Damage, Op, Other, Save, Signal};
use crate::sandbox::{Output, Sandbox};
use crate::variants::{EXERCISES, HINTS, Variant};
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

/// What may be saved now: the file, and what is in it.
type States = Vec<(File, Saved)>;

/// Judges an operation whose commands have run, and brings the model up to date.
pub fn judge(op: &Op, model: &mut Model, sandbox: &Sandbox) -> Verdict {
    let before = model.clone();
    model.apply(op);
    let states = match op {
        Op::Check(check) => {
            checked(&sandbox.output("a"), *check, &before, &Allowed::of(&before))?;
            after_check(&before, *check, &Allowed::of(&before))
        }
        Op::Interrupt { check, signal, .. } => interrupted(*check, *signal, &before, sandbox)?,
        Op::SaveDuring { check, save, .. } => {
            let allowed = Allowed::of(&before).with_save(*save, model);
            checked(&sandbox.output("a"), *check, &before, &allowed)?;
            after_check(&before, *check, &allowed)
        }
        Op::Two { check, other, .. } => two(*check, *other, &before, model, sandbox)?,
        Op::Watch { at, saves, keys, .. } => {
            watched(*at, &sandbox.output("a"), model)?;
            after_watch(*at, !saves.is_empty(), keys, &before, model)
        }
        Op::Hint(at) => {
            let at = at.or_else(|| before.next()).unwrap_or(0);
            hinted(at, &sandbox.output("a"), &before)?;
            after_hint(&before, at)
        }
        Op::Reset(at) => {
            reset(*at, "a", &before, model, sandbox)?;
            unchanged(model)
        }
        Op::List => {
            listed(&sandbox.output("a"), &before)?;
            unchanged(model)
        }
        Op::Next => {
            next(&sandbox.output("a"), &before)?;
            unchanged(model)
        }
        _ => unchanged(model),
    };
    saved(states, model, sandbox)
}

fn unchanged(model: &Model) -> States {
    vec![(model.file, model.saved.clone())]
}

/// What a check may find and report.
struct Allowed {
    entries: [Vec<Entry>; 2],
    hints: [Vec<u64>; 2],
    /// Whether all is as shipped; `None` where that changes meanwhile.
    intact: [bool; 2],
}

impl Allowed {
    fn of(model: &Model) -> Self {
        let exercises = &model.exercises;
        Self {
            entries: [0, 1].map(|at: At| vec![exercises[at].entry()]),
            hints: model.visible().hints.map(|hints| vec![hints]),
            intact: [0, 1].map(|at: At| exercises[at].is_intact()),
        }
    }

    /// A save in the middle: the source before, the one after, or half of it.
    fn with_save(mut self, save: Save, after: &Model) -> Self {
        let exercise = &after.exercises[save.at];
        let mut half = exercise.clone();
        half.source = Variant::Empty;
        self.entries[save.at].extend([exercise.entry(), half.entry()]);
        self
    }
}

/// What is saved is one of these states; from here on, the model knows which.
fn saved(states: States, model: &mut Model, sandbox: &Sandbox) -> Verdict {
    if model.block.is_some() {
        return Ok(());
    }
    let text = sandbox.read(".arena/progress.json");
    let found = match &text {
        None => (File::Absent, Saved::default()),
        Some(text) => match Saved::parse(text) {
            None => (File::Damaged, Saved::default()),
            Some(saved) => (File::Present, saved),
        },
    };
    let is_same = |state: &&(File, Saved)| {
        state.0 == found.0 && (found.0 != File::Present || state.1 == found.1)
    };
    match states.iter().find(is_same) {
        Some(_) => {
            (model.file, model.saved) = found;
            Ok(())
        }
        None => Err(format!("saved: {found:?}\nallowed: {states:?}")),
    }
}

/// The states after `write` has been done, and saved if that can be.
fn written(states: States, model: &Model, write: impl Fn(&mut Saved)) -> States {
    if model.block.is_some() {
        return states;
    }
    let write = |(file, saved): (File, Saved)| {
        let mut saved = match file {
            File::Present => saved,
            File::Absent | File::Damaged => Saved::default(),
        };
        write(&mut saved);
        (File::Present, saved)
    };
    states.into_iter().map(write).collect()
}

fn after_check(model: &Model, check: Check, allowed: &Allowed) -> States {
    checked_states(unchanged(model), model, check, allowed)
}

fn checked_states(mut states: States, model: &Model, check: Check, allowed: &Allowed) -> States {
    if model.is_broken() {
        return states;
    }
    for at in model.chosen(check.at) {
        let entries = allowed.entries[at].iter();
        let each = entries.map(|entry| {
            written(states.clone(), model, |saved| {
                saved.entries[at] = Some(entry.clone());
            })
        });
        states = each.flatten().collect();
    }
    states
}

fn after_hint(model: &Model, at: At) -> States {
    hinted_states(unchanged(model), model, at)
}

fn hinted_states(states: States, model: &Model, at: At) -> States {
    if model.is_broken() {
        return states;
    }
    let shown = one_more(model.visible().hints[at]);
    written(states, model, |saved| saved.hints[at] = saved.hints[at].max(shown))
}

/// A command that cannot do anything while a folder is missing says so.
fn broken(output: &Output, model: &Model) -> Option<Verdict> {
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
    let stderr = &output.stderr;
    match (model.block, model.file) {
        (Some(_), _) if writes => {
            ensure!(stderr.contains("progress is not saved"), "no warning\n{output}");
        }
        (Some(Damage::FileForArena), _) => {}
        (Some(_), _) | (None, File::Damaged) => {
            ensure!(stderr.contains("progress.json"), "no warning\n{output}");
        }
        _ => ensure!(stderr.is_empty(), "a warning without a reason\n{output}"),
    }
    Ok(())
}

fn checked(output: &Output, check: Check, model: &Model, allowed: &Allowed) -> Verdict {
    if let Some(verdict) = broken(output, model) {
        return verdict;
    }
    warned(output, model, true)?;
    graded(output, check, model, allowed)
}

/// The report and the exit code of a check.
fn graded(output: &Output, check: Check, model: &Model, allowed: &Allowed) -> Verdict {
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
        ensure!(is_right, "exit code {} for {:?}\n{output}", output.code, allowed.entries);
        return Ok(());
    }
    let report: Value = serde_json::from_str(&output.stdout)
        .map_err(|error| format!("no JSON document: {error}\n{output}"))?;
    let exercises = report["exercises"].as_array().cloned().unwrap_or_default();
    ensure!(exercises.len() == chosen.len(), "{} exercises\n{output}", exercises.len());
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
        ensure!(is_intact == allowed.intact[at], "{id}: intact is {is_intact}\n{output}");
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
    ensure!(output.code == code, "exit code {}, not {code}\n{output}", output.code);
    Ok(())
}

fn interrupted(
    check: Check,
    signal: Signal,
    model: &Model,
    sandbox: &Sandbox,
) -> Result<States, String> {
    let output = sandbox.output("a");
    let allowed = Allowed::of(model);
    let codes = match signal {
        Signal::Kill => [137, 137],
        // Before the runner has installed its handler, the signal itself ends it.
        Signal::Int => [130, 130],
        Signal::Term => [130, 143],
    };
    let after = after_check(model, check, &allowed);
    if !codes.contains(&output.code) {
        checked(&output, check, model, &allowed)?;
        return Ok(after);
    }
    let is_json = !check.flags.human;
    let is_complete = serde_json::from_str::<Value>(&output.stdout).is_ok();
    let is_killed = signal == Signal::Kill;
    ensure!(
        is_killed || !is_json || output.stdout.is_empty() || is_complete,
        "half a document\n{output}"
    );
    let mut states = unchanged(model);
    states.extend(after);
    Ok(states)
}

fn two(
    check: Check,
    other: Other,
    before: &Model,
    model: &mut Model,
    sandbox: &Sandbox,
) -> Result<States, String> {
    let (a, b) = (sandbox.output("a"), sandbox.output("b"));
    let mut allowed = Allowed::of(before);
    match other {
        Other::Check(_) => {}
        Other::Hint(at) => {
            let hints = allowed.hints[at][0];
            if before.block.is_none() {
                allowed.hints[at].push(one_more(hints));
            }
        }
        Other::Reset(at) => {
            reset(at, "b", before, model, sandbox)?;
            let variant = model.exercises[at].source;
            let way = crate::op::Way::InPlace;
            allowed = allowed.with_save(Save { at, variant, way }, model);
        }
    }
    if let Some(verdict) = broken(&a, before) {
        verdict?;
    } else {
        graded(&a, check, before, &allowed)?;
    }
    let mut states = checked_states(unchanged(before), before, check, &allowed);
    let mut lost = states.clone();
    match other {
        Other::Check(at) => {
            let second = Check { at, ..Check::plain() };
            if broken(&b, before).is_none() {
                graded(&b, second, before, &allowed)?;
            }
            lost.extend(checked_states(unchanged(before), before, second, &allowed));
            states = checked_states(states, before, second, &allowed);
        }
        Other::Hint(at) => {
            if broken(&b, before).is_none() {
                hint_shown(at, &b, before)?;
            }
            lost.extend(hinted_states(unchanged(before), before, at));
            states = hinted_states(states, before, at);
        }
        Other::Reset(_) => {}
    }
    if before.has_no_locks {
        states.extend(lost);
    }
    Ok(states)
}

fn watched(at: At, output: &Output, model: &Model) -> Verdict {
    if let Some(verdict) = broken(output, model) {
        return verdict;
    }
    let id = EXERCISES[at].id;
    ensure!(output.code == 0, "exit code {}\n{output}", output.code);
    let beginning = format!("{id}: ");
    let verdicts = output.stdout.lines().filter(|line| line.starts_with(&beginning));
    let last = verdicts.last().unwrap_or_default();
    let expected = format!("{beginning}{}", model.exercises[at].entry().verdict());
    ensure!(last.starts_with(&expected), "the last verdict is not {expected:?}\n{output}");
    Ok(())
}

fn after_watch(at: At, has_saves: bool, keys: &[char], before: &Model, model: &Model) -> States {
    let allowed = Allowed::of(model);
    let one = Check { at: Some(at), ..Check::plain() };
    let mut states = checked_states(unchanged(before), before, one, &allowed);
    if keys.contains(&'c') {
        let all = checked_states(states.clone(), before, Check::plain(), &allowed);
        // A check of all is cancelled if a save is seen in two halves.
        states = if has_saves { [states, all].concat() } else { all };
    }
    let mut shown = before.visible().hints[at];
    for _ in keys.iter().filter(|key| **key == 'h') {
        shown = one_more(shown);
        let write = |saved: &mut Saved| saved.hints[at] = shown;
        if !before.is_broken() {
            states = written(states, before, write);
        }
    }
    states
}

fn hinted(at: At, output: &Output, model: &Model) -> Verdict {
    if let Some(verdict) = broken(output, model) {
        return verdict;
    }
    warned(output, model, true)?;
    hint_shown(at, output, model)
}

fn hint_shown(at: At, output: &Output, model: &Model) -> Verdict {
    let id = EXERCISES[at].id;
    let shown = one_more(model.visible().hints[at]);
    let hint = |number: u64| format!("{id} hint {number} of {HINTS}");
    let is_right = output.stdout.contains(&hint(shown)) && !output.stdout.contains(&hint(shown + 1));
    ensure!(output.code == 0 && is_right, "not {shown} hints of {id}\n{output}");
    Ok(())
}

fn reset(at: At, name: &str, before: &Model, model: &mut Model, sandbox: &Sandbox) -> Verdict {
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
    ensure!(output.stdout.contains("is as it was shipped."), "no result\n{output}");
    let kept = output.stdout.lines().find_map(|line| line.strip_prefix("Your version is kept: "));
    ensure!(kept.is_some() == needs_backup, "a backup: {kept:?}\n{output}");
    if let Some(kept) = kept {
        let (kept, lost) = (sandbox.bytes(kept), sandbox.bytes(&was.file(&EXERCISES[at])));
        ensure!(kept.is_some() && kept == lost, "the backup differs from what it replaced\n{output}");
    }
    Ok(())
}

fn listed(output: &Output, model: &Model) -> Verdict {
    if let Some(verdict) = broken(output, model) {
        return verdict;
    }
    warned(output, model, false)?;
    ensure!(output.code == 0, "exit code {}\n{output}", output.code);
    let visible = model.visible();
    for (at, exercise) in EXERCISES.iter().enumerate() {
        let row = output.stdout.lines().find(|line| line.contains(exercise.id));
        let row = row.unwrap_or_default();
        let standing = visible.entries[at].as_ref().map_or("not yet".to_owned(), Entry::cell);
        let hints = format!("{}/{HINTS}", visible.hints[at]);
        let is_right = row.contains(&format!(" {standing} ")) && row.trim_end().ends_with(&hints);
        ensure!(is_right, "{}: not {standing:?} and {hints}\n{output}", exercise.id);
    }
    Ok(())
}

fn next(output: &Output, model: &Model) -> Verdict {
    if let Some(verdict) = broken(output, model) {
        return verdict;
    }
    warned(output, model, false)?;
    ensure!(output.code == 0, "exit code {}\n{output}", output.code);
    let expected = match model.next() {
        None => "Every exercise passed".to_owned(),
        Some(at) => format!("{} {}: ", EXERCISES[at].number, EXERCISES[at].id),
    };
    ensure!(output.stdout.starts_with(&expected), "not {expected:?}\n{output}");
    Ok(())
}
