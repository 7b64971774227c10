//! `verify`: for those who write exercises. It proves what the workbook promises of each: the
//! starter is Bad, compiles, and fails where it should; the solution passes, and is faster.

mod deep;
mod speed;

use crate::build::Build;
use crate::cli::VerifyOptions;
use crate::commands::Finish;
use crate::grade::{Evidence, Grade, Standing, grade};
use crate::meter::Meter;
use crate::pipeline::{Earlier, Subject, Tried, try_tests};
use crate::report::say;
use crate::report::table::{Look, paint};
use anyhow::Result;
use catalog::{Exercise, Shipped, Workbook, read_text, source, step_of};
use std::time::Duration;

/// Fewer hints than this cannot go from weak to strong.
const FEWEST_HINTS: usize = 3;

/// One exercise under examination: what was found good, and what was not.
struct Finding<'a> {
    exercise: &'a Exercise,
    good: Vec<String>,
    problems: Vec<String>,
    counts: Counts,
}

/// How many did as they should.
#[derive(Clone, Copy, Default)]
struct Counts {
    starters: usize,
    solutions: usize,
    honest: usize,
    tricks: usize,
}

impl Finding<'_> {
    fn hold(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.problems.push(problem());
        }
    }
}

pub(super) fn run(options: &VerifyOptions) -> Result<Finish> {
    let meter = Meter::new();
    if options.bless {
        bless(options, &meter)?;
    }
    let workbook = Workbook::open()?;
    let exercises = workbook.choose(&options.what)?;
    let subjects: Vec<Subject<'_>> = exercises
        .iter()
        .flat_map(|exercise| both(exercise))
        .collect();
    let time = Duration::from_secs_f64(options.timeout);
    let tried = try_tests(&workbook, &subjects, time, Earlier::Ignored, &meter)?;

    let mut findings = Vec::new();
    for (exercise, pair) in exercises.iter().zip(tried.chunks(2)) {
        let mut finding = Finding {
            exercise,
            good: Vec::new(),
            problems: Vec::new(),
            counts: Counts::default(),
        };
        files(&workbook, &mut finding)?;
        shipped(&workbook, &pair[0], &mut finding)?;
        starter(&pair[0], &mut finding);
        solution(&pair[1], &mut finding);
        findings.push(finding);
    }
    if options.deep {
        for (finding, variants) in findings
            .iter_mut()
            .zip(deep::judge(&workbook, &exercises, time, &meter)?)
        {
            finding.good.push(format!(
                "{} honest variants pass, {} tricks fail",
                variants.honest, variants.tricks
            ));
            finding.counts.honest = variants.honest;
            finding.counts.tricks = variants.tricks;
            finding.problems.extend(variants.problems);
        }
    }
    if !options.no_speed {
        speed::judge(&workbook, options, &mut findings, &meter)?;
    }
    meter.clear();
    Ok(print(&findings))
}

fn both(exercise: &Exercise) -> [Subject<'_>; 2] {
    [Subject::learner(exercise), Subject::solution(exercise)]
}

/// What can be seen without running anything.
fn files(workbook: &Workbook, finding: &mut Finding<'_>) -> Result<()> {
    let exercise = finding.exercise;
    let toml = workbook.show(&exercise.folder.join("exercise.toml"));
    let (source, starter) = (exercise.source(), exercise.bad_source());
    let equal = read_text(&workbook.root, &source)? == read_text(&workbook.root, &starter)?;
    finding.hold(equal, || {
        let (source, starter) = (workbook.show(&source), workbook.show(&starter));
        format!("{source}: differs from {starter}\nhelp: a shipped exercise starts as Bad; copy one over the other")
    });
    let n_hints = exercise.hints.len();
    finding.hold(n_hints >= FEWEST_HINTS, || {
        format!("{toml}: `hints` has {n_hints}\nhelp: add hints until there are {FEWEST_HINTS}, from weak to strong")
    });
    let chapter = workbook.root.join("book/src").join(&exercise.chapter);
    let summary =
        read_text(&workbook.root, &workbook.root.join("book/src/SUMMARY.md")).unwrap_or_default();
    let listed = summary.contains(&format!("({})", exercise.chapter));
    finding.hold(chapter.is_file() && listed, || {
        format!(
            "{toml}: the chapter `{}` is not in the book\n\
             help: write book/src/{0} and add it to book/src/SUMMARY.md",
            exercise.chapter
        )
    });
    finding.hold(!exercise.starter_fails.is_empty(), || {
        format!("{toml}: `starter_fails` is empty\nhelp: name the steps that the starter fails in")
    });
    Ok(())
}

/// Writes `shipped.toml` of each exercise anew. What follows reads it again.
fn bless(options: &VerifyOptions, meter: &Meter) -> Result<()> {
    let workbook = Workbook::open()?;
    let exercises = workbook.choose(&options.what)?;
    let subjects: Vec<Subject<'_>> = exercises.iter().copied().map(Subject::learner).collect();
    let time = Duration::from_secs_f64(options.timeout);
    let tried = try_tests(&workbook, &subjects, time, Earlier::Ignored, meter)?;
    for (exercise, tried) in exercises.iter().zip(tried) {
        if let Some(now) = shipped_now(&workbook, exercise, &tried)? {
            now.save(&workbook.root, &exercise.folder)?;
        }
    }
    Ok(())
}

