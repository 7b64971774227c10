//! How the components look: each specimen of the style page (`book/src/style.md`) beside how it looked, on a desktop and a
//! phone, by day and by night.
//!
//! What is kept is small and coarse: the size of a specimen, and its mean colours in columns and in cells. All text is drawn
//! in a font of boxes (`looks/boxes.ttf`), so that the fonts of a machine do not matter. After a change that is meant:
//! `UPDATE_EXPECT=1 ARENA_BROWSER=required cargo test -p press --test press looks`. What differs is written as pictures to
//! `target/tmp/looks`.

use super::tab::{DESKTOP, PHONE, Size, Tab};
use super::{Served, base64, program};
use press::Checkout;
use press::build::Purpose;
use press::generation::Generation;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const MEASURE: &str = include_str!("looks/measure.js");
const FONT: &[u8] = include_bytes!("looks/boxes.ttf");
/// The width of a column in pixels: that of an edge.
const COLUMN: u32 = 4;
/// The side of a cell in pixels. Finer, and the file would be large.
const CELL: u32 = 24;
/// By how many of 15 steps the mean colour of a column may differ.
const COLUMN_STEPS: u32 = 2;
/// Of the window, in pixels: the highest specimen fits.
const HEIGHT: u32 = 2400;
/// By how many of 15 steps a colour may differ, which the edges of letters and curves do between versions of a browser.
const STEPS: u32 = 1;
/// How many cells may differ by more.
const CELLS: u32 = 3;
/// By how many pixels a specimen may be larger or smaller.
const PIXELS: u32 = 3;

/// Everything is as wide and as high on all machines, and nothing moves.
const STILL: &str =
    "* , ::before, ::after, ::marker { font-family: Boxes !important; animation: none !important;
    transition: none !important; caret-color: transparent !important; }
    html { scrollbar-gutter: auto !important; }";

/// A specimen at a size and in a theme, as `card-failing 1400 dark`, and how it looks.
type Looks = BTreeMap<String, Look>;

#[derive(Debug, PartialEq)]
struct Look {
    width: u32,
    height: u32,
    /// The columns, and then the rows of cells.
    rows: Vec<String>,
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/press/browser/looks/looks.txt")
}

