//! Private exercises: in a folder that workshop.toml names, they are exercises like all others, and what is broken there
//! costs no other exercise anything.

mod common;

use common::workshop::{git, git_init};
use common::{CHECK, Checkout, Plan, contains_all, exercise};

const OWN: &str = "ours/exercises/51_own_words";
/// An id that the repository does not have.
const ID: &str = "made-by-a-test";
const PLAN: &str = "title = \"Ours\"\nexercises = [\"ours\"]\n";

/// The workbook of two exercises, and in a folder of it a private copy of each: one is solved, and one is a starter.
fn with_private() -> Plan {
    let plan = Plan::of("tiny").write("workshop.toml", PLAN);
    let plan = with_copy(plan, "02_count_words", "51_own_words");
    with_copy(plan, "05_count_lines", "52_own_lines")
}

/// A copy of an exercise and its solution among the private ones.
fn with_copy(plan: Plan, from: &str, to: &str) -> Plan {
    let mut plan = plan;
    for top in ["exercises", "solutions"] {
        plan = plan.copy(&format!("{top}/{from}"), &format!("ours/{top}/{to}"));
    }
    // The crate's name, and the id.
    let (old, new) = (&from[3..], &to[3..]);
    let ids = [old, new].map(|name| name.replace('_', "-"));
    for (top, file, before, after) in [
        ("exercises", "Cargo.toml", &*ids[0], &*ids[1]),
        ("exercises", "bad/Cargo.toml", &ids[0], &ids[1]),
        ("exercises", "tests/graded/step1_answers.rs", old, new),
        ("exercises", "tests/graded/step2_budget.rs", old, new),
        ("solutions", "Cargo.toml", &ids[0], &ids[1]),
        ("solutions", "Cargo.toml", from, to),
        ("solutions", "tests/graded.rs", from, to),
        ("solutions", "tests/graded.rs", old, new),
    ] {
        plan = plan.edit(&format!("ours/{top}/{to}/{file}"), before, after);
    }
    plan
}

#[test]
fn they_are_exercises_like_all_others() {
    let checkout = with_private().lay_out();
    let report = checkout.run(&CHECK).exits_with(1).json();
    for (id, standing) in [
        ("count-words", "passed"),
        ("count-lines", "failed"),
        ("own-words", "passed"),
        ("own-lines", "failed"),
    ] {
        assert_eq!(exercise(&report, id)["standing"], standing, "{id}");
    }
    checkout
        .run(&["list"])
        .says(&["51", "own-words", "52", "own-lines"]);
    checkout
        .run(&["check", "own-lines", "--no-speed"])
        .exits_with(1)
        .says(&["step2_budget"]);
    checkout.run(&["hint", "own-lines"]).exits_with(0);
    let source = "ours/exercises/52_own_lines/src/lib.rs";
    let starter = checkout.read(source);
    checkout.write(source, &format!("{starter}// Mine.\n"));
    checkout
        .run(&["reset", "own-lines", "--yes"])
        .says(&[&format!("{source} is as it was shipped.")]);
    assert_eq!(checkout.read(source), starter);
    checkout.write(source, "pub fn broken( {}\n");
    checkout
        .run(&["check", "52", "--no-speed"])
        .exits_with(1)
        .says(&["does not compile", "src/lib.rs"]);
    checkout.run(&["undo", "own-lines"]).exits_with(0);
    assert_eq!(checkout.read(source), starter);
    let manifest = checkout.read("ours/Cargo.toml");
    contains_all(
        &manifest,
        &[
            "Written by `cargo xtask`",
            "exercises/51_own_words",
            "solutions/52_own_lines",
        ],
    );
}

#[test]
fn a_folder_beside_the_workbook_serves_as_well() {
    let beside = tempfile::tempdir().expect("a temporary folder");
    let checkout = with_private().lay_out();
    std::fs::rename(checkout.path("ours"), beside.path().join("ours")).expect("one file system");
    let name = beside
        .path()
        .join("ours")
        .to_string_lossy()
        .replace('\\', "/");
    checkout.write(
        "workshop.toml",
        &PLAN.replace("\"ours\"", &format!("{name:?}")),
    );
    let report = checkout
        .run(&["check", "51", "52", "2", "--no-speed", "--format", "json"])
        .exits_with(1)
        .json();
    assert_eq!(exercise(&report, "own-words")["standing"], "passed");
    assert_eq!(exercise(&report, "own-lines")["standing"], "failed");
    assert_eq!(exercise(&report, "count-words")["standing"], "passed");
}

