//! Texts of equal hashes, for tests of what is found by a hash.

/// Texts that have the same hash by one of the well-known functions without a key, two by two, after the function.
///
/// Some are textbook examples; we searched for the others.
pub const COLLIDING: [(&str, [&str; 2]); 10] = [
    ("sum of the bytes", ["node", "done"]),
    ("h * 31 + byte, as in Java", ["Aa", "BB"]),
    ("h * 33 + byte (djb2)", ["Ez", "FY"]),
    ("h * 33 ^ byte (djb2a)", ["bC", "cb"]),
    ("CRC-32", ["plumless", "buckeroo"]),
    ("FNV-1, 32 bits", ["wlasdmom", "bmdzgxpl"]),
    ("FNV-1a, 32 bits", ["costarring", "liquid"]),
    (
        "FNV-1a, 64 bits",
        ["8yn0iYCKYHlIj4-BwPqk", "GReLUrM4wMqfg9yzV3KQ"],
    ),
    ("FxHash, 64 bits", ["i9UK7iO4TaPATaaa", "nXn89k2k9b818NQv"]),
    // SipHash-1-3 with keys of zero, and the byte 255 after the text.
    (
        "std's DefaultHasher::new",
        ["bppbnicjlhfcadlg", "bjjnegamfblhhbeb"],
    ),
];
