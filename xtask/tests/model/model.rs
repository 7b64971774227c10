//! The model: what the files are, and what must be reported and saved.

use crate::op::{At, Damage, Edit, Foreign, Op, Place, Save, Way};
use crate::variants::{HINTS, START, STEPS, Variant};
use serde_json::Value;

/// A workbook as the model knows it.
#[derive(Clone, Debug)]
pub struct Model {
    pub exercises: [Exercise; 2],
    /// What the file of saved progress holds.
    pub saved: Saved,
    pub file: File,
    /// Something is in the place of `.arena` or of the saved progress.
    pub block: Option<Damage>,
    /// The locks cannot be taken: of two writers at once, one may be lost.
    pub has_no_locks: bool,
    /// How many operations there were: names and times that must differ are made of it.
    pub count: usize,
}

#[derive(Clone, Debug)]
pub struct Exercise {
    pub source: Variant,
    /// The source before the last save.
    pub previous: Variant,
    pub first_step: FirstStep,
    pub has_main: bool,
    pub is_bad_broken: bool,
    /// A foreign file is where only shipped files should be, under a name that is not an editor's.
    pub has_foreign: bool,
    pub is_away: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstStep {
    AsShipped,
    Commented,
    Renamed,
}

/// The file of saved progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    Present,
    Absent,
    Damaged,
}

/// Saved progress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    pub entries: [Option<Entry>; 2],
    pub hints: [u64; 2],
    /// Whether it has ever passed.
    pub has_passed: [bool; 2],
    /// The exercise that was last checked on its own.
    pub latest: Option<At>,
}

/// The standing and the number of passed steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub standing: &'static str,
    pub steps_passed: u64,
}

const STANDINGS: [&str; 3] = ["passed", "failed", "build_failed"];

impl Entry {
    /// As `list` shows it.
    pub fn cell(&self, has_passed: bool) -> String {
        let now = match self.standing {
            "failed" => format!("{}/{STEPS} steps", self.steps_passed),
            "build_failed" => "does not compile".to_owned(),
            passed => return passed.to_owned(),
        };
        match has_passed {
            true => format!("passed, now {now}"),
            false => now,
        }
    }

    /// As `watch` says it.
    pub fn verdict(&self) -> String {
        let steps = format!("{} of {STEPS} steps", self.steps_passed);
        match self.standing {
            "failed" => format!("does not pass, {steps}"),
            "build_failed" => "does not compile: ".to_owned(),
            _ => format!("passes, {steps}"),
        }
    }
}

impl Saved {
    /// Reads the runner's own file; `None` if it is damaged.
    pub fn parse(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let mut saved = Self::default();
        for (at, exercise) in crate::variants::EXERCISES.iter().enumerate() {
            let entry = &value["exercises"][exercise.id];
            saved.hints[at] = entry["hints"].as_u64().unwrap_or(0);
            saved.has_passed[at] = entry["best"].is_object();
            if value["latest"] == exercise.id {
                saved.latest = Some(at);
            }
            let name = entry["standing"].as_str();
            saved.entries[at] = name.map(|name| Entry {
                standing: STANDINGS
                    .into_iter()
                    .find(|known| *known == name)
                    .unwrap_or("?"),
                steps_passed: entry["steps_passed"].as_u64().unwrap_or(u64::MAX),
            });
        }
        Some(saved)
    }
}

impl Exercise {
    fn new(source: Variant) -> Self {
        Self {
            source,
            previous: source,
            first_step: FirstStep::AsShipped,
            has_main: true,
            is_bad_broken: false,
            has_foreign: false,
            is_away: false,
        }
    }

    /// What a check of it must find.
    pub fn entry(&self) -> Entry {
        let entry = |standing, steps_passed| Entry {
            standing,
            steps_passed,
        };
        if !self.has_main {
            return entry("failed", 0);
        }
        let Some([mut first, second]) = self.source.steps().filter(|_| !self.is_bad_broken) else {
            return entry("build_failed", 0);
        };
        first &= self.first_step != FirstStep::Renamed;
        let standing = if first && second { "passed" } else { "failed" };
        entry(standing, u64::from(first) + u64::from(second))
    }

    pub fn is_intact(&self) -> bool {
        let is_shipped = self.first_step == FirstStep::AsShipped && self.has_main;
        is_shipped && !self.is_bad_broken && !self.has_foreign
    }
}

impl Model {
    /// After the first check of the workbook as it is laid out.
    pub fn new() -> Self {
        let exercises = START.map(Exercise::new);
        let entries = [0, 1].map(|at: usize| Some(exercises[at].entry()));
        let has_passed = [0, 1].map(|at: usize| exercises[at].entry().standing == "passed");
        Self {
            exercises,
            saved: Saved {
                has_passed,
                entries,
                hints: [0, 0],
                latest: None,
            },
            file: File::Present,
            block: None,
            has_no_locks: false,
            count: 0,
        }
    }

    /// What commands read.
    pub fn visible(&self) -> Saved {
        match (self.block, self.file) {
            (None, File::Present) => self.saved.clone(),
            _ => Saved::default(),
        }
    }

