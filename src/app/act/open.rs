//! Opening editors.

use super::choose::lead_in_question;
use super::compose::compose_kind;
use super::handoff::open_handoff;
use super::people::open_people;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{Editor, EditorKind, Layer};
use crate::app::model::App;
use crate::app::purpose::{Purpose, responders_line};
use crate::app::sort::Sort;
use crate::app::tracking::TrackingText;
use crate::domain::decide::needs_reason;
use crate::domain::event::Field;
use crate::domain::evidence::Evidence;
use crate::domain::handoff::{Standing, standing};
use crate::domain::incident::{FixClass, Incident, Status};
use crate::domain::playbook::MessageKind;
use crate::domain::question::proposed;
use crate::domain::time::When;

/// What an editor says and holds when it opens.
struct Form {
    purpose: Purpose,
    title: &'static str,
    help: &'static str,
    text: String,
}

impl Form {
    fn empty(purpose: Purpose, title: &'static str, help: &'static str) -> Self {
        Self::holding(purpose, title, help, String::new())
    }

    fn holding(purpose: Purpose, title: &'static str, help: &'static str, text: String) -> Self {
        Self {
            purpose,
            title,
            help,
            text,
        }
    }
}

/// Opens the editor of an action that only needs a text.
pub(super) fn open_for(app: &mut App, action: Action) {
    let form = form_of(&app.incident, action);
    let kind = if action == Action::Details {
        EditorKind::Page
    } else {
        EditorKind::Line
    };
    let help = if form.help.is_empty() {
        Vec::new()
    } else {
        vec![form.help.to_owned()]
    };
    let title = form.title.to_owned();
    open(app, form.purpose, kind, title, help, &form.text);
}

fn form_of(incident: &Incident, action: Action) -> Form {
    match action {
        Action::Lead => Form::empty(
            Purpose::AddLead,
            "New lead",
            "what is to be found out? end with @name to give it an owner",
        ),
        Action::Fix => Form::empty(
            Purpose::AddFix(FixClass::Immediate),
            "New immediate remediation",
            "needed before resolved; end with @name to assign it",
        ),
        Action::AddLater => Form::empty(
            Purpose::AddFix(FixClass::LongTerm),
            "New long-term remediation",
            "deferred to the retrospective; end with @name to assign it",
        ),
        Action::Close if incident.closed => Form::empty(
            Purpose::Closed(false),
            "Why is the record opened again?",
            "",
        ),
        Action::Close => Form::empty(Purpose::Closed(true), "Close the record", "a last word"),
        Action::Outbound => form_of_outbound(incident),
        Action::Codename => Form::empty(
            Purpose::Codename,
            "What is called by another name outside?",
            "NAME = CODENAME; NAME = alone gives it its name back",
        ),
        Action::Evidence => Form::empty(
            Purpose::Evidence,
            "Evidence: what; where it is kept; who holds it",
            "a path from / or ./ or ~/ is hashed; `E1 to NAME; PLACE` hands it over; it stays here",
        ),
        Action::Responders | Action::Title | Action::Details | Action::Folder => {
            form_of_field(incident, action)
        }
        _ => Form::empty(
            Purpose::Note,
            "Note",
            "! in front keeps it here, @14:05 says when it was; alt-enter begins a new line",
        ),
    }
}

fn form_of_outbound(incident: &Incident) -> Form {
    let stopped = incident.outbound_stop.is_none();
    let (title, help) = if stopped {
        (
            "Stop everything that leaves this machine?",
            "enter alone stops it at once: syncing, copying, sending; esc goes back",
        )
    } else {
        (
            "Why may things leave this machine again?",
            "one line for the log; what waits is then sent",
        )
    };
    Form::empty(Purpose::Outbound { stopped }, title, help)
}

fn form_of_field(incident: &Incident, action: Action) -> Form {
    let (field, title, help, text) = match action {
        Action::Title => (
            Field::Title,
            "Short description",
            "",
            incident.title.clone(),
        ),
        Action::Details => (Field::Details, "Details", "", incident.details.clone()),
        Action::Folder => (
            Field::Folder,
            "Where is the sensitive folder?",
            "a link; what stands there stays there, and the handoff brief names it",
            incident.folder.clone(),
        ),
        _ => (
            Field::Responders,
            "Responders",
            "names, separated by commas; tab completes",
            responders_line(&incident.responders),
        ),
    };
    Form::holding(Purpose::Field(field), title, help, text)
}

pub(super) fn open_line(app: &mut App, purpose: Purpose, title: String, text: &str) {
    open(app, purpose, EditorKind::Line, title, Vec::new(), text);
}

/// Returns the words of the thing that a text is about, so that nobody has to know it by its
/// number.
fn subject(app: &App, purpose: &Purpose) -> Option<String> {
    match purpose {
        Purpose::OwnLead(id) | Purpose::Finding { id, .. } => {
            app.incident.lead(*id).map(|lead| lead.text.clone())
        }
        Purpose::OwnFix(id) | Purpose::VerifiedBy(id) | Purpose::Defer(id) => {
            app.incident.fix(*id).map(|fix| fix.text.clone())
        }
        Purpose::SetAside(id) | Purpose::Tick(id) => {
            let mut lines = app.rows.lines.iter();
            lines
                .find(|line| line.id == *id)
                .map(|line| line.text.clone())
        }
        Purpose::Evidence | Purpose::HandOver(_) => {
            let register = app.incident.evidence.iter();
            let lines: Vec<String> = register.map(Evidence::line).collect();
            Some(lines.join(" | ")).filter(|lines| !lines.is_empty())
        }
        _ => None,
    }
}

