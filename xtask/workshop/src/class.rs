//! A class after its workshop: what each has done, where people were stuck, and how long exercises took, measured against
//! what was planned.

use crate::place::{Found, file_name};
use crate::report::{FORMAT, Line, NEWER, Report, Status};
use crate::submissions::{Document, Graded, Submission};
use std::collections::{BTreeMap, BTreeSet};
use workbook::{Exercise, Workbook, chapters};

/// Whoever passed at the first check had begun before it: so few seconds are no time that an exercise took.
const AT_ONCE: u64 = 30;
/// Nobody sat over an exercise for more seconds than that: a night was between.
const LONGEST: u64 = 6 * 3_600;
/// Of fewer people, no minutes are suggested.
const FEWEST: usize = 3;
/// Suggested minutes are multiples of this.
const ROUND: u64 = 5;
/// More of a name than a file needs, in characters.
const MAX_FILE_NAME: usize = 60;

/// The class.
pub struct Class {
    /// The workshop's title.
    pub title: String,
    /// Those who reported, and those whose work was graded, by name.
    pub people: Vec<Participant>,
    /// What was gone through, in order.
    pub exercises: Vec<Course>,
    /// Reports that cannot be read: the file's name, and why.
    pub unreadable: Vec<(String, String)>,
}

/// One person of the class.
pub struct Participant {
    /// The name.
    pub name: String,
    /// The name of their page, without its extension: unlike any other's.
    pub file: String,
    /// What they reported, if they did.
    pub report: Option<Report>,
    /// Their grades, if their work was graded.
    pub graded: Option<Submission>,
}

/// How an exercise went.
pub struct Course {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// The title of its chapter.
    pub chapter: String,
    /// Where its minutes are kept, relative to the workbook.
    pub file: String,
    /// How many minutes it is planned to take.
    pub planned: u32,
    /// How many have passed it.
    pub passed: usize,
    /// How many have begun it and not passed.
    pub unfinished: usize,
    /// By step, how many have not got beyond it.
    pub stuck: BTreeMap<String, usize>,
    /// How many hints were shown to each who began.
    pub hints: Vec<usize>,
    /// How long it took.
    pub times: Times,
}

/// How long it took people from the first check of an edited source to the first pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Those that were measured, in seconds, the shortest first.
    pub took: Vec<u64>,
    /// How many began and did not pass: it takes them longer than it took anybody.
    pub longer: usize,
    /// How many passed without a time: at their first check, or over a night.
    pub left_out: usize,
}

impl Class {
    /// The class of these reports and grades, in a workbook with this title for its workshop.
    #[must_use]
    pub fn of(workbook: &Workbook, found: Vec<Found>, grades: Option<Document>) -> Self {
        let plan = workbook.plan.as_ref();
        let mut class = Self {
            title: plan.map_or_else(|| "Workshop".to_owned(), |plan| plan.title.clone()),
            people: Vec::new(),
            exercises: Vec::new(),
            unreadable: Vec::new(),
        };
        for found in found {
            match found.report {
                Ok(report) if report.format > FORMAT => {
                    class.unreadable.push((found.name, NEWER.to_owned()));
                }
                Ok(report) => class.people.push(Participant {
                    name: report.name.clone(),
                    file: String::new(),
                    report: Some(report),
                    graded: None,
                }),
                Err(why) => class.unreadable.push((found.name, why)),
            }
        }
        for submission in grades.into_iter().flat_map(|grades| grades.submissions) {
            class.add(submission);
        }
        class
            .people
            .sort_by_key(|person| person.name.to_lowercase());
        name_files(&mut class.people);
        let titles = chapters::chapters(&workbook.root).unwrap_or_default();
        let courses = workbook.planned().iter();
        class.exercises = courses
            .map(|exercise| {
                let chapter = titles
                    .iter()
                    .find(|chapter| chapter.file == exercise.chapter);
                let chapter = chapter.map_or(&exercise.chapter, |chapter| &chapter.title);
                course(workbook, exercise, chapter, &class.people)
            })
            .collect();
        class
    }

