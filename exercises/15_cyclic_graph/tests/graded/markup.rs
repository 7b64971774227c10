//! Pages: one as sent by a shop, and others generated from a seed. The tests and the bench share
//! them.

use fastrand::Rng;

/// The page of an order, with three forms.
pub(crate) fn order() -> &'static str {
    include_str!("order.html")
}

/// A page with exactly `n_nodes` nodes below its root. Each element has an id: `e0`, `e1`, and so
/// on, in the order of the markup.
pub(crate) fn random(rng: &mut Rng, n_nodes: usize, has_forms: bool) -> String {
    let names = match has_forms {
        true => &["div", "p", "ul", "form", "fieldset", "label", "form"][..],
        false => &["div", "p", "ul", "li", "section", "span", "table"][..],
    };
    let mut page = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut n_elements = 0;
    for _ in 0..n_nodes {
        match rng.u8(..8) {
            // Two texts in a row would be one.
            0..=2 if !page.ends_with('.') => page.push_str("Some words, and an end."),
            3 => {
                page.push_str(&format!("<input id=\"e{n_elements}\" type=\"text\"/>\n"));
                n_elements += 1;
            }
            _ => {
                let name = names[rng.usize(..names.len())];
                page.push_str(&format!("<{name} id=\"e{n_elements}\" class=\"wide\">"));
                open.push(name);
                n_elements += 1;
            }
        }
        while open.len() > 30 || rng.u8(..8) < 3 {
            let Some(name) = open.pop() else { break };
            page.push_str(&format!("</{name}>\n"));
        }
    }
    while let Some(name) = open.pop() {
        page.push_str(&format!("</{name}>"));
    }
    page
}

/// `n_elements` elements, each inside the one before it. The innermost has the id `core`.
pub(crate) fn deep(n_elements: usize) -> String {
    let (outer, inner) = ("<div>".repeat(n_elements - 1), "<p id=\"core\">deep</p>");
    format!("{outer}{inner}{}", "</div>".repeat(n_elements - 1))
}
