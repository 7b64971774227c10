//! Completes the pages, and what a published book says about itself: their heads, `sitemap.xml` and `robots.txt`. Each
//! page gets its outline, too.
//!
//! The template of the pages has three names that are filled in here, since mdBook has one description for all pages, and
//! no address: `%DESCRIPTION%`, `%ADDRESS%` (absolute, with a slash at its end) and `%PAGE%` (relative to it). A line with
//! `%ADDRESS%` is left out of a book without an address.

use crate::address::Address;
use crate::descriptions::Descriptions;
use crate::html::escape;
use crate::outline;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use workbook::slashed;

const DESCRIPTION: &str = "%DESCRIPTION%";
const ADDRESS: &str = "%ADDRESS%";
const PAGE: &str = "%PAGE%";

/// A script that only some pages load, and what they have.
const ONLY_WITH: (&str, [&str; 2]) = (
    "theme/figure-arena",
    ["kind=\"doubling\"", "kind=\"rounds\""],
);

/// The page that a server sends in place of one that is not there.
const MISSING: &str = "404.html";
const SOCIAL_CARD: &str = "social-card.png";
const MISSING_DESCRIPTION: &str =
    "This page is not in the book. Search for it, or choose a chapter from the contents.";

/// Completes the pages in `output`, which were built from `chapters`. The first of them is the index, too.
pub(crate) fn complete(
    output: &Path,
    chapters: &[PathBuf],
    descriptions: &Descriptions,
    address: Option<&Address>,
) -> Result<()> {
    let mut pages = Vec::new();
    let fill = |file: &str, chapter: Option<&str>, description: &str, page: &str| {
        fill(&output.join(file), chapter, description, page, address)
    };
    for (at, chapter) in chapters.iter().enumerate() {
        let description = descriptions.of(chapter).unwrap_or_default();
        let page = slashed(&chapter.with_extension("html"));
        // The index comes without its name.
        let public = if at == 0 { "" } else { &*page };
        fill(&page, Some(&page), description, public)?;
        if at == 0 {
            fill("index.html", Some(&page), description, public)?;
        }
        pages.push(public.to_owned());
    }
    if address.is_none() {
        // Only a page with an address of its own names it.
        match fs::remove_file(output.join(SOCIAL_CARD)) {
            // A small book of a test has none.
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).context("book: the social card cannot be left out");
            }
            _ => {}
        }
    }
    fill(MISSING, None, MISSING_DESCRIPTION, MISSING)?;
    let Some(address) = address else {
        return Ok(());
    };
    write(&output.join("sitemap.xml"), &sitemap(address, &pages))?;
    write(&output.join("robots.txt"), &robots(address))
}

fn fill(
    file: &Path,
    chapter: Option<&str>,
    description: &str,
    page: &str,
    address: Option<&Address>,
) -> Result<()> {
    let html =
        fs::read_to_string(file).with_context(|| format!("{}: cannot be read", file.display()))?;
    let (head, body) = html.split_once("</head>").unwrap_or((&html, ""));
    let mut filled = String::with_capacity(html.len());
    let (script, parts) = ONLY_WITH;
    let loads_it = parts.iter().any(|part| body.contains(part));
    for line in head.split_inclusive('\n') {
        if line.contains(script) && !loads_it {
            continue;
        }
        let line = line
            .replace(DESCRIPTION, &escape(description))
            .replace(PAGE, page);
        match address {
            Some(address) => filled.push_str(&line.replace(ADDRESS, address.as_str())),
            None if line.contains(ADDRESS) => {}
            None => filled.push_str(&line),
        }
    }
    if !body.is_empty() {
        filled.push_str("</head>");
        match chapter {
            Some(chapter) => filled.push_str(&outline::add(body, chapter)),
            None => filled.push_str(body),
        }
    }
    write(file, &filled)
}

fn sitemap(address: &Address, pages: &[String]) -> String {
    let urls: String = pages
        .iter()
        .map(|page| format!("<url><loc>{}{page}</loc></url>\n", address.as_str()))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{urls}</urlset>\n"
    )
}

/// Where the book is in a folder of its host, only the host's own file counts; this one then says the same to people.
fn robots(address: &Address) -> String {
    format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n",
        address.as_str()
    )
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("{}: cannot be written", file.display()))
}
