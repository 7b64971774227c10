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

/// The same for a source, in an arena of its own; or the line of the error.
macro_rules! plain {
    ($outline:path, $source:expr) => {{
        let arena = bumpalo::Bump::new();
        let source = String::from($source);
        let result = $outline(&arena, &source);
        drop(source); // The buffer goes first: no symbol may borrow from it.
        match result {
            Ok(symbols) => Ok(super::plain::symbols!(symbols)),
            Err(error) => Err(error.line),
        }
    }};
}

pub(crate) use {plain, symbols};
