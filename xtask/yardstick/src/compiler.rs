//! Snippets that must compile against a crate, or must be refused with a certain error code.
//!
//! The wording of the compiler's messages changes; the code `E0521` stays. A snippet is type-checked
//! with the compiler that built the test, against the very library that the test is linked with.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// A piece of source that is compiled against one crate and the standard library.
#[derive(Clone, Debug)]
#[must_use = "a snippet is checked by `assert_compiles` or `assert_fails_with`"]
pub struct Snippet {
    crate_name: String,
    source: String,
    emit: &'static str,
}

impl Snippet {
    /// A snippet for the crate that the item of this type name belongs to, as in
    /// `Snippet::using(std::any::type_name_of_val(&my_crate::function))`.
    ///
    /// The name is taken from a type, since tests may know the crate by another one.
    pub fn using(type_name: &str) -> Self {
        let crate_name = type_name
            .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_')
            .split("::")
            .next()
            .unwrap_or_default();
        Self {
            crate_name: crate_name.to_owned(),
            source: String::new(),
            emit: "--emit=metadata",
        }
    }

    /// Generates code, too. An assertion in a `const` block of a generic function is evaluated only
    /// then: it stops `cargo build`, and not `cargo check`.
    pub fn with_code(mut self) -> Self {
        self.emit = "--emit=obj";
        self
    }

    /// The source of a library, in which `{crate}` is replaced by the crate's name. The indentation
    /// that all lines after the first have in common belongs to the test, and is removed.
    pub fn source(mut self, source: &str) -> Self {
        self.source = without_indentation(source).replace("{crate}", &self.crate_name);
        self
    }

    /// Asserts that the snippet compiles.
    ///
    /// # Panics
    /// When it does not, with the compiler's messages.
    #[track_caller]
    pub fn assert_compiles(&self) {
        let outcome = self.compile();
        assert!(
            outcome.success,
            "this should compile against your code, but does not:\n\n{}\n{}",
            self.source, outcome.messages
        );
    }

    /// Asserts that the snippet is refused with this error code.
    ///
    /// # Panics
    /// When it compiles, or is refused for another reason.
    #[track_caller]
    pub fn assert_fails_with(&self, code: &str) {
        self.assert_fails_with_one_of(&[code]);
    }

    /// Asserts that the snippet is refused with one of these error codes, where there is more than
    /// one honest way to refuse it.
    ///
    /// # Panics
    /// When it compiles, or is refused for another reason.
    #[track_caller]
    pub fn assert_fails_with_one_of(&self, codes: &[&str]) {
        let outcome = self.compile();
        assert!(
            !outcome.success,
            "this must not compile against your code, but does:\n\n{}",
            self.source
        );
        assert!(
            codes.iter().any(|code| outcome.codes.contains(*code)),
            "the compiler should refuse this with {}; it reports {:?}:\n\n{}\n{}",
            codes.join(" or "),
            outcome.codes,
            self.source,
            outcome.messages
        );
    }

    /// What the compiler says of the snippet, as its lines of JSON.
    ///
    /// # Panics
    /// When there is no compiler, or no library.
    #[track_caller]
    #[must_use]
    pub fn diagnostics(&self) -> String {
        let (_, lines) = self.run();
        lines
    }

    #[track_caller]
    fn compile(&self) -> CompileOutcome {
        let (success, lines) = self.run();
        CompileOutcome::read(success, &lines)
    }

    /// Whether it compiles, and the compiler's lines of JSON.
    #[track_caller]
    fn run(&self) -> (bool, String) {
        let deps = dependencies_folder();
        let library = newest_library(&deps, &self.crate_name).unwrap_or_else(|| {
            panic!(
                "no compiled `{}` in {}\nhelp: run this test with cargo",
                self.crate_name,
                deps.display()
            )
        });
        // `emit` writes a file. It is not needed, and is deleted with its folder.
        // Its own: the tests of a process run at the same time, and each deletes its folder.
        static N_FOLDERS: AtomicU64 = AtomicU64::new(0);
        let number = N_FOLDERS.fetch_add(1, Ordering::Relaxed);
        let out = format!("yardstick-{}-{number}", std::process::id());
        let out = std::env::temp_dir().join(out);
        let mut child = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()))
            .args([
                "-",
                "--edition=2024",
                "--crate-type=lib",
                "--crate-name=snippet",
            ])
            // No colours: messages end up in reports and logs.
            .args([self.emit, "--error-format=json"])
            .arg("--extern")
            .arg(extern_argument(&self.crate_name, &library))
            .arg("-L")
            .arg(dependency_argument(&deps))
            .arg("--out-dir")
            .arg(&out)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start the compiler `rustc`: {error}"));
        if let Some(mut stdin) = child.stdin.take() {
            // A compiler that exits early says why in its messages.
            let _ = stdin.write_all(self.source.as_bytes());
        }
        let output = child
            .wait_with_output()
            .unwrap_or_else(|error| panic!("cannot wait for the compiler `rustc`: {error}"));
        let _ = std::fs::remove_dir_all(&out);
        let lines = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.success(), lines)
    }
}