/// Somebody's workbook has the folder in it; another hands in the private repository alone, as a folder and as a branch.
#[test]
fn a_class_is_graded_on_them_too() {
    let checkout = with_private().lay_out();
    let class = tempfile::tempdir().expect("a temporary folder");
    let solved = checkout.read("ours/exercises/51_own_words/src/lib.rs");
    let starter = checkout.read("ours/exercises/52_own_lines/src/lib.rs");
    let write = |file: &str, text: &str| {
        let path = class.path().join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    };
    write("ann/exercises/02_count_words/src/lib.rs", "pub fn broken(");
    write("ann/ours/exercises/51_own_words/src/lib.rs", &solved);
    write("ann/ours/exercises/52_own_lines/src/lib.rs", &starter);
    write("ben/Cargo.toml", "[workspace]\n");
    write("ben/exercises/51_own_words/src/lib.rs", "pub fn broken(");
    write(
        "ben/exercises/52_own_lines/src/lib.rs",
        &(starter + "// Mine.\n"),
    );
    let place = class.path().display().to_string();
    let graded = ["workshop", "grade", &place, "--format", "csv"];
    checkout.run(&graded).exits_with(1).says(&[
        "ann,count-words,build_failed,",
        "ann,own-words,passed,2,2,,",
        "ann,own-lines,not_begun,",
        // What else is in a private repository is not compared.
        "ben,count-words,missing,0,2,,\n",
        "ben,own-words,build_failed,",
        "ben,own-lines,failed,1,2,",
    ]);

    let remote = class.path().join("ours.git");
    if !git_init(&remote) {
        eprintln!("skipped: there is no git here");
        return;
    }
    let ben = class.path().join("ben");
    git(&ben, &["init", "-q", "-b", "ben"]);
    git(&ben, &["add", "."]);
    git(&ben, &["commit", "-qm", "mine"]);
    let address = remote.display().to_string();
    git(&ben, &["push", "-q", &address, "ben"]);
    let graded = [
        "workshop",
        "grade",
        &address,
        "--only",
        "own-words",
        "--only",
        "own-lines",
    ];
    checkout
        .run(&[&graded[..], &["--format", "csv"]].concat())
        .exits_with(1)
        .says(&["ben,own-words,build_failed,", "ben,own-lines,failed,1,2,"]);
}

#[test]
fn a_missing_folder_is_named_with_its_line_and_the_next_command() {
    let checkout = with_private().without("ours").lay_out();
    for command in ["next", "check"] {
        checkout.run(&[command]).exits_with(2).complains(&[
            "workshop.toml:2: there is no folder `ours/exercises`",
            "cargo xtask new exercise ID --in ours",
        ]);
    }
}

/// Each mistake is in one of two private exercises; the other, and the workbook's, are graded.
#[test]
fn a_broken_one_costs_no_other_exercise_anything() {
    let manifest = format!("{OWN}/Cargo.toml");
    for (plan, told) in [
        (
            with_private().write(&format!("{OWN}/exercise.toml"), "title = \n"),
            "ours/exercises/51_own_words/exercise.toml:1",
        ),
        (
            with_private().write(&manifest, "[package\n"),
            "ours/exercises/51_own_words/Cargo.toml:1",
        ),
        (
            with_private().edit(&manifest, "\"own-words\"", "\"count-words\""),
            "its id or its number is that of exercise 2 count-words",
        ),
    ] {
        let checkout = plan.lay_out();
        let done = checkout.run(&["check", "--no-speed", "--format", "json"]);
        done.exits_with(1).complains(&["warning: ", told]);
        assert_others_graded(&checkout);
        checkout.run(&["check", "own-words"]).exits_with(2);
    }
}

