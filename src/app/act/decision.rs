//! Decisions that need an authority: their form, and how the authority stands.

use super::open::open;
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::domain::decision::contingency::authorisers;
use crate::domain::decision::disruption::{Ground, authority};
use crate::domain::decision::{DISRUPTION, write_form};
use crate::domain::event::Decided;
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::time::Instant;

/// Opens the form of a decision, with what the record knows filled in.
pub(super) fn open_decision(app: &mut App, about: &'static str) -> Vec<Effect> {
    let (incident, playbook) = (app.incident.clone(), app.playbook.clone());
    let form = write_form(&known(&incident, &playbook, about, app.now));
    let title = if about == DISRUPTION {
        "Service disruption: what was decided?"
    } else {
        "Contingency plan: activate or not?"
    };
    let help = help(&incident, &playbook, about, app.now);
    let purpose = Purpose::Decision(about);
    open(
        app,
        purpose,
        EditorKind::Page,
        title.to_owned(),
        help,
        &form,
    );
    Vec::new()
}

/// Brings the line of the authority up to date while the form is open.
pub(in crate::app) fn follow_authority(app: &mut App) {
    let (incident, playbook, now) = (app.incident.clone(), app.playbook.clone(), app.now);
    let Some(Layer::Editor(editor)) = app.layers.last_mut() else {
        return;
    };
    if editor.purpose != Purpose::Decision(DISRUPTION) {
        return;
    }
    for (place, line) in help(&incident, &playbook, DISRUPTION, now)
        .into_iter()
        .enumerate()
    {
        if let Some(shown) = editor.help.get_mut(place) {
            *shown = line;
        }
    }
}

fn known(incident: &Incident, playbook: &Playbook, about: &str, now: Instant) -> Decided {
    let mut decided = Decided::said(about, "");
    decided.by.clone_from(&incident.ic);
    if about == DISRUPTION
        && let Ground::Agreed(lead) = authority(incident, playbook, now).ground
    {
        decided.basis.agreed_by = lead;
    }
    decided
}

/// Returns how the authority stands, and what is missing; always as many lines.
fn help(incident: &Incident, playbook: &Playbook, about: &str, now: Instant) -> Vec<String> {
    if about == DISRUPTION {
        let authority = authority(incident, playbook, now);
        let missing = authority.missing();
        let missing = if missing.is_empty() {
            "ctrl-s records it; then send the notice of the disruption".to_owned()
        } else {
            format!("missing: {}", missing.join("; "))
        };
        return vec![authority.line(incident.zone, now), missing];
    }
    let plan = playbook.contingency.as_ref();
    let who = plan.map(|plan| format!("who may: {}", authorisers(plan)));
    let mut lines: Vec<String> = who.into_iter().collect();
    lines.push("yes starts its clocks: notices, hourly updates".to_owned());
    lines
}
