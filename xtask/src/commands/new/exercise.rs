//! `new exercise ID`: an exercise, its solution with variants, and its chapter. All of it works at once:
//! a small example, which the author replaces piece by piece.

use super::scaffold::{Edit, Scaffold, Undo};
use super::{chapter, manifest, names, templates};
use crate::cli::NewExerciseOptions;
use crate::commands::shared::Finish;
use crate::report::say;
use anyhow::Result;
use grader::cargo::cargo;
use std::process::Stdio;
use toml::Table;
use workbook::chapters::{FOLDER, SUMMARY, chapters};
use workbook::{Problem, Shipped, Workbook, packages_of, read_text};

/// The folder's name begins with as many digits, or file lists would have another order than the book.
const N_DIGITS: usize = 2;

pub(super) fn run(options: &NewExerciseOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let new = NewExercise::named(&workbook, &options.id, options.chapter.as_deref())?;
    let mut scaffold = new.scaffold(&workbook)?;
    if options.dry_run {
        scaffold.files.push((new.shipped(), String::new()));
        scaffold.preview()?;
        return Ok(Finish::Passes);
    }
    scaffold.write(&workbook.root, |undo| new.bless(&workbook, undo))?;
    let n_files = scaffold.files.len() + 1;
    new.tell(n_files, lock(&workbook))?;
    Ok(Finish::Passes)
}

/// An exercise that is to be added.
struct NewExercise {
    id: String,
    /// As in `21_stack_of_scopes`.
    folder: String,
    /// The file of its chapter, and whether that is there already.
    chapter: String,
    is_chapter_there: bool,
}

impl NewExercise {
    /// The exercise of this id, if it may be added.
    fn named(workbook: &Workbook, id: &str, chapter: Option<&str>) -> workbook::Result<Self> {
        names::check_id(id)?;
        require_new(workbook, id)?;
        if let Some(file) = chapter {
            require_listed(workbook, file)?;
        }
        let folder = format!(
            "{:0N_DIGITS$}_{}",
            next_number(workbook)?,
            id.replace('-', "_")
        );
        let folders = ["exercises", "solutions"].map(|top| format!("{top}/{folder}"));
        Scaffold::require_free(
            &workbook.root,
            &folders,
            "remove that folder, or choose another id",
        )?;
        Ok(Self {
            id: id.to_owned(),
            folder,
            chapter: chapter.map_or_else(|| chapter::chapter(id).file, str::to_owned),
            is_chapter_there: chapter.is_some(),
        })
    }

    fn scaffold(&self, workbook: &Workbook) -> workbook::Result<Scaffold> {
        let title = names::title(&self.id);
        let crate_name = self.id.replace('-', "_");
        let values = [
            ("EXERCISE_ID", &*self.id),
            ("EXERCISE_TITLE", &*title),
            ("CRATE_NAME", &*crate_name),
            ("FOLDER_NAME", &*self.folder),
            ("CHAPTER_FILE", &*self.chapter),
        ];
        let mut scaffold = Scaffold {
            files: templates::exercise(&values),
            edits: Vec::new(),
        };
        let text = read_text(&workbook.root, &workbook.root.join(manifest::MANIFEST))?;
        scaffold.edits.push(Edit {
            file: manifest::MANIFEST,
            line: manifest::line(&self.folder),
            text: manifest::with_members(&text, &self.folder)?,
        });
        if !self.is_chapter_there {
            let chapter = chapter::chapter(&self.id);
            let text = templates::fill(templates::EXERCISE_CHAPTER, &values);
            let file = &self.chapter;
            let help = format!("choose another id, or add `--chapter {file}` to use that one");
            chapter::add(&mut scaffold, workbook, &chapter, text, &help)?;
        }
        Ok(scaffold)
    }

    /// The file with the names of its tests, which is made from the others.
    fn shipped(&self) -> String {
        format!("exercises/{}/shipped.toml", self.folder)
    }

    fn bless(&self, workbook: &Workbook, undo: &mut Undo) -> workbook::Result<()> {
        undo.create(&self.shipped());
        let folder = workbook.root.join("exercises").join(&self.folder);
        Shipped::now(&folder, templates::tests()).save(&workbook.root, &folder)
    }

