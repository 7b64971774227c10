//! Extracting by anchor, and the colours of code.

use press::anchors::extract;
use press::highlight;

#[test]
fn inner_anchors_are_left_out() {
    let text = "// ANCHOR: a\none\n// ANCHOR: b\ntwo\n// ANCHOR_END: b\nthree\n// ANCHOR_END: a\n";
    assert_eq!(extract(text, "a", "f.rs").expect("a"), "one\ntwo\nthree");
    assert_eq!(extract(text, "b", "f.rs").expect("b"), "two");
}

#[test]
fn a_name_with_the_same_prefix_is_another_name() {
    let text = "// ANCHOR: sum_all\nx\n// ANCHOR_END: sum_all\n";
    assert!(extract(text, "sum", "f.rs").is_err());
}

#[test]
fn common_indentation_is_removed() {
    let text = "  // ANCHOR: a\n    if x {\n\n        y\n    }\n  // ANCHOR_END: a\n";
    assert_eq!(extract(text, "a", "f.rs").expect("a"), "if x {\n\n    y\n}");
}

#[test]
fn markers_of_a_doc_comment_are_removed() {
    let text = "//! // ANCHOR: a\n//! fn f() {\n//!     g()\n//! }\n//! // ANCHOR_END: a\n";
    assert_eq!(
        extract(text, "a", "f.rs").expect("a"),
        "fn f() {\n    g()\n}"
    );
}

/// The classes in the HTML of `code`, each with the text that it colours.
fn colours(code: &str) -> Vec<String> {
    let html = highlight::lines(code).join("\n");
    let spans = html.split("<span class=\"t-").skip(1);
    let spans = spans.map(|span| {
        span.split("</span>")
            .next()
            .unwrap_or(span)
            .replace("\">", " ")
    });
    spans.collect()
}

#[test]
fn words_of_rust_are_coloured() {
    let code = "pub fn f<'a>(x: &'a Vec<u8>) -> char { vec![1_0.5, 2..3]; 'x' /* a /* b */ */ }";
    let expected = [
        "keyword pub",
        "keyword fn",
        "lifetime 'a",
        "lifetime 'a",
        "type Vec",
        "type u8",
        "type char",
        "macro vec",
        "number 1_0.5",
        "number 2",
        "number 3",
        "string 'x'",
        "comment /* a /* b */ */",
    ];
    assert_eq!(colours(code), expected);
}

#[test]
fn strings_end_where_they_end() {
    let code = r###"f("a\"b // no", '\'', b"x", r#"q " q"#, "ü") != LIMIT // "c""###;
    let expected = [
        r"string &quot;a\&quot;b // no&quot;",
        r"string '\''",
        "string b&quot;x&quot;",
        "string r#&quot;q &quot; q&quot;#",
        "string &quot;ü&quot;",
        "comment // &quot;c&quot;",
    ];
    assert_eq!(colours(code), expected);
}

#[test]
fn a_token_may_span_lines() {
    let lines = highlight::lines("/* a\n\nb */ c");
    let [first, second, third] = &lines[..] else {
        panic!("{lines:?}");
    };
    assert_eq!(first, "<span class=\"t-comment\">/* a</span>");
    assert_eq!(second, "");
    assert_eq!(third, "<span class=\"t-comment\">b */</span> c");
}

#[test]
fn no_character_is_lost() {
    let sources = [
        "'",
        "\"open",
        "r#\"open",
        "/* open",
        "'\\",
        "b'x' 0x_ü..=9 é'a",
        "1.max(2) 1.0e-3",
    ];
    for source in sources {
        let html = highlight::lines(source).join("\n");
        let text: String = html
            .split('<')
            .enumerate()
            .map(|(at, part)| match at {
                0 => part,
                _ => part.split_once('>').map_or(part, |(_, text)| text),
            })
            .collect();
        assert_eq!(text.replace("&quot;", "\""), source);
    }
}