/// What `shipped.toml` should say; none for an exercise that does not compile.
fn shipped_now(
    workbook: &Workbook,
    exercise: &Exercise,
    learner: &Tried,
) -> Result<Option<Shipped>> {
    let Some(run) = &learner.run else {
        return Ok(None);
    };
    let mut names: Vec<_> = run.tests.iter().map(|test| test.name.clone()).collect();
    // What a file says first is meant to fail first.
    names.sort_by_cached_key(|name| {
        let line = source(exercise, name).map(|source| source.line);
        (step_of(name).to_owned(), line, name.clone())
    });
    Ok(Some(Shipped::now(&workbook.root, &exercise.folder, names)?))
}

/// The list of tests and the fingerprints, held against what is there.
fn shipped(workbook: &Workbook, learner: &Tried, finding: &mut Finding<'_>) -> Result<()> {
    let exercise = finding.exercise;
    let Some(now) = shipped_now(workbook, exercise, learner)? else {
        return Ok(());
    };
    finding.hold(!now.tests.is_empty(), || {
        format!("{}: has no graded test", exercise.id)
    });
    finding.hold(now == exercise.shipped, || {
        let mut differing = exercise
            .shipped
            .changed(&workbook.root, &exercise.folder)
            .unwrap_or_default();
        if now.tests != exercise.shipped.tests {
            differing.push("the list of tests".to_owned());
        }
        format!(
            "{}: shipped.toml does not tell what is there: {}\n\
             help: if that is meant, run `cargo xtask verify {0} --bless`",
            exercise.id,
            differing.join(", ")
        )
    });
    Ok(())
}

fn starter(tried: &Tried, finding: &mut Finding<'_>) {
    let exercise = finding.exercise;
    match &tried.build {
        Build::Rejected { rendered } => {
            finding.problems.push(format!(
                "{}: the starter does not compile:\n{rendered}",
                exercise.id
            ));
            return;
        }
        Build::Gone { file } => {
            let name = file.display();
            finding
                .problems
                .push(format!("{name}: is gone\nhelp: bring it back with git"));
            return;
        }
        Build::Ready { warnings, .. } => finding.hold(warnings.is_empty(), || {
            format!(
                "{}: the starter compiles with warnings:\n{warnings}",
                exercise.id
            )
        }),
    }
    let graded = graded(exercise, tried);
    let failing: Vec<&str> = failing_steps(&graded).collect();
    finding.counts.starters = usize::from(failing == exercise.starter_fails);
    finding.hold(failing == exercise.starter_fails, || {
        format!(
            "{}: the starter fails in {failing:?}, and exercise.toml says {:?}",
            exercise.id, exercise.starter_fails
        )
    });
    finding
        .good
        .push(format!("the starter fails in {}", failing.join(", ")));
}

fn solution(tried: &Tried, finding: &mut Finding<'_>) {
    let exercise = finding.exercise;
    if let Build::Rejected { rendered } = &tried.build {
        finding.problems.push(format!(
            "{}: the solution does not compile:\n{rendered}",
            exercise.id
        ));
        return;
    }
    let graded = graded(exercise, tried);
    if let Some(test) = graded.first_failure() {
        let message = test.message.as_deref().unwrap_or_default();
        finding.problems.push(format!(
            "{}: the solution fails {}:\n{message}",
            exercise.id, test.name
        ));
    }
    let n_tests = graded.tests.len();
    finding.counts.solutions = usize::from(graded.standing == Standing::Passed);
    finding.hold(graded.standing == Standing::Passed, || {
        format!("{}: the solution does not pass", exercise.id)
    });
    let counts = graded
        .allocations
        .map(|counts| format!(", {} → {} allocations", counts.bad, counts.yours));
    // What is timed is about allocations; other exercises are about memory, drops or judgement.
    finding.hold(counts.is_some() || exercise.speed.is_none(), || {
        format!(
            "{}: no graded test reports the allocations of Bad and yours\n\
             help: use `Budget::baseline` in the step that is about them",
            exercise.id
        )
    });
    finding.good.push(format!(
        "the solution passes {n_tests} tests{}",
        counts.unwrap_or_default()
    ));
}

fn graded<'a>(exercise: &'a Exercise, tried: &'a Tried) -> Grade<'a> {
    grade(Evidence {
        exercise,
        build: &tried.build,
        run: tried.run.clone(),
        measurement: None,
        changed: Vec::new(),
        hints_used: 0,
        had_star: false,
    })
}

fn failing_steps<'a>(graded: &'a Grade<'_>) -> impl Iterator<Item = &'a str> {
    let failing = graded.steps.iter().filter(|step| !step.passed);
    failing.map(|step| step.name.as_str())
}

fn print(findings: &[Finding<'_>]) -> Finish {
    for finding in findings {
        let (mark, look) = match finding.problems.is_empty() {
            true => ("ok", Look::Good),
            false => ("not ok", Look::Bad),
        };
        say!("{} {}", paint(mark, look), finding.exercise.id);
        for line in &finding.good {
            say!("   {line}");
        }
        for problem in &finding.problems {
            say!("\n{problem}\n");
        }
    }
    let wrong = findings
        .iter()
        .filter(|finding| !finding.problems.is_empty())
        .count();
    let sum = |count: fn(&Counts) -> usize| -> usize {
        findings.iter().map(|finding| count(&finding.counts)).sum()
    };
    say!(
        "{} starters fail as said, {} solutions pass, {} honest variants pass, {} tricks fail",
        sum(|counts| counts.starters),
        sum(|counts| counts.solutions),
        sum(|counts| counts.honest),
        sum(|counts| counts.tricks)
    );
    say!(
        "{} of {} exercises hold what they promise",
        findings.len() - wrong,
        findings.len()
    );
    if wrong == 0 {
        Finish::Passes
    } else {
        Finish::Open
    }
}
