//! The book's own directives, each on a line of its own in a chapter:
//!
//! - `{{#pair FILE ANCHOR | CAPTION | CAPTION}}`: `bad_ANCHOR` beside `good_ANCHOR`;
//! - `{{#listing FILE ANCHOR | CAPTION}}`: one block;
//! - `{{#memory SCENE | CAPTION}}`: how two ways of doing the same thing use memory;
//! - `{{#figure NAME | CAPTION}}`: a figure in which the reader can move something;
//! - `{{#exercise ID}}`: the card of an exercise;
//! - `{{#lab WHAT TO TRY}}`: a prompt with a real arena behind it;
//! - `{{#agenda}}`: the agenda of `workshop.toml`, where there is one;
//! - `{{#claims}}`: the results of `cargo xtask claims` on this machine;
//! - `{{#shipped WHAT}}`: what was measured under other allocators, on one machine.
//!
//! `FILE` is relative to `book/listings/src`. mdBook's own directives are only checked here; mdBook follows them.
//! Fenced blocks and asides that become widgets are handled in `chapter`. A backslash before the braces shows a directive
//! instead of following it.

use crate::agenda::{Agenda, Durations, Item};
use crate::pairs::{self, Side};
use crate::quiz::{Code, Listings};
use crate::widget::Mistake;
use crate::{
    Checkout, Problem, agenda, anchors, cards, claims, figures, includes, lab, memory, refusals,
    shipped,
};
use std::path::{Path, PathBuf};
use workbook::plan::FILE;
use workbook::{Exercise, Workbook, slashed};

/// The page with all components: it shows cards of other chapters.
pub(crate) const STYLE: &str = "style.md";
/// The book's own directives.
const OWN: [&str; 9] = [
    "pair", "listing", "memory", "figure", "exercise", "lab", "agenda", "claims", "shipped",
];
/// The folders whose code is compiled by tests.
const TESTED: [&str; 3] = ["book/listings", "exercises", "solutions"];

/// The chapter that a directive is in.
pub(crate) struct Page<'a> {
    checkout: &'a Checkout,
    folder: PathBuf,
    /// Relative to `book/src`, with `/` between its parts.
    name: String,
    /// The title of the part of the book that it is in.
    part: Option<&'a str>,
    workbook: &'a Workbook,
}

impl<'a> Page<'a> {
    /// `source` is the path of the chapter relative to `book/src`.
    pub(crate) fn new(checkout: &'a Checkout, source: &Path, workbook: &'a Workbook) -> Self {
        let mut folder = checkout.chapters().join(source);
        folder.pop();
        Self {
            checkout,
            folder,
            name: slashed(source),
            part: None,
            workbook,
        }
    }

    /// The same in a part of the book with this title.
    pub(crate) fn in_part(self, part: Option<&'a str>) -> Self {
        Self { part, ..self }
    }

    /// The title of the part of the book that the chapter is in.
    pub(crate) fn part(&self) -> Option<&str> {
        self.part
    }

    /// The exercises of the chapter.
    pub(crate) fn own_exercises(&self) -> impl Iterator<Item = &Exercise> {
        let mut exercises: Vec<_> = self.workbook.exercises.iter().collect();
        exercises.retain(|exercise| exercise.chapter == self.name);
        exercises.sort_by_key(|exercise| exercise.number);
        exercises.into_iter()
    }

    /// Returns the line with its directives followed.
    pub(crate) fn line(&self, line: &str) -> Result<String, Problem> {
        for (name, argument) in directives(line) {
            match name {
                "include" | "rustdoc_include" | "playground" => {
                    includes::check(self.checkout, &self.folder, argument)?
                }
                "title" => {}
                name if OWN.contains(&name) && !is_alone(line) => return Err(not_alone(name)),
                "pair" => return self.pair(argument),
                "listing" => return self.listing(argument),
                "memory" => return self.memory(argument),
                "figure" => return self.figure(argument),
                "exercise" => return self.card(argument),
                "lab" => return self.lab(argument),
                "agenda" if argument.trim().is_empty() => return self.agenda(),
                "agenda" => return Err(usage("{{#agenda}}")),
                "claims" if argument.trim().is_empty() => return claims::results(self.checkout),
                "claims" => return Err(usage("{{#claims}}")),
                "shipped" => return shipped::table(self.checkout, argument),
                _ => return Err(unknown_directive(name)),
            }
        }
        // mdBook removes the backslash only from its own directives.
        Ok(unescape(line))
    }

