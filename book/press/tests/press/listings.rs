//! Cutting by anchor.

use press::anchors::cut;

#[test]
fn inner_anchors_are_left_out() {
    let text = "// ANCHOR: a\none\n// ANCHOR: b\ntwo\n// ANCHOR_END: b\nthree\n// ANCHOR_END: a\n";
    assert_eq!(cut(text, "a", "f.rs").expect("a"), "one\ntwo\nthree");
    assert_eq!(cut(text, "b", "f.rs").expect("b"), "two");
}

#[test]
fn a_name_that_begins_alike_is_another_name() {
    let text = "// ANCHOR: sum_all\nx\n// ANCHOR_END: sum_all\n";
    assert!(cut(text, "sum", "f.rs").is_err());
}

#[test]
fn common_indentation_is_taken_off() {
    let text = "  // ANCHOR: a\n    if x {\n\n        y\n    }\n  // ANCHOR_END: a\n";
    assert_eq!(cut(text, "a", "f.rs").expect("a"), "if x {\n\n    y\n}");
}

#[test]
fn marks_of_a_doc_comment_are_taken_off() {
    let text = "//! // ANCHOR: a\n//! fn f() {\n//!     g()\n//! }\n//! // ANCHOR_END: a\n";
    assert_eq!(cut(text, "a", "f.rs").expect("a"), "fn f() {\n    g()\n}");
}