    /// The exercise to go on with: the one that was last checked on its own, or else the other, if it has never passed.
    pub fn next(&self) -> Option<At> {
        let visible = self.visible();
        let latest = visible.latest.unwrap_or(0);
        [latest, 1 - latest]
            .into_iter()
            .find(|at| !visible.has_passed[*at])
    }

    /// Whether an exercise's folder is away, upon which every command names it.
    pub fn is_broken(&self) -> bool {
        self.exercises.iter().any(|exercise| exercise.is_away)
    }

    /// The exercises of a check.
    pub fn chosen(&self, at: Option<At>) -> Vec<At> {
        at.map_or_else(|| vec![0, 1], |at| vec![at])
    }

    /// Whether the operation means anything now; the others are left out.
    pub fn admits(&self, op: &Op) -> bool {
        let is_here = |at: At| !self.exercises[at].is_away;
        match op {
            Op::Save(save) | Op::SaveDuring { save, .. } => is_here(save.at),
            Op::Edit(at, _) | Op::Away(at) | Op::Undo(at, _) => is_here(*at),
            Op::Foreign(at, place, _) => *place == Place::Exercises || is_here(*at),
            Op::Back(at) => !is_here(*at),
            Op::Damage(Damage::Unblock) => self.block.is_some(),
            Op::Damage(Damage::Truncated | Damage::ReadOnly) => {
                self.block.is_none() && self.file == File::Present
            }
            Op::Damage(_) => self.block.is_none(),
            _ => true,
        }
    }

    /// The change that an operation makes to files. What commands report and save, the judge says.
    pub fn apply(&mut self, op: &Op) {
        match op {
            Op::Save(save) => self.save(*save),
            Op::SaveDuring { save, undo, .. } => {
                self.save(*save);
                if let Some(way) = undo {
                    self.save(self.undo(save.at, *way));
                }
            }
            Op::Undo(at, way) => self.save(self.undo(*at, *way)),
            Op::Watch { at, saves, .. } if !self.is_broken() => {
                for &(variant, way) in saves {
                    let at = *at;
                    self.save(Save { at, variant, way });
                }
            }
            Op::Edit(at, edit) => self.edit(*at, *edit),
            Op::Foreign(at, place, kind) => {
                self.exercises[*at].has_foreign |= is_noticed(*place, *kind);
            }
            Op::Away(at) => self.exercises[*at].is_away = true,
            Op::Back(at) => self.exercises[*at].is_away = false,
            Op::Damage(damage) => self.damage(*damage),
            _ => {}
        }
    }

    fn save(&mut self, save: Save) {
        let exercise = &mut self.exercises[save.at];
        exercise.previous = std::mem::replace(&mut exercise.source, save.variant);
    }

    /// The save that brings back what the last one replaced.
    pub fn undo(&self, at: At, way: Way) -> Save {
        let variant = self.exercises[at].previous;
        Save { at, variant, way }
    }

    /// The source after a reset: that of the baseline, whatever it is now.
    pub fn reset(&mut self, at: At) {
        let variant = match self.exercises[at].is_bad_broken {
            true => Variant::Syntax,
            false => Variant::Starter,
        };
        let way = Way::InPlace;
        self.save(Save { at, variant, way });
    }

    fn edit(&mut self, at: At, edit: Edit) {
        let exercise = &mut self.exercises[at];
        match edit {
            Edit::Comment => exercise.first_step = FirstStep::Commented,
            Edit::RenameTest => exercise.first_step = FirstStep::Renamed,
            Edit::RemoveMain => exercise.has_main = false,
            Edit::BreakBaseline => exercise.is_bad_broken = true,
            Edit::Restore => {
                exercise.first_step = FirstStep::AsShipped;
                exercise.has_main = true;
                exercise.is_bad_broken = false;
            }
        }
    }

    fn damage(&mut self, damage: Damage) {
        match damage {
            Damage::NoArena | Damage::NoProgress => {
                self.file = File::Absent;
                self.has_no_locks &= damage == Damage::NoProgress;
            }
            Damage::Truncated | Damage::Garbage | Damage::Emptied => self.file = File::Damaged,
            Damage::LockFolders => self.has_no_locks = true,
            Damage::FileForArena | Damage::FolderForProgress | Damage::FifoForProgress => {
                self.block = Some(damage);
            }
            Damage::Unblock => {
                // What was in the way of the progress has replaced it.
                if self.block != Some(Damage::FileForArena) {
                    self.file = File::Absent;
                }
                self.block = None;
            }
            Damage::ReadOnly | Damage::NoTests | Damage::GarbageTests => {}
        }
    }
}

/// Whether a foreign file counts as a change of what was shipped.
fn is_noticed(place: Place, kind: Foreign) -> bool {
    let is_guarded = matches!(place, Place::Tests | Place::Graded | Place::Bad);
    is_guarded
        && match kind {
            Foreign::NotUtf8Name | Foreign::NotText | Foreign::Folder => true,
            // From `tests/graded`, it leads back to where the walk began.
            Foreign::Parent => place != Place::Graded,
            _ => false,
        }
}

/// How many hints have been shown after one more.
pub fn one_more(hints: u64) -> u64 {
    (hints + 1).min(HINTS)
}
