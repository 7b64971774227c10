//! Splits a source file into its stages: which of them are as shipped?

/// The name for the lines around the stages.
pub(crate) const PIPELINE: &str = "the lines outside the four stages";

/// One stage: its name, and its lines without indentation, comments and blank lines.
pub(crate) type Stage<'s> = (&'s str, Vec<&'s str>);

/// The lines around the stages, and then each `pub mod` from its first line to its closing brace.
pub(crate) fn stages(source: &str) -> Vec<Stage<'_>> {
    let mut around = Vec::new();
    let mut stages: Vec<Stage<'_>> = Vec::new();
    let mut is_inside = false;
    for line in source.lines() {
        let name = line
            .strip_prefix("pub mod ")
            .and_then(|rest| rest.strip_suffix(" {"));
        if let Some(name) = name {
            stages.push((name, Vec::new()));
            is_inside = true;
        }
        let lines = match stages.last_mut() {
            Some((_, lines)) if is_inside => lines,
            _ => &mut around,
        };
        let code = line.trim();
        if !code.is_empty() && !code.starts_with("//") {
            lines.push(code);
        }
        is_inside &= line != "}";
    }
    stages.insert(0, (PIPELINE, around));
    stages
}

/// The parts that differ between two sources, each with the first line of yours that does.
pub(crate) fn changed<'s>(yours: &'s str, shipped: &'s str) -> Vec<(&'s str, &'s str)> {
    let (yours, shipped) = (stages(yours), stages(shipped));
    let mut changed = Vec::new();
    for (name, lines) in &yours {
        let before = shipped.iter().find(|stage| stage.0 == *name);
        let before = before.map_or(&[][..], |stage| stage.1.as_slice());
        if lines.as_slice() != before {
            let differs = |at: &usize| lines.get(*at) != before.get(*at);
            let at = (0..lines.len()).find(differs);
            changed.push((*name, at.map_or("(lines are gone)", |at| lines[at])));
        }
    }
    for (name, _) in &shipped {
        if !yours.iter().any(|stage| stage.0 == *name) {
            changed.push((name, "(the stage is gone)"));
        }
    }
    changed
}
