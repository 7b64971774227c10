//! The command line: what it writes where, and its exit codes.

use crate::fixture::TinyBook;
use std::path::Path;
use std::process::{Command, Output};

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
    assert!(text.contains("output"), "{text}");
    assert!(book.root().join("book/output/one.html").is_file());
    assert!(!book.root().join("book/output/stale.html").exists());
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
