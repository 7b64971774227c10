//! Facts: results that leave the process as JSON lines in a file.
//!
//! A test or a benchmark may print what it likes; its results travel apart from that. The file is
//! named by the environment variable [`FILE_VARIABLE`]. Where it is not set, facts go nowhere.
//! Each line is one flat object with a member `fact` that says which:
//!
//! | fact | members |
//! |---|---|
//! | `allocations` | `bad`, `yours`: heap calls, both counted in this run; `bad_bytes`, `yours_bytes`: bytes asked for; `bad_peak`, `yours_peak`: bytes live at once |
//! | `budget` | `name`, `kind` (`allocations`, `bytes`, `peak`, `live`), `limit`, `used` |
//! | `out_of_memory` | `cap`, `live`, `asked`, in bytes: the cap on live bytes was met |
//! | `speed` | `workload`, `ratio`, `low`, `high`, `processes`, `pairs`, `bad_ns`, `yours_ns`, `spread`, `verdict`, and `reason` where it is too noisy |
//! | `trace` | `label` (`bad`, `yours`), `events`, `dropped`, `chunks`, `bytes`, `peak`: a section of the file that [`trace`](crate::trace) wrote |
//!
//! The few lines that write JSON here spare every exercise the build of a JSON library.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;

/// Names the file that facts are appended to.
pub const FILE_VARIABLE: &str = "YARDSTICK_FACTS";

/// One fact, as it is put together.
#[must_use = "a fact is written by `emit`"]
pub struct Fact {
    line: String,
}

impl Fact {
    /// Starts a fact of this kind.
    pub fn new(kind: &str) -> Self {
        let line = String::from("{");
        Self { line }.text("fact", kind)
    }

    /// Adds a whole number.
    pub fn number(self, name: &str, value: impl Into<i128>) -> Self {
        let value = value.into();
        self.member(name, &value.to_string())
    }

    /// Adds a number with a fraction. JSON has neither NaN nor infinity: those become `null`.
    pub fn real(self, name: &str, value: f64) -> Self {
        self.member(name, &real(value))
    }

    /// Adds a list of numbers, each as [`real`](Self::real) writes it.
    pub fn reals(self, name: &str, values: &[f64]) -> Self {
        let values: Vec<String> = values.iter().copied().map(real).collect();
        let list = format!("[{}]", values.join(","));
        self.member(name, &list)
    }

    /// Adds a text.
    pub fn text(self, name: &str, value: &str) -> Self {
        let quoted = quote(value);
        self.member(name, &quoted)
    }

    fn member(mut self, name: &str, value: &str) -> Self {
        if self.line.len() > 1 {
            self.line.push(',');
        }
        self.line += &quote(name);
        self.line.push(':');
        self.line += value;
        self
    }

    /// Appends the fact to the file, in one write, so that facts of several threads do not mix.
    ///
    /// # Panics
    /// When the file cannot be written: a result that is lost in silence would be worse.
    pub fn emit(mut self) {
        let Some(path) = std::env::var_os(FILE_VARIABLE) else {
            return;
        };
        self.line += "}\n";
        let file = OpenOptions::new().append(true).create(true).open(&path);
        let written = file.and_then(|mut file| file.write_all(self.line.as_bytes()));
        if let Err(error) = written {
            let path = path.display();
            panic!("{path}: the facts of this run cannot be written: {error}");
        }
    }
}

fn real(value: f64) -> String {
    if value.is_finite() {
        format!("{value}")
    } else {
        "null".to_owned()
    }
}

fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control < ' ' => {
                // Writing to a `String` cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_one_flat_json_object() {
        let fact = Fact::new("budget")
            .text("name", "a \"quoted\"\nname \\ with é")
            .number("limit", 24u32)
            .real("ratio", 1.5)
            .real("none", f64::NAN);
        assert_eq!(
            fact.line,
            r#"{"fact":"budget","name":"a \"quoted\"\u000aname \\ with é","limit":24,"ratio":1.5,"none":null"#
        );
    }
}
