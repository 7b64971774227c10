//! A line as words, with quotes, as shells have it: what someone types, or an editor's command.

/// The words of a line. Quotes keep blanks together; a backslash is a letter like any other, since
/// on Windows it stands in paths. A quote that is not closed ends with the line.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in line.chars() {
        match quote {
            Some(open) if open == character => quote = None,
            None if matches!(character, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            None if character.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotes_keep_blanks_together() {
        let line = r#"  "/Applications/Sublime Text/subl" --wait 'a b'c "" C:\x "#;
        let expected = [
            "/Applications/Sublime Text/subl",
            "--wait",
            "a bc",
            "",
            r"C:\x",
        ];
        assert_eq!(words(line), expected);
    }
}
