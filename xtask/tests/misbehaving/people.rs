//! What people read about learner code that misbehaves, in a pipe.

use super::run;
use expect_test::{Expect, expect};

/// Holds the whole report about one exercise to the letter.
#[track_caller]
fn reads(id: &str, expected: &Expect) {
    let done = run().checkout.run(&["check", id, "--timeout", "2"]);
    done.exits_with(1);
    expected.assert_eq(&done.stdout);
}

/// The compiler's own words are not held to the letter: they change from one version to the next.
#[test]
fn people_read_what_does_not_compile() {
    let done = run().checkout.run(&["check", "no-compile"]);
    done.exits_with(1).says(&[
        "no build",
        "no-compile does not compile\n\nerror[E0308]",
        "exercises/02_no_compile/src/lib.rs:5:5",
        "again  cargo xtask check no-compile",
    ]);
}

#[test]
fn people_read_where_it_panicked() {
    reads(
        "panics",
        &expect![[r#"
         #  exercise  title   steps  allocations  speedup [99 %]  reference  star
         3  panics    Panics  1/2    -            -               -

        panics step1_misbehaves: failed

          claim: it answers

        somebody knows the answer
        at exercises/03_panics/src/lib.rs:6:22

          edit   exercises/03_panics/src/lib.rs
          again  cargo xtask check panics
          stuck  cargo xtask hint panics
    "#]],
    );
}

#[test]
fn people_read_that_a_loop_was_stopped() {
    reads(
        "loops",
        &expect![[r#"
         #  exercise  title           steps  allocations  speedup [99 %]  reference  star
         6  loops     Loops for ever  1/2    -            -               -

        loops step1_misbehaves: timed out

          claim: it answers

        it had not ended after 2 s, and was stopped: an endless loop, a deadlock, or a thread that is waited for and never ends

          edit   exercises/06_loops/src/lib.rs
          again  cargo xtask check loops
          stuck  cargo xtask hint loops
    "#]],
    );
}

#[test]
fn people_read_that_a_test_was_renamed() {
    reads(
        "renamed-test",
        &expect![[r#"
          #  exercise      title           steps  allocations  speedup [99 %]  reference  star
         16  renamed-test  Renames a test  1/2    -            -               -

        renamed-test: not as it was shipped: tests/graded/main.rs
        help: bring them back with `git checkout exercises/16_renamed_test`, after saving your src/lib.rs elsewhere

        renamed-test step2_neighbour: failed

          claim: is unharmed

        this graded test is gone: it was deleted or renamed
        (not known here: `step2_neighbour::is_easier`; was it renamed?)
        help: bring it back with `git checkout` on the exercise's tests

          edit   exercises/16_renamed_test/src/lib.rs
          again  cargo xtask check renamed-test
          stuck  cargo xtask hint renamed-test
    "#]],
    );
}