    /// The exercises whose minutes should be others, with these.
    pub fn suggestions(&self) -> impl Iterator<Item = (&Course, u32)> {
        self.exercises.iter().filter_map(|course| {
            let people = self.people.len();
            let minutes = course.times.suggestion(course.planned, people)?;
            Some((course, minutes))
        })
    }

    /// Adds somebody's grades: to whoever reported under that name, if it is one person.
    fn add(&mut self, submission: Submission) {
        let file = file_name(&submission.name);
        let is_same =
            |person: &&mut Participant| person.graded.is_none() && file_name(&person.name) == file;
        match self.people.iter_mut().find(is_same) {
            Some(person) => person.graded = Some(submission),
            None => self.people.push(Participant {
                name: submission.name.clone(),
                file: String::new(),
                report: None,
                graded: Some(submission),
            }),
        }
    }
}

impl Participant {
    /// What they reported of this exercise.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&Line> {
        let mut lines = self.report.as_ref()?.exercises.iter();
        lines.find(|line| line.id == id)
    }

    /// How their work was graded there.
    #[must_use]
    pub fn grade(&self, id: &str) -> Option<&Graded> {
        let mut grades = self.graded.as_ref()?.exercises.iter();
        grades.find(|grade| grade.id == id)
    }

    /// How the exercise is: passed, if their report or their grade says so; otherwise as they reported it.
    #[must_use]
    pub fn status(&self, id: &str) -> Status {
        let reported = self.line(id).map(|line| line.status);
        let graded = self.grade(id).map(Graded::status);
        match (reported, graded) {
            (_, Some(Status::Passed)) => Status::Passed,
            (Some(status), _) if status != Status::NotBegun => status,
            (_, Some(status)) => status,
            (reported, None) => reported.unwrap_or(Status::NotBegun),
        }
    }
}

/// Gives each page a name that is no other's.
fn name_files(people: &mut [Participant]) {
    let mut taken = BTreeSet::new();
    for person in people {
        let name: String = file_name(&person.name)
            .chars()
            .take(MAX_FILE_NAME)
            .collect();
        let name = match name.is_empty() {
            true => "participant".to_owned(),
            false => name,
        };
        let mut file = name.clone();
        let mut number = 2;
        while !taken.insert(file.clone()) {
            file = format!("{name}-{number}");
            number += 1;
        }
        person.file = file;
    }
}

fn course(
    workbook: &Workbook,
    exercise: &Exercise,
    chapter: &str,
    people: &[Participant],
) -> Course {
    let mut course = Course {
        id: exercise.id.clone(),
        number: exercise.number,
        title: exercise.title.clone(),
        chapter: chapter.to_owned(),
        file: workbook.show(&exercise.folder.join("exercise.toml")),
        planned: exercise.minutes,
        passed: 0,
        unfinished: 0,
        stuck: BTreeMap::new(),
        hints: Vec::new(),
        times: Times::default(),
    };
    for person in people {
        let line = person.line(&exercise.id);
        match person.status(&exercise.id) {
            Status::NotBegun | Status::Known => continue,
            Status::Passed => {
                course.passed += 1;
                course
                    .times
                    .add(line.and_then(|line| Some((line.begun?, line.passed?))));
            }
            Status::Fails | Status::Hangs | Status::DoesNotBuild => {
                course.unfinished += 1;
                // Whose work was only graded has no times, so is neither quicker nor slower.
                let has_times = line.is_some_and(|line| line.begun.is_some());
                course.times.longer += usize::from(has_times);
                if let Some(step) = line.and_then(|line| line.step.clone()) {
                    *course.stuck.entry(step).or_default() += 1;
                }
            }
        }
        course.hints.extend(line.map(|line| line.hints));
    }
    course.hints.sort_unstable();
    course.times.took.sort_unstable();
    course
}

impl Times {
    fn add(&mut self, moments: Option<(u64, u64)>) {
        let took = moments.and_then(|(begun, passed)| passed.checked_sub(begun));
        match took.filter(|took| (AT_ONCE..=LONGEST).contains(took)) {
            Some(took) => self.took.push(took),
            None => self.left_out += 1,
        }
    }

