//! Splits a line into words, with quotes, as shells do: a typed command, or the value of `EDITOR`.

/// Splits a line into words. Quoted blanks do not separate words; a backslash is an ordinary
/// character, since Windows paths contain it. A quote that is not closed ends with the line.
#[must_use]
pub fn split(line: &str) -> Vec<String> {
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
    use super::split;

    #[test]
    fn quoted_blanks_do_not_separate_words() {
        let line = r#"  "/Applications/Sublime Text/subl" --wait 'a b'c "" C:\x "#;
        let expected = [
            "/Applications/Sublime Text/subl",
            "--wait",
            "a bc",
            "",
            r"C:\x",
        ];
        assert_eq!(split(line), expected);
    }
}
