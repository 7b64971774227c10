//! Where a graded test is, and what it does: tests are listed in the order of their files, and some
//! documents show the code beside the result.

use crate::files::plain_text;
use crate::{Exercise, shown, step_of};
use std::path::{Path, PathBuf};

/// A test's place in the source.
pub struct TestSource {
    /// Its file.
    pub file: PathBuf,
    /// The line of its `fn`, from 1 on.
    pub line: usize,
    /// The code between its braces, without the indentation.
    pub code: String,
}

impl TestSource {
    /// Where it is, as editors and terminals read it.
    #[must_use]
    pub fn place(&self, root: &Path) -> String {
        format!("{}:{}", shown(root, &self.file), self.line)
    }
}

/// Finds the test of this name, as `step2_budget::name`; `None` where it is missing.
#[must_use]
pub fn test_source(exercise: &Exercise, test: &str) -> Option<TestSource> {
    let step = step_of(test);
    let of_step = exercise.step_file(step);
    // A step is a file, or a module in `main.rs`.
    let file = match of_step.is_file() {
        true => of_step,
        false => exercise.folder.join("tests/graded/main.rs"),
    };
    let text = plain_text(&file).ok()?;
    let name = test.rsplit("::").next()?;
    let (line, code) = body(module(&text, step), name)?;
    Some(TestSource { file, line, code })
}

/// The lines of the module `step`, or all, with their numbers.
fn module<'a>(text: &'a str, step: &str) -> Vec<(usize, &'a str)> {
    let lines: Vec<(usize, &str)> = (1..).zip(text.lines()).collect();
    let head = format!("mod {step} {{");
    match lines.iter().position(|(_, line)| *line == head) {
        Some(start) => {
            let inside = lines[start..].iter().take_while(|(_, line)| *line != "}");
            inside.copied().collect()
        }
        None => lines,
    }
}

/// The body of a function, and the line of its `fn`. The source is formatted, so its closing brace
/// is indented as its `fn` is.
fn body(lines: Vec<(usize, &str)>, name: &str) -> Option<(usize, String)> {
    let head = format!("fn {name}(");
    let start = lines
        .iter()
        .position(|(_, line)| line.trim_start().starts_with(&head))?;
    let (number, line) = lines[start];
    let indent = &line[..line.len() - line.trim_start().len()];
    let end = format!("{indent}}}");
    let body = lines[start + 1..].iter().map(|(_, line)| *line);
    let inside = body.take_while(|line| *line != end).map(|line| {
        let line = line.strip_prefix(indent).unwrap_or(line);
        line.strip_prefix("    ").unwrap_or(line)
    });
    let code: Vec<&str> = inside.collect();
    Some((number, code.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "mod step1_a {\n    #[test]\n    fn one() {\n        first();\n    }\n}\n\n\
                        mod step2_b {\n    #[test]\n    fn one() {\n        if x {\n            y();\n        }\n    }\n}\n\n\
                        #[test]\nfn two() {\n    z();\n}\n";

    #[test]
    fn a_test_is_found_in_its_module() {
        let found = body(module(TEXT, "step2_b"), "one");
        assert_eq!(found, Some((10, "if x {\n    y();\n}".to_owned())));
    }

    #[test]
    fn a_test_is_found_in_a_file_of_its_own() {
        let found = body(module(TEXT, "step3_c"), "two");
        assert_eq!(found, Some((18, "z();".to_owned())));
    }

    #[test]
    fn a_missing_test_is_not_found() {
        assert_eq!(body(module(TEXT, "step1_a"), "two"), None);
    }
}
