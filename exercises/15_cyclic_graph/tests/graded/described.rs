//! What a document's links say, as text: equal text for equal links, both for your nodes and Bad's.

/// All links of a document, node by node, after some moves; or the position of the error.
macro_rules! described {
    ($parse:path, $markup:expr, $moves:expr) => {{
        let arena = Bump::new();
        $parse(&arena, $markup)
            .map(|document| {
                let moves: &[(String, String)] = $moves;
                let moved = moves.iter().map(|(id, into)| document.move_into(id, into));
                let moved: Vec<bool> = moved.collect();
                let mut lines = Vec::new();
                document.walk(&mut |node| {
                    let mut line = format!("{}#{} {:?}", node.name(), node.id(), node.text());
                    let mut around = node.parent();
                    while let Some(parent) = around {
                        line += &format!(" in {}#{}", parent.name(), parent.id());
                        around = parent.parent();
                    }
                    if let Some(form) = node.form() {
                        line += &format!(", form {}", form.id());
                    }
                    for child in node.children() {
                        line += &format!(", around {}#{}", child.name(), child.id());
                    }
                    lines.push(line);
                });
                (moved, lines)
            })
            .map_err(|error| error.position)
    }};
}
