//! Going to a thing, wherever it is shown.

use super::navigate::{set_filter, show};
use crate::app::model::{App, Pane, View};
use crate::app::people::PeopleId;
use crate::app::rows::EvidencePart;
use crate::domain::ids::{EntryId, EvidenceId, FixId, ItemId, LeadId};

/// A thing that is shown in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A checklist line.
    Line(ItemId),
    /// A lead.
    Lead(LeadId),
    /// A remediation item.
    Fix(FixId),
    /// Somebody, or a question to them.
    People(PeopleId),
    /// Something in the register of evidence.
    Evidence(EvidenceId),
    /// An entry of the timeline.
    Entry(EntryId),
}

impl Target {
    pub(super) fn view(&self) -> View {
        match self {
            Self::Line(_) => View::Checklist,
            Self::Lead(_) => View::Leads,
            Self::Fix(_) => View::Remediation,
            Self::People(_) => View::People,
            Self::Evidence(_) => View::Evidence,
            Self::Entry(_) => View::Timeline,
        }
    }
}

/// Shows a thing and selects it; a filter that hides it is cleared. Returns false where there is
/// no such thing, and stays then.
pub(in crate::app) fn go_to(app: &mut App, target: &Target) -> bool {
    let (view, filter) = (app.view, app.filter.clone());
    show(app, target.view());
    if let Some(at) = place(app, target) {
        app.select(app.focus(), at);
        return true;
    }
    if !filter.is_empty() {
        set_filter(app, String::new());
        if let Some(at) = place(app, target) {
            app.select(app.focus(), at);
            return true;
        }
        set_filter(app, filter);
    }
    show(app, view);
    false
}

pub(super) fn place(app: &App, target: &Target) -> Option<usize> {
    let (rows, incident) = (&app.rows, &app.incident);
    match target {
        Target::Line(id) => app.lines().iter().position(|line| line.id == *id),
        Target::Lead(id) => {
            let mut leads = rows.leads.iter();
            leads.position(|at| incident.leads[*at].id == *id)
        }
        Target::Fix(id) => {
            let mut fixes = rows.fixes.iter();
            fixes.position(|at| incident.fixes[*at].id == *id)
        }
        Target::People(id) => rows.people.iter().position(|row| row.id() == *id),
        Target::Evidence(id) => rows.evidence.iter().position(|line| {
            incident.evidence[line.at].id == *id && line.part == EvidencePart::Thing
        }),
        Target::Entry(id) => {
            let mut entries = rows.timeline.iter();
            entries.position(|at| app.entries[*at].id == *id)
        }
    }
}

/// Returns the list that a pane stands for where it is pointed at.
pub(in crate::app) fn point(app: &mut App, pane: Pane, at: Option<usize>) {
    if app.view == View::Now && Pane::OF_NOW.contains(&pane) {
        app.pane = pane;
    }
    if let Some(at) = at.filter(|_| app.focus() == pane) {
        app.scroll = 0;
        app.select(pane, at);
    }
}
