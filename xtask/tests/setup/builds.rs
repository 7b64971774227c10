//! `cargo xtask` beside `cargo test` and beside an editor's `cargo check`: neither replaces its executable, nor makes it
//! wait. On a workspace of three small packages, with this repository's settings of cargo and profiles.

use crate::common::{Done, repository, wait_until};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A dependency with a feature that only the tests of `xtask` enable, as several of the real ones have.
const FILES: [(&str, &str); 7] = [
    (
        "xtask/Cargo.toml",
        "[package]\nname = 'xtask'\nversion = '0.1.0'\nedition = '2024'\n\
         [dependencies]\npart = { path = '../part' }\n\
         [dev-dependencies]\npart = { path = '../part', features = ['tests'] }\n",
    ),
    (
        "xtask/src/main.rs",
        "fn main() { println!(\"{}\", part::NAME); }\n",
    ),
    (
        "xtask/tests/runs.rs",
        "#[test]\nfn runs() { let _ = env!(\"CARGO_BIN_EXE_xtask\"); }\n",
    ),
    (
        "part/Cargo.toml",
        "[package]\nname = 'part'\nversion = '0.1.0'\nedition = '2024'\n[features]\ntests = []\n",
    ),
    (
        "part/src/lib.rs",
        "pub const NAME: &str = if cfg!(feature = \"tests\") { \"for tests\" } else { \"for people\" };\n",
    ),
    (
        "slow/Cargo.toml",
        "[package]\nname = 'slow'\nversion = '0.1.0'\nedition = '2024'\n",
    ),
    ("slow/src/lib.rs", "\n"),
];
/// Takes as long to build as a test wants.
const SLOW: &str = "fn main() {
    println!(\"cargo::rerun-if-changed=build.rs\");
    std::fs::write(\"../building\", \"\").unwrap();
    let start = std::time::Instant::now();
    while !std::path::Path::new(\"../enough\").exists() && start.elapsed().as_secs() < 120 {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
";

struct Workspace {
    folder: TempDir,
}

impl Workspace {
    fn new() -> Self {
        let workspace = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        for (name, text) in FILES {
            workspace.write(name, text);
        }
        let manifest = read(&repository().join("Cargo.toml"));
        let manifest: toml::Table = manifest.parse().expect("cargo has read it");
        let mut profiles = toml::Table::new();
        profiles.insert("profile".to_owned(), manifest["profile"].clone());
        let members = "[workspace]\nresolver = '3'\nmembers = ['xtask', 'part', 'slow']\n";
        workspace.write("Cargo.toml", &format!("{members}{profiles}"));
        let settings = repository().join(".cargo/config.toml");
        workspace.write(".cargo/config.toml", &read(&settings));
        workspace
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        let folder = path.parent().expect("a file is in a folder");
        std::fs::create_dir_all(folder).expect("a temporary folder can be written");
        std::fs::write(path, text).expect("a temporary folder can be written");
    }

    /// Cargo as a shell starts it, in a folder of the workspace.
    fn cargo(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_") && text != "CARGO_HOME" {
                command.env_remove(name);
            }
        }
        command
            .args(arguments)
            .current_dir(self.path(folder))
            .env("CARGO_NET_OFFLINE", "true")
            .stdin(Stdio::null());
        command
    }

    /// `cargo xtask`, which must work, and print the name of a build without the tests' features.
    #[track_caller]
    fn xtask(&self, folder: &str) -> Done {
        let done = Done::of(&mut self.cargo(folder, &["xtask", "list"]));
        assert_eq!(done.exits_with(0).stdout, "for people\n");
        done
    }
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// A program that ends with the test.
struct Background(Child);

impl Drop for Background {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn cargo_test_does_not_replace_the_executable_that_cargo_xtask_runs() {
    let workspace = Workspace::new();
    workspace.xtask(".");
    for arguments in [
        &["test", "--workspace", "--no-run"][..],
        &["test", "--package", "xtask", "--no-run"],
        &["build", "--workspace", "--all-targets"],
    ] {
        Done::of(&mut workspace.cargo(".", arguments)).exits_with(0);
        // From any folder, and nothing was replaced: there is nothing to compile again.
        for folder in [".", "part/src"] {
            let done = workspace.xtask(folder);
            assert!(
                !done.stderr.contains("Compiling"),
                "{arguments:?}: {}",
                done.stderr
            );
        }
    }
}

/// The settings for Visual Studio Code give rust-analyzer a folder of its own. Other editors have no such settings.
#[test]
fn an_editor_that_checks_everything_does_not_keep_cargo_xtask_waiting() {
    let workspace = Workspace::new();
    workspace.write("slow/build.rs", SLOW);
    let check = [
        "check",
        "--workspace",
        "--all-targets",
        "--message-format=json",
    ];
    let mut editor = workspace.cargo(".", &check);
    let editor = editor.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut editor = Background(editor.expect("cargo can be started"));
    let is_building = || workspace.path("building").exists();
    assert!(wait_until(is_building), "nothing is built");
    let done = workspace.xtask(".");
    assert!(!done.stderr.contains("Blocking"), "{}", done.stderr);
    let ended = editor.0.try_wait().expect("it can be asked");
    assert!(ended.is_none(), "the check ended before the command did");
    workspace.write("enough", "");
}

#[test]
fn the_language_server_gets_a_folder_of_its_own_in_visual_studio_code() {
    let text = read(&repository().join(".vscode/settings.json"));
    let is_comment = |line: &&str| line.trim_start().starts_with("//");
    let text: String = text.lines().filter(|line| !is_comment(line)).collect();
    let settings: serde_json::Value = serde_json::from_str(&text).expect("JSON with comments");
    assert_eq!(settings["rust-analyzer.cargo.targetDir"], true);
    assert_eq!(settings["rust-analyzer.check.workspace"], false);
}
