//! The exercises of the fixture, and the sources that a sequence may put in their place.
//!
//! All sources of an exercise but the empty one have the same size, so that a file can change its
//! content and keep its size and time.

use crate::common::{Checkout, Plan};

/// An exercise of the fixture.
pub struct Exercise {
    pub id: &'static str,
    pub number: &'static str,
    pub folder: &'static str,
    /// The name of its library in file names.
    pub library: &'static str,
    /// The test of its first step.
    first_test: &'static str,
    solved: &'static str,
}

/// In teaching order.
pub const EXERCISES: [Exercise; 2] = [
    Exercise {
        id: "count-words",
        number: "2",
        folder: "exercises/02_count_words",
        library: "count_words",
        first_test: "words_are_counted",
        solved: "text.split_whitespace().count()",
    },
    Exercise {
        id: "count-lines",
        number: "5",
        folder: "exercises/05_count_lines",
        library: "count_lines",
        first_test: "lines_are_counted",
        solved: "text.lines().count()",
    },
];

/// The sources that every sequence starts with.
pub const START: [Variant; 2] = [Variant::Solved, Variant::Starter];
/// How many steps each exercise has.
pub const STEPS: u64 = 2;
/// How many hints the second step of each exercise has.
pub const HINTS: u64 = 3;
/// How many hints each exercise has.
pub const HINTS_IN_ALL: u64 = 4;

/// What a source may contain. The first are what others are shrunk to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    Solved,
    Starter,
    Syntax,
    Wrong,
    Warned,
    Types,
    Panics,
    Aborts,
    NotText,
    Empty,
    Missing,
}

pub const VARIANTS: [Variant; 11] = [
    Variant::Solved,
    Variant::Starter,
    Variant::Syntax,
    Variant::Wrong,
    Variant::Warned,
    Variant::Types,
    Variant::Panics,
    Variant::Aborts,
    Variant::NotText,
    Variant::Empty,
    Variant::Missing,
];

impl Variant {
    /// Which steps it passes; `None` if it does not compile.
    pub fn steps(self) -> Option<[bool; 2]> {
        match self {
            Variant::Solved | Variant::Warned => Some([true, true]),
            Variant::Starter => Some([true, false]),
            Variant::Wrong | Variant::Panics | Variant::Aborts => Some([false, false]),
            Variant::Syntax
            | Variant::Types
            | Variant::NotText
            | Variant::Empty
            | Variant::Missing => None,
        }
    }

    /// Its file in the copy, relative to the workbook.
    pub fn file(self, exercise: &Exercise) -> String {
        format!("variants/{}/{self:?}.rs", exercise.id).to_lowercase()
    }

    /// Its bytes; `None` for a file that is missing.
    pub fn bytes(self, exercise: &Exercise, starter: &str) -> Option<Vec<u8>> {
        let solved = exercise.solved;
        let body = match self {
            Variant::Starter => return Some(starter.into()),
            Variant::Empty => return Some(Vec::new()),
            Variant::Missing => return None,
            Variant::Syntax => return Some(padded("this is not Rust\n".into(), starter.len())),
            Variant::NotText => return Some(padded(b"\xff\xfe\n".into(), starter.len())),
            Variant::Solved => solved.to_owned(),
            Variant::Warned => format!("let unused = 1;\n    {solved}"),
            Variant::Wrong => "text.len()".to_owned(),
            Variant::Types => "text".to_owned(),
            Variant::Panics => "panic!(\"no {text}\")".to_owned(),
            Variant::Aborts => "std::process::abort()".to_owned(),
        };
        let text =
            format!("//! {self:?}.\n\npub fn count(text: &str) -> usize {{\n    {body}\n}}\n");
        Some(padded(text.into(), starter.len()))
    }
}

/// With a comment at the end that makes it as long as the starter.
fn padded(mut bytes: Vec<u8>, size: usize) -> Vec<u8> {
    assert!(bytes.len() + 3 <= size, "the starter is the longest");
    bytes.extend_from_slice(b"//");
    bytes.resize(size - 1, b'.');
    bytes.push(b'\n');
    bytes
}

/// The file of a version of a graded test or of the baseline, relative to the workbook.
pub fn version(exercise: &Exercise, name: &str) -> String {
    format!("variants/{}/{name}.rs", exercise.id)
}

/// The workbook that every sequence starts with, as files: the first exercise is solved, the second
/// as it was shipped, and all that may be put in their place is beside them.
pub fn lay_out() -> Checkout {
    let checkout = Plan::of("tiny").at("model").lay_out();
    let write = |name: &str, bytes: &[u8]| {
        let path = checkout.path(name);
        let folder = path.parent().expect("a file is in a folder");
        std::fs::create_dir_all(folder).expect("the copy can be written");
        std::fs::write(path, bytes).expect("the copy can be written");
    };
    for (exercise, start) in EXERCISES.iter().zip(START) {
        let file = |name: &str| checkout.read(&format!("{}/{name}.rs", exercise.folder));
        let first = file("tests/graded/step1_answers");
        let bad = file("bad/lib");
        for (name, text) in [
            ("main", &file("tests/graded/main")),
            (
                "step1_renamed",
                &first.replace(exercise.first_test, "renamed"),
            ),
            ("step1_commented", &format!("{first}// Mine.\n")),
            ("step1", &first),
            ("bad", &bad),
        ] {
            write(&version(exercise, name), text.as_bytes());
        }
        for variant in VARIANTS {
            if let Some(bytes) = variant.bytes(exercise, &bad) {
                write(&variant.file(exercise), &bytes);
            }
        }
        let source = start.bytes(exercise, &bad).unwrap_or_default();
        write(&format!("{}/src/lib.rs", exercise.folder), &source);
    }
    checkout
}
