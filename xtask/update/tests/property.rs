//! Random edits by a learner and random changes of the workbook: no line that the learner has written is lost, an update
//! that is taken back leaves everything as it was, and a look changes nothing.

use grader::cancellation::Cancellation;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use update::plan::Fate;
use update::source::look;
use update::undo::undo;

/// Path → content.
type Files = BTreeMap<String, String>;

/// What a learner does with an exercise.
#[derive(Clone, Debug)]
enum Edit {
    Nothing,
    /// The starter of this version, whichever that is, is what they have.
    OldStarter,
    Solve,
    SolveWithModule,
    /// The editor saves the starter with the line ends of Windows.
    OtherLineEnds,
    RemoveSource,
    /// A file that is not theirs to edit.
    EditTest,
    EditManifest,
    BreakManifest,
}

/// What the workbook's authors do with an exercise.
#[derive(Clone, Debug)]
enum Change {
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
struct Case {
    exercises: Vec<(Edit, Change)>,
    n_new: u32,
    /// Whether an earlier update has noted which version is here.
    is_recorded: bool,
    own_files: bool,
}

fn cases() -> impl Strategy<Value = Case> {
    use Change as C;
    use Edit as E;
    let edit = prop_oneof![
        1 => Just(E::Nothing),
        1 => Just(E::OldStarter),
        3 => Just(E::Solve),
        1 => Just(E::SolveWithModule),
        1 => Just(E::OtherLineEnds),
        1 => Just(E::RemoveSource),
        1 => Just(E::EditTest),
        1 => Just(E::EditManifest),
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
}

/// The files of an exercise; its source is its baseline.
fn exercise(folder: &str, id: &str, formerly: &[String], starter: &str, tests: &str) -> Files {
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
    fn folder(at: usize) -> String {
        format!("{:02}_number_{at}", at + 1)
    }

    /// The version that the learner came from.
    fn base(&self) -> Files {
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
    fn theirs(&self) -> (Files, Vec<Option<String>>) {
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
    fn mine(&self) -> (Files, Vec<(usize, &'static str, String)>) {
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
                Edit::EditTest => {
                    put("tests/graded/main.rs", format!("// Loosened, {at}.\n"));
                }
                Edit::EditManifest => {
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

fn common_files(version: &str) -> Files {
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

fn write(root: &Path, files: &Files) {
    for (name, text) in files {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("writable");
        std::fs::write(path, text).expect("writable");
    }
}

/// All files below a folder, byte for byte, and without the saved state.
fn read(root: &Path) -> Files {
    fn collect(root: &Path, folder: &Path, files: &mut Files) {
        for entry in std::fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            let name = workbook::slashed(path.strip_prefix(root).expect("it is below"));
            match path.is_dir() {
                true if name == ".arena" => {}
                true => collect(root, &path, files),
                false => {
                    files.insert(name, std::fs::read_to_string(&path).expect("it is text"));
                }
            }
        }
    }
    let mut files = Files::new();
    collect(root, root, &mut files);
    files
}

fn fail(what: String) -> TestCaseError {
    TestCaseError::fail(what)
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (root, theirs) = (folder.path().join("mine"), folder.path().join("theirs"));
    let never = Cancellation::new();
    let (new, folders) = case.theirs();
    write(&theirs, &new);
    if case.is_recorded {
        // From the version before, so that it is known what came from where.
        let before = folder.path().join("base");
        write(&before, &case.base());
        write(
            &root,
            &exercise("00_first", "first", &[], "// First.\n", "1"),
        );
        write(&root, &common_files("0"));
        let first = look(&root, before.to_str(), false, &never).expect("it is a version");
        first
            .expect("it is another")
            .apply(&never, &mut |_| ())
            .expect("writable");
        std::fs::remove_dir_all(root.join("exercises")).expect("writable");
        std::fs::remove_file(root.join("xtask/src/only_in_0.rs")).ok();
    }
    let (mine, written) = case.mine();
    write(&root, &mine);
    for (at, (edit, _)) in case.exercises.iter().enumerate() {
        if matches!(edit, Edit::RemoveSource) {
            let source = root
                .join("exercises")
                .join(Case::folder(at))
                .join("src/lib.rs");
            std::fs::remove_file(source).ok();
        }
    }
    let before = read(&root);
    let update = look(&root, theirs.to_str(), true, &never).expect("it is a version");
    let update = update.ok_or_else(|| fail("there is always something new".to_owned()))?;
    if read(&root) != before {
        return Err(fail("a look changes something".to_owned()));
    }
    let place = update
        .apply(&never, &mut |_| ())
        .expect("it can be applied");
    let after = read(&root);
    for (at, rest, text) in &written {
        let place = folders[*at].clone().unwrap_or(Case::folder(*at));
        let file = format!("exercises/{place}/src/{rest}");
        if after.get(&file) != Some(text) {
            return Err(fail(format!("{file} is {:?}", after.get(&file))));
        }
    }
    // All else is as in the new version, or as before where that does not have it.
    let is_written = |name: &str| {
        written
            .iter()
            .any(|(_, _, text)| after.get(name) == Some(text))
    };
    let base = case.base();
    for (name, text) in &new {
        let here = after.get(name).map(|text| text.replace("\r\n", "\n"));
        // What only the learner has changed stays.
        let is_kept = base.get(name) == Some(text) && after.get(name) == before.get(name);
        if here.as_ref() != Some(text) && !is_written(name) && !is_kept {
            return Err(fail(format!("{name} is {here:?} and not {text:?}")));
        }
    }
    // What was replaced is beside the journal.
    for (name, text) in &before {
        let kept = std::fs::read_to_string(place.old(name));
        let is_kept = kept.is_ok_and(|kept| kept == *text);
        if after.get(name) != Some(text) && !is_kept {
            return Err(fail(format!("{name} is neither there nor kept")));
        }
    }
    for name in &update.plan.kept {
        if !place.old(name).is_file() {
            return Err(fail(format!("{name} was promised to be kept")));
        }
    }
    let refreshed = update
        .plan
        .exercises
        .iter()
        .filter(|change| change.fate == Fate::Refreshed);
    for change in refreshed {
        if after.get(&format!("{}/src/lib.rs", change.folder))
            != new.get(&format!("{}/src/lib.rs", change.folder))
        {
            return Err(fail(format!("{} is not refreshed", change.id)));
        }
    }
    if look(&root, theirs.to_str(), true, &never)
        .expect("it is a version")
        .is_some()
    {
        return Err(fail("a second update finds something to do".to_owned()));
    }
    undo(&root, &never)
        .expect("it can be taken back")
        .expect("there is one");
    let back = read(&root);
    match back == before {
        true => Ok(()),
        false => {
            let names = back.keys().chain(before.keys());
            let differ: BTreeSet<_> = names
                .filter(|name| back.get(*name) != before.get(*name))
                .collect();
            Err(fail(format!("not as before: {differ:?}")))
        }
    }
}

#[test]
fn nothing_that_a_learner_has_written_is_lost() {
    let n_cases = std::env::var("ARENA_UPDATE_CASES").ok();
    let config = Config {
        cases: n_cases.and_then(|text| text.parse().ok()).unwrap_or(40),
        failure_persistence: None,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&cases(), |case| check(&case));
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
