//! The crates that the workbook depends on, as a registry in a folder: what cargo calls a `local-registry` source.
//!
//! Each crate is there as its registry ships it, one file, and cargo unpacks those that it builds where it unpacks all others.
//! So paths of dependencies look as they always do, and what only other systems need is not unpacked. (`cargo vendor` unpacks
//! everything, for all systems, into the workbook's own folder.)

use anyhow::{Context, Result};
use grader::cancellation::Cancellation;
use grader::cargo::cargo;
use grader::process::{self, Ended, Limits};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use workbook::{Problem, read_text};

/// Cargo only reads here.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(120),
    output: 64 << 20,
};
const FETCH: &str = "run `cargo fetch --locked` while there is a network, then pack again";

/// A crate of another registry, as it is packed.
#[derive(Debug)]
pub struct Packed {
    name: String,
    version: String,
    file: PathBuf,
    bytes: u64,
    line: String,
}

/// What the workspace in `root` depends on, on any system.
///
/// # Errors
/// When a crate is not on this machine, or is not from a registry; when cargo fails, or the run is cancelled.
pub fn needed(root: &Path, cancellation: &Cancellation) -> Result<Vec<Packed>> {
    let metadata = metadata(root, cancellation)?;
    let mut checksums = checksums(root)?;
    let mut packed = Vec::new();
    let mut registry: Option<String> = None;
    for package in metadata.packages {
        // Without a source, it is in the workbook.
        let Some(source) = &package.source else {
            continue;
        };
        let place = format!("{} {}", package.name, package.version);
        if !source.starts_with("registry+") || registry.as_ref().is_some_and(|one| one != source) {
            let help = "take all dependencies from one registry, or work on them as members of the workspace";
            let what = format!("is from {source}, and only crates of one registry can be packed");
            return Err(Problem::new(place, what, help).into());
        }
        registry = Some(source.clone());
        let file = package.file();
        let Ok(data) = file.metadata() else {
            let what = format!(
                "cargo has it, but not as its registry ships it, in {}",
                file.display()
            );
            return Err(Problem::new(place, what, FETCH).into());
        };
        let Some(checksum) = checksums.remove(&(package.name.clone(), package.version.clone()))
        else {
            let help = "restore it with `git checkout Cargo.lock`";
            return Err(
                Problem::new("Cargo.lock", format!("has no checksum of {place}"), help).into(),
            );
        };
        packed.push(Packed {
            line: package.line(checksum)?,
            file,
            bytes: data.len(),
            name: package.name,
            version: package.version,
        });
    }
    Ok(packed)
}

/// How many bytes they have.
#[must_use]
pub fn size(packed: &[Packed]) -> u64 {
    packed.iter().map(|packed| packed.bytes).sum()
}

/// Writes the registry into `folder`, which is made.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(packed: &[Packed], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| cannot_write(folder))?;
    let mut index: BTreeMap<String, String> = BTreeMap::new();
    for packed in packed {
        let file = folder.join(format!("{}-{}.crate", packed.name, packed.version));
        fs::copy(&packed.file, &file).with_context(|| cannot_write(&file))?;
        let lines = index.entry(index_path(&packed.name)).or_default();
        lines.push_str(&packed.line);
        lines.push('\n');
    }
    for (path, lines) in index {
        let file = folder.join("index").join(path);
        let parent = file.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| cannot_write(parent))?;
        fs::write(&file, lines).with_context(|| cannot_write(&file))?;
    }
    Ok(())
}

fn cannot_write(path: &Path) -> String {
    format!("{}: cannot be written", path.display())
}

/// Where the index has a crate, as cargo's reference says.
fn index_path(name: &str) -> String {
    let name = name.to_lowercase();
    match name.len() {
        1 => format!("1/{name}"),
        2 => format!("2/{name}"),
        3 => format!("3/{}/{name}", &name[..1]),
        _ => format!("{}/{}/{name}", &name[..2], &name[2..4]),
    }
}

fn metadata(root: &Path, cancellation: &Cancellation) -> Result<WireMetadata> {
    let mut command = cargo();
    command.current_dir(root);
    command.args([
        "metadata",
        // Other allocators, for example, are features.
        "--all-features",
        "--offline",
        "--locked",
        "--format-version",
        "1",
    ]);
    let outcome = process::run(command, LIMITS, cancellation)?;
    if !matches!(outcome.ended, Ended::Exited(status) if status.success()) {
        let stderr = outcome.stderr.text();
        let reason = stderr.lines().find(|line| !line.trim().is_empty());
        let reason = reason.unwrap_or("cargo does not say why").trim();
        let (what, help) = match stderr.contains("--locked") {
            true => (
                "Cargo.lock does not match Cargo.toml, as both are committed",
                "run `cargo metadata --offline` once, commit Cargo.lock, then pack again",
            ),
            false => ("not all dependencies are on this machine", FETCH),
        };
        return Err(Problem::general(what, help).because(reason).into());
    }
    serde_json::from_str(&outcome.stdout.text()).context("`cargo metadata` cannot be understood")
}

/// The checksums in Cargo.lock, by name and version.
fn checksums(root: &Path) -> Result<HashMap<(String, String), String>> {
    let text = read_text(root, &root.join("Cargo.lock"))?;
    let lock: WireLock = toml::from_str(&text).context("Cargo.lock: cannot be understood")?;
    let packages = lock.package.into_iter();
    Ok(packages
        .filter_map(|package| Some(((package.name, package.version), package.checksum?)))
        .collect())
}