/// Returns why whoever sits here need not type a text: they handed command over, and what they
/// write would be refused once all of it is there.
fn stands_against(app: &App, purpose: &Purpose) -> Option<String> {
    let is_refused = |stays: bool| match purpose.sort() {
        Sort::Command => true,
        Sort::Work => !stays,
        Sort::Free => false,
    };
    match standing(&app.incident, &app.playbook, &app.me, app.now) {
        Standing::HandedOver { to, at, stays } if is_refused(stays) => {
            let at = app.incident.zone.clock(at, app.now);
            let key = app.keymap.key(Action::Handoff);
            Some(format!(
                "handed over to {to} at {at}: notes are taken; {key} takes command back"
            ))
        }
        Standing::Free | Standing::HandedOver { .. } | Standing::Rival { .. } => None,
    }
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
    if let Some(why) = stands_against(app, &purpose) {
        app.tell(why);
        return;
    }
    help.splice(..0, subject(app, &purpose));
    let key = purpose.keeps_draft().then(|| purpose.draft_key());
    let draft = key.as_ref().and_then(|key| app.drafts.get(key)).cloned();
    let opened = draft.is_none().then_some(app.now);
    if draft.is_some() {
        help.push("this is a draft, kept on this machine from before".into());
    }
    app.editors += 1;
    let candidates = app.people();
    app.layers.push(Layer::Editor(Box::new(Editor {
        id: app.editors,
        purpose,
        kind,
        title,
        help,
        initial: text.to_owned(),
        text: draft.unwrap_or_else(|| text.to_owned()),
        candidates,
        problem: String::new(),
        overriding: None,
        over: None,
        draft: key,
        opened,
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
    let help = if needs_reason(app.incident.status, to) {
        "why? one line for the log; this one needs a reason"
    } else {
        "why? one line for the log; enter alone is fine"
    };
    let help = vec![help.to_owned()];
    let title = format!("Status: {} -> {to}", app.incident.status);
    open(app, Purpose::Status(to), EditorKind::Line, title, help, "");
}

/// Declares a false alarm, or writes its notice once declared.
pub(super) fn false_alarm(app: &mut App) -> Vec<Effect> {
    if app.incident.status == Status::FalseAlarm {
        return compose_kind(app, MessageKind::FalseAlarm);
    }
    change_status(app, Status::FalseAlarm)
}

/// Opens the editor of a milestone.
fn open_milestone(app: &mut App, id: &str) {
    let milestone = app.playbook.milestone(id);
    let (title, why) = milestone.map_or_else(Default::default, |milestone| {
        (format!("When? {}", milestone.name), milestone.why.clone())
    });
    let at = milestone.and_then(|milestone| proposed(milestone, &app.incident, app.now));
    let local = at.map(|at| app.incident.zone.local(at));
    let proposed = local.map(|at| at.format("%Y-%m-%d %H:%M").to_string());
    let of_moment = milestone.and_then(|milestone| milestone.proposes);
    let form = if milestone.is_some_and(|milestone| milestone.planned) {
        format!("{}; more about it after a comma", When::FORMS_AHEAD)
    } else if let Some(moment) = of_moment.filter(|_| proposed.is_some()) {
        format!(
            "filled in is when it was {moment}; or 14:02, 10m ago, unknown; who or how after a comma"
        )
    } else {
        "14:02, 10m ago, unknown; enter alone is now; who or how after a comma".to_owned()
    };
    let help = vec![why, form];
    let purpose = Purpose::Milestone(id.to_owned());
    let text = proposed.unwrap_or_default();
    open(app, purpose, EditorKind::Line, title, help, &text);
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
            let help = vec![When::FORMS.to_owned()];
            open(app, purpose, EditorKind::Line, title, help, "");
        }
        Purpose::Milestone(id) => open_milestone(app, &id.clone()),
        Purpose::TriedLead(channel, _) => {
            let help =
                vec!["the name; after commas a time other than now, and what they said".to_owned()];
            let title = "Which team lead?".to_owned();
            let lead = lead_in_question(app, *channel).unwrap_or_default();
            open(app, purpose, EditorKind::Line, title, help, &lead);
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
        Purpose::Tracking(TrackingText::Elsewhere(_)) => {
            let help = vec!["a link, or the name of a board or tracker and its number".to_owned()];
            let title = "Where is it tracked?".to_owned();
            open(app, purpose, EditorKind::Line, title, help, "");
        }
        Purpose::Tracking(TrackingText::Public(_, repository)) => {
            let title = format!("Why may everybody read it in {repository}?");
            let help = vec!["one line for the log; the issues are filed then".to_owned()];
            open(app, purpose, EditorKind::Line, title, help, "");
        }
        Purpose::SetAside(id) => {
            let title = format!("Why does {id} not apply?");
            open_line(app, purpose, title, "");
        }
        Purpose::Tick(id) => {
            let line = app.playbook.item(&id.0);
            let title = line.and_then(|line| line.ask.clone());
            let help = vec![
                "it stands in the log and the report, and leaves with them; a ! in front keeps it \
                 on this machine as a note"
                    .to_owned(),
                "@14:05 says when it was; enter alone ticks it without".to_owned(),
            ];
            let title = title.unwrap_or_default();
            open(app, purpose, EditorKind::Line, title, help, "");
        }
        Purpose::People(text) => open_people(app, text.clone()),
        Purpose::Handoff(text) => open_handoff(app, text.clone()),
        _ => open_line(app, purpose, String::new(), ""),
    }
}
