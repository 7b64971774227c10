//! The library says what the program prints: a page that has the library shows the same.

mod line;

use fastrand::Rng;
use lab::input::Script;
use lab::play;
use lab_core::arena::HeapUse;
use lab_core::session::Session;

yardstick::count_allocations!();

const PROMPT: &str = "lab › ";

fn measure(work: &mut dyn FnMut()) -> HeapUse {
    let ((), usage) = yardstick::measure(work);
    HeapUse {
        calls: usage.heap_calls(),
        bytes: usage.bytes,
        frees: usage.deallocations,
        freed_bytes: usage.bytes.saturating_add_signed(-usage.live),
    }
}

/// What the program prints for a script.
fn program(script: &str) -> String {
    let mut output = Vec::new();
    let result = play::run(&mut Script::new(script.as_bytes()), &mut output);
    result.expect("a vector can be written to");
    String::from_utf8(output).expect("the lab prints UTF-8")
}

/// What the library says to the same lines.
fn library(script: &str) -> String {
    let mut session = Session::new(measure);
    let mut text = String::new();
    for line in script.lines() {
        text += &format!("{PROMPT}{line}\n");
        text += &session.line(line, 80).to_text(PROMPT);
        while session.is_on_tour() {
            text += &session.tour_on(80).to_text(PROMPT);
        }
    }
    text + &session.end().to_text(PROMPT)
}

fn without_addresses(text: &str) -> String {
    let mut parts = text.split("0x");
    let mut stable = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        stable += part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    stable
}

#[test]
fn the_library_says_what_the_program_prints() {
    colored::control::set_override(false);
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    // A chunk starts at a multiple of 16: how much padding a larger alignment needs depends on where the chunk is.
    let is_everywhere_the_same = |line: &String| {
        let align = line
            .strip_prefix("alloc ")
            .and_then(|rest| rest.split(' ').nth(1));
        !matches!(align, Some("32" | "64"))
    };
    let random = (0..40).map(|_| {
        let lines = (0..40).map(|_| line::line(&mut rng));
        let lines: Vec<String> = lines.filter(is_everywhere_the_same).collect();
        lines.join("\n")
    });
    let fixed = ["tour\nhelp\naloc 1\nalloc 1", "", "# nothing\n\nshow"];
    for script in fixed.into_iter().map(str::to_owned).chain(random) {
        assert_eq!(
            without_addresses(&library(&script)),
            without_addresses(&program(&script)),
            "{script}"
        );
    }
}
