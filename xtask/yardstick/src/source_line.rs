//! The lines of source behind code addresses, and whether the author of the tested code can change
//! them: whether they are in the workspace that the tests run in, wherever its dependencies are.

use crate::counters::quietly;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Address → whether it is blamed, once looked up. Code does not move.
static BLAMED: Mutex<Option<HashMap<usize, bool>>> = Mutex::new(None);
/// A file's name in the debug information → its path below the workspace, if the author can change it.
static AUTHORED: Mutex<Option<HashMap<PathBuf, Option<Arc<Path>>>>> = Mutex::new(None);
/// The workspace around the current folder.
static ROOT: OnceLock<PathBuf> = OnceLock::new();

/// A line of source.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SourceLine {
    /// Relative to the workspace.
    file: Arc<Path>,
    line: u32,
}

impl SourceLine {
    /// In the place of a line where there is none: why no function of these has one.
    pub(crate) fn unknown(frames: impl IntoIterator<Item = usize>) -> Self {
        let mut is_without_lines = false;
        for ip in frames {
            resolve(ip, |symbol| {
                // A function of Rust, and not of the system.
                let name = symbol.name().map(|name| name.to_string());
                let is_rust = name.is_none_or(|name| name.contains("::"));
                is_without_lines |= is_rust && symbol.lineno().is_none();
            });
        }
        let why = match is_without_lines {
            true => "(line unknown: in a dependency; or built without lines, see RUSTFLAGS)",
            false => "(line unknown: no function of yours is among the callers)",
        };
        Self {
            file: Path::new(why).into(),
            line: 0,
        }
    }

    /// `file:line`, relative to the workspace.
    pub(crate) fn position(&self) -> String {
        let file = self.file.to_string_lossy().replace('\\', "/");
        match self.line {
            0 => file,
            line => format!("{file}:{line}"),
        }
    }

    pub(crate) fn text(&self) -> String {
        let text = std::fs::read_to_string(root().join(&self.file)).unwrap_or_default();
        let line = text.lines().nth((self.line as usize).wrapping_sub(1));
        line.unwrap_or_default().trim().to_owned()
    }
}

/// Looks up what is behind an address. What that allocates is not recorded: a recording that is still running
/// would look up the line of that very allocation.
fn resolve(ip: usize, mut each: impl FnMut(&backtrace::Symbol)) {
    quietly(|| backtrace::resolve(std::ptr::without_provenance_mut(ip), |symbol| each(symbol)));
}

/// The line behind an address, if the author can change it. Several inlined calls may share one
/// address; this is the innermost that qualifies.
pub(crate) fn source_line_of(ip: usize) -> Option<SourceLine> {
    let mut found = None;
    resolve(ip, |symbol| {
        if found.is_none()
            && let (Some(file), Some(line)) = (symbol.filename(), symbol.lineno())
            && let Some(file) = authored(file)
        {
            found = Some(SourceLine { file, line });
        }
    });
    found
}

/// Whether the author can change the line behind an address. Each address is looked up once.
pub(crate) fn is_blamed(ip: usize) -> bool {
    let known = || BLAMED.lock().unwrap_or_else(PoisonError::into_inner);
    let before = known().as_ref().and_then(|known| known.get(&ip).copied());
    before.unwrap_or_else(|| {
        let blamed = source_line_of(ip).is_some();
        known().get_or_insert_default().insert(ip, blamed);
        blamed
    })
}

/// The innermost line on this thread's stack that the author can change; `None` where `file` is one that they can change
/// itself, or no caller is.
pub(crate) fn line_that_called(file: &str) -> Option<SourceLine> {
    if cfg!(miri) || quietly(|| authored(Path::new(file)).is_some()) {
        return None;
    }
    let mut found = None;
    quietly(|| {
        backtrace::trace(|frame| {
            found = source_line_of(frame.ip().addr());
            found.is_none()
        });
    });
    found
}

/// The workspace around the current folder; where there is none, the folder itself.
fn root() -> &'static Path {
    ROOT.get_or_init(|| {
        let here = std::env::current_dir().unwrap_or_default();
        let mut folders = here.ancestors();
        let root = folders.find(|folder| folder.join("Cargo.lock").is_file());
        root.unwrap_or(&here).to_owned()
    })
}

/// The path below the workspace of a file that the debug information names, if the author can change it.
/// Each file is looked up once. Called where allocations are not recorded.
fn authored(file: &Path) -> Option<Arc<Path>> {
    let mut known = AUTHORED.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    if let Some(known) = known.get(file) {
        return known.clone();
    }
    let short: Option<Arc<Path>> = below(root(), file).map(Into::into);
    known.insert(file.to_owned(), short.clone());
    short
}

