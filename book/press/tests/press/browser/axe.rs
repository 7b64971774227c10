//! axe-core, which finds accessibility barriers in a page: contrast, names, roles, order. `.ci/browser` fetches it.

use super::tab::Tab;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Its script, if it was fetched.
pub(crate) fn find() -> Option<String> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    let folders = std::fs::read_dir(target).ok()?;
    let is_axe = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().starts_with("axe-core-")
    };
    let mut folders = folders
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(is_axe);
    std::fs::read_to_string(folders.next()?.join("axe.min.js")).ok()
}

/// What axe finds in the current page: the rule, the element, and the reason.
#[track_caller]
pub(crate) fn violations(tab: &mut Tab, axe: &str) -> Vec<String> {
    run(tab, axe, "{ resultTypes: ['violations'] }")
}

/// The same by day, and then by night, when nothing but colours is another.
#[track_caller]
pub(crate) fn violations_in_both_themes(tab: &mut Tab, axe: &str) -> Vec<String> {
    tab.prefers(&[("prefers-color-scheme", "light")]);
    let mut found = violations(tab, axe);
    tab.prefers(&[("prefers-color-scheme", "dark")]);
    let colours =
        "{ resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] }";
    let by_night = run(tab, axe, colours);
    found.extend(
        by_night
            .iter()
            .map(|violation| format!("dark: {violation}")),
    );
    found
}

#[track_caller]
fn run(tab: &mut Tab, axe: &str, options: &str) -> Vec<String> {
    tab.draw_all();
    // What follows a change of size, such as a tab stop at a box that scrolls now, comes with the next frame.
    tab.value(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))",
    );
    if tab.value("typeof window.axe") == "undefined" {
        tab.add_script(axe);
    }
    let found = tab.value(&format!(
        "axe.run(document, {options}).then(({{ violations }}) => violations.flatMap(rule =>
            rule.nodes.map(node => `${{rule.id}}: ${{node.html.slice(0, 200)}}: ${{node.failureSummary}}`)))"
    ));
    let found = found.as_array().into_iter().flatten();
    found.filter_map(Value::as_str).map(str::to_owned).collect()
}
