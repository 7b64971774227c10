//! The requests of `requests.txt`, as a server reads them. The tests and the bench share them.

/// One request, and a description of it.
pub(crate) struct Recorded {
    /// For test messages.
    pub(crate) title: &'static str,
    /// Head and body, with HTTP line endings.
    pub(crate) raw: String,
}

/// All of them, in the file's order.
pub(crate) fn requests() -> Vec<Recorded> {
    let sections = include_str!("requests.txt").split("=== ").skip(1);
    sections.map(read).collect()
}

fn read(section: &'static str) -> Recorded {
    // A checkout may have converted the file to Windows line endings; `lines` accepts both.
    let mut lines = section.lines();
    let title = lines.next().unwrap_or_default();
    let mut raw = String::new();
    for line in lines.by_ref().take_while(|line| !line.is_empty()) {
        raw.push_str(line);
        raw.push_str("\r\n");
    }
    raw.push_str("\r\n");
    // The bodies here are one line each.
    raw.push_str(lines.next().unwrap_or_default());
    Recorded { title, raw }
}

impl Recorded {
    /// The request with one more header, as a proxy adds it: no two are the same text.
    pub(crate) fn with_id(&self, id: u64) -> String {
        self.raw
            .replacen("\r\n", &format!("\r\nX-Request-Id: {id:016x}\r\n"), 1)
    }
}
