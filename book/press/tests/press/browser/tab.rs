//! A tab: what a reader does with a page, and what a test reads from it.

use super::chromium::Chromium;
use crate::PATIENCE;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A tab with the book.
pub(crate) struct Tab {
    browser: Chromium,
    root: String,
}

/// The size of a window in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size(pub u32, pub u32);

pub(crate) const PHONE: Size = Size(390, 844);
pub(crate) const DESKTOP: Size = Size(1400, 900);

impl Tab {
    /// `root`: the address of the book, with a slash at its end.
    pub(crate) fn new(browser: Chromium, root: String) -> Self {
        let mut tab = Self { browser, root };
        tab.resize(DESKTOP);
        tab.hide_scroll_bars(true);
        tab.prefers(&[("prefers-color-scheme", "light")]);
        tab
    }

    /// They are hidden at first: their width is not the same everywhere.
    pub(crate) fn hide_scroll_bars(&mut self, hidden: bool) {
        self.browser
            .call("Emulation.setScrollbarsHidden", json!({ "hidden": hidden }));
    }

    pub(crate) fn resize(&mut self, Size(width, height): Size) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.browser
            .call("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Sets the preferences of the reader's system, as media features.
    pub(crate) fn prefers(&mut self, features: &[(&str, &str)]) {
        let features: Vec<_> = features
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        self.browser.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        );
    }

    /// Shows the page as it is printed.
    pub(crate) fn print(&mut self) {
        let media = json!({ "media": "print" });
        self.browser.call("Emulation.setEmulatedMedia", media);
    }

    pub(crate) fn without_javascript(&mut self) {
        self.browser.call(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": true }),
        );
    }

    #[track_caller]
    pub(crate) fn open(&mut self, page: &str) {
        let url = format!("{}{page}", self.root);
        let answer = self.browser.call("Page.navigate", json!({ "url": url }));
        assert!(
            answer["errorText"].is_null(),
            "{url}: {}",
            answer["errorText"]
        );
        // Another fragment of the same page loads nothing.
        if !answer["loaderId"].is_null() {
            self.browser.wait_for_event("Page.loadEventFired");
        }
    }

    /// Works with another window, whose address contains `part`, from now on. Returns what leads back to this one.
    #[track_caller]
    pub(crate) fn switch(&mut self, part: &str) -> Option<String> {
        self.browser.switch(part)
    }

    /// Works with a window that it worked with before; returns the present one.
    pub(crate) fn back_to(&mut self, window: Option<String>) -> Option<String> {
        self.browser.back_to(window)
    }

    /// Runs a script in every page, before its own.
    pub(crate) fn before_scripts(&mut self, source: &str) {
        self.browser.call(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": source }),
        );
    }

    /// Has all of the page made up, laid out and drawn, also what is far below the window.
    pub(crate) fn draw_all(&mut self) {
        // A picture is drawn in the frame after it was made up.
        self.value("(Arena.layOutAll(), new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(1)))))");
    }

    /// From now on the page computes as on a processor that is slower by this factor.
    pub(crate) fn slow_down(&mut self, factor: u32) {
        self.browser
            .call("Emulation.setCPUThrottlingRate", json!({ "rate": factor }));
    }

    /// Loads the page again.
    #[track_caller]
    pub(crate) fn reload(&mut self) {
        self.browser.call("Page.reload", json!({}));
        self.browser.wait_for_event("Page.loadEventFired");
    }

    /// Moves a finger over the page, from left to right or the other way.
    #[track_caller]
    pub(crate) fn swipe(&mut self, from: u32, to: u32) {
        let steps = [
            ("touchStart", vec![from]),
            ("touchMove", vec![from.midpoint(to)]),
            ("touchMove", vec![to]),
            ("touchEnd", vec![]),
        ];
        for (kind, places) in steps {
            let points: Vec<_> = places.iter().map(|x| json!({ "x": x, "y": 300 })).collect();
            let event = json!({ "type": kind, "touchPoints": points });
            self.browser.call("Input.dispatchTouchEvent", event);
        }
    }

