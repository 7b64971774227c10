//! Capacity, reuse and a profile: both sides agree, and the chapter prints the right counts.

use crate::prose::{self, thousands};
use listings::before::{
    above, each_line, eager, filled, generous, growing,
    interleaved, lazy, one_line, returned, tidy,
};
use std::collections::HashMap;
use yardstick::{Usage, measure};

const CHAPTER: &str = "before.md";

fn says(sentence: &str) {
    println!("{sentence}");
    prose::says(CHAPTER, sentence);
}

fn calls(usage: Usage) -> String {
    thousands(usage.heap_calls())
}

#[test]
fn a_known_size_needs_one_call() {
    let left = vec![0.25; 500];
    let right = vec![0.5; 500];
    let (bad, bad_usage) =
        measure(|| growing::interleaved(&left, &right));
    let (good, good_usage) =
        measure(|| interleaved(&left, &right));
    assert_eq!(good, bad);
    assert_eq!(good.len(), 1000);
    assert_eq!(interleaved(&left, &[]), [0.0; 0]);
    says(&format!(
        "For 1,000 values: {} calls to the heap against {}",
        calls(bad_usage),
        calls(good_usage)
    ));
    says(&format!(
        "asked for {} bytes in all, and holds {}",
        thousands(total_asked(bad.capacity()) as u64),
        thousands(8 * bad.capacity() as u64)
    ));
    says(&format!(
        "asks for the {} that it needs",
        thousands(8 * good.capacity() as u64)
    ));
}

#[test]
fn a_vector_doubles_as_it_is_pushed_to() {
    let mut values = Vec::new();
    let (mut rooms, mut pushed) = (Vec::new(), Vec::new());
    for n in 1..=1000_u64 {
        let before = values.capacity();
        values.push(n);
        if values.capacity() > before {
            rooms.push(values.capacity() as u64);
            pushed.push(n);
        }
    }
    for (at, (pushed, room)) in
        pushed.iter().zip(&rooms).enumerate()
    {
        let copied = match at.checked_sub(1) {
            Some(before) => {
                format!("{} ", thousands(rooms[before]))
            }
            None => String::new(),
        };
        says(&format!(
            "| {} | {} | {} | {copied}|",
            thousands(*pushed),
            thousands(*room),
            at + 1,
        ));
    }
    says(&format!(
        "has room for {}",
        thousands(values.capacity() as u64)
    ));
}

/// The bytes that a growing vector of 8-byte values has requested, over all its sizes.
fn total_asked(capacity: usize) -> usize {
    let sizes = std::iter::successors(Some(capacity), |n| {
        (*n > 4).then_some(n / 2)
    });
    sizes.map(|n| 8 * n).sum()
}

/// Calls and capacity of a vector of 1 000 values.
fn row(name: &str, make: impl FnOnce() -> Vec<u64>) {
    let (values, usage) = measure(make);
    assert_eq!(values.len(), 1000, "{name}");
    says(&format!(
        "| `{name}` | {} | {} |",
        calls(usage),
        thousands(values.capacity() as u64)
    ));
}

#[test]
fn collect_relies_on_the_size_hint() {
    row("(0..1000).collect()", || (0..1000).collect());
    row("(0..1000).map(f).collect()", || {
        (0..1000).map(|n| n * 2).collect()
    });
    row("(0..2000).filter(f).collect()", || {
        (0..2000).filter(|n| n % 2 == 0).collect()
    });
    row("(0..1000).scan(0, f).collect()", || {
        let sum = |sum: &mut u64, n| {
            *sum += n;
            Some(*sum)
        };
        (0..1000).scan(0, sum).collect()
    });
    row("(0..10).flat_map(f).collect()", || {
        (0..10)
            .flat_map(|n| 100 * n..100 * n + 100)
            .collect()
    });
}

#[test]
fn strings_and_maps_grow_too() {
    let (text, grown) = measure(|| {
        let mut text = String::new();
        (0..1000).for_each(|_| text.push('x'));
        text
    });
    let (_, known) = measure(|| {
        let mut text = String::with_capacity(1000);
        (0..1000).for_each(|_| text.push('x'));
        text
    });
    assert_eq!(text.len(), 1000);
    says(&format!(
        "A `String` of 1,000 letters, pushed one by one: {} calls, or {} with a capacity",
        calls(grown),
        calls(known)
    ));
    let (_, grown) = measure(|| {
        let mut map = HashMap::new();
        (0..1000).for_each(|n: u32| {
            map.insert(n, n);
        });
        map
    });
    let (_, known) = measure(|| {
        let mut map = HashMap::with_capacity(1000);
        (0..1000).for_each(|n: u32| {
            map.insert(n, n);
        });
        map
    });
    says(&format!(
        "A `HashMap` of 1,000 entries: {} calls, or {} with a capacity",
        calls(grown),
        calls(known)
    ));
}

