//! The columns and rows of a claim's table.

use crate::document::{Column, Row, Unit};

pub(super) fn columns(names: &[(&str, Unit)]) -> Vec<Column> {
    let column = |(name, unit): &(&str, Unit)| Column {
        name: (*name).to_owned(),
        unit: *unit,
    };
    names.iter().map(column).collect()
}

pub(super) fn row(what: impl Into<String>, values: &[f64]) -> Row {
    Row {
        what: what.into(),
        values: values.iter().copied().map(Some).collect(),
    }
}
