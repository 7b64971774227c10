//! Sources that look like a library's declarations. The tests and the bench share them.

use fastrand::Rng;

/// A recorded source, with nested modules, comments and generic types.
pub(crate) const RECORDED: &str = include_str!("api.txt");

const WORDS: [&str; 32] = [
    "account", "buffer", "cache", "channel", "client", "config", "cursor", "document", "element",
    "event", "filter", "frame", "handle", "header", "index", "invoice", "key", "layout", "message",
    "node", "offset", "order", "packet", "query", "record", "request", "session", "stream",
    "symbol", "table", "token", "window",
];

const VERBS: [&str; 12] = [
    "add", "close", "compare", "create", "find", "insert", "merge", "open", "read", "remove",
    "update", "write",
];

const TYPES: [&str; 8] = [
    "&str",
    "usize",
    "u64",
    "bool",
    "&mut [u8]",
    "Option<Duration>",
    "Arc<Config>",
    "&Path",
];

/// A source with `n_functions` functions, in modules up to three deep.
pub(crate) fn random(rng: &mut Rng, n_functions: usize) -> String {
    let n_functions = yardstick::size(n_functions, 20);
    let mut source = String::new();
    let mut depth = 0;
    for _ in 0..n_functions {
        match rng.u8(..12) {
            0 if depth < 3 => {
                source.push_str(&format!("mod {} {{\n", word(rng)));
                depth += 1;
            }
            1 if depth > 0 => {
                source.push_str("}\n");
                depth -= 1;
            }
            2 => source.push_str("\n// What follows is stable.\n"),
            _ => {}
        }
        source.push_str(&"    ".repeat(depth));
        source.push_str(&function(rng));
        source.push('\n');
    }
    source + &"}\n".repeat(depth)
}

fn function(rng: &mut Rng) -> String {
    let params: Vec<String> = (0..rng.usize(..5)).map(|_| param(rng)).collect();
    let verb = VERBS[rng.usize(..VERBS.len())];
    format!("fn {verb}_{}({});", word(rng), params.join(", "))
}

fn param(rng: &mut Rng) -> String {
    let mutable = if rng.u8(..6) == 0 { "mut " } else { "" };
    let kind = TYPES[rng.usize(..TYPES.len())];
    format!("{mutable}{}_{}: {kind}", word(rng), rng.u8(..100))
}

fn word(rng: &mut Rng) -> &'static str {
    WORDS[rng.usize(..WORDS.len())]
}
