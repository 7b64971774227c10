//! Pages of an online shop, generated from a seed.

use fastrand::Rng;

const PRODUCTS: [&str; 8] = [
    "trail running shoe",
    "rain jacket",
    "merino sock",
    "head lamp",
    "sleeping bag",
    "camping stove",
    "climbing rope",
    "dry bag",
];

/// Such as `/shop/4711/rain-jacket`.
pub(crate) fn path(number: usize) -> String {
    let product = PRODUCTS[number % PRODUCTS.len()];
    format!("/shop/{number}/{}", product.replace(' ', "-"))
}

/// A page of exactly `n_bytes` bytes, which must be at least 60.
pub(crate) fn body(rng: &mut Rng, n_bytes: usize) -> String {
    let end = "</body></html>";
    let product = PRODUCTS[rng.usize(..PRODUCTS.len())];
    let mut body = format!("<html><body><h1>{product}</h1>");
    while body.len() + end.len() < n_bytes {
        let (product, cents) = (PRODUCTS[rng.usize(..PRODUCTS.len())], rng.u32(500..20_000));
        body += &format!("<li>{product} <b>{}.{:02}</b>", cents / 100, cents % 100);
    }
    body.truncate(n_bytes - end.len());
    body + end
}
