//! What must not compile is refused for the reason that the book gives.
//!
//! A `compile_fail,E0502` doctest shows that something is wrong. Only a nightly rustdoc looks at the
//! code, so a doctest would also pass on a spelling mistake. This test reads the same doctests, and
//! asks the compiler for the code.

use yardstick::compiler::Snippet;

const SOURCES: [(&str, &str); 3] = [
    ("parsing.rs", include_str!("../../src/parsing.rs")),
    ("requests.rs", include_str!("../../src/requests.rs")),
    ("scratch.rs", include_str!("../../src/scratch.rs")),
];

#[test]
fn every_refusal_has_the_code_that_the_book_names() {
    for (file, source) in SOURCES {
        let doctests = doctests(source);
        assert!(
            !doctests.is_empty(),
            "{file} has no doctest that must fail"
        );
        for (code, body) in doctests {
            println!("{file}: {code}");
            snippet(&body).assert_fails_with(&code);
        }
    }
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

/// A doctest is the body of a function. Here the one crate at hand gives it `bumpalo`.
fn snippet(body: &str) -> Snippet {
    let name = std::any::type_name_of_val(
        &listings::scratch::copies,
    );
    Snippet::using(name).source(&format!(
        "pub use listings::bumpalo;\npub fn doctest() {{\n{body}\n}}\n"
    ))
}
