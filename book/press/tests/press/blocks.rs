//! Mistakes in the blocks of a chapter: untested code, and questions without an answer.

use crate::fixture::TinyBook;

/// Puts `block` into a chapter, from line 7 on; the build must fail at `line`, with a message that contains all of
/// `parts`.
#[track_caller]
fn check(block: &str, line: usize, parts: &[&str]) {
    let book = TinyBook::new().replace("book/src/two.md", "Back", &format!("{block}\n\nBack"));
    let Err(message) = book.build() else {
        panic!("this was not noticed:\n{block}");
    };
    let place = format!("book/src/two.md:{line}: ");
    for part in parts.iter().copied().chain([place.as_str(), "help: "]) {
        assert!(message.contains(part), "`{part}` is not in:\n{message}");
    }
}

#[test]
fn rust_in_a_fence_is_untested() {
    let what = "no test compiles this Rust code";
    check("```rust\nlet x = 1;\n```", 7, &[what]);
    check(
        "Text\n\n- item\n\n  ~~~~rust,ignore\n  let x = 1;\n  ~~~~",
        11,
        &[what],
    );
    check("> ```rs\n> let x = 1;\n> ```", 7, &[what]);
    check(
        "<pre><code class=\"language-rust\">let x;</code></pre>",
        7,
        &[what],
    );
}

#[test]
fn an_include_from_elsewhere_is_untested() {
    let what = "no test compiles this Rust code";
    check("```rust\n{{#include two.md}}\n```", 7, &[what]);
    let both = "```rust\n{{#include ../listings/src/code.rs:good_sum}}\nlet x = 1;\n```";
    check(both, 7, &[what]);
}

#[test]
fn a_prediction_has_no_answer() {
    let what = "this prediction has no answer";
    check(
        "> **Predict.** How many?\n\nText.",
        7,
        &[what, "Compare your guess"],
    );
    let other = "> **Predict.** How many?\n\n<details>\n<summary>Other</summary>\n\n</details>";
    check(other, 7, &[what]);
}

#[test]
fn a_prediction_is_not_closed() {
    let open =
        "> **Predict.** How many?\n\n<details>\n<summary>Compare your guess</summary>\n\nSeven.";
    check(open, 9, &["`<details>` is not closed"]);
}

#[test]
fn speaker_notes_are_not_closed() {
    check(
        "<div class=\"speaker\">\n\nSay this.",
        7,
        &["`<div>` is not closed"],
    );
    let what = "`</div>` is not alone on its line";
    check(
        "<div class=\"speaker\">\n\nSay this.\n\n</div> and more",
        11,
        &[what],
    );
    let what = "speaker notes cannot start here";
    check("<div class=\"speaker\">Say this.</div>", 7, &[what]);
}

#[test]
fn tabs_are_malformed() {
    let what = "there are fewer than two tabs";
    check(
        "<div class=\"tabs\">\n\n### One\n\nText.\n\n</div>",
        7,
        &[what],
    );
    let code = "<div class=\"tabs\">\n\n### One\n\n```text\n# two\n```\n\n</div>";
    check(code, 7, &[what]);
    let what = "tabs cannot start here";
    check("Text <div class=\"tabs\">", 7, &[what]);
    let open = "<div class=\"tabs\">\n\n### One\n\n### Two";
    check(open, 7, &["`<div>` is not closed"]);
}

const QUESTION: &str = "```quiz\n[[question]]\nask = \"Who?\"\nchoices = [\"A\", \"B\", \"C\"]\nright = 2\nwhy = \"So.\"\n```";

#[track_caller]
fn check_quiz(old: &str, new: &str, line: usize, parts: &[&str]) {
    assert!(QUESTION.contains(old));
    check(&QUESTION.replace(old, new), line, parts);
}

#[test]
fn a_quiz_is_malformed() {
    check_quiz("ask =", "asks =", 9, &["this quiz cannot be read", "asks"]);
    check_quiz("right = 2\n", "", 8, &["this quiz cannot be read", "right"]);
    check_quiz(
        "right = 2",
        "right = two",
        11,
        &["this quiz cannot be read"],
    );
    check_quiz(
        "right = 2",
        "right = 3",
        11,
        &["the right choice is 3, but there are only 3"],
    );
    check_quiz(", \"C\"", "", 10, &["this question has 2 choices"]);
    check_quiz("\"B\"", "\"A\"", 10, &["this choice is given twice"]);
    check_quiz("\"So.\"", "\" \"", 12, &["this text is empty"]);
    check_quiz("\"So.\"", "\"\"\"\n```rust\nx\n```\"\"\"", 12, &[]);
    check("```quiz\n```", 8, &["this quiz cannot be read", "question"]);
    check(
        "- ```quiz\n  ```",
        7,
        &["this quiz is in a list or a quote"],
    );
}

