//! Renders a scene: what two ways of doing the same do to memory, as data for `theme/memory.js`, and in words.

use crate::pairs::{escape, inline};
use crate::{Problem, Workbook};
use scenes::Scene;
use std::fmt::Write;

/// The scene called `name`, with a caption.
pub fn scene(workbook: &Workbook, name: &str, caption: &str) -> Result<String, Problem> {
    let scene = read(workbook, name)?;
    // No blank line in it: Markdown would end the block of HTML there.
    Ok(format!(
        "<div class=\"wide\">\n<arena-memory>\n<figure class=\"memory\">\n<figcaption>{}</figcaption>\n\
         <script type=\"application/json\">{}</script>\n{}</figure>\n</arena-memory>\n</div>\n",
        inline(caption),
        data(&scene),
        words(&scene)
    ))
}

fn read(workbook: &Workbook, name: &str) -> Result<Scene, Problem> {
    let path = workbook.scenes().join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).map_err(|_| {
        let help = format!("use one of: {}", known(workbook).join(", "));
        Problem::somewhere(format!("there is no scene `{name}`"), help)
    })?;
    Scene::read(&text).map_err(|error| {
        let what = format!("{} is no scene ({error})", workbook.shown(&path));
        Problem::somewhere(
            what,
            "write it anew with `UPDATE_EXPECT=1 cargo test -p scenes`",
        )
    })
}

fn known(workbook: &Workbook) -> Vec<String> {
    let files = std::fs::read_dir(workbook.scenes()).into_iter().flatten();
    let files = files.filter_map(|file| Some(file.ok()?.path()));
    let names = files.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// JSON that no `</script>` can end.
fn data(scene: &Scene) -> String {
    scene.write().trim_end().replace('<', "\\u003c")
}

fn words(scene: &Scene) -> String {
    let [left, right] = &scene.sides;
    let mut text = format!(
        "<details class=\"told\">\n<summary>Step by step, in words</summary>\n<div class=\"table-wrapper\"><table>\n\
         <thead><tr><th scope=\"col\">Step</th><th scope=\"col\">What is done</th>\
         <th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
        escape(&left.name),
        escape(&right.name)
    );
    for (at, (step, told)) in scene.steps.iter().zip(scene.said()).enumerate() {
        let [left, right] = told.map(|words| inline(nothing(&words)));
        let what = inline(&step.what);
        let _ = writeln!(
            text,
            "<tr><td>{}</td><td>{what}</td><td>{left}</td><td>{right}</td></tr>",
            at + 1
        );
    }
    text + "</tbody></table></div>\n</details>\n"
}

fn nothing(words: &str) -> &str {
    if words.is_empty() {
        "Nothing is asked for."
    } else {
        words
    }
}
