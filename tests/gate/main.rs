//! The gate: what it finds, what it leaves alone, and that nothing of a find gets through.

#![expect(
    clippy::unwrap_used,
    reason = "what tests share fails as well as the tests themselves"
)]

#[path = "../common/every.rs"]
mod every;
#[path = "../common/mint.rs"]
mod mint;
#[path = "../common/planted.rs"]
mod planted;

mod codenames;
mod evasion;
mod laws;
mod names;
mod near_misses;
mod prose;
mod redaction;
mod rules;
mod shapes;
mod texts;
mod warnings;

use std::sync::LazyLock;

use sitroom::domain::gate::{Allowed, Finding, Level, Rules, scan};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::shipped);

/// Returns what the shipped rules find when nothing is configured.
fn found(text: &str) -> Vec<Finding> {
    scan(text, &RULES, &Allowed::default())
}

/// Returns what of it may not leave.
fn held(text: &str) -> Vec<Finding> {
    let mut findings = found(text);
    findings.retain(|finding| finding.level > Level::Warn);
    findings
}

/// Returns rule and text of each finding, for messages and comparisons.
fn told<'t>(text: &'t str, findings: &[Finding]) -> Vec<(String, &'t str)> {
    let tell = |finding: &Finding| (finding.rule.clone(), &text[finding.range.clone()]);
    findings.iter().map(tell).collect()
}
