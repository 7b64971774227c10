//! Numbers with their digits in groups.

/// Digits in groups of three, as in all reports: `10 004`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_from_the_right() {
        let numbers = [0, 999, 1_000, 10_004, 2_096_448];
        let texts = numbers.map(grouped);
        assert_eq!(texts, ["0", "999", "1 000", "10 004", "2 096 448"]);
    }
}
