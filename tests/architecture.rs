//! The shape of the code: who may know whom, and what stands nowhere.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sitroom::domain::event::guard_title;
use sitroom::domain::playbook::Playbook;

/// Which modules of the crate a module may import beside itself. Only downwards: what lies at
/// one height never knows its neighbours.
const MAY_IMPORT: [(&str, &[&str]); 12] = [
    ("main", &["cli"]),
    (
        "cli",
        &[
            "runtime", "session", "settings", "tui", "store", "github", "deliver", "practice",
            "app", "domain",
        ],
    ),
    (
        "runtime",
        &[
            "session", "settings", "tui", "store", "github", "deliver", "practice", "app", "domain",
        ],
    ),
    ("session", &["settings", "store", "domain"]),
    ("settings", &["domain"]),
    ("tui", &["app", "domain"]),
    ("store", &["domain"]),
    ("github", &["domain"]),
    ("deliver", &["domain"]),
    ("practice", &["domain"]),
    ("app", &["domain"]),
    ("domain", &[]),
];

/// What values in, values out cannot need.
const IMPURE: [&str; 19] = [
    "tokio",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::io",
    "std::thread",
    "std::sync::Mutex",
    "std::sync::RwLock",
    "reqwest",
    "octocrab",
    "ratatui",
    "crossterm",
    "tempfile",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "fastrand",
];

/// What stands nowhere in the program, and why.
const NOWHERE: [(&str, &str); 9] = [
    (
        "println!",
        "standard output belongs to the writer of the command line",
    ),
    (
        "print!",
        "standard output belongs to the writer of the command line",
    ),
    ("eprintln!", "it would tear the screen"),
    ("eprint!", "it would tear the screen"),
    ("dbg!", "it would tear the screen"),
    (".unwrap()", "say with `expect` why it cannot fail"),
    ("#[allow(", "write `#[expect(.., reason = ..)]`"),
    ("#![allow(", "write `#![expect(.., reason = ..)]`"),
    ("Arc<Mutex<App", "tasks talk by channel"),
];

/// What stands at the top, beside files that begin with a dot.
const TOP: [&str; 12] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "clippy.toml",
    "src",
    "config",
    "tests",
    "assets",
    "examples",
];

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 80;

/// A source file without its tests and comments; what is left keeps its line.
struct Source {
    path: PathBuf,
    lines: Vec<String>,
}

impl Source {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a source file can be read");
        let lines = text
            .lines()
            .take_while(|line| line.trim() != "#[cfg(test)]")
            .map(|line| {
                let is_comment = line.trim_start().starts_with("//");
                let code = line.split(" // ").next().unwrap_or_default();
                if is_comment { "" } else { code }.to_owned()
            })
            .collect();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = path.strip_prefix(root).unwrap_or(path).to_owned();
        Self { path, lines }
    }

    /// The names from the root of the crate down to the module that the file is.
    fn module(&self) -> Vec<String> {
        let path = self.path.with_extension("");
        let names = path
            .iter()
            .skip(1)
            .map(|name| name.to_string_lossy().into_owned());
        names.filter(|name| name != "mod").collect()
    }

    /// Every place where a word stands by itself, with its line.
    fn finds<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let lines = self.lines.iter().zip(1..);
        lines
            .filter(|(line, _)| stands_in(line, word))
            .map(|(_, at)| at)
    }

    fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path.display())
    }
}

/// Returns whether a word stands in a line and is not the end of a longer one.
fn stands_in(line: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let begins = !word.starts_with(is_name) || !before.is_some_and(is_name);
        let ends = !word.ends_with(is_name) || !after.is_some_and(is_name);
        begins && ends
    })
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut dirs = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(&dir).expect("the sources are there") {
            let path = entry.expect("the sources can be listed").path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push(Source::read(&path));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 100, "the sources are there");
    found
}

/// Returns the modules of the crate that a file names, with the lines where it does.
fn imports(source: &Source) -> Vec<(usize, String)> {
    let text = source.lines.join("\n");
    let module = source.module();
    let mut found = Vec::new();
    let mut add = |at: usize, rest: &str| {
        let line = text[..at].lines().count().max(1) + usize::from(text[..at].ends_with('\n'));
        found.extend(first_names(rest).into_iter().map(|name| (line, name)));
    };
    for root in ["crate::", "sitroom::"] {
        for (at, _) in text.match_indices(root) {
            add(at, &text[at + root.len()..]);
        }
    }
    // `super::` as often as the file is deep leads to the root of the crate too.
    let climb = "super::".repeat(module.len());
    if !module.is_empty() {
        for (at, _) in text.match_indices(&climb) {
            let rest = &text[at + climb.len()..];
            if !text[..at].ends_with("super::") && !rest.starts_with("super::") {
                add(at, rest);
            }
        }
    }
    found
}