/// A tab with the style page. `None`, after a line on the terminal, if the test is skipped.
fn style_page() -> Option<(Served, Tab)> {
    let program = program()?;
    if !cfg!(target_os = "linux") {
        // Browsers draw fields and sliders as the system does.
        eprintln!("how components look is compared on Linux only");
        return None;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let checkout = Checkout::at(&root).expect("this is the workbook");
    let generation = Generation::build(&checkout, &std::env::temp_dir(), Purpose::Style)
        .unwrap_or_else(|error| panic!("{error:#}"));
    let served = Served::new(generation);
    let tab = served.tab(&program);
    Some((served, tab))
}

/// Opens the page, with `css` in addition.
fn open(tab: &mut Tab, Size(width, _): Size, theme: &str, css: &str) {
    tab.resize(Size(width, HEIGHT));
    tab.prefers(&[
        ("prefers-color-scheme", theme),
        ("prefers-reduced-motion", "reduce"),
    ]);
    tab.open("index.html");
    tab.until("document.querySelector('[data-name=chart] svg') !== null");
    let font = base64::encode(FONT);
    // As bytes and as a sheet of its own: a page of the server loads neither fonts nor styles from a text.
    tab.add_script(&format!(
        "document.fonts.add(new FontFace('Boxes', Uint8Array.from(atob('{font}'), letter => letter.charCodeAt(0))));
         const sheet = new CSSStyleSheet();
         sheet.replaceSync(`{STILL} {css}`);
         document.adoptedStyleSheets.push(sheet)"
    ));
    tab.draw_all();
    tab.value("document.fonts.load('16px Boxes').then(() => document.fonts.ready).then(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(1)))))");
}

/// The specimens of the open page, or those with a name; `pictures` takes their pictures in base 64.
fn look(
    tab: &mut Tab,
    only: Option<&str>,
    variant: &str,
    pictures: &mut BTreeMap<String, String>,
) -> Looks {
    let names = tab.value(
        "[...document.querySelectorAll('.specimen')].map(specimen => specimen.dataset.name)",
    );
    let mut looks = Looks::new();
    for name in names.as_array().expect("specimens") {
        let name = name.as_str().expect("a name");
        if only.is_some_and(|only| only != name) {
            continue;
        }
        // In the window, since what is outside may not be painted yet.
        let place = tab.value(&format!(
            "(async () => {{ const specimen = document.querySelector('[data-name={name}]');
                // What is wider than the text belongs to it.
                const inside = specimen.firstElementChild ?? specimen;
                const box = inside.matches('.wide, .pair') ? inside : specimen;
                box.scrollIntoView({{ block: 'start', behavior: 'instant' }});
                await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
                const {{ x, y, width, height }} = box.getBoundingClientRect();
                return [x + scrollX, y + scrollY, width, height, y]; }})()"
        ));
        let [x, y, width, height] =
            [0, 1, 2, 3].map(|at| place[at].as_f64().expect("a number").round());
        assert!(height > 10.0, "{name} is empty: {place}");
        assert!(
            place[4].as_f64() < Some(f64::from(HEIGHT) - height),
            "{name} is too high: {place}"
        );
        let picture = tab.picture_of([x, y, width, height]);
        let cells = tab.value(&format!("({MEASURE})('{picture}', {COLUMN}, {CELL})"));
        let cells = cells.as_str().expect("rows");
        let first = cells.get(..3).expect("a colour");
        assert!(
            cells.replace(first, "").lines().any(|row| !row.is_empty()),
            "{name} {variant} is blank"
        );
        let look = Look {
            width: width as u32,
            height: height as u32,
            rows: cells.lines().map(str::to_owned).collect(),
        };
        let key = format!("{name} {variant}");
        pictures.insert(key.clone(), picture);
        assert!(looks.insert(key, look).is_none(), "two specimens {name}");
    }
    looks
}

/// What differs between two looks, in words; nothing if they are alike.
fn difference(before: &Look, now: &Look) -> Option<String> {
    let (width, height) = (
        before.width.abs_diff(now.width),
        before.height.abs_diff(now.height),
    );
    if width.max(height) > PIXELS {
        return Some(format!(
            "was {} × {}, and is {} × {}",
            before.width, before.height, now.width, now.height
        ));
    }
    let mut rows = before
        .rows
        .iter()
        .zip(&now.rows)
        .map(|(before, now)| differences(before, now));
    let columns = rows.next().unwrap_or_default();
    if let Some(column) = columns.iter().position(|steps| *steps > COLUMN_STEPS) {
        let x = column as u32 * COLUMN;
        return Some(format!("what is {x} pixels from its start differs"));
    }
    let (mut cells, mut others, mut first) = (0_u32, 0_u32, None);
    for (at, row) in rows.enumerate() {
        for (column, steps) in row.into_iter().enumerate() {
            cells += 1;
            if steps > STEPS {
                others += 1;
                first.get_or_insert((column as u32 * CELL, at as u32 * CELL));
            }
        }
    }
    let (x, y) = first?;
    (others > CELLS).then(|| format!("{others} of {cells} cells differ, the first at {x}, {y}"))
}

/// By how many steps the colours of two rows differ.
fn differences(before: &str, now: &str) -> Vec<u32> {
    let levels = |row: &str| -> Vec<u32> { row.chars().filter_map(|c| c.to_digit(16)).collect() };
    let (before, now) = (levels(before), levels(now));
    let pairs = before.chunks(3).zip(now.chunks(3));
    let steps =
        pairs.map(|(before, now)| before.iter().zip(now).map(|(a, b)| a.abs_diff(*b)).max());
    steps.map(Option::unwrap_or_default).collect()
}

fn write(looks: &Looks) -> String {
    let mut text = String::new();
    for (name, look) in looks {
        let _ = writeln!(text, "{name}: {} × {}", look.width, look.height);
        for row in &look.rows {
            let _ = writeln!(text, "{row}");
        }
    }
    text
}

