//! The templates: files below `xtask/templates`, at the places that they will have in the workbook, and
//! what replaces their placeholders.

/// A file of a scaffold: its path, relative to the workbook, and its text, both with placeholders.
type Template = (&'static str, &'static str);

macro_rules! templates {
    ($($file:literal),+ $(,)?) => {
        &[$(($file, include_str!(concat!("../../../templates/", $file)))),+]
    };
}

/// The files of an exercise and its solution, but for those that follow from them.
const EXERCISE: &[Template] = templates!(
    "exercises/FOLDER_NAME/Cargo.toml",
    "exercises/FOLDER_NAME/exercise.toml",
    "exercises/FOLDER_NAME/bad/Cargo.toml",
    "exercises/FOLDER_NAME/bad/lib.rs",
    "exercises/FOLDER_NAME/benches/speed.rs",
    "exercises/FOLDER_NAME/tests/graded/main.rs",
    "exercises/FOLDER_NAME/tests/graded/step1_answers.rs",
    "exercises/FOLDER_NAME/tests/graded/step2_budget.rs",
    "exercises/FOLDER_NAME/tests/graded/step3_nothing_left.rs",
    "exercises/FOLDER_NAME/tests/graded/texts.rs",
    "solutions/FOLDER_NAME/Cargo.toml",
    "solutions/FOLDER_NAME/src/lib.rs",
    "solutions/FOLDER_NAME/benches/speed.rs",
    "solutions/FOLDER_NAME/tests/graded.rs",
    "solutions/FOLDER_NAME/variants/honest/counted_first.rs",
    "solutions/FOLDER_NAME/variants/honest/list_on_the_heap.rs",
    "solutions/FOLDER_NAME/variants/honest/one_copy_of_the_text.rs",
    "solutions/FOLDER_NAME/variants/tricks/an_arena_of_its_own.rs",
    "solutions/FOLDER_NAME/variants/tricks/borrowed.rs",
    "solutions/FOLDER_NAME/variants/tricks/heap_first.rs",
);
/// The baseline among them.
const BASELINE: &str = "exercises/FOLDER_NAME/bad/lib.rs";
/// The learner's source, which is shipped equal to the baseline.
const SOURCE: &str = "exercises/FOLDER_NAME/src/lib.rs";

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

/// The files of an exercise and its solution, with these values in place of the placeholders.
pub(super) fn exercise(values: &[(&str, &str)]) -> Vec<(String, String)> {
    let baseline = EXERCISE.iter().filter(|(file, _)| *file == BASELINE);
    let source = baseline.map(|(_, text)| (SOURCE, *text));
    let templates = EXERCISE.iter().copied().chain(source);
    templates
        .map(|(file, text)| (fill(file, values), fill(text, values)))
        .collect()
}

/// The names of the tests in the files of an exercise, as `step2_budget::name`, in teaching order.
pub(super) fn tests() -> Vec<String> {
    let mut names = Vec::new();
    for (file, text) in EXERCISE {
        let step = file
            .strip_prefix("exercises/FOLDER_NAME/tests/graded/")
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
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut found = BTreeSet::new();
        for top in ["exercises", "solutions"] {
            files_below(&root.join(top), &root, &mut found);
        }
        let used = EXERCISE.iter().map(|(file, _)| (*file).to_owned());
        assert_eq!(found, used.collect());
    }

    #[test]
    fn the_source_is_shipped_as_the_baseline() {
        let files = exercise(&[("FOLDER_NAME", "21_a")]);
        let text = |file: &str| {
            files
                .iter()
                .find(|(name, _)| name == file)
                .map(|(_, text)| text)
        };
        let source = text("exercises/21_a/src/lib.rs");
        assert!(source.is_some_and(|text| text.contains("pub fn words")));
        assert_eq!(source, text("exercises/21_a/bad/lib.rs"));
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
