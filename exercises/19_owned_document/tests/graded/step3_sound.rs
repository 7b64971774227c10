//! A moved document keeps its tree, and no section outlives it. The starter passes this step; keep
//! it passing.
//!
//! A struct that refers to itself breaks when it is moved, unless what it refers to stays in place.
//! And what it lends may be kept only as long as the struct is borrowed. Both can be had without
//! `unsafe` of yours; the tests read your source for it, and for lifetimes that nothing backs.
//! Before moving on: a `String` moves, but its text stays. Why is `&'static str` for it still
//! wrong?

use bumpalo::Bump;
use owned_document::Document;
use yardstick::compiler::Snippet;

use super::guides;
use super::words::{around, words_of_the_source};

/// The addresses of the sections, except for the document itself, and their anchors.
fn places(document: &Document) -> Vec<(usize, String)> {
    let mut places = Vec::new();
    document.visit(&mut |section| {
        let address = std::ptr::from_ref(section).addr();
        places.push((address, section.anchor.to_string()));
    });
    places.split_off(1)
}

#[test]
fn a_moved_document_keeps_its_sections_in_place() {
    let mut documents = Vec::new();
    let mut before = Vec::new();
    for n_bytes in (0..guides::GREENHOUSE.len()).rev().step_by(100) {
        let text = guides::GREENHOUSE
            .get(..n_bytes)
            .unwrap_or(guides::GREENHOUSE);
        let document = Document::parse(text.to_owned(), Bump::new());
        before.push((text, places(&document)));
        // The vector grows, so all documents in it move, again and again.
        documents.push(document);
    }
    documents.reverse();
    let boxed: Vec<Box<Document>> = documents.into_iter().map(Box::new).collect();
    for (document, (text, before)) in boxed.iter().rev().zip(&before) {
        assert_eq!(document.source(), *text, "the text of a moved document");
        let after = places(document);
        assert_eq!(after.len(), before.len(), "the number of its sections");
        for (after, before) in after.iter().zip(before) {
            assert_eq!(
                after, before,
                "the address and the anchor of a section, which are to be what they were before its \
                 document was moved"
            );
        }
    }
}

#[test]
fn a_section_cannot_be_kept_when_its_document_is_gone() {
    let source = "pub fn kept(document: {crate}::Document) -> usize {
        let root = document.root();
        drop(document);
        root.level
    }";
    // The type's path starts with the name of the crate being graded.
    Snippet::using(std::any::type_name::<Document>())
        .source(source)
        .assert_fails_with("E0505");
}

#[test]
fn no_unsafe_is_needed() {
    let words = words_of_the_source();
    let found = words.iter().position(|word| word == "unsafe");
    assert!(
        found.is_none(),
        "yours: the source says `unsafe`, at `{}`",
        around(&words, found)
    );
}

#[test]
fn no_lifetime_is_made_of_another() {
    // A reference to a reference to `()` that lives forever, with which a function may claim any
    // lifetime: how the known hole in the compiler starts (rust-lang/rust#25860).
    let words = words_of_the_source();
    let mut triples = words.windows(3);
    let found = triples.position(|triple| triple == ["&", "&", "()"]);
    assert!(
        found.is_none(),
        "yours: the source uses a known hole in the compiler (rust-lang/rust#25860), at `{}`\nWhat it \
         accepts there is not sound.",
        around(&words, found)
    );
}
