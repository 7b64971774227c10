//! The book of this workbook: it builds, and its pages request nothing from other hosts.

use press::address::Address;
use press::build::{self, Purpose};
use press::guessing::{Guess, Seen};
use press::quiz::{self, Code, Listings};
use press::{Checkout, Problem};
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the book") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The attributes of every element `name`.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name} ");
    let tags = html.split(&open).skip(1);
    tags.map(|rest| rest.split('>').next().unwrap_or(rest))
        .collect()
}

fn check_page(path: &Path, text: &str) {
    for name in [
        "link", "script", "img", "iframe", "source", "object", "embed",
    ] {
        for tag in tags(text, name) {
            assert!(!tag.contains("://"), "{}: <{name} {tag}>", path.display());
        }
    }
    // A block with this class asks the public playground for its crates while the page loads.
    for class in ["class=\"playground\"", "mdbook-runnable"] {
        assert!(!text.contains(class), "{}: {class}", path.display());
    }
}

fn check_styles(path: &Path, text: &str) {
    for (start, _) in text
        .match_indices("url(")
        .chain(text.match_indices("@import"))
    {
        let end = text[start..]
            .find([')', ';'])
            .map_or(text.len(), |at| start + at);
        let target = &text[start..end];
        let inline = target
            .trim_start_matches("url(")
            .trim_start_matches(['"', '\''])
            .starts_with("data:");
        assert!(
            inline || !target.contains("//"),
            "{}: {target}",
            path.display()
        );
    }
}

#[test]
fn this_book_builds_and_requests_nothing_from_other_hosts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = tempfile::tempdir().expect("a temporary folder");
    let checkout = Checkout::at(&root).expect("this is the workbook");
    build::build(&checkout, output.path(), Purpose::Files)
        .unwrap_or_else(|error| panic!("{error:#}"));
    let mut found = Vec::new();
    files(output.path(), &mut found);
    let mut pages = 0;
    for path in found {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        match extension {
            Some("html") => {
                check_page(&path, &text);
                pages += 1;
            }
            Some("css") => check_styles(&path, &text),
            _ => {}
        }
    }
    assert!(pages > 4, "only {pages} pages");
}

/// The questions of a chapter, without its code: only what a guesser sees is looked at.
struct NoCode;

impl Listings for NoCode {
    fn code(&self, _: &str) -> Result<Code, Problem> {
        let refusal = None;
        let text = String::new();
        Ok(Code { text, refusal })
    }
}

/// The blocks `quiz` of a chapter, each with only its choice questions.
fn choice_questions(text: &str) -> (usize, String) {
    let quizzes = text.split("```quiz\n").skip(1);
    let quizzes = quizzes.filter_map(|rest| rest.split("\n```").next());
    let questions: Vec<_> = quizzes
        .flat_map(|quiz| quiz.split("[[question]]").skip(1))
        .collect();
    let choice = questions
        .iter()
        .filter(|question| question.contains("choices ="));
    let choice: String = choice
        .map(|question| format!("[[question]]{question}\n"))
        .collect();
    let n_others = questions
        .iter()
        .filter(|question| !question.contains("choices ="))
        .count();
    (n_others, choice)
}

#[test]
fn a_guesser_gets_at_most_two_in_five_right() {
    let chapters = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let (mut seen, mut n_others) = (Vec::new(), 0);
    for chapter in fs::read_dir(chapters).expect("the chapters") {
        let path = chapter.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a chapter");
        let (others, quiz) = choice_questions(&text);
        n_others += others;
        if quiz.is_empty() {
            continue;
        }
        let place = path.display().to_string();
        let questions = quiz::questions(&quiz, &NoCode)
            .unwrap_or_else(|mistake| panic!("{place}: {}", mistake.problem));
        seen.extend(
            questions
                .iter()
                .filter_map(|question| Seen::of(question, place.clone())),
        );
    }
    let all: Vec<_> = seen.iter().collect();
    assert!(all.len() > 60, "only {} choice questions", all.len());
    for guess in [Guess::Longest, Guess::Place(0), Guess::Punctuated] {
        let percent = guess.percent(&all);
        println!("{guess:?}: {percent:.0} % of {} right", all.len());
        assert!(percent <= 40.0, "{guess:?}: {percent} %");
    }
    println!("{n_others} questions of other kinds");
    assert!(n_others >= 15, "{n_others}");
}

#[test]
fn commands_that_install_completions_are_those_of_the_runner() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let chapter = fs::read_to_string(root.join("book/src/start.md")).expect("the first chapter");
    let folder = root.join("xtask/src/commands/completions");
    let mut commands = 0;
    for head in [
        "bash_head.sh",
        "zsh_head.zsh",
        "fish_head.fish",
        "powershell_head.ps1",
    ] {
        let text = fs::read_to_string(folder.join(head)).expect("the start of a script");
        for command in text.lines().filter_map(|line| line.strip_prefix("#     ")) {
            assert!(chapter.contains(command), "{head}: `{command}`");
            commands += 1;
        }
    }
    assert!(commands > 4, "only {commands} commands");
}

#[test]
fn the_readme_says_where_the_book_is_published() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).expect("the README");
    let checkout = Checkout::at(&root).expect("this is the workbook");
    let address = Address::of(&checkout).unwrap_or_else(|problem| panic!("{problem}"));
    let not_yet = readme.contains("not published on the web yet");
    match address {
        Some(address) => {
            assert!(
                readme.contains(&format!("]({})", address.as_str())),
                "{address:?}"
            );
            assert!(!not_yet, "it is published at {address:?}");
        }
        None => assert!(not_yet, "Cargo.toml has no `homepage`"),
    }
}

/// How many words a reader has before the first exercise, and from one to the next.
const MOST_WORDS_TO_AN_EXERCISE: usize = 700;

#[test]
fn an_exercise_comes_soon() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let mut chapters = Vec::new();
    files(&src, &mut chapters);
    chapters.retain(|chapter| chapter.extension().is_some_and(|is| is == "md"));
    let mut n_cards = 0;
    for chapter in chapters {
        let text = fs::read_to_string(&chapter).expect("a chapter");
        let mut parts: Vec<&str> = text.split("\n{{#exercise ").collect();
        // What comes after the last one.
        parts.pop();
        for part in parts {
            n_cards += 1;
            let words = words(part);
            assert!(
                words <= MOST_WORDS_TO_AN_EXERCISE,
                "{}: {words} words before exercise {n_cards}, where {MOST_WORDS_TO_AN_EXERCISE} are enough",
                chapter.display()
            );
        }
    }
    assert!(n_cards >= 22, "{n_cards}");
}

/// The words of a piece of a chapter, without the lines that include a listing, a picture or a comment.
fn words(part: &str) -> usize {
    let lines = part.lines().filter(|line| !line.starts_with(['<', '{']));
    let words = lines.flat_map(str::split_whitespace);
    words
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}