fn read(text: &str) -> Looks {
    let mut looks = Looks::new();
    let mut name = String::new();
    for line in text.lines() {
        if let Some((key, size)) = line.split_once(": ") {
            let (width, height) = size.split_once(" × ").expect("a size");
            let number = |text: &str| text.parse().expect("a number");
            let (width, height) = (number(width), number(height));
            name = key.to_owned();
            let rows = Vec::new();
            looks.insert(
                name.clone(),
                Look {
                    width,
                    height,
                    rows,
                },
            );
        } else if let Some(look) = looks.get_mut(&name) {
            look.rows.push(line.to_owned());
        }
    }
    looks
}

#[test]
fn every_component_looks_as_it_did() {
    let Some((_served, mut tab)) = style_page() else {
        return;
    };
    let (mut looks, mut pictures) = (Looks::new(), BTreeMap::new());
    for size in [DESKTOP, PHONE] {
        for theme in ["light", "dark"] {
            open(&mut tab, size, theme, "");
            let variant = format!("{} {theme}", size.0);
            looks.append(&mut look(&mut tab, None, &variant, &mut pictures));
            let width = tab.value("document.documentElement.scrollWidth");
            assert_eq!(width, size.0, "{variant}: the page scrolls sideways");
        }
    }
    assert_eq!(tab.complaints(), [""; 0]);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(file(), write(&looks)).expect("the file can be written");
        return;
    }
    let kept = read(&fs::read_to_string(file()).expect("what was kept"));
    let mut complaints = Vec::new();
    let names: BTreeSet<_> = kept.keys().chain(looks.keys()).collect();
    for name in names {
        let what = match (kept.get(name), looks.get(name)) {
            (Some(before), Some(now)) => difference(before, now),
            (None, _) => Some("is new".to_owned()),
            (_, None) => Some("is gone".to_owned()),
        };
        let Some(what) = what else { continue };
        complaints.push(format!("{name}: {what}"));
        if let Some(picture) = pictures.get(name) {
            keep_picture(name, picture);
        }
    }
    assert!(
        complaints.is_empty(),
        "these look different:\n  {}\nLook at them in target/tmp/looks, or with `cargo run -p press -- --style`. If they are \
         right: `UPDATE_EXPECT=1 ARENA_BROWSER=required cargo test -p press --test press looks`",
        complaints.join("\n  ")
    );
}

/// Writes the picture of a specimen that differs.
fn keep_picture(name: &str, picture: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("looks");
    let file = folder.join(format!("{}.png", name.replace(' ', "-")));
    let written =
        fs::create_dir_all(&folder).and_then(|()| fs::write(file, base64::decode(picture)));
    written.expect("a picture can be written");
}

#[test]
fn a_broken_look_is_noticed() {
    let Some((_served, mut tab)) = style_page() else {
        return;
    };
    let kept = read(&fs::read_to_string(file()).expect("what was kept"));
    // A rule that breaks something, and the specimens that must be named.
    let broken = [
        (
            "arena-predict { border-inline-start-style: none !important }",
            "prediction-open",
        ),
        (
            ".question div.choices { display: flex !important }",
            "question-open",
        ),
        (".verdict { display: none !important }", "question-wrong"),
        (".pair { display: block !important }", "pair"),
        (
            ".exercise dl { grid-template-columns: 1fr !important }",
            "card-failing",
        ),
        (
            "ul.steps li::before { content: none !important }",
            "card-passing",
        ),
        ("pre { background: none !important }", "console"),
        (".chart-drawing { display: none !important }", "chart"),
    ];
    let mut unnoticed = Vec::new();
    for (css, name) in broken {
        open(&mut tab, DESKTOP, "light", css);
        let looks = look(&mut tab, Some(name), "1400 light", &mut BTreeMap::new());
        let key = format!("{name} 1400 light");
        match difference(&kept[&key], &looks[&key]) {
            Some(what) => println!("{css}: {key}: {what}"),
            None => unnoticed.push(css),
        }
    }
    assert_eq!(unnoticed, [""; 0]);
}