    fn tell(&self, n_files: usize, is_locked: bool) -> Result<()> {
        let Self {
            id,
            folder,
            chapter,
            ..
        } = self;
        let (edited, card) = match self.is_chapter_there {
            true => (
                manifest::MANIFEST.to_owned(),
                format!(
                    "Put its card into {FOLDER}/{chapter}, on a line of its own: {{{{#exercise {id}}}}}\n"
                ),
            ),
            false => (
                format!("{} and {SUMMARY}", manifest::MANIFEST),
                String::new(),
            ),
        };
        let lock = match is_locked {
            true => "",
            false => "Cargo.lock does not have it yet; the next build adds it.\n",
        };
        say!(
            "New: exercises/{folder} and solutions/{folder}, {n_files} files in all, and a line in {edited}.\n\
             {card}{lock}\
             It works as it is. Prove it, then replace it piece by piece:\n\
             \x20   cargo xtask verify {id} --deep\n\
             \x20   cargo xtask check {id}     fails in step2_budget\n\
             \x20   cargo xtask book"
        )
    }
}

/// Refuses an id that an exercise has or had, or that would name a second package.
pub(super) fn require_new(workbook: &Workbook, id: &str) -> workbook::Result<()> {
    let taken = |what: String| Err(Problem::new(format!("`{id}`"), what, "choose another id"));
    if let Some(exercise) = workbook
        .exercises
        .iter()
        .find(|exercise| exercise.has_id(id))
    {
        let folder = workbook.show(&exercise.folder);
        return taken(match exercise.id == id {
            true => format!("is an exercise already: {folder}"),
            false => {
                format!("is what {folder} was called before: see `formerly` in its exercise.toml")
            }
        });
    }
    let known = packages(workbook);
    let needed = packages_of(id);
    match needed.iter().find(|name| known.contains(name)) {
        Some(name) => taken(format!(
            "needs a package `{name}`, and there is one already"
        )),
        None => Ok(()),
    }
}

/// The packages of the exercises, and those that `Cargo.lock` names. Of two that are called the same,
/// cargo would not know which is meant.
fn packages(workbook: &Workbook) -> Vec<String> {
    let text = read_text(&workbook.root, &workbook.root.join("Cargo.lock")).unwrap_or_default();
    let lock: Table = text.parse().unwrap_or_default();
    let locked = lock.get("package").and_then(|list| list.as_array());
    let names = locked.into_iter().flatten();
    let names = names.filter_map(|package| package.get("name")?.as_str());
    let locked = names.map(|name| name.replace('_', "-"));
    let exercises = workbook.exercises.iter();
    let own = exercises.flat_map(|exercise| packages_of(&exercise.id));
    locked.chain(own).collect()
}

/// Refuses a chapter that the book does not have.
pub(super) fn require_listed(workbook: &Workbook, file: &str) -> workbook::Result<()> {
    let listed = chapters(&workbook.root)?;
    let is_listed = listed.iter().any(|chapter| chapter.file == file);
    match is_listed && workbook.root.join(FOLDER).join(file).is_file() {
        true => Ok(()),
        false => Err(Problem::new(
            format!("`{file}`"),
            format!("is not a chapter that {SUMMARY} lists"),
            "name one as it is listed, as in `--chapter parsing.md`, or leave out `--chapter` for a new one",
        )),
    }
}

/// The number after the last.
fn next_number(workbook: &Workbook) -> workbook::Result<u32> {
    let own = workbook
        .exercises
        .iter()
        .filter(|exercise| exercise.workspace.is_none());
    let numbers = own.map(|exercise| exercise.number);
    let next = numbers.max().unwrap_or(0) + 1;
    match next.to_string().len() <= N_DIGITS {
        true => Ok(next),
        false => Err(Problem::new(
            "exercises",
            format!(
                "number {next} does not fit into {N_DIGITS} digits, and folders sort by their names"
            ),
            "rename the folders, so that all numbers have as many digits",
        )),
    }
}

/// Brings `Cargo.lock` up to date; whether that was possible. What is locked stays as it is.
fn lock(workbook: &Workbook) -> bool {
    let mut command = cargo();
    command.args(["update", "--workspace", "--offline", "--quiet"]);
    command
        .current_dir(&workbook.root)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