/// Returns the names that a path goes on with: one, or those of a group.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![name(rest)];
    };
    let (mut depth, mut names, mut part) = (1, Vec::new(), String::new());
    for c in group.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 || (c == ',' && depth == 1) {
            names.push(name(&part));
            part.clear();
        } else {
            part.push(c);
        }
        if depth == 0 {
            break;
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn report(title: &str, problems: &[String]) {
    let mut text = String::new();
    for problem in problems {
        let _ = writeln!(text, "  {problem}");
    }
    assert!(problems.is_empty(), "{title}\n{text}");
}

#[test]
fn imports_go_down_and_never_sideways() {
    let mut problems = Vec::new();
    for source in sources() {
        let module = source.module();
        let Some(from) = module.first().filter(|name| *name != "lib") else {
            continue;
        };
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| name == from) else {
            problems.push(format!(
                "{}: `{from}` has no place among the layers",
                source.at(1)
            ));
            continue;
        };
        for (line, to) in imports(&source) {
            let is_module = MAY_IMPORT.iter().any(|(name, _)| *name == to);
            if is_module && to != *from && !allowed.contains(&to.as_str()) {
                problems.push(format!("{}: {from} imports {to}", source.at(line)));
            }
        }
    }
    report("against the direction of the layers:", &problems);
}

#[test]
fn the_record_and_the_screen_know_no_world() {
    let mut problems = Vec::new();
    for source in sources() {
        let module = source.module();
        if !matches!(module.first().map(String::as_str), Some("domain" | "app")) {
            continue;
        }
        for word in IMPURE {
            for line in source.finds(word) {
                problems.push(format!("{}: {word}", source.at(line)));
            }
        }
        for line in source.finds("std::{") {
            problems.push(format!(
                "{}: a group that hides what it takes",
                source.at(line)
            ));
        }
    }
    report("values in, values out; this is neither:", &problems);
}

#[test]
fn what_stands_nowhere_stands_nowhere() {
    let mut problems = Vec::new();
    for source in sources() {
        for (word, why) in NOWHERE {
            for line in source.finds(word) {
                problems.push(format!("{}: {word}: {why}", source.at(line)));
            }
        }
    }
    report("not in the program:", &problems);
}

/// Where the shipped playbooks are compiled in.
const LOADS_PLAYBOOKS: &str = "src/domain/playbook/file.rs";

/// What differs between processes is in their files. A name of one of them in the program, or of
/// one of its clocks, lines of a checklist, phases or addresses, would be a rule in the wrong place.
#[test]
fn the_program_knows_no_process_by_name() {
    let mut names = Vec::new();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/playbooks");
    for entry in fs::read_dir(shipped).expect("the playbooks are there") {
        let path = entry.expect("they can be listed").path();
        let id = path.file_stem().expect("a name").to_string_lossy();
        names.extend(names_of(&Playbook::shipped(&id).expect("it ships")));
    }
    names.sort();
    names.dedup();
    assert!(names.len() > 100, "{names:?}");
    let mut problems = Vec::new();
    for source in sources() {
        let path = source.path.to_string_lossy();
        if path == LOADS_PLAYBOOKS || path.ends_with("_tests.rs") {
            continue;
        }
        let text = source.lines.join("\n");
        for name in names.iter().filter(|name| text.contains(name.as_str())) {
            for line in source.finds(name) {
                problems.push(format!("{}: {name}", source.at(line)));
            }
        }
    }
    report("belongs into a playbook:", &problems);
}

/// What only one process may call so, as it would stand in the code.
fn names_of(playbook: &Playbook) -> Vec<String> {
    let items = playbook.items.iter().map(|item| item.id.as_str());
    let clocks = playbook.clocks.iter().map(|clock| clock.id.as_str());
    let phases = playbook.phases.iter().map(|phase| phase.id.as_str());
    // Every incident has an issue and responders.
    let addresses = playbook.addresses.keys().map(String::as_str);
    let addresses = addresses.filter(|key| !["issue", "responder"].contains(key));
    let ids = items.chain(clocks).chain(phases).chain(addresses);
    let quoted = ids.map(|id| format!("\"{id}\""));
    let own = [playbook.id.clone(), playbook.name.clone()];
    quoted.chain(own).collect()
}

