//! Random learners and random new versions of a small workbook.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use std::collections::{BTreeMap, BTreeSet};

/// Path → content.
pub type Files = BTreeMap<String, String>;

/// What a learner does with an exercise.
#[derive(Clone, Debug)]
pub enum Edit {
    Nothing,
    /// The starter of this version, whichever that is, is what they have.
    OldStarter,
    Solve,
    SolveWithModule,
    /// The editor saves the starter with the line ends of Windows.
    OtherLineEnds,
    RemoveSource,
    /// A file that is not theirs to edit.
    ChangeTest,
    ChangeManifest,
    BreakManifest,
}

/// What the workbook's authors do with an exercise.
#[derive(Clone, Debug)]
pub enum Change {
    Nothing,
    Starter,
    Tests,
    Renumber(u32),
    Rename(u32),
    RenameAndRewrite(u32),
    RemoveIt,
    /// Another exercise takes its place.
    Replace,
    ShipModule,
}

#[derive(Clone, Debug)]
pub struct Case {
    pub exercises: Vec<(Edit, Change)>,
    pub n_new: u32,
    /// Whether an earlier update has noted which version is here.
    pub is_recorded: bool,
    pub own_files: bool,
}

pub fn cases() -> impl Strategy<Value = Case> {
    use Change as C;
    use Edit as E;
    let edit = prop_oneof![
        1 => Just(E::Nothing),
        1 => Just(E::OldStarter),
        3 => Just(E::Solve),
        1 => Just(E::SolveWithModule),
        1 => Just(E::OtherLineEnds),
        1 => Just(E::RemoveSource),
        1 => Just(E::ChangeTest),
        1 => Just(E::ChangeManifest),
        1 => Just(E::BreakManifest),
    ];
    let number = 30_u32..60;
    let change = prop_oneof![
        2 => Just(C::Nothing),
        1 => Just(C::Starter),
        1 => Just(C::Tests),
        1 => number.clone().prop_map(C::Renumber),
        1 => number.clone().prop_map(C::Rename),
        1 => number.prop_map(C::RenameAndRewrite),
        1 => Just(C::RemoveIt),
        1 => Just(C::Replace),
        1 => Just(C::ShipModule),
    ];
    (
        vec((edit, change), 1..=20),
        0..3_u32,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(exercises, n_new, is_recorded, own_files)| Case {
            exercises,
            n_new,
            is_recorded,
            own_files,
        })
        .prop_filter("a version of the workbook has an exercise", |case| {
            let stays = |(_, change): &(Edit, Change)| !matches!(change, Change::RemoveIt);
            case.n_new > 0 || case.exercises.iter().any(stays)
        })
}

/// The files of an exercise; its source is its baseline.
pub fn exercise(folder: &str, id: &str, formerly: &[String], starter: &str, tests: &str) -> Files {
    let fingerprint = workbook::fingerprint(starter.as_bytes());
    let manifest = format!("[package]\nname = \"{id}\"\n");
    let recorded = workbook::fingerprint(manifest.as_bytes());
    let files = [
        ("Cargo.toml", manifest),
        (
            "exercise.toml",
            format!("title = \"{id}\"\nformerly = {formerly:?}\n"),
        ),
        ("bad/lib.rs", starter.to_owned()),
        ("src/lib.rs", starter.to_owned()),
        ("tests/graded/main.rs", tests.to_owned()),
        (
            "shipped.toml",
            format!(
                "tests = []\n[files]\n\"Cargo.toml\" = \"{recorded}\"\n\"bad/lib.rs\" = \"{fingerprint}\"\n"
            ),
        ),
    ];
    let files = files.into_iter();
    files
        .map(|(name, text)| (format!("exercises/{folder}/{name}"), text))
        .collect()
}

fn starter(at: usize, version: u32) -> String {
    format!("//! Exercise {at}.\n\npub fn slow() -> u32 {{\n    {version}\n}}\n")
}

fn solved(at: usize) -> String {
    format!("//! Exercise {at}, mine.\n\npub fn fast() {{}}\n// One line.\n// Another line.\n")
}

impl Case {
    pub fn folder(at: usize) -> String {
        format!("{:02}_number_{at}", at + 1)
    }

    /// The version that the learner came from.
    pub fn base(&self) -> Files {
        let mut files = common_files("1");
        for at in 0..self.exercises.len() {
            files.extend(exercise(
                &Self::folder(at),
                &format!("number-{at}"),
                &[],
                &starter(at, 1),
                "1",
            ));
        }
        files
    }

