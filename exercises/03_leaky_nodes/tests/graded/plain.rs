//! An outline as plain values: yours and Bad's have different types.

/// Name and parameters of each symbol.
macro_rules! symbols {
    ($symbols:expr) => {{
        let mut plain = Vec::new();
        for symbol in $symbols.iter() {
            let params: Vec<String> = symbol.params.iter().map(|p| p.to_string()).collect();
            plain.push((symbol.name.to_string(), params));
        }
        plain
    }};
}

pub(crate) use symbols;
