//! `workshop grade`: everybody's work is found, graded with this checkout's tests, and named.

mod common;

use common::workshop::{PLAN, git, git_init};
use common::{Checkout, Plan, contains_all, tiny};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

const WORDS: &str = "exercises/02_count_words/src/lib.rs";
const LINES: &str = "exercises/05_count_lines/src/lib.rs";
/// A branch that would be HTML, where files can have such names.
const HOSTILE: &str = match cfg!(windows) {
    true => "team/ben",
    false => "team/<b>ben",
};
const TESTS: &str = "exercises/02_count_words/tests/graded/main.rs";

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("written");
    std::fs::write(path, text).expect("written");
}

/// `words` solved, `lines` solved.
fn solutions(checkout: &Checkout) -> (String, String) {
    let words = checkout.read(WORDS);
    let lines = words.replace("split_whitespace()", "lines()");
    (words, lines)
}

#[track_caller]
fn of<'a>(submissions: &'a [Value], name: &str) -> &'a Value {
    let found = submissions.iter().find(|one| one["name"] == name);
    found.unwrap_or_else(|| panic!("{name} is not in {submissions:#?}"))
}

#[track_caller]
fn standing<'a>(submission: &'a Value, id: &str) -> &'a Value {
    let exercises = submission["exercises"].as_array().expect("a list");
    let found = exercises.iter().find(|exercise| exercise["id"] == id);
    &found.unwrap_or_else(|| panic!("{submission} has no {id}"))["standing"]
}

fn submissions(document: &Value) -> &[Value] {
    document["submissions"].as_array().expect("a list")
}

#[test]
fn a_folder_of_checkouts_is_a_class() {
    let checkout = Plan::of("tiny").write("workshop.toml", PLAN).lay_out();
    let (words, lines) = solutions(&checkout);
    let class = tempfile::tempdir().expect("a temporary folder");
    let folder = class.path();
    for (name, text) in checkout.files() {
        // Ann's is a whole checkout.
        if name.starts_with("exercises/") || name == "Cargo.toml" {
            write(&folder.join("ann"), &name, &String::from_utf8_lossy(&text));
        }
    }
    write(&folder.join("ann"), LINES, &lines);
    // Ben's tests let everything pass, and are not used.
    write(
        &folder.join("ben"),
        WORDS,
        &words.replace(".count()", ".count() + 1"),
    );
    write(&folder.join("ben"), TESTS, "");
    write(
        &folder.join("ben"),
        "exercises/02_count_words/build.rs",
        "fn main() {}",
    );
    write(
        &folder.join("=1+1"),
        WORDS,
        &words.replace("    text", "    loop {}\n    text"),
    );
    write(&folder.join("dora"), WORDS, "pub fn (");
    write(&folder.join(".git"), WORDS, &words);
    write(folder, "notes.txt", "not a checkout");
    std::fs::create_dir(folder.join("empty")).expect("made");

    let grades = folder.join("grades.json").display().to_string();
    let place = folder.display().to_string();
    let command = [
        "workshop",
        "grade",
        &place,
        "--timeout",
        "2",
        "--save",
        &grades,
    ];
    let human = checkout.run(&command);
    human.exits_with(1).says(&[
        // In the order of the plan.
        "who    pass            count-lines  count-words",
        "ann    2               pass         pass",
        "=1+1   0               missing      hangs",
        "empty  cannot be read",
        "dora, count-words: does not compile: error",
        "ben: other files differ, and were not used: exercises/02_count_words/build.rs, exercises/02_count_words/tests/graded/main.rs",
        "1 of 5 pass all 2",
    ]);
    assert!(
        !human.stdout.contains("ann: other files"),
        "{}",
        human.stdout
    );
    assert!(
        !checkout.path(".arena").exists(),
        "nothing is saved for the facilitator"
    );
    let saved = std::fs::read_to_string(&grades).expect("the grades were saved");
    let saved: Value = serde_json::from_str(&saved).expect("they are JSON");
    let all = submissions(&saved);
    assert_eq!(all.len(), 5);
    assert!(saved["time"].as_u64() > Some(1_600_000_000), "{saved}");
    assert_eq!(of(all, "ann")["passed"], 2);
    assert_eq!(of(all, "ann")["differs"], json!({ "n": 0, "files": [] }));
    assert_eq!(standing(of(all, "ben"), "count-words"), "failed");
    assert_eq!(of(all, "ben")["differs"]["n"], 2);
    assert_eq!(standing(of(all, "dora"), "count-words"), "build_failed");
    contains_all(
        &of(all, "empty")["error"].to_string(),
        &["has none of these exercises"],
    );

    let csv = checkout.run(&[
        "workshop",
        "grade",
        &place,
        "--timeout",
        "2",
        "--format",
        "csv",
    ]);
    csv.exits_with(1).says(&[
        "name,exercise,standing,steps passed,steps,failure,other files that differ\n",
        "\"'=1+1\",count-words,failed,",
        "ann,count-lines,passed,2,2,,0\n",
        "empty,,unreadable,,,",
    ]);
}

/// A class over git, in which this checkout is a clone, too.
fn class(checkout: &Checkout) -> Option<TempDir> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let remote = folder.path().join("class.git");
    if !git_init(&remote) {
        eprintln!("skipped: there is no git here");
        return None;
    }
    let root = &checkout.root;
    git(root, &["init", "-q", "-b", "main"]);
    git(root, &["add", "exercises", "Cargo.toml", "Cargo.lock"]);
    git(root, &["commit", "-qm", "as shipped"]);
    git(
        root,
        &["remote", "add", "class", &remote.display().to_string()],
    );
    git(root, &["push", "-q", "class", "main"]);
    Some(folder)
}