#[derive(Deserialize)]
struct WireLock {
    package: Vec<WireLocked>,
}

#[derive(Deserialize)]
struct WireLocked {
    name: String,
    version: String,
    checksum: Option<String>,
}

#[derive(Deserialize)]
struct WireMetadata {
    packages: Vec<WirePackage>,
}

#[derive(Deserialize)]
struct WirePackage {
    name: String,
    version: String,
    source: Option<String>,
    manifest_path: PathBuf,
    dependencies: Vec<WireDependency>,
    features: BTreeMap<String, Vec<String>>,
    links: Option<String>,
    rust_version: Option<String>,
}

#[derive(Deserialize)]
struct WireDependency {
    name: String,
    req: String,
    kind: Option<String>,
    rename: Option<String>,
    optional: bool,
    uses_default_features: bool,
    features: Vec<String>,
    target: Option<String>,
}

/// A line of an index, as cargo's reference describes it.
#[derive(Serialize)]
struct WireLine<'a> {
    name: &'a str,
    vers: &'a str,
    deps: Vec<WireNeed<'a>>,
    cksum: String,
    features: &'a BTreeMap<String, Vec<String>>,
    yanked: bool,
    links: Option<&'a str>,
    rust_version: Option<&'a str>,
}

#[derive(Serialize)]
struct WireNeed<'a> {
    name: &'a str,
    req: &'a str,
    features: &'a [String],
    optional: bool,
    default_features: bool,
    target: Option<&'a str>,
    kind: &'a str,
    package: Option<&'a str>,
}

impl WirePackage {
    /// The file that cargo got from the registry: it is kept beside what was unpacked of it.
    fn file(&self) -> PathBuf {
        let unpacked = self.manifest_path.parent().unwrap_or(&self.manifest_path);
        let of_registry = unpacked.parent().unwrap_or(unpacked);
        let registries = of_registry.parent().and_then(Path::parent);
        let cache = registries.unwrap_or(of_registry).join("cache");
        cache
            .join(of_registry.file_name().unwrap_or_default())
            .join(format!("{}-{}.crate", self.name, self.version))
    }

    fn line(&self, cksum: String) -> Result<String> {
        // Those of tests are not built, but a feature may name them.
        let needs = self.dependencies.iter();
        let deps = needs.map(|need| WireNeed {
            name: need.rename.as_deref().unwrap_or(&need.name),
            req: &need.req,
            features: &need.features,
            optional: need.optional,
            default_features: need.uses_default_features,
            target: need.target.as_deref(),
            kind: need.kind.as_deref().unwrap_or("normal"),
            package: need.rename.as_ref().map(|_| &*need.name),
        });
        let line = WireLine {
            name: &self.name,
            vers: &self.version,
            deps: deps.collect(),
            cksum,
            features: &self.features,
            yanked: false,
            links: self.links.as_deref(),
            rust_version: self.rust_version.as_deref(),
        };
        Ok(serde_json::to_string(&line)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_has_folders_by_the_letters_of_a_name() {
        let names = ["a", "cc", "Syn", "libc", "windows-sys"];
        let paths = names.map(index_path);
        let expected = ["1/a", "2/cc", "3/s/syn", "li/bc/libc", "wi/nd/windows-sys"];
        assert_eq!(paths, expected);
    }

    #[test]
    fn a_crate_is_found_beside_what_was_unpacked_of_it() {
        let package: WirePackage = serde_json::from_str(
            r#"{"name": "one", "version": "1.2.3", "source": null, "dependencies": [], "features": {}, "links": null,
                "rust_version": null, "manifest_path": "/home/.cargo/registry/src/index-1f/one-1.2.3/Cargo.toml"}"#,
        )
        .expect("it is JSON");
        let file = Path::new("/home/.cargo/registry/cache/index-1f/one-1.2.3.crate");
        assert_eq!(package.file(), file);
    }

    #[test]
    fn a_line_of_the_index_has_new_names_and_what_tests_need() {
        let package: WirePackage = serde_json::from_str(
            r#"{"name": "one", "version": "1.2.3", "source": null, "features": {"std": []}, "links": "z",
                "rust_version": "1.60", "manifest_path": "Cargo.toml", "dependencies": [
                {"name": "two", "req": "^2", "kind": null, "rename": "deux", "optional": true,
                 "uses_default_features": false, "features": ["f"], "target": "cfg(unix)"},
                {"name": "three", "req": "^3", "kind": "dev", "rename": null, "optional": false,
                 "uses_default_features": true, "features": [], "target": null}]}"#,
        )
        .expect("it is JSON");
        let line = package.line("00".to_owned()).expect("it can be written");
        let line: serde_json::Value = serde_json::from_str(&line).expect("it is JSON");
        let expected = serde_json::json!({
            "name": "one", "vers": "1.2.3", "cksum": "00", "features": {"std": []}, "yanked": false, "links": "z",
            "rust_version": "1.60", "deps": [
                {"name": "deux", "package": "two", "req": "^2", "features": ["f"], "optional": true,
                 "default_features": false, "target": "cfg(unix)", "kind": "normal"},
                {"name": "three", "package": null, "req": "^3", "features": [], "optional": false,
                 "default_features": true, "target": null, "kind": "dev"},
            ],
        });
        assert_eq!(line, expected);
    }
}
