//! What the pages of a book without mistakes contain.

use crate::fixture::TinyBook;
use press::watch::{snapshot, sources};

#[test]
fn a_pair_marks_the_lines_that_differ() {
    let page = TinyBook::new()
        .build()
        .expect("the tiny book builds")
        .read("one.html");
    assert!(
        page.contains(
            "<del class=\"line\">    slow::&lt;<span class=\"t-type\">u8</span>&gt;();\n</del>"
        ),
        "{page}"
    );
    assert!(
        page.contains("<ins class=\"line\">    quick();\n</ins>"),
        "{page}"
    );
    assert_eq!(
        page.matches("<span class=\"line\">    same();\n</span>")
            .count(),
        2,
        "{page}"
    );
    assert!(page.contains("Bad</strong> <span>slow</span>"), "{page}");
    assert!(page.contains("Good</strong> <span>quick</span>"), "{page}");
}

#[test]
fn a_pair_marks_the_words_that_differ() {
    let book = TinyBook::new().replace(
        "book/listings/src/code.rs",
        "        quick();",
        "        let x = 1;\n        slow::<u32>(x);",
    );
    let page = book.build().expect("the tiny book builds").read("one.html");
    for part in [
        "slow::&lt;<span class=\"word\"><span class=\"t-type\">u8</span></span>&gt;();",
        "slow::&lt;<span class=\"word\"><span class=\"t-type\">u32</span></span>&gt;(<span class=\"word\">x</span>);",
        // The line that has no version on the other side is beside a gap.
        "<span class=\"gap\"></span><del class=\"line\">    slow",
    ] {
        assert!(page.contains(part), "{part} is not in:\n{page}");
    }
}

/// A listing that the compiler refuses, and what it says.
fn refused(record: &str) -> TinyBook {
    let code = "//! ```compile_fail,E0502\n//! hidden();\n//! // ANCHOR: no\n//! let x = &mut y;\n//!     z(x);\n//! // ANCHOR_END: no\n//! ```\n";
    let book = TinyBook::new().replace(
        "book/src/two.md",
        "Back",
        "{{#listing bad.rs no | refused}}\n\nBack",
    );
    book.write("book/listings/src/bad.rs", code);
    book.write("book/listings/refused.json", record);
    book
}

const REFUSED: &str = r#"{ "rustc": "1.95.0", "listings": { "bad.rs no": { "code": "E0502", "message": "cannot borrow `y`",
    "spans": [ { "line": 0, "from": 8, "text": "&mut y", "label": "", "primary": false },
               { "line": 1, "from": 2, "text": "x", "label": "a < b", "primary": true } ] } } }"#;

#[test]
fn code_that_is_refused_looks_so() {
    let page = refused(REFUSED)
        .build()
        .expect("the tiny book builds")
        .read("two.html");
    for part in [
        "class=\"code listing refused\">",
        "<strong class=\"side refusal\">Does not compile</strong>",
        "<span class=\"hint\">&amp;<span class=\"t-keyword\">mut</span> y</span>;",
        "    z(<span class=\"error\">x</span>);\n</span><span class=\"remark error\"><span class=\"indent\">      </span><span>a &lt; b</span></span>",
        "<p class=\"compiler\"><strong>error[E0502]</strong>: cannot borrow <code>y</code></p>",
    ] {
        assert!(page.contains(part), "{part} is not in:\n{page}");
    }
}

#[test]
fn what_the_compiler_says_cannot_drift() {
    for (record, what) in [
        (
            "{ \"rustc\": \"\", \"listings\": {} }".to_owned(),
            "is not recorded",
        ),
        (
            REFUSED.replace("E0502", "E0505"),
            "was recorded for other code",
        ),
        (
            REFUSED.replace("\"x\"", "\"y\""),
            "was recorded for other code",
        ),
        ("{".to_owned(), "book/listings/refused.json cannot be read"),
    ] {
        let message = refused(&record).build().err().expect("a mistake");
        assert!(
            message.contains(what)
                && message.contains("book/src/two.md:7: ")
                && message.contains("ARENA_RECORD=1 cargo test -p listings"),
            "{message}"
        );
    }
}

#[test]
fn a_listing_shows_what_is_in_the_file() {
    let page = TinyBook::new()
        .build()
        .expect("the tiny book builds")
        .read("two.html");
    assert!(
        page.contains(
            "<span class=\"line\"># <span class=\"t-keyword\">fn</span> shown() {}\n</span>"
        ),
        "hidden: {page}"
    );
    assert!(
        page.contains("#include nothing"),
        "an include in a listing was followed: {page}"
    );
}

#[test]
fn a_card_nests_its_hints() {
    let page = TinyBook::new()
        .build()
        .expect("the tiny book builds")
        .read("one.html");
    assert!(page.contains("Exercise 1: First &amp; last"), "{page}");
    assert!(page.contains("cargo xtask check first"), "{page}");
    assert!(page.contains("exercises/01_first/src/lib.rs"), "{page}");
    let (first, second) = (page.find("Hint 1 of 2"), page.find("Hint 2 of 2"));
    let closed = page.find("</details>");
    assert!(
        first < second && second < closed,
        "the second hint is inside the first: {page}"
    );
    assert!(
        page.contains("Ask <code>who</code>."),
        "hints are Markdown: {page}"
    );
}

/// A result of `cargo xtask claims`.
const CLAIMS: &str = r#"{ "version": 1, "quick": false,
    "host": { "os": "linux", "cpu": "A & B", "cores": 2, "rustc": "1.95.0" },
    "claims": [ { "id": "list", "claim": "A `Vec<T>` is slow.", "verdict": "holds_only_if", "condition": "it is < 3",
        "columns": [ { "name": "Vec<T>", "unit": "ns" } ],
        "rows": [ { "what": "one", "values": [1.25] }, { "what": "2 000", "values": [null] } ],
        "advice": "Use `Vec<T>`." } ] }"#;

