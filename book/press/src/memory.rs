//! Renders a scene, which compares how two ways of doing the same thing use memory: as data for `theme/memory.js`, with
//! the code of both sides, and in words.

use crate::html::{escape, inline};
use crate::{Checkout, Problem, highlight};
use scenes::{Scene, Side};
use std::fmt::Write;

/// Renders the scene `name` with a caption.
pub fn scene(checkout: &Checkout, name: &str, caption: &str) -> Result<String, Problem> {
    let scene = read_scene(checkout, name)?;
    // Without blank lines: Markdown would end the HTML block at one.
    Ok(format!(
        "<div class=\"wide\">\n<arena-memory>\n<figure class=\"memory\">\n<figcaption>{}</figcaption>\n\
         <script type=\"application/json\">{}</script>\n<div class=\"memory-code\">\n{}{}</div>\n{}</figure>\n\
         </arena-memory>\n</div>\n",
        inline(caption),
        json(&scene),
        code(&scene.sides[0]),
        code(&scene.sides[1]),
        narration_table(&scene)
    ))
}

fn read_scene(checkout: &Checkout, name: &str) -> Result<Scene, Problem> {
    let path = checkout.scenes().join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).map_err(|_| {
        let help = format!("use one of: {}", scene_names(checkout).join(", "));
        Problem::general(format!("there is no scene `{name}`"), help)
    })?;
    Scene::read(&text).map_err(|error| {
        let what = format!("{} is not a scene ({error})", checkout.show(&path));
        Problem::general(
            what,
            "write it again with `UPDATE_EXPECT=1 cargo test -p scenes`",
        )
    })
}

fn scene_names(checkout: &Checkout) -> Vec<String> {
    let files = std::fs::read_dir(checkout.scenes()).into_iter().flatten();
    let files = files.filter_map(|file| Some(file.ok()?.path()));
    let names = files.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// The scene as JSON that cannot contain `</script>`, without the code, which is in the page.
fn json(scene: &Scene) -> String {
    let mut scene = scene.clone();
    for side in &mut scene.sides {
        side.code.clear();
    }
    scene.write().trim_end().replace('<', "\\u003c")
}

/// The code of a side, with a line to mark for each.
fn code(side: &Side) -> String {
    let lines = highlight::lines(&side.code);
    let lines: String = lines
        .iter()
        .map(|line| format!("<span class=\"line\">{line}\n</span>"))
        .collect();
    format!(
        "<div class=\"code-of-side\"><p>{}</p><pre><code>{lines}</code></pre></div>\n",
        escape(&side.name)
    )
}

fn narration_table(scene: &Scene) -> String {
    let [left, right] = &scene.sides;
    let mut text = format!(
        "<details class=\"told\">\n<summary>Step by step, in words</summary>\n<div class=\"table-wrapper\"><table>\n\
         <thead><tr><th scope=\"col\">Step</th><th scope=\"col\">What is done</th>\
         <th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
        escape(&left.name),
        escape(&right.name)
    );
    for (at, (step, sides)) in scene.steps.iter().zip(scene.narration()).enumerate() {
        let [left, right] = sides.map(|text| inline(or_nothing(&text)));
        let what = inline(&step.what);
        let _ = writeln!(
            text,
            "<tr><td>{}</td><td>{what}</td><td>{left}</td><td>{right}</td></tr>",
            at + 1
        );
    }
    let _ = write!(
        text,
        "</tbody></table></div>\n<p class=\"summed-up\">{}</p>\n</details>\n",
        inline(&scene.summary())
    );
    text
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() {
        "Nothing is allocated or freed."
    } else {
        text
    }
}
