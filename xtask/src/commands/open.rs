//! `open`: an exercise's source, in an editor.

use super::shared::{Finish, load_state, named_or_next};
use crate::report::say;
use crate::shell_words;
use anyhow::Result;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use workbook::{Problem, Workbook};

/// Editors that take over the terminal they are started in.
const IN_TERMINAL: [&str; 15] = [
    "ed", "helix", "hx", "joe", "kak", "mcedit", "micro", "mg", "nano", "ne", "nvi", "nvim",
    "pico", "vi", "vim",
];
/// Looked for where the environment names no editor.
const COMMON: [&str; 3] = ["code", "codium", "code-insiders"];

pub(super) fn run(what: Option<&str>) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let state = load_state(&workbook);
    let exercise = named_or_next(&workbook, &state, what)?;
    open(&workbook, &exercise.source())?;
    Ok(Finish::Passes)
}

/// Opens a file in the editor; prints its path where there is no editor, or no terminal for one.
pub(super) fn open(workbook: &Workbook, file: &Path) -> Result<()> {
    let shown = workbook.show(file);
    let editor = Editor::find().filter(|_| std::io::stdout().is_terminal());
    let Some(editor) = editor else {
        say!("{shown}");
        return Ok(());
    };
    editor.edit(&shown, file)
}

/// An editor, and how it is started.
pub(super) struct Editor {
    program: String,
    arguments: Vec<String>,
}

impl Editor {
    /// `$VISUAL`, `$EDITOR`, or Visual Studio Code where it is installed.
    pub(super) fn find() -> Option<Self> {
        let named = ["VISUAL", "EDITOR"].iter().find_map(|name| {
            let mut words = shell_words::split(&std::env::var(name).ok()?).into_iter();
            Some(Self {
                program: words.next()?,
                arguments: words.collect(),
            })
        });
        named.or_else(|| {
            let program = COMMON.iter().find_map(|name| on_path(name))?;
            Some(Self {
                program: program.to_string_lossy().into_owned(),
                arguments: Vec::new(),
            })
        })
    }

    /// The program that is started.
    pub(super) fn program(&self) -> &str {
        &self.program
    }

    /// Whether it takes over the terminal; others have windows of their own.
    pub(super) fn is_in_terminal(&self) -> bool {
        let name = Path::new(&self.program).file_stem().unwrap_or_default();
        let says = |flags: &[&str]| {
            let mut arguments = self.arguments.iter();
            arguments.any(|argument| flags.contains(&argument.as_str()))
        };
        match &*name.to_string_lossy() {
            "emacs" => says(&["-nw", "-t", "--no-window-system"]) || !has_display(),
            name => IN_TERMINAL.contains(&name) && !says(&["-g", "--gui"]),
        }
    }

    /// Opens the file, and waits until the editor has ended.
    ///
    /// # Errors
    /// When it cannot be started, or ends with an error.
    pub(super) fn edit(&self, shown: &str, file: &Path) -> Result<()> {
        let status = self.command(file).status();
        let status = status.map_err(|error| self.cannot_start(shown).because(error))?;
        if !status.success() {
            let what = format!("ended with {status}");
            let help = format!("open {shown} yourself");
            return Err(Problem::new(&*self.program, what, help).into());
        }
        Ok(())
    }

    /// Does not wait for it; it may outlive this program.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(super) fn start(&self, shown: &str, file: &Path) -> Result<()> {
        let mut command = self.command(file);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // Ctrl-C here must not end it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn();
        let mut child = child.map_err(|error| self.cannot_start(shown).because(error))?;
        // A child that nobody waits for stays as a zombie.
        std::thread::spawn(move || child.wait());
        Ok(())
    }

    fn command(&self, file: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg(file);
        command
    }

    fn cannot_start(&self, shown: &str) -> Problem {
        let help = format!("set VISUAL or EDITOR to your editor, or open {shown} yourself");
        Problem::new(&*self.program, "cannot be started", help)
    }
}

/// Whether programs can open windows here, as far as the environment says.
fn has_display() -> bool {
    let is_set = |name: &&str| std::env::var_os(name).is_some();
    cfg!(any(windows, target_os = "macos")) || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(is_set)
}

/// The program with this name, where the system would look for it.
fn on_path(name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) {
        &["exe", "cmd"]
    } else {
        &[""]
    };
    let path = std::env::var_os("PATH")?;
    let mut files = std::env::split_paths(&path).flat_map(|folder| {
        let with = |ending: &&str| folder.join(name).with_extension(ending);
        endings.iter().map(with).collect::<Vec<_>>()
    });
    files.find(|file| file.is_file())
}
