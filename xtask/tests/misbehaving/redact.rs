//! Goldens that hold everywhere: what differs from run to run is left out of a document.

/// A document without what differs from run to run, from machine to machine, and from compiler to
/// compiler.
pub fn steady(document: &str) -> String {
    // The compiler's words change from version to version, and a system has its own for an abort.
    let mut text = shorten(
        document,
        "error[E0308]: mismatched types",
        &[
            "\n\n  edit",
            "\n\nedit",
            "\\n\\nedit",
            "\n```",
            "\",\n",
            "\"\n    }",
            "\">",
        ],
    );
    text = shorten(&text, "the process ", &["\n", "\\n", "\""]);
    text = shorten(&text, "meanwhile it printed ", &["\n", "\"", "<", "`"]);
    for name in [
        "\"ms\": ",
        "\"cached\": ",
        "\"execution_time\": ",
        "\"cores\": ",
        "\"rustc\": ",
        "\"cpu\": ",
        "\"os\": ",
    ] {
        text = shorten(&text, name, &[",", "\n"]);
    }
    for name in [" time=\"", " timestamp=\""] {
        text = shorten(&text, name, &["\""]);
    }
    // How many of a hundred thousand complaints there is room for.
    let (start, end) = ("complaint number 1", "complaint number 99998");
    match (text.find(start), text.rfind(end)) {
        (Some(from), Some(to)) => format!("{}[...]{}", &text[..from], &text[to + end.len()..]),
        _ => text,
    }
}

/// Leaves out what stands between `start` and the first of `ends`, wherever it does.
fn shorten(text: &str, start: &str, ends: &[&str]) -> String {
    let mut parts = text.split(start);
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = ends.iter().filter_map(|end| part.find(end)).min();
        short += &format!("{start}[...]{}", &part[end.unwrap_or(0)..]);
    }
    short
}