struct CompileOutcome {
    success: bool,
    codes: BTreeSet<String>,
    messages: String,
}

impl CompileOutcome {
    /// Reads the compiler's JSON lines. Only two members matter, so they are searched for instead of
    /// parsed.
    fn read(success: bool, lines: &str) -> Self {
        let codes = lines
            .split("\"code\":{\"code\":\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect();
        let messages = lines
            .lines()
            .filter_map(|line| line.split_once("\"rendered\":\""))
            .map(|(_, rest)| without_long_types(&unescape(rest)));
        Self {
            success,
            codes,
            messages: first_error(messages.collect()),
        }
    }
}

/// The compiler's first error, and how many others there are: they mostly have the same cause, and
/// would bury the first.
fn first_error(messages: Vec<String>) -> String {
    let is_error = |message: &&String| message.starts_with("error");
    // The last error only counts the others.
    let errors = messages.iter().filter(is_error);
    let mut errors = errors.filter(|error| !error.starts_with("error: aborting"));
    let Some(first) = errors.next() else {
        return messages.concat();
    };
    let first = first.trim_end();
    match errors.count() {
        0 => format!("{first}\n"),
        1 => format!("{first}\nand one more error\n"),
        n_others => format!("{first}\nand {n_others} more errors\n"),
    }
}

/// Removes the notes on where the compiler wrote the full names of types: that file is deleted with
/// its folder.
fn without_long_types(message: &str) -> String {
    let is_long_type = |line: &str| {
        let line = line.trim_start();
        line.starts_with("= note: the full name for the type")
            || line.starts_with("= note: consider using `--verbose`")
    };
    let lines = message.split_inclusive('\n');
    lines.filter(|line| !is_long_type(line)).collect()
}

/// A literal without the indentation that the lines after its first have in common.
fn without_indentation(source: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let lines = source.lines().skip(1);
    let inner = lines.filter(|line| !line.trim().is_empty());
    let n_common = inner.map(indentation).min().unwrap_or(0);
    let lines = source.lines().enumerate().map(|(number, line)| {
        let n_cut = if number == 0 { 0 } else { n_common };
        line.get(n_cut..).unwrap_or_default()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The text of a JSON string whose opening quote has been read.
fn unescape(rest: &str) -> String {
    let mut text = String::new();
    let mut characters = rest.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => match characters.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('u') => {
                    let digits: String = characters.by_ref().take(4).collect();
                    let code = u32::from_str_radix(&digits, 16).unwrap_or(0xfffd);
                    text.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                }
                Some(other) => text.push(other),
                None => break,
            },
            other => text.push(other),
        }
    }
    text
}

fn extern_argument(name: &str, library: &Path) -> std::ffi::OsString {
    let mut argument = std::ffi::OsString::from(format!("{name}="));
    argument.push(library);
    argument
}

fn dependency_argument(deps: &Path) -> std::ffi::OsString {
    let mut argument = std::ffi::OsString::from("dependency=");
    argument.push(deps);
    argument
}

/// Where cargo puts test binaries, and the libraries that they are linked with.
fn dependencies_folder() -> PathBuf {
    let binary = std::env::current_exe().unwrap_or_default();
    binary.parent().map(Path::to_owned).unwrap_or_default()
}

/// The library of this name that was built last: the one that this test is linked with.
fn newest_library(deps: &Path, crate_name: &str) -> Option<PathBuf> {
    let start = format!("lib{crate_name}-");
    let libraries = std::fs::read_dir(deps).ok()?.filter_map(Result::ok);
    libraries
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with(&start) && name.ends_with(".rlib")
        })
        .max_by_key(|entry| {
            let metadata = entry.metadata().and_then(|metadata| metadata.modified());
            metadata.unwrap_or(SystemTime::UNIX_EPOCH)
        })
        .map(|entry| entry.path())
}