    /// Whether a line includes a file that tests compile: a listing, an exercise or a solution.
    pub(crate) fn includes_tested_code(&self, line: &str) -> bool {
        let [(name, argument)] = directives(line)[..] else {
            return false;
        };
        let target = argument.split([':', ' ']).next().unwrap_or("");
        let path = includes::clean_path(&self.folder.join(target));
        let is_tested = TESTED
            .iter()
            .any(|folder| path.starts_with(self.checkout.root().join(folder)));
        matches!(name, "include" | "rustdoc_include") && is_tested
    }

    fn pair(&self, argument: &str) -> Result<String, Problem> {
        let [target, bad_caption, good_caption] = parts(argument)
            .ok_or_else(|| usage("{{#pair FILE ANCHOR | what Bad shows | what Good shows}}"))?;
        let bad = self.extract(target, "bad_")?;
        let good = self.extract(target, "good_")?;
        let pair = pairs::pair(&side(&bad, bad_caption), &side(&good, good_caption))?;
        Ok(with_id(&pair, "pair", anchor(target)))
    }

    fn listing(&self, argument: &str) -> Result<String, Problem> {
        let [target, caption] =
            parts(argument).ok_or_else(|| usage("{{#listing FILE ANCHOR | what it shows}}"))?;
        let code = self.extract(target, "")?;
        let listing = pairs::listing(&side(&code, caption));
        Ok(with_id(&listing, "listing", anchor(target)))
    }

    fn memory(&self, argument: &str) -> Result<String, Problem> {
        let [scene, caption] =
            parts(argument).ok_or_else(|| usage("{{#memory SCENE | what to look for}}"))?;
        let picture = memory::scene(self.checkout, scene, caption)?;
        Ok(with_id(&picture, "picture", scene))
    }

    fn figure(&self, argument: &str) -> Result<String, Problem> {
        let [name, caption] =
            parts(argument).ok_or_else(|| usage("{{#figure NAME | what it shows}}"))?;
        figures::figure(self.checkout, name, caption)
    }

    fn lab(&self, argument: &str) -> Result<String, Problem> {
        let [text] = parts(argument).ok_or_else(|| usage("{{#lab what to try}}"))?;
        let depth = self.name.matches('/').count();
        Ok(lab::lab(text, &"../".repeat(depth)))
    }

    fn agenda(&self) -> Result<String, Problem> {
        Ok(match self.scheduled()? {
            None => "Whoever runs the workshop will send you the agenda.".to_owned(),
            Some(agenda) => agenda::table(&agenda),
        })
    }

    /// The agenda of `workshop.toml`, where there is one.
    pub(crate) fn scheduled(&self) -> Result<Option<Agenda>, Problem> {
        let plan = self.workbook.plan.as_ref();
        let agenda = plan.map(|plan| agenda::scheduled(plan, self)).transpose();
        agenda.map_err(|Mistake { line, problem }| {
            let what = format!("{FILE}, line {}: {}", line + 1, problem.what);
            Problem::general(what, problem.help)
        })
    }

    fn extract(&self, target: &str, prefix: &str) -> Result<Code, Problem> {
        let (file, anchor) = target
            .split_once(char::is_whitespace)
            .ok_or_else(|| usage("FILE ANCHOR after the name of the directive"))?;
        let path = self.checkout.listings().join(file);
        let text = includes::read(self.checkout, &path)?;
        let anchor = format!("{prefix}{}", anchor.trim());
        let code = anchors::extract(&text, &anchor, &self.checkout.show(&path))?;
        let refusal = refusals::find(self.checkout, file, &text, &anchor, &code)?;
        Ok(Code {
            text: code,
            refusal,
        })
    }

    fn find_exercise(&self, id: &str) -> Result<&Exercise, Problem> {
        let mut exercises = self.workbook.exercises.iter();
        exercises
            .find(|exercise| exercise.id == id)
            .ok_or_else(|| unknown_exercise(id, &self.workbook.exercises))
    }

