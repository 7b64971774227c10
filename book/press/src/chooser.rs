//! A decision, one question at a time, from a fenced block `chooser`:
//!
//! ```toml
//! [[node]]                                   # the reader starts at the first node
//! id = "lives"
//! ask = "Does everything become useless at the same moment?"
//! answers = [{ text = "Yes", to = "use" }, { text = "No", to = "heap" }]
//!
//! [[node]]
//! id = "use"
//! advice = "An arena fits."
//! # and so on
//! ```
//!
//! All texts are Markdown. Without JavaScript the page shows the tree as nested lists; `theme/chooser.js` shows one
//! node of it at a time. A node that can be reached in two ways appears twice in the lists.

use crate::Problem;
use crate::widget::{Mistake, markdown, mistake, parse, reject_rust, require_text};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

const HELP: &str = "a chooser is TOML: `[[node]]` with `id`, and either `ask` and `answers = [{ text, to }]`, or `advice`";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireChooser {
    node: Vec<WireNode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireNode {
    id: Spanned<String>,
    ask: Option<Spanned<String>>,
    #[serde(default)]
    answers: Vec<WireAnswer>,
    advice: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireAnswer {
    text: Spanned<String>,
    to: Spanned<String>,
}

/// A checked node: every `to` is the index of a node.
enum Node {
    Ask {
        text: String,
        answers: Vec<(String, usize)>,
    },
    Advice(String),
}

/// Renders the tree as Markdown with HTML blocks. The line of a mistake counts from the first line of `source`.
pub fn render(source: &str) -> Result<String, Mistake> {
    let chooser: WireChooser = parse(source, "chooser", HELP)?;
    if chooser.node.is_empty() {
        let problem = Problem::general("this chooser has no node", HELP);
        return Err(Mistake { line: 0, problem });
    }
    let wire = Wire {
        source,
        nodes: &chooser.node,
    };
    let nodes = wire.checked()?;
    Ok(format!(
        "<arena-chooser>\n\n{}\n</arena-chooser>\n",
        render_node(&nodes, 0)
    ))
}

/// The nodes as written.
struct Wire<'a> {
    source: &'a str,
    nodes: &'a [WireNode],
}

impl Wire<'_> {
    fn checked(&self) -> Result<Vec<Node>, Mistake> {
        let mut known = BTreeSet::new();
        for node in self.nodes {
            if !known.insert(node.id.as_ref()) {
                let what = format!("there are two nodes `{}`", node.id.as_ref());
                let help = "give one of them another id";
                return Err(mistake(self.source, &node.id, what, help));
            }
        }
        let nodes = self.nodes.iter().map(|node| self.node(node));
        let nodes = nodes.collect::<Result<Vec<_>, _>>()?;
        let mut seen = BTreeSet::new();
        self.walk(&nodes, &mut vec![0], &mut seen)?;
        match (0..nodes.len()).find(|at| !seen.contains(at)) {
            None => Ok(nodes),
            Some(unreachable) => {
                let id = &self.nodes[unreachable].id;
                let what = format!("no answer leads to the node `{}`", id.as_ref());
                let help = "make an answer lead to it, or remove it";
                Err(mistake(self.source, id, what, help))
            }
        }
    }

    fn node(&self, node: &WireNode) -> Result<Node, Mistake> {
        match (&node.ask, &node.advice) {
            (Some(ask), None) if node.answers.len() > 1 => {
                let answers = node.answers.iter().map(|answer| {
                    let text = self.text(&answer.text)?;
                    Ok((text, self.target(answer)?))
                });
                Ok(Node::Ask {
                    text: self.text(ask)?,
                    answers: answers.collect::<Result<_, _>>()?,
                })
            }
            (None, Some(advice)) if node.answers.is_empty() => Ok(Node::Advice(self.text(advice)?)),
            _ => {
                let id = node.id.as_ref();
                let what = format!("the node `{id}` is neither a question nor advice");
                let help = "give it `ask` and at least two `answers`, or only `advice`";
                Err(mistake(self.source, &node.id, what, help))
            }
        }
    }

    fn text(&self, text: &Spanned<String>) -> Result<String, Mistake> {
        require_text(self.source, text, HELP)?;
        reject_rust(self.source, text)?;
        Ok(markdown(text.as_ref()))
    }

    fn target(&self, answer: &WireAnswer) -> Result<usize, Mistake> {
        let mut ids = self.nodes.iter().map(|node| node.id.as_ref());
        let found = ids.position(|id| id == answer.to.as_ref());
        found.ok_or_else(|| {
            let known: Vec<_> = self
                .nodes
                .iter()
                .map(|node| node.id.as_ref().as_str())
                .collect();
            let what = format!("there is no node `{}`", answer.to.as_ref());
            let help = format!("use one of: {}", known.join(", "));
            mistake(self.source, &answer.to, what, help)
        })
    }

    /// Follows every answer of the last node in `path`. The nodes before it lead to it.
    fn walk(
        &self,
        nodes: &[Node],
        path: &mut Vec<usize>,
        seen: &mut BTreeSet<usize>,
    ) -> Result<(), Mistake> {
        let Some(&at) = path.last() else {
            return Ok(());
        };
        seen.insert(at);
        let Node::Ask { answers, .. } = &nodes[at] else {
            return Ok(());
        };
        for (written, &(_, to)) in self.nodes[at].answers.iter().zip(answers) {
            if path.contains(&to) {
                let what = format!(
                    "the answers lead in a circle, back to `{}`",
                    written.to.as_ref()
                );
                let help = "make every path end in advice; the page has a button to go back";
                return Err(mistake(self.source, &written.to, what, help));
            }
            path.push(to);
            self.walk(nodes, path, seen)?;
            path.pop();
        }
        Ok(())
    }
}

/// A node, and below it a list item for each answer.
fn render_node(nodes: &[Node], at: usize) -> String {
    let block = |class: &str, text: &str| format!("<div class=\"{class}\">\n\n{text}\n\n</div>\n");
    match &nodes[at] {
        Node::Advice(text) => block("advice", text),
        Node::Ask { text, answers } => {
            let mut page = block("ask", text);
            for (answer, to) in answers {
                let item = format!("{answer}\n\n{}", render_node(nodes, *to));
                page.push_str(&format!("\n- {}\n", indented(&item)));
            }
            page
        }
    }
}

/// Indents all lines but the first, as in a list item.
fn indented(text: &str) -> String {
    text.trim_end()
        .replace('\n', "\n  ")
        .replace("\n  \n", "\n\n")
}
