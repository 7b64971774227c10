//! A document's content as text: equal text for equal content, both for your documents and Bad's.

/// The contents of a document, one line for each section.
macro_rules! outline {
    ($document:ty, $source:expr) => {{
        let document = <$document>::parse($source.to_owned(), Bump::new());
        let mut lines = vec![format!("{} bytes", document.source().len())];
        document.visit(&mut |section| {
            lines.push(format!(
                "{:indent$}{} [{}] {:?}, {} within",
                "",
                section.title,
                section.anchor,
                section.paragraphs,
                section.sections.len(),
                indent = 2 * section.level,
            ));
        });
        lines
    }};
}
