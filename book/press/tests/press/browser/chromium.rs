//! A Chromium driven over a pipe by the DevTools protocol: JSON messages, each ended by a zero byte.
//!
//! A pipe rather than a web socket: no crate, no port, and the browser ends with this process. The alternatives:
//! `headless_chrome` and `chromiumoxide` each generate all of the protocol, and build for longer than the press;
//! WebDriver is a second program to install, in the browser's exact version.

use crate::PATIENCE;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What it is called.
pub(crate) const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
/// The browser inherits these as its file descriptors 3 and 4.
const REDIRECTED: &str = r#"exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null"#;

/// A browser with one tab.
pub(crate) struct Chromium {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Messages that are not replies, in order of arrival.
    pub(crate) events: Vec<Value>,
    session: Option<String>,
    last: u64,
    _profile: TempDir,
}

impl Chromium {
    pub(crate) fn start(program: &std::path::Path) -> Self {
        let profile = tempfile::tempdir().expect("a temporary folder");
        let mut child = Command::new("sh")
            .args(["-c", REDIRECTED])
            .arg(program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
            ])
            .args([
                "--disable-sync",
                "--disable-quic",
                "--disable-dev-shm-usage",
            ])
            .arg("--remote-debugging-pipe")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let mut browser = Self {
            child,
            input,
            messages: listen(output.expect("a pipe")),
            events: Vec::new(),
            session: None,
            last: 0,
            _profile: profile,
        };
        browser.open_tab();
        browser
    }

    fn open_tab(&mut self) {
        let tab = self.call("Target.createTarget", json!({ "url": "about:blank" }));
        let target = json!({ "targetId": tab["targetId"], "flatten": true });
        let attached = self.call("Target.attachToTarget", target);
        self.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
    }

    /// Works with another window, whose address contains `part`, from now on. Returns what leads back to this one.
    #[track_caller]
    pub(crate) fn switch(&mut self, part: &str) -> Option<String> {
        let end = Instant::now() + PATIENCE;
        let id = loop {
            let targets = self.call_browser("Target.getTargets", json!({}));
            let mut targets = targets["targetInfos"].as_array().into_iter().flatten();
            let mut found = targets.find(|target| {
                target["type"] == "page"
                    && target["url"].as_str().is_some_and(|url| url.contains(part))
            });
            if let Some(target) = found.take() {
                break target["targetId"].clone();
            }
            assert!(Instant::now() < end, "no window shows {part}");
            std::thread::sleep(Duration::from_millis(20));
        };
        let target = json!({ "targetId": id, "flatten": true });
        let attached = self.call_browser("Target.attachToTarget", target);
        let session = attached["sessionId"].as_str().map(str::to_owned);
        let former = std::mem::replace(&mut self.session, session);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
        former
    }

    /// Works with a window that it worked with before; returns the present one.
    pub(crate) fn back_to(&mut self, session: Option<String>) -> Option<String> {
        std::mem::replace(&mut self.session, session)
    }

    /// Calls a method of the protocol, and waits for its result.
    #[track_caller]
    pub(crate) fn call(&mut self, method: &str, parameters: Value) -> Value {
        let result = self.try_call(method, parameters);
        result.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The same, where the protocol's error is an answer, too.
    #[track_caller]
    pub(crate) fn try_call(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let input = self.input.as_mut().expect("the pipe is open");
        let sent = input
            .write_all(format!("{message}\0").as_bytes())
            .and_then(|()| input.flush());
        sent.unwrap_or_else(|error| panic!("{method}: the browser has exited ({error})"));
        let id = self.last;
        let mut answer = self.wait(method, |message| message["id"] == id);
        if answer["error"].is_null() {
            Ok(answer["result"].take())
        } else {
            Err(answer["error"].take())
        }
    }

    /// The same, for the browser instead of its tab.
    #[track_caller]
    pub(crate) fn call_browser(&mut self, method: &str, parameters: Value) -> Value {
        let session = self.session.take();
        let answer = self.call(method, parameters);
        self.session = session;
        answer
    }

    /// Waits for an event of this window that was not seen before this call.
    #[track_caller]
    pub(crate) fn wait_for_event(&mut self, name: &str) {
        let window = json!(self.session);
        let event = self.wait(name, |message| {
            message["method"] == name && message["sessionId"] == window
        });
        self.events.push(event);
    }

    #[track_caller]
    fn wait(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(message) if is_it(&message) => return message,
                Ok(event) => self.events.push(event),
                Err(RecvTimeoutError::Timeout) => panic!("{what}: no answer from the browser"),
                Err(RecvTimeoutError::Disconnected) => panic!("{what}: the browser has exited"),
            }
        }
    }
}

fn listen(output: impl std::io::Read + Send + 'static) -> Receiver<Value> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for message in BufReader::new(output).split(0) {
            let Ok(Ok(message)) = message.map(|message| serde_json::from_slice(&message)) else {
                return;
            };
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    receiver
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // It cleans up and ends when its pipe is closed. If it does not, it is killed.
        drop(self.input.take());
        let end = Instant::now() + Duration::from_secs(5);
        while Instant::now() < end {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
