//! The plan of a workshop: what it holds is gone through first, in its order, and mistakes in it are named.

mod common;

use common::Plan;
use common::workshop::PLAN;

#[test]
fn next_and_list_and_check_follow_the_plan() {
    let checkout = Plan::of("tiny").write("workshop.toml", PLAN).lay_out();
    checkout.run(&["next"]).says(&["5 count-lines"]);
    let list = checkout.run(&["list"]).stdout;
    assert!(
        list.find("count-lines") < list.find("count-words"),
        "{list}"
    );
    let checked = checkout
        .run(&["check", "--no-speed", "--format", "json"])
        .json();
    let ids: Vec<_> = checked["exercises"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert_eq!(ids, ["count-lines", "count-words"]);
}

#[test]
fn what_is_not_in_the_plan_comes_after_it() {
    let short = PLAN.replace("[[item]]\nexercise = \"count-lines\"\n", "");
    let checkout = Plan::of("tiny").write("workshop.toml", &short).lay_out();
    let list = checkout.run(&["list"]);
    list.says(&["Half a day", "Not part of it: 5 count-lines"]);
    let all = checkout.run(&["check", "--no-speed", "--format", "json"]);
    assert_eq!(all.json()["exercises"].as_array().map(Vec::len), Some(1));
    // It can be done all the same, and comes once the others are.
    checkout
        .run(&["check", "5", "--no-speed"])
        .exits_with(1)
        .says(&["count-lines"]);
    checkout.run(&["next"]).says(&["5 count-lines"]);
}

#[test]
fn a_plan_that_is_wrong_is_named_with_its_line() {
    for (from, to, what, help) in [
        (
            "count-lines",
            "count-linse",
            "workshop.toml:9: there is no exercise `count-linse`",
            "did you mean `count-lines`?",
        ),
        (
            "\"09:00\"",
            "\"9 o'clock\"",
            "workshop.toml:3: this is not a time of day",
            "write it as \"09:30\"",
        ),
        (
            "count-words",
            "count-lines",
            "workshop.toml:12: this exercise is in the plan twice",
            "remove one",
        ),
        (
            "minutes = 5",
            "minute = 5",
            "workshop.toml:7: unknown field `minute`",
            "a plan is TOML",
        ),
        (
            "minutes = 5",
            "chapter = \"a.md\"",
            "workshop.toml:5: an item has `text` and `minutes`",
            "keep one of the three",
        ),
        (
            "text = \"Welcome\"\nminutes = 5",
            "chapter = \"no.md\"",
            "workshop.toml:5: there is no chapter `no.md`",
            "SUMMARY.md",
        ),
    ] {
        let checkout = Plan::of("tiny")
            .write("workshop.toml", &PLAN.replacen(from, to, 1))
            .lay_out();
        checkout
            .run(&["next"])
            .exits_with(2)
            .complains(&[what, help]);
    }
}
