//! Compares what commands reported and saved with the model.

use crate::model::{File, Model, Saved, one_more};
use crate::op::{At, Check, Op, Other, Save, Signal, Way};
use crate::printed::{
    Allowed, Verdict, broken, checked, ensure, graded, hint_shown, hinted, listed, next, reset,
    watched,
};
use crate::sandbox::Sandbox;
use crate::variants::Variant;
use serde_json::Value;

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
            let allowed = Allowed::of(&before).with_save(*save, &before);
            checked(&sandbox.output("a"), *check, &before, &allowed)?;
            after_check(&before, *check, &allowed)
        }
        Op::Two { check, other, .. } => two(*check, *other, &before, model, sandbox)?,
        Op::Watch {
            at, saves, keys, ..
        } => {
            watched(*at, &sandbox.output("a"), model)?;
            let seen = saves.iter().map(|(variant, _)| *variant);
            after_watch(*at, &seen.collect::<Vec<_>>(), keys, &before, model)
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
                saved.has_passed[at] |= entry.standing == "passed";
                saved.latest = check.at.or(saved.latest);
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
    written(states, model, |saved| {
        saved.hints[at] = saved.hints[at].max(shown)
    })
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
            let way = Way::InPlace;
            allowed = allowed.with_save(Save { at, variant, way }, before);
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
            let second = Check {
                at,
                ..Check::plain()
            };
            if broken(&b, before).is_none() {
                graded(&b, second, before, &allowed)?;
            }
            let others = checked_states(unchanged(before), before, second, &allowed);
            lost.extend(others.clone());
            // On a busy machine the one that was started first may be the last to save.
            let first_is_last = checked_states(others, before, check, &allowed);
            states = checked_states(states, before, second, &allowed);
            states.extend(first_is_last);
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

/// The last save is always checked; what lay there before it, and the saves between, may have been: a pass then stays.
fn after_watch(at: At, saves: &[Variant], keys: &[char], before: &Model, model: &Model) -> States {
    let allowed = Allowed::of(model);
    let one = Check {
        at: Some(at),
        ..Check::plain()
    };
    let mut states = checked_states(unchanged(before), before, one, &allowed);
    let mut seen = before.exercises[at].clone();
    let mut may_have_passed = seen.entry().standing == "passed";
    for variant in saves {
        seen.source = *variant;
        may_have_passed |= seen.entry().standing == "passed";
    }
    if may_have_passed && !before.is_broken() {
        let passed = written(states.clone(), before, |saved| saved.has_passed[at] = true);
        states.extend(passed);
    }
    if keys.contains(&'c') {
        let all = checked_states(states.clone(), before, Check::plain(), &allowed);
        // A check of all is cancelled if a save is seen in two halves.
        states = if !saves.is_empty() {
            [states, all].concat()
        } else {
            all
        };
    }
    states
}
