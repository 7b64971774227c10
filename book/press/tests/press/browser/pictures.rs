//! Takes pictures of pages, for work on their looks: `ARENA_PICTURES=FOLDER cargo test -p press pictures`.
//! `ARENA_CHAPTERS` names the chapters; `ARENA_SCRIPT` runs in each of them first.

use super::tab::{DESKTOP, PHONE};
use super::{base64, program, this_book};

#[test]
fn pictures_are_taken_if_a_folder_is_named() {
    let Some(folder) = std::env::var_os("ARENA_PICTURES") else {
        return;
    };
    let Some(program) = program() else { return };
    let chapters =
        std::env::var("ARENA_CHAPTERS").unwrap_or_else(|_| "scratch parsing start".to_owned());
    let book = this_book();
    let mut tab = book.tab(&program);
    for chapter in chapters.split_whitespace() {
        for theme in ["light", "dark"] {
            for size in [PHONE, DESKTOP] {
                tab.resize(size);
                tab.prefers(&[("prefers-color-scheme", theme)]);
                tab.open(&format!("{chapter}.html"));
                if let Ok(script) = std::env::var("ARENA_SCRIPT") {
                    tab.value(&script);
                }
                let name = format!("{chapter}-{theme}-{}.png", size.0);
                let path = std::path::Path::new(&folder).join(name);
                std::fs::write(&path, base64::decode(&tab.picture()))
                    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
        }
    }
}
