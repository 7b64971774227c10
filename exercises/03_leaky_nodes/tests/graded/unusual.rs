//! Sources such as nobody writes by hand, and sources that are refused.

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
