//! A document can be sent to another thread, and kept there.
//!
//! Two things in the starter cannot. A `&Bump` may not go to another thread, since a second one
//! could stay behind and allocate at the same time. And whatever may still allocate in an arena
//! holds such a reference. An *owned* `Bump` may go. The compiler's message starts deep inside a
//! type of a library, such as a `NonNull`: look for the first note that names a line of yours.
//! Before moving on: is your `Document` also `Sync`? What would a second thread need to break it?

use std::thread;

use bumpalo::Bump;
use owned_document::Document;
use yardstick::compiler::Snippet;

use super::guides;

/// A value that may or may not be `Send`. If it is, the first of the two methods below is chosen;
/// if not, the second. So the test compiles for both.
struct Parcel<T>(T);

#[allow(dead_code, reason = "not chosen while documents are not `Send`")]
impl<T: Send + 'static> Parcel<T> {
    fn on_another_thread<R: Send + 'static>(
        self,
        read: impl FnOnce(T) -> R + Send + 'static,
    ) -> Option<R> {
        let reader = thread::spawn(move || read(self.0));
        Some(reader.join().expect("reading a document does not panic"))
    }
}

#[allow(dead_code, reason = "not chosen once documents are `Send`")]
trait StaysHere<T>: Sized {
    fn on_another_thread<R>(self, _: impl FnOnce(T) -> R) -> Option<R> {
        None
    }
}

impl<T> StaysHere<T> for Parcel<T> {}

#[test]
fn a_document_is_read_on_another_thread() {
    let document = Document::parse(guides::GREENHOUSE.to_owned(), Bump::new());
    let titles = Parcel(document).on_another_thread(|document: Document| {
        let mut titles = Vec::new();
        document.visit(&mut |section| titles.push(section.title.to_string()));
        titles
    });
    match titles {
        Some(titles) => assert_eq!(
            titles.len(),
            13,
            "the number of sections that another thread sees"
        ),
        // The compiler explains best why not.
        None => is_send("{crate}::Document").assert_compiles(),
    }
}

#[test]
fn many_documents_are_read_on_another_thread() {
    is_send("Vec<{crate}::Document>").assert_compiles();
}

/// Source that compiles if this type is `Send`.
fn is_send(what: &str) -> Snippet {
    // The type's path starts with the name of the crate being graded.
    Snippet::using(std::any::type_name::<Document>()).source(&format!(
        "fn to_another_thread<T: Send + 'static>() {{}}\n\
         pub fn check() {{ to_another_thread::<{what}>() }}"
    ))
}
