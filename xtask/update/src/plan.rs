//! What an update does: a pure function of three versions, the one that this checkout came from, what is here now, and the
//! new one.
//!
//! A source that its learner has edited is never written over and never removed: it stays, or it moves with its exercise.
//! It is untouched only if it equals a starter, of this version or of an older one.

use crate::version::{Listed, ODD, SOURCE, Version};
use std::collections::{BTreeMap, BTreeSet};
use workbook::source_of;

/// The version that a checkout came from, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Base {
    /// Path → fingerprint.
    pub files: BTreeMap<String, String>,
    /// Its exercises, whose manifests nobody has edited.
    pub exercises: Vec<Listed>,
    /// Whether these are all of its files. Otherwise a file that is not among them may be as it was shipped, or edited.
    pub is_complete: bool,
    /// The fingerprints of starters, of whatever version.
    pub starters: BTreeSet<String>,
}

impl Base {
    /// An exercise that is here, as it was shipped.
    fn shipped(&self, here: &Listed) -> Listed {
        let mut shipped = self.exercises.iter();
        let shipped = shipped.find(|shipped| shipped.folder == here.folder);
        shipped.unwrap_or(here).clone()
    }
}

/// Where the content of a file comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The new version's file.
    Theirs(String),
    /// The learner's, from where it is now.
    Mine(String),
}

/// What is to be done. Whatever is not in it stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Path → its content afterwards.
    pub writes: BTreeMap<String, Content>,
    /// What is gone afterwards.
    pub removes: BTreeSet<String>,
    /// What was edited here, is not a learner's to edit, and differs in the new version: written or removed, and kept aside.
    pub kept: Vec<String>,
    /// What happens to each exercise of which something does, in the new version's order, those that are gone last.
    pub exercises: Vec<Change>,
}

/// What happens to an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its id, in the new version if it is there.
    pub id: String,
    /// Its id here, where it is another.
    pub former_id: Option<String>,
    /// Its folder here, where it is another.
    pub former_folder: Option<String>,
    /// Its folder in the new version; here, if it is gone.
    pub folder: String,
    /// What becomes of the learner's source.
    pub fate: Fate,
    /// Whether its tests differ.
    pub tests: bool,
    /// Whether its `exercise.toml` differs: what it asks, and its hints.
    pub task: bool,
    /// Whether its starter differs.
    pub starter: bool,
}

/// What becomes of a learner's source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The exercise is new.
    New,
    /// It was a starter, and is the new one.
    Refreshed,
    /// It is edited, and stays as it is, in the exercise's folder.
    Stays,
    /// The exercise is gone, and so is its untouched starter.
    Gone,
    /// The exercise is gone; the edited source stays in its folder.
    Left,
    /// The exercise is gone, and another has its folder: the edited source is kept aside.
    SetAside,
}

impl Plan {
    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.removes.is_empty()
    }

    /// The ids that exercises had here, each with the new one.
    #[must_use]
    pub fn renamed(&self) -> Vec<(String, String)> {
        let changes = self.exercises.iter();
        changes
            .filter_map(|change| Some((change.former_id.clone()?, change.id.clone())))
            .collect()
    }
}

/// What turns `mine` into `theirs`, but for what the learner has written.
#[must_use]
pub fn plan(base: &Base, mine: &Version, theirs: &Version) -> Plan {
    let listed: Vec<Listed> = mine
        .exercises
        .iter()
        .map(|here| base.shipped(here))
        .collect();
    let pairs = pairs(&listed, theirs);
    let mut planner = Planner {
        base,
        mine,
        theirs,
        taken: BTreeSet::new(),
        plan: Plan::default(),
    };
    for (old, new) in listed.iter().zip(&pairs) {
        if let Some(new) = new {
            planner.sources(old, new);
        }
    }
    let mut gone = Vec::new();
    for (old, new) in listed.iter().zip(&pairs) {
        if new.is_none() && planner.was_shipped(old) {
            gone.extend(planner.gone(old));
        }
    }
    planner.new_sources();
    planner.other_files();
    let Planner { mut plan, .. } = planner;
    plan.removes.retain(|name| !plan.writes.contains_key(name));
    for new in &theirs.exercises {
        let old = listed.iter().zip(&pairs);
        let old = old.filter(|(_, pair)| pair.is_some_and(|pair| pair.folder == new.folder));
        let old = old.map(|(old, _)| old).next();
        plan.exercises.extend(change(&plan, mine, theirs, old, new));
    }
    plan.exercises.extend(gone);
    plan
}

/// For each exercise here, the same one of the new version: by its id, by an id that it had, or by its folder.
fn pairs<'t>(mine: &[Listed], theirs: &'t Version) -> Vec<Option<&'t Listed>> {
    let mut pairs: Vec<Option<&Listed>> = vec![None; mine.len()];
    let rules: [fn(&Listed, &Listed) -> bool; 3] = [
        |old, new| old.id == new.id,
        |old, new| new.formerly.contains(&old.id) || old.formerly.contains(&new.id),
        |old, new| old.folder == new.folder,
    ];
    for is_same in rules {
        for (at, old) in mine.iter().enumerate() {
            let is_free = |new: &&Listed| !pairs.iter().flatten().any(|taken| *taken == *new);
            if pairs[at].is_none() {
                let free = theirs.exercises.iter().filter(is_free);
                pairs[at] = free.into_iter().find(|new| is_same(old, new));
            }
        }
    }
    pairs
}

struct Planner<'a> {
    base: &'a Base,
    mine: &'a Version,
    theirs: &'a Version,
    /// Where sources of the learner are afterwards.
    taken: BTreeSet<String>,
    plan: Plan,
}

