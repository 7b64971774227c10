//! Code of another team, which the compiler checks against your arena.

use dropless_arena::Arena;
use yardstick::compiler::Snippet;

/// What the compiler says where a type is asked about and is not wanted: an assertion that fails
/// while it compiles, or a bound that is not met.
const NOT_WANTED: [&str; 3] = ["E0080", "E0277", "E0599"];

/// A function of another team that has your arena and does this with it.
fn with_your_arena(items: &str, body: &str) -> Snippet {
    // Without the indentation that the lines of a literal have in the test.
    let plain = |line: &str| line.strip_prefix("        ").unwrap_or(line).to_owned();
    let mut lines: Vec<String> = items.lines().map(plain).collect();
    if !items.is_empty() {
        lines.push(String::new());
    }
    lines.push("pub fn keep(arena: &{crate}::Arena) {".to_owned());
    lines.extend(body.lines().map(|line| format!("    {}", plain(line))));
    lines.push("}".to_owned());
    // The type's path starts with the name of the crate being graded.
    Snippet::using(std::any::type_name::<Arena>())
        .source(&lines.join("\n"))
        // An assertion in a `const` block is evaluated when code is generated.
        .with_code()
}

/// Asserts that this is compiled.
#[track_caller]
pub(crate) fn may(items: &str, body: &str) {
    with_your_arena(items, body).assert_compiles();
}

/// Asserts that the compiler refuses this because of a type.
#[track_caller]
pub(crate) fn may_not(items: &str, body: &str) {
    with_your_arena(items, body).assert_fails_with_one_of(&NOT_WANTED);
}

/// Asserts that the compiler refuses this, because of a type or since there is nothing of this name.
#[track_caller]
pub(crate) fn finds_no_way_in(body: &str) {
    let private_or_absent = [
        "E0282", "E0308", "E0423", "E0609", "E0614", "E0615", "E0616", "E0624",
    ];
    let codes = [&NOT_WANTED[..], &private_or_absent].concat();
    with_your_arena("", body).assert_fails_with_one_of(&codes);
}