    /// Of all who began and have a time, or did not pass.
    fn n(&self) -> usize {
        self.took.len() + self.longer
    }

    /// In seconds; `None` if nobody has a time, or half of them did not pass.
    #[must_use]
    pub fn median(&self) -> Option<u64> {
        let n = self.n();
        let low = self.took.get(n.checked_sub(1)? / 2)?;
        let high = self.took.get(n / 2)?;
        Some(u64::midpoint(*low, *high))
    }

    /// The time within which a quarter passed, and that within which three quarters did, in seconds, where so many did.
    #[must_use]
    pub fn quartiles(&self) -> (Option<u64>, Option<u64>) {
        let n = self.n();
        let at = |rank: usize| {
            rank.checked_sub(1)
                .and_then(|at| self.took.get(at).copied())
        };
        (at(n.div_ceil(4)), at((3 * n).div_ceil(4)))
    }

    /// What `minutes` should be, if it should be something else: the median, rounded up to five minutes. Of an exercise that
    /// only the quick ones of `people` came to, their time says too little.
    #[must_use]
    pub fn suggestion(&self, planned: u32, people: usize) -> Option<u32> {
        if self.n() < FEWEST || 2 * self.n() < people {
            return None;
        }
        let minutes = self.median()?.div_ceil(60).next_multiple_of(ROUND);
        u32::try_from(minutes)
            .ok()
            .filter(|minutes| *minutes != planned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(took: &[u64], longer: usize) -> Times {
        let took = took.iter().map(|minutes| minutes * 60).collect();
        Times {
            took,
            longer,
            left_out: 0,
        }
    }

    #[test]
    fn who_did_not_pass_counts_as_slower_than_all_others() {
        assert_eq!(times(&[], 0).median(), None);
        assert_eq!(times(&[10], 0).median(), Some(600));
        assert_eq!(times(&[10, 20], 0).median(), Some(900));
        assert_eq!(times(&[10, 20], 1).median(), Some(1200));
        assert_eq!(
            times(&[10, 20], 2).median(),
            None,
            "half of them did not pass"
        );
        assert_eq!(times(&[10, 20, 30], 1).quartiles(), (Some(600), Some(1800)));
        assert_eq!(times(&[10], 3).quartiles(), (Some(600), None));
    }

    #[test]
    fn minutes_are_suggested_only_where_enough_is_known() {
        assert_eq!(
            times(&[31, 32], 0).suggestion(20, 5),
            None,
            "two people are too few"
        );
        assert_eq!(times(&[31, 32, 33], 0).suggestion(20, 5), Some(35));
        assert_eq!(
            times(&[31, 32, 33], 0).suggestion(35, 5),
            None,
            "it is right as it is"
        );
        assert_eq!(
            times(&[31, 32], 3).suggestion(20, 5),
            None,
            "most did not pass"
        );
        assert_eq!(
            times(&[31, 32, 33], 0).suggestion(20, 7),
            None,
            "most did not come to it"
        );
    }

    #[test]
    fn a_pass_at_once_or_over_night_is_no_time() {
        let mut times = Times::default();
        times.add(Some((100, 100)));
        times.add(Some((100, 40)));
        times.add(Some((100, 100 + 10 * 3_600)));
        times.add(None);
        times.add(Some((100, 700)));
        assert_eq!(
            (times.took.as_slice(), times.left_out),
            ([600].as_slice(), 4)
        );
    }

    #[test]
    fn no_two_pages_have_one_name() {
        let names = ["Ada", "ada!", "../../etc", "", "\u{1f980}", "con"];
        let mut people: Vec<Participant> = names
            .iter()
            .map(|name| Participant {
                name: (*name).to_owned(),
                file: String::new(),
                report: None,
                graded: None,
            })
            .collect();
        name_files(&mut people);
        let files: Vec<&str> = people.iter().map(|person| &*person.file).collect();
        assert_eq!(
            files,
            [
                "ada",
                "ada-2",
                "etc",
                "participant",
                "participant-2",
                "con-"
            ]
        );
    }
}
