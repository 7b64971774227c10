//! `verify`: for authors of exercises. It proves what the workbook promises about each: the starter
//! equals Bad, compiles, and fails where it should; the solution passes, and is faster.

mod deep;
mod finding;
mod guidance;
mod scaling;
mod speed;
mod variants;

use crate::cli::VerifyOptions;
use crate::commands::shared::{Finish, open_workbook};
use crate::commands::trials::graded;
use crate::progress_bar::ProgressBar;
use crate::report::say;
use crate::report::table::{Style, paint};
use anyhow::Result;
use deep::HonestOptimised;
use finding::{Counts, Finding};
use grader::diagnostic::rendered;
use grader::event::Control;
use grader::pipeline::{Attempt, CachePolicy, Subject, try_tests};
use grader::results::{Build, Grade, Standing};
use workbook::chapters::{SUMMARY, chapter_file, chapters};
use workbook::{
    Exercise, Problem, Shipped, Workbook, read_text, shown, step_of, steps, test_source,
};

pub(super) fn run(options: &VerifyOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    if workbook.references().is_file() {
        let what = "the solutions are not in this checkout, and `verify` proves exercises by them";
        let help = "run it in the checkout that this one was made from";
        return Err(Problem::general(what, help).into());
    }
    if options.lay_out {
        let workbook = open_workbook()?;
        let folder = deep::lay_out(&workbook, &workbook.choose_or_all(&options.what)?)?;
        say!("{}", folder.display())?;
        return Ok(Finish::Passes);
    }
    let bar = ProgressBar::new();
    bar.follow(options.limits.build_timeout, |control| {
        if options.bless {
            bless(options, control)?;
        }
        let workbook = open_workbook()?;
        let findings = verify(&workbook, options, control)?;
        bar.clear();
        print(&findings, options.deep)
    })
}

fn verify<'a>(
    workbook: &'a Workbook,
    options: &VerifyOptions,
    control: &Control<'_>,
) -> Result<Vec<Finding<'a>>> {
    let exercises = workbook.choose_or_all(&options.what)?;
    let subjects: Vec<Subject<'_>> = exercises
        .iter()
        .flat_map(|exercise| both(exercise))
        .collect();
    let policy = CachePolicy::Ignore;
    let attempts = try_tests(workbook, &subjects, options.limits.timeout, policy, control)?;

    let mut findings = Vec::new();
    for (exercise, pair) in exercises.iter().zip(attempts.chunks(2)) {
        let mut finding = Finding {
            exercise,
            good: Vec::new(),
            problems: Vec::new(),
            counts: Counts::default(),
        };
        files(workbook, &mut finding)?;
        shipped(&pair[0], &mut finding);
        starter(&pair[0], &mut finding);
        solution(&pair[1], &mut finding);
        findings.push(finding);
    }
    if options.deep {
        let honest_optimised = if options.what.is_empty() {
            HonestOptimised::None
        } else {
            HonestOptimised::Each
        };
        let time = options.limits.timeout;
        let variants = deep::judge(workbook, &exercises, honest_optimised, time, control)?;
        for (finding, variants) in findings.iter_mut().zip(variants) {
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
        speed::judge(workbook, options, &mut findings, control)?;
        scaling::judge(workbook, &mut findings, control)?;
    }
    Ok(findings)
}

fn both(exercise: &Exercise) -> [Subject<'_>; 2] {
    [Subject::learner(exercise), Subject::solution(exercise)]
}

