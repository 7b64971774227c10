//! Sources such as nobody writes by hand, and sources that are refused.

use fastrand::Rng;

/// Sources of about `n` modules, letters or parameters, each with its description.
pub(crate) fn sources(n: usize) -> Vec<(&'static str, String)> {
    let n = yardstick::size(n, 8);
    let numbered = |of: fn(usize) -> String| -> String { (0..n).map(of).collect() };
    let open = numbered(|depth| format!("mod module{depth} {{\n"));
    let params = numbered(|number| format!("param{number}: u8, "));
    vec![
        (
            "modules in modules",
            format!("{open}fn inmost(self);\n{}fn outmost();", "}\n".repeat(n)),
        ),
        (
            "a long name and a long parameter",
            format!(
                "pub fn {}(mut {}: u8);",
                "name_".repeat(n),
                "param_".repeat(n)
            ),
        ),
        (
            "many parameters",
            format!("\tfn all({params});\r\nfn none();\r\n"),
        ),
        (
            "modules of the same name, side by side and in each other",
            "mod a {\nmod a {\nfn a(a: A);\n}\nfn a(a: A, a: A);\n}\n".repeat(n),
        ),
        (
            "names that are not ASCII, or already have a path",
            "mod größe::öl {\nmod 長さ {\nfn ключ(&ключ: &str, é: u8);\n}\nfn über();\n}\n"
                .repeat(n),
        ),
    ]
}

/// A source of modules up to six deep that have one of three names, all equally long: many have the
/// name of another one, and are in other modules.
pub(crate) fn few_names(rng: &mut Rng, n_lines: usize) -> String {
    let mut source = String::new();
    let mut depth = 0;
    for _ in 0..n_lines {
        let name = rng.choice(["a", "b", "c"]).unwrap_or("a");
        match rng.u8(..3) {
            0 if depth < 6 => {
                source.push_str(&format!("mod {name} {{\n"));
                depth += 1;
            }
            1 if depth > 0 => {
                source.push_str("}\n");
                depth -= 1;
            }
            _ => source.push_str(&format!("fn {name}({name}: u8);\n")),
        }
    }
    source + &"}\n".repeat(depth)
}

/// Sources that are refused, in each way.
pub(crate) const MALFORMED: [&str; 8] = [
    "}",
    "mod net {",
    "mod net\n}",
    "fn main;",
    "fn main(",
    "// fine\nfn main();\nstruct Point;",
    "mod a {\nmod b {\n}",
    "mod a {\n}\n}\n",
];
