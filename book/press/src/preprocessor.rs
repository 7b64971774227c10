//! The preprocessor that rewrites each chapter before mdBook renders it.

use crate::descriptions::Descriptions;
use crate::directives::Page;
use crate::glossary::Glossary;
use crate::guessing::{self, Seen};
use crate::{Checkout, Problem, chapter};
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::errors::{Error, Result as MdResult};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::cell::RefCell;
use std::rc::Rc;
use workbook::Workbook;

/// Rewrites every chapter of the book.
pub(crate) struct WorkbookPreprocessor {
    checkout: Checkout,
    glossary: Glossary,
    // Shared with the caller: mdBook returns a single error, and a chapter may have many mistakes.
    problems: Rc<RefCell<Vec<Problem>>>,
    descriptions: Rc<RefCell<Descriptions>>,
}

impl WorkbookPreprocessor {
    /// Mistakes are pushed onto `problems`; `descriptions` takes what chapters say of themselves.
    pub(crate) fn new(
        checkout: Checkout,
        problems: Rc<RefCell<Vec<Problem>>>,
        descriptions: Rc<RefCell<Descriptions>>,
    ) -> Self {
        let glossary = Glossary::of(&checkout);
        Self {
            checkout,
            glossary,
            problems,
            descriptions,
        }
    }

    /// Returns the chapter's questions, as they are seen by somebody who has not read it.
    fn rewrite(&self, chapter: &mut Chapter, part: Option<&str>, workbook: &Workbook) -> Vec<Seen> {
        let Some(source) = chapter.source_path.clone() else {
            return Vec::new();
        };
        let path = self.checkout.chapters().join(&source);
        let page = Page::new(&self.checkout, &source, workbook).in_part(part);
        let described = self
            .descriptions
            .borrow_mut()
            .take(&source, &chapter.content);
        // Private exercises are in no source of the book: their cards come last.
        for exercise in page.own_exercises() {
            if exercise.workspace.is_some() {
                chapter.content += &format!("\n\n{{{{#exercise {}}}}}\n", exercise.id);
            }
        }
        let mut rewritten = chapter::rewrite(&page, &chapter.content);
        rewritten.mistakes.splice(0..0, described.err());
        chapter.content = self.glossary.add_links(&source, &rewritten.content);
        let shown = self.checkout.show(&path);
        let place = |line: usize| format!("{shown}:{}", line + 1);
        let mistakes = rewritten.mistakes.into_iter();
        let problems = mistakes.map(|mistake| mistake.problem.at(&place(mistake.line)));
        self.problems.borrow_mut().extend(problems);
        let questions = rewritten.questions.iter();
        let seen = questions.filter_map(|(line, question)| Seen::of(question, place(*line)));
        seen.collect()
    }

    fn rewrite_with_children(
        &self,
        chapter: &mut Chapter,
        part: Option<&str>,
        workbook: &Workbook,
        seen: &mut Vec<Vec<Seen>>,
    ) {
        seen.push(self.rewrite(chapter, part, workbook));
        for item in &mut chapter.sub_items {
            if let BookItem::Chapter(chapter) = item {
                self.rewrite_with_children(chapter, part, workbook, seen);
            }
        }
    }
}

impl Preprocessor for WorkbookPreprocessor {
    fn name(&self) -> &str {
        "workbook"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> MdResult<Book> {
        let root = self.checkout.root().to_owned();
        let workbook = Workbook::load(root.clone()).unwrap_or_else(|problem| {
            self.problems.borrow_mut().push(problem);
            Workbook::without_exercises(root)
        });
        if self.problems.borrow().is_empty() {
            let mut part = None;
            let mut seen = Vec::new();
            for item in &mut book.items {
                match item {
                    BookItem::PartTitle(title) => part = Some(title.clone()),
                    BookItem::Chapter(chapter) => {
                        self.rewrite_with_children(chapter, part.as_deref(), &workbook, &mut seen);
                    }
                    BookItem::Separator => {}
                }
            }
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
