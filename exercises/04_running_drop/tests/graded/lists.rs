//! Lists of folders, as used by installers, and what must hold when they are removed.

use fastrand::Rng;
use yardstick::DropCounter;

/// The folders of a Linux package.
pub(crate) const PACKAGE: &str = "\
package
  bin
  lib
    plugins
    locale
      de
      fr
  share
    doc
      examples
    man
      man1
      man5
  etc
";

const NAMES: [&str; 16] = [
    "assets", "bin", "cache", "doc", "etc", "fonts", "icons", "include", "lib", "locale", "man",
    "plugins", "share", "src", "themes", "var",
];

/// A list of `n_folders` folders, at most eight deep.
pub(crate) fn random(rng: &mut Rng, n_folders: usize) -> String {
    let n_folders = yardstick::size(n_folders, 40);
    let mut list = String::from("package\n");
    let mut depth = 0;
    for number in 1..n_folders {
        // One level deeper than the line before, the same, or any level above.
        depth = rng.usize(1..=(depth + 1).min(8));
        let name = NAMES[rng.usize(..NAMES.len())];
        list.push_str(&format!("{}{name}{number}\n", "  ".repeat(depth)));
    }
    list
}

/// A list of folders, each in the one before it.
pub(crate) fn deep(n_folders: usize) -> String {
    let line = |depth| format!("{}level{depth}\n", "  ".repeat(depth));
    (0..yardstick::size(n_folders, 20)).map(line).collect()
}

/// A list of one folder with all the others in it.
pub(crate) fn wide(n_folders: usize) -> String {
    let line = |number| format!("  folder{number}\n");
    let inner: String = (1..yardstick::size(n_folders, 30)).map(line).collect();
    format!("package\n{inner}")
}

/// Lists such as few packages have, each with its description.
pub(crate) fn unusual() -> [(&'static str, String); 4] {
    let (deep, wide) = (deep(100), wide(500));
    let back_again = format!("{deep}  beside\n{}", &wide["package\n".len()..]);
    let long = format!("{0}\n  {0} \n  é{0}\n", "Größe, und mehr ".repeat(100));
    [
        ("100 folders, each in the one before", deep),
        ("500 folders, all in the first", wide),
        ("long names, with spaces and accents", long),
        ("100 folders down, and 500 beside the second", back_again),
    ]
}

/// Lists that are refused, in each way.
pub(crate) const MALFORMED: [&str; 9] = [
    "",
    "\n",
    "  indented",
    "one\ntwo",
    "one\n    too deep",
    "one\n  two\n      too deep\n",
    "one\n odd",
    "one\n\n  two",
    "one\n  two\n  three\nfour\n  five",
];

/// The parent of each folder of a list, by number from 0. The first has none.
fn parents(list: &str) -> Vec<Option<usize>> {
    let mut path: Vec<usize> = Vec::new();
    let mut parents = Vec::new();
    for (number, line) in list.lines().enumerate() {
        let depth = (line.len() - line.trim_start().len()) / 2;
        path.truncate(depth);
        parents.push(path.last().copied());
        path.push(number);
    }
    parents
}

/// Asserts that the first `n_made` folders of a list were removed, each exactly once.
#[track_caller]
pub(crate) fn assert_each_once(when: &str, drops: &DropCounter, n_made: usize) {
    let mut removed = drops.order();
    removed.sort_unstable();
    let n_removed = removed.len();
    assert!(
        removed.iter().copied().eq(0..n_made),
        "yours: {when}, guards dropped: {} of {}{}",
        yardstick::grouped(n_removed as u64),
        yardstick::grouped(n_made as u64),
        match n_removed {
            n if n > n_made => ", so some of them more than once",
            _ => "",
        }
    );
}

/// Asserts that no folder was removed before those inside it.
#[track_caller]
pub(crate) fn assert_inner_first(list: &str, drops: &DropCounter) {
    let order = drops.order();
    let place = |number| order.iter().position(|dropped| *dropped == number);
    let names: Vec<&str> = list.lines().map(str::trim).collect();
    for (number, parent) in parents(list).into_iter().enumerate() {
        let Some(parent) = parent else { continue };
        // A folder that was not made cannot be removed; `assert_each_once` has checked the rest.
        if let (Some(inner), Some(outer)) = (place(number), place(parent)) {
            let lines: Vec<&str> = list.lines().take(number + 1).skip(parent).collect();
            assert!(
                inner < outer,
                "yours: the guard of `{}` was dropped before that of `{}`, which is inside it, in these \
                 lines:\n{}",
                names[parent],
                names[number],
                lines.join("\n")
            );
        }
    }
}