/// What can be checked without running anything.
fn files(workbook: &Workbook, finding: &mut Finding<'_>) -> Result<()> {
    let exercise = finding.exercise;
    let toml = workbook.show(&exercise.folder.join("exercise.toml"));
    let (source, bad) = (exercise.source(), exercise.bad_source());
    let equal = read_text(&workbook.root, &source)? == read_text(&workbook.root, &bad)?;
    finding.expect(equal, || {
        let (source, bad) = (workbook.show(&source), workbook.show(&bad));
        format!(
            "{source}: differs from {bad}\n\
             help: an exercise is shipped as Bad: copy {bad} to {source}"
        )
    });
    guidance::judge(&toml, finding);
    let file = chapter_file(&workbook.root, &exercise.chapter);
    let listed = chapters(&workbook.root).unwrap_or_default();
    let is_listed = listed
        .iter()
        .any(|chapter| chapter.file == exercise.chapter);
    finding.expect(file.is_file() && is_listed, || {
        format!(
            "{toml}: the chapter `{}` is not in the book\n\
             help: write {} and add it to {SUMMARY}",
            exercise.chapter,
            workbook.show(&file)
        )
    });
    let card = format!("{{{{#exercise {}}}}}", exercise.id);
    let text = read_text(&workbook.root, &file).unwrap_or_default();
    // The book is not theirs to edit; their cards are added to the pages.
    let is_private = exercise.workspace.is_some();
    finding.expect(
        is_private || !file.is_file() || text.contains(&card),
        || {
            let file = workbook.show(&file);
            format!("{file}: does not show the exercise\nhelp: add the line `{card}`")
        },
    );
    finding.expect(!exercise.starter_fails.is_empty(), || {
        format!("{toml}: `starter_fails` is empty\nhelp: name the steps in which the starter fails")
    });
    Ok(())
}

/// Rewrites the `shipped.toml` of each exercise, before it is read.
fn bless(options: &VerifyOptions, control: &Control<'_>) -> Result<()> {
    let workbook = Workbook::open()?;
    let exercises = workbook.choose_or_all(&options.what)?;
    let subjects: Vec<Subject<'_>> = exercises.iter().copied().map(Subject::learner).collect();
    let policy = CachePolicy::Ignore;
    let attempts = try_tests(
        &workbook,
        &subjects,
        options.limits.timeout,
        policy,
        control,
    )?;
    for (exercise, attempt) in exercises.iter().zip(attempts) {
        if let Some(now) = shipped_now(exercise, &attempt) {
            now.save(&workbook.root, &exercise.folder)?;
        }
    }
    Ok(())
}

/// What `shipped.toml` should contain; `None` for an exercise that does not compile.
fn shipped_now(exercise: &Exercise, learner: &Attempt) -> Option<Shipped> {
    let run = learner.run.as_ref()?;
    let mut names: Vec<_> = run.tests.iter().map(|test| test.name.clone()).collect();
    // The first test in a file is the one that learners should see fail first.
    names.sort_by_cached_key(|name| {
        let line = test_source(exercise, name).map(|source| source.line);
        (step_of(name).to_owned(), line, name.clone())
    });
    Some(Shipped::now(&exercise.folder, names))
}

/// Compares the recorded tests and fingerprints with the files.
fn shipped(learner: &Attempt, finding: &mut Finding<'_>) {
    let exercise = finding.exercise;
    let Some(now) = shipped_now(exercise, learner) else {
        return;
    };
    finding.expect(!now.tests.is_empty(), || {
        format!("{}: has no graded test", exercise.id)
    });
    let folder = shown(&exercise.folder, &exercise.folder.join("tests/graded"));
    for (step, _) in steps::claims(exercise) {
        let runs = now.tests.iter().any(|test| step_of(test) == step);
        finding.expect(runs, || {
            format!(
                "{}: {folder}/{step}.rs has no test that runs\n\
                 help: write one, or add `mod {step};` to {folder}/main.rs",
                exercise.id
            )
        });
    }
    finding.expect(now == exercise.shipped, || {
        let mut differing = exercise.shipped.changed(&exercise.folder);
        if now.tests != exercise.shipped.tests {
            differing.push("the list of tests".to_owned());
        }
        format!(
            "{}: shipped.toml does not match the files: {}\n\
             help: if that is intended, run `cargo xtask verify {0} --bless`",
            exercise.id,
            differing.join(", ")
        )
    });
}

