//! The modules of a crate, and what each imports, read from its source text.
//!
//! A path in the source is followed as far as there are modules: `crate::a::b::Type` is an import from
//! the file of `a::b`. Names that a file re-exports count as imports from where they come from. What
//! tests import does not count.

use crate::common::repository;
use crate::tree::{files_below, read};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A crate, as a graph of its modules.
pub struct Crate {
    /// Its folder, relative to the repository.
    pub name: String,
    /// By path, as `report::format`; the root's is empty.
    modules: BTreeMap<String, Module>,
}

struct Module {
    /// The modules that its file declares, in order.
    children: Vec<String>,
    /// The source, without comments and tests.
    text: String,
}

impl Crate {
    /// Reads the crate in this folder.
    pub fn read(folder: &str) -> Self {
        let source = repository().join(folder).join("src");
        let mut modules = BTreeMap::new();
        for file in files_below(&source) {
            if let Some(path) = module_path(&source, &file) {
                let text = code(&read(&file));
                let children = declared(&text);
                // A crate may have a library and a program: the library's root comes first.
                let is_known = path.is_empty() && modules.contains_key("");
                if !is_known {
                    modules.insert(path, Module { children, text });
                }
            }
        }
        Self {
            name: folder.to_owned(),
            modules,
        }
    }

    /// The place of a module of the top in the order of their declarations.
    pub fn place(&self, name: &str) -> Option<usize> {
        let root = &self.modules[""];
        root.children.iter().position(|child| child == name)
    }

    /// Files that no `mod` line declares.
    pub fn files_without_module(&self) -> Vec<&String> {
        let paths = self.modules.keys().filter(|path| !path.is_empty());
        let undeclared = paths.filter(|path| {
            let (parent, name) = path.rsplit_once("::").unwrap_or(("", path));
            let parent = self.modules.get(parent);
            !parent.is_some_and(|parent| parent.children.iter().any(|child| child == name))
        });
        undeclared.collect()
    }

    /// For each module, the modules that it imports from.
    fn imports(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let mut imports = BTreeMap::new();
        for (path, module) in &self.modules {
            let mut used = BTreeSet::new();
            for name in paths(&module.text) {
                used.extend(self.resolve(path, &name, 0));
            }
            used.remove(path);
            imports.insert(&**path, used);
        }
        imports
    }

    /// The module that a path leads to, seen from `from`; `None` where it leads out of the crate.
    fn resolve(&self, from: &str, path: &[String], depth: usize) -> Option<String> {
        let mut at = from.to_owned();
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => (at, rest) = (String::new(), &rest[1..]),
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|part| part == "super") {
                    at = at
                        .rsplit_once("::")
                        .map_or("", |(parent, _)| parent)
                        .to_owned();
                    rest = &rest[1..];
                }
            }
            first
                if self.modules[from]
                    .children
                    .iter()
                    .any(|child| child == first) => {}
            _ => return None,
        }
        while let Some(part) = rest.first() {
            let next = match at.as_str() {
                "" => part.clone(),
                at => format!("{at}::{part}"),
            };
            if !self.modules.contains_key(&next) {
                break;
            }
            (at, rest) = (next, &rest[1..]);
        }
        // A re-export leads on.
        if let Some(name) = rest.first()
            && depth < 4
        {
            let exports = exports(&self.modules[&at].text);
            let found = exports.iter().find(|path| path.last() == Some(name));
            if let Some(path) = found {
                return self.resolve(&at, path, depth + 1);
            }
        }
        Some(at)
    }
}

/// Imports from modules of the top that come later.
pub fn out_of_order(found: &Crate) -> Vec<String> {
    let top = |path: &str| path.split("::").next().unwrap_or_default().to_owned();
    let mut wrong = Vec::new();
    for (path, used) in found.imports() {
        let Some(own) = found.place(&top(path)) else {
            continue;
        };
        for other in used {
            match found.place(&top(&other)) {
                Some(place) if place <= own => {}
                Some(_) => wrong.push(format!("{}: {path} imports from {other}", found.name)),
                None => wrong.push(format!("{}: {path} imports from the root", found.name)),
            }
        }
    }
    wrong
}

/// Modules that import from each other, directly or not: the parts of each circle.
pub fn circles(found: &Crate) -> Vec<Vec<String>> {
    let imports = found.imports();
    let reaches = |from: &str| -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<String> = imports[from].iter().cloned().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next.clone()) {
                open.extend(imports[&*next].iter().cloned());
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<String>> =
        imports.keys().map(|path| (*path, reaches(path))).collect();
    let mut circles = BTreeSet::new();
    for (path, others) in &reached {
        if others.contains(*path) {
            let part_of = others
                .iter()
                .filter(|other| reached[&***other].contains(*path));
            let names = part_of.map(|other| format!("{}: {other}", found.name));
            circles.insert(names.collect::<Vec<_>>());
        }
    }
    circles.into_iter().collect()
}

