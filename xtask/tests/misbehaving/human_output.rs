//! What people read about learner code that misbehaves, in a pipe, for each outcome.

use super::redact::redact;
use super::run;
use expect_test::{Expect, expect};

/// Asserts the whole report about some exercises, except for what differs from run to run.
#[track_caller]
fn assert_report(ids: &[&str], code: i32, expected: &Expect) {
    // The tests share one checkout, and what one of them cached must not be another's result.
    let mut arguments = vec!["check", "--rerun", "--timeout", "2"];
    arguments.extend(ids);
    let done = run().checkout.run(&arguments);
    assert_eq!(done.exits_with(code).stderr, "");
    expected.assert_eq(&redact(&done.stdout));
}

#[test]
fn all_pass() {
    assert_report(
        &["honest-first"],
        0,
        &expect![[r#"
             #  exercise      title    steps  allocations  speedup [99 %]  reference  star
             1  honest-first  Answers  2/2    -            -               -

            honest-first passes.
              ✓ step1_answers
              ✓ step2_neighbour
              star        none here: speed is not the point
              solution    cargo xtask solution honest-first shows it beside yours
              next        2 no-compile: Does not compile, about 1 minutes (cargo xtask next)
        "#]],
    );
    assert_report(
        &["honest-first", "honest-last"],
        0,
        &expect![[r#"
          #  exercise      title               steps  allocations  speedup [99 %]  reference  star
          1  honest-first  Answers             2/2    -            -               -
         19  honest-last   Answers, after all  2/2    -            -               -

        all 2 pass.
        next: compare with `cargo xtask solution honest-first`, or go on with `cargo xtask next`
    "#]],
    );
}

#[test]
fn a_panic_has_a_place() {
    assert_report(
        &["panics"],
        1,
        &expect![[r#"
             #  exercise  title   steps  allocations  speedup [99 %]  reference  star
             3  panics    Panics  1/2    -            -               -

            panics step1_misbehaves: failed

              claim: it answers

            somebody knows the answer
            at exercises/03_panics/src/lib.rs:6:22

              test   exercises/03_panics/tests/graded/main.rs:7
              edit   exercises/03_panics/src/lib.rs
              again  cargo xtask check panics
              hint   cargo xtask hint panics
              lesson cargo xtask lesson panics
        "#]],
    );
}

#[test]
fn only_the_first_of_several_failures_is_shown_in_full() {
    assert_report(
        &["honest-first", "panics", "aborts"],
        1,
        &expect![[r#"
             #  exercise      title    steps  allocations  speedup [99 %]  reference  star
             1  honest-first  Answers  2/2    -            -               -
             3  panics        Panics   1/2    -            -               -
             4  aborts        Aborts   1/2    -            -               -

            panics step1_misbehaves: failed

              claim: it answers

            somebody knows the answer
            at exercises/03_panics/src/lib.rs:6:22

              test   exercises/03_panics/tests/graded/main.rs:7
              edit   exercises/03_panics/src/lib.rs
              again  cargo xtask check panics
              hint   cargo xtask hint panics
              lesson cargo xtask lesson panics
        "#]],
    );
}

/// The compiler's own words are not compared: they change from one version to the next.
#[test]
fn a_failed_build_shows_the_error() {
    let done = run().checkout.run(&["check", "no-compile"]);
    done.exits_with(1)
        .says(&["error[E0308]", "exercises/02_no_compile/src/lib.rs:5:5"]);
    assert_report(
        &["no-compile"],
        1,
        &expect![[r#"
             #  exercise    title             steps     allocations  speedup [99 %]  reference  star
             2  no-compile  Does not compile  no build  -            -               -

            no-compile does not compile

            error[E0308]: mismatched types[...]

              edit   exercises/02_no_compile/src/lib.rs
              again  cargo xtask check no-compile
              hint   cargo xtask hint no-compile
        "#]],
    );
}

#[test]
fn an_abort_shows_what_was_printed_before() {
    assert_report(
        &["aborts"],
        1,
        &expect![[r#"
             #  exercise  title   steps  allocations  speedup [99 %]  reference  star
             4  aborts    Aborts  1/2    -            -               -

            aborts step1_misbehaves: aborted

              claim: it answers

            the process [...]
            giving up

              test   exercises/04_aborts/tests/graded/main.rs:7
              edit   exercises/04_aborts/src/lib.rs
              again  cargo xtask check aborts
              hint   cargo xtask hint aborts
              lesson cargo xtask lesson aborts
        "#]],
    );
}

#[test]
fn a_loop_was_stopped() {
    assert_report(
        &["loops"],
        1,
        &expect![[r#"
             #  exercise  title          steps  allocations  speedup [99 %]  reference  star
             6  loops     Loops forever  1/2    -            -               -

            loops step1_misbehaves: timed out

              claim: it answers

            it was still running after 2 s, and was stopped: an endless loop, a deadlock, or a wait for a thread that never ends

              test   exercises/06_loops/tests/graded/main.rs:7
              edit   exercises/06_loops/src/lib.rs
              again  cargo xtask check loops
              hint   cargo xtask hint loops
              lesson cargo xtask lesson loops
        "#]],
    );
}

#[test]
fn a_flood_was_stopped() {
    assert_report(
        &["floods"],
        1,
        &expect![[r#"
             #  exercise  title               steps  allocations  speedup [99 %]  reference  star
             9  floods    Prints without end  1/3    -            -               -

            floods step1_misbehaves: timed out

              claim: it answers

            it was still running after 2 s, and was stopped: an endless loop, a deadlock, or a wait for a thread that never ends
            meanwhile it printed [...]

              test   exercises/09_floods/tests/graded/main.rs:7
              edit   exercises/09_floods/src/lib.rs
              again  cargo xtask check floods
              hint   cargo xtask hint floods
              lesson cargo xtask lesson floods
        "#]],
    );
}

#[test]
fn a_hoard_was_refused_memory() {
    assert_report(
        &["hoards"],
        1,
        &expect![[r#"
             #  exercise  title                  steps  allocations  speedup [99 %]  reference  star
             7  hoards    Allocates without end  1/2    -            -               -

            hoards step1_misbehaves: ran out of memory

              claim: it answers

            it asked for more than 536.9 MB of live memory, and was refused

              test   exercises/07_hoards/tests/graded/main.rs:7
              edit   exercises/07_hoards/src/lib.rs
              again  cargo xtask check hoards
              hint   cargo xtask hint hoards
              lesson cargo xtask lesson hoards
        "#]],
    );
}

#[test]
fn a_renamed_test_is_missing() {
    assert_report(
        &["renamed-test"],
        1,
        &expect![[r#"
              #  exercise      title           steps  allocations  speedup [99 %]  reference  star
             16  renamed-test  Renames a test  1/2    -            -               -

            renamed-test: not as it was shipped: tests/graded/main.rs
            help: restore what was shipped with `git checkout exercises/16_renamed_test/tests`

            renamed-test step2_neighbour: failed

              claim: is unharmed

            this graded test is missing: it was deleted or renamed
            (unknown here: `step2_neighbour::is_easier`; was it renamed?)
            help: restore it with `git checkout exercises/16_renamed_test/tests`

              edit   exercises/16_renamed_test/src/lib.rs
              again  cargo xtask check renamed-test
              hint   cargo xtask hint renamed-test
              lesson cargo xtask lesson renamed-test
        "#]],
    );
}