/// Returns the keys of the guards that a file raises, with the lines where they stand.
fn guards(source: &Source) -> Vec<(usize, String)> {
    let text = source.lines.join("\n");
    let raised = text.match_indices("Refusal::guard(");
    let key = |(at, raised): (usize, &str)| {
        let key = text[at + raised.len()..].trim_start().strip_prefix('"')?;
        let line = text[..at].matches('\n').count() + 1;
        Some((line, key.split('"').next()?.to_owned()))
    };
    raised.filter_map(key).collect()
}

#[test]
fn every_guard_has_words() {
    let mut problems = Vec::new();
    for source in sources() {
        for (line, key) in guards(&source) {
            if guard_title(&key) == key {
                problems.push(format!("{}: {key}", source.at(line)));
            }
        }
    }
    report("people would read a key:", &problems);
}

#[test]
fn files_and_functions_stay_short() {
    let mut problems = Vec::new();
    for source in sources() {
        let lines = source.lines.len();
        if lines > LONGEST_FILE {
            problems.push(format!(
                "{}: {lines} lines; split at {LONGEST_FILE}",
                source.at(lines)
            ));
        }
        problems.extend(long_functions(&source));
    }
    report("too long:", &problems);
}

fn long_functions(source: &Source) -> Vec<String> {
    let mut problems = Vec::new();
    let mut open: Option<(usize, &str, &str)> = None;
    for (line, at) in source.lines.iter().zip(1..) {
        let code = line.trim_start();
        let indent = &line[..line.len() - code.len()];
        match open {
            None if is_function(code) && !code.ends_with(['}', ';']) => {
                open = Some((at, indent, code));
            }
            Some((from, outer, head)) if code == "}" && indent == outer => {
                let length = at - from + 1;
                if length > LONGEST_FUNCTION {
                    problems.push(format!("{}: {length} lines: {head}", source.at(from)));
                }
                open = None;
            }
            None | Some(_) => {}
        }
    }
    problems
}

fn is_function(code: &str) -> bool {
    let words = code.split(' ').take_while(|word| !word.contains('('));
    let heads = ["pub", "const", "async", "pub(crate)", "pub(super)"];
    let mut rest = words.skip_while(|word| heads.contains(word));
    rest.next() == Some("fn") || code.starts_with("fn ") || {
        let after_pub = code
            .strip_prefix("pub(")
            .and_then(|rest| rest.split_once(") "));
        after_pub.is_some_and(|(_, rest)| rest.starts_with("fn ") || rest.contains(" fn "))
    }
}

#[test]
fn the_top_holds_what_was_agreed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut problems = Vec::new();
    for entry in fs::read_dir(root).expect("the package is there") {
        let name = entry.expect("it can be listed").file_name();
        let name = name.to_string_lossy();
        let is_known = name.starts_with('.') || name == "target" || TOP.contains(&name.as_ref());
        if !is_known {
            problems.push(name.into_owned());
        }
    }
    report("more at the top than agreed:", &problems);
}

#[test]
fn the_checks_find_what_they_look_for() {
    let source = |path: &str, text: &str| Source {
        path: path.into(),
        lines: text.lines().map(str::to_owned).collect(),
    };
    let grouped = source(
        "src/tui/view/list.rs",
        "use crate::{\n    app::App,\n    store::{Home, Record},\n};",
    );
    assert_eq!(
        imports(&grouped),
        [(1, "app".to_owned()), (1, "store".to_owned())]
    );
    let climbing = source(
        "src/app/act/mod.rs",
        "use x;\nuse super::super::store::Home;",
    );
    assert_eq!(imports(&climbing), [(2, "store".to_owned())]);
    assert!(stands_in("    x.unwrap();", ".unwrap()"));
    assert!(!stands_in("    writeln!(f)", "eln!"));
    assert!(!stands_in("    eprintln!(\"\")", "println!"));
    for head in [
        "fn a() {",
        "pub fn a() {",
        "pub(in crate::app) fn a(",
        "pub const fn a() {",
    ] {
        assert!(is_function(head), "{head}");
    }
    let long = format!(
        "impl A {{\n    pub(crate) async fn a(\n{}    }}\n}}",
        "x\n".repeat(80)
    );
    let raised = source(
        "src/a.rs",
        "\nErr(Refusal::guard(\n    \"fox\",\n    say,\n))",
    );
    assert_eq!(guards(&raised), [(2, "fox".to_owned())]);
    let found = long_functions(&source("src/a.rs", &long));
    assert_eq!(found, ["src/a.rs:2: 82 lines: pub(crate) async fn a("]);
}
