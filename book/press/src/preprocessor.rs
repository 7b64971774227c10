//! The preprocessor that rewrites each chapter before mdBook renders it.

use crate::directives::Page;
use crate::guessing::{self, Seen};
use crate::{Checkout, Problem, chapter};
use mdbook_preprocessor::book::{Book, Chapter};
use mdbook_preprocessor::errors::{Error, Result as MdResult};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::cell::RefCell;
use std::rc::Rc;
use workbook::{Exercise, Workbook};

/// Rewrites every chapter of the book.
pub(crate) struct WorkbookPreprocessor {
    checkout: Checkout,
    // Shared with the caller: mdBook returns a single error, and a chapter may have many mistakes.
    problems: Rc<RefCell<Vec<Problem>>>,
}

impl WorkbookPreprocessor {
    /// Mistakes are pushed onto `problems`.
    pub(crate) fn new(checkout: Checkout, problems: Rc<RefCell<Vec<Problem>>>) -> Self {
        Self { checkout, problems }
    }

    /// Returns the chapter's questions, as they are seen by somebody who has not read it.
    fn rewrite(&self, chapter: &mut Chapter, exercises: &[Exercise]) -> Vec<Seen> {
        let Some(source) = chapter.source_path.clone() else {
            return Vec::new();
        };
        let path = self.checkout.chapters().join(&source);
        let page = Page::new(&self.checkout, &source, exercises);
        let rewritten = chapter::rewrite(&page, &chapter.content);
        chapter.content = rewritten.content;
        let shown = self.checkout.show(&path);
        let place = |line: usize| format!("{shown}:{}", line + 1);
        let mistakes = rewritten.mistakes.into_iter();
        let problems = mistakes.map(|mistake| mistake.problem.at(&place(mistake.line)));
        self.problems.borrow_mut().extend(problems);
        let questions = rewritten.questions.iter();
        let seen = questions.filter_map(|(line, question)| Seen::of(question, place(*line)));
        seen.collect()
    }
}

impl Preprocessor for WorkbookPreprocessor {
    fn name(&self) -> &str {
        "workbook"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> MdResult<Book> {
        let exercises = match Workbook::load(self.checkout.root().to_owned()) {
            Ok(workbook) => workbook.exercises,
            Err(problem) => {
                self.problems.borrow_mut().push(problem);
                Vec::new()
            }
        };
        if self.problems.borrow().is_empty() {
            let mut seen = Vec::new();
            book.for_each_chapter_mut(|chapter| seen.push(self.rewrite(chapter, &exercises)));
            if self.problems.borrow().is_empty() {
                self.problems.borrow_mut().extend(guessing::problems(&seen));
            }
        }
        if self.problems.borrow().is_empty() {
            return Ok(book);
        }
        // Stops the build here. This message is never shown: the caller prints the problems.
        Err(Error::msg("the sources of the book have mistakes"))
    }
}
