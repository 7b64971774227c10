//! Logs such as no gauge writes.

use fastrand::Rng;

/// Logs that are short, or at the edge of what may be written. Some of them are refused.
pub(crate) const SHORT: [&str; 26] = [
    "",
    "\n",
    "\n\n",
    "minute,level,remark",
    "h\n0,1,",
    "h\n0,1,note",
    "h\r\n0,1,\r\n10,2,note\r\n20,3,\"a \"\"b\"\"\"\r\n",
    "0,1,\n10,2,\n",
    "h\n0,1,\"\"",
    "h\n0,1,\"",
    "h\n0,1,\"\"\"",
    "h\n0,1,\"\"\"\"",
    "h\n0,1,a\"\"b\n",
    "h\n0,1,\"a\"b\"c\"\n",
    "h\n0,1,\"a\"b\n",
    "h\n0,1,\"a\" \n",
    "h\n0,1,a\"b\"\n",
    "h\n0,1,\"\"a\"\"\n",
    "h\n0,1, \n",
    "h\n0,1,,\n0,1,\",\"\n",
    "h\n4294967295,-2147483648,\n+1,+2147483647,x\n",
    "h\n4294967296,0,\n",
    "h\n0,2147483648,\n",
    "h\n-1,0,\n",
    "h\n 0,1,\n",
    "h\n0,1,Größe: \u{9752}\u{3044}\n10,2,\"\"\"é\"\"\"\n",
];

/// A log whose every reading has a long note with quotes inside. The texts are a little longer than a
/// power of two: where one grew by doubling, nearly half of its capacity is unused.
pub(crate) fn wordy(rng: &mut Rng, n_rows: usize) -> String {
    let words = "ice at the banks, and snow; ".repeat(11);
    let mut note = || {
        let length = 1 << rng.usize(6..9);
        let length = length + rng.usize(1..length / 16);
        format!("\"\"\"{}\"\"\"", &words[..length - 2])
    };
    let rows = (0..n_rows).map(|row| format!("{},{},{}\n", row * 10, row % 90, note()));
    "minute,level,remark\n".to_owned() + &rows.collect::<String>()
}

/// Logs of many readings, whose notes are no ordinary ones; each with its description.
pub(crate) fn long(n_rows: usize) -> [(&'static str, String); 5] {
    let n_rows = yardstick::size(n_rows, 15);
    let log = |note: &dyn Fn(usize) -> String| -> String {
        let rows = (0..n_rows).map(|row| format!("{},{},{}\n", row * 7, row % 90, note(row)));
        "minute,level,remark\n".to_owned() + &rows.collect::<String>()
    };
    [
        (
            "a long note beside every tenth reading",
            log(&|row| match row % 10 {
                9 => format!("\"{}\"", "ice, \"\"thick\"\"; ".repeat(60)),
                _ => String::new(),
            }),
        ),
        (
            "notes of nothing but quotes",
            log(&|row| "\"".repeat(2 * (row % 20))),
        ),
        (
            "an empty note in quotes beside each reading",
            log(&|_| "\"\"".to_owned()),
        ),
        (
            "notes that grow",
            log(&|row| format!("\"{}é\"\"\"", "x".repeat(row))),
        ),
        (
            "readings that are longer from line to line",
            log(&|row| {
                if row + 1 < n_rows {
                    String::new()
                } else {
                    "last".repeat(n_rows)
                }
            }),
        ),
    ]
}
