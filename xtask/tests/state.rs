//! x
mod common;
use common::*;
#[test]
fn show() {
    let c = Plan::of("tiny").lay_out("tiny");
    for a in [
        vec!["check"],
        vec!["list"],
        vec!["next"],
        vec!["hint"],
        vec!["solution", "count-lines"],
        vec!["reset", "2"],
        vec!["check", "count-wrods"],
        vec!["check", "count"],
        vec!["check", "--nope"],
        vec![],
    ] {
        let d = c.run(&a);
        println!("== {a:?} {:?}\n{}\n--\n{}", d.code, d.stdout, d.stderr);
    }
    let c = Plan::of("tiny")
        .write("exercises/02_count_words/exercise.toml", "titel = 3\n")
        .lay_out("tiny-broken");
    let d = c.run(&["list"]);
    println!("== {:?}\n{}\n--\n{}", d.code, d.stdout, d.stderr);
}
