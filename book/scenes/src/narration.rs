//! A scene in words: the page's text for readers who cannot see the picture, or have no JavaScript.

use crate::scene::{Scene, SceneEvent};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

impl Scene {
    /// What happens on each side in each step, as sentences; code is in backticks. Empty if nothing
    /// happens.
    #[must_use]
    pub fn narration(&self) -> Vec<[String; 2]> {
        let mut narrators = [0, 1].map(|side| Narrator::of(self, side));
        let steps = self.steps.iter().map(|step| {
            let [left, right] = &step.events;
            [narrators[0].narrate(left), narrators[1].narrate(right)]
        });
        steps.collect()
    }

    /// What the scene shows: the lesson, and both sides' figures.
    #[must_use]
    pub fn summary(&self) -> String {
        let [left, right] = [0, 1].map(|side| Totals::of(self, side));
        let lesson = capitalised(&self.lesson);
        let (called, peak) = (calls(left.calls), bytes(left.peak));
        // Beside equal figures one looks for a difference that is not there.
        let mut said = if (left.calls, left.peak) == (right.calls, right.peak) {
            format!("{lesson}. On both sides: {called} to the heap, and {peak} held at the peak.")
        } else {
            let (others, other_peak) = (right.calls, with_commas(right.peak));
            format!(
                "{lesson}. {called} to the heap against {others}, and {peak} held at the peak against {other_peak}."
            )
        };
        // The peak says nothing of a leak.
        if left.live + right.live > 0 {
            let (left, right) = (bytes(left.live), with_commas(right.live));
            said += &format!(" Still held at the end: {left} against {right}.");
        }
        said
    }
}

/// What a side asked of the heap.
#[derive(Default)]
struct Totals {
    calls: usize,
    peak: usize,
    live: usize,
    /// Sizes of live blocks, and of live chunks.
    blocks: BTreeMap<usize, usize>,
    chunks: BTreeMap<usize, usize>,
}

impl Totals {
    fn of(scene: &Scene, side: usize) -> Self {
        let mut totals = Self::default();
        for event in scene.steps.iter().flat_map(|step| &step.events[side]) {
            totals.follow(event);
        }
        totals
    }

    fn follow(&mut self, event: &SceneEvent) {
        let (things, number, size) = match event {
            SceneEvent::Block { block, size, .. } | SceneEvent::Resize { block, size, .. } => {
                self.calls += 1;
                (&mut self.blocks, block, *size)
            }
            SceneEvent::Chunk { chunk, asked, .. } => {
                self.calls += 1;
                (&mut self.chunks, chunk, *asked)
            }
            SceneEvent::Free { block } => (&mut self.blocks, block, 0),
            SceneEvent::FreeChunk { chunk } => (&mut self.chunks, chunk, 0),
            _ => return,
        };
        let old = things.insert(*number, size).unwrap_or(0);
        self.live = self.live + size - old;
        self.peak = self.peak.max(self.live);
    }
}

/// Where a chunk is, and its bytes without and with the footer.
struct Chunk {
    address: usize,
    usable: usize,
    asked: usize,
}

/// Tells the events of a side, and knows those that came before.
#[derive(Default)]
struct Narrator {
    /// Calls to the heap that hand out memory.
    calls: usize,
    /// Names and sizes of blocks and values.
    blocks: BTreeMap<usize, (String, usize)>,
    values: BTreeMap<usize, (String, usize)>,
    chunks: BTreeMap<usize, Chunk>,
    /// Whether chunks are told apart, since there are several.
    are_numbered: bool,
    /// Names of what another block or value points to.
    pointed_to: BTreeSet<String>,
}

impl Narrator {
    fn of(scene: &Scene, side: usize) -> Self {
        let events = scene.steps.iter().flat_map(|step| &step.events[side]);
        let chunks = events.filter(|event| matches!(event, SceneEvent::Chunk { .. }));
        Self {
            are_numbered: chunks.count() > 1,
            ..Self::default()
        }
    }

    /// An offset in a chunk, as the axis of the picture counts.
    fn place(&self, chunk: usize, at: usize) -> String {
        format!("+{}", self.chunks[&chunk].address + at)
    }

    /// What a chunk is called at the start of a sentence, and its size.
    fn chunk(&self, chunk: usize) -> (String, String) {
        let size = format!("{} with its footer", bytes(self.chunks[&chunk].asked));
        match self.are_numbered {
            true => (format!("Chunk {}", chunk + 1), size),
            false => ("The chunk".to_owned(), size),
        }
    }

    /// Tells frees, leaks and references of the same kind in one sentence: a dropped tree would fill a page.
    fn narrate(&mut self, events: &[SceneEvent]) -> String {
        let runs = events.chunk_by(|event, next| {
            is_told_together(event) && std::mem::discriminant(event) == std::mem::discriminant(next)
        });
        let sentences: Vec<_> = runs
            .map(|run| match run {
                [event] => self.sentence(event),
                run => self.sentence_for_all(run),
            })
            .collect();
        sentences.join(" ")
    }

