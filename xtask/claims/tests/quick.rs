//! From the binary to the document, at tiny sizes: every claim gets a verdict and advice.

use claims::document::{Document, MeasuredHost, VERSION};
use claims::evidence::{COUNTED, Evidence, QUICK_VARIABLE, TIMED};
use claims::judge::judge;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn run(experiment: &str, file: &Path) -> Evidence {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claims"));
    command.arg(experiment).arg(file).env(QUICK_VARIABLE, "1");
    let output = command.output().expect("the binary can be started");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{experiment}: {stderr}");
    let text = std::fs::read_to_string(file).expect("it wrote its file");
    serde_json::from_str(&text).expect("evidence is JSON")
}

#[test]
fn every_claim_gets_a_verdict_and_advice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("evidence.json");
    let counts = [run(COUNTED, &file), run(COUNTED, &file)];
    let mut evidence = Evidence::agreed(&counts).expect("counts are equal in every run");
    for name in TIMED {
        evidence.extend(run(name, &file));
    }
    let document = Document {
        version: VERSION,
        host: MeasuredHost {
            os: "here".to_owned(),
            cpu: "this".to_owned(),
            cores: 1,
            rustc: String::new(),
            allocator: None,
        },
        quick: true,
        claims: judge(&evidence).expect("every figure was measured"),
    };
    let text = document.to_json().expect("every figure is a number");
    let json: Value = serde_json::from_str(&text).expect("the document is JSON");
    assert_eq!(json["version"], VERSION);
    let claims = json["claims"].as_array().expect("a list of claims");
    assert_eq!(claims.len(), 9);
    for claim in claims {
        let verdict = claim["verdict"].as_str().expect("a verdict");
        let has_condition = claim["condition"]
            .as_str()
            .is_some_and(|text| !text.is_empty());
        assert!(
            ["holds", "holds_only_if", "does_not_hold"].contains(&verdict),
            "{claim}"
        );
        assert_eq!(verdict == "holds_only_if", has_condition, "{claim}");
        let advice = claim["advice"].as_str().expect("a sentence");
        assert!(advice.ends_with('.') && advice.len() > 20, "{claim}");
        let rows = claim["rows"].as_array().expect("figures");
        assert!(!rows.is_empty(), "{claim}");
    }
}

#[test]
fn an_unknown_experiment_is_named() {
    let output = Command::new(env!("CARGO_BIN_EXE_claims"))
        .args(["nodse", "x"])
        .output();
    let output = output.expect("the binary can be started");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr.contains("`nodse`") && stderr.contains("help: use one of: counts, nodes-16"),
        "{stderr}"
    );
}
