//! The members of the workspace, in the root manifest.

use super::lines::insert_after;
use std::collections::BTreeSet;
use toml::Table;
use workbook::{Problem, Result};

/// The root manifest, relative to the workbook.
pub(super) const MANIFEST: &str = "Cargo.toml";

/// The line that makes the exercise in `exercises/FOLDER` a member, with its solution.
pub(super) fn line(folder: &str) -> String {
    format!("    \"exercises/{folder}\", \"solutions/{folder}\",")
}

/// The manifest with that line after those of the other exercises. Nothing else changes.
pub(super) fn with_members(text: &str, folder: &str) -> Result<String> {
    let line = line(folder);
    let changed = last_exercise(text).map(|at| insert_after(text, at, &line));
    let is_right = |changed: &String| grew_by(text, changed, folder) == Some(true);
    changed.filter(is_right).ok_or_else(|| {
        Problem::new(
            MANIFEST,
            "`members` does not list each exercise on a line of its own",
            format!(
                "bring it into this form, with lines such as `{}`",
                line.trim()
            ),
        )
    })
}

/// The number of the last line among the members that names an exercise.
fn last_exercise(text: &str) -> Option<usize> {
    let lines = text.lines().enumerate();
    let members = lines
        .skip_while(|(_, line)| line.trim_end() != "members = [")
        .skip(1);
    let members = members.take_while(|(_, line)| line.trim() != "]");
    let exercises = members.filter(|(_, line)| line.trim_start().starts_with("\"exercises/"));
    exercises.last().map(|(at, _)| at)
}

/// Whether the members of `after` are those of `before`, this exercise and its solution.
fn grew_by(before: &str, after: &str, folder: &str) -> Option<bool> {
    let mut expected = members(before)?;
    let is_new = ["exercises", "solutions"].map(|top| expected.insert(format!("{top}/{folder}")));
    Some(is_new == [true, true] && members(after)? == expected)
}

fn members(text: &str) -> Option<BTreeSet<String>> {
    let manifest: Table = text.parse().ok()?;
    let members = manifest.get("workspace")?.get("members")?.as_array()?;
    members
        .iter()
        .map(|member| member.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# \"exercises/00_in_a_comment\",
[workspace]
members = [
    \"xtask\",
    \"exercises/01_a\", \"solutions/01_a\",
    \"exercises/02_b\", \"solutions/02_b\",
]
default-members = [
    \"xtask\",
]
";

    #[test]
    fn an_exercise_becomes_a_line_after_the_others() {
        let line = "    \"exercises/03_c\", \"solutions/03_c\",\n";
        let at = TEXT.find("]\ndefault").expect("the list ends there");
        let expected = format!("{}{line}{}", &TEXT[..at], &TEXT[at..]);
        assert_eq!(with_members(TEXT, "03_c"), Ok(expected));
    }

    #[test]
    fn a_list_of_another_form_is_left_alone() {
        let on_one_line = "[workspace]\nmembers = [\"exercises/01_a\", \"solutions/01_a\"]\n";
        let in_a_comment = TEXT.replace("    \"exercises", "    # \"exercises");
        let in_another_list = TEXT.replace(
            "members = [\n    \"x",
            "members = [] # [\n[x]\nx = [\n    \"x",
        );
        for text in [
            on_one_line,
            &in_a_comment,
            &in_another_list,
            "",
            "members = [\n",
        ] {
            let problem = with_members(text, "03_c").expect_err(text);
            assert_eq!(problem.place, "Cargo.toml");
        }
        with_members(TEXT, "02_b").expect_err("it is a member already");
    }
}
