//! The book as it is published: in a folder of a host, with a page for addresses that are not there.

use super::chapters::{chapters, strings};
use super::chromium::Chromium;
use super::tab::Tab;
use super::{axe, program};
use axum::Router;
use press::Checkout;
use press::build::Purpose;
use press::generation::Generation;
use std::collections::BTreeSet;
use std::path::Path;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tower_http::services::{ServeDir, ServeFile};

/// The folder that the book is published in.
const FOLDER: &str = "/books/arena";

struct Published {
    address: String,
    _generation: Generation,
    _runtime: Runtime,
}

/// Serves as hosts of static files do: the page for what is missing is sent for every address, also outside of the book.
fn publish() -> Published {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"));
    let listener = listener.expect("a free port");
    let host = listener.local_addr().expect("an address");
    let address = format!("http://{host}{FOLDER}/");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let checkout = Checkout::at(&root).expect("this is the workbook");
    let purpose = Purpose::Published(address.parse().expect("an address"));
    let generation = Generation::build(&checkout, &std::env::temp_dir(), purpose)
        .unwrap_or_else(|error| panic!("{error:#}"));
    let missing = ServeFile::new(generation.path().join("404.html"));
    let pages = ServeDir::new(generation.path()).not_found_service(missing.clone());
    let router = Router::new()
        .nest_service(FOLDER, pages)
        .fallback_service(missing);
    runtime.spawn(async move { axum::serve(listener, router).await });
    Published {
        address,
        _generation: generation,
        _runtime: runtime,
    }
}

#[track_caller]
fn check(work: impl FnOnce(&mut Tab, &str)) {
    let Some(program) = program() else { return };
    let book = publish();
    let mut tab = Tab::new(Chromium::start(&program), book.address.clone());
    work(&mut tab, &book.address);
}

/// The addresses that answer with something else than 200.
fn missing(tab: &mut Tab, links: &BTreeSet<String>) -> Vec<String> {
    let links = serde_json::json!(links);
    let script = format!(
        "Promise.all({links}.map(async link => [link, (await fetch(link)).status]))
            .then(all => all.filter(([, status]) => status !== 200).map(String))"
    );
    strings(&tab.value(&script)).collect()
}

/// What a page links to and loads, without fragments.
const LINKS: &str = "[...document.querySelectorAll('a[href], link[href], script[src]')]
    .map(part => (part.href || part.src).split('#')[0])";

#[test]
fn every_link_leads_somewhere_in_a_folder() {
    check(|tab, address| {
        let mut links = BTreeSet::new();
        let (mut titles, mut descriptions, mut canonical) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let all = chapters(tab);
        for chapter in &all {
            tab.open(chapter);
            links.extend(strings(&tab.value(LINKS)));
            titles.insert(tab.value("document.title").to_string());
            let description = tab.value("document.querySelector('meta[name=description]').content");
            descriptions.insert(description.to_string());
            let own = tab.value("document.querySelector('link[rel=canonical]').href");
            canonical.extend(own.as_str().map(str::to_owned));
            assert_eq!(tab.complaints(), [""; 0], "{chapter}");
        }
        for each in [titles.len(), descriptions.len(), canonical.len()] {
            assert_eq!(each, all.len(), "each chapter has its own");
        }
        let (inside, outside): (BTreeSet<_>, BTreeSet<_>) = links
            .into_iter()
            .partition(|link| link.starts_with(address));
        let host = address.strip_suffix("/books/arena/").expect("the folder");
        let leaving: Vec<_> = outside
            .iter()
            .filter(|link| link.starts_with(host))
            .collect();
        assert!(leaving.is_empty(), "out of the folder: {leaving:?}");
        assert_eq!(missing(tab, &inside), [""; 0]);
        // The sitemap names the same pages as they do themselves, and robots.txt names the sitemap.
        let script = "fetch('robots.txt').then(answer => answer.text()).then(text => text.match(/Sitemap: (.*)/)[1])
            .then(fetch).then(answer => answer.text())
            .then(text => [...new DOMParser().parseFromString(text, 'text/xml').querySelectorAll('loc')].map(loc => loc.textContent))";
        let listed: BTreeSet<_> = strings(&tab.value(script)).collect();
        assert_eq!(listed, canonical);
        assert_eq!(missing(tab, &listed), [""; 0]);
    });
}

#[test]
fn an_address_that_is_not_there_offers_search_and_the_contents() {
    check(|tab, address| {
        tab.open("gone/for/good.html");
        assert_eq!(tab.text("h1"), "This page is not in the book");
        assert_eq!(
            tab.value("document.querySelectorAll('link[rel=canonical]').length"),
            0
        );
        let links: BTreeSet<_> = strings(&tab.value(LINKS)).collect();
        assert!(
            links.len() > 30 && links.iter().all(|link| link.starts_with(address)),
            "{links:?}"
        );
        assert_eq!(missing(tab, &links), [""; 0]);
        assert!(tab.shows("#contents a[href='parsing.html']"));
        if let Some(script) = axe() {
            assert_eq!(axe::violations(tab, &script), [""; 0]);
        }
        tab.click("#search-toggle");
        tab.until("document.activeElement.id === 'search-bar'");
        tab.type_text("reset");
        tab.press("s");
        tab.until("document.querySelectorAll('#search-results a').length > 0");
        tab.click("#search-results li:first-child a");
        tab.until(&format!("location.href.startsWith('{address}') && document.readyState === 'complete' && !document.title.startsWith('Page not found')"));
    });
}
