//! A workshop for the tiny fixture.

/// A workshop.toml for the tiny fixture, with the fifth exercise before the second.
pub const PLAN: &str = r#"
title = "Half a day"
start = "09:00"

[[item]]
text = "Welcome"
minutes = 5

[[item]]
exercise = "count-lines"

[[item]]
exercise = "count-words"
"#;
