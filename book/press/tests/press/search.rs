//! What search looks through, and what is shipped with the pages.

use crate::fixture::TinyBook;
use press::Checkout;
use press::build::{self, Purpose};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn index(pages: &str) -> Value {
    let json = pages.trim().strip_prefix("window.Arena.index(");
    let json = json
        .and_then(|json| json.strip_suffix(");"))
        .expect("a call");
    serde_json::from_str(json).expect("JSON")
}

#[test]
fn each_section_is_found_with_its_text() {
    let text = "<script>nothing()</script>\n\nBefore.\n\n## Mine\n\nSome `code`s &amp; text.\n\n<button>no</button>";
    let book = TinyBook::new().replace("book/src/two.md", "Back", &format!("{text}\n\nBack"));
    let pages = book.build().unwrap_or_else(|message| panic!("{message}"));
    let index = index(&pages.read("search-index.js"));
    assert_eq!(index["pages"][1]["url"], "two.html");
    assert_eq!(index["pages"][1]["title"], "Two");
    assert!(index["pages"][0]["weight"].as_f64() > index["pages"][1]["weight"].as_f64());
    let sections = index["sections"].as_array().expect("sections");
    let mine = sections
        .iter()
        .find(|section| section[1] == "mine")
        .expect("the section");
    assert_eq!(mine[0], 1);
    assert_eq!(mine[2], "Mine");
    assert_eq!(
        mine[3].as_str().map(str::trim),
        Some("Some codes & text. Back to one.")
    );
    assert!(!index.to_string().contains("nothing()"));
    // Hints are asked for one by one.
    assert!(!index.to_string().contains("Ask who"), "{index}");
}

#[test]
fn an_index_of_this_book_is_small_and_nothing_unused_is_shipped() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = tempfile::tempdir().expect("a temporary folder");
    let checkout = Checkout::at(&root).expect("this is the workbook");
    build::build(&checkout, output.path(), Purpose::Files)
        .unwrap_or_else(|error| panic!("{error:#}"));
    let size = fs::metadata(output.path().join("search-index.js"))
        .expect("the index")
        .len();
    assert!((100_000..500_000).contains(&size), "{size}");

    let mut files = Vec::new();
    list(output.path(), output.path(), &mut files);
    let is_text = |name: &&String| {
        [".html", ".css", ".js"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    let texts = files.iter().filter(is_text);
    let texts = texts.map(|name| fs::read_to_string(output.path().join(name)).expect("a text"));
    let all = texts.collect::<Vec<_>>().join("\n");
    let unused = files.iter().filter(|name| {
        let file = name.rsplit('/').next().unwrap_or(name);
        // Pages are read by people; the others by servers.
        !name.ends_with(".html")
            && !file.starts_with('.')
            && !name.ends_with(".xml")
            && !name.ends_with(".txt")
            && !all.contains(file)
    });
    let unused: Vec<_> = unused.collect();
    assert!(unused.is_empty(), "{unused:?}");
    for name in &files {
        for other in [
            "highlight",
            "elasticlunr",
            "clipboard",
            "mark.min",
            "book-",
            "toc",
            "css/",
            "fonts/",
        ] {
            assert!(!name.starts_with(other), "{name}");
        }
    }
}

#[test]
fn a_book_in_the_theme_of_mdbook_keeps_what_it_loads() {
    let pages = TinyBook::new()
        .build()
        .unwrap_or_else(|message| panic!("{message}"));
    let page = pages.read("two.html");
    let loads = page
        .split("src=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let mut n = 0;
    for load in loads.filter(|load| load.ends_with(".js")) {
        pages.read(load);
        n += 1;
    }
    assert!(n > 2, "{n}");
}

fn list(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            list(root, &path, found);
        } else {
            let name = path.strip_prefix(root).expect("below the root");
            found.push(name.to_string_lossy().replace('\\', "/"));
        }
    }
}
