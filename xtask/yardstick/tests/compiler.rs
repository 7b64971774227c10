//! Snippets, checked against yardstick itself, with the compiler that built this test.

use std::panic::catch_unwind;
use yardstick::compiler::Snippet;
use yardstick::protocol::TraceCounts;

/// A snippet for a part of yardstick that every set of features has: the library that was built last
/// may lack `measure`.
fn snippet(source: &str) -> Snippet {
    Snippet::using(std::any::type_name::<TraceCounts>()).source(source)
}

#[test]
fn sound_code_compiles() {
    snippet("pub fn peak(counts: {crate}::protocol::TraceCounts) -> u64 { counts.peak }")
        .assert_compiles();
}

#[test]
fn unsound_code_is_refused_with_its_code() {
    snippet("pub fn f() -> {crate}::protocol::TraceCounts { 1 }").assert_fails_with("E0308");
}

#[test]
fn another_code_than_the_expected_one_is_a_failure() {
    let outcome = catch_unwind(|| {
        snippet("pub fn f() -> {crate}::protocol::TraceCounts { 1 }").assert_fails_with("E0521");
    });
    let message = outcome.expect_err("E0308 is not E0521");
    let message = message.downcast_ref::<String>().expect("a message");
    assert!(message.contains("mismatched types"), "{message}");
}

#[test]
fn one_error_is_shown_and_the_others_are_counted() {
    let outcome = catch_unwind(|| {
        snippet("pub fn f() -> bool { 1 }\npub fn g() -> bool { 2 }\npub fn h() -> bool { 3 }")
            .assert_compiles();
    });
    let message = outcome.expect_err("numbers are not `bool`");
    let message = message.downcast_ref::<String>().expect("a message");
    assert_eq!(message.matches("error[E0308]").count(), 1, "{message}");
    assert!(message.ends_with("\nand 2 more errors\n"), "{message}");
}

#[test]
fn a_snippet_is_shown_without_the_indentation_of_its_test() {
    let outcome = catch_unwind(|| {
        snippet(
            "pub fn f() {
                if true {
                    f();
                }
            }",
        )
        .assert_fails_with("E0308");
    });
    let message = outcome.expect_err("the snippet compiles");
    let message = message.downcast_ref::<String>().expect("a message");
    let shown = "pub fn f() {\n    if true {\n        f();\n    }\n}";
    assert!(message.contains(shown), "{message}");
}

#[test]
fn code_that_compiles_where_it_must_not_is_a_failure() {
    assert!(catch_unwind(|| snippet("pub fn f() {}").assert_fails_with("E0308")).is_err());
}
