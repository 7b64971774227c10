//! Where the new version is: a git remote, or a folder into which an archive was unpacked. What is found there becomes a
//! plan, and the plan is carried out.

use crate::apply::{Order, apply};
use crate::journal::{FOLDER, Move, Place};
use crate::plan::{Base, Plan, plan};
use crate::repository::{Followed, Repository};
use crate::version::{Listed, SOURCE, Version};
use anyhow::{Context, Result};
use grader::cancellation::Cancellation;
use grader::git::{is_address, is_repository};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use workbook::{Problem, read_bounded, source_of};

/// More than the record of a version has, in bytes.
const MAX_BYTES: u64 = 64 << 20;
/// Archives, by how their names end.
const ARCHIVES: [&str; 5] = [".tar", ".tar.gz", ".tgz", ".tar.xz", ".zip"];

/// An update that can be carried out.
pub struct Update<'a> {
    root: &'a Path,
    theirs: PathBuf,
    /// Where the new version comes from, in words.
    pub from: String,
    /// What it does.
    pub plan: Plan,
    /// Whether what was edited here can be told from what is only old.
    pub is_base_known: bool,
    git: Option<Clone<'a>>,
    record: Option<Vec<u8>>,
    _temporary: TempDir,
}

/// What is known of the clone.
struct Clone<'a> {
    repository: Repository<'a>,
    reference: String,
    head: String,
    theirs: String,
    /// What the plan is for what was committed; `None` where nothing was that the new version does not have.
    committed: Option<Plan>,
}

/// The version that a folder without git was last brought to.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Record {
    files: BTreeMap<String, String>,
    exercises: Vec<Listed>,
    starters: BTreeSet<String>,
}

/// Looks at the new version; `None` where it is here already. `what` is a folder, relative to the current one, a remote's
/// name or an address; without it, it is what the clone follows. In a dry run, nothing is written in the workbook.
///
/// # Errors
/// When there is no new version there, or the clone is in the middle of something.
pub fn look<'a>(
    root: &'a Path,
    what: Option<&str>,
    is_dry: bool,
    cancellation: &'a Cancellation,
) -> Result<Option<Update<'a>>> {
    let repository = Repository::at(root, is_dry, cancellation)?;
    match (repository, what) {
        (Some(repository), what) => match followed(&repository, what)? {
            Source::Git(followed) => by_git(root, repository, &followed),
            Source::Folder(folder) => in_folder(root, &folder, Some(&repository)),
        },
        (None, Some(what)) => in_folder(root, &folder(what)?, None),
        (None, None) => Err(Problem::new(
            root.display().to_string(),
            "is no clone of its own, so git cannot say where a new version is",
            "unpack an archive of the new version, and run `cargo xtask update FOLDER`",
        )
        .into()),
    }
}

enum Source {
    Git(Option<Followed>),
    Folder(PathBuf),
}

fn followed(repository: &Repository<'_>, what: Option<&str>) -> Result<Source> {
    let Some(what) = what else {
        return Ok(Source::Git(None));
    };
    let of = |remote: String| {
        let reference = "HEAD".to_owned();
        Ok(Source::Git(Some(Followed { remote, reference })))
    };
    if is_address(what) || repository.remotes()?.iter().any(|remote| remote == what) {
        return of(what.to_owned());
    }
    let path = std::path::absolute(what)?;
    let is_bundle = path.is_file() && path.extension().is_some_and(|end| end == "bundle");
    match is_bundle || is_repository(&path) {
        true => of(path.display().to_string()),
        false => Ok(Source::Folder(folder(what)?)),
    }
}