#[test]
fn claims_are_shown_with_their_machine() {
    let book = TinyBook::new().replace("book/src/two.md", "Back", "{{#claims}}\n\nBack");
    book.write(".arena/claims.json", CLAIMS);
    let page = book.build().expect("the tiny book builds").read("two.html");
    for part in [
        "A &amp; B, 2 cores, linux, rustc 1.95.0",
        "<td>A <code>Vec&lt;T&gt;</code> is slow.</td><td>holds only if it is &lt; 3</td>",
        "<td>Use <code>Vec&lt;T&gt;</code>.</td>",
        "<th>one</th><td>1.2 ns</td>",
        "<th>2\u{a0}000</th><td>-</td>",
    ] {
        assert!(page.contains(part), "{part} is not in:\n{page}");
    }
}

#[test]
fn claims_that_were_not_measured_name_the_command() {
    let command = "run <code>cargo xtask claims</code>";
    let book = TinyBook::new().replace("book/src/two.md", "Back", "{{#claims}}\n\nBack");
    let page = book
        .build()
        .expect("a book needs no measurements")
        .read("two.html");
    assert!(page.contains(command), "{page}");
    // Results of another version of the workbook are not the reader's mistake.
    book.write(".arena/claims.json", "{ \"version\": 99 }");
    let page = book
        .build()
        .expect("another version is not damage")
        .read("two.html");
    assert!(page.contains(command), "{page}");
}

/// What `.ci/results` writes, for two allocators.
const RESULTS: &str = r#"{ "date": "2026-11-27", "machine": "A & B, 2 cores", "runs": [
    { "allocator": "glibc", "version": "glibc 2.36", "how": "",
      "claims": [ { "id": "list", "claim": "A list is slow.", "verdict": "does_not_hold",
          "columns": [ { "name": "cold", "unit": "ns" }, { "name": "warm", "unit": "ns" } ],
          "rows": [ { "what": "one", "values": [9.0, 1.25] }, { "what": "none", "values": [9.0, null] } ], "advice": "None." } ],
      "exercises": [ { "id": "first", "bad_ns": 200, "tuned": [1.4, 1.5, 1.6], "reference": [2.0, 2.25, 2.5] } ] },
    { "allocator": "musl", "version": "musl", "how": "`TARGET=musl`",
      "claims": [ { "id": "list", "claim": "A list is slow.", "verdict": "holds_only_if", "condition": "it is long",
          "columns": [ { "name": "warm", "unit": "ns" } ], "rows": [ { "what": "one", "values": [2500.0] } ], "advice": "None." } ],
      "exercises": [ { "id": "first", "bad_ns": 300, "tuned": null, "reference": [2.0, 3.0, 4.0] } ] } ] }"#;

#[test]
fn shipped_results_are_shown_for_each_allocator() {
    let line = "{{#shipped machine}}\n\n{{#shipped list | warm | A warm list}}\n\n{{#shipped exercises}}\n\nBack";
    let book = TinyBook::new().replace("book/src/two.md", "Back", line);
    book.write("book/results.json", RESULTS);
    let page = book.build().expect("the tiny book builds").read("two.html");
    for part in [
        "<p>Measured on 2026-11-27, on A &amp; B, 2 cores: glibc 2.36, musl (<code>TARGET=musl</code>).</p>",
        "<tr><th>A warm list</th><th>glibc</th><th>musl</th></tr>",
        "<tr><th>one</th><td>1.2\u{a0}ns</td><td>2\u{a0}500\u{a0}ns</td></tr>",
        "<tr><th>The claim</th><td>does not hold</td><td>holds in part</td>",
        "<tr><th><code>first</code></th><td>1.00<br>1.50\u{a0}→\u{a0}2.25</td><td>1.50<br>-\u{a0}→\u{a0}3.00</td></tr>",
    ] {
        assert!(page.contains(part), "{part} is not in:\n{page}");
    }
    assert!(
        !page.contains("<th>none</th>"),
        "a case without a figure is left out"
    );
    // Those of the reader stand beside them.
    book.write(
        ".arena/claims.json",
        &CLAIMS.replace("Vec<T>\", \"unit", "warm\", \"unit"),
    );
    let page = book.build().expect("the tiny book builds").read("two.html");
    for part in [
        "<th>musl</th><th>here</th>",
        "<td>2\u{a0}500\u{a0}ns</td><td>1.2\u{a0}ns</td>",
    ] {
        assert!(page.contains(part), "{part} is not in:\n{page}");
    }
}

#[test]
fn a_backslash_shows_a_directive() {
    let book = TinyBook::new().replace("book/src/two.md", "Back", "Write \\{{#pair a b}}. Back");
    let page = book.build().expect("the tiny book builds").read("two.html");
    assert!(page.contains("#pair a b}}"), "{page}");
}

#[test]
fn a_save_changes_the_snapshot_and_reading_does_not() {
    let book = TinyBook::new();
    let snapshot = || snapshot(&sources(&book.checkout()));
    let before = snapshot();
    assert_eq!(before, snapshot());
    book.write("book/src/one.md", "# Another\n");
    let after = snapshot();
    assert_ne!(before, after);
    book.write("book/theme/extra.css", "");
    assert_ne!(after, snapshot());
    let after = snapshot();
    book.write(".arena/claims.json", CLAIMS);
    assert_ne!(after, snapshot());
}
