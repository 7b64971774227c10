//! `book` as a process: it ends at the first signal with all that it started, and asks for its port
//! before it builds anything. The press has tests of its own; here a small program takes its place.

mod common;

use common::{Checkout, Plan};
use std::net::TcpListener;

const MANIFEST: &str = "[package]\nname = \"press\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

fn workbook(press: &str, build_script: Option<&str>) -> Checkout {
    let plan = Plan::of("tiny").at("book").edit(
        "Cargo.toml",
        "members = [",
        "members = [\n    \"book/press\",",
    );
    let plan = plan
        .write("book/press/Cargo.toml", MANIFEST)
        .write("book/press/src/main.rs", press);
    match build_script {
        Some(script) => plan.write("book/press/build.rs", script).lay_out(),
        None => plan.lay_out(),
    }
}

#[test]
fn a_taken_port_is_reported_before_anything_is_built() {
    let checkout = workbook("does not compile", None);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let done = checkout.run(&["book", "--port", &port]);
    let sentence = format!("error: port {port} is taken");
    done.exits_with(2)
        .complains(&[&sentence, "help: choose another with `--port`"]);
    assert!(!done.stderr.contains("Building"), "{}", done.stderr);
}

#[test]
fn what_the_press_says_is_not_contradicted() {
    let ends = |code: u8| format!("fn main() {{ std::process::exit({code}) }}");
    let run = |code| workbook(&ends(code), None).run(&["book", "--build"]);
    run(0).exits_with(0);
    run(130).exits_with(130);
    run(2)
        .exits_with(2)
        .complains(&["`cargo xtask book` cannot go on: see the reason above"]);
    run(101)
        .exits_with(2)
        .complains(&["ended unexpectedly", "help: start it again"]);
}

#[cfg(unix)]
mod ends {
    use super::*;
    use common::{LIMIT, contains_all, processes, wait_until};
    use std::process::{Command, Stdio};

    /// Says what it was given, and serves until its input ends, which the real one does too.
    const SERVES: &str = r#"fn main() {
    println!("{:?}", std::env::args().skip(1).collect::<Vec<_>>());
    std::fs::write("started", std::process::id().to_string()).unwrap();
    let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
    std::process::exit(130);
}"#;
    /// Does not notice anything.
    const HANGS: &str = r#"fn main() {
    std::fs::write("started", std::process::id().to_string()).unwrap();
    loop { std::thread::sleep(std::time::Duration::from_secs(60)); }
}"#;
    /// A build script that takes as long as the compilation of mdBook.
    const SLOW: &str = r#"fn main() {
    std::fs::write("../../started", std::process::id().to_string()).unwrap();
    std::thread::sleep(std::time::Duration::from_secs(300));
}"#;

    /// Sends a signal once the press, or its build, has started; returns the exit code and what was
    /// printed. Nothing that was started may remain.
    fn signalled(checkout: &Checkout, signal: &str) -> (Option<i32>, String) {
        let started = checkout.path("started");
        let _ = std::fs::remove_file(&started);
        let mut command = checkout.command(&["book", "--no-open"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().expect("the runner can be started");
        let pid = || std::fs::read_to_string(&started).ok()?.parse::<u32>().ok();
        let has_started = wait_until(|| pid().is_some());
        assert!(has_started, "the press was not started");
        let status = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(status.expect("every Unix has `kill`").success());
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || sender.send(child.wait_with_output()));
        let output = receiver.recv_timeout(LIMIT);
        let output = output
            .expect("the runner ends")
            .expect("it can be waited for");
        let pid = pid().expect("it was written");
        let is_gone = || processes().iter().all(|(other, _)| *other != pid);
        assert!(wait_until(is_gone), "{signal}: {pid} remains");
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.code(),
            String::from_utf8_lossy(&text).into_owned(),
        )
    }

    #[test]
    fn with_its_server_at_the_first_signal() {
        let checkout = workbook(SERVES, None);
        for signal in ["-INT", "-TERM", "-HUP"] {
            let (code, text) = signalled(&checkout, signal);
            assert_eq!(code, Some(130), "{signal}: {text}");
            contains_all(&text, &["\"--no-open\", \"--until-input-ends\""]);
        }
        // It cannot react to this one, and its server notices that it has gone.
        assert_eq!(signalled(&checkout, "-KILL").0, None);
    }

    #[test]
    fn with_a_server_that_hangs() {
        let checkout = workbook(HANGS, None);
        assert_eq!(signalled(&checkout, "-TERM").0, Some(130));
    }

    #[test]
    fn with_the_build() {
        for signal in ["-TERM", "-HUP"] {
            let checkout = workbook(SERVES, Some(SLOW));
            assert_eq!(signalled(&checkout, signal).0, Some(130), "{signal}");
        }
    }
}
