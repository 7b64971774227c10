//! `new exercise ID --in FOLDER`: an exercise of one's own, in a folder that is laid out as the workbook is.

use super::exercise::{require_listed, require_new};
use super::scaffold::Scaffold;
use super::{lines, names, templates};
use crate::cli::NewExerciseOptions;
use crate::commands::shared::Finish;
use crate::report::say;
use anyhow::{Context, Result};
use grader::atomic_write;
use std::path::Path;
use toml::Table;
use workbook::chapters::chapters;
use workbook::plan::FILE;
use workbook::{Problem, Shipped, Workbook, plain, read_text, slashed};

/// Numbers of private exercises come after this one, so that the workbook's own can grow.
const FIRST: u32 = 50;
/// What the runner writes into the folder.
const IGNORED: &str =
    "# Written by `cargo xtask`, for this machine.\n/Cargo.toml\n/Cargo.lock\n/target\n";
/// Folders of the workbook, in which nobody else's exercises can be.
const TAKEN: [&str; 7] = [
    ".arena",
    ".git",
    "book",
    "exercises",
    "solutions",
    "target",
    "xtask",
];

pub(super) fn run(options: &NewExerciseOptions, folder: &str) -> Result<Finish> {
    let root = Workbook::root()?;
    let path = plain(&std::path::absolute(folder)?);
    require_outside(&root, &path, folder)?;
    let name = name_of(&root, &path);
    // Where workshop.toml names it already, it must be there before the catalogue is read.
    let is_new = !options.dry_run && !path.join("exercises").is_dir();
    if is_new {
        std::fs::create_dir_all(path.join("exercises"))
            .with_context(|| format!("{folder}: cannot be created"))?;
    }
    let done = add(options, &root, &path, &name);
    if is_new && done.is_err() {
        // Only what is empty goes.
        let _ =
            std::fs::remove_dir(path.join("exercises")).and_then(|()| std::fs::remove_dir(&path));
    }
    done.map(|()| Finish::Passes)
}

fn add(options: &NewExerciseOptions, root: &Path, path: &Path, name: &str) -> Result<()> {
    let workbook = Workbook::open()?;
    let id = &*options.id;
    names::check_id(id)?;
    require_new(&workbook, id)?;
    let chapter = chapter(&workbook, options.chapter.as_deref())?;
    let numbers = workbook.exercises.iter().map(|exercise| exercise.number);
    let number = numbers.max().unwrap_or(0).max(FIRST) + 1;
    let slug = format!("{number}_{}", id.replace('-', "_"));
    let folders = ["exercises", "solutions"].map(|top| format!("{top}/{slug}"));
    Scaffold::require_free(path, &folders, "remove that folder, or choose another id")?;
    let values = [
        ("EXERCISE_ID", id),
        ("EXERCISE_TITLE", &names::title(id)),
        ("CRATE_NAME", &id.replace('-', "_")),
        ("FOLDER_NAME", &slug),
        ("CHAPTER_FILE", &chapter),
    ];
    let mut scaffold = Scaffold {
        files: templates::exercise(&values),
        edits: Vec::new(),
    };
    if !path.join(".gitignore").exists() {
        scaffold
            .files
            .push((".gitignore".to_owned(), IGNORED.to_owned()));
    }
    let plan = with_folder(root, name)?;
    let shipped = format!("exercises/{slug}/shipped.toml");
    if options.dry_run {
        for (file, _) in &scaffold.files {
            say!("{name}/{file}")?;
        }
        say!("{name}/{shipped}")?;
        if plan.is_some() {
            say!("{FILE}: exercises = [\"{name}\"]")?;
        }
        return Ok(());
    }
    scaffold.write(path, |undo| {
        undo.create(&shipped);
        let folder = path.join("exercises").join(&slug);
        Shipped::now(&folder, templates::tests()).save(path, &folder)
    })?;
    if let Some(text) = &plan {
        atomic_write::write(&root.join(FILE), text.as_bytes())
            .with_context(|| format!("{FILE}: cannot be written"))?;
    }
    say!(
        "New: {name}/exercises/{slug} and {name}/solutions/{slug}; {FILE} names the folder.\n\
         It belongs to the chapter {chapter}, whose page shows its card last.\n\
         \n\
         It works as it is. Prove it, then replace it piece by piece:\n\
         \x20   cargo xtask verify {id} --deep\n\
         \x20   cargo xtask check {id}     fails in step2_budget"
    )
}