/// Hands in what lies in the checkout, as a branch, and brings the checkout back.
fn hand_in(checkout: &Checkout, branch: &str) {
    let root = &checkout.root;
    git(root, &["checkout", "-q", "-b", branch]);
    git(root, &["add", "exercises", "Cargo.toml"]);
    git(root, &["commit", "-q", "-m", "mine", "--allow-empty"]);
    git(root, &["push", "-q", "class", branch]);
    git(root, &["checkout", "-q", "main"]);
}

#[test]
fn a_remote_has_a_branch_for_each() {
    let checkout = tiny();
    let (_, lines) = solutions(&checkout);
    let Some(folder) = class(&checkout) else {
        return;
    };
    let remote = folder.path().join("class.git").display().to_string();
    let grade = |arguments: &[&str]| checkout.run(&[&["workshop", "grade"], arguments].concat());
    // Where everybody has begun from the same, and nobody has handed in, it is one person's.
    let alone = grade(&[&remote, "--format", "json"]).exits_with(1).json();
    assert_eq!(submissions(&alone)[0]["name"], "class");

    checkout.write(LINES, &lines);
    hand_in(&checkout, "ann");
    checkout.write(LINES, &lines);
    checkout.write(TESTS, "");
    checkout.write("exercises/02_count_words/bad/more.rs", "");
    hand_in(&checkout, HOSTILE);
    git(
        &checkout.root,
        &["push", "-q", "class", "main:workshop/ada"],
    );
    let all = grade(&["class", "--format", "json"]).exits_with(0).json();
    let all = submissions(&all);
    assert_eq!(
        all.len(),
        2,
        "neither main nor a report is somebody's work: {all:#?}"
    );
    let (ann, ben) = (of(all, "ann"), of(all, HOSTILE));
    assert_eq!(
        (&ann["passed"], &ann["differs"]["n"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(ann["source"], "class: ann");
    assert_eq!(ben["passed"], 2);
    assert_eq!(
        ben["differs"]["files"],
        json!(["exercises/02_count_words/bad/more.rs", TESTS])
    );
    // What the class began from is older than this checkout, and is nobody's change.
    checkout.write("exercises/02_count_words/bad/lib.rs", "// newer");
    git(&checkout.root, &["commit", "-qam", "newer"]);
    let all = grade(&["class", "--only", "count-lines", "--format", "json"]).json();
    let all = submissions(&all);
    assert_eq!(of(all, "ann")["differs"]["n"], 0);
    assert_eq!(of(all, HOSTILE)["differs"]["n"], 2);
    // Of one name twice, each is shown with its place.
    let twice = grade(&[
        &remote,
        "class",
        "--only",
        "count-lines",
        "--format",
        "markdown",
    ]);
    twice.exits_with(0).says(&[
        "| handed in | pass | count-lines |",
        "| ann (class: ann) | 1 | pass |",
        &format!("| ann ({remote}: ann) | 1 | pass |"),
        match cfg!(windows) {
            true => "| team/ben (",
            false => "&lt;b>ben",
        },
    ]);
    assert!(
        checkout.read(TESTS).contains("mod"),
        "nothing is checked out"
    );
    std::fs::remove_dir_all(checkout.path(".git")).expect("it was made here");
}

#[test]
fn what_cannot_be_found_is_said_before_anything_is_graded() {
    let checkout = tiny();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().display().to_string();
    let grade = |place: &str| checkout.run(&["workshop", "grade", place]);
    grade(&place)
        .exits_with(2)
        .complains(&["there is nobody's work", "each person needs a folder"]);
    grade("nowhere")
        .exits_with(2)
        .complains(&["nowhere: is neither a folder nor a git remote", "help: "]);
    let gone = format!("file://{place}/gone.git");
    grade(&gone)
        .exits_with(2)
        .complains(&["cannot be fetched", "git ls-remote"]);
    let remote = folder.path().join("empty.git");
    if git_init(&remote) {
        grade(&remote.display().to_string())
            .exits_with(2)
            .complains(&["there is nobody's work"]);
    }
    checkout
        .run(&["workshop", "grade", &gone, "--format", "json"])
        .exits_with(2)
        .says(&["\"error\""]);
    checkout.write("workshop.toml", &PLAN.replace("count-words", "count-wrods"));
    grade(&place).exits_with(2).complains(&[
        "there is no exercise `count-wrods`",
        "did you mean `count-words`?",
    ]);
}

/// A link may lead to the whole machine.
#[cfg(unix)]
#[test]
fn links_in_somebodys_work_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let checkout = tiny();
    let (words, _) = solutions(&checkout);
    let class = tempfile::tempdir().expect("a temporary folder");
    let (ann, ben) = (class.path().join("ann"), class.path().join("ben"));
    write(&ann, WORDS, &words);
    symlink("/", ann.join("exercises/02_count_words/bad")).expect("links can be made");
    write(&ben, "exercises/notes.md", "");
    symlink(
        checkout.root.join("exercises/02_count_words"),
        ben.join("exercises/02_count_words"),
    )
    .expect("links can be made");
    let place = class.path().display().to_string();
    let graded = checkout.run(&["workshop", "grade", &place, "--format", "json"]);
    let graded = graded.exits_with(1).json();
    let (ann, ben) = (
        of(submissions(&graded), "ann"),
        of(submissions(&graded), "ben"),
    );
    assert_eq!(standing(ann, "count-words"), "passed");
    assert_eq!(
        ann["differs"]["files"],
        json!(["exercises/02_count_words/bad"])
    );
    assert_eq!(standing(ben, "count-words"), "unreadable");
}