/// `report::format` for `report/format.rs` and `report/format/mod.rs`; `None` for other files.
fn module_path(source: &Path, file: &Path) -> Option<String> {
    let short = file.strip_prefix(source).ok()?.with_extension("");
    file.extension().filter(|end| *end == "rs")?;
    let mut parts: Vec<String> = short
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let is_root = parts.len() == 1 && ["lib", "main"].contains(&&*parts[0]);
    if is_root || parts.last().is_some_and(|part| part == "mod") {
        parts.pop();
    }
    // Unit tests in a file of their own.
    (parts.last().map(String::as_str) != Some("tests")).then(|| parts.join("::"))
}

/// A text without comments, tests, and what modules within the file import from it.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut kept = Vec::new();
    let mut is_inside = false;
    for line in text.lines() {
        let is_comment = line.trim_start().starts_with("//");
        let opens = line.ends_with('{') && declares_module(line.trim_end_matches('{').trim_end());
        is_inside = (is_inside || opens) && line != "}";
        let is_of_file = is_inside && line.contains("super::");
        if !is_comment && !is_of_file {
            kept.push(line);
        }
    }
    kept.join("\n")
}

fn declares_module(line: &str) -> bool {
    module_name(line).is_some_and(|name| name.chars().all(is_of_name))
}

/// `name` of `mod name`, `pub mod name`, `pub(crate) mod name`.
fn module_name(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
    let line = line.strip_prefix("pub(super) ").unwrap_or(line);
    line.strip_prefix("pub ")
        .unwrap_or(line)
        .strip_prefix("mod ")
}

/// The modules that a text declares in files of their own.
fn declared(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| line.strip_suffix(';'));
    let mut names: Vec<String> = lines.filter_map(module_name).map(str::to_owned).collect();
    // Those that the list of formats declares.
    let formats = text.split("\nformats! {").nth(1).unwrap_or_default();
    let formats = formats.split("\n}").next().unwrap_or_default();
    let entries = formats
        .lines()
        .filter_map(|line| line.trim().strip_suffix(';'));
    names.extend(entries.filter_map(|entry| Some(entry.split_once(" = ")?.1.to_owned())));
    names
}

/// All paths of two parts or more in a text, groups taken apart.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let begins = is_of_name(c) && !text[..at].ends_with(|c| is_of_name(c) || c == ':');
        if begins {
            start = Some(at);
        }
        if text[at..].starts_with("::")
            && let Some(from) = start.take()
        {
            let is_name = text[from..at].chars().all(is_of_name);
            if is_name {
                expand(&[], &text[from..], &mut found);
            }
        }
    }
    found
}

/// Adds the paths that `text` begins with: one, or those of a group.
fn expand(before: &[String], text: &str, found: &mut Vec<Vec<String>>) {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        for part in group_of(group) {
            expand(before, part, found);
        }
        return;
    }
    let end = text.find(|c| !is_of_name(c)).unwrap_or(text.len());
    if end == 0 {
        found.push(before.to_vec());
        return;
    }
    let mut path = before.to_vec();
    if &text[..end] != "self" || before.is_empty() {
        path.push(text[..end].to_owned());
    }
    match text[end..].strip_prefix("::") {
        Some(rest) => expand(&path, rest, found),
        None => found.push(path),
    }
}

/// The paths that a text re-exports.
fn exports(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, line) in text
        .match_indices("pub use ")
        .chain(text.match_indices("pub(crate) use "))
    {
        expand(&[], &text[at + line.len()..], &mut found);
    }
    // `pub use a::b as c` exports `c`.
    found
}

/// The parts between the commas of a group, up to its closing brace.
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
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[test]
fn paths_are_found_in_every_form() {
    let text = "use crate::one::{A, b::C};\n\
        use crate::{\n    two,\n    three::{self, x::Y},\n    four as five,\n};\n\
        fn f() -> crate::six::S { super::seven::g(\"//\"); std::eight::h() }\n";
    let found: Vec<String> = paths(text).iter().map(|path| path.join("::")).collect();
    let expected = [
        "crate::one::A",
        "crate::one::b::C",
        "crate::two",
        "crate::three",
        "crate::three::x::Y",
        "crate::four",
        "crate::six::S",
        "super::seven::g",
        "std::eight::h",
    ];
    for path in expected {
        assert!(found.iter().any(|one| one == path), "{path}: {found:#?}");
    }
}

#[test]
fn a_circle_is_found_and_an_order_is_held() {
    let module = |children: &[&str], text: &str| Module {
        children: children.iter().map(|&name| name.to_owned()).collect(),
        text: text.to_owned(),
    };
    let found = Crate {
        name: "example".to_owned(),
        modules: BTreeMap::from([
            (String::new(), module(&["a", "b", "c"], "pub use b::{B};")),
            ("a".to_owned(), module(&[], "use crate::c::C;")),
            ("b".to_owned(), module(&[], "use super::a::A;")),
            ("c".to_owned(), module(&[], "fn f(_: crate::B) {}")),
        ]),
    };
    let expected = ["example: a", "example: b", "example: c"].map(str::to_owned);
    assert_eq!(circles(&found), [expected.to_vec()]);
    assert_eq!(out_of_order(&found), ["example: a imports from c"]);
}
