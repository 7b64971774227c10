//! A copy of the workbook, in which commands run, and which is put back after every sequence.
//!
//! What was built is part of the copy: cargo need not build again what a sequence changed, and every
//! sequence starts with the very same files and times.

use crate::common::{Checkout, LIMIT, processes, runner, target, wait_until, wait_within};
use crate::script::FUNCTIONS;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{File, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Longer than the first check takes, which compiles all that it needs.
const BUILD: Duration = Duration::from_secs(600);

/// The copy of one worker.
pub struct Sandbox {
    root: PathBuf,
    out: PathBuf,
    snapshot: PathBuf,
    files: BTreeMap<PathBuf, Stamp>,
    _lock: File,
}

/// Whether a file is the one that was put there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stamp {
    Folder,
    File(u64, i64, i64, i64, i64),
}

/// How a command ended, and what it printed.
pub struct Output {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The runner that is tried.
pub fn runner_file() -> PathBuf {
    let other = std::env::var_os("ARENA_MODEL_RUNNER");
    other.map_or(env!("CARGO_BIN_EXE_xtask").into(), PathBuf::from)
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            code,
            stdout,
            stderr,
        } = self;
        write!(
            f,
            "--- exit code {code}\n--- standard output\n{stdout}\n--- standard error\n{stderr}"
        )
    }
}

impl Sandbox {
    /// The copy of the worker with this number, built.
    pub fn new(start: &Checkout, worker: usize) -> Self {
        let folder = target().with_file_name("model").join(worker.to_string());
        let [root, out, snapshot] = ["workbook", "out", "snapshot"].map(|name| folder.join(name));
        std::fs::create_dir_all(&root).expect("the copy can be written");
        let lock = File::create(folder.join("lock")).expect("the copy can be written");
        lock.lock().expect("a lock can be waited for");
        let mut sandbox = Self {
            root,
            out,
            snapshot,
            files: BTreeMap::new(),
            _lock: lock,
        };
        // What was built for an earlier run is used again if that run came to its end.
        let is_clean = sandbox.snapshot.with_file_name("clean");
        for entry in std::fs::read_dir(&sandbox.root)
            .expect("it exists")
            .flatten()
        {
            if entry.file_name() != "target" || !is_clean.exists() {
                remove(&entry.path());
            }
        }
        remove(&is_clean);
        copy_below(&start.root, &sandbox.root);
        sandbox.empty_out();
        sandbox
            .run_within(BUILD, "run a check --format json")
            .expect("the first check ends");
        remove(&sandbox.snapshot);
        copy_below(&sandbox.root, &sandbox.snapshot);
        sandbox.files = stamps(&sandbox.root);
        sandbox
    }

    /// Runs the commands of one operation in it.
    pub fn run(&self, commands: &str) -> Result<(), String> {
        self.run_within(LIMIT, commands)
    }

