//! The command line: what it writes where, and its exit codes.

use crate::PATIENCE;
use crate::fixture::TinyBook;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

fn press(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_press"));
    command.arg("--root").arg(root).args(arguments);
    command.output().expect("press can be started")
}

#[test]
fn build_writes_static_files_and_prints_where() {
    let book = TinyBook::new();
    book.write("book/output/stale.html", "");
    let output = press(book.root(), &["--build"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8_lossy(&output.stdout);
    let index: std::path::PathBuf = book
        .root()
        .join("book/output/index.html")
        .components()
        .collect();
    let open = format!("Open {} in a browser.", index.display());
    assert!(text.contains(&open), "one kind of separator: {text}");
    assert!(book.root().join("book/output/one.html").is_file());
    assert!(!book.root().join("book/output/stale.html").exists());
}

#[test]
fn a_book_with_an_address_says_where_it_is() {
    let book = TinyBook::new().with_theme();
    let page = |name: &str| {
        std::fs::read_to_string(book.root().join("book/output").join(name)).unwrap_or_default()
    };
    // Without one, nothing is said that would be wrong elsewhere.
    assert_eq!(press(book.root(), &["--build"]).status.code(), Some(0));
    assert!(!page("two.html").contains("canonical") && page("sitemap.xml").is_empty());
    assert!(page("two.html").contains("content=\"The second chapter of a tiny book"));
    let manifest = "[workspace]\nmembers = [\"exercises/01_first\"]\n[workspace.package]\n";
    book.write(
        "Cargo.toml",
        &format!("{manifest}homepage = \"https://example.org/own\"\n"),
    );
    let given = ["--build", "--address", "http://example.net"];
    for (arguments, address, base) in [
        (&given[..1], "https://example.org/own/", "/own/"),
        (&given, "http://example.net/", "/"),
    ] {
        assert_eq!(press(book.root(), arguments).status.code(), Some(0));
        for (name, path) in [
            ("index.html", ""),
            ("one.html", ""),
            ("two.html", "two.html"),
        ] {
            let canonical = format!("<link rel=\"canonical\" href=\"{address}{path}\">");
            assert!(page(name).contains(&canonical), "{name}: {canonical}");
        }
        let locations = format!("<loc>{address}</loc></url>\n<url><loc>{address}two.html</loc>");
        assert!(page("sitemap.xml").contains(&locations), "{locations}");
        assert!(page("robots.txt").ends_with(&format!("Sitemap: {address}sitemap.xml\n")));
        assert!(page("404.html").contains(&format!("<base href=\"{base}\">")));
        assert!(page("404.html").contains("noindex"));
        for name in ["index.html", "two.html", "404.html"] {
            assert!(
                !page(name).contains('%'),
                "{name} has a name that was not filled in"
            );
        }
    }
    for (address, what) in [
        ("example.org", "must start with https://"),
        ("https:///", "names no host"),
        ("https://example.org/?a", "contains `?`"),
        ("https://example.org/\"", "contains `\"`"),
    ] {
        let output = press(book.root(), &["--build", "--address", address]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(text.contains(what), "{address}: {text}");
    }
}

#[test]
fn a_failed_build_leaves_the_previous_one_and_exits_with_two() {
    let book = TinyBook::new();
    assert_eq!(press(book.root(), &["--build"]).status.code(), Some(0));
    let book = book.replace("book/src/one.md", "code.rs", "cod.rs");
    let output = press(book.root(), &["--build"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.starts_with("book/src/one.md:5: "), "{text}");
    assert!(book.root().join("book/output/one.html").is_file());
}

#[test]
fn a_folder_without_a_book_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = press(folder.path(), &["--build"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

#[test]
fn a_taken_port_is_an_error() {
    let book = TinyBook::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let output = press(book.root(), &["--no-open", "--port", &port]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.contains("is taken") && text.contains("help: "),
        "{text}"
    );
}

#[test]
fn an_unreadable_source_is_named_with_what_to_do() {
    for (file, text) in [
        ("book/src/SUMMARY.md", None),
        ("book/book.toml", Some("[[[")),
        ("book/src/two.md", Some("\u{0}")),
    ] {
        let book = TinyBook::new();
        let path = book.root().join(file);
        match text {
            None => std::fs::remove_file(path).expect("it is ours"),
            Some("\u{0}") => std::fs::write(path, b"# \xff").expect("it is ours"),
            Some(text) => book.write(file, text),
        }
        let output = press(book.root(), &["--build"]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let text = String::from_utf8_lossy(&output.stderr);
        let start = format!("{file}: cannot be read: ");
        let help = format!("help: correct it, or restore it with `git checkout {file}`");
        assert!(text.starts_with(&start) && text.contains(&help), "{text}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_named_with_what_to_do() {
    let book = TinyBook::new();
    let variable = if cfg!(windows) { "TMP" } else { "TMPDIR" };
    let mut command = Command::new(env!("CARGO_BIN_EXE_press"));
    command.arg("--root").arg(book.root()).arg("--build");
    let output = command.env(variable, book.root().join("missing")).output();
    let text = String::from_utf8_lossy(&output.expect("press can be started").stderr).into_owned();
    assert!(
        text.contains("missing: the pages cannot be written"),
        "{text}"
    );
    assert!(
        text.contains(&format!(
            "help: make sure that there is room and that you may write there, or set {variable}"
        )),
        "{text}"
    );
    book.write("book/output", "in the way");
    let output = press(book.root(), &["--build"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.starts_with("book/output: the book cannot be written: "),
        "{text}"
    );
}

/// A compiler that has no other target installed.
#[cfg(unix)]
fn press_without_target(book: &TinyBook, arguments: &[&str]) -> Output {
    use std::os::unix::fs::PermissionsExt as _;
    book.write("rustc", "#!/bin/sh\necho /there/is/none\n");
    let rustc = book.root().join("rustc");
    let permissions = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&rustc, permissions).expect("it is ours");
    let mut command = Command::new(env!("CARGO_BIN_EXE_press"));
    command.arg("--root").arg(book.root()).args(arguments);
    command
        .env("RUSTC", rustc)
        .output()
        .expect("press can be started")
}

#[cfg(unix)]
#[test]
fn without_the_target_the_book_is_built_unless_the_arena_is_required() {
    let book = TinyBook::new();
    book.write("book/lab-page/Cargo.toml", "");
    let output = press_without_target(&book, &["--build"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8_lossy(&output.stderr);
    let reason = "the Rust target wasm32-unknown-unknown is not installed";
    let help = "run `rustup target add wasm32-unknown-unknown`";
    assert!(text.contains(reason) && text.contains(help), "{text}");
    assert!(book.root().join("book/output/one.html").is_file());
    std::fs::remove_dir_all(book.root().join("book/output")).expect("it is ours");
    let output = press_without_target(&book, &["--build", "--require-wasm"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains(reason) && text.contains(help), "{text}");
    assert!(!book.root().join("book/output/one.html").exists());
    // Nothing to compile, and no reason not to be ready.
    let output = press_without_target(&book, &["--warm"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[cfg(unix)]
mod serving {
    use super::*;

    /// The press while it serves.
    struct Serving {
        child: Child,
        lines: BufReader<ChildStdout>,
    }

    fn serve(command: &mut Command) -> Serving {
        command.args(["--until-input-ends", "--port", "0"]);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("press can be started");
        let lines = BufReader::new(child.stdout.take().expect("a pipe"));
        Serving { child, lines }
    }

    impl Serving {
        /// The address that it prints.
        fn address(&mut self) -> String {
            let mut text = String::new();
            while !text.contains("http://") {
                text.clear();
                assert!(
                    self.lines.read_line(&mut text).expect("a line") > 0,
                    "it has ended"
                );
            }
            let (_, rest) = text.split_once("http://").expect("it was found");
            rest.split('/').next().expect("an address").to_owned()
        }

        /// Asserts that it ends soon, as interrupted, and that nothing is left in this folder for temporary files.
        fn ends(mut self, temporary: &Path) -> String {
            let start = Instant::now();
            let status = loop {
                if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                    break status;
                }
                assert!(start.elapsed() < Duration::from_secs(5), "it does not end");
                std::thread::sleep(Duration::from_millis(5));
            };
            assert_eq!(status.code(), Some(130));
            let left = std::fs::read_dir(temporary).expect("the folder").count();
            assert_eq!(left, 0, "pages were left");
            let mut text = String::new();
            let stderr = self.child.stderr.take().expect("a pipe");
            BufReader::new(stderr)
                .read_to_string(&mut text)
                .expect("text");
            text
        }
    }

    fn command(book: &TinyBook, temporary: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_press"));
        command
            .arg("--root")
            .arg(book.root())
            .env("TMPDIR", temporary);
        for variable in ["BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"] {
            command.env_remove(variable);
        }
        command
    }

    fn kill(child: &Child, signal: &str) {
        let status = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(status.expect("every Unix has `kill`").success());
    }

    #[test]
    fn it_ends_at_the_first_signal_whatever_is_under_way() {
        let book = TinyBook::new().with_theme();
        let temporary = tempfile::tempdir().expect("a temporary folder");
        for signal in ["-INT", "-TERM", "-HUP"] {
            for is_building in [true, false] {
                let mut serving = serve(command(&book, temporary.path()).arg("--no-open"));
                let mut held = None;
                if is_building {
                    let start = Instant::now();
                    let has_begun = || {
                        std::fs::read_dir(temporary.path())
                            .is_ok_and(|mut all| all.next().is_some())
                    };
                    while !has_begun() && start.elapsed() < PATIENCE {
                        std::thread::sleep(Duration::from_millis(1));
                    }
                } else {
                    // A browser holds a connection, and a rebuild has just begun.
                    held = std::net::TcpStream::connect(serving.address()).ok();
                    book.write(
                        "book/src/two.md",
                        &format!("# Two\n<!-- description: The second chapter of a tiny book, as a signal arrives. -->\n## A part\n\n{signal}\n"),
                    );
                    std::thread::sleep(Duration::from_millis(600));
                }
                kill(&serving.child, signal);
                serving.ends(temporary.path());
                drop(held);
            }
        }
    }

    #[test]
    fn it_ends_with_the_program_that_started_it() {
        let book = TinyBook::new();
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let mut serving = serve(command(&book, temporary.path()).arg("--no-open"));
        serving.address();
        drop(serving.child.stdin.take());
        serving.ends(temporary.path());
    }

    #[test]
    fn browser_is_a_list_of_commands_and_none_blocks_the_server() {
        let book = TinyBook::new();
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let opened = book.root().join("opened");
        let browser = format!(
            "no-such-browser:false:sh -c 'echo \"$0\" > {}; sleep 2' %s",
            opened.display()
        );
        let mut serving = serve(command(&book, temporary.path()).env("BROWSER", browser));
        let address = serving.address();
        let start = Instant::now();
        let seen = || std::fs::read_to_string(&opened).unwrap_or_default();
        while !seen().ends_with('\n') && start.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(seen(), format!("http://{address}/\n"));
        assert!(std::net::TcpStream::connect(&address).is_ok());
        drop(serving.child.stdin.take());
        assert_eq!(serving.ends(temporary.path()), "");
    }

    #[test]
    fn where_nothing_can_be_opened_it_says_so_and_serves() {
        let book = TinyBook::new();
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let mut serving =
            serve(command(&book, temporary.path()).env("BROWSER", "no-such-browser:lynx"));
        let address = serving.address();
        std::thread::sleep(Duration::from_millis(500));
        assert!(std::net::TcpStream::connect(&address).is_ok());
        drop(serving.child.stdin.take());
        let text = serving.ends(temporary.path());
        for part in [
            "No browser could be opened:",
            "`no-such-browser`, from BROWSER, cannot be started",
            "`lynx`, from BROWSER, needs a terminal",
            "there is no display here",
            &format!("help: open http://{address}/ yourself"),
        ] {
            assert!(text.contains(part), "{part} is not in:\n{text}");
        }
    }
}