#[test]
fn a_number_that_is_taken_is_told() {
    let checkout = with_private()
        .copy(OWN, "ours/exercises/05_same_number")
        .lay_out();
    checkout.run(&["list"]).exits_with(0).complains(&[
        "ours/exercises/05_same_number: its id or its number is that of exercise 5 count-lines",
    ]);
    assert_others_graded(&checkout);
}

#[test]
fn a_mistake_that_only_cargo_finds_costs_no_other_exercise_anything() {
    let manifest = format!("{OWN}/Cargo.toml");
    let checkout = with_private()
        .edit(
            &manifest,
            "[dev-dependencies]\n",
            "[dev-dependencies]\nnowhere = { path = \"nowhere\" }\n",
        )
        .lay_out();
    let report = checkout.run(&CHECK).exits_with(1).json();
    assert_eq!(exercise(&report, "own-words")["standing"], "build_failed");
    contains_all(
        exercise(&report, "own-words")["message"]
            .as_str()
            .unwrap_or_default(),
        &["nowhere"],
    );
    assert_others_graded(&checkout);
}

#[track_caller]
fn assert_others_graded(checkout: &Checkout) {
    let report = checkout
        .run(&["check", "--no-speed", "--format", "json"])
        .json();
    for (id, standing) in [
        ("count-words", "passed"),
        ("count-lines", "failed"),
        ("own-lines", "failed"),
    ] {
        assert_eq!(exercise(&report, id)["standing"], standing, "{id}");
    }
}

/// A folder beside the workbook, which is not there yet.
#[test]
fn a_private_exercise_verifies_as_it_is_and_changes_one_line_of_the_workbook() {
    let checkout = Plan::of_repository().lay_out();
    let ours = checkout.path("../our-exercises");
    std::fs::remove_dir_all(&ours).ok();
    let before = checkout.files();
    let arguments = ["new", "exercise", ID, "--in", "../our-exercises"];
    let dry = checkout.run(&[&arguments[..], &["--dry-run"]].concat());
    dry.exits_with(0)
        .says(&["../our-exercises/exercises/51_made_by_a_test/src/lib.rs"]);
    assert!(!ours.exists());
    checkout.run(&arguments).exits_with(0).says(&[
        "New: ../our-exercises/exercises/51_made_by_a_test",
        "workshop.toml names the folder",
    ]);
    let mut after = checkout.files();
    assert!(after.remove("workshop.toml").is_some());
    assert!(after == before, "only the plan is new");
    let verified = checkout.run(&["verify", ID, "--deep", "--no-speed"]);
    verified
        .exits_with(0)
        .says(&["1 solution passes, 3 honest variants pass, 3 tricks fail"]);
    checkout
        .run(&["check", ID, "--no-speed"])
        .exits_with(1)
        .says(&["step2_budget: failed"]);
    checkout
        .run(&["new", "exercise", "another-one", "--in", "../our-exercises"])
        .exits_with(0);
    assert!(
        ours.join("exercises/52_another_one/exercise.toml")
            .is_file()
    );
    // The workbook's own go on from their own last number.
    let listed = checkout.run(&["new", "exercise", "of-the-workbook", "--dry-run"]);
    let listed = listed
        .says(&["_of_the_workbook/exercise.toml"])
        .stdout
        .clone();
    assert!(!listed.contains("exercises/53_"), "{listed}");
    for (folder, parts) in [
        (
            "exercises/mine",
            ["belongs to the workbook itself", "--in ../our-exercises"],
        ),
        (".", ["belongs to the workbook itself", "without `--in`"]),
    ] {
        checkout
            .run(&["new", "exercise", "third", "--in", folder])
            .exits_with(2)
            .complains(&parts);
    }
    std::fs::remove_dir_all(&ours).expect("it is ours");
    checkout
        .run(&["next"])
        .exits_with(2)
        .complains(&["workshop.toml:2: there is no folder `../our-exercises/exercises`"]);
    // The command that the error names makes it.
    checkout.run(&arguments).exits_with(0);
    checkout.run(&["next"]).exits_with(0);
    std::fs::remove_dir_all(&ours).expect("it is ours");
}
