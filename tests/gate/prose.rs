//! Ordinary writing about incidents goes through: false alarms are counted, and the count kept.
//!
//! `prose.md` is what people write in such an hour: sitreps, log lines, commands, digests,
//! addresses of the attacker. It holds no secret, so that every block is a false one.

use std::collections::BTreeMap;

use crate::{found, held, told};

const PROSE: &str = include_str!("../data/gate/prose.md");

#[test]
fn nothing_of_ordinary_writing_is_held_back() {
    let findings = held(PROSE);
    assert!(findings.is_empty(), "{:#?}", told(PROSE, &findings));
    assert!(PROSE.lines().count() >= 180);
}

#[test]
fn what_is_warned_of_is_what_should_be() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in found(PROSE) {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let counts: Vec<(&str, usize)> = counts.iter().map(|(rule, n)| (rule.as_str(), *n)).collect();
    let expected = [
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
    ];
    assert_eq!(counts, expected, "{:#?}", told(PROSE, &found(PROSE)));
}
