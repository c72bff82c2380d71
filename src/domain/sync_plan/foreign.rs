//! What people write on the issue outside what this program keeps.

use std::collections::BTreeMap;

use super::Round;
use crate::domain::command::Command;
use crate::domain::document::{Fate, Parsed, Role};

impl Round<'_> {
    /// Imports changes of foreign text, once. Nothing of it is ever written back.
    pub(super) fn foreign_text(&mut self) {
        let before = foreign(&self.base, |at| self.base.items[at].marked.is_none());
        let after = foreign(&self.remote, |at| {
            self.fates[at] == Fate::Keep && self.remote.items[at].marked.is_none()
        });
        let (added, removed) = (without(&after, &before), without(&before, &after));
        if !added.is_empty() || !removed.is_empty() {
            self.import(Command::ImportText {
                added: added.join("\n"),
                removed: removed.join("\n"),
            });
        }
    }
}

/// Returns the lines that are somebody's, without blank ones and without those that become
/// lines of ours.
fn foreign(parsed: &Parsed, is_somebodys: impl Fn(usize) -> bool) -> Vec<&str> {
    let lines = parsed.lines.iter().zip(&parsed.roles);
    let kept = lines.filter(|(line, role)| {
        !line.trim().is_empty()
            && match role {
                Role::Foreign | Role::Heading(None) => true,
                Role::Item(at) => !parsed.items[*at].adoptable && is_somebodys(*at),
                Role::Title
                | Role::Bullet(_)
                | Role::Details
                | Role::Begin
                | Role::End
                | Role::Heading(Some(_))
                | Role::Info(_)
                | Role::State => false,
            }
    });
    kept.map(|(line, _)| line.as_str()).collect()
}

/// Returns the lines of the first list that the second does not have, each as often as it is
/// missing, in order.
fn without<'a>(lines: &[&'a str], others: &[&str]) -> Vec<&'a str> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for line in others {
        *left.entry(line).or_default() += 1;
    }
    let missing = lines.iter().filter(|line| match left.get_mut(**line) {
        Some(n) if *n > 0 => {
            *n -= 1;
            false
        }
        _ => true,
    });
    missing.copied().collect()
}
