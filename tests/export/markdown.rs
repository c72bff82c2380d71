//! The report as Markdown, read by a parser that had no part in writing it or in making the page.

use markdown::mdast::{Heading, Node};
use markdown::{Constructs, ParseOptions, to_mdast};
use proptest::prelude::*;
use sitroom::domain::event::Entry;
use sitroom::domain::playbook::Playbook;
use sitroom::domain::report::outline;

use crate::examples::{reported, story};
use crate::made::{entry, journals, note};
use crate::page::HOSTILE;

/// Reads Markdown as GitHub does, but for bare addresses, which lead where they say.
fn read(text: &str) -> Vec<Node> {
    let constructs = Constructs {
        gfm_autolink_literal: false,
        ..Constructs::gfm()
    };
    let options = ParseOptions {
        constructs,
        ..ParseOptions::gfm()
    };
    match to_mdast(text, &options).unwrap() {
        Node::Root(root) => root.children,
        other => panic!("{other:?}"),
    }
}

/// The text of a node, without its form.
fn text(node: &Node) -> String {
    node.to_string()
}

fn each(nodes: &[Node], see: &mut dyn FnMut(&Node)) {
    for node in nodes {
        see(node);
        each(node.children().map_or(&[][..], Vec::as_slice), see);
    }
}

/// What is more than text, its form, and a link to a page.
fn live(nodes: &[Node]) -> Vec<String> {
    let mut found = Vec::new();
    each(nodes, &mut |node| match node {
        Node::Html(_) | Node::Image(_) | Node::ImageReference(_) => found.push(format!("{node:?}")),
        Node::Link(link) if !is_page(&link.url) => found.push(format!("{node:?}")),
        _ => {}
    });
    found
}

fn is_page(address: &str) -> bool {
    let address = address.to_lowercase();
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|it| address.starts_with(it))
}

/// The headings of the second level that stand at the top, and the nodes below each.
fn parts(nodes: &[Node]) -> Vec<(String, &[Node])> {
    let is_part = |node: &Node| matches!(node, Node::Heading(Heading { depth: 2, .. }));
    let begins: Vec<usize> = (0..nodes.len()).filter(|at| is_part(&nodes[*at])).collect();
    let ends = begins.iter().skip(1).copied().chain([nodes.len()]);
    begins
        .iter()
        .zip(ends)
        .map(|(&from, to)| (text(&nodes[from]), &nodes[from + 1..to]))
        .collect()
}

/// The titles that the process says a report has, with their numbers.
fn outlined() -> Vec<String> {
    let playbook = Playbook::shipped("cloud-gov-2023");
    let parts = (1..).zip(outline(playbook.as_ref()));
    parts
        .map(|(n, part)| format!("{n}. {}", part.title))
        .collect()
}

fn assert_outline(nodes: &[Node]) {
    let found = parts(nodes);
    let (numbered, lists) = found.split_at(14);
    let titles: Vec<&str> = numbered.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, outlined());
    for (title, _) in lists {
        assert!(title.starts_with("Checklist: "), "{title}");
    }
    for (title, below) in &found {
        assert!(!below.is_empty(), "{title} says nothing");
    }
}

/// The entries of the list in the timeline, each with the number of its line of the journal.
fn timeline(nodes: &[Node]) -> Vec<(u64, String)> {
    let parts = parts(nodes);
    let (_, below) = parts
        .iter()
        .find(|(title, _)| title == "2. Timeline")
        .unwrap();
    let lists = below.iter().filter_map(|node| match node {
        Node::List(list) => Some(&list.children),
        _ => None,
    });
    lists
        .flatten()
        .map(|item| {
            let first = item
                .children()
                .and_then(|all| all.first())
                .map(text)
                .unwrap_or_default();
            let (said, number) = first.rsplit_once(" [line ").unwrap();
            let number = number.strip_suffix(']').unwrap().parse().unwrap();
            (number, said.to_owned())
        })
        .collect()
}

#[test]
fn the_report_has_its_fourteen_parts_and_every_entry() {
    let entries = story();
    let nodes = read(&reported(&entries));
    assert!(matches!(&nodes[0], Node::Heading(Heading { depth: 1, .. })));
    assert_eq!(text(&nodes[0]), "The chickens have escaped");
    assert_outline(&nodes);
    assert_eq!(live(&nodes), Vec::<String>::new());
    let told = timeline(&nodes);
    let mut numbers: Vec<u64> = told.iter().map(|(number, _)| *number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=entries.len() as u64).collect::<Vec<_>>());
    let (_, said) = told.iter().find(|(number, _)| *number == 5).unwrap();
    let end = "Farmer Jane: severity unknown -> high: hens are out";
    assert!(said.ends_with(end), "{said}");
}

#[test]
fn a_checklist_is_a_list_of_tasks() {
    let nodes = read(&reported(&story()));
    let parts = parts(&nodes);
    let lists = parts
        .iter()
        .filter(|(title, _)| title.starts_with("Checklist: "));
    let mut tasks = 0;
    for (title, below) in lists {
        for node in *below {
            let Node::List(list) = node else { continue };
            for item in &list.children {
                let Node::ListItem(item) = item else {
                    panic!("{item:?}")
                };
                assert!(item.checked.is_some(), "{title}: {item:?}");
                tasks += 1;
            }
        }
    }
    assert!(tasks > 20, "{tasks}");
}

/// The story with something hostile at every place where people write.
fn hostile() -> Vec<Entry> {
    let mut entries = story();
    for entry in &mut entries {
        entry.event.each_text(&mut |_, text| {
            text.push(' ');
            text.push_str(HOSTILE);
        });
        entry.actor.push_str(" <b>x</b> [x](javascript:x)");
    }
    entries.push(note(18, HOSTILE));
    entries.push(note(
        19,
        "<!-- \n\n## 15. Another part\n\n<script>x</script>\n-->\n<div>\n",
    ));
    entries
}

#[test]
fn nothing_hostile_is_more_than_text() {
    let entries = hostile();
    let report = reported(&entries);
    let nodes = read(&report);
    assert_eq!(live(&nodes), Vec::<String>::new(), "{report}");
    assert_outline(&nodes);
    assert_eq!(timeline(&nodes).len(), entries.len(), "{report}");
    let mut links = std::collections::BTreeSet::new();
    each(&nodes, &mut |node| {
        if let Node::Link(link) = node {
            links.insert(link.url.clone());
        }
    });
    let meant = ["https://good.example/", "https://good.example/x"];
    assert_eq!(links, meant.map(str::to_owned).into());
    // What was written is still to be read.
    let said: String = nodes.iter().map(text).collect();
    assert!(said.contains("<script>alert(1)</script>"), "{said}");
}

#[test]
fn the_parser_finds_what_is_looked_for() {
    for text in [
        "<b>x</b>",
        "![x](https://x.example)",
        "[x](javascript:x)",
        "<data:x>",
        "<!-- -->",
    ] {
        assert!(!live(&read(text)).is_empty(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_was_recorded_the_report_is_text(journal in journals()) {
        let report = reported(&journal);
        let nodes = read(&report);
        prop_assert_eq!(live(&nodes), Vec::<String>::new(), "{}", report);
        assert_outline(&nodes);
    }
}

#[test]
fn a_title_is_one_line() {
    let mut entries = story();
    let opened = entries.remove(0);
    if let sitroom::domain::event::Event::Opened(mut it) = opened.event {
        it.title = "x\n\n## 15. Another part".to_owned();
        entries.insert(0, entry(1, sitroom::domain::event::Event::Opened(it)));
    }
    let nodes = read(&reported(&entries));
    assert_outline(&nodes);
}