    fn sentence_for_all(&mut self, events: &[SceneEvent]) -> String {
        self.pointed_to
            .extend(events.iter().filter_map(|event| match event {
                SceneEvent::Refer { to, .. } => Some(to.clone()),
                _ => None,
            }));
        let sizes = events.iter().map(|event| match event {
            SceneEvent::Free { block } | SceneEvent::Lost { block } => self.blocks[block].1,
            SceneEvent::FreeChunk { chunk } => self.chunks[chunk].asked,
            _ => 0,
        });
        let (count, bytes) = (events.len(), bytes(sizes.sum()));
        match &events[0] {
            SceneEvent::Refer { .. } => references(events),
            SceneEvent::Free { .. } => format!("{count} blocks are freed, one by one: {bytes}."),
            SceneEvent::FreeChunk { .. } => {
                format!("{count} chunks are freed, one by one: {bytes} with their footers.")
            }
            _ => {
                let refer = events.iter().any(|event| {
                    matches!(event, SceneEvent::Lost { block } if self.pointed_to.contains(&self.blocks[block].0))
                });
                let only = match refer {
                    true => ": only they refer to each other, and so keep each other for ever",
                    false => ", so they can never be freed",
                };
                format!(
                    "{count} blocks are lost, {bytes}. No variable refers to them any more{only}."
                )
            }
        }
    }

    fn sentence(&mut self, event: &SceneEvent) -> String {
        match event {
            SceneEvent::Block {
                block, name, size, ..
            } => {
                self.calls += 1;
                self.blocks.insert(*block, (name.clone(), *size));
                format!(
                    "Call {} to the heap: {} for `{name}`.",
                    self.calls,
                    bytes(*size)
                )
            }
            SceneEvent::Resize { block, size, .. } => {
                self.calls += 1;
                let (name, old) = self
                    .blocks
                    .get_mut(block)
                    .expect("a block that was handed out");
                let was = std::mem::replace(old, *size);
                format!(
                    "Call {} to the heap: `{name}` gets {} instead of {was}.",
                    self.calls,
                    bytes(*size)
                )
            }
            SceneEvent::Free { block } => {
                let (name, size) = &self.blocks[block];
                format!("The {} of `{name}` are freed.", bytes(*size))
            }
            SceneEvent::Lost { block } => {
                let (name, size) = &self.blocks[block];
                format!(
                    "The {} of `{name}` are lost: no variable refers to them any more, so they can never be freed.",
                    bytes(*size)
                )
            }
            SceneEvent::Chunk {
                chunk,
                address,
                usable,
                asked,
                ..
            } => {
                self.calls += 1;
                self.chunks.insert(
                    *chunk,
                    Chunk {
                        address: *address,
                        usable: *usable,
                        asked: *asked,
                    },
                );
                let name = match self.are_numbered {
                    true => format!("chunk {},", chunk + 1),
                    false => "a chunk".to_owned(),
                };
                let mut text = format!(
                    "Call {} to the heap: {name} with room for {}",
                    self.calls,
                    bytes(*usable)
                );
                let _ = write!(text, " ({} with its footer).", with_commas(*asked));
                text
            }
            SceneEvent::FreeChunk { chunk } => {
                let (name, size) = self.chunk(*chunk);
                format!("{name} is freed: {size}.")
            }
            SceneEvent::Refer { to, .. } => {
                self.pointed_to.insert(to.clone());
                references(std::slice::from_ref(event))
            }
            SceneEvent::Put {
                value,
                name,
                chunk,
                at,
                size,
                padding,
                ..
            } => {
                self.values.insert(*value, (name.clone(), *size));
                let place = self.place(*chunk, *at);
                let mut text = format!("`{name}`: {} at {place}", bytes(*size));
                if *padding > 0 {
                    let _ = write!(text, ", below {} of padding", bytes(*padding));
                }
                text + "."
            }
            SceneEvent::Grow {
                value,
                chunk,
                at,
                size,
                in_place,
                ..
            } => {
                let place = self.place(*chunk, *at);
                let (name, old) = self
                    .values
                    .get_mut(value)
                    .expect("a value that was allocated");
                let was = std::mem::replace(old, *size);
                let grown = format!("`{name}` grows to {}", bytes(*size));
                match in_place {
                    true => format!("{grown} in place; its contents move down to {place}."),
                    false => format!("{grown} at {place}; its old {} stay behind.", bytes(was)),
                }
            }
            SceneEvent::LostChunk { chunk } => {
                let (name, size) = self.chunk(*chunk);
                format!(
                    "{name}, {size}, is lost: no variable refers to its arena any more, so it can never be freed."
                )
            }
            SceneEvent::Gone { value } => {
                format!(
                    "Nothing uses `{}` any more; its place stays taken.",
                    self.values[value].0
                )
            }
            SceneEvent::Reset { chunk } => {
                let end = self.place(*chunk, self.chunks[chunk].usable);
                format!(
                    "The finger goes back to {end}, where the footer begins. No destructor runs."
                )
            }
        }
    }
}

fn is_told_together(event: &SceneEvent) -> bool {
    matches!(
        event,
        SceneEvent::Free { .. }
            | SceneEvent::Lost { .. }
            | SceneEvent::FreeChunk { .. }
            | SceneEvent::Refer { .. }
    )
}

/// Who refers to whom from now on.
fn references(events: &[SceneEvent]) -> String {
    let pairs = events.iter().filter_map(|event| match event {
        SceneEvent::Refer { from, to } => Some(format!("`{from}` refers to `{to}`")),
        _ => None,
    });
    format!("{}.", pairs.collect::<Vec<_>>().join(", "))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn calls(count: usize) -> String {
    match count {
        1 => "1 call".to_owned(),
        _ => format!("{} calls", with_commas(count)),
    }
}

fn bytes(count: usize) -> String {
    match count {
        1 => "1 byte".to_owned(),
        _ => format!("{} bytes", with_commas(count)),
    }
}

/// As the pages write numbers: `12,345`.
fn with_commas(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
