//! The agenda of a workshop: its items in order, and those that do not add up.

use press::Problem;
use press::agenda::{Durations, Item, minutes_to_tell, render, scheduled};

struct Fixed;

impl Durations for Fixed {
    fn chapter(&self, file: &str) -> Result<Item, Problem> {
        Ok(Item {
            name: file.to_owned(),
            minutes: 15,
            chapter: Some(file.to_owned()),
            exercise: None,
        })
    }

    fn exercise(&self, id: &str) -> Result<Item, Problem> {
        Err(Problem::general(format!("no exercise `{id}`"), "look"))
    }
}

const HEAD: &str = "title = \"T\"\nstart = \"09:50\"\n";

#[test]
fn items_follow_one_another() {
    let source = format!(
        "{HEAD}end = \"10:10\"\n[[item]]\nchapter = \"a.md\"\n[[item]]\ntext = \"Break\"\nminutes = 5\n"
    );
    let text = render(&source, &Fixed).unwrap_or_else(|mistake| panic!("{}", mistake.problem));
    assert_eq!(
        text,
        "| T | What | Minutes |\n|---|---|---:|\n| 09:50 | [a.md](a.md) | 15 |\n| 10:05 | Break | 5 |\n| 10:10 | End | |\n"
    );
}

#[track_caller]
fn refused(end_and_items: &str, line: usize, what: &str) {
    let Err(mistake) = render(&format!("{HEAD}{end_and_items}"), &Fixed) else {
        panic!("it was accepted");
    };
    assert_eq!((mistake.line, &*mistake.problem.what), (line, what));
}

#[test]
fn an_agenda_that_does_not_add_up_is_refused() {
    let items = "[[item]]\nchapter = \"a.md\"\n";
    let what = "the items end at 10:05, not at 10:00";
    refused(&format!("end = \"10:00\"\n{items}"), 2, what);
}

#[test]
fn mistakes_are_named_by_their_line() {
    refused(
        "end = \"25:00\"\nitem = []\n",
        2,
        "this is not a time of day",
    );
    let unknown =
        "end = \"10:00\"\n[[item]]\ntext = \"x\"\nminutes = 1\n[[item]]\nexercise = \"y\"\n";
    refused(unknown, 6, "no exercise `y`");
}

#[test]
fn an_agenda_of_a_chapter_says_when_it_starts_and_ends() {
    refused("", 0, "this agenda has no `end`");
    let Err(mistake) = render("title = \"T\"\nend = \"10:00\"\n", &Fixed) else {
        panic!("it was accepted");
    };
    assert_eq!(mistake.problem.what, "this agenda has no `start`");
}

#[test]
fn a_plan_may_leave_out_when_it_starts_and_ends() {
    let plan = workbook::plan::read("title = \"T\"\n[[item]]\nchapter = \"a.md\"\n");
    let agenda = scheduled(&plan.expect("a plan"), &Fixed);
    let agenda = agenda.unwrap_or_else(|mistake| panic!("{}", mistake.problem));
    assert_eq!((agenda.items[0].0, agenda.end), (9 * 60, 9 * 60 + 15));
    let late = "title = \"T\"\nend = \"09:10\"\n[[item]]\nchapter = \"a.md\"\n";
    let plan = workbook::plan::read(late).expect("a plan");
    let Err(mistake) = scheduled(&plan, &Fixed) else {
        panic!("it was accepted");
    };
    let what = "the items end at 09:15, not at 09:10";
    assert_eq!((mistake.line, &*mistake.problem.what), (1, what));
}

#[test]
fn the_minutes_to_tell_are_in_the_line_of_minutes() {
    let chapter = "# T\n\n<p class=\"minutes\">25 minutes to read; 10 to present</p>\n";
    assert_eq!(minutes_to_tell(chapter), Some(10));
    assert_eq!(
        minutes_to_tell("# T\n\n<p class=\"minutes\">25 minutes to read</p>\n"),
        None
    );
}
