//! The issue that long-term remediation is followed up as, and how it is known again.

use std::fmt::Write as _;

use super::escape::{guard_title, neutralise};
use crate::domain::ids::EntryId;
use crate::domain::incident::{Fix, Incident};
use crate::domain::text::shorten;

/// The most characters of a title; GitHub takes 256.
const TITLE: usize = 200;

const MARK: &str = "<!-- sitroom:followup ";
const MARK_END: &str = " -->";

/// An issue of its own for a remediation item, as it is to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackingIssue {
    /// Its title.
    pub title: String,
    /// Its body, with a marker at its end.
    pub body: String,
}

impl TrackingIssue {
    /// Returns the issue of an item. Where everybody can read it, it says what is to be done and
    /// nothing of the incident.
    #[must_use]
    pub fn of(fix: &Fix, incident: &Incident, is_public: bool) -> Self {
        let mut body = format!("{}\n\n", neutralise(&fix.text));
        if !fix.owner.is_empty() {
            let _ = writeln!(body, "- **Owner**: {}", neutralise(&fix.owner));
        }
        if !is_public {
            let from = incident.issue.as_ref().map_or_else(
                || incident.id.to_string(),
                |issue| format!("{}#{}", issue.repository, issue.number),
            );
            let title = neutralise(&incident.title);
            let _ = writeln!(body, "- **From**: {from}, {title}, item {}", fix.id);
        }
        let _ = write!(body, "\n{MARK}{}{MARK_END}", fix.tag);
        Self {
            title: guard_title(&shorten(&fix.text, TITLE)),
            body,
        }
    }
}

/// Returns the item that an issue follows up: by the marker at the end of its body. One that
/// somebody quoted, or wrote more below, does not count.
#[must_use]
pub fn tracked_item(body: &str) -> Option<EntryId> {
    let last = body.trim_end().lines().next_back()?;
    let id = last.strip_prefix(MARK)?.strip_suffix(MARK_END)?;
    id.parse().ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const ID: &str = "01JD9Z8Y7X6W5V4T3S2R1Q0P9N";

    #[rstest]
    #[case::at_the_end(format!("mend it\n\n{MARK}{ID}{MARK_END}"), true)]
    #[case::saved_in_a_browser(format!("mend it\r\n\r\n{MARK}{ID}{MARK_END}\r\n"), true)]
    #[case::quoted(format!("> {MARK}{ID}{MARK_END}"), false)]
    #[case::more_below(format!("{MARK}{ID}{MARK_END}\nand the shed"), false)]
    #[case::of_nothing(format!("{MARK}R7{MARK_END}"), false)]
    #[case::none("mend it".to_owned(), false)]
    fn marker_counts_at_the_end_only(#[case] body: String, #[case] is_ours: bool) {
        assert_eq!(tracked_item(&body).is_some(), is_ours);
    }
}