fn starter(attempt: &Attempt, finding: &mut Finding<'_>) {
    let exercise = finding.exercise;
    match &attempt.build {
        Build::Failed { errors } => {
            finding.problems.push(format!(
                "{}: the starter does not compile:\n{}",
                exercise.id,
                rendered(errors)
            ));
            return;
        }
        Build::Missing { file } => {
            let name = file.display();
            finding
                .problems
                .push(format!("{name}: is missing\nhelp: restore it with git"));
            return;
        }
        Build::Ready { warnings, .. } => finding.expect(warnings.is_empty(), || {
            format!(
                "{}: the starter compiles with warnings:\n{}",
                exercise.id,
                rendered(warnings)
            )
        }),
    }
    let graded = graded(exercise, attempt);
    let failing: Vec<&str> = failing_steps(&graded).collect();
    finding.counts.starters = usize::from(failing == exercise.starter_fails);
    finding.expect(failing == exercise.starter_fails, || {
        format!(
            "{}: the starter fails in {}, but exercise.toml says {}\n\
             help: `starter_fails` there names the steps that an untouched starter fails",
            exercise.id,
            list(&failing),
            list(&exercise.starter_fails)
        )
    });
    finding
        .good
        .push(format!("the starter fails in {}", list(&failing)));
}

/// Steps, with commas between them.
fn list(steps: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = steps.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => "no step".to_owned(),
        names => names.join(", "),
    }
}

fn solution(attempt: &Attempt, finding: &mut Finding<'_>) {
    let exercise = finding.exercise;
    if let Build::Failed { errors } = &attempt.build {
        finding.problems.push(format!(
            "{}: the solution does not compile:\n{}",
            exercise.id,
            rendered(errors)
        ));
        return;
    }
    let graded = graded(exercise, attempt);
    if let Some(test) = graded.first_failure() {
        let message = test.message.as_deref().unwrap_or_default();
        finding.problems.push(format!(
            "{}: the solution fails {}:\n{message}",
            exercise.id, test.name
        ));
    }
    let n_tests = graded.tests.len();
    finding.counts.solutions = usize::from(graded.standing == Standing::Passed);
    finding.expect(graded.standing == Standing::Passed, || {
        format!("{}: the solution does not pass", exercise.id)
    });
    let counts = graded
        .allocations
        .map(|counts| format!(", {} → {} allocations", counts.bad, counts.yours));
    // Exercises with a benchmark are about allocations; the others may be about memory, drops or judgement.
    finding.expect(counts.is_some() || exercise.workload().is_none(), || {
        format!(
            "{}: no graded test reports the allocations of Bad and yours\n\
             help: use `Budget::baseline` in the step that is about them",
            exercise.id
        )
    });
    if graded.standing == Standing::Passed {
        finding.good.push(format!(
            "the solution passes {n_tests} tests{}",
            counts.unwrap_or_default()
        ));
    }
}

fn failing_steps<'a>(graded: &'a Grade<'_>) -> impl Iterator<Item = &'a str> {
    let failing = graded.steps.iter().filter(|step| !step.passed);
    failing.map(|step| step.name.as_str())
}

/// A number with its words, for one and for several.
fn counted(n: usize, [one, several]: [&str; 2]) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}

fn print(findings: &[Finding<'_>], is_deep: bool) -> Result<Finish> {
    for finding in findings {
        let (mark, style) = match finding.problems.is_empty() {
            true => ("ok", Style::Good),
            false => ("not ok", Style::Bad),
        };
        say!("{} {}", paint(mark, style), finding.exercise.id)?;
        for line in &finding.good {
            say!("   {line}")?;
        }
        for problem in &finding.problems {
            say!("\n{problem}\n")?;
        }
    }
    let wrong = findings
        .iter()
        .filter(|finding| !finding.problems.is_empty())
        .count();
    let sum = |count: fn(&Counts) -> usize| -> usize {
        findings.iter().map(|finding| count(&finding.counts)).sum()
    };
    let mut counts = format!(
        "{} as declared, {}",
        counted(
            sum(|counts| counts.starters),
            ["starter fails", "starters fail"]
        ),
        counted(
            sum(|counts| counts.solutions),
            ["solution passes", "solutions pass"]
        )
    );
    if is_deep {
        let honest = ["honest variant passes", "honest variants pass"];
        let tricks = ["trick fails", "tricks fail"];
        counts += &format!(
            ", {}, {}",
            counted(sum(|counts| counts.honest), honest),
            counted(sum(|counts| counts.tricks), tricks)
        );
    }
    say!("{counts}")?;
    let total = counted(findings.len(), ["exercise holds", "exercises hold"]);
    say!("{} of {total} what is promised", findings.len() - wrong)?;
    Ok(match wrong {
        0 => Finish::Passes,
        _ => Finish::Incomplete,
    })
}
