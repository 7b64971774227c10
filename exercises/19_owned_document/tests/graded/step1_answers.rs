//! The tree matches the text. The starter passes this step; keep it passing.
//!
//! The tests read a section's five fields, and name no type but `Document`. So a list may be of any
//! kind that has a `len`.
//! Before moving on: draw an arrow for each reference in the starter's `Document` and `Section`.
//! Which of them point to something that the document should own?

use bumpalo::Bump;
use fastrand::Rng;
use owned_document::Document;

use super::guides;

#[test]
fn the_guide_has_its_sections() {
    let document = Document::parse(guides::GREENHOUSE.to_owned(), Bump::new());
    let mut sections = Vec::new();
    document.visit(&mut |section| {
        let (level, title, anchor) = (section.level, &section.title, &section.anchor);
        sections.push(format!(
            "{level} {title} [{anchor}] {}",
            section.paragraphs.len()
        ));
    });
    let expected = [
        "0  [] 1",
        "1 The greenhouse [the-greenhouse] 1",
        "2 Each morning [each-morning] 2",
        "3 Filling the tank [filling-the-tank] 1",
        "3 Airing by hand [airing-by-hand] 1",
        "2 When something is red [when-something-is-red] 0",
        "3 Water [water] 2",
        "3 Wärme & Licht [wärme--licht] 1",
        "4 If the fuse blows twice [if-the-fuse-blows-twice] 1",
        "1 Harvest: what, when, where? [harvest-what-when-where] 1",
        "3 Basil (a section that skips a level) [basil-a-section-that-skips-a-level] 1",
        "2 Jam-making [jam-making] 0",
        "2 Nothing below me [nothing-below-me] 0",
    ];
    assert_eq!(
        sections, expected,
        "level, title, anchor and number of paragraphs of each section"
    );
}

#[test]
fn random_guides_give_the_same_tree_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let sizes: Vec<usize> = (0..yardstick::size(60, 4))
        .map(|_| rng.usize(..30))
        .chain([yardstick::size(500, 15)])
        .collect();
    for n_sections in sizes {
        let source = guides::random(&mut rng, n_sections);
        let (yours, bad) = (
            outline!(Document, &source),
            outline!(bad::Document, &source),
        );
        assert_eq!(
            yours, bad,
            "the sections (seed {seed}) of this guide:\n{source}"
        );
    }
}

#[test]
fn a_guide_may_have_very_many_sections() {
    let n_sections = yardstick::size(yardstick::thorough(1_000, 100_000), 20);
    let sections = (0..n_sections).map(|number| format!("## Part {number}\n\nText.\n\n"));
    let source = format!("# All\n\n{}", sections.collect::<String>());
    let is_same = outline!(Document, &source) == outline!(bad::Document, &source);
    assert!(
        is_same,
        "yours: the sections of a guide of {n_sections} parts are not those of Bad"
    );
}

#[test]
fn guides_cut_short_are_read_as_in_bad() {
    let source = guides::GREENHOUSE;
    for end in (0..source.len())
        .filter(|end| source.is_char_boundary(*end))
        .step_by(if cfg!(miri) { 140 } else { 7 })
    {
        let cut = &source[..end];
        let (yours, bad) = (outline!(Document, cut), outline!(bad::Document, cut));
        assert_eq!(yours, bad, "the sections of the guide's first {end} bytes");
    }
}

#[test]
fn guides_at_the_edges_are_read_as_in_bad() {
    let lines = [
        "",
        " ",
        "#",
        "# ",
        "#  two  spaces  ",
        "#\u{a0}no space",
        "#none",
        "###### six",
        "####### seven",
        " # indented",
        "# \u{130}\u{23a}\u{df} ΣΑΣ",
        "# 😀 - – _",
        "# 日本 語",
        "## `code` & more",
        "```",
        "```sh",
        "text",
        "text\r",
        "# title\r",
        "\ttext",
        "text ```",
        "# a",
        "# a",
    ];
    let mut guides: Vec<String> = Vec::new();
    for first in lines {
        for second in &lines[..yardstick::size(lines.len(), 2)] {
            guides.push(format!("{first}\n{second}\n\n# end\n{first}"));
        }
    }
    let levels = |levels: &[usize]| -> String {
        let lines = levels
            .iter()
            .map(|level| format!("{} at {level}\ntext\n", "#".repeat(*level)));
        lines.collect()
    };
    guides.push(levels(&[6, 5, 4, 3, 2, 1]));
    guides.push(levels(&[1, 6, 2, 6, 3, 6, 1, 1]));
    guides.push(format!(
        "# {}\n{}",
        "Long Title ".repeat(yardstick::size(2_000, 20)),
        "long text ".repeat(yardstick::size(2_000, 20))
    ));
    guides.push(format!(
        "# {}",
        "\u{23a}".repeat(yardstick::size(5_000, 30))
    ));
    guides.push("one\n\n".repeat(yardstick::size(2_000, 20)));
    for source in guides {
        let (yours, bad) = (
            outline!(Document, &source),
            outline!(bad::Document, &source),
        );
        assert_eq!(yours, bad, "the sections of this guide:\n{source:.2000}");
    }
}
