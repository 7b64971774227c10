//! The names are written in lower case in the table, and each agent is put into lower case once, in
//! one buffer that all of them use.

/// The report: one line for each kind of visitor and part of the site.
pub fn report(log: &str) -> String {
    let records = read::records(log);
    let visits = clean::visits(&records);
    let counts = sort::counts(&visits);
    print::table(&counts)
}

/// Stage 1: parses the lines of the log.
pub mod read {
    /// One request, as logged.
    #[derive(Debug)]
    pub struct Record<'l> {
        /// The requested path, with its query.
        pub target: &'l str,
        /// Such as 200 or 404.
        pub status: u16,
        /// The number of bytes sent.
        pub bytes: u64,
        /// The client's name for itself.
        pub agent: &'l str,
    }

    /// All lines that can be parsed. The others are left out.
    pub fn records(log: &str) -> Vec<Record<'_>> {
        log.lines().filter_map(record).collect()
    }

    fn record(line: &str) -> Option<Record<'_>> {
        // address and time; request; status and size; referrer and agent
        let parts: Vec<&str> = line.splitn(4, '"').collect();
        let [_, request, numbers, clients] = parts.as_slice() else {
            return None;
        };
        let (status, bytes) = numbers.trim().split_once(' ')?;
        Some(Record {
            target: request.split(' ').nth(1)?,
            status: status.parse().ok()?,
            bytes: bytes.parse().ok()?,
            agent: clients.rsplit('"').nth(1)?,
        })
    }
}

/// Stage 2: records that count as visits, and where they went.
pub mod clean {
    use super::read::Record;

    /// One answered request from outside.
    #[derive(Debug)]
    pub struct Visit<'l> {
        /// The first part of the path, decoded.
        pub section: String,
        /// The number of bytes sent.
        pub bytes: u64,
        /// The client's name for itself.
        pub agent: &'l str,
    }

    /// Leaves out errors and the load balancer's health checks.
    pub fn visits<'l>(records: &[Record<'l>]) -> Vec<Visit<'l>> {
        let mut visits = Vec::new();
        for record in records {
            let path = record.target.split('?').next().unwrap_or_default();
            if record.status < 400 && path != "/health" {
                visits.push(Visit {
                    section: section(path),
                    bytes: record.bytes,
                    agent: record.agent,
                });
            }
        }
        visits
    }

    fn section(path: &str) -> String {
        let first = path.split('/').nth(1).unwrap_or_default();
        let mut section = String::new();
        for part in first.split("%20") {
            if !section.is_empty() {
                section.push(' ');
            }
            section.push_str(part);
        }
        section
    }
}

/// Stage 3: visits, sorted by who made them and where they went.
pub mod sort {
    use std::collections::BTreeMap;

    use super::clean::Visit;

    /// The kind of client.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Visitor {
        /// A person with a browser.
        Person,
        /// A search engine.
        Search,
        /// A network that shows a preview.
        Preview,
        /// A service that watches whether the site is up.
        Monitor,
        /// A program.
        Script,
        /// None of these.
        Other,
    }

    /// Requests and bytes.
    pub type Count = (u64, u64);

    /// Substrings of an agent's name in lower case. The first match counts.
    const NAMES: [(&str, Visitor); 26] = [
        ("googlebot", Visitor::Search),
        ("bingbot", Visitor::Search),
        ("duckduckbot", Visitor::Search),
        ("baiduspider", Visitor::Search),
        ("yandexbot", Visitor::Search),
        ("applebot", Visitor::Search),
        ("ahrefsbot", Visitor::Search),
        ("semrushbot", Visitor::Search),
        ("petalbot", Visitor::Search),
        ("mj12bot", Visitor::Search),
        ("facebookexternalhit", Visitor::Preview),
        ("linkedinbot", Visitor::Preview),
        ("slackbot", Visitor::Preview),
        ("whatsapp", Visitor::Preview),
        ("twitterbot", Visitor::Preview),
        ("discordbot", Visitor::Preview),
        ("uptimerobot", Visitor::Monitor),
        ("pingdom", Visitor::Monitor),
        ("curl/", Visitor::Script),
        ("wget/", Visitor::Script),
        ("python-requests", Visitor::Script),
        ("go-http-client", Visitor::Script),
        ("okhttp", Visitor::Script),
        ("firefox/", Visitor::Person),
        ("chrome/", Visitor::Person),
        ("safari/", Visitor::Person),
    ];

    /// The requests and bytes of each visitor in each section.
    pub fn counts<'v>(visits: &'v [Visit<'_>]) -> BTreeMap<(Visitor, &'v str), Count> {
        let mut counts = BTreeMap::new();
        let mut agent = String::new();
        for visit in visits {
            agent.clear();
            agent.push_str(visit.agent);
            agent.make_ascii_lowercase();
            let key = (visitor(&agent), visit.section.as_str());
            let count: &mut Count = counts.entry(key).or_default();
            count.0 += 1;
            count.1 += visit.bytes;
        }
        counts
    }

    /// The agent is in lower case.
    fn visitor(agent: &str) -> Visitor {
        let known = NAMES.iter().find(|(name, _)| agent.contains(name));
        known.map_or(Visitor::Other, |(_, visitor)| *visitor)
    }
}

/// Stage 4: the table that is mailed.
pub mod print {
    use std::collections::BTreeMap;

    use super::sort::{Count, Visitor};

    /// One line for each count, and one for the sum of each kind of visitor.
    pub fn table(counts: &BTreeMap<(Visitor, &str), Count>) -> String {
        let mut lines: Vec<String> = Vec::new();
        for visitor in visitors(counts) {
            let mut total = (0, 0);
            let mut rows: Vec<(String, Count)> = Vec::new();
            for ((of, section), count) in counts.clone() {
                if of == visitor {
                    total = (total.0 + count.0, total.1 + count.1);
                    rows.push((section.to_string(), count));
                }
            }
            rows.sort_by_key(|(section, count)| (u64::MAX - count.0, section.clone()));
            lines.push(line(&format!("{visitor:?}"), &total));
            for (section, count) in rows {
                lines.push(line(&format!("  /{}", section.clone()), &count));
            }
        }
        lines.join("\n") + "\n"
    }

    fn visitors(counts: &BTreeMap<(Visitor, &str), Count>) -> Vec<Visitor> {
        let mut visitors: Vec<Visitor> = counts.keys().map(|key| key.0).collect();
        visitors.dedup();
        visitors
    }

    fn line(name: &str, count: &Count) -> String {
        let mut line = name.to_string();
        while line.chars().count() < 24 {
            line.push(' ');
        }
        let requests = format!("{:>8}", count.0.to_string());
        let bytes = format!("{:>12}", count.1.to_string());
        line + &requests + &bytes
    }
}