/// A question with these lines in place of its choices.
fn question(lines: &str) -> String {
    format!("```quiz\n[[question]]\nask = \"Who?\"\n{lines}\nwhy = \"So.\"\n```")
}

#[test]
fn a_question_of_another_kind_is_malformed() {
    let both = question("number = 2\nsteps = [\"a\", \"b\", \"c\"]");
    check(
        &both,
        8,
        &["this quiz cannot be read: a question asks for one thing"],
    );
    check(
        &question("prints = \"2\""),
        8,
        &["this quiz cannot be read"],
    );
    let alone = question("choices = [\"a\", \"b\", \"c\"]");
    check(&alone, 8, &["`choices` needs `right`"]);
    let steps = question("steps = [\"a\", \"b\"]");
    check(&steps, 10, &["this question has 2 steps", "give 3 to 6"]);
    let gone = question("listing = \"code.rs gone\"\nprints = \"2\"");
    check(
        &gone,
        10,
        &["there is no anchor `gone` in book/listings/src/code.rs"],
    );
    let line = question("listing = \"code.rs bad_sum\"\nline = \"fast();\"");
    check(&line, 11, &["no line of the listing is `fast();`"]);
    let refused = question("listing = \"code.rs bad_sum\"\ncompiles = false");
    check(
        &refused,
        11,
        &["this code compiles", "write `compiles = true`"],
    );
}

