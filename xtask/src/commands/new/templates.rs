//! The templates, which are files below `xtask/templates`, and what takes the place of their placeholders.

/// A file of a scaffold: its path, and its text with placeholders.
pub(super) type Template = (&'static str, &'static str);

macro_rules! templates {
    ($folder:literal: $($file:literal),+ $(,)?) => {
        &[$(($file, include_str!(concat!("../../../templates/", $folder, "/", $file)))),+]
    };
}

/// The files of an exercise, relative to its folder, but for those that follow from them.
pub(super) const EXERCISE: &[Template] = templates!("exercise":
    "Cargo.toml",
    "exercise.toml",
    "bad/Cargo.toml",
    "bad/lib.rs",
    "benches/speed.rs",
    "tests/graded/main.rs",
    "tests/graded/step1_answers.rs",
    "tests/graded/step2_budget.rs",
    "tests/graded/step3_nothing_left.rs",
    "tests/graded/texts.rs",
);
/// The baseline among them, which the learner's source is equal to at first.
pub(super) const BASELINE: &str = "bad/lib.rs";

/// The files of a solution, relative to its folder.
pub(super) const SOLUTION: &[Template] = templates!("solution":
    "Cargo.toml",
    "src/lib.rs",
    "benches/speed.rs",
    "tests/graded.rs",
    "variants/honest/counted_first.rs",
    "variants/honest/list_on_the_heap.rs",
    "variants/honest/one_copy_of_the_text.rs",
    "variants/tricks/an_arena_of_its_own.rs",
    "variants/tricks/borrowed.rs",
    "variants/tricks/heap_first.rs",
);

/// A chapter.
pub(super) const CHAPTER: &str = include_str!("../../../templates/book/chapter.md");
/// The chapter of an exercise.
pub(super) const EXERCISE_CHAPTER: &str =
    include_str!("../../../templates/book/exercise_chapter.md");

/// A template's text with these values in place of the placeholders.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let text = template.to_owned();
    values.iter().fold(text, |text, (placeholder, value)| {
        text.replace(placeholder, value)
    })
}

/// The names of the tests in the files of an exercise, as `step2_budget::name`, in teaching order.
pub(super) fn tests() -> Vec<String> {
    let mut names = Vec::new();
    for (file, text) in EXERCISE {
        let step = file
            .strip_prefix("tests/graded/")
            .and_then(|name| name.strip_suffix(".rs"));
        let functions = text.split("#[test]\nfn ").skip(1);
        let functions = functions.filter_map(|rest| rest.split_once('('));
        names.extend(functions.map(|(name, _)| format!("{}::{name}", step.unwrap_or(file))));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn files_below(folder: &Path, root: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the templates are here") {
            let path = entry.expect("the templates are here").path();
            if path.is_dir() {
                files_below(&path, root, found);
            } else {
                let short = path.strip_prefix(root).expect("it was found there");
                found.insert(short.to_string_lossy().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn every_template_is_used() {
        for (folder, templates) in [("exercise", EXERCISE), ("solution", SOLUTION)] {
            let root = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("templates")
                .join(folder);
            let mut found = BTreeSet::new();
            files_below(&root, &root, &mut found);
            let used = templates.iter().map(|(file, _)| (*file).to_owned());
            assert_eq!(found, used.collect(), "{folder}");
        }
    }

    #[test]
    fn placeholders_are_replaced_wherever_they_are() {
        let text = fill("ID and ID, FILE", &[("ID", "a"), ("FILE", "b.md")]);
        assert_eq!(text, "a and a, b.md");
    }

    #[test]
    fn tests_are_named_in_teaching_order() {
        let names = tests();
        let steps: Vec<_> = names.iter().map(|name| workbook::step_of(name)).collect();
        assert!(steps.is_sorted(), "{names:?}");
        assert_eq!(
            names[2],
            "step2_budget::ten_thousand_words_need_at_most_32_allocations"
        );
    }
}