/// What `cargo vendor` writes into the folder of each crate.
const VENDORED: &str = ".cargo-checksum.json";

/// The path below `root` of a file that somebody wrote there.
fn below(root: &Path, file: &Path) -> Option<PathBuf> {
    let name = file.to_string_lossy().replace('\\', "/");
    let not_authored = [
        "/rustc/",
        "/rust/deps/",
        "/rustlib/src/",
        "/registry/src/",
        "/git/checkouts/",
        "/yardstick/src/",
    ];
    // Parts of the standard library have paths relative to the compiler's own tree.
    if not_authored.iter().any(|part| name.contains(part)) || name.starts_with("library/") {
        return None;
    }
    let short = match file.is_file() {
        true => short(root, file)?,
        // Renamed by `--remap-path-prefix`: what follows the prefix is there.
        false => renamed(root, &name)?,
    };
    let mut folders = short.ancestors().skip(1);
    let is_generated = short.starts_with("target");
    let is_vendored = folders.any(|folder| root.join(folder).join(VENDORED).is_file());
    (!is_generated && !is_vendored).then_some(short)
}

/// A checkout may be reached through links.
fn short(root: &Path, file: &Path) -> Option<PathBuf> {
    if let Ok(short) = file.strip_prefix(root) {
        return Some(short.to_owned());
    }
    let file = file.canonicalize().ok()?;
    let short = file.strip_prefix(root.canonicalize().ok()?).ok()?;
    Some(short.to_owned())
}

/// The longest end of a name that is a file below `root`, of at least two folders: `src/lib.rs` is in too
/// many crates.
fn renamed(root: &Path, name: &str) -> Option<PathBuf> {
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
    let longest_first = 0..parts.len().saturating_sub(2);
    let mut ends = longest_first.map(|start| parts[start..].iter().collect::<PathBuf>());
    ends.find(|end| root.join(end).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with these files, removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn with(name: &str, files: &[&str]) -> Self {
            let name = format!("yardstick-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            for file in files {
                let path = folder.join(file);
                std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("writable");
                std::fs::write(path, "").expect("writable");
            }
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).expect("it is ours");
        }
    }

    const SOURCE: &str = "exercises/02_parse_tree/src/lib.rs";

    #[test]
    fn dependencies_are_not_blamed_wherever_they_are() {
        let vendored = "vendor/backtrace/src/backtrace/libunwind.rs";
        let checksum = "vendor/backtrace/.cargo-checksum.json";
        let generated = "target/check/debug/build/x/out/generated.rs";
        let root = Folder::with("vendored", &[SOURCE, vendored, checksum, generated]);
        let elsewhere = Folder::with("elsewhere", &["bumpalo/src/lib.rs"]);
        let of = |file: &Path| below(&root.0, file);
        assert_eq!(of(&root.0.join(SOURCE)), Some(PathBuf::from(SOURCE)));
        for file in [
            root.0.join(vendored),
            root.0.join(generated),
            elsewhere.0.join("bumpalo/src/lib.rs"),
            "/home/me/.cargo/registry/src/index-1/bumpalo-3.20.4/src/lib.rs".into(),
            "/rustc/59807616/library/alloc/src/vec/mod.rs".into(),
            "library/std/src/rt.rs".into(),
            "./nptl/pthread_create.c".into(),
        ] {
            assert_eq!(of(&file), None, "{}", file.display());
        }
    }

    #[test]
    fn a_renamed_prefix_is_no_disguise() {
        let root = Folder::with("renamed", &[SOURCE]);
        for prefix in ["/src", "", "/a/b/c", "C:\\work"] {
            let name = format!("{prefix}/{SOURCE}");
            let short = below(&root.0, Path::new(&name));
            assert_eq!(short, Some(PathBuf::from(SOURCE)), "{name}");
        }
        assert_eq!(below(&root.0, Path::new("/deps/bumpalo/src/lib.rs")), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_workspace_is_the_workspace() {
        let root = Folder::with("linked", &[SOURCE]);
        let links = Folder::with("links", &["x"]);
        let link = links.0.join("link");
        std::os::unix::fs::symlink(&root.0, &link).expect("links can be made");
        let source = PathBuf::from(SOURCE);
        assert_eq!(below(&root.0, &link.join(SOURCE)), Some(source.clone()));
        assert_eq!(below(&link, &root.0.join(SOURCE)), Some(source));
    }
}
