//! A document is an ordinary value: it can be sent to another thread, and kept there.
//!
//! Two things in the starter cannot. A `&Bump` may not go to another thread, since a second one could
//! stay behind and allocate at the same time. And an arena's `Vec` holds such a reference, to be able
//! to grow. A `Bump` that is *owned* may go, and so may slices of what is finished.
//! The cheapest version that passes: `self_cell` with text and arena as the owner, and sections that
//! hold slices (`into_bump_slice`).
//! Once the document owns its arena, the compiler still finds a `NonNull`: it is inside such a `Vec`.
//! Look for the first note that names a line of yours: that type holds the vector.
//! Before moving on: is your `Document` also `Sync`? What would a second thread need to break it?

use std::thread;

use bumpalo::Bump;
use owned_document::Document;
use yardstick::compiler::Snippet;

use super::guides;

/// A value, of which it is asked whether it may go to another thread. Where it may, the first of the
/// two methods below is chosen; where it may not, the second. So the test compiles for both.
struct Parcel<T>(T);

#[allow(dead_code, reason = "not chosen, as long as a document may not go")]
impl<T: Send + 'static> Parcel<T> {
    fn on_another_thread<R: Send + 'static>(
        self,
        read: impl FnOnce(T) -> R + Send + 'static,
    ) -> Option<R> {
        let reader = thread::spawn(move || read(self.0));
        Some(reader.join().expect("reading a document does not panic"))
    }
}

#[allow(dead_code, reason = "not chosen, once a document may go")]
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
        Some(titles) => assert_eq!(titles.len(), 13, "sections, seen by another thread"),
        // The compiler says best why not.
        None => may_go("{crate}::Document").assert_compiles(),
    }
}

#[test]
fn and_so_are_many_documents() {
    may_go("Vec<{crate}::Document>").assert_compiles();
}

/// Source that compiles if values of this type may go to another thread.
fn may_go(what: &str) -> Snippet {
    // The name of the type begins with the name of the crate that is graded.
    Snippet::using(std::any::type_name::<Document>()).source(&format!(
        "fn to_another_thread<T: Send + 'static>() {{}}\n\
         pub fn check() {{ to_another_thread::<{what}>() }}"
    ))
}
