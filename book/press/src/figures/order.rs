//! Three values at the end of a chunk, in an order that the reader chooses: how far the finger moves for each, and how much of
//! that is padding. A real arena says where they are.

use super::drawing::{Drawing, Lane, Piece, counted};
use super::parts::{legend, told};
use crate::html::inline;
use bumpalo::Bump;
use std::alloc::Layout;

/// Bytes at the end of the chunk that are shown: its alignment.
const SHOWN: usize = 16;

/// A type, of which one value is allocated. Its alignment is its size.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    name: &'static str,
    size: usize,
}

/// The values in the order of the chapter's listing.
pub const VALUES: [Value; 3] = [
    Value {
        name: "u8",
        size: 1,
    },
    Value {
        name: "u32",
        size: 4,
    },
    Value {
        name: "u16",
        size: 2,
    },
];

/// Every order of them, as places in `VALUES`.
pub const ORDERS: [[usize; 3]; 6] = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
];

/// Where a real arena puts the values: bytes from the start of what is shown.
fn starts(values: &[Value]) -> Vec<usize> {
    let arena = Bump::new();
    let starts = values.iter().map(|value| {
        let layout = Layout::from_size_align(value.size, value.size);
        let layout = layout.unwrap_or(Layout::new::<u8>());
        arena.alloc_layout(layout).as_ptr().addr()
    });
    let starts: Vec<_> = starts.collect();
    // A chunk ends at a multiple of its alignment, and the first value is within reach of it.
    let end = (starts[0] + 1).next_multiple_of(SHOWN);
    starts.iter().map(|start| SHOWN - (end - start)).collect()
}

/// The figure for one of `ORDERS`.
pub fn drawing(order: [usize; 3]) -> Drawing {
    let values = order.map(|at| VALUES[at]);
    let starts = starts(&values);
    let head = [
        "Value",
        "Finger − size",
        "Rounded",
        "Padding",
        "Below the first",
    ];
    let mut sums = vec![head.map(str::to_owned).to_vec()];
    let mut pieces = Vec::new();
    let mut finger = SHOWN;
    for (value, &start) in values.iter().zip(&starts) {
        let padding = finger - value.size - start;
        sums.push(vec![
            value.name.to_owned(),
            format!("{finger} − {} = {}", value.size, finger - value.size),
            start.to_string(),
            padding.to_string(),
            (starts[0] - start).to_string(),
        ]);
        if padding > 0 {
            pieces.push(Piece::new("pad", start + value.size, padding, ""));
        }
        pieces.push(Piece::new("used", start, value.size, value.name));
        finger = start;
    }
    let size: usize = values.iter().map(|value| value.size).sum();
    let padding = SHOWN - finger - size;
    Drawing {
        lanes: vec![lane(pieces, finger)],
        facts: Vec::new(),
        sums,
        said: format!(
            "{} for {size} bytes of values: {}.",
            counted(SHOWN - finger, "byte"),
            match padding {
                0 => "no padding".to_owned(),
                1 => "1 is padding".to_owned(),
                padding => format!("{padding} are padding"),
            }
        ),
    }
}

fn lane(pieces: Vec<Piece>, finger: usize) -> Lane {
    let ticks = (0..=SHOWN).step_by(4).map(|at| (at, at.to_string()));
    Lane {
        name: format!("The last {SHOWN} bytes of a chunk"),
        note: String::new(),
        of: SHOWN,
        finger: Some(finger),
        groups: None,
        columns: Vec::new(),
        pieces,
        ticks: ticks.collect(),
    }
}

/// The figure, with the order of the chapter's listing.
pub(super) fn html() -> String {
    let names = VALUES.map(|value| inline(&format!("`{}`", value.name)));
    let swap = |which: &str| {
        format!(
            "<button type=\"button\" class=\"needs-script\" aria-label=\"Swap the {which}\">⇄</button>"
        )
    };
    let mut rows = Vec::new();
    for order in ORDERS {
        let drawing = drawing(order);
        let names = order.map(|at| format!("`{}`", VALUES[at].name));
        if rows.is_empty() {
            rows.push(vec![
                "Order".to_owned(),
                "Padding".to_owned(),
                "In all".to_owned(),
            ]);
        }
        let padding: usize = drawing.sums[1..]
            .iter()
            .filter_map(|row| row[3].parse::<usize>().ok())
            .sum();
        let size: usize = VALUES.iter().map(|value| value.size).sum();
        rows.push(vec![
            names.join(", "),
            padding.to_string(),
            counted(size + padding, "byte"),
        ]);
    }
    format!(
        "<p class=\"drive\"><span>Allocated in this order:</span> <span class=\"order\"><b>{}</b> {} <b>{}</b> {} <b>{}</b></span></p>\n",
        names[0],
        swap("first and the second"),
        names[1],
        swap("second and the third"),
        names[2]
    ) + &drawing(ORDERS[0]).html()
        + &legend(&[
            ("used", "a value"),
            ("pad", "padding"),
            ("tip", "the finger, which moves to the left"),
        ])
        + &told("All six orders", &rows)
}
