//! How the repository is laid out, held against its files: purposes, sizes, the order of the
//! runner's modules, and the top level.

mod common;

use common::{package, repository};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

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
/// What tools look for at the top, where there is something to tell them.
const HIDDEN: [&str; 9] = [
    ".cargo",
    ".ci",
    ".devcontainer",
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".typos.toml",
    ".vscode",
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
        assert!(HIDDEN.contains(&name), "{name} stands at the top");
    }
}

#[test]
fn a_module_imports_only_from_those_before_it() {
    let order = modules();
    let place = |name: &str| order.iter().position(|module| module == name);
    let mut wrong = Vec::new();
    for (module, file) in module_files() {
        let own = place(&module).unwrap_or_else(|| panic!("{module} has no `mod` line in main.rs"));
        let text = read(&file);
        for used in imports(&text) {
            match place(&used) {
                Some(other) if other <= own => {}
                Some(_) => wrong.push(format!("{}: {module} imports from {used}", file.display())),
                None => wrong.push(format!("{}: `crate::{used}` is no module", file.display())),
            }
        }
        let is_root = file.ends_with("mod.rs") || file.parent() == Some(&package().join("src"));
        // There, `super` is the crate itself, past the order.
        if is_root && text.lines().any(|line| line.starts_with("use super::")) {
            wrong.push(format!("{}: say `use crate::`", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_of_the_runner_has_its_files() {
    let declared: BTreeSet<String> = modules().into_iter().collect();
    let present: BTreeSet<String> = module_files()
        .into_iter()
        .map(|(module, _)| module)
        .collect();
    assert_eq!(declared, present);
}

#[test]
fn the_flow_in_the_runners_docs_is_the_order_of_its_modules() {
    let order = modules();
    let text = read(&main_file());
    let flow = text.lines().find(|line| line.contains(" → "));
    let words = flow
        .expect("the docs draw the flow")
        .split(|c: char| !is_of_name(c));
    let flow: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    assert!(flow.len() > 4, "{flow:?}");
    // A crate of its own cannot import from here, so it comes first.
    let place = |name: &&str| order.iter().position(|module| module == name);
    let mut sorted = flow.clone();
    sorted.sort_by_key(place);
    assert_eq!(flow, sorted);
    for name in flow {
        let is_crate = package().join(name).join("Cargo.toml").is_file();
        assert!(
            place(&name).is_some() || is_crate,
            "{name} is no module and no crate"
        );
    }
}

#[test]
fn imports_are_found_in_every_form() {
    let text = "use crate::one::{A, b::C};\n\
        // crate::comment\n\
        use crate::{\n    two,\n    three::{self, x::Y},\n    four as five,\n};\n\
        fn f() -> crate::six::S { crate::seven::g(\"//\"); crate::eight::h() }\n\
        pub(crate) use xcrate::nine;";
    let found: Vec<_> = imports(text).into_iter().collect();
    assert_eq!(
        found,
        ["eight", "four", "one", "seven", "six", "three", "two"]
    );
}

/// The modules, in the order of their `mod` lines.
fn modules() -> Vec<String> {
    let text = read(&main_file());
    let names = text
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

fn main_file() -> PathBuf {
    package().join("src/main.rs")
}

/// Each source file of the runner but `main.rs`, with the module of the top that it belongs to.
fn module_files() -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    for file in files_below(&package().join("src")) {
        let short = file.strip_prefix(package().join("src"));
        let short = short.expect("it was found there");
        let first = short.iter().next().unwrap_or_default().to_string_lossy();
        let module = first.trim_end_matches(".rs").to_owned();
        if module != "main" {
            files.push((module, file));
        }
    }
    files
}

/// The modules that a text names as `crate::…`, comments left out.
fn imports(text: &str) -> BTreeSet<String> {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let text = lines.collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for (at, path) in text.match_indices("crate::") {
        if text[..at].ends_with(is_of_name) {
            continue;
        }
        let rest = &text[at + path.len()..];
        match rest.strip_prefix('{') {
            None => found.extend(name_of(rest)),
            Some(group) => found.extend(group_of(group).iter().filter_map(|one| name_of(one))),
        }
    }
    found
}

/// What stands between the commas of a group, up to its closing brace.
fn group_of(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&text[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts
}

/// The name that a path begins with.
fn name_of(path: &str) -> Option<String> {
    let path = path.trim_start();
    let end = path.find(|c| !is_of_name(c)).unwrap_or(path.len());
    (end > 0).then(|| path[..end].to_owned())
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Every Rust file of the repository.
fn sources() -> impl Iterator<Item = PathBuf> {
    let files = files().into_iter().filter(|file| file.ends_with(".rs"));
    // A file that is deleted, and not yet for git, has no purpose to open with.
    files
        .map(|file| repository().join(file))
        .filter(|file| file.is_file())
}

/// The repository's files, with `/` between the parts of a path: those that git knows, or, in a
/// copy without git, those that are there.
fn files() -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(repository())
        .output();
    if let Some(output) = listed.ok().filter(|output| output.status.success()) {
        let text = String::from_utf8(output.stdout).expect("file names are UTF-8");
        let names = text.split('\0').filter(|name| !name.is_empty());
        return names.map(str::to_owned).collect();
    }
    let short = |file: &PathBuf| {
        let short = file.strip_prefix(repository()).expect("it was found there");
        short.to_string_lossy().replace('\\', "/")
    };
    files_below(repository()).iter().map(short).collect()
}

/// The files below a folder; neither what was built nor what tools keep for themselves.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the repository can be read") {
        let path = entry.expect("the repository can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if matches!(&*name, "target" | ".git" | ".arena" | "output") {
            continue;
        }
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
