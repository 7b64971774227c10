//! Rules as plain values: yours and Bad's have different types.

/// Folder and words of each rule, or the line that is wrong.
macro_rules! plain {
    ($read:path, $arena:expr, $source:expr) => {{
        match $read($arena, $source) {
            Ok(rules) => Ok(super::plain::rules!(rules)),
            Err(line) => Err(line),
        }
    }};
}

/// Folder and words of each rule.
macro_rules! rules {
    ($rules:expr) => {{
        let mut plain = Vec::new();
        for rule in $rules.iter() {
            let words: Vec<String> = rule.words.iter().map(|word| word.to_string()).collect();
            plain.push((rule.folder.to_string(), words));
        }
        plain
    }};
}

pub(crate) use {plain, rules};