/// The folder of the new version that a person names: itself, or the only one in it, as archives have it.
fn folder(what: &str) -> Result<PathBuf> {
    let path = std::path::absolute(what)?;
    let is_version =
        |path: &Path| path.join("Cargo.toml").is_file() && path.join("exercises").is_dir();
    if is_version(&path) {
        return Ok(path);
    }
    let problem = |what_is_wrong: &str, help: String| Problem::new(what, what_is_wrong, help);
    if path.is_file() {
        let is_archive = ARCHIVES
            .iter()
            .any(|end| what.to_lowercase().ends_with(end));
        return Err(match is_archive {
            true => problem(
                "is an archive that is still packed",
                format!("unpack it with `tar -xf {what}`, and name the folder that comes of it"),
            ),
            false => problem("is a file", "name a folder with the new version".to_owned()),
        }
        .into());
    }
    let help = "name a folder with the new version, a git remote (`git remote -v` lists them) or its address";
    let Ok(entries) = std::fs::read_dir(&path) else {
        return Err(problem(
            "is neither a folder nor a git remote of this workbook",
            help.to_owned(),
        )
        .into());
    };
    let mut inner = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_version(path));
    match (inner.next(), inner.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(problem("holds no version of the workbook", help.to_owned()).into()),
    }
}

fn by_git<'a>(
    root: &'a Path,
    repository: Repository<'a>,
    followed: &Option<Followed>,
) -> Result<Option<Update<'a>>> {
    repository.refuse_unfinished()?;
    let (reference, head) = repository.head()?;
    let followed = match followed {
        Some(followed) => followed.clone(),
        None => repository.followed(&reference)?,
    };
    let commit = repository.fetch(&followed)?;
    if repository.is_before(&commit, &head)? {
        return Ok(None);
    }
    let base = repository.base(&head, &commit)?;
    let temporary = tempfile::tempdir().context("no temporary folder can be made")?;
    let read = |name: &str, commit: &str| {
        let folder = temporary.path().join(name);
        repository.export(commit, &folder)?;
        anyhow::Ok((Version::read(&folder), folder))
    };
    let ((theirs, folder), (base_version, _)) = (read("theirs", &commit)?, read("base", &base)?);
    require_workbook(&theirs, &followed.remote)?;
    let mut base_files = base_of(&base_version, &theirs);
    let mine = checkout(root, &base_files, &theirs);
    let sources = starters_of(&mine);
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    for name in repository.starters(&commit, &sources)? {
        base_files.starters.extend(mine.files.get(&name).cloned());
    }
    let committed = match base == head {
        true => None,
        false => Some(plan(&base_files, &read("head", &head)?.0, &theirs)),
    };
    let from = format!("{}, {}", followed.remote, repository.describe(&commit)?);
    Ok(Some(Update {
        root,
        theirs: folder,
        from,
        plan: plan(&base_files, &mine, &theirs),
        is_base_known: true,
        git: Some(Clone {
            repository,
            reference,
            head,
            theirs: commit,
            committed,
        }),
        record: None,
        _temporary: temporary,
    }))
}

fn in_folder<'a>(
    root: &'a Path,
    folder: &Path,
    repository: Option<&Repository<'a>>,
) -> Result<Option<Update<'a>>> {
    let name = folder.display().to_string();
    if folder.canonicalize().ok() == root.canonicalize().ok() {
        let help = "name the folder with the new version";
        return Err(Problem::new(name, "is this workbook itself", help).into());
    }
    let theirs = Version::read(folder);
    require_workbook(&theirs, &name)?;
    let temporary = tempfile::tempdir().context("no temporary folder can be made")?;
    let mut base = match repository {
        Some(repository) => {
            repository.refuse_unfinished()?;
            let (_, head) = repository.head()?;
            repository.export(&head, temporary.path())?;
            base_of(&Version::read(temporary.path()), &theirs)
        }
        None => recorded(root, &theirs)?,
    };
    let mut mine = checkout(root, &base, &theirs);
    base.starters.extend(mine.baselines_recorded().cloned());
    if !base.is_complete {
        // What the exercises record of their files is known.
        base.files = mine.recorded.clone();
        mine = checkout(root, &base, &theirs);
    }
    let plan = plan(&base, &mine, &theirs);
    if plan.is_empty() {
        return Ok(None);
    }
    let record = Record {
        files: theirs.files.clone(),
        exercises: theirs.exercises.clone(),
        starters: base.starters,
    };
    Ok(Some(Update {
        root,
        theirs: folder.to_owned(),
        from: name,
        plan,
        is_base_known: base.is_complete,
        git: None,
        record: match repository {
            Some(_) => None,
            None => Some(serde_json::to_vec(&record)?),
        },
        _temporary: temporary,
    }))
}

