//! A second browser: the pages start without an error in Firefox, a picture is stepped through, and an exercise is failed and
//! passed beside the editor. Firefox is driven by Marionette, its own protocol: JSON messages over a local socket, each after
//! its length. That needs no other program; Chromium's protocol is not in it any more.

use super::workbook::{SOLUTION, SOURCE, copy_of_the_workbook, first_check, live_book};
use super::{program_named, tell, this_book};
use crate::PATIENCE;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const NAMES: [&str; 2] = ["firefox-esr", "firefox"];
/// On any free port, without asking another host for anything; without its sandbox, which needs what containers lack.
const PREFERENCES: &str = r#"
user_pref("marionette.port", 0);
user_pref("remote.prefs.recommended", true);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("security.sandbox.content.level", 0);
"#;
/// What the keyboard's Enter and right arrow are called.
const ENTER: &str = "\u{e007}";
const RIGHT: &str = "\u{e014}";

/// A process that ends with its owner, also where that could not be made.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A Firefox with one tab.
struct Firefox {
    _process: Process,
    stream: BufReader<TcpStream>,
    last: u64,
    _profile: TempDir,
}

impl Firefox {
    fn start(program: &Path) -> Self {
        let profile = tempfile::tempdir().expect("a temporary folder");
        fs::write(profile.path().join("user.js"), PREFERENCES).expect("a profile");
        let child = Command::new(program)
            .args(["--headless", "--marionette", "--no-remote"])
            // For its console.
            .arg("--remote-allow-system-access")
            .arg("--profile")
            .arg(profile.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let process = Process(child.expect("the browser starts"));
        let port = profile.path().join("MarionetteActivePort");
        let stream = wait(|| {
            let port = fs::read_to_string(&port).ok()?.trim().parse::<u16>().ok()?;
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a time limit");
        let mut firefox = Self {
            _process: process,
            stream: BufReader::new(stream),
            last: 0,
            _profile: profile,
        };
        // It introduces itself.
        firefox.message();
        firefox.call("WebDriver:NewSession", json!({}));
        firefox
    }

    #[track_caller]
    fn message(&mut self) -> Value {
        let mut length = Vec::new();
        loop {
            let mut byte = [0];
            let read = self.stream.read_exact(&mut byte);
            read.unwrap_or_else(|error| panic!("no answer from Firefox: {error}"));
            match byte {
                [b':'] => break,
                [digit] => length.push(digit),
            }
        }
        let length = String::from_utf8_lossy(&length).parse();
        let mut text = vec![0; length.expect("the length of a message")];
        self.stream.read_exact(&mut text).expect("a whole message");
        serde_json::from_slice(&text).expect("JSON")
    }

    #[track_caller]
    fn call(&mut self, command: &str, parameters: Value) -> Value {
        self.last += 1;
        let text = json!([0, self.last, command, parameters]).to_string();
        let sent = write!(self.stream.get_mut(), "{}:{text}", text.len());
        sent.unwrap_or_else(|error| panic!("{command}: Firefox has exited ({error})"));
        let mut answer = self.message();
        assert!(answer[2].is_null(), "{command}: {}", answer[2]);
        answer[3].take()
    }

    #[track_caller]
    fn open(&mut self, url: &str) {
        self.call("WebDriver:Navigate", json!({ "url": url }));
    }

    /// The value of an expression in the page.
    #[track_caller]
    fn value(&mut self, expression: &str) -> Value {
        let script = format!("return ({expression});");
        let parameters = json!({ "script": script, "args": [], "sandbox": null });
        self.call("WebDriver:ExecuteScript", parameters)["value"].take()
    }

    #[track_caller]
    fn until(&mut self, expression: &str, patience: Duration) {
        let start = Instant::now();
        while self.value(expression) != true {
            assert!(
                start.elapsed() < patience,
                "this did not become true: {expression}; the card says: {}",
                self.value("document.querySelector('.card-panel')?.innerText ?? ''")
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn press(&mut self, key: &str) {
        let keys = ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key }));
        let actions = json!([{ "type": "key", "id": "keyboard", "actions": keys }]);
        self.call("WebDriver:PerformActions", json!({ "actions": actions }));
    }

    /// What its console has of errors in pages below this address.
    fn errors(&mut self, root: &str) -> Value {
        let chrome = |context: &str| json!({ "value": context });
        self.call("Marionette:SetContext", chrome("chrome"));
        let errors = self.value(&format!(
            "Services.console.getMessageArray()
                .filter(message => message instanceof Ci.nsIScriptError && message.sourceName.startsWith({})
                    && !(message.flags & Ci.nsIScriptError.warningFlag))
                .map(String)",
            json!(root)
        ));
        self.call("Marionette:SetContext", chrome("content"));
        errors
    }
}

/// What this gives at last.
#[track_caller]
fn wait<T>(mut get: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = get() {
            return found;
        }
        assert!(Instant::now() < end, "Firefox has not started");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Firefox. `None`, after a line on the terminal, if the test is skipped: it is never required, since `.ci/browser` cannot have
/// it on every system.
fn program() -> Option<PathBuf> {
    let program = program_named(&NAMES);
    if program.is_none() {
        tell("no Firefox is installed (Debian: `apt install firefox-esr`)");
    }
    program
}

#[test]
fn every_page_starts_in_firefox_and_a_picture_is_stepped_through() {
    let Some(program) = program() else { return };
    let root = &this_book().root;
    let mut firefox = Firefox::start(&program);
    firefox.open(&format!("{root}index.html"));
    let pages = firefox.value(
        "[...document.querySelectorAll('#contents a:not(.outline a)')].map(link => link.href)",
    );
    let pages = pages.as_array().expect("a list");
    assert!(pages.len() > 25, "{pages:?}");
    for page in pages {
        firefox.open(page.as_str().expect("an address"));
    }
    assert_eq!(firefox.errors(root), json!([]));

    firefox.open(&format!("{root}why.html"));
    let picture = "document.querySelector('arena-memory')";
    firefox.value(&format!("({picture}.scrollIntoView(), 1)"));
    let slider = format!("{picture}.querySelector('input[type=range]')");
    firefox.until(&format!("{slider} !== null"), PATIENCE);
    firefox.value(&format!("({slider}.focus(), 1)"));
    let before = firefox.value(&format!("Number({slider}.value)"));
    firefox.press(RIGHT);
    firefox.until(
        &format!("Number({slider}.value) === {before} + 1"),
        PATIENCE,
    );
    assert_eq!(firefox.errors(root), json!([]));
    // An error would have been heard.
    firefox.value("(document.body.append(Object.assign(document.createElement('script'), { textContent: 'throw 7' })), 1)");
    let errors = firefox.errors(root);
    assert_eq!(errors.as_array().map(Vec::len), Some(1), "{errors}");
}

#[test]
fn an_exercise_is_failed_and_passed_in_firefox() {
    let Some(program) = program() else { return };
    let copy = copy_of_the_workbook();
    let served = live_book(&copy);
    let mut firefox = Firefox::start(&program);
    firefox.open(&format!("{}parsing.html", served.root));
    for (ready, button) in first_check() {
        firefox.until(&ready, PATIENCE);
        firefox.value(&format!("({button}.focus(), 1)"));
        firefox.press(ENTER);
    }
    let message = "document.querySelector('.card-message') !== null";
    firefox.until(message, super::workbook::BUILD);
    let title = firefox.value("document.querySelector('.card-title').innerText");
    let title = title.as_str().unwrap_or_default();
    assert!(title.starts_with("step2_budget: "), "{title}");
    fs::copy(copy.join(SOLUTION), copy.join(SOURCE)).expect("a save");
    firefox.until(
        "document.querySelector('.card-status strong')?.textContent === 'Passes.'",
        super::workbook::BUILD,
    );
    firefox.until(
        "document.querySelector('#contents .mark.is-done') !== null",
        PATIENCE,
    );
    assert_eq!(firefox.errors(&served.root), json!([]));
}
