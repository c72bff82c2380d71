//! Ordinary writing about incidents goes through: false alarms are counted, and the count kept.
//!
//! `prose.md` is what people write in such an hour: sitreps, log lines, commands, digests,
//! addresses of the attacker. `reports.md` tells of other incidents: a false login page, a lost
//! laptop, a flood, a library with a guest in it. Neither holds a secret, so that every block is
//! a false one.

use std::collections::BTreeMap;

use rstest::rstest;

use crate::{found, held, told};

const PROSE: &str = include_str!("../data/gate/prose.md");
const REPORTS: &str = include_str!("../data/gate/reports.md");

#[rstest]
#[case::of_an_hour(PROSE, 180)]
#[case::of_other_incidents(REPORTS, 100)]
fn nothing_of_ordinary_writing_is_held_back(#[case] text: &str, #[case] lines: usize) {
    let findings = held(text);
    assert!(findings.is_empty(), "{:#?}", told(text, &findings));
    assert!(text.lines().count() >= lines);
}

#[rstest]
#[case::of_an_hour(PROSE, &[
    ("account-id", 1),
    ("arn", 1),
    ("aws-resource-id", 2),
    ("internal-host", 1),
    ("ipv4-documentation", 1),
    ("ipv4-private", 2),
    ("ipv4-public", 3),
    ("ipv6-public", 1),
    ("mail-address", 3),
    ("user-in-path", 1),
])]
#[case::of_other_incidents(REPORTS, &[("aws-resource-id", 1), ("mail-address", 1)])]
fn what_is_warned_of_is_what_should_be(#[case] text: &str, #[case] expected: &[(&str, usize)]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in found(text) {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let counts: Vec<(&str, usize)> = counts.iter().map(|(rule, n)| (rule.as_str(), *n)).collect();
    assert_eq!(counts, expected, "{:#?}", told(text, &found(text)));
}
