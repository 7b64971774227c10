//! What must not compile is refused for the reason that the book gives.
//!
//! A `compile_fail,E0502` doctest shows that something is wrong. Only a nightly rustdoc looks at the
//! code, so a doctest would also pass on a spelling mistake. This test reads the same doctests, and
//! asks the compiler for the code.

use std::path::Path;
use yardstick::compiler::Snippet;

#[test]
fn every_refusal_has_the_code_that_the_book_names() {
    let mut n_seen = 0;
    for (file, source) in sources() {
        for (code, body) in doctests(&source) {
            println!("{file}: {code}");
            let mut snippet = snippet(&body);
            if code == "E0080" {
                snippet.assert_compiles();
                snippet = snippet.with_code();
            }
            snippet.assert_fails_with(&code);
            n_seen += 1;
        }
    }
    assert!(n_seen >= 8, "{n_seen} doctests that must fail");
}

/// Nothing of the book is refused only because of how it is compiled here.
#[test]
fn what_needs_no_drop_is_compiled() {
    let body = "let arena = bumpalo::Bump::new();\n\
                let cell = std::cell::Cell::new(7);\n\
                listings::drop::dropless::keep(&arena, cell);";
    snippet(
        &body.replace("bumpalo::", "listings::bumpalo::"),
    )
    .with_code()
    .assert_compiles();
}

/// Name and text of every file of listings.
fn sources() -> Vec<(String, String)> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = std::fs::read_dir(folder)
        .expect("the listings can be read");
    let mut sources: Vec<(String, String)> = entries
        .map(|entry| {
            let entry =
                entry.expect("the folder can be read");
            let text = std::fs::read_to_string(entry.path())
                .expect("listings are text");
            let name = entry.file_name();
            (name.to_string_lossy().into_owned(), text)
        })
        .collect();
    sources.sort();
    sources
}

/// Error code and body of each doctest that must not compile.
fn doctests(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = source
        .lines()
        .filter_map(|line| line.strip_prefix("//!"));
    while let Some(line) = lines.next() {
        if let Some(code) =
            line.trim().strip_prefix("```compile_fail,")
        {
            let body: Vec<_> = lines
                .by_ref()
                .take_while(|line| line.trim() != "```")
                .collect();
            found.push((code.to_owned(), body.join("\n")));
        }
    }
    found
}

/// A doctest is the body of a function. The only crate that it can use, `listings`, re-exports the
/// others.
fn snippet(body: &str) -> Snippet {
    let name = std::any::type_name_of_val(
        &listings::scratch::copies,
    );
    Snippet::using(name).source(&format!(
        "pub use listings::{{bumpalo, bumpalo_herd}};\npub fn doctest() {{\n{body}\n}}\n"
    ))
}
