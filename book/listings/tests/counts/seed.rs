//! A seed of serde: JSON becomes the tree that the chapter's own parser makes, and a warm arena asks the heap for nothing.

use crate::prose;
use bumpalo::Bump;
use listings::parsing::good::{Sexp, read};
use listings::seed::Seed;
use serde::de::DeserializeSeed;

fn parse<'a>(
    arena: &'a Bump,
    json: &str,
) -> serde_json::Result<Sexp<'a>> {
    let mut source = serde_json::Deserializer::from_str(json);
    let tree = Seed(arena).deserialize(&mut source)?;
    source.end()?;
    Ok(tree)
}

#[test]
fn json_becomes_the_tree_of_the_chapter() {
    let arena = Bump::new();
    let tree = parse(
        &arena,
        r#"["copy", ["from", "a"], ["to", "b"], []]"#,
    );
    let same = read(&arena, "(copy (from a) (to b) ())");
    assert_eq!(
        format!("{:?}", tree.expect("it is JSON")),
        format!("{same:?}")
    );
}

#[test]
fn what_is_no_string_and_no_list_is_refused() {
    let arena = Bump::new();
    let error = parse(&arena, r#"["copy", 7]"#).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("expected a string or a list"),
        "{error}"
    );
    let deep = "[".repeat(200);
    let error = parse(&arena, &deep).unwrap_err().to_string();
    assert!(error.contains("recursion limit"), "{error}");
}

#[test]
fn a_warm_arena_asks_the_heap_for_nothing() {
    let list = r#"["copy", ["from", "a"], ["to", "b"]],"#;
    let list = list.repeat(yardstick::size(1000, 20));
    let json = format!("[{} []]", list);
    let mut arena = Bump::new();
    for _ in 0..2 {
        parse(&arena, &json).expect("it is JSON");
        arena.reset();
    }
    let (tree, warm) =
        yardstick::measure(|| parse(&arena, &json));
    assert_eq!(warm.heap_calls(), 0);
    assert!(tree.is_ok());
    prose::says(
        "parsing.md",
        "After two resets, reading 1,000 such lists makes no call to the heap",
    );
    // An escape: serde_json needs a buffer to put the text together.
    let json = r#"["a\nb"]"#;
    let (_, escaped) =
        yardstick::measure(|| parse(&arena, json).is_ok());
    assert_eq!(escaped.heap_calls(), 1);
}
