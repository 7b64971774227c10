//! What `grade` reports: what others have handed in, for every format.

use grader::results::Standing;
use workshop::submissions::Differing;

/// What was handed in, and its grades.
pub struct SubmissionsReport {
    /// The ids of the exercises that were asked for, in teaching order.
    pub exercises: Vec<String>,
    /// In the order of the command line.
    pub submissions: Vec<Submission>,
    /// The terminal's width; `None` off a terminal.
    pub columns: Option<usize>,
}

/// What one person has handed in.
pub struct Submission {
    /// Whose it is: as it was given, or the name of the folder or branch.
    pub name: String,
    /// The folder, or the name in git, as it was given.
    pub source: String,
    /// A result for each exercise; or why there is none for any.
    pub results: Result<Vec<SubmissionResult>, String>,
    /// What else differs from this checkout, and was not used; `None` where that cannot be told.
    pub differs: Option<Differing>,
}

/// How one exercise was handed in.
pub struct SubmissionResult {
    /// The exercise's id.
    pub id: String,
    /// Its standing.
    pub standing: Handed,
    /// Steps passed.
    pub steps_passed: usize,
    /// How many steps it has.
    pub steps: usize,
    /// Whether the first test that fails never ended.
    pub hangs: bool,
    /// What went wrong first: a test with its message, or what the compiler says.
    pub failure: Option<(String, String)>,
}

/// What became of an exercise that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// It was graded.
    Graded(Standing),
    /// It is the starter still.
    NotBegun,
    /// There is no source for it.
    Missing,
    /// Its source cannot be used: it is too large, a link, or not text.
    Unreadable,
}

impl Handed {
    /// Its name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Handed::Graded(Standing::Passed) => "passed",
            Handed::Graded(Standing::Failed) => "failed",
            Handed::Graded(Standing::BuildFailed) => "build_failed",
            Handed::Graded(Standing::NotRun) => "not_run",
            Handed::NotBegun => "not_begun",
            Handed::Missing => "missing",
            Handed::Unreadable => "unreadable",
        }
    }
}

impl SubmissionResult {
    /// Whether it passes.
    pub fn passes(&self) -> bool {
        self.standing == Handed::Graded(Standing::Passed)
    }

    /// The standing in a few characters, for a table.
    pub fn short(&self) -> String {
        match self.standing {
            Handed::Graded(Standing::Passed) => "pass".to_owned(),
            Handed::Graded(Standing::BuildFailed) => "no build".to_owned(),
            Handed::Graded(_) if self.hangs => "hangs".to_owned(),
            Handed::Graded(_) => format!("{}/{}", self.steps_passed, self.steps),
            Handed::NotBegun => "-".to_owned(),
            Handed::Missing => "missing".to_owned(),
            Handed::Unreadable => "unreadable".to_owned(),
        }
    }
}

impl Submission {
    /// How many exercises pass.
    pub fn n_passed(&self) -> usize {
        let results = self.results.as_deref().unwrap_or_default();
        results.iter().filter(|result| result.passes()).count()
    }

    /// What else differs, in a sentence; empty if nothing does, or nobody can tell.
    pub fn differing_files(&self) -> String {
        let Some(differing) = self.differs.as_ref().filter(|differing| differing.n > 0) else {
            return String::new();
        };
        let shown: Vec<&str> = differing
            .files
            .iter()
            .take(SHOWN)
            .map(String::as_str)
            .collect();
        let more = match differing.n - shown.len() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let why = match differing.n > differing.files.len() {
            true => "; is it another version of the workbook?",
            false => "",
        };
        format!(
            "{}: other files differ, and were not used: {}{more}{why}",
            self.name,
            shown.join(", ")
        )
    }
}

/// How many files are named in a sentence.
const SHOWN: usize = 5;