/// So many choice questions; `choices` and `right` of each by its number.
fn quiz(n: usize, of: impl Fn(usize) -> ([&'static str; 3], usize)) -> String {
    let questions = (0..n).map(|at| {
        let (choices, right) = of(at);
        let ask = format!("[[question]]\nask = \"Why {at}?\"\n");
        format!("{ask}choices = {choices:?}\nright = {right}\nwhy = \"So.\"\n\n")
    });
    let questions: String = questions.collect();
    format!("```quiz\n{questions}```")
}

#[test]
fn a_chapter_is_passed_by_guessing() {
    let equal = ["aaa", "bbb", "ccc"];
    check(
        &quiz(3, |_| (equal, 1)),
        8,
        &["choice b is the right one in all 3 choice questions of this chapter"],
    );
    check(
        &quiz(3, |_| (["aa", "bbb", "cc"], 1)),
        8,
        &["the longest choice is the right one in all 3"],
    );
    check(
        &quiz(3, |_| (["aa", "b", "cc"], 1)),
        8,
        &["the shortest choice is the right one in all 3"],
    );
    check(
        &quiz(3, |_| (["aa", "b,", "cc"], 1)),
        8,
        &["the choice with the most punctuation is the right one in all 3"],
    );
    // Signs of Markdown are not seen by the reader.
    let book = |block: &str| {
        TinyBook::new().replace("book/src/two.md", "Back", &format!("{block}\n\nBack"))
    };
    let code = quiz(3, |at| (["`aa`", "*bb*", "cc"], at));
    assert!(book(&code).build().is_ok());
}

#[test]
fn a_book_is_passed_by_guessing() {
    // Seven of twelve are the longest; the others are neither that nor the shortest.
    let longest = |at: usize| match at {
        0..7 => (["a", "bb", "ccc"], 2),
        7..10 => (["aa", "bbb", "c"], 0),
        _ => (["aaa", "bb", "c"], 1),
    };
    check(
        &quiz(12, longest),
        8,
        &[
            "over the book, the longest choice is the right one in 58 % of 12 choice questions",
            "help: change some of these: book/src/two.md:8, book/src/two.md:14",
        ],
    );
}

#[test]
fn rust_in_a_question_is_untested() {
    let why = "\"\"\"\n~~~rust\nx\n~~~\"\"\"";
    check_quiz("\"So.\"", why, 12, &["no test compiles this Rust code"]);
}

const CHOOSER: &str = "```chooser\n[[node]]\nid = \"a\"\nask = \"Q?\"\nanswers = [{ text = \"Y\", to = \"b\" }, { text = \"N\", to = \"c\" }]\n\
    [[node]]\nid = \"b\"\nadvice = \"B\"\n[[node]]\nid = \"c\"\nadvice = \"C\"\n```";

#[track_caller]
fn check_chooser(old: &str, new: &str, line: usize, parts: &[&str]) {
    assert!(CHOOSER.contains(old));
    check(&CHOOSER.replace(old, new), line, parts);
}

#[test]
fn a_chooser_is_malformed() {
    check_chooser(
        "to = \"b\"",
        "to = \"x\"",
        11,
        &["there is no node `x`", "use one of: a, b, c"],
    );
    check_chooser(
        "to = \"b\"",
        "to = \"c\"",
        13,
        &["no answer leads to the node `b`"],
    );
    check_chooser("id = \"c\"", "id = \"b\"", 16, &["there are two nodes `b`"]);
    check_chooser(
        "advice = \"C\"",
        "",
        16,
        &["`c` is neither a question nor advice"],
    );
    check_chooser(
        "ask = \"Q?\"",
        "advice = \"Q\"",
        9,
        &["`a` is neither a question nor advice"],
    );
    check_chooser(
        "advice = \"C\"",
        "advise = \"C\"",
        17,
        &["this chooser cannot be read"],
    );
    check("```chooser\n```", 8, &["this chooser cannot be read"]);
    check(
        "```chooser\nnode = []\n```",
        8,
        &["this chooser has no node"],
    );
}

#[test]
fn a_chooser_leads_in_a_circle() {
    let back =
        "ask = \"R?\"\nanswers = [{ text = \"Y\", to = \"b\" }, { text = \"N\", to = \"a\" }]";
    check_chooser(
        "advice = \"C\"",
        back,
        18,
        &["the answers lead in a circle, back to `a`"],
    );
}

#[test]
fn a_column_has_no_name() {
    let what = "a column of this table has no name";
    check("| A | |\n|---|---|\n| b | c |", 7, &[what]);
    check("Text.\n\n| | `B` |\n|---|---|\n| b | c |", 9, &[what]);
    let book = TinyBook::new().replace(
        "book/src/two.md",
        "Back",
        "| `A` | B |\n|---|---|\n| b | |\n\nBack",
    );
    assert!(book.build().is_ok(), "a cell below may be empty");
}

const SCENE: &str = r#"{ "row": 64, "vary": null, "lesson": "`go` costs",
    "sides": [{"name":"A <b>","note":"a","base":"0x10","code":"let a = <b>;\n\ngo(a);"},{"name":"B","note":"b","base":"0x20","code":"no()"}],
    "steps": [{"what":"`go` & see","lines":[[3,3],null],"events":[[{"is":"block","block":0,"name":"</script>","address":0,"size":1,"align":1}],[]]}] }"#;

#[test]
fn a_scene_is_unknown_or_damaged() {
    let book =
        || TinyBook::new().replace("book/src/two.md", "Back", "{{#memory tiny | It.}}\n\nBack");
    let error = |book: &TinyBook| book.build().err().expect("the build fails");
    let unknown = book();
    unknown.write("book/scenes/recorded/other.json", SCENE);
    let message = error(&unknown);
    assert!(
        message.contains("book/src/two.md:7: there is no scene `tiny`\nhelp: use one of: other"),
        "{message}"
    );
    let damaged = book();
    damaged.write(
        "book/scenes/recorded/tiny.json",
        &SCENE.replace("is\":\"block", "is\":\"blob"),
    );
    let message = error(&damaged);
    assert!(
        message.contains("book/src/two.md:7: book/scenes/recorded/tiny.json is not a scene"),
        "{message}"
    );
    check(
        "{{#memory tiny}}",
        7,
        &["this directive is malformed", "{{#memory SCENE |"],
    );
}

#[test]
fn a_scene_is_narrated() {
    let book = TinyBook::new().replace(
        "book/src/two.md",
        "Back",
        "{{#memory tiny | See `it`.}}\n\nBack",
    );
    book.write("book/scenes/recorded/tiny.json", SCENE);
    let page = book.build().expect("the tiny book builds").read("two.html");
    for part in [
        "<figcaption>See <code>it</code>.</figcaption>",
        "<th scope=\"col\">A &lt;b&gt;</th>",
        "<td><code>go</code> &amp; see</td>",
        "<td>Call 1 to the heap: 1 byte for <code>&lt;/script&gt;</code>.</td>",
        "<td>Nothing is allocated or freed.</td>",
        "\\u003c/script>",
        "<pre><code><span class=\"line\"><span class=\"t-keyword\">let</span> a",
        "<span class=\"line\">\n</span><span class=\"line\">go(a);\n</span>",
        "<code>go</code> costs. 1 call to the heap against 0, and 1 byte held at the peak against 0. Still held at the end: 1 byte against 0.",
    ] {
        assert!(page.contains(part), "{part} is not in:\n{page}");
    }
    // Where both sides do the same, their figures are no comparison.
    let block = r#"{"is":"block","block":0,"name":"it","address":0,"size":1,"align":1}"#;
    let freed = r#"{"is":"free","block":0}"#;
    let (both, _) = SCENE.split_once("\"events\":").expect("a step has events");
    let both = format!("{both}\"events\":[[{block},{freed}],[{block},{freed}]]}}] }}");
    book.write("book/scenes/recorded/tiny.json", &both);
    let page = book.build().expect("the tiny book builds").read("two.html");
    let summary = "On both sides: 1 call to the heap, and 1 byte held at the peak.</";
    assert!(page.contains(summary), "{page}");
}
