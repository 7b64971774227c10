//! What `claims` reports, for every format: figures with their units, and the machine.

use claims::document::{Claim, Document};

/// Each row's case, and its figures with their units; `-` for a missing figure.
pub fn figures(claim: &Claim) -> impl Iterator<Item = (&str, Vec<String>)> {
    claim.rows.iter().map(|row| {
        let values = row
            .values
            .iter()
            .zip(&claim.columns)
            .map(|(value, column)| match value {
                Some(value) => column.unit.show(*value),
                None => "-".to_owned(),
            });
        (&*row.what, values.collect())
    })
}

/// The machine that was measured, as a sentence.
pub fn machine(document: &Document) -> String {
    let quick = match document.quick {
        true => " Sizes were tiny: the figures and verdicts mean nothing.",
        false => "",
    };
    format!("Measured on {}.{quick}", document.host)
}

#[cfg(test)]
pub(super) mod examples {
    //! A document for the tests of each format.

    use claims::document::{
        Claim, ClaimVerdict, Column, Document, MeasuredHost, Row, Unit, VERSION,
    };

    pub fn document() -> Document {
        Document {
            version: VERSION,
            host: MeasuredHost {
                os: "linux".to_owned(),
                cpu: "a processor".to_owned(),
                cores: 2,
                rustc: "1.95.0".to_owned(),
                allocator: None,
            },
            quick: false,
            claims: vec![Claim {
                id: "flat-list".to_owned(),
                claim: "A `Vec<T>` | an arena.".to_owned(),
                verdict: ClaimVerdict::HoldsOnlyIf("it rains".to_owned()),
                published: None,
                columns: vec![Column {
                    name: "Vec<Node>".to_owned(),
                    unit: Unit::Ns,
                }],
                rows: vec![
                    Row {
                        what: "one".to_owned(),
                        values: vec![Some(1.25)],
                    },
                    Row {
                        what: "two".to_owned(),
                        values: vec![None],
                    },
                ],
                advice: "Do it.".to_owned(),
            }],
        }
    }
}
