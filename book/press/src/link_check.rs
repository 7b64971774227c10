//! Checks the built pages: every link inside the book leads somewhere, and nothing is loaded from another host.

use crate::html::read_into;
use crate::{Checkout, Problem};
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The problems of the pages in `output`, which were built from `chapters` (paths relative to `book/src`).
pub fn check(
    checkout: &Checkout,
    output: &Path,
    chapters: &[PathBuf],
) -> Result<Vec<Problem>, std::io::Error> {
    let mut pages = BTreeMap::new();
    for chapter in chapters {
        let built = chapter.with_extension("html");
        let html = std::fs::read_to_string(output.join(&built))?;
        pages.insert(built, Page::read(&html));
    }
    let mut problems = Vec::new();
    for chapter in chapters {
        let source = checkout.chapters().join(chapter);
        let text = std::fs::read_to_string(&source)?;
        let checker = LinkChecker {
            output,
            pages: &pages,
            built: chapter.with_extension("html"),
        };
        for problem in checker.problems() {
            let line = line_of(&text, &problem.link)
                .map(|line| format!(":{line}"))
                .unwrap_or_default();
            let place = format!("{}{line}", checkout.show(&source));
            problems.push(Problem::new(place, problem.what, problem.help));
        }
    }
    Ok(problems)
}

/// What a page loads: pictures, scripts, styles.
pub fn loads(html: &str) -> Vec<String> {
    Page::read(html).loads
}

/// What the checks need from a page.
#[derive(Default)]
struct Page {
    ids: BTreeSet<String>,
    links: Vec<String>,
    loads: Vec<String>,
}

struct DeadLink {
    link: String,
    what: String,
    help: &'static str,
}

/// Checks the links of one page.
struct LinkChecker<'a> {
    output: &'a Path,
    pages: &'a BTreeMap<PathBuf, Page>,
    built: PathBuf,
}

impl LinkChecker<'_> {
    fn problems(&self) -> Vec<DeadLink> {
        let Some(page) = self.pages.get(&self.built) else {
            return Vec::new();
        };
        let dead = page.links.iter().filter_map(|link| self.dead_link(link));
        let loads = page.loads.iter().filter_map(|load| self.dead_load(load));
        dead.chain(loads).collect()
    }

    /// A picture, script or style must come from the book itself.
    fn dead_load(&self, load: &str) -> Option<DeadLink> {
        let (what, help) = if is_elsewhere(load) {
            let help = "put the file under book/theme, or link to it with `<a>`";
            (format!("the page loads {load} from another host"), help)
        } else if load.starts_with("data:") || self.output.join(self.target(load)).is_file() {
            return None;
        } else {
            let help = "put the file under book/src, or correct its name";
            (format!("the page loads {load}, which is not there"), help)
        };
        Some(DeadLink {
            link: load.to_owned(),
            what,
            help,
        })
    }

    fn dead_link(&self, link: &str) -> Option<DeadLink> {
        if is_elsewhere(link) || link.starts_with("mailto:") {
            return None;
        }
        let dead = |what: String, help| {
            Some(DeadLink {
                link: link.to_owned(),
                what,
                help,
            })
        };
        if link.starts_with('/') {
            let help =
                "start the link with the name of a chapter: the book may be published in a folder";
            return dead(format!("the link `{link}` leads out of the book"), help);
        }
        let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
        let target = self.target(path);
        // A page that is not a chapter (the index, the table of contents) is checked as a file.
        let Some(page) = self.pages.get(&target) else {
            let exists = self.output.join(&target).is_file();
            let help = "name a chapter listed in book/src/SUMMARY.md";
            return if exists {
                None
            } else {
                dead(format!("the link `{link}` leads nowhere"), help)
            };
        };
        if fragment.is_empty() || page.ids.contains(fragment) {
            return None;
        }
        let help = "use the id of a heading: its words in lower case, joined by `-`";
        dead(
            format!("the link `{link}` leads to a page without `#{fragment}`"),
            help,
        )
    }

    /// The built page that `path` refers to from this page.
    fn target(&self, path: &str) -> PathBuf {
        if path.is_empty() {
            return self.built.clone();
        }
        let mut target = self.built.parent().unwrap_or(Path::new("")).to_path_buf();
        for part in path.split('/') {
            match part {
                ".." => drop(target.pop()),
                "." | "" => {}
                part => target.push(part),
            }
        }
        target
    }
}

/// Whether a link leads to another host.
fn is_elsewhere(link: &str) -> bool {
    link.contains("://") || link.starts_with("//")
}

/// The line of the chapter that has `link`. mdBook has since turned its `.md` into `.html`.
fn line_of(text: &str, link: &str) -> Option<usize> {
    let (path, fragment) = link
        .split_once('#')
        .map_or((link, None), |(path, fragment)| (path, Some(fragment)));
    let fragment = fragment
        .map(|fragment| format!("#{fragment}"))
        .unwrap_or_default();
    let written = path
        .strip_suffix(".html")
        .map_or(link.to_owned(), |stem| format!("{stem}.md{fragment}"));
    let at = text.find(&written).or_else(|| text.find(link))?;
    Some(1 + text[..at].matches('\n').count())
}

impl Page {
    fn read(html: &str) -> Self {
        read_into(html, Reader::default()).0.into_inner()
    }

    fn take(&mut self, tag: &Tag) {
        let element = &*tag.name;
        for attribute in &tag.attrs {
            let value = attribute.value.to_string();
            match &*attribute.name.local {
                "id" => drop(self.ids.insert(value)),
                "href" if element == "a" => self.links.push(value),
                // A part of this page, before which nothing is drawn.
                "href" if has_rel(tag, "expect") => self.links.push(value),
                // The page's own address.
                "href" if has_rel(tag, "canonical") => {}
                "href" | "src" | "poster" => self.loads.push(value),
                _ => {}
            }
        }
    }
}

fn has_rel(tag: &Tag, rel: &str) -> bool {
    let mut attributes = tag.attrs.iter();
    attributes.any(|attribute| &*attribute.name.local == "rel" && &*attribute.value == rel)
}

#[derive(Default)]
struct Reader(RefCell<Page>);

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        use html5ever::tokenizer::states::RawKind::{Rawtext, ScriptData};
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind == TagKind::EndTag {
            return TokenSinkResult::Continue;
        }
        self.0.borrow_mut().take(&tag);
        match &*tag.name {
            "script" => TokenSinkResult::RawData(ScriptData),
            "style" => TokenSinkResult::RawData(Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}
