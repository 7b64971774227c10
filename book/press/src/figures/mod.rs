//! The figures that a sentence of the book is driven by: each is complete as it is written here, and `theme/figure.js`
//! lets the reader move something in it.
//!
//! What they show is computed by a real arena (`doubling`, `rounds`, `order`), or was recorded from code and from the
//! compiler by the tests of the listings (`owners`, `borrows`).

pub mod drawing;
mod parts;

mod borrows;
pub mod doubling;
pub mod order;
mod owners;
pub mod rounds;

use crate::html::inline;
use crate::{Checkout, Problem};

const NAMES: [&str; 5] = ["doubling", "rounds", "order", "owners", "borrows"];

/// Renders the figure `name` with a caption.
pub(crate) fn figure(checkout: &Checkout, name: &str, caption: &str) -> Result<String, Problem> {
    let body = match name {
        "doubling" => doubling::html(),
        "rounds" => rounds::html(),
        "order" => order::html(),
        "owners" => owners::html(checkout)?,
        "borrows" => borrows::html(checkout)?,
        _ => {
            return Err(Problem::general(
                format!("there is no figure `{name}`"),
                format!("use one of: {}", NAMES.join(", ")),
            ));
        }
    };
    // Without blank lines: Markdown would end the HTML block at one.
    Ok(format!(
        "<arena-figure kind=\"{name}\">\n<figure class=\"picture\" id=\"figure-{name}\">\n<p class=\"kind\">Picture</p>\n\
         <figcaption>{}</figcaption>\n{body}</figure>\n</arena-figure>\n",
        inline(caption)
    ))
}