    fn card(&self, argument: &str) -> Result<String, Problem> {
        let id = argument.trim();
        let exercise = self.find_exercise(id)?;
        if exercise.chapter != self.name && self.name != STYLE {
            return Err(Problem::general(
                format!("the exercise `{id}` belongs to {}", exercise.chapter),
                format!(
                    "set `chapter = \"{}\"` in {}/exercise.toml, or move its card",
                    self.name,
                    self.checkout.show(&exercise.folder)
                ),
            ));
        }
        cards::card(self.checkout, exercise)
    }
}

impl Listings for Page<'_> {
    fn code(&self, target: &str) -> Result<Code, Problem> {
        self.extract(target, "")
    }
}

impl Durations for Page<'_> {
    fn chapter(&self, file: &str) -> Result<Item, Problem> {
        let path = self.checkout.chapters().join(file);
        let text = includes::read(self.checkout, &path)?;
        let title = text.lines().find_map(|line| line.strip_prefix("# "));
        let minutes = agenda::minutes_to_tell(&text).ok_or_else(|| {
            Problem::general(
                format!("{file} does not say how long it takes to present"),
                format!(
                    "end its line of minutes with `; 10 to present`: {}",
                    self.checkout.show(&path)
                ),
            )
        })?;
        Ok(Item {
            name: title.unwrap_or(file).to_owned(),
            minutes,
            chapter: Some(file.to_owned()),
            exercise: None,
        })
    }

    fn exercise(&self, id: &str) -> Result<Item, Problem> {
        let exercise = self.find_exercise(id)?;
        Ok(Item {
            name: format!("Exercise {}: {}", exercise.number, exercise.title),
            minutes: exercise.minutes,
            chapter: Some(exercise.chapter.clone()),
            exercise: Some(id.to_owned()),
        })
    }
}

/// HTML whose first element can be linked to, by its kind and name.
fn with_id(html: &str, kind: &str, name: &str) -> String {
    let name = name.replace('_', "-");
    html.replacen(" class=\"", &format!(" id=\"{kind}-{name}\" class=\""), 1)
}

/// The anchor in `FILE ANCHOR`.
fn anchor(target: &str) -> &str {
    target.split_whitespace().last().unwrap_or(target)
}

fn side<'a>(code: &'a Code, caption: &'a str) -> Side<'a> {
    Side {
        code: &code.text,
        caption,
        refusal: code.refusal.as_ref(),
    }
}

/// The name and argument of each directive in a line, unless a backslash precedes it.
fn directives(line: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = line[from..].find("{{#").map(|at| from + at) {
        let Some(end) = line[start..].find("}}").map(|at| start + at) else {
            break;
        };
        if !line[..start].ends_with('\\') {
            let inner = &line[start + 3..end];
            found.push(inner.split_once(char::is_whitespace).unwrap_or((inner, "")));
        }
        from = end;
    }
    found
}

fn is_alone(line: &str) -> bool {
    line.starts_with("{{#") && line.trim_end().ends_with("}}") && line.matches("{{#").count() == 1
}

fn unescape(line: &str) -> String {
    let mut line = line.to_owned();
    for name in OWN {
        line = line.replace(&format!("\\{{{{#{name}"), &format!("&#123;&#123;#{name}"));
    }
    line
}

/// Splits an argument at `|` into exactly `N` parts, none of them empty.
fn parts<const N: usize>(argument: &str) -> Option<[&str; N]> {
    let parts: Vec<_> = argument.split('|').map(str::trim).collect();
    let parts: [&str; N] = parts.try_into().ok()?;
    parts.iter().all(|part| !part.is_empty()).then_some(parts)
}

fn usage(form: &str) -> Problem {
    Problem::general(
        "this directive is malformed",
        format!("write it as `{form}`"),
    )
}

fn not_alone(name: &str) -> Problem {
    Problem::general(
        format!("`{{{{#{name} …}}}}` shares its line with other text"),
        "put it on a line of its own, at its start",
    )
}

fn unknown_directive(name: &str) -> Problem {
    Problem::general(
        format!("there is no directive `{name}`"),
        "use pair, listing, memory, figure, exercise, lab, claims, shipped, include, rustdoc_include or title",
    )
}

fn unknown_exercise(id: &str, exercises: &[Exercise]) -> Problem {
    let known: Vec<_> = exercises
        .iter()
        .map(|exercise| exercise.id.as_str())
        .collect();
    Problem::general(
        format!("there is no exercise `{id}`"),
        format!("use one of: {}", known.join(", ")),
    )
}
