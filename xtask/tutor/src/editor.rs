//! The editor that a learner uses: which it is, and how a file is opened in it.

use crate::shell_words;
use anyhow::Result;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use workbook::Problem;

/// Editors that take over the terminal they are started in.
const IN_TERMINAL: [&str; 15] = [
    "ed", "helix", "hx", "joe", "kak", "mcedit", "micro", "mg", "nano", "ne", "nvi", "nvim",
    "pico", "vi", "vim",
];
/// Has the system leave Ctrl-C to others: `CREATE_NEW_PROCESS_GROUP`.
#[cfg(windows)]
const NEW_PROCESS_GROUP: u32 = 0x200;
/// Editors to look for if the environment names none.
const COMMON: [&str; 3] = ["code", "codium", "code-insiders"];

/// An editor, and how it is started.
pub struct Editor {
    program: String,
    arguments: Vec<String>,
}

impl Editor {
    /// `$VISUAL`, `$EDITOR`, or Visual Studio Code if it is installed.
    #[must_use]
    pub fn find() -> Option<Self> {
        let named = ["VISUAL", "EDITOR"].iter().find_map(|name| {
            let mut words = shell_words::split(&std::env::var(name).ok()?).into_iter();
            Some(Self {
                program: words.next()?,
                arguments: words.collect(),
            })
        });
        named.or_else(|| {
            let program = COMMON.iter().find_map(|name| find_program(name))?;
            Some(Self {
                program: program.to_string_lossy().into_owned(),
                arguments: Vec::new(),
            })
        })
    }

    /// The program that is started.
    #[must_use]
    pub fn program(&self) -> &str {
        &self.program
    }

    /// Whether it takes over the terminal; others have windows of their own.
    #[must_use]
    pub fn is_in_terminal(&self) -> bool {
        let name = Path::new(&self.program).file_stem().unwrap_or_default();
        let has_any = |flags: &[&str]| {
            let mut arguments = self.arguments.iter();
            arguments.any(|argument| flags.contains(&argument.as_str()))
        };
        match &*name.to_string_lossy() {
            "emacs" => has_any(&["-nw", "-t", "--no-window-system"]) || !has_display(),
            name => IN_TERMINAL.contains(&name) && !has_any(&["-g", "--gui"]),
        }
    }

    /// Opens the file, and waits until the editor has ended.
    ///
    /// # Errors
    /// When it cannot be started, or ends with an error.
    pub fn edit(&self, shown: &str, file: &Path) -> Result<()> {
        let status = self.command(file, None).status();
        let status = status.map_err(|error| self.cannot_start(shown).because(error))?;
        if !status.success() {
            let what = format!("ended with {status}");
            let help = format!("open {shown} yourself");
            return Err(Problem::new(&*self.program, what, help).into());
        }
        Ok(())
    }

    /// Opens the file without waiting, at this line if the editor is known to take one; the editor may outlive this
    /// program.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(&self, shown: &str, file: &Path, line: Option<u32>) -> Result<()> {
        let mut command = self.command(file, line);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // Ctrl-C here must not end it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        #[cfg(windows)]
        std::os::windows::process::CommandExt::creation_flags(&mut command, NEW_PROCESS_GROUP);
        let child = command.spawn();
        let mut child = child.map_err(|error| self.cannot_start(shown).because(error))?;
        // A child that nobody waits for would remain as a zombie.
        std::thread::spawn(move || child.wait());
        Ok(())
    }

    fn command(&self, file: &Path, line: Option<u32>) -> Command {
        // By its plain name, Windows finds only an `.exe`; `code` is a `code.cmd`.
        let found = find_program(&self.program).filter(|_| cfg!(windows));
        let mut command = Command::new(found.unwrap_or_else(|| PathBuf::from(&self.program)));
        command.args(&self.arguments).args(self.place(file, line));
        // While tests run in a watch, it is not one of theirs.
        grader::process::outside(&mut command);
        command
    }

    /// The file and the line as this editor takes them; only the file where that is not known.
    fn place(&self, file: &Path, line: Option<u32>) -> Vec<OsString> {
        let Some(line) = line else {
            return vec![file.into()];
        };
        let name = Path::new(&self.program).file_stem().unwrap_or_default();
        let at_line = || {
            let mut place = OsString::from(file);
            place.push(format!(":{line}"));
            place
        };
        match &*name.to_string_lossy() {
            "code" | "code-insiders" | "codium" | "cursor" | "windsurf" => {
                vec!["--goto".into(), at_line()]
            }
            "helix" | "hx" | "subl" | "zed" => vec![at_line()],
            "emacs" | "emacsclient" | "gedit" | "gvim" | "kak" | "micro" | "mvim" | "nano"
            | "nvim" | "vi" | "vim" => vec![format!("+{line}").into(), file.into()],
            "clion" | "idea" | "kate" | "rustrover" => {
                vec!["--line".into(), line.to_string().into(), file.into()]
            }
            _ => vec![file.into()],
        }
    }

    fn cannot_start(&self, shown: &str) -> Problem {
        let help = format!("set VISUAL or EDITOR to your editor, or open {shown} yourself");
        Problem::new(&*self.program, "cannot be started", help)
    }
}