fn checkout(root: &Path, base: &Base, theirs: &Version) -> Version {
    Version::of_checkout(root, base.files.keys().chain(theirs.files.keys()))
}

fn require_workbook(theirs: &Version, name: &str) -> Result<()> {
    let has = |file: &str| theirs.files.contains_key(file);
    let is_exercise = |folder: &str| has(&format!("{folder}/exercise.toml"));
    match has("Cargo.toml")
        && theirs
            .exercises
            .iter()
            .any(|found| is_exercise(&found.folder))
    {
        true => Ok(()),
        false => Err(Problem::new(
            name,
            "holds no version of the workbook, so nothing was changed",
            "name the workbook's address, or a folder with the new version",
        )
        .into()),
    }
}

fn base_of(base: &Version, theirs: &Version) -> Base {
    Base {
        files: base.files.clone(),
        exercises: base.exercises.clone(),
        is_complete: true,
        starters: base
            .baselines()
            .chain(theirs.baselines())
            .cloned()
            .collect(),
    }
}

/// What was noted of the version that a folder without git was last brought to.
fn recorded(root: &Path, theirs: &Version) -> Result<Base> {
    let starters = theirs.baselines().cloned();
    let Ok(bytes) = read_bounded(&root.join(record_file()), MAX_BYTES) else {
        return Ok(Base {
            starters: starters.collect(),
            ..Base::default()
        });
    };
    let record: Record = serde_json::from_slice(&bytes).map_err(|error| {
        let help = "move it away, then run this again: what was edited is then not told from what is old, and all of it kept";
        Problem::new(record_file(), "cannot be read", help).because(error)
    })?;
    Ok(Base {
        files: record.files,
        exercises: record.exercises,
        is_complete: true,
        starters: record.starters.into_iter().chain(starters).collect(),
    })
}

fn record_file() -> String {
    format!("{FOLDER}/version.json")
}

/// The sources that may be starters.
fn starters_of(mine: &Version) -> Vec<String> {
    let names = mine.files.keys();
    let names = names.filter(|name| source_of(name).is_some_and(|(_, rest)| rest == SOURCE));
    let is_file = |name: &&String| mine.files[*name] != crate::version::ODD;
    names.filter(is_file).cloned().collect()
}

impl Update<'_> {
    /// Carries it out. `on_step` is told how many files are done, before each.
    ///
    /// # Errors
    /// When something cannot be read or written, was saved meanwhile, or the run was cancelled. Then all is as it was.
    pub fn apply(
        &self,
        cancellation: &Cancellation,
        on_step: &mut dyn FnMut(usize),
    ) -> Result<Place> {
        let branch = self.git.as_ref().map(|git| git.branch()).transpose()?;
        let record = self
            .record
            .iter()
            .map(|bytes| (record_file(), bytes.clone()));
        let order = Order {
            root: self.root,
            theirs: &self.theirs,
            plan: &self.plan,
            from: &self.from,
            also: record.collect(),
        };
        let finish = |place: &Place| match (&self.git, &branch) {
            (Some(git), Some(branch)) => git.repository.move_branch(place, branch),
            _ => Ok(()),
        };
        apply(&order, branch.as_ref(), cancellation, on_step, finish)
    }

    /// How many files are written or removed.
    #[must_use]
    pub fn n_files(&self) -> usize {
        self.plan.writes.len() + self.plan.removes.len()
    }

    /// Whether the dependencies may differ.
    #[must_use]
    pub fn changes_lock_file(&self) -> bool {
        self.plan.writes.contains_key("Cargo.lock")
    }

    /// Whether a file of the new version is not here yet.
    #[must_use]
    pub fn is_new(&self, name: &str) -> bool {
        self.root.join(name).symlink_metadata().is_err()
    }
}

impl Clone<'_> {
    fn branch(&self) -> Result<Move> {
        let new = match &self.committed {
            None => self.theirs.clone(),
            Some(plan) => self.repository.merged(&self.head, &self.theirs, plan)?,
        };
        Ok(Move {
            reference: self.reference.clone(),
            old: self.head.clone(),
            new,
        })
    }
}
