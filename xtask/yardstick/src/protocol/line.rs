//! Writing a fact as a line of JSON. The few lines here spare each exercise the build of a JSON library.
//!
//! Each function takes its struct apart in full, so a new field does not compile until it is written
//! here. The grader's tests compare what is written with what serde reads.

use super::{
    Allocations, BudgetUse, Fact, ScalingPoint, SpeedDetails, SpeedReport, TraceCounts,
    TraceSection,
};
use std::fmt::Write as _;

impl Fact {
    /// The fact as a JSON object, without a line end.
    #[must_use]
    pub fn to_line(&self) -> String {
        object(self).text + "}"
    }
}

fn object(fact: &Fact) -> Object {
    match fact {
        Fact::Allocations(allocations) => allocations_object(*allocations),
        Fact::BudgetBegan { name } => Object::of("budget_began").string("name", name),
        Fact::BudgetEnded { name } => Object::of("budget_ended").string("name", name),
        Fact::Budget(budget) => budget_object(budget),
        Fact::OutOfMemory { cap, live, asked } => Object::of("out_of_memory")
            .number("cap", *cap)
            .number("live", *live)
            .number("asked", *asked),
        Fact::Speed(report) => speed_object(report),
        Fact::Scaling(point) => scaling_object(point),
        Fact::Trace(section) => trace_object(section),
        Fact::Other => Object::of("other"),
    }
}

fn allocations_object(allocations: Allocations) -> Object {
    let Allocations {
        bad,
        yours,
        bad_bytes,
        yours_bytes,
        bad_peak,
        yours_peak,
    } = allocations;
    Object::of("allocations")
        .number("bad", bad)
        .number("yours", yours)
        .number("bad_bytes", bad_bytes)
        .number("yours_bytes", yours_bytes)
        .number("bad_peak", bad_peak)
        .number("yours_peak", yours_peak)
}

fn budget_object(budget: &BudgetUse) -> Object {
    let BudgetUse {
        name,
        kind,
        limit,
        used,
    } = budget;
    Object::of("budget")
        .string("name", name)
        .string("kind", kind.name())
        .number("limit", *limit)
        .number("used", *used)
}

fn speed_object(report: &SpeedReport) -> Object {
    let SpeedReport {
        workload,
        ratio,
        low,
        high,
        verdict,
        details,
    } = report;
    let SpeedDetails {
        pairs,
        samples,
        clock,
        bad_ns,
        yours_ns,
        bad_faults,
        yours_faults,
        fault_ns,
        spread,
        reason,
    } = details;
    let object = Object::of("speed")
        .string("workload", workload)
        .real("ratio", *ratio)
        .real("low", *low)
        .real("high", high.unwrap_or(f64::INFINITY))
        .number("pairs", *pairs)
        .number("samples", *samples)
        .string("clock", clock.name())
        .real("bad_ns", *bad_ns)
        .real("yours_ns", *yours_ns)
        .real("bad_faults", bad_faults.unwrap_or(f64::NAN))
        .real("yours_faults", yours_faults.unwrap_or(f64::NAN))
        .real("fault_ns", fault_ns.unwrap_or(f64::NAN))
        .reals("spread", spread)
        .string("verdict", verdict.name());
    match reason {
        Some(reason) => object.string("reason", reason),
        None => object,
    }
}

fn scaling_object(point: &ScalingPoint) -> Object {
    let ScalingPoint {
        workload,
        threads,
        pairs,
        bad_low_ns,
        bad_ns,
        bad_high_ns,
        bad_waits,
        yours_low_ns,
        yours_ns,
        yours_high_ns,
        yours_waits,
    } = point;
    Object::of("scaling")
        .string("workload", workload)
        .number("threads", *threads)
        .number("pairs", *pairs)
        .real("bad_low_ns", *bad_low_ns)
        .real("bad_ns", *bad_ns)
        .real("bad_high_ns", *bad_high_ns)
        .real("bad_waits", bad_waits.unwrap_or(f64::NAN))
        .real("yours_low_ns", *yours_low_ns)
        .real("yours_ns", *yours_ns)
        .real("yours_high_ns", *yours_high_ns)
        .real("yours_waits", yours_waits.unwrap_or(f64::NAN))
}