/// Whether programs can open windows here, as far as the environment says.
#[must_use]
pub fn has_display() -> bool {
    let is_set = |name: &&str| variable(name).is_some();
    cfg!(any(windows, target_os = "macos")) || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(is_set)
}

/// An environment variable that is not blank.
#[must_use]
pub fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?;
    (!value.trim().is_empty()).then_some(value)
}

/// The path of a program: as given, or in one of the folders that the system searches.
#[must_use]
pub fn find_program(name: &str) -> Option<PathBuf> {
    let is_path = Path::new(name).components().count() > 1;
    let folders = match is_path {
        true => vec![PathBuf::new()],
        false => std::env::split_paths(&std::env::var_os("PATH")?).collect(),
    };
    // Windows names programs without their extension, and starts no file that has none.
    let has_extension = Path::new(name).extension().is_some();
    let endings: &[&str] = match cfg!(windows) {
        true if has_extension => &["", ".com", ".exe", ".bat", ".cmd"],
        true => &[".com", ".exe", ".bat", ".cmd"],
        false => &[""],
    };
    let mut files = folders.iter().flat_map(|folder| {
        let endings = endings.iter();
        endings.map(|ending| folder.join(format!("{name}{ending}")))
    });
    files.find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_named_as_the_editor_takes_it() {
        let place = |program: &str| {
            let editor = Editor {
                program: program.to_owned(),
                arguments: Vec::new(),
            };
            let place = editor.place(Path::new("lib.rs"), Some(7));
            place.join(" ".as_ref()).to_string_lossy().into_owned()
        };
        assert_eq!(place("/usr/bin/code"), "--goto lib.rs:7");
        assert_eq!(place("hx"), "lib.rs:7");
        assert_eq!(place("gvim"), "+7 lib.rs");
        assert_eq!(place("rustrover"), "--line 7 lib.rs");
        assert_eq!(place("an-editor-of-mine"), "lib.rs");
    }

    #[cfg(windows)]
    #[test]
    fn an_editor_that_is_a_script_is_started_by_its_plain_name() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (script, opened) = (folder.path().join("code.cmd"), folder.path().join("opened"));
        let text = format!("@echo %1 %2> \"{}\"\r\n", opened.display());
        std::fs::write(script, text).expect("writable");
        // The script for Unix is beside it, as in Visual Studio Code.
        std::fs::write(folder.path().join("code"), "#!/bin/sh\n").expect("writable");
        let editor = Editor {
            program: folder.path().join("code").to_string_lossy().into_owned(),
            arguments: vec!["--wait".to_owned()],
        };
        let edited = editor.edit("lib.rs", Path::new("lib.rs"));
        edited.expect("it can be started");
        let text = std::fs::read_to_string(opened).expect("the script wrote it");
        assert_eq!(text.trim(), "--wait lib.rs");
    }
}
