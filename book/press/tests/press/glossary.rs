//! Links to the glossary at the first use of a term in a chapter.

use crate::fixture::TinyBook;

const GLOSSARY: &str = "# Glossary\n<!-- description: The words of this small book, each with what it means and where it is explained. -->\n\nArena\n: Where all goes at once. Also called a *region*. See [one](one.md).\n\n\
                        Scratch arena\n: An arena \"for a while\".\n\nChunk\n: A block.\n";

/// The page of a chapter with this text.
fn page(text: &str) -> String {
    let book = TinyBook::new();
    book.write("book/src/glossary.md", GLOSSARY);
    let book = book
        .replace(
            "book/src/SUMMARY.md",
            "- [Two]",
            "- [Glossary](glossary.md)\n- [Two]",
        )
        .replace("book/src/two.md", "Back", &format!("{text}\n\nBack"));
    let pages = book.build().unwrap_or_else(|message| panic!("{message}"));
    let page = pages.read("two.html");
    page.split("<main>").nth(1).unwrap_or(&page).to_owned()
}

/// The linked words, in order.
fn linked(text: &str) -> Vec<String> {
    let page = page(text);
    let links = page.split("class=\"term\"").skip(1);
    let words = links.filter_map(|link| link.split('>').nth(1)?.split('<').next());
    words.map(str::to_owned).collect()
}

#[test]
fn the_first_use_of_each_term_is_linked() {
    assert_eq!(
        linked("Arenas and chunks.\n\nAn arena, a chunk."),
        ["Arenas", "chunks"]
    );
    assert_eq!(
        linked("A scratch arena is an *arena*."),
        ["scratch arena", "arena"]
    );
    assert_eq!(linked("Regions are what arenas are."), ["Regions"]);
    assert_eq!(
        linked("- chunk\n- item\n\n> the **arena**"),
        ["chunk", "arena"]
    );
    let page = page("An arena.");
    let link = "<a class=\"term\" href=\"glossary.html#arena\" title=\"Where all goes at once. Also called a region.\">arena</a>";
    assert!(page.contains(link), "{page}");
    assert!(self::page("A scratch arena").contains("#scratch-arena"));
}

#[test]
fn parts_of_words_are_not_linked() {
    let text = "Chunky, rechunk, chunk_size, chunk-wise, mega-chunk.";
    assert_eq!(linked(text), [""; 0]);
}

#[test]
fn headings_code_links_tables_and_questions_are_left_alone() {
    for text in [
        "### The arena",
        "`arena` and <code>arena</code>",
        "```text\narena\n```",
        "[the arena](one.md), <a href=\"one.html\">arena</a>",
        "| arena |\n|---|\n| chunk |",
        "```quiz\n[[question]]\nask = \"An arena?\"\nchoices = [\"chunk\", \"b\", \"c\"]\nright = 1\nwhy = \"Arena.\"\n```",
        "> **Predict.** An arena?\n\n<details>\n<summary>Compare your guess</summary>\n\nA chunk.\n\n</details>",
        "<div class=\"speaker\">\n\nThe arena.\n\n</div>",
        "{{#listing code.rs alone | an arena}}",
    ] {
        assert_eq!(linked(text), [""; 0], "{text}");
        // What follows is open again.
        assert_eq!(linked(&format!("{text}\n\nAn arena.")), ["arena"], "{text}");
    }
}

#[test]
fn the_glossary_itself_has_no_links_to_its_terms() {
    let book = TinyBook::new();
    book.write("book/src/glossary.md", GLOSSARY);
    let book = book.replace(
        "book/src/SUMMARY.md",
        "- [Two]",
        "- [Glossary](glossary.md)\n- [Two]",
    );
    let pages = book.build().unwrap_or_else(|message| panic!("{message}"));
    assert!(!pages.read("glossary.html").contains("class=\"term\""));
}
