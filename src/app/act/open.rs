//! Opening editors.

use super::compose::compose;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{Editor, EditorKind, Layer};
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::domain::event::Field;
use crate::domain::incident::{FixClass, Status};

/// Opens the editor of an action that only needs a text.
pub(super) fn open_for(app: &mut App, action: Action) {
    let incident = app.incident.clone();
    let names = "names, separated by commas; tab completes";
    let (purpose, title, help, text) = match action {
        Action::Lead => (
            Purpose::AddLead,
            "New lead",
            "what is to be found out? end with @name to give it an owner",
            String::new(),
        ),
        Action::Fix => (
            Purpose::AddFix(FixClass::Immediate),
            "New immediate remediation",
            "needed before resolved; end with @name to assign it",
            String::new(),
        ),
        Action::AddLater => (
            Purpose::AddFix(FixClass::LongTerm),
            "New long-term remediation",
            "deferred to the retrospective; end with @name to assign it",
            String::new(),
        ),
        Action::Responders => {
            let now = incident.responders.join(", ");
            (Purpose::Field(Field::Responders), "Responders", names, now)
        }
        Action::Handoff => (
            Purpose::Handoff,
            "Who takes over command?",
            "the name of the new IC",
            String::new(),
        ),
        Action::Contingency => (
            Purpose::Decision("contingency"),
            "Contingency plan: activate or not?",
            "yes or no, who decided, and why",
            String::new(),
        ),
        Action::Disruption => (
            Purpose::Decision("disruption"),
            "Service disruption: what was decided?",
            "what, who agreed, and the authority for it",
            String::new(),
        ),
        Action::Close if incident.closed => (
            Purpose::Closed(false),
            "Why is the record opened again?",
            "",
            String::new(),
        ),
        Action::Close => (
            Purpose::Closed(true),
            "Close the record",
            "a last word",
            String::new(),
        ),
        Action::Title => (
            Purpose::Field(Field::Title),
            "Short description",
            "",
            incident.title.clone(),
        ),
        Action::Details => (
            Purpose::Field(Field::Details),
            "Details",
            "",
            incident.details.clone(),
        ),
        Action::DiscoveryMethod => (
            Purpose::Field(Field::DiscoveryMethod),
            "How did we become aware?",
            "such as external: customer, internal: log review",
            incident.discovery_method.clone(),
        ),
        Action::ThreatActions => (
            Purpose::Field(Field::ThreatActions),
            "What did the actor do?",
            "such as phishing, use of stolen credentials",
            incident.threat_actions.join(", "),
        ),
        _ => (
            Purpose::Note,
            "Note",
            "begin with ! to keep it on this machine; alt-enter begins a new line",
            String::new(),
        ),
    };
    let kind = if action == Action::Details {
        EditorKind::Page
    } else {
        EditorKind::Line
    };
    let help = if help.is_empty() {
        Vec::new()
    } else {
        vec![help.to_owned()]
    };
    open(app, purpose, kind, title.to_owned(), help, &text);
}

pub(super) fn open_line(app: &mut App, purpose: Purpose, title: String, text: &str) {
    open(app, purpose, EditorKind::Line, title, Vec::new(), text);
}

/// Opens an editor; a draft for the same purpose is taken up again.
pub(in crate::app) fn open(
    app: &mut App,
    purpose: Purpose,
    kind: EditorKind,
    title: String,
    mut help: Vec<String>,
    text: &str,
) {
    let draft = app.drafts.get(&purpose.draft_key()).cloned();
    if draft.is_some() {
        help.push("this is your draft, kept from before".into());
    }
    let text = draft.unwrap_or_else(|| text.to_owned());
    app.editors += 1;
    let candidates = app.people();
    app.layers.push(Layer::Editor(Box::new(Editor {
        id: app.editors,
        purpose,
        kind,
        title,
        help,
        initial: text.clone(),
        text,
        candidates,
        problem: String::new(),
        overriding: None,
    })));
}

pub(super) fn change_status(app: &mut App, to: Status) -> Vec<Effect> {
    if app.incident.status == to {
        app.tell(format!("it is {to} already"));
        return Vec::new();
    }
    open_status(app, to);
    Vec::new()
}

fn open_status(app: &mut App, to: Status) {
    let help = vec!["why? one line for the log; enter alone where none is needed".to_owned()];
    let title = format!("Status: {} -> {to}", app.incident.status);
    open(app, Purpose::Status(to), EditorKind::Line, title, help, "");
}

/// Declares a false alarm, or writes its notice once declared.
pub(super) fn false_alarm(app: &mut App) -> Vec<Effect> {
    if app.incident.status == Status::FalseAlarm {
        return compose(app, "false-alarm-notice");
    }
    change_status(app, Status::FalseAlarm)
}

/// Opens the editor that a choice asks for.
pub(in crate::app) fn ask(app: &mut App, purpose: Purpose) {
    match &purpose {
        Purpose::Status(to) => open_status(app, *to),
        Purpose::Severity(to) => {
            let title = format!("Severity: {} -> {to}", app.incident.severity);
            let help = vec!["why? one line for the log; enter alone is fine".to_owned()];
            open(app, purpose, EditorKind::Line, title, help, "");
        }
        Purpose::Moment(moment) => {
            let title = format!("When was it {moment}?");
            let help =
                vec!["14:02, 10m ago, 2026-11-22 14:02, 2026-11-22, 2026-11, unknown".to_owned()];
            open(app, purpose, EditorKind::Line, title, help, "");
        }
        Purpose::WorkingMode(_) => {
            open(
                app,
                purpose,
                EditorKind::Line,
                "Why?".to_owned(),
                Vec::new(),
                "",
            );
        }
        Purpose::StartShift => open_line(app, purpose, "Who comes on shift?".to_owned(), ""),
        Purpose::EndShift => open_line(app, purpose, "Who goes off shift?".to_owned(), ""),
        _ => open_line(app, purpose, String::new(), ""),
    }
}
