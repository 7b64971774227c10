//! Renders a prompt with an arena behind it: a box that `theme/lab.js` brings to life, and a sentence for pages without
//! JavaScript.

use crate::html::inline;

/// Where the files of the lab are, in the folder of the pages.
pub const FOLDER: &str = "lab";
/// The compiled arena, in that folder: see [`wasm`](crate::wasm).
pub const ARENA: &str = "arena.wasm";

/// Renders the lab, with what to try in it. `root` leads from the page to the folder of the pages.
pub fn lab(text: &str, root: &str) -> String {
    // Only pages with a prompt load its script and style; the arena itself comes with the first command.
    format!(
        "<link rel=\"stylesheet\" href=\"{root}{FOLDER}/lab.css\">\n<arena-lab>\n<section class=\"lab\" aria-label=\"Lab\">\n\
         <p class=\"kind\">Lab</p>\n<p>{}</p>\n<p class=\"lab-without\">The prompt that is here needs JavaScript: \
         <code>cargo xtask lab</code> opens it in a terminal.</p>\n</section>\n</arena-lab>\n\
         <script src=\"{root}{FOLDER}/lab.js\" defer></script>\n",
        inline(text)
    )
}
