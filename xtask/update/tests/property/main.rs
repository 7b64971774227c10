//! Random edits by a learner and random changes of the workbook: no line that the learner has written is lost, an update
//! that is taken back leaves everything as it was, and a look changes nothing.

mod cases;

use cases::{Case, Edit, Files, cases, common_files, exercise};
use grader::cancellation::Cancellation;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::collections::BTreeSet;
use std::path::Path;
use update::plan::Fate;
use update::source::look;
use update::undo::undo;

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
