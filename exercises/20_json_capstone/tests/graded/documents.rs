//! Documents: three written by hand, and others generated from a seed. The tests and the bench
//! share them.

use fastrand::Rng;

/// Realistic documents. We wrote them ourselves.
pub(crate) const SAMPLES: [(&str, &str); 3] = [
    ("an order", include_str!("samples/order.json")),
    ("a weather station", include_str!("samples/station.json")),
    ("a lock file", include_str!("samples/lock.json")),
];

const WORDS: [&str; 12] = [
    "boots",
    "delivered",
    "Zoé",
    "blue",
    "靴",
    "left at the door",
    "Straße 12",
    "A-0417",
    "42",
    "in stock",
    "returned",
    "wool",
];

/// The response of an API: a page with `n_orders` orders. One text in eight has an escape.
pub(crate) fn page(rng: &mut Rng, n_orders: usize) -> String {
    let n_orders = n_orders.div_ceil(if cfg!(miri) { 30 } else { 1 });
    let orders: Vec<String> = (0..n_orders).map(|number| order(rng, number)).collect();
    format!(
        "{{\"page\": {}, \"next\": null, \"orders\": [\n{}\n]}}\n",
        rng.u32(1..500),
        orders.join(",\n")
    )
}

fn order(rng: &mut Rng, number: usize) -> String {
    let (name, city, note) = (words(rng, 2), words(rng, 1), words(rng, 6));
    let lines: Vec<String> = (0..rng.usize(1..4))
        .map(|_| {
            let (sku, price) = (words(rng, 1), rng.u32(100..20_000));
            format!(
                r#"{{"sku": "{sku}", "quantity": {}, "price": {}.{:02}}}"#,
                rng.u8(1..9),
                price / 100,
                price % 100
            )
        })
        .collect();
    format!(
        r#"  {{"id": {number}, "paid": {}, "customer": {{"name": "{name}", "city": "{city}"}}, "lines": [{}], "tags": ["{}", "{}"], "note": "{note}"}}"#,
        rng.bool(),
        lines.join(", "),
        words(rng, 1),
        words(rng, 1),
    )
}

/// The inside of a JSON string.
fn words(rng: &mut Rng, n_words: usize) -> String {
    let words: Vec<&str> = (0..n_words).filter_map(|_| rng.choice(WORDS)).collect();
    let text = words.join(" ");
    match rng.u8(..8) {
        0 => format!(r#"{text}\n\"{text}\" \u00e9"#),
        _ => text,
    }
}

/// A document of any shape, nested at most `depth` deep.
pub(crate) fn any(rng: &mut Rng, depth: usize) -> String {
    let mut text = String::new();
    write_any(rng, depth, &mut text);
    text
}

fn write_any(rng: &mut Rng, depth: usize, out: &mut String) {
    space(rng, out);
    match rng.u8(..if depth > 0 { 10 } else { 6 }) {
        0 => out.push_str(rng.choice(["null", "true", "false"]).unwrap_or("null")),
        1 | 2 => out.push_str(&number(rng)),
        3..=5 => write_string(rng, out),
        6 | 7 => {
            out.push('[');
            for at in 0..rng.usize(..5) {
                out.push_str(if at > 0 { "," } else { "" });
                write_any(rng, depth - 1, out);
            }
            space(rng, out);
            out.push(']');
        }
        _ => {
            out.push('{');
            for at in 0..rng.usize(..5) {
                out.push_str(if at > 0 { "," } else { "" });
                space(rng, out);
                write_string(rng, out);
                space(rng, out);
                out.push(':');
                write_any(rng, depth - 1, out);
            }
            space(rng, out);
            out.push('}');
        }
    }
    space(rng, out);
}

fn number(rng: &mut Rng) -> String {
    let sign = if rng.bool() { "-" } else { "" };
    let whole = rng.u32(..) >> rng.u32(..32);
    let fraction = if rng.bool() {
        format!(".{}", rng.u16(..))
    } else {
        String::new()
    };
    let exponent = rng
        .choice(["", "", "e5", "E-3", "e+12", "e400"])
        .unwrap_or("");
    format!("{sign}{whole}{fraction}{exponent}")
}

fn write_string(rng: &mut Rng, out: &mut String) {
    out.push('"');
    for _ in 0..rng.usize(..6) {
        let piece = [
            "id",
            "name",
            "ß",
            "靴",
            " ",
            "\\n",
            "\\\"",
            "\\/",
            "\\u00E9",
            "\\ud83d\\udc36",
        ];
        out.push_str(rng.choice(piece).unwrap_or("x"));
    }
    out.push('"');
}

fn space(rng: &mut Rng, out: &mut String) {
    if rng.u8(..4) == 0 {
        out.push_str(rng.choice([" ", "\n", "\t", "\r\n  "]).unwrap_or(" "));
    }
}
