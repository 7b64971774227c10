//! Escapes what a learner's code prints, so that it cannot command the CI system that runs a check.
//!
//! CI systems read commands from a log: GitHub from lines that begin with `::`, and from `##[`
//! anywhere; Azure from `##vso[`; TeamCity from `##teamcity[`. A failing test is quoted, so what it
//! prints would be obeyed. Others (GitLab, Travis) need a carriage return or an escape code, which
//! [`super::terminal_escape`] removes from all that is printed.

use grader::diagnostic;
use grader::text::{is_command as commands_terminal, printable};

/// Variables that CI systems set; most set `CI`.
const VARIABLES: [&str; 6] = [
    "CI",
    "GITHUB_ACTIONS",
    "TF_BUILD",
    "TEAMCITY_VERSION",
    "JENKINS_URL",
    "BUILDKITE",
];

/// Whether a CI system reads the output; some give it a terminal to write to.
pub fn in_ci() -> bool {
    let is_on = |name: &&str| {
        let value = std::env::var(name).unwrap_or_default();
        !matches!(value.as_str(), "" | "0" | "false")
    };
    VARIABLES.iter().any(is_on)
}

/// A text in which no line is a command. A backslash breaks each that would have been one.
pub fn text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let begin = line.len() - line.trim_start().len();
        if line[begin..].starts_with("::") {
            safe += &line[..begin];
            safe.push('\\');
            escape_inside(&line[begin..], "#\\", &mut safe);
        } else {
            escape_inside(line, "#\\", &mut safe);
        }
    }
    safe
}

/// A text that is neither a command to a CI system nor to a terminal, for readers that print it.
pub fn plain(quoted: &str) -> String {
    text(&printable(quoted))
}

/// The same for a JSON document, whose meaning does not change: `#`, and what would command a
/// terminal, are written as JSON escapes. None of its lines begins with a colon, since a JSON string
/// has no line breaks.
pub fn json(document: &str) -> String {
    let mut safe = String::with_capacity(document.len());
    escape_inside(document, "\\u0023", &mut safe);
    if !safe.contains(commands_terminal) {
        return safe;
    }
    let escaped = safe.chars().map(|c| match commands_terminal(c) {
        // They are all among the first 65 536 code points.
        true => format!("\\u{:04x}", u32::from(c)),
        false => c.to_string(),
    });
    escaped.collect()
}

/// A text for XML, between tags or double quotes. Characters that XML forbids become `�`; commands
/// are broken by an XML reference, so that their meaning as XML does not change.
pub fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut is_start = true;
    for (at, c) in text.char_indices() {
        match c {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '#' if is_command(&text[at..]) => safe += "&#35;",
            ':' if is_start && text[at..].starts_with("::") => safe += "&#58;",
            '\n' | '\t' => safe.push(c),
            '\r' => safe += "&#13;",
            _ if commands_terminal(c) || is_noncharacter(c) => {
                safe.push(char::REPLACEMENT_CHARACTER)
            }
            _ => safe.push(c),
        }
        is_start = c == '\n' || (is_start && c.is_whitespace());
    }
    safe
}

/// The compiler's rendered text, without its colours.
pub fn uncoloured(rendered: &str) -> String {
    printable(&diagnostic::uncoloured(rendered))
}

/// Adds `text`, with `escape` in place of the first `#` of each command that is obeyed anywhere in
/// a line.
fn escape_inside(text: &str, escape: &str, safe: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        safe.push_str(&rest[..at]);
        safe.push_str(if is_command(&rest[at..]) { escape } else { "#" });
        rest = &rest[at + 1..];
    }
    safe.push_str(rest);
}

/// Whether this begins with `##[`, or with `##` and a name and `[`.
fn is_command(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("##") else {
        return false;
    };
    rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric())
        .starts_with('[')
}

/// The two code points that XML forbids besides control characters.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMANDS: &str = "::set-output name=a::b\n  ::error::c\nd ::e\nx ##vso[task.x]y\n\
                            ##teamcity[z]\n###[group]\n#[ignore] ## head\n";

    #[test]
    fn no_line_is_a_command_and_the_rest_is_unchanged() {
        assert_eq!(
            text(COMMANDS),
            "\\::set-output name=a::b\n  \\::error::c\nd ::e\nx #\\#vso[task.x]y\n\
             #\\#teamcity[z]\n##\\#[group]\n#[ignore] ## head\n"
        );
        assert_eq!(text(&text(COMMANDS)), text(COMMANDS));
    }

    #[test]
    fn json_keeps_its_meaning_without_commands() {
        let document = serde_json::to_string(COMMANDS).expect("a string is JSON");
        let safe = json(&document);
        assert!(!safe.contains("##vso[") && !safe.contains("##teamcity["));
        assert!(!safe.contains("##["), "{safe}");
        let back: String = serde_json::from_str(&safe).expect("it is still JSON");
        assert_eq!(back, COMMANDS);
    }

    #[test]
    fn json_escapes_what_commands_a_terminal() {
        let text = "\u{9b}2J \u{7f} \u{202e}";
        let document = serde_json::to_string(text).expect("a string is JSON");
        assert_eq!(json(&document), r#""\u009b2J \u007f \u202e""#);
        let back: String = serde_json::from_str(&json(&document)).expect("it is still JSON");
        assert_eq!(back, text);
    }

    #[test]
    fn xml_has_no_command_and_no_forbidden_character() {
        assert_eq!(
            xml("::a ##vso[b\n \t::c d::e ]]> <&\" \u{0}\u{7}\u{85}\u{fffe}\r"),
            "&#58;:a &#35;#vso[b\n \t&#58;:c d::e ]]&gt; &lt;&amp;&quot; ����&#13;"
        );
    }
}
