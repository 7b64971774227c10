//! HTML, as the board and the pages of a report write it: anybody may have written what they show, so all of it is escaped,
//! and a page can load nothing from anywhere.

use std::fmt::Write as _;

/// More of a text than anybody reads on such a page, in characters.
const MAX_CHARS: usize = 200;
/// What the pages share.
const STYLE: &str = include_str!("page.css");
/// What marks a page as one of ours.
pub const MARK: &str = "<meta name=\"generator\" content=\"arena-workbook\">";
/// What a page may do, but for scripts: nothing that asks another host.
pub const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// The end of a page.
pub const END: &str = "</body>\n</html>\n";

/// A page.
pub struct Page<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its own style.
    pub style: &'a str,
    /// Its script, if it has one.
    pub script: Option<&'a str>,
    /// After how many seconds a browser reads it again, if it does.
    pub refresh: Option<u32>,
}

impl Page<'_> {
    /// Writes all that comes before the content.
    pub fn begin(&self, page: &mut String) {
        let scripts = match self.script {
            Some(_) => "; script-src 'unsafe-inline'",
            None => "",
        };
        let _ = write!(
            page,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n{MARK}\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}{scripts}\">\n",
            escape(self.title)
        );
        if let Some(seconds) = self.refresh {
            let _ = writeln!(page, "<meta http-equiv=\"refresh\" content=\"{seconds}\">");
        }
        let _ = write!(
            page,
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"robots\" content=\"noindex\">\n<style>{STYLE}{}</style>\n",
            self.style
        );
        if let Some(script) = self.script {
            let _ = writeln!(page, "<script>{script}</script>");
        }
        page.push_str("</head>\n<body>\n");
    }
}

/// Text as HTML, without what cannot be seen.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len().min(MAX_CHARS));
    for c in text.chars().take(MAX_CHARS) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() => escaped.push('\u{fffd}'),
            // These turn the direction of what follows.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A span of time: `4 min`.
#[must_use]
pub fn span(seconds: u64) -> String {
    match seconds {
        0..=59 => "less than a minute".to_owned(),
        60..=7_199 => format!("{} min", seconds / 60),
        7_200..=172_799 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// `2 hints`
#[must_use]
pub fn hints(n: usize) -> String {
    match n {
        0 => "no hint yet".to_owned(),
        1 => "1 hint".to_owned(),
        n => format!("{n} hints"),
    }
}

/// `step 2 (budget)` of `step2_budget`.
#[must_use]
pub fn step_name(step: &str) -> String {
    match step.split_once('_') {
        Some((number, name)) => format!(
            "{} ({})",
            number.replacen("step", "step ", 1),
            name.replace('_', " ")
        ),
        None => step.to_owned(),
    }
}