fn require_outside(root: &Path, path: &Path, folder: &str) -> workbook::Result<()> {
    let below = path.strip_prefix(root).ok();
    let first = below.map(|below| below.iter().next().unwrap_or_default());
    match first.is_some_and(|first| first.is_empty() || TAKEN.iter().any(|taken| first == *taken)) {
        false => Ok(()),
        true => Err(Problem::new(
            folder,
            "belongs to the workbook itself",
            "name a folder of your own, as in `--in ../our-exercises`; without `--in`, the exercise becomes one of the \
             workbook's",
        )),
    }
}

/// The folder as `workshop.toml` names it: relative to the workbook, if it is there or beside it.
fn name_of(root: &Path, path: &Path) -> String {
    if let Ok(below) = path.strip_prefix(root) {
        return slashed(below);
    }
    let beside = root
        .parent()
        .and_then(|parent| path.strip_prefix(parent).ok());
    beside.map_or_else(
        || path.display().to_string(),
        |beside| format!("../{}", slashed(beside)),
    )
}

/// The chapter that an exercise goes with: one that the book has, since a page cannot be private.
fn chapter(workbook: &Workbook, chosen: Option<&str>) -> workbook::Result<String> {
    if let Some(file) = chosen {
        return require_listed(workbook, file).map(|()| file.to_owned());
    }
    let listed = chapters(&workbook.root)?;
    let mut of_exercises = workbook.exercises.iter().map(|exercise| &exercise.chapter);
    let is_listed = |file: &&String| listed.iter().any(|chapter| chapter.file == **file);
    let last = of_exercises.rfind(is_listed);
    last.cloned().ok_or_else(|| {
        let help = "name one with `--chapter`";
        Problem::new("book", "no chapter of the book has an exercise", help)
    })
}

/// The text of `workshop.toml` with this folder in it; `None` where it is named already.
fn with_folder(root: &Path, name: &str) -> workbook::Result<Option<String>> {
    let file = root.join(FILE);
    let entry = format!("exercises = [\"{name}\"]");
    if !file.exists() {
        return Ok(Some(format!("title = \"Our exercises\"\n{entry}\n")));
    }
    let text = read_text(root, &file)?;
    if names_folder(&text, name) {
        return Ok(None);
    }
    let find = |key: &str| text.lines().position(|line| line.starts_with(key));
    let changed = match (find("exercises = ["), find("title = ")) {
        (Some(_), _) => text.replacen("exercises = [", &format!("exercises = [\"{name}\", "), 1),
        (None, Some(title)) => lines::insert_after(&text, title, &entry),
        (None, None) => text.clone(),
    };
    match names_folder(&changed, name) {
        true => Ok(Some(changed)),
        false => Err(Problem::new(
            FILE,
            "the folder cannot be added to it",
            format!("write `{entry}` into it, above the first `[[item]]`, then run this again"),
        )),
    }
}

fn names_folder(text: &str, name: &str) -> bool {
    let plan: Table = text.parse().unwrap_or_default();
    let folders = plan.get("exercises").and_then(|folders| folders.as_array());
    folders.is_some_and(|folders| folders.iter().any(|folder| folder.as_str() == Some(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_gets_the_folder_once() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let plan = |text: &str| {
            std::fs::write(root.path().join(FILE), text).expect("writable");
            with_folder(root.path(), "../ours")
        };
        let new = with_folder(root.path(), "../ours")
            .ok()
            .flatten()
            .expect("there is no plan");
        assert!(names_folder(&new, "../ours"));
        let texts = [
            "title = \"T\"\n\n[[item]]\ntext = \"A\"\n",
            "title = \"T\"\nexercises = [\"../theirs\"]\n",
        ];
        for text in texts {
            let changed = plan(text).expect("it is TOML").expect("it is not named");
            assert!(names_folder(&changed, "../ours"), "{changed}");
            assert_eq!(plan(&changed), Ok(None));
        }
        plan("[[item]]\ntext = \"A\"\n").expect_err("nobody knows where the line belongs");
    }

    #[test]
    fn a_folder_of_the_workbook_is_refused() {
        let root = Path::new("/w");
        for taken in ["/w", "/w/exercises/deep", "/w/xtask"] {
            require_outside(root, Path::new(taken), taken).expect_err(taken);
        }
        for free in ["/ours", "/w/ours", "/w-too"] {
            assert_eq!(require_outside(root, Path::new(free), free), Ok(()));
        }
        assert_eq!(name_of(root, Path::new("/ours")), "../ours");
        assert_eq!(name_of(root, Path::new("/w/ours")), "ours");
    }
}
