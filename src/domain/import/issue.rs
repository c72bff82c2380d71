//! An issue that somebody wrote by hand: what of it the record would take over.

use crate::domain::apply::apply;
use crate::domain::decide::decide;
use crate::domain::document::Document;
use crate::domain::event::Entry;
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::sync_plan::{ConflictValue, Issue, plan};
use crate::domain::time::Instant;
use crate::domain::timeline::describe;

/// Who takes over what an issue says, where nobody is known.
const ISSUE: &str = "issue";

/// What attaching an issue would do, in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IssueOutlook {
    /// What the record would take over, a line each.
    pub taken: Vec<String>,
    /// What somebody would have to rule on.
    pub asked: Vec<ConflictValue>,
    /// Whether the issue's text would be changed.
    pub is_rewritten: bool,
    /// What a person should know.
    pub seen: Vec<String>,
}

/// Says what attaching an issue would do to a record that never agreed on anything with one.
/// Nothing is changed by asking.
#[must_use]
pub fn outlook(
    incident: &Incident,
    playbook: &Playbook,
    issue: &Issue,
    now: Instant,
) -> IssueOutlook {
    let document = Document::of(incident, playbook, now);
    let planned = plan(&Issue::default(), &document, issue, &incident.conflicts);
    let mut out = IssueOutlook {
        is_rewritten: planned.body.is_some() || planned.title.is_some(),
        seen: planned.seen,
        ..IssueOutlook::default()
    };
    let mut later = incident.clone();
    for import in planned.imports {
        let request = import.request(ISSUE);
        match decide(&later, playbook, &request, now) {
            Ok(events) => {
                for event in events {
                    out.taken.push(describe(&event, incident.zone));
                    // Nothing that an issue says takes anything back.
                    let _ = apply(&mut later, &Entry::unrecorded(event, &request, now));
                }
            }
            // What the process speaks against is for somebody to rule on.
            Err(refusal) => out.seen.push(format!("not taken over: {}", refusal.cause)),
        }
    }
    out.asked = planned.conflicts;
    out
}