    /// The new version, and for each exercise its folder in it.
    pub fn theirs(&self) -> (Files, Vec<Option<String>>) {
        let mut files = common_files("2");
        let mut folders = Vec::new();
        let mut taken = BTreeSet::new();
        for (at, (_, change)) in self.exercises.iter().enumerate() {
            let (here, id) = (Self::folder(at), format!("number-{at}"));
            let moved = |number: &u32| format!("{number:02}_moved_{at}");
            let was = [id.clone()];
            let (folder, id, formerly, version, tests): (_, _, &[String], _, _) = match change {
                Change::Nothing | Change::ShipModule => (here, id, &[], 1, "1"),
                Change::Starter => (here, id, &[], 2, "1"),
                Change::Tests => (here, id, &[], 1, "2"),
                Change::Renumber(number) => (moved(number), id, &[], 1, "1"),
                Change::Rename(number) => (moved(number), format!("moved-{at}"), &was, 1, "1"),
                Change::RenameAndRewrite(number) => {
                    (moved(number), format!("moved-{at}"), &was, 3, "3")
                }
                Change::Replace => (here, format!("other-{at}"), &[], 9, "9"),
                Change::RemoveIt => {
                    folders.push(None);
                    continue;
                }
            };
            taken.insert(folder.clone());
            files.extend(exercise(
                &folder,
                &id,
                formerly,
                &starter(at, version),
                tests,
            ));
            if matches!(change, Change::ShipModule) {
                files.insert(
                    format!("exercises/{folder}/src/part.rs"),
                    "// Shipped.\n".to_owned(),
                );
            }
            folders.push(Some(folder));
        }
        for new in 0..self.n_new {
            files.extend(exercise(
                &format!("9{new}_new"),
                &format!("new-{new}"),
                &[],
                "// New.\n",
                "1",
            ));
        }
        (files, folders)
    }

    /// What the learner has, and what they have written there: by exercise, relative to its `src`.
    pub fn mine(&self) -> (Files, Vec<(usize, &'static str, String)>) {
        let mut files = self.base();
        let mut written = Vec::new();
        for (at, (edit, _)) in self.exercises.iter().enumerate() {
            let name = |rest: &str| format!("exercises/{}/{rest}", Self::folder(at));
            let mut put = |rest: &str, text: String| files.insert(name(rest), text);
            match edit {
                Edit::Nothing => {}
                Edit::OldStarter => {
                    put("src/lib.rs", starter(at, 1));
                }
                Edit::Solve | Edit::SolveWithModule => {
                    put("src/lib.rs", solved(at));
                    written.push((at, "lib.rs", solved(at)));
                    if matches!(edit, Edit::SolveWithModule) {
                        put("src/part.rs", format!("// Mine, {at}.\n"));
                        put("src/deep/part.rs", format!("// Mine, deep, {at}.\n"));
                        written.push((at, "part.rs", format!("// Mine, {at}.\n")));
                        written.push((at, "deep/part.rs", format!("// Mine, deep, {at}.\n")));
                    }
                }
                Edit::OtherLineEnds => {
                    put("src/lib.rs", starter(at, 1).replace('\n', "\r\n"));
                }
                Edit::ChangeTest => {
                    put("tests/graded/main.rs", format!("// Loosened, {at}.\n"));
                }
                Edit::ChangeManifest => {
                    put(
                        "Cargo.toml",
                        format!("[package]\nname = \"number-{at}\"\n# Mine.\n"),
                    );
                }
                Edit::BreakManifest => {
                    put("Cargo.toml", "[package\n".to_owned());
                    put("src/lib.rs", solved(at));
                    written.push((at, "lib.rs", solved(at)));
                }
                Edit::RemoveSource => {
                    files.remove(&name("src/lib.rs"));
                }
            }
        }
        if self.own_files {
            files.insert("workshop.toml".to_owned(), "title = \"Mine\"\n".to_owned());
            files.insert("exercises/notes.md".to_owned(), "Mine.\n".to_owned());
            files.insert("book/src/one.md".to_owned(), "# Mine\n".to_owned());
        }
        (files, written)
    }
}

pub fn common_files(version: &str) -> Files {
    let files = [
        ("Cargo.toml".to_owned(), format!("# {version}\n")),
        ("book/src/one.md".to_owned(), format!("# One, {version}\n")),
        (
            format!("xtask/src/only_in_{version}.rs"),
            "//! A file.\n".to_owned(),
        ),
    ];
    files.into_iter().collect()
}