impl Planner<'_> {
    /// Whether a file of somebody's `src` is the learner's: it differs from what was shipped.
    fn is_edited(&self, name: &str, print: &String) -> bool {
        match source_of(name) {
            Some((_, SOURCE)) => !self.base.starters.contains(print),
            _ => {
                self.base.files.get(name) != Some(print)
                    && self.theirs.files.get(name) != Some(print)
            }
        }
    }

    fn sources(&mut self, old: &Listed, new: &Listed) {
        for (rest, print) in self.mine.below(&format!("{}/src", old.folder)) {
            let name = format!("{}/src/{rest}", old.folder);
            let target = format!("{}/src/{rest}", new.folder);
            let moves = name != target;
            // What is no file cannot be moved as one; it stays, whatever it is.
            let is_mine = self.is_edited(&name, print) && !(moves && print == ODD);
            let is_replaced = match is_mine {
                true => moves,
                false => print != ODD && self.is_replaced(&name, &target),
            };
            if is_mine {
                self.taken.insert(target.clone());
                if moves {
                    self.plan.writes.insert(target, Content::Mine(name.clone()));
                }
            }
            if is_replaced {
                self.plan.removes.insert(name);
            }
        }
    }

    /// Whether an untouched source is not where it belongs, or belongs nowhere any more.
    fn is_replaced(&self, name: &str, target: &str) -> bool {
        name != target || !self.theirs.files.contains_key(target)
    }

    fn was_shipped(&self, exercise: &Listed) -> bool {
        let prefix = format!("{}/", exercise.folder);
        let mut files = self.base.files.range(prefix.clone()..);
        self.base.is_complete
            && files
                .next()
                .is_some_and(|(name, _)| name.starts_with(&prefix))
    }

    /// An exercise that the new version does not have.
    fn gone(&mut self, old: &Listed) -> Option<Change> {
        let mut fate = None;
        for (rest, print) in self.mine.below(&format!("{}/src", old.folder)) {
            let name = format!("{}/src/{rest}", old.folder);
            if !self.is_edited(&name, print) {
                self.plan.removes.insert(name);
                fate = fate.or(Some(Fate::Gone));
            } else if self.theirs.files.contains_key(&name) || self.taken.contains(&name) {
                self.plan.kept.push(name);
                fate = Some(Fate::SetAside);
            } else {
                self.taken.insert(name);
                fate = Some(Fate::Left);
            }
        }
        Some(Change {
            id: old.id.clone(),
            former_id: None,
            former_folder: None,
            folder: old.folder.clone(),
            fate: fate?,
            tests: false,
            task: false,
            starter: false,
        })
    }

    /// The sources of the new version, where there is none of the learner's.
    fn new_sources(&mut self) {
        for (name, print) in &self.theirs.files {
            if source_of(name).is_none() || self.taken.contains(name) {
                continue;
            }
            let here = self.mine.files.get(name);
            if here != Some(print) || self.plan.removes.contains(name) {
                self.plan
                    .writes
                    .insert(name.clone(), Content::Theirs(name.clone()));
            }
        }
    }

    /// All that is no learner's to edit.
    fn other_files(&mut self) {
        let names = self.mine.files.keys().chain(self.theirs.files.keys());
        let names: BTreeSet<&String> = names.filter(|name| source_of(name).is_none()).collect();
        for name in names {
            let (here, new) = (self.mine.files.get(name), self.theirs.files.get(name));
            let base = self.base.files.get(name);
            match (here, new) {
                (here, new) if here == new => continue,
                // Somebody's own.
                (Some(_), None) if base.is_none() => continue,
                // Edited here, and the new version changes nothing about it.
                (Some(_), Some(_)) if base == new => continue,
                (_, Some(_)) => {
                    self.plan
                        .writes
                        .insert(name.clone(), Content::Theirs(name.clone()));
                }
                (_, None) => {
                    self.plan.removes.insert(name.clone());
                }
            }
            let is_known = base.is_some() || self.base.is_complete;
            if here.is_some_and(|here| Some(here) != base && (is_known || here == ODD)) {
                self.plan.kept.push(name.clone());
            }
        }
    }
}

/// What happens to an exercise of the new version; `None` where nothing does.
fn change(
    plan: &Plan,
    mine: &Version,
    theirs: &Version,
    old: Option<&Listed>,
    new: &Listed,
) -> Option<Change> {
    let at = format!("{}/src/{SOURCE}", new.folder);
    let fate = match (old, plan.writes.get(&at)) {
        (None, _) => Fate::New,
        (Some(_), Some(Content::Theirs(_))) => Fate::Refreshed,
        (Some(_), _) => Fate::Stays,
    };
    let old = old.unwrap_or(new);
    let differs = |part: &str| {
        let here: Vec<_> = mine.below(&format!("{}/{part}", old.folder)).collect();
        let there: Vec<_> = theirs.below(&format!("{}/{part}", new.folder)).collect();
        here != there
    };
    let file_differs = |name: &str| {
        let here = mine.files.get(&format!("{}/{name}", old.folder));
        here != theirs.files.get(&format!("{}/{name}", new.folder))
    };
    let is_other = |here: &str, there: &str| (here != there).then(|| here.to_owned());
    let change = Change {
        id: new.id.clone(),
        former_id: is_other(&old.id, &new.id),
        former_folder: is_other(&old.folder, &new.folder),
        folder: new.folder.clone(),
        fate,
        tests: differs("tests"),
        task: file_differs("exercise.toml"),
        starter: differs("bad"),
    };
    let is_news = change.tests || change.task || change.starter || change.former_folder.is_some();
    (is_news || fate != Fate::Stays).then_some(change)
}
