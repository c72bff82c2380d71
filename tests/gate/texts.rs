//! Texts that are not part of this repository: `SITROOM_TEXTS` names folders of what people wrote
//! on incidents and published, as `PATH` does. None of it is a secret. Without it nothing is read.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use sitroom::domain::gate::Level;

use crate::{found, told};

/// Endings of files that hold what people write.
const TEXTS: [&str; 4] = ["md", "txt", "json", "html"];

#[test]
#[expect(
    clippy::print_stderr,
    reason = "a test that looked at nothing says so, and one that did says at how much"
)]
fn nothing_that_people_published_is_held_back() {
    let Some(folders) = std::env::var_os("SITROOM_TEXTS") else {
        eprintln!("SITROOM_TEXTS is not set: no texts are read");
        return;
    };
    let files = texts_below(std::env::split_paths(&folders).collect());
    assert!(!files.is_empty(), "SITROOM_TEXTS has no texts");
    let (mut lines, mut warned, mut held) = (0, BTreeMap::<String, usize>::new(), Vec::new());
    for file in &files {
        let text = fs::read_to_string(file).expect("a text can be read");
        lines += text.lines().count();
        let (blocks, warnings): (Vec<_>, Vec<_>) = found(&text)
            .into_iter()
            .partition(|finding| finding.level > Level::Warn);
        let blocks = told(&text, &blocks).into_iter();
        held.extend(blocks.map(|(rule, of)| format!("{}: {rule}: {of}", file.display())));
        for warning in warnings {
            *warned.entry(warning.rule).or_default() += 1;
        }
    }
    let files = files.len();
    eprintln!(
        "{files} texts, {lines} lines: {} held, {warned:?} warned of",
        held.len()
    );
    assert!(held.is_empty(), "{}", held.join("\n"));
}

fn texts_below(mut folders: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("SITROOM_TEXTS names folders") {
            let path = entry.expect("it can be listed").path();
            let ending = path.extension().and_then(|it| it.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if ending.is_some_and(|it| TEXTS.contains(&it)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
