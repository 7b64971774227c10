//! The figures: what they say without any script, and that the pages' scripts draw what a real arena does, at every setting.

use crate::fixture::TinyBook;
use expect_test::{Expect, expect};
use press::figures::drawing::Drawing;
use press::figures::{doubling, order, rounds};
use serde_json::{Value, json};

/// Every setting of every figure of an arena, with what is drawn for it.
pub(crate) fn observed() -> Value {
    let doublings = doubling::NUMBERS.map(|n| json!(["doubling", n, doubling::drawing(n)]));
    let rounds = rounds::RECORDS
        .step_by(rounds::STEP)
        .map(|n| json!(["rounds", n, rounds::drawing(n)]));
    let orders = order::ORDERS.map(|n| json!(["order", n, order::drawing(n)]));
    doublings.chain(rounds).chain(orders).collect()
}

/// The words of a figure.
fn words(drawing: &Drawing) -> String {
    let lanes = drawing.lanes.iter().map(|lane| {
        format!(
            "{}\n",
            format!("{}: {}", lane.name, lane.note).trim_end_matches(": ")
        )
    });
    let facts = drawing
        .facts
        .iter()
        .map(|(name, value)| format!("{name} {value}\n"));
    let sums = drawing
        .sums
        .iter()
        .map(|row| format!("{}\n", row.join(" | ")));
    let all: String = lanes.chain(facts).chain(sums).collect();
    all + &drawing.said
}

#[track_caller]
fn says(drawing: &Drawing, expected: &Expect) {
    expected.assert_eq(&words(drawing));
}

