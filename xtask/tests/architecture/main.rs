//! How the repository is laid out, compared with its files: purposes, sizes, the top level, and the
//! order of the modules of every crate.

#[path = "../common/mod.rs"]
mod common;
mod modules;
mod tree;

use common::repository;
use modules::{Crate, circles, out_of_order};
use std::collections::BTreeSet;
use std::path::PathBuf;
use tree::{files, read, sources};

const MAX_LINES: usize = 400;

/// What everyone sees at the top.
const TOP: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "book",
    "exercises",
    "solutions",
    "xtask",
];
/// What tools look for at the top.
const HIDDEN: [&str; 11] = [
    ".cargo",
    ".ci",
    ".config",
    ".devcontainer",
    ".editorconfig",
    ".gitattributes",
    ".gitea",
    ".github",
    ".gitignore",
    ".typos.toml",
    ".vscode",
];
/// The crates with modules, but for those that hold one file each: exercises and solutions.
const CRATES: [&str; 14] = [
    "book/lab-page",
    "book/listings",
    "book/press",
    "book/scenes",
    "xtask",
    "xtask/claims",
    "xtask/grader",
    "xtask/lab",
    "xtask/lab-core",
    "xtask/tutor",
    "xtask/update",
    "xtask/workbook",
    "xtask/workshop",
    "xtask/yardstick",
];
/// What must not be among the dependencies of the grader, direct or not.
const NOT_IN_GRADER: [&str; 6] = [
    "clap",
    "colored",
    "console",
    "ctrlc",
    "indicatif",
    "rustyline",
];

#[test]
fn every_source_file_opens_with_its_purpose() {
    let without = sources().filter(|file| !read(file).starts_with("//! "));
    let without: Vec<_> = without.collect();
    assert!(without.is_empty(), "these open without `//!`: {without:#?}");
}

#[test]
fn no_source_file_is_long() {
    let lines = |file: &PathBuf| read(file).lines().count();
    let long: Vec<_> = sources().filter(|file| lines(file) > MAX_LINES).collect();
    assert!(long.is_empty(), "over {MAX_LINES} lines: {long:#?}");
}

#[test]
fn the_top_level_is_what_was_designed() {
    let files = files();
    let top: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| file.split('/').next())
        .collect();
    let (hidden, seen): (Vec<&str>, Vec<&str>) =
        top.into_iter().partition(|name| name.starts_with('.'));
    assert_eq!(seen, TOP);
    for name in hidden {
        assert!(HIDDEN.contains(&name), "{name} is at the top");
    }
}

#[test]
fn the_list_of_crates_is_complete() {
    let files = files();
    let manifests = files.iter().filter_map(|file| {
        let folder = file.strip_suffix("/Cargo.toml")?;
        let is_tool = ["book/", "xtask"].iter().any(|top| folder.starts_with(top));
        (is_tool && !folder.contains("/tests/") && !folder.contains("/templates/"))
            .then_some(folder)
    });
    let found: BTreeSet<&str> = manifests.collect();
    assert_eq!(found, BTreeSet::from(CRATES));
}

#[test]
fn modules_import_only_from_those_before_them() {
    let wrong: Vec<String> = crates().iter().flat_map(out_of_order).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_modules_import_in_a_circle() {
    let circles: Vec<Vec<String>> = crates().iter().flat_map(circles).collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn every_module_has_its_file_and_every_file_its_module() {
    for found in crates() {
        let missing = found.files_without_module();
        assert!(missing.is_empty(), "{}: {missing:#?}", found.name);
    }
}

#[test]
fn the_flow_in_the_graders_docs_is_the_order_of_its_modules() {
    let grader = Crate::read("xtask/grader");
    let text = read(&repository().join("xtask/grader/src/lib.rs"));
    let flow = text.lines().find(|line| line.contains(" → "));
    let words = flow.expect("the docs draw the flow").split(" → ");
    let flow: Vec<&str> = words
        .map(|word| word.trim_matches(['/', '!', ' ']))
        .collect();
    let is_crate = |name: &&str| repository().join("xtask").join(name).is_dir();
    let modules: Vec<&str> = flow
        .iter()
        .copied()
        .filter(|name| !is_crate(name))
        .collect();
    assert!(modules.len() > 4, "{flow:?}");
    let places = modules.iter().map(|name| {
        let place = grader.place(name);
        place.unwrap_or_else(|| panic!("{name} is not a module"))
    });
    let places: Vec<usize> = places.collect();
    assert!(places.is_sorted(), "{modules:?} are at {places:?}");
}

#[test]
fn the_grader_knows_neither_a_command_line_nor_a_terminal() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = std::process::Command::new(cargo)
        .args([
            "tree",
            "--offline",
            "--package",
            "grader",
            "--prefix",
            "none",
        ])
        .args(["--edges", "normal", "--format", "{p}"])
        .current_dir(repository())
        .output()
        .expect("cargo can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.starts_with("grader "),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for line in text.lines() {
        let name = line.split(' ').next().unwrap_or_default();
        assert!(
            !NOT_IN_GRADER.contains(&name),
            "the grader depends on {name}"
        );
    }
}

#[test]
fn the_grader_prints_nothing() {
    let files = files();
    let sources = files.iter().filter(|file| {
        file.starts_with("xtask/grader/src/") || file.starts_with("xtask/workbook/src/")
    });
    for file in sources {
        let text = read(&repository().join(file));
        for forbidden in [
            "println!",
            "eprintln!",
            "print!(",
            "io::stdout",
            "io::stderr",
        ] {
            assert!(!text.contains(forbidden), "{file} has `{forbidden}`");
        }
    }
}

/// What is printed elsewhere could command a terminal.
#[test]
fn only_the_report_prints() {
    let files = files();
    let sources = files
        .iter()
        .filter(|file| file.starts_with("xtask/src/") && *file != "xtask/src/report/mod.rs");
    for file in sources {
        let text = read(&repository().join(file));
        for forbidden in [
            "println!",
            "eprintln!",
            " print!(",
            "eprint!(",
            "io::stderr",
        ] {
            assert!(!text.contains(forbidden), "{file} has `{forbidden}`");
        }
    }
}

fn crates() -> Vec<Crate> {
    CRATES.iter().map(|folder| Crate::read(folder)).collect()
}
