//! What the lab in the page says: the words of `cargo xtask lab`, from the compiled arena and from the model.

use super::lab::{LAB, check};
use super::tab::Tab;
use super::{PAGE, Served, generation_with, program};
use crate::arena::{lines, native, without_addresses};
use serde_json::json;
use std::fmt::Write as _;

const START_ARENA: &str = "() => Arena.Lab.start()";

/// What a session says to each script.
#[track_caller]
fn sessions(tab: &mut Tab, start: &str, scripts: &[Vec<String>]) -> Vec<Vec<String>> {
    let expression = format!("{}({start}, {})", include_str!("lab.js"), json!(scripts));
    serde_json::from_value(tab.value(&expression)).expect("texts")
}

/// A text with `n` for each number, and without drawings: what does not depend on how large a pointer is.
fn words(text: &str) -> String {
    let mut words = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with(['.', '~'])
            || line.contains("finger ^")
            || line.contains("^ finger")
        {
            continue;
        }
        // The space inside `1 008`.
        let mut rest = line;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let number = rest[at..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
            let _ = write!(words, "{}n ", rest[..at].trim_end());
            rest = number;
        }
        words += rest.trim_end();
        words += "\n";
    }
    words
}

#[test]
fn the_tour_is_that_of_the_terminal_but_for_the_figures_of_32_bits() {
    check(|tab| {
        let script = vec![
            "tour".to_owned(),
            "help".to_owned(),
            "aloc 24".to_owned(),
            "alloc 0".to_owned(),
        ];
        let page = sessions(tab, START_ARENA, std::slice::from_ref(&script)).remove(0);
        let terminal = native(&script);
        let stable = |texts: &[String]| without_addresses(&texts.concat());
        assert_eq!(words(&stable(&page)), words(&stable(&terminal)));
        // What has no figure of a chunk is the same.
        assert_eq!(page[1..], terminal[1..]);
        assert_ne!(page[0], terminal[0]);
        // Each chunk has 16 bytes more for values: its footer has pointers of 4 bytes.
        for (bits_64, bits_32) in [
            (
                "asked for a chunk of 496 B, of which 448 B are usable",
                "asked for a chunk of 496 B, of which 464 B are usable",
            ),
            (
                "asked for a chunk of 1 008 B, of which 960 B are usable",
                "asked for a chunk of 1 008 B, of which 976 B are usable",
            ),
            ("already have 3 968 B usable", "already have 4 000 B usable"),
            ("1      8 176          48", "1      8 176          32"),
        ] {
            assert!(terminal[0].contains(bits_64), "{}", terminal[0]);
            assert!(page[0].contains(bits_32), "{}", page[0]);
        }
    });
}

#[test]
fn no_sequence_of_commands_traps() {
    check(|tab| {
        let scripts: Vec<Vec<String>> = (0..40).map(|_| lines(80)).collect();
        for (texts, script) in sessions(tab, START_ARENA, &scripts).iter().zip(&scripts) {
            let text = texts.concat();
            assert!(!text.contains("TRAP"), "{text}");
            assert!(!text.contains("The lab is wrong"), "{text}");
            assert_eq!(texts.len(), script.len());
        }
        // The largest that can be asked for.
        let large: Vec<String> = [
            "new 64M",
            "alloc 64M",
            "alloc 64M",
            "alloc 64M",
            "vec v u128 1000000",
            "push v 1000000",
            "alloc 1 1 1000000",
            "show",
        ]
        .map(str::to_owned)
        .to_vec();
        let text = sessions(tab, START_ARENA, &[large]).concat().concat();
        assert!(!text.contains("TRAP"), "{text}");
    });
}

#[test]
fn the_model_says_what_a_real_arena_does() {
    let Some(program) = program() else { return };
    let book = Served::new(generation_with(LAB));
    let mut tab = book.tab(&program);
    tab.open(PAGE);
    let load = "new Promise((resolve, reject) => document.head.append(Arena.el('script',
        { src: 'lab/lab-model.js', onload: () => resolve(0), onerror: reject })))";
    tab.value(load);
    // What the model can follow: no limits, and no alignment above that of a chunk.
    let can = |line: &String| {
        let align = line
            .strip_prefix("alloc ")
            .and_then(|rest| rest.split(' ').nth(1));
        !line.starts_with("limit") && !matches!(align, Some("32" | "64"))
    };
    let scripts: Vec<Vec<String>> = (0..60)
        .map(|_| lines(60).into_iter().filter(can).collect())
        .chain([vec![
            "help".to_owned(),
            "show".to_owned(),
            "chunks".to_owned(),
            "reset".to_owned(),
            "alloc 3 3".to_owned(),
        ]])
        .collect();
    let model = sessions(&mut tab, "() => new LabModel()", &scripts);
    for (texts, script) in model.iter().zip(&scripts) {
        for (text, real) in texts.iter().zip(native(script)) {
            if text.starts_with("lab › help") {
                continue;
            }
            assert_eq!(
                without_places(text),
                without_addresses(&real),
                "{script:#?}"
            );
        }
    }
}

/// `at byte 424 of chunk 1` as an address.
fn without_places(text: &str) -> String {
    let mut parts = text.split("at byte ");
    let mut stable = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once(", where").expect("a place");
        stable += "at 0x…, where";
        stable += rest;
    }
    stable
}
