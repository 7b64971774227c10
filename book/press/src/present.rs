//! What presenting needs beside the pages: its scripts, loaded when a reader presents, and the agendas as data.

use crate::Checkout;
use crate::agenda::{self, Agenda};
use crate::directives::Page;
use crate::fences::fences;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use workbook::Workbook;

/// The folder of the pages that they are in, each under its own name.
const FOLDER: &str = "present";

const FILES: [&str; 6] = [
    "present.css",
    "present.js",
    "present-screens.js",
    "present-fit.js",
    "present-link.js",
    "present-notes.js",
];

/// Writes them to `output`. A small book of a test has none.
pub(crate) fn write(checkout: &Checkout, output: &Path, chapters: &[PathBuf]) -> Result<()> {
    let theme = checkout.book().join("theme");
    if !FILES.iter().any(|name| theme.join(name).is_file()) {
        return Ok(());
    }
    let folder = output.join(FOLDER);
    fs::create_dir_all(&folder).context("cannot make a folder of the book")?;
    for name in FILES {
        let file = theme.join(name);
        fs::copy(&file, folder.join(name))
            .with_context(|| format!("{}: cannot be copied", checkout.show(&file)))?;
    }
    // A script rather than JSON: pages that are opened as files may not read other files.
    let agendas = json!(agendas(checkout, chapters)?);
    let script = format!(
        "// The agenda of this workshop, and those of the facilitator's guide.\nwindow.ArenaAgendas = {agendas};\n"
    );
    fs::write(folder.join("agendas.js"), script).context("cannot write a file of the book")
}

fn agendas(checkout: &Checkout, chapters: &[PathBuf]) -> Result<Vec<Value>> {
    let workbook = Workbook::load(checkout.root().to_owned())?;
    let own = Page::new(checkout, Path::new(""), &workbook).scheduled()?;
    let mut found: Vec<Value> = own.map(value).into_iter().collect();
    for chapter in chapters {
        let file = checkout.chapters().join(chapter);
        let text = fs::read_to_string(&file).with_context(|| checkout.show(&file))?;
        let page = Page::new(checkout, chapter, &workbook);
        for fence in fences(&text)
            .iter()
            .filter(|fence| fence.kind() == "agenda")
        {
            // Its mistakes were reported already, with their line.
            let planned = agenda::plan(&fence.body, &page);
            let planned = planned.map_err(|mistake| mistake.problem.at(&checkout.show(&file)))?;
            found.push(value(planned));
        }
    }
    Ok(found)
}

fn value(Agenda { title, items, end }: Agenda) -> Value {
    let plain = |text: &str| text.replace('`', "");
    let items = items.iter().map(|(start, item)| {
        let page = item.chapter.as_ref();
        let page = page.map(|chapter| Path::new(chapter).with_extension("html"));
        json!({
            "start": start,
            "minutes": item.minutes,
            "name": plain(&item.name),
            "page": page,
            "exercise": item.exercise,
        })
    });
    json!({ "title": plain(&title), "items": items.collect::<Vec<_>>(), "end": end })
}