    /// The value of an expression in the page.
    #[track_caller]
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let value = self.value_unless_left(expression);
        value.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// The value of an expression, or the browser's words where the page was left for another before it was known.
    #[track_caller]
    fn value_unless_left(&mut self, expression: &str) -> Result<Value, String> {
        let parameters =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = match self.browser.try_call("Runtime.evaluate", parameters) {
            Ok(answer) => answer,
            Err(error) if is_of_a_left_page(&error) => return Err(error.to_string()),
            Err(error) => panic!("{expression}: {error}"),
        };
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {}",
            answer["exceptionDetails"]
        );
        Ok(answer["result"]["value"].take())
    }

    #[track_caller]
    pub(crate) fn text(&mut self, selector: &str) -> String {
        let expression = format!("document.querySelector({}).innerText", json!(selector));
        self.value(&expression)
            .as_str()
            .unwrap_or_default()
            .trim()
            .to_owned()
    }

    /// Whether an element can be seen.
    #[track_caller]
    pub(crate) fn shows(&mut self, selector: &str) -> bool {
        let expression = format!(
            "document.querySelector({})?.checkVisibility() ?? false",
            json!(selector)
        );
        self.value(&expression) == true
    }

    /// Waits until an expression is true, of this page or of one that follows it meanwhile.
    #[track_caller]
    pub(crate) fn until(&mut self, expression: &str) {
        let end = Instant::now() + PATIENCE;
        while self.value_unless_left(expression) != Ok(json!(true)) {
            assert!(
                Instant::now() < end,
                "this did not become true: {expression}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Clicks in the middle of an element, which must be on top there.
    #[track_caller]
    pub(crate) fn click(&mut self, selector: &str) {
        let place = format!(
            "(async () => {{ const element = document.querySelector({});
                element.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                // A busy machine draws late, and a click goes to the page as last drawn.
                const frame = () => new Promise(drawn => requestAnimationFrame(drawn));
                await frame();
                await frame();
                const box = element.getBoundingClientRect();
                const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
                const top = document.elementFromPoint(x, y);
                return {{ x, y, free: element.contains(top) || top?.contains(element) }}; }})()",
            json!(selector)
        );
        let place = self.value(&place);
        assert!(
            place["free"] == true,
            "{selector} cannot be clicked: something covers it"
        );
        self.click_at(&place["x"], &place["y"]);
    }

    /// Clicks in the margin beside the text, at the foot of the window: no link is there, so the page stays.
    #[track_caller]
    pub(crate) fn click_margin(&mut self) {
        let height = self.value("innerHeight").as_u64().expect("a height");
        self.click_at(&json!(4), &json!(height - 4));
    }

    #[track_caller]
    fn click_at(&mut self, x: &Value, y: &Value) {
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.browser.call("Input.dispatchMouseEvent", event);
        }
    }

    #[track_caller]
    pub(crate) fn focus(&mut self, selector: &str) {
        let expression = format!("document.querySelector({}).focus()", json!(selector));
        self.value(&expression);
    }

    /// Presses a key: one of those below, or a character.
    #[track_caller]
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Tab" => (9, ""),
            "Escape" => (27, ""),
            "Space" => (32, " "),
            "ArrowLeft" => (37, ""),
            "ArrowUp" => (38, ""),
            "ArrowRight" => (39, ""),
            "ArrowDown" => (40, ""),
            "PageUp" => (33, ""),
            "PageDown" => (34, ""),
            "Home" => (36, ""),
            "End" => (35, ""),
            letter => (0, letter),
        };
        let name = if key == "Space" { " " } else { key };
        let down = json!({ "type": if text.is_empty() { "rawKeyDown" } else { "keyDown" }, "key": name, "text": text,
            "code": key, "windowsVirtualKeyCode": code });
        self.browser.call("Input.dispatchKeyEvent", down);
        let up =
            json!({ "type": "keyUp", "key": name, "code": key, "windowsVirtualKeyCode": code });
        self.browser.call("Input.dispatchKeyEvent", up);
    }

    #[track_caller]
    pub(crate) fn type_text(&mut self, text: &str) {
        self.browser
            .call("Input.insertText", json!({ "text": text }));
    }

    /// From now on every file of a page is loaded again.
    pub(crate) fn disable_cache(&mut self) {
        self.browser
            .call("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
    }

    /// Allows the page to use the clipboard, as if the reader had agreed.
    pub(crate) fn allow_copying(&mut self) {
        let permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"];
        self.browser.call_browser(
            "Browser.grantPermissions",
            json!({ "permissions": permissions }),
        );
    }

    /// Runs a script in the page.
    #[track_caller]
    pub(crate) fn add_script(&mut self, source: &str) {
        self.value(&format!("{source};\n0"));
    }

    /// The URLs that the page has requested since the last call.
    pub(crate) fn requests(&mut self) -> Vec<String> {
        let requests = self.events_of("Network.requestWillBeSent");
        let urls = requests
            .iter()
            .filter_map(|event| event["request"]["url"].as_str());
        urls.map(str::to_owned).collect()
    }

    /// The uncompressed bytes of all responses since the last call.
    pub(crate) fn bytes(&mut self) -> u64 {
        let data = self.events_of("Network.dataReceived");
        data.iter()
            .filter_map(|event| event["dataLength"].as_u64())
            .sum()
    }

    /// The bytes that all files loaded since the last call took on the network, with their headers.
    pub(crate) fn transferred(&mut self) -> u64 {
        let ends = self.events_of("Network.loadingFinished");
        let bytes = ends
            .iter()
            .filter_map(|event| event["encodedDataLength"].as_f64());
        bytes.sum::<f64>() as u64
    }

    /// What the events of a method say that have come since the last call.
    fn events_of(&mut self, method: &str) -> Vec<Value> {
        let of_method = |event: &mut Value| event["method"] == method;
        let events = self.browser.events.extract_if(.., of_method);
        events.map(|mut event| event["params"].take()).collect()
    }

    /// Shows the page as it is printed, in the reader's colours of the screen, or on the screen again.
    pub(crate) fn print_preview(&mut self, scheme: &str, shows: bool) {
        let media = json!({ "media": if shows { "print" } else { "" },
            "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.browser.call("Emulation.setEmulatedMedia", media);
        let event = if shows { "beforeprint" } else { "afterprint" };
        self.value(&format!("dispatchEvent(new Event('{event}'))"));
    }

    /// The page as a PDF, in base 64.
    pub(crate) fn pdf(&mut self) -> String {
        let printed = self.browser.call("Page.printToPDF", json!({}));
        printed["data"].as_str().unwrap_or_default().to_owned()
    }

    /// Errors and warnings on the console since the last call, and uncaught exceptions.
    pub(crate) fn complaints(&mut self) -> Vec<String> {
        let events = std::mem::take(&mut self.browser.events);
        let (complaints, others): (Vec<_>, Vec<_>) = events.into_iter().partition(is_complaint);
        self.browser.events = others;
        complaints
            .iter()
            .map(|event| event["params"].to_string())
            .collect()
    }

    /// A screenshot of a part of the page that is in the window: its place on the page, its width and height.
    pub(crate) fn picture_of(&mut self, [x, y, width, height]: [f64; 4]) -> String {
        let clip = json!({ "x": x, "y": y, "width": width, "height": height, "scale": 1 });
        let picture = self
            .browser
            .call("Page.captureScreenshot", json!({ "clip": clip }));
        picture["data"].as_str().unwrap_or_default().to_owned()
    }

    /// A screenshot of the page, as a PNG in base 64.
    pub(crate) fn picture(&mut self) -> String {
        let picture = self.browser.call(
            "Page.captureScreenshot",
            json!({ "captureBeyondViewport": true }),
        );
        picture["data"].as_str().unwrap_or_default().to_owned()
    }
}

/// Whether the protocol says that a page was left while it computed: a machine under load takes long enough for that.
fn is_of_a_left_page(error: &Value) -> bool {
    let messages = [
        "Inspected target navigated or closed",
        "Execution context was destroyed",
        "Cannot find context with specified id",
        "Cannot find default execution context",
        "Promise was collected",
    ];
    let said = error["message"].as_str().unwrap_or_default();
    messages.iter().any(|message| said.starts_with(message))
}

fn is_complaint(event: &Value) -> bool {
    let parameters = &event["params"];
    match event["method"].as_str() {
        Some("Runtime.exceptionThrown") => true,
        Some("Runtime.consoleAPICalled") => matches!(
            parameters["type"].as_str(),
            Some("error" | "warning" | "assert")
        ),
        Some("Log.entryAdded") => matches!(
            parameters["entry"]["level"].as_str(),
            Some("error" | "warning")
        ),
        _ => false,
    }
}
