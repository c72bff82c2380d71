//! What was looked at, how it stands, and what mends it: for `init` and `doctor`.

mod github;

use std::fmt::Write as _;

use serde::Serialize;

use super::output::{line, visible};
use crate::domain::time::Zone;

pub(super) use self::github::{GET_TOKEN, Wanted, of_github, of_repository_name};

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Level {
    /// As it should.
    Ok,
    /// It works, or could not be looked at; it may be better.
    Warn,
    /// Something does not work with it.
    Fail,
}

impl Level {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "FAIL",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// What it is, for scripts, such as `token`.
    id: &'static str,
    pub(super) level: Level,
    /// What was found.
    found: String,
    /// What mends it; empty where nothing has to be.
    fix: String,
}

impl Check {
    /// Returns one that is as it should be.
    pub(super) fn ok(id: &'static str, found: impl Into<String>) -> Self {
        Self::of(id, Level::Ok, found, "")
    }

    /// Returns one that works and may be better.
    pub(super) fn warn(id: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::of(id, Level::Warn, found, fix)
    }

    /// Returns one that does not work.
    pub(super) fn fail(id: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::of(id, Level::Fail, found, fix)
    }

    fn of(
        id: &'static str,
        level: Level,
        found: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        let (found, fix) = (found.into(), fix.into());
        Self {
            id,
            level,
            found,
            fix,
        }
    }
}

/// Returns what to look at twice about a zone; nothing about most.
pub(super) fn of_zone(zone: Zone) -> Option<Check> {
    let (place, said) = zone.mistaken()?;
    let fix = format!("{place} is the zone with daylight saving time");
    Some(Check::warn("zone", said, fix))
}

/// Returns the same as one line.
pub(super) fn remark_on_zone(zone: Zone) -> Option<String> {
    of_zone(zone).map(|check| format!("{}; {}", check.found, check.fix))
}

/// Returns checks as lines for people, with what mends each below it.
pub(super) fn lines(checks: &[Check]) -> String {
    let width = checks.iter().map(|check| check.id.len()).max();
    let width = width.unwrap_or_default();
    let mut out = String::new();
    for check in checks {
        let level = check.level.word();
        let mut found = check.found.lines();
        let first = line(found.next().unwrap_or_default());
        let _ = writeln!(out, "{level:<4}  {:<width$}  {first}", check.id);
        // A caret stands below what it points at.
        for more in found {
            let _ = writeln!(out, "      {:<width$}  {}", "", visible(more));
        }
        if !check.fix.is_empty() {
            let _ = writeln!(out, "      {:<width$}  -> {}", "", line(&check.fix));
        }
    }
    out
}

/// Returns how the worst of them stands.
pub(super) fn worst(checks: &[Check]) -> Level {
    let levels = checks.iter().map(|check| check.level);
    levels.max().unwrap_or(Level::Ok)
}