    /// Runs commands of a shell in it, which end in this time unless one hangs.
    fn run_within(&self, limit: Duration, commands: &str) -> Result<(), String> {
        let mut command = Command::new("sh");
        for (name, value) in runner().get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let log = File::create(self.out.join("log")).expect("the folder can be written");
        let errors = log.try_clone().expect("a file can be shared");
        command
            .args(["-c", &format!("{FUNCTIONS}{commands}")])
            .current_dir(&self.root)
            .env_remove("CARGO_TARGET_DIR")
            .env("RUNNER", runner_file())
            .env("OUT", &self.out)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .process_group(0);
        let mut shell = command.spawn().expect("every Unix has `sh`");
        let has_ended = || !matches!(shell.try_wait(), Ok(None));
        if wait_within(limit, has_ended) {
            return Ok(());
        }
        let hanging = self.processes();
        let group = format!("-{}", shell.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = shell.wait();
        self.end_all();
        Err(format!(
            "it has not ended after {limit:?}; its processes: {hanging:?}"
        ))
    }

    fn is_inside(&self, line: &str) -> bool {
        line.contains(&*self.root.to_string_lossy())
    }

    fn processes(&self) -> Vec<(u32, String)> {
        let mut all = processes();
        all.retain(|(_, line)| self.is_inside(line));
        all
    }

    fn end_all(&self) {
        for (pid, _) in self.processes() {
            let _ = Command::new("kill")
                .args(["-KILL", &pid.to_string()])
                .status();
        }
    }

    /// Waits for processes that outlive their runner.
    pub fn settle(&self) -> Result<(), String> {
        if wait_until(|| self.processes().is_empty()) {
            return Ok(());
        }
        let left: Vec<_> = self.processes();
        self.end_all();
        Err(format!("left behind: {left:?}"))
    }

    /// What the command kept under this name.
    pub fn output(&self, name: &str) -> Output {
        let read = |end: &str| {
            let bytes = std::fs::read(self.out.join(format!("{name}.{end}"))).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        Output {
            code: read("code").trim().parse().unwrap_or(-1),
            stdout: read("out"),
            stderr: read("err"),
        }
    }

    /// The text of a regular file.
    pub fn read(&self, name: &str) -> Option<String> {
        let bytes = self.bytes(name)?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The content of a regular file.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.root.join(name);
        std::fs::read(&path).ok().filter(|_| path.is_file())
    }

    pub fn empty_out(&self) {
        remove(&self.out);
        std::fs::create_dir_all(&self.out).expect("the folder can be written");
    }

    /// Puts everything back.
    pub fn restore(&mut self) {
        let present = stamps(&self.root);
        for path in present
            .keys()
            .rev()
            .filter(|path| !self.files.contains_key(*path))
        {
            remove(&self.root.join(path));
        }
        let mut changed = Vec::new();
        for (path, stamp) in &self.files {
            if present.get(path) != Some(stamp) {
                let (from, to) = (self.snapshot.join(path), self.root.join(path));
                if !(to.is_dir() && from.is_dir() && !to.is_symlink()) {
                    remove(&to);
                }
                copy(&from, &to);
                changed.push(path.clone());
            }
        }
        for path in changed {
            if let Ok(data) = self.root.join(&path).symlink_metadata() {
                self.files.insert(path, stamp(&data));
            }
        }
        self.empty_out();
    }

    /// The next run may start with what this one has built.
    pub fn keep(mut self) {
        self.restore();
        let _ = File::create(self.snapshot.with_file_name("clean"));
    }
}

fn stamp(data: &Metadata) -> Stamp {
    match data.is_dir() {
        true => Stamp::Folder,
        false => Stamp::File(
            data.ino(),
            data.mtime(),
            data.mtime_nsec(),
            data.ctime(),
            data.ctime_nsec(),
        ),
    }
}

/// All that is below a folder, without following links.
fn stamps(root: &Path) -> BTreeMap<PathBuf, Stamp> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            // A process that tidies up may have removed it.
            let Ok(data) = path.symlink_metadata() else {
                continue;
            };
            let short = path.strip_prefix(root).expect("it was found there");
            all.insert(short.to_owned(), stamp(&data));
            if data.is_dir() {
                folders.push(path);
            }
        }
    }
    all
}

fn copy_below(from: &Path, to: &Path) {
    for path in stamps(from).keys() {
        copy(&from.join(path), &to.join(path));
    }
}

/// Copies a file with its time, or creates a folder.
fn copy(from: &Path, to: &Path) {
    let data = from.symlink_metadata().expect("it was found there");
    if data.is_dir() {
        std::fs::create_dir_all(to).expect("the copy can be written");
    } else if data.is_file() {
        let folder = to.parent().expect("a file is in a folder");
        std::fs::create_dir_all(folder).expect("the copy can be written");
        std::fs::copy(from, to).expect("the copy can be written");
        let time = data.modified().expect("files have times");
        let file = File::options()
            .append(true)
            .open(to)
            .expect("it was written");
        file.set_modified(time).expect("its time can be set");
    }
}

/// Removes whatever is there, without following links.
fn remove(path: &Path) {
    let removed = match path.symlink_metadata() {
        Ok(data) if data.is_dir() => std::fs::remove_dir_all(path),
        Ok(_) => std::fs::remove_file(path),
        Err(_) => return,
    };
    if let Err(error) = removed {
        assert!(!path.exists(), "{}: {error}", path.display());
    }
}