fn trace_object(section: &TraceSection) -> Object {
    let TraceSection { label, counts } = section;
    let TraceCounts {
        events,
        dropped,
        chunks,
        bytes,
        peak,
    } = *counts;
    Object::of("trace")
        .string("label", label)
        .number("events", events)
        .number("dropped", dropped)
        .number("chunks", chunks)
        .number("bytes", bytes)
        .number("peak", peak)
}

/// A JSON object under construction, its closing brace not yet written.
struct Object {
    text: String,
}

impl Object {
    /// Starts the object of a fact of this kind.
    fn of(kind: &str) -> Self {
        let text = String::from("{");
        Self { text }.string("fact", kind)
    }

    fn number(self, name: &str, value: impl Into<i128>) -> Self {
        let value = value.into();
        self.member(name, &value.to_string())
    }

    fn real(self, name: &str, value: f64) -> Self {
        self.member(name, &real(value))
    }

    fn reals(self, name: &str, values: &[f64]) -> Self {
        let values: Vec<String> = values.iter().copied().map(real).collect();
        let list = format!("[{}]", values.join(","));
        self.member(name, &list)
    }

    fn string(self, name: &str, value: &str) -> Self {
        let quoted = quote(value);
        self.member(name, &quoted)
    }

    fn member(mut self, name: &str, value: &str) -> Self {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        self.text += &quote(name);
        self.text.push(':');
        self.text += value;
        self
    }
}

/// JSON has neither NaN nor infinity: those become `null`.
fn real(value: f64) -> String {
    if value.is_finite() {
        format!("{value}")
    } else {
        "null".to_owned()
    }
}

fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control < ' ' => {
                // Writing to a `String` cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{BudgetKind, Clock, SpeedVerdict};

    fn speed(high: Option<f64>, verdict: SpeedVerdict, reason: Option<&str>) -> Fact {
        Fact::Speed(SpeedReport {
            workload: "parse".to_owned(),
            ratio: 2.25,
            low: 1.5,
            high,
            verdict,
            details: SpeedDetails {
                pairs: 20,
                samples: 1_600,
                clock: Clock::Cpu,
                bad_ns: 4500.5,
                yours_ns: 2000.0,
                bad_faults: Some(94.5),
                yours_faults: None,
                fault_ns: Some(250.0),
                spread: vec![1.25, 2.25, 3.0],
                reason: reason.map(str::to_owned),
            },
        })
    }

    fn budget(kind: BudgetKind, used: i64) -> Fact {
        Fact::Budget(BudgetUse {
            name: "a \"quoted\"\nname \\ with é".to_owned(),
            kind,
            limit: 24,
            used,
        })
    }

    /// Every kind of fact with its line, every verdict and every kind of budget among them.
    fn facts_and_lines() -> Vec<(Fact, &'static str)> {
        vec![
            (
                Fact::BudgetBegan {
                    name: "parsing".to_owned(),
                },
                r#"{"fact":"budget_began","name":"parsing"}"#,
            ),
            (
                Fact::BudgetEnded {
                    name: "parsing".to_owned(),
                },
                r#"{"fact":"budget_ended","name":"parsing"}"#,
            ),
            (
                Fact::Allocations(Allocations {
                    bad: 1,
                    yours: 2,
                    bad_bytes: 3,
                    yours_bytes: 4,
                    bad_peak: 5,
                    yours_peak: u64::MAX,
                }),
                r#"{"fact":"allocations","bad":1,"yours":2,"bad_bytes":3,"yours_bytes":4,"bad_peak":5,"yours_peak":18446744073709551615}"#,
            ),
            (
                budget(BudgetKind::Allocations, 25),
                r#"{"fact":"budget","name":"a \"quoted\"\u000aname \\ with é","kind":"allocations","limit":24,"used":25}"#,
            ),
            (
                budget(BudgetKind::Bytes, 0),
                r#"{"fact":"budget","name":"a \"quoted\"\u000aname \\ with é","kind":"bytes","limit":24,"used":0}"#,
            ),
            (
                budget(BudgetKind::Peak, 1),
                r#"{"fact":"budget","name":"a \"quoted\"\u000aname \\ with é","kind":"peak","limit":24,"used":1}"#,
            ),
            (
                budget(BudgetKind::Live, -8),
                r#"{"fact":"budget","name":"a \"quoted\"\u000aname \\ with é","kind":"live","limit":24,"used":-8}"#,
            ),
            (
                Fact::OutOfMemory {
                    cap: 100,
                    live: 90,
                    asked: 11,
                },
                r#"{"fact":"out_of_memory","cap":100,"live":90,"asked":11}"#,
            ),
            (
                speed(Some(3.0), SpeedVerdict::Faster, None),
                r#"{"fact":"speed","workload":"parse","ratio":2.25,"low":1.5,"high":3,"pairs":20,"samples":1600,"clock":"cpu","bad_ns":4500.5,"yours_ns":2000,"bad_faults":94.5,"yours_faults":null,"fault_ns":250,"spread":[1.25,2.25,3],"verdict":"faster"}"#,
            ),
            (
                speed(Some(3.0), SpeedVerdict::AsFast, None),
                r#"{"fact":"speed","workload":"parse","ratio":2.25,"low":1.5,"high":3,"pairs":20,"samples":1600,"clock":"cpu","bad_ns":4500.5,"yours_ns":2000,"bad_faults":94.5,"yours_faults":null,"fault_ns":250,"spread":[1.25,2.25,3],"verdict":"as_fast"}"#,
            ),
            (
                speed(None, SpeedVerdict::TooNoisy, Some("likely reason: load")),
                r#"{"fact":"speed","workload":"parse","ratio":2.25,"low":1.5,"high":null,"pairs":20,"samples":1600,"clock":"cpu","bad_ns":4500.5,"yours_ns":2000,"bad_faults":94.5,"yours_faults":null,"fault_ns":250,"spread":[1.25,2.25,3],"verdict":"too_noisy","reason":"likely reason: load"}"#,
            ),
            (
                Fact::Scaling(ScalingPoint {
                    workload: "parse".to_owned(),
                    threads: 2,
                    pairs: 10,
                    bad_low_ns: 10.5,
                    bad_ns: 20.0,
                    bad_high_ns: 30.0,
                    bad_waits: Some(0.5),
                    yours_low_ns: 1.0,
                    yours_ns: 2.0,
                    yours_high_ns: 3.0,
                    yours_waits: None,
                }),
                r#"{"fact":"scaling","workload":"parse","threads":2,"pairs":10,"bad_low_ns":10.5,"bad_ns":20,"bad_high_ns":30,"bad_waits":0.5,"yours_low_ns":1,"yours_ns":2,"yours_high_ns":3,"yours_waits":null}"#,
            ),
            (
                Fact::Trace(TraceSection {
                    label: "bad".to_owned(),
                    counts: TraceCounts {
                        events: 1,
                        dropped: 2,
                        chunks: 3,
                        bytes: 4,
                        peak: 5,
                    },
                }),
                r#"{"fact":"trace","label":"bad","events":1,"dropped":2,"chunks":3,"bytes":4,"peak":5}"#,
            ),
        ]
    }

    #[test]
    fn every_kind_of_fact_is_one_flat_json_object() {
        for (fact, expected) in facts_and_lines() {
            assert_eq!(fact.to_line(), expected);
        }
    }

    #[test]
    fn json_has_no_nan_and_no_infinity() {
        assert_eq!(real(f64::NAN), "null");
        assert_eq!(real(f64::INFINITY), "null");
    }
}
