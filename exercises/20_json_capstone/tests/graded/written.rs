//! A document's content as text: equal text for equal content, both for your values and Bad's.

/// Makes a function that writes a value: names in order, each once, numbers by their bits' value.
macro_rules! writer {
    ($(#[$doc:meta])* $name:ident, $value:ty) => {
        $(#[$doc])*
        #[allow(elided_lifetimes_in_paths, reason = "your type has a lifetime, Bad's has none")]
        pub(crate) fn $name(value: &$value) -> String {
            if let Some(text) = value.as_str() {
                return format!("{text:?}");
            }
            if let Some(number) = value.as_number() {
                return format!("{number:?}");
            }
            if let Some(is_true) = value.as_bool() {
                return is_true.to_string();
            }
            if value.is_array() {
                let items: Vec<String> = value.items().map(|item| $name(item)).collect();
                return format!("[{}]", items.join(", "));
            }
            if value.is_object() {
                let mut names: Vec<&str> = value.members().map(|(name, _)| name).collect();
                names.sort_unstable();
                names.dedup();
                let members = names.iter().map(|name| {
                    let member = value.get(name).expect("a name that `members` returned");
                    format!("{name:?}: {}", $name(member))
                });
                return format!("{{{}}}", members.collect::<Vec<_>>().join(", "));
            }
            assert!(value.is_null(), "a value of no kind");
            "null".to_owned()
        }
    };
}

writer!(
    /// Your value.
    yours,
    json_capstone::Value
);
writer!(
    /// Bad's value.
    of_bad,
    bad::Value
);