#[test]
fn reserve_exact_in_a_loop_grows_each_time() {
    let push = |exact: bool| {
        let mut values: Vec<u32> = Vec::new();
        for value in 0..100 {
            match exact {
                true => values.reserve_exact(1),
                false => values.reserve(1),
            }
            values.push(value);
        }
        values
    };
    let (_, reserve) = measure(|| push(false));
    let (_, exact) = measure(|| push(true));
    says(&format!(
        "with `reserve(1)` before each push that makes {} calls, with `reserve_exact(1)` it makes {}",
        calls(reserve),
        calls(exact)
    ));
}

#[test]
fn a_generous_capacity_is_kept() {
    let values: Vec<u32> = (0..16_000).collect();
    let (bad, bad_usage) =
        measure(|| generous::above(&values, 14_999));
    let (good, good_usage) =
        measure(|| above(&values, 14_999));
    assert_eq!(good, bad);
    assert_eq!(good.len(), 1000);
    assert_eq!(calls(good_usage), calls(bad_usage));
    says(&format!(
        "For 1,000 hits among 16,000 values each side makes {} call. The Bad side then holds {} bytes, the Good side {}.",
        calls(bad_usage),
        thousands(4 * bad.capacity() as u64),
        thousands(4 * good.capacity() as u64),
    ));
    let (grown, usage) = measure(|| {
        let mut grown = Vec::new();
        for value in values.iter().filter(|v| **v > 14_999) {
            grown.push(*value);
        }
        grown
    });
    assert_eq!(grown, good);
    says(&format!(
        "Without a guess it is {} calls, and {} bytes",
        calls(usage),
        thousands(4 * grown.capacity() as u64)
    ));
}

#[test]
fn one_buffer_is_enough_for_all_lines() {
    let n_lines = yardstick::size(1000, 10) as u64;
    let numbers = 1000..1000 + n_lines;
    let text: String = numbers
        .clone()
        .map(|number| format!("{number}\n"))
        .collect();
    let (bad, bad_usage) =
        measure(|| each_line::total(text.as_bytes()));
    let (good, good_usage) =
        measure(|| one_line::total(text.as_bytes()));
    let expected: u64 = numbers.sum();
    for total in [bad, good] {
        assert_eq!(total.expect("a text"), expected);
    }
    says(&format!(
        "For 1,000 lines: {} calls against {}",
        calls(bad_usage),
        calls(good_usage)
    ));
}

#[test]
fn the_caller_may_own_the_output() {
    let text =
        "17\n4\n1234\n".repeat(yardstick::size(100, 5));
    assert_eq!(filled::load(&text), returned::load(&text));
    let (_, bad) = measure(|| {
        (0..yardstick::size(100, 2))
            .map(|_| returned::load(&text).len())
            .sum::<usize>()
    });
    let (_, good) = measure(|| {
        let mut numbers = Vec::new();
        let load = |_| {
            filled::load_into(&mut numbers, &text);
            numbers.len()
        };
        (0..yardstick::size(100, 2))
            .map(load)
            .sum::<usize>()
    });
    says(&format!(
        "For 100 texts of 300 numbers: {} calls against {}",
        calls(bad),
        calls(good)
    ));
}

#[test]
fn a_map_is_reused() {
    let texts =
        vec!["hello world"; yardstick::size(1000, 20)];
    let mut n_different = 0;
    let ((), usage) = measure(|| {
        let mut counts: HashMap<u8, u32> = HashMap::new();
        for text in &texts {
            counts.clear();
            for byte in text.bytes() {
                *counts.entry(byte).or_default() += 1;
            }
            n_different += counts.len();
        }
    });
    assert_eq!(n_different, 8 * texts.len());
    says(&format!(
        "of 1,000 texts, each with the same eight different ones, takes {} calls to the heap in all",
        calls(usage)
    ));
}

#[test]
fn clear_keeps_the_largest_capacity() {
    let mut buffer: Vec<u8> = Vec::new();
    buffer.extend_from_slice(&vec![0; 1 << 20]);
    buffer.clear();
    assert_eq!(buffer.capacity(), 1 << 20);
    tidy(&mut buffer);
    assert_eq!(buffer.capacity(), 64 * 1024);
    says("one of 1 MiB leaves 1 MiB behind");
}

#[test]
fn a_message_is_made_when_it_is_needed() {
    let n_codes = yardstick::size(1000, 10);
    let codes: Vec<String> =
        (0..n_codes).map(|n| format!("C{n}")).collect();
    let codes: Vec<&str> =
        codes.iter().map(String::as_str).collect();
    let known: HashMap<&str, &str> = codes
        .iter()
        .map(|code| (*code, "Utopia"))
        .collect();
    let (bad, bad_usage) =
        measure(|| eager::names(&known, &codes));
    let (good, good_usage) =
        measure(|| lazy::names(&known, &codes));
    assert_eq!(good, bad);
    assert_eq!(good.map(|names| names.len()), Ok(n_codes));
    assert_eq!(
        eager::names(&known, &["C1", "X"]),
        lazy::names(&known, &["C1", "X"])
    );
    says(&format!(
        "{} calls to the heap to look up 1,000 codes",
        calls(bad_usage)
    ));
    says(&format!(
        "The Good side makes {}",
        calls(good_usage)
    ));
}
