//! What must not compile is refused for the reason that the book gives, and in the words that it shows.
//!
//! A `compile_fail,E0502` doctest shows that something is wrong. Only a nightly rustdoc looks at the
//! code, so a doctest would also pass on a spelling mistake. This test reads the same doctests, and
//! asks the compiler for the code.

use serde_json::{Map, Value, json};
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
            if code.is_empty() {
                let said = parsed(&snippet.diagnostics());
                assert!(
                    said.iter().any(has_no_code),
                    "{body}"
                );
            } else {
                snippet.assert_fails_with(&code);
            }
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

/// The pages show what the compiler says of a listing, beneath the place that it points at. Another
/// version may say it in other words; then only the codes are compared, by the test above.
#[test]
fn every_message_is_the_recorded_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("refused.json");
    let said =
        json!({ "rustc": rustc(), "listings": messages() });
    let said = format!("{said:#}\n");
    if std::env::var_os("ARENA_RECORD").is_some() {
        std::fs::write(&path, &said)
            .expect("the record can be written");
    }
    let recorded = std::fs::read_to_string(&path)
        .expect("the record can be read");
    let version = format!("\"rustc\": \"{}\"", rustc());
    if !recorded.contains(&version) {
        let names = |text: &str| {
            let value: Value =
                serde_json::from_str(text).expect("a record");
            let listings = value["listings"].as_object();
            let names = listings.map(|all| {
                all.keys().cloned().collect::<Vec<_>>()
            });
            names.unwrap_or_default()
        };
        assert_eq!(names(&recorded), names(&said));
        println!("recorded by another version");
        return;
    }
    assert!(
        recorded == said,
        "the compiler says something else than book/listings/refused.json\n\
         help: write it again with `ARENA_RECORD=1 cargo test -p listings refused`"
    );
}

fn rustc() -> String {
    let rustc = std::env::var_os("RUSTC")
        .unwrap_or_else(|| "rustc".into());
    let output = std::process::Command::new(rustc)
        .arg("--version")
        .output()
        .expect("the compiler starts");
    let version = String::from_utf8_lossy(&output.stdout);
    let number = version.split_whitespace().nth(1);
    number.unwrap_or_default().to_owned()
}

/// What the compiler says of each anchor in a doctest that must fail, by file and anchor.
fn messages() -> Map<String, Value> {
    let mut found = Map::new();
    for (file, source) in sources() {
        for (code, body) in doctests(&source) {
            let Some((anchor, first)) = anchor(&body) else {
                continue;
            };
            // Some errors come only when code is generated.
            let lines =
                snippet(&body).with_code().diagnostics();
            let message =
                message(&lines, &code, &body, first);
            found.insert(format!("{file} {anchor}"), message);
        }
    }
    found
}

/// The name of the anchor in a doctest, and the line after its start.
fn anchor(body: &str) -> Option<(&str, usize)> {
    let lines = body.lines().enumerate();
    let mut anchors = lines.filter_map(|(at, line)| {
        let (_, name) = line.split_once("// ANCHOR: ")?;
        Some((name.trim(), at + 1))
    });
    anchors.next()
}

/// The first error with this code. `first` is the line of `body` that a reader sees first.
fn message(
    lines: &str,
    code: &str,
    body: &str,
    first: usize,
) -> Value {
    let said = parsed(lines);
    let error = said
        .iter()
        .find(|said| match code {
            "" => has_no_code(said),
            _ => said["code"]["code"] == code,
        })
        .expect("the error of this code");
    // What fails inside a generic function is shown at the call that asked for it.
    let call = said.iter().find(|said| {
        let message = said["message"].as_str();
        message.is_some_and(|message| {
            message.contains("while instantiating")
        })
    });
    // That a future is not `Send` is said at the call, and why in a note.
    let notes = error["children"].as_array();
    let notes = notes.into_iter().flatten();
    let notes = notes.filter(|_| code.is_empty());
    let mut spans: Vec<_> =
        std::iter::once(call.unwrap_or(error))
            .chain(notes)
            .filter_map(|said| said["spans"].as_array())
            .flatten()
            .filter_map(|span| place(span, body, first))
            .collect();
    if let Some(call) = call {
        for span in &mut spans {
            span["label"] = call["message"].clone();
        }
    }
    spans.sort_by_key(|span| {
        (span["line"].as_u64(), span["from"].as_u64())
    });
    assert!(
        spans.iter().any(|span| span["primary"] == true),
        "the error is outside of the anchor:\n{body}"
    );
    json!({ "code": code, "message": error["message"], "spans": spans })
}

/// The compiler's messages.
fn parsed(lines: &str) -> Vec<Value> {
    let said = lines.lines().filter_map(|line| {
        serde_json::from_str::<Value>(line).ok()
    });
    said.collect()
}

/// Whether this is an error that has no code, other than the last line, which counts the others.
fn has_no_code(said: &Value) -> bool {
    let is_error = said["level"] == "error";
    let has_place = said["spans"]
        .as_array()
        .is_some_and(|spans| !spans.is_empty());
    is_error && has_place && said["code"].is_null()
}

/// A place in the listing, counted as the press does; `None` outside of the anchor.
fn place(
    span: &Value,
    body: &str,
    first: usize,
) -> Option<Value> {
    let number = |name: &str| {
        span[name]
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
    };
    // The snippet has two lines before the body, and counts from 1.
    let at = number("line_start")?.checked_sub(3)?;
    let line = body.lines().nth(at)?;
    let column = number("column_start")? - 1;
    let text: String = line.chars().skip(column).collect();
    let same_line = span["line_start"] == span["line_end"];
    let length = if same_line {
        number("column_end")? - 1 - column
    } else {
        text.chars().count()
    };
    let text: String = text.chars().take(length).collect();
    let indent = line
        .chars()
        .take_while(|c| c.is_whitespace())
        .count();
    // Other crates are parts of `listings` here; for a reader
    // they are not.
    let label = span["label"].as_str().unwrap_or_default();
    let label = label.replace("listings::bumpalo", "bumpalo");
    Some(json!({
        "line": at.checked_sub(first)?,
        "from": column - indent,
        "text": text.trim_end(),
        "label": label,
        "primary": span["is_primary"],
    }))
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

/// Error code and body of each doctest that must not compile. The code is empty if the error has none.
fn doctests(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = source
        .lines()
        .filter_map(|line| line.strip_prefix("//!"));
    while let Some(line) = lines.next() {
        let line = line.trim();
        let code = match line {
            "```compile_fail" => Some(""),
            _ => line.strip_prefix("```compile_fail,"),
        };
        if let Some(code) = code {
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
        "pub use listings::{{bump_scope, bumpalo, bumpalo_herd}};\npub fn doctest() {{\n{body}\n}}\n"
    ))
}
