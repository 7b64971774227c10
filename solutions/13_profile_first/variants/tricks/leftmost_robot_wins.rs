//! One pass over the agent, without a copy: at each place the names are tried, letters compared in
//! any case; the first robot that is met decides, a browser only where there is none.
//! A trick: "the first match counts" means the first of `NAMES`. An agent that names two kinds of
//! robots, the lower one first (`curl/8 Googlebot/2.1`), is taken for the wrong one.
//! Fails in: step1_answers

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

    /// Substrings of an agent's name, in any case. The first match counts.
    const NAMES: [(&str, Visitor); 26] = [
        ("Googlebot", Visitor::Search),
        ("bingbot", Visitor::Search),
        ("DuckDuckBot", Visitor::Search),
        ("Baiduspider", Visitor::Search),
        ("YandexBot", Visitor::Search),
        ("Applebot", Visitor::Search),
        ("AhrefsBot", Visitor::Search),
        ("SemrushBot", Visitor::Search),
        ("PetalBot", Visitor::Search),
        ("MJ12bot", Visitor::Search),
        ("facebookexternalhit", Visitor::Preview),
        ("LinkedInBot", Visitor::Preview),
        ("Slackbot", Visitor::Preview),
        ("WhatsApp", Visitor::Preview),
        ("Twitterbot", Visitor::Preview),
        ("Discordbot", Visitor::Preview),
        ("UptimeRobot", Visitor::Monitor),
        ("Pingdom", Visitor::Monitor),
        ("curl/", Visitor::Script),
        ("Wget/", Visitor::Script),
        ("python-requests", Visitor::Script),
        ("Go-http-client", Visitor::Script),
        ("okhttp", Visitor::Script),
        ("Firefox/", Visitor::Person),
        ("Chrome/", Visitor::Person),
        ("Safari/", Visitor::Person),
    ];

    /// The requests and bytes of each visitor in each section.
    pub fn counts<'v>(visits: &'v [Visit<'_>]) -> BTreeMap<(Visitor, &'v str), Count> {
        let mut counts = BTreeMap::new();
        for visit in visits {
            let key = (visitor(visit.agent), visit.section.as_str());
            let count: &mut Count = counts.entry(key).or_default();
            count.0 += 1;
            count.1 += visit.bytes;
        }
        counts
    }

    fn visitor(agent: &str) -> Visitor {
        let mut visitor = Visitor::Other;
        for at in 0..agent.len() {
            let here = &agent.as_bytes()[at..];
            match NAMES.iter().find(|(name, _)| begins_with(here, name)) {
                // Most robots name a browser as well, so this does not decide yet.
                Some((_, Visitor::Person)) => visitor = Visitor::Person,
                Some((_, robot)) => return *robot,
                None => {}
            }
        }
        visitor
    }

    fn begins_with(text: &[u8], name: &str) -> bool {
        text.get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
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