#[test]
#[cfg(target_pointer_width = "64")]
fn the_figures_say_what_a_real_arena_does() {
    says(
        &doubling::drawing(9),
        &expect![[r#"
            Two vectors that grow: use up 248 bytes; ← the arena fills this way
            One place for both, of the right size: uses up 72 bytes
            numbers 72 bytes
            still empty 56 bytes
            left behind 120 bytes
            Each vector has room for 16 numbers, 64 bytes, and has left behind places of 32 + 16 + 8 + 4 = 60 bytes: 4 bytes less than its room."#]],
    );
    says(
        &doubling::drawing(1),
        &expect![[r#"
            Two vectors that grow: use up 8 bytes; ← the arena fills this way
            One place for both, of the right size: uses up 8 bytes
            numbers 8 bytes
            still empty 0 bytes
            left behind 0 bytes
            Each vector has room for 1 number, 4 bytes, and has left behind nothing yet."#]],
    );
    assert_eq!(
        doubling::drawing(2).said,
        "Each vector has room for 2 numbers, 8 bytes, and has left behind a place of 4 bytes: 4 bytes less than its room."
    );
    says(
        &rounds::drawing(300),
        &expect![[r#"
            Chunks: usable bytes; 16,320 is 16 KiB less 64 for its footer and the allocator
            Round 1: 6 heap calls; its reset frees 5 chunks, keeps 16,320 bytes
            Round 2: 1 heap call; its reset frees 1 chunk, keeps 32,704 bytes
            Round 3: no heap call; its reset frees nothing, keeps 32,704 bytes
            Round 4: no heap call; its reset frees nothing, keeps 32,704 bytes
            Round 5: no heap call; its reset frees nothing, keeps 32,704 bytes
            A round of 300 takes 19,200 bytes: more than the 16,320 that the first reset keeps, so round 2 asks for a larger chunk. Round 3 takes 19,200. After it the arena keeps 32,704 bytes. Rounds 4 and 5 use 19,200 of them, and ask the heap for nothing."#]],
    );
    says(
        &rounds::drawing(1_500),
        &expect![[r#"
            Chunks: usable bytes; 16,320 is 16 KiB less 64 for its footer and the allocator
            Round 1: 6 heap calls; its reset frees 5 chunks, keeps 16,320 bytes
            Round 2: 1 heap call; its reset frees 1 chunk, keeps 32,704 bytes
            Round 3: 1 heap call; its reset frees 1 chunk, keeps 65,472 bytes
            Round 4: no heap call; its reset frees nothing, keeps 65,472 bytes
            Round 5: no heap call; its reset frees nothing, keeps 65,472 bytes
            A round of 300 takes 19,200 bytes: more than the 16,320 that the first reset keeps, so round 2 asks for a larger chunk. Round 3 takes 96,000. After it the arena keeps 65,472 bytes. Rounds 4 and 5 use 19,200 of them, and ask the heap for nothing."#]],
    );
    // The chapter's listing returns 7 and 9.
    says(
        &order::drawing([0, 1, 2]),
        &expect![[r#"
            The last 16 bytes of a chunk
            Value | Finger − size | Rounded | Padding | Below the first
            u8 | 16 − 1 = 15 | 15 | 0 | 0
            u32 | 15 − 4 = 11 | 8 | 3 | 7
            u16 | 8 − 2 = 6 | 6 | 0 | 9
            10 bytes for 7 bytes of values: 3 are padding."#]],
    );
    says(
        &order::drawing([1, 2, 0]),
        &expect![[r#"
            The last 16 bytes of a chunk
            Value | Finger − size | Rounded | Padding | Below the first
            u32 | 16 − 4 = 12 | 12 | 0 | 0
            u16 | 12 − 2 = 10 | 10 | 0 | 2
            u8 | 10 − 1 = 9 | 9 | 0 | 3
            7 bytes for 7 bytes of values: no padding."#]],
    );
}

#[test]
#[cfg(target_pointer_width = "64")]
fn what_is_left_behind_is_one_less_than_the_room() {
    for numbers in doubling::NUMBERS {
        let drawing = doubling::drawing(numbers);
        let bytes = |(_, text): &(String, String)| {
            text.trim_end_matches(" bytes")
                .parse::<usize>()
                .expect("bytes")
        };
        let facts: Vec<_> = drawing.facts.iter().map(bytes).collect();
        let [used, empty, left] = facts[..] else {
            panic!("{:?}", drawing.facts);
        };
        let room = used + empty;
        // For each of two vectors of `u32`.
        assert_eq!(left / 8, room / 8 - 1, "{numbers}");
    }
}

#[test]
fn pieces_lie_beside_each_other() {
    for drawing in doubling::NUMBERS.map(doubling::drawing) {
        let mut at = drawing.lanes[0].finger.expect("a finger");
        for piece in &drawing.lanes[0].pieces {
            assert_eq!(piece.at, at, "{drawing:?}");
            at += piece.size;
        }
        assert_eq!(at, drawing.lanes[0].of);
    }
}

/// The pieces of one kind in a strip: where they begin, their bytes, and what is written on them.
fn pieces<'d>(drawing: &'d Drawing, lane: usize, kind: &str) -> Vec<(usize, usize, &'d str)> {
    let lane = &drawing.lanes[lane];
    let pieces = lane.pieces.iter().chain(lane.groups.iter().flatten());
    let pieces = pieces.filter(|piece| piece.kind == kind);
    pieces
        .map(|piece| (piece.at, piece.size, &piece.text[..]))
        .collect()
}

#[test]
fn places_of_a_vector_are_labelled_in_bytes() {
    for drawing in doubling::NUMBERS.map(doubling::drawing) {
        for (_, size, text) in pieces(&drawing, 0, "left") {
            let expected = match size {
                16.. => format!("{size} B"),
                8.. => size.to_string(),
                _ => String::new(),
            };
            assert_eq!(text, expected);
        }
        for (_, size, text) in pieces(&drawing, 0, "group") {
            assert!(text.ends_with(&format!(": {size} bytes")), "{text}");
        }
    }
}

#[test]
#[cfg(target_pointer_width = "64")]
fn a_chunk_has_a_column_with_its_size_above() {
    let drawing = rounds::drawing(1_000);
    let heads = pieces(&drawing, 0, "head");
    assert_eq!(
        heads,
        [
            (0, 15_552, "5 small: 15,552"),
            (15_552, 16_320, "16,320"),
            (31_872, 32_704, "32,704"),
            (64_576, 65_472, "65,472"),
        ]
    );
    let ends = [0, 15_552, 31_872, 64_576, 130_048];
    assert!(drawing.lanes[1..].iter().all(|lane| lane.columns == ends));
    // What a reset frees was full; the five small ones are one mark.
    assert_eq!(pieces(&drawing, 1, "freed"), [(0, 15_552, "")]);
    assert_eq!(pieces(&drawing, 2, "freed"), [(15_552, 16_320, "")]);
    // It fills from the right.
    assert_eq!(pieces(&drawing, 5, "kept"), [(64_576, 65_472, "")]);
    assert_eq!(pieces(&drawing, 5, "used"), [(110_848, 19_200, "")]);
    assert_eq!(pieces(&rounds::drawing(300), 0, "head").len(), 3);
}

#[test]
fn every_chunk_fits_into_its_strip() {
    for drawing in rounds::RECORDS.step_by(rounds::STEP).map(rounds::drawing) {
        for lane in &drawing.lanes {
            for piece in &lane.pieces {
                assert!(piece.at + piece.size <= lane.of, "{drawing:?}");
            }
        }
    }
}

/// The page of a chapter with a figure.
fn page(name: &str) -> String {
    let directive = format!("{{{{#figure {name} | A `Box`}}}}\n\nBack");
    let book = TinyBook::new()
        .with_theme()
        .replace("book/src/two.md", "Back", &directive);
    book.build()
        .unwrap_or_else(|error| panic!("{error}"))
        .read("two.html")
}

#[test]
fn a_figure_is_complete_without_a_script() {
    for (name, parts) in [
        (
            "doubling",
            [
                "Each holds <output>9</output> numbers.",
                "4 bytes less than its room",
                "<td>8</td>",
            ],
        ),
        (
            "rounds",
            ["<output>1,000</output>", "Round 5", "<td>2,000</td>"],
        ),
        (
            "order",
            [
                "<b><code>u8</code></b>",
                "3 are padding",
                "<td><code>u32</code>, <code>u16</code>, <code>u8</code></td>",
            ],
        ),
        (
            "owners",
            [
                "<output>the arena is gone, too</output>",
                "never dropped",
                "<td>when your variable goes</td>",
            ],
        ),
        (
            "borrows",
            ["words.clear();", "<span>E0502</span>", "<td>compiles</td>"],
        ),
    ] {
        let page = page(name);
        let start = format!("<figure class=\"picture\" id=\"figure-{name}\">");
        let (_, figure) = page.split_once(&start).expect("the figure");
        let (figure, _) = figure.split_once("</figure>").expect("its end");
        assert!(
            figure.contains("<figcaption>A <code>Box</code></figcaption>"),
            "{figure}"
        );
        for part in parts {
            assert!(figure.contains(part), "`{part}` is not in:\n{figure}");
        }
        // Markdown has not ended the block, and taken what follows for text.
        assert!(
            !figure.contains("<p>&lt;") && !figure.contains("<pre>"),
            "{figure}"
        );
    }
}

#[test]
fn only_a_page_with_such_a_figure_loads_the_larger_script() {
    for (name, loads) in [
        ("doubling", true),
        ("rounds", true),
        ("order", false),
        ("owners", false),
    ] {
        let page = page(name);
        assert!(page.contains("theme/figure-order"), "{name}");
        assert_eq!(page.contains("theme/figure-arena"), loads, "{name}");
    }
}

#[test]
fn mistakes_are_reported() {
    for (directive, parts) in [
        (
            "{{#figure nothing | A}}",
            ["there is no figure `nothing`", "doubling, rounds, order"],
        ),
        (
            "{{#figure doubling}}",
            ["malformed", "{{#figure NAME | what it shows}}"],
        ),
        (
            "See {{#figure doubling | A}}",
            ["shares its line", "line of its own"],
        ),
        (
            "{{#figure owners | A}}",
            ["owners.json is not a record", "UPDATE_EXPECT=1"],
        ),
    ] {
        let book =
            TinyBook::new().replace("book/src/two.md", "Back", &format!("{directive}\n\nBack"));
        let message = book.build().err().expect("a mistake");
        for part in parts {
            assert!(message.contains(part), "`{part}` is not in:\n{message}");
        }
        assert!(message.contains("book/src/two.md:7"), "{message}");
    }
}
