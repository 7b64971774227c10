//! Leaves out of a document what differs from run to run, so that it can be compared.

/// A document without what differs between runs, machines and compilers.
pub fn redact(document: &str) -> String {
    // Messages differ between versions of the compiler, and between systems for an abort.
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
        // A processor's name may contain a comma.
        text = shorten(&text, name, &[",\n", "\n"]);
    }
    for name in [" time=\"", " timestamp=\""] {
        text = shorten(&text, name, &["\""]);
    }
    // There may be room for more or fewer of a hundred thousand complaints.
    let (start, end) = ("complaint number 1", "complaint number 99998");
    match (text.find(start), text.rfind(end)) {
        (Some(from), Some(to)) => format!("{}[...]{}", &text[..from], &text[to + end.len()..]),
        _ => text,
    }
}

/// Leaves out the text between each `start` and the first of `ends` after it.
fn shorten(text: &str, start: &str, ends: &[&str]) -> String {
    let mut parts = text.split(start);
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = ends.iter().filter_map(|end| part.find(end)).min();
        short += &format!("{start}[...]{}", &part[end.unwrap_or(0)..]);
    }
    short
}
