//! `check --format junit`: XML as CI systems read it.
//!
//! The format was never standardised. The documents follow both schemas that tools use: Ant's (the
//! Windy Road `JUnit.xsd`) and that of Jenkins' xUnit plugin. An exercise is a `testsuite`, a
//! graded test a `testcase`; a failed assertion is a `failure`; a test that was killed, or a build
//! that failed, is an `error`; tests that could not run for that reason are `skipped`.

use super::exporter::{Exporter, Report, ReportKind};
use crate::report::ci_escape::xml;
use crate::report::grades::GradesReport;
use crate::report::suites::{Case, CaseOutcome, Suite, suites};
use anyhow::{Result, bail};
use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tutor::truncate::truncate;
use workbook::Workbook;

/// How many bytes of a message are kept.
const MAX_BYTES: usize = 16 << 10;
/// How many bytes of its headline are kept.
const MAX_HEADLINE: usize = 400;

pub(super) const EXPORTER: Junit = Junit;

/// The format of this module.
pub(super) struct Junit;

impl Exporter for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn about(&self) -> &'static str {
        "XML, as CI systems read it from JUnit"
    }

    fn kinds(&self) -> &'static [ReportKind] {
        &[ReportKind::Grades]
    }

    fn export(&self, report: &Report<'_>) -> Result<String> {
        match report {
            Report::Grades(grades) => Ok(render(grades)),
            _ => bail!("JUnit describes only test results"),
        }
    }
}

fn render(report: &GradesReport<'_>) -> String {
    let timestamp = timestamp(SystemTime::now());
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (number, of_exercise) in suites(report).iter().enumerate() {
        text += &suite(report.workbook, number, of_exercise, &timestamp);
    }
    text + "</testsuites>\n"
}

fn suite(workbook: &Workbook, number: usize, suite: &Suite<'_>, timestamp: &str) -> String {
    let exercise = suite.grade.exercise;
    let time = suite.cases.iter().map(|case| case.elapsed).sum();
    let mut text = format!(
        "  <testsuite id=\"{number}\" package=\"arena-workbook\" name=\"{name}\" \
         timestamp=\"{timestamp}\" hostname=\"localhost\" tests=\"{tests}\" failures=\"{failures}\" \
         errors=\"{errors}\" skipped=\"{skipped}\" time=\"{time}\">\n    <properties>\n",
        name = xml(&exercise.id),
        tests = suite.cases.len(),
        failures = suite.count(|outcome| outcome == CaseOutcome::Failed),
        errors = suite.count(|outcome| matches!(outcome, CaseOutcome::Errored(_))),
        skipped = suite.count(|outcome| outcome == CaseOutcome::Skipped),
        time = seconds(time),
    );
    for (name, value) in properties(suite) {
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(
            text,
            "      <property name=\"{name}\" value=\"{}\"/>",
            xml(&value)
        );
    }
    text += "    </properties>\n";
    for of_suite in &suite.cases {
        text += &case(workbook, suite, of_suite);
    }
    text + "    <system-out/>\n    <system-err/>\n  </testsuite>\n"
}

/// What is known about an exercise besides its tests.
fn properties(suite: &Suite<'_>) -> Vec<(&'static str, String)> {
    let grade = suite.grade;
    let mut properties = vec![("title", grade.exercise.title.clone())];
    if let Some(counts) = grade.allocations {
        properties.push(("allocations.bad", counts.bad.to_string()));
        properties.push(("allocations.yours", counts.yours.to_string()));
    }
    if let Some(timing) = &grade.speed {
        let speed = &timing.yours;
        properties.push(("speed.ratio", format!("{:.2}", speed.ratio)));
        properties.push(("speed.low", format!("{:.2}", speed.low)));
        properties.push(("speed.high", format!("{:.2}", speed.high)));
    }
    properties.push(("star", grade.star.to_string()));
    properties
}

fn case(workbook: &Workbook, suite: &Suite<'_>, case: &Case) -> String {
    let id = &suite.grade.exercise.id;
    let class = match case.step.as_str() {
        "" => id.clone(),
        step => format!("{id}.{step}"),
    };
    let mut text = format!(
        "    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"",
        xml(&class),
        xml(&case.name),
        seconds(case.elapsed)
    );
    let (element, kind) = match case.outcome {
        CaseOutcome::Passed => return text + "/>\n",
        CaseOutcome::Skipped => return text + ">\n      <skipped/>\n    </testcase>\n",
        CaseOutcome::Failed => ("failure", "fail"),
        CaseOutcome::Errored(kind) => ("error", kind),
    };
    let _ = writeln!(
        text,
        ">\n      <{element} type=\"{kind}\" message=\"{}\">{}</{element}>\n    </testcase>",
        xml(&truncate(case.headline(), MAX_HEADLINE)),
        xml(suite.explained(workbook, case, MAX_BYTES).trim_end())
    );
    text
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

/// `2026-11-22T20:17:00`, in UTC: the schema has no time zones.
fn timestamp(time: SystemTime) -> String {
    let elapsed = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (days, rest) = (elapsed.as_secs() / 86_400, elapsed.as_secs() % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// Year, month and day, `days` after the first of January 1970.
fn date(mut days: u64) -> (u64, usize, u64) {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= months[month] {
        days -= months[month];
        month += 1;
    }
    (year, month + 1, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_dates() {
        let at = |seconds| timestamp(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00");
        assert_eq!(at(951_827_696), "2000-02-29T12:34:56");
        assert_eq!(at(1_798_761_599), "2026-12-31T23:59:59");
        assert_eq!(at(4_107_542_400), "2100-03-01T00:00:00");
    }
}
