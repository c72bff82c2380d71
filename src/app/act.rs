//! What each action does.

use super::action::Action;
use super::event::Effect;
use super::layer::{Choice, Choices, Editor, EditorKind, Layer, Outcome, Palette};
use super::model::{App, Pane, View};
use super::palette;
use super::purpose::Purpose;
use super::update::execute;
use crate::domain::command::Command;
use crate::domain::event::Field;
use crate::domain::incident::{
    Fix, FixClass, FixState, Lead, LeadState, Mark, Moment, Severity, Status,
};
use crate::domain::playbook::{Message, WorkingMode};
use crate::domain::timeline::describe;

/// Does an action.
pub(super) fn act(app: &mut App, action: Action) -> Vec<Effect> {
    match action {
        Action::DoNext => do_next(app),
        Action::Tick => tick(app),
        Action::StepBack => step_back(app),
        Action::Add => add(app),
        Action::Edit => edit(app),
        Action::Owner => owner(app),
        Action::Verify => verify(app),
        Action::SetAside => set_aside(app),
        Action::Reclassify => reclassify(app),
        Action::Severity => choose_severity(app),
        Action::Status => choose_status(app),
        Action::Moment => choose_moment(app),
        Action::LongRemediation => choose_mode(app),
        Action::Exposure => choose_exposure(app),
        Action::Situation => choose_situation(app),
        Action::Shift => choose_shift(app),
        Action::Conflict => choose_conflict(app),
        Action::Sitrep => compose_sitrep(app),
        Action::Notice => compose(app, "gsa-notice"),
        Action::AfterAction => compose(app, "after-action"),
        Action::Resolve => change_status(app, Status::Resolved),
        Action::FalseAlarm => false_alarm(app),
        Action::Snooze => snooze(app),
        Action::Undo => execute(app, Command::Undo { entry: None }),
        Action::Copy => copy(app),
        Action::Sync => sync(app),
        Action::Quit => vec![Effect::Quit],
        Action::Palette => {
            let found = palette::find("", &app.keymap);
            app.layers.push(Layer::Palette(Palette {
                found,
                ..Palette::default()
            }));
            Vec::new()
        }
        Action::Help => {
            app.layers.push(Layer::Help { scroll: 0 });
            Vec::new()
        }
        Action::Note
        | Action::AddLater
        | Action::Lead
        | Action::Fix
        | Action::Responders
        | Action::Handoff
        | Action::Contingency
        | Action::Disruption
        | Action::Close
        | Action::Title
        | Action::Details
        | Action::DiscoveryMethod
        | Action::ThreatActions => {
            open_for(app, action);
            Vec::new()
        }
        Action::ViewNow
        | Action::ViewChecklist
        | Action::ViewLeads
        | Action::ViewRemediation
        | Action::ViewTimeline
        | Action::NextView
        | Action::PreviousView
        | Action::Down
        | Action::Up
        | Action::First
        | Action::Last
        | Action::PageDown
        | Action::PageUp
        | Action::NextPane
        | Action::PreviousPane
        | Action::Filter
        | Action::Back => {
            navigate(app, action);
            Vec::new()
        }
    }
}

fn navigate(app: &mut App, action: Action) {
    match action {
        Action::ViewNow => show(app, View::Now),
        Action::ViewChecklist => show(app, View::Checklist),
        Action::ViewLeads => show(app, View::Leads),
        Action::ViewRemediation => show(app, View::Remediation),
        Action::ViewTimeline => show(app, View::Timeline),
        Action::NextView => show(app, app.view.turned(1)),
        Action::PreviousView => show(app, app.view.turned(-1)),
        Action::Down => step(app, 1),
        Action::Up => step(app, -1),
        Action::First => step(app, isize::MIN),
        Action::Last => step(app, isize::MAX),
        Action::PageDown => step(app, isize::try_from(app.page).unwrap_or(1)),
        Action::PageUp => step(app, -isize::try_from(app.page).unwrap_or(1)),
        Action::NextPane => turn_pane(app, 1),
        Action::PreviousPane => turn_pane(app, -1),
        Action::Filter => app.is_filtering = true,
        Action::Back if !app.filter.is_empty() => set_filter(app, String::new()),
        _ => {}
    }
}

fn show(app: &mut App, view: View) {
    app.view = view;
    app.hold_selection();
}

/// Moves the selection, stopping at both ends.
pub(super) fn step(app: &mut App, by: isize) {
    let pane = app.focus();
    let Some(at) = app.place(pane) else { return };
    let last = app.count(pane).saturating_sub(1);
    app.select(pane, at.saturating_add_signed(by).min(last));
}

fn turn_pane(app: &mut App, by: isize) {
    if app.view != View::Now {
        return;
    }
    let at = Pane::OF_NOW
        .iter()
        .position(|pane| *pane == app.pane)
        .unwrap_or(0);
    let count = Pane::OF_NOW.len();
    app.pane = Pane::OF_NOW[(at + count).saturating_add_signed(by) % count];
}

/// Shows only what contains a text; the selected thing stays selected if it is among it.
pub(super) fn set_filter(app: &mut App, filter: String) {
    app.filter = filter;
    app.follow_record();
}

fn do_next(app: &mut App) -> Vec<Effect> {
    let Some(next) = app.next.clone() else {
        app.tell("nothing is due");
        return Vec::new();
    };
    match (Action::from_word(&next.command), next.item) {
        (Some(Action::Tick) | None, Some(item)) => execute(
            app,
            Command::MarkItem {
                item,
                mark: Some(Mark::Done),
                reason: String::new(),
            },
        ),
        (Some(Action::Snooze) | None, None) => Vec::new(),
        (Some(action), _) => act(app, action),
    }
}

fn tick(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Checklist => tick_line(app),
        Pane::Leads => app
            .selected_lead()
            .cloned()
            .map_or_else(Vec::new, |l| advance_lead(app, &l)),
        Pane::Remediation => app
            .selected_fix()
            .cloned()
            .map_or_else(Vec::new, |fix| advance_fix(app, &fix)),
        Pane::Clocks => {
            let command = app.selected_clock().map(|due| due.command.clone());
            let action = command.and_then(|command| Action::from_word(&command));
            action.map_or_else(Vec::new, |action| act(app, action))
        }
        Pane::Timeline => Vec::new(),
    }
}

fn tick_line(app: &mut App) -> Vec<Effect> {
    let Some(line) = app.selected_line().cloned() else {
        return Vec::new();
    };
    let marked = app.incident.checklist.get(&line.id).map(|tick| tick.mark);
    let mark = match (marked, line.state.is_ticked()) {
        (Some(Mark::Done | Mark::NotApplicable | Mark::Open), _) if line.state.is_settled() => None,
        (_, true) => Some(Mark::Open),
        (Some(Mark::Open), false) if line.is_derived => None,
        (_, false) => Some(Mark::Done),
    };
    execute(
        app,
        Command::MarkItem {
            item: line.id,
            mark,
            reason: String::new(),
        },
    )
}

fn advance_lead(app: &mut App, lead: &Lead) -> Vec<Effect> {
    let (id, from) = (lead.id, lead.state);
    match from.next() {
        Some(to) if to.is_ended() => {
            let help = "what came of it? `nothing` is a finding too".into();
            let purpose = Purpose::Finding { id, from, to };
            open(
                app,
                purpose,
                EditorKind::Line,
                format!("{id} answered"),
                vec![help],
                "",
            );
            Vec::new()
        }
        Some(to) => execute(
            app,
            Command::MoveLead {
                id,
                from,
                to,
                finding: String::new(),
            },
        ),
        None => {
            app.tell(format!("{id} is {from}; backspace takes it back"));
            Vec::new()
        }
    }
}

fn advance_fix(app: &mut App, fix: &Fix) -> Vec<Effect> {
    let (id, from) = (fix.id, fix.state);
    match from.next() {
        Some(FixState::Assigned) => owner(app),
        Some(FixState::Verified) => verify(app),
        Some(to) => execute(app, Command::MoveFix { id, from, to }),
        None => {
            app.tell(format!("{id} is verified; backspace takes it back"));
            Vec::new()
        }
    }
}

fn step_back(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Leads => {
            let Some((id, from)) = app.selected_lead().map(|lead| (lead.id, lead.state)) else {
                return Vec::new();
            };
            let to = match from {
                LeadState::Open => return Vec::new(),
                LeadState::Investigating => LeadState::Open,
                LeadState::Answered | LeadState::RuledOut => LeadState::Investigating,
            };
            execute(
                app,
                Command::MoveLead {
                    id,
                    from,
                    to,
                    finding: String::new(),
                },
            )
        }
        Pane::Remediation => {
            let Some((id, from)) = app.selected_fix().map(|fix| (fix.id, fix.state)) else {
                return Vec::new();
            };
            let at = FixState::ALL
                .iter()
                .position(|state| *state == from)
                .unwrap_or(0);
            let Some(to) = at.checked_sub(1).map(|at| FixState::ALL[at]) else {
                return Vec::new();
            };
            execute(app, Command::MoveFix { id, from, to })
        }
        Pane::Checklist | Pane::Clocks | Pane::Timeline => Vec::new(),
    }
}

fn add(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Leads => open_for(app, Action::Lead),
        Pane::Remediation => open_for(app, Action::Fix),
        Pane::Checklist => {
            let Some(line) = app.selected_line() else {
                return Vec::new();
            };
            let (list, name) = (line.list.clone(), line.list_name.clone());
            open_line(
                app,
                Purpose::AddLine(list),
                format!("New line in {name}"),
                "",
            );
        }
        Pane::Clocks | Pane::Timeline => open_for(app, Action::Note),
    }
    Vec::new()
}

fn edit(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Leads => {
            if let Some((id, text)) = app.selected_lead().map(|l| (l.id, l.text.clone())) {
                open_line(app, Purpose::RewordLead(id), format!("{id}"), &text);
            }
        }
        Pane::Remediation => {
            if let Some((id, text)) = app.selected_fix().map(|f| (f.id, f.text.clone())) {
                open_line(app, Purpose::RewordFix(id), format!("{id}"), &text);
            }
        }
        Pane::Checklist => edit_line(app),
        Pane::Clocks => return tick(app),
        Pane::Timeline => app.tell("the log is not edited: write a note that corrects it"),
    }
    Vec::new()
}

/// Opens an added line for rewording; a line of the playbook is done, not reworded.
fn edit_line(app: &mut App) {
    let Some(line) = app.selected_line().cloned() else {
        return;
    };
    match line.id.0.parse() {
        Ok(id) if app.incident.custom_items.iter().any(|item| item.id == id) => {
            open_line(app, Purpose::RewordLine(id), format!("{id}"), &line.text);
        }
        _ => app.tell(format!("{}: {}", line.id, line.why)),
    }
}

fn owner(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Leads => {
            if let Some((id, owner)) = app.selected_lead().map(|l| (l.id, l.owner.clone())) {
                open_line(
                    app,
                    Purpose::OwnLead(id),
                    format!("Who runs down {id}?"),
                    &owner,
                );
            }
        }
        Pane::Remediation => {
            if let Some((id, owner)) = app.selected_fix().map(|f| (f.id, f.owner.clone())) {
                open_line(app, Purpose::OwnFix(id), format!("Who does {id}?"), &owner);
            }
        }
        Pane::Checklist | Pane::Clocks | Pane::Timeline => {
            app.tell("leads and remediation items have owners");
        }
    }
    Vec::new()
}

fn verify(app: &mut App) -> Vec<Effect> {
    let fix = app
        .selected_fix()
        .filter(|_| app.focus() == Pane::Remediation);
    let Some(id) = fix.map(|fix| fix.id) else {
        app.tell("select a remediation item to verify it");
        return Vec::new();
    };
    let me = app.me.clone();
    open_line(
        app,
        Purpose::VerifiedBy(id),
        format!("Who checked that {id} works?"),
        &me,
    );
    Vec::new()
}

fn set_aside(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Leads => {
            if let Some((id, from)) = app.selected_lead().map(|lead| (lead.id, lead.state)) {
                let purpose = Purpose::Finding {
                    id,
                    from,
                    to: LeadState::RuledOut,
                };
                let help = vec!["what rules it out? the next IC will want to know".into()];
                open(
                    app,
                    purpose,
                    EditorKind::Line,
                    format!("{id} ruled out"),
                    help,
                    "",
                );
            }
        }
        Pane::Checklist => {
            if let Some(id) = app.selected_line().map(|line| line.id.clone()) {
                let title = format!("Why does {id} not apply?");
                open_line(app, Purpose::SetAside(id), title, "");
            }
        }
        Pane::Clocks => return snooze(app),
        Pane::Remediation | Pane::Timeline => {
            app.tell("a remediation item that can wait: make it long-term");
        }
    }
    Vec::new()
}

fn reclassify(app: &mut App) -> Vec<Effect> {
    let fix = app
        .selected_fix()
        .filter(|_| app.focus() == Pane::Remediation);
    let Some((id, class)) = fix.map(|fix| (fix.id, fix.class)) else {
        return Vec::new();
    };
    if class == FixClass::Immediate {
        open_line(app, Purpose::Defer(id), format!("Why can {id} wait?"), "");
        return Vec::new();
    }
    execute(
        app,
        Command::ReclassifyFix {
            id,
            class: class.other(),
            reason: String::new(),
        },
    )
}

/// Opens the editor of an action that only needs a text.
fn open_for(app: &mut App, action: Action) {
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

fn open_line(app: &mut App, purpose: Purpose, title: String, text: &str) {
    open(app, purpose, EditorKind::Line, title, Vec::new(), text);
}

/// Opens an editor; a draft for the same purpose is taken up again.
pub(super) fn open(
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

fn choose(app: &mut App, title: &str, help: Vec<String>, list: Vec<Choice>) -> Vec<Effect> {
    let choices = Choices {
        title: title.to_owned(),
        help,
        list,
        marked: 0,
    };
    app.layers.push(Layer::Choices(choices));
    Vec::new()
}

fn choice(key: char, label: &str, about: &str, outcome: Outcome) -> Choice {
    Choice {
        key,
        label: label.to_owned(),
        about: about.to_owned(),
        outcome,
    }
}

fn choose_severity(app: &mut App) -> Vec<Effect> {
    let keys = [
        ('h', Severity::High),
        ('m', Severity::Medium),
        ('l', Severity::Low),
    ];
    let list = keys.iter().map(|(key, severity)| {
        let policy = app
            .playbook
            .severities
            .iter()
            .find(|policy| policy.id == *severity);
        let about = policy
            .map(|policy| policy.definition.as_str())
            .unwrap_or_default();
        choice(
            *key,
            severity.word(),
            about,
            Outcome::Ask(Purpose::Severity(*severity)),
        )
    });
    let list = list.collect();
    choose(
        app,
        "Severity",
        vec!["it may be quick; it can change later".into()],
        list,
    )
}

fn choose_status(app: &mut App) -> Vec<Effect> {
    let mut list: Vec<Choice> = Vec::new();
    let options = [
        ('c', Status::Confirmed, "it is real, whoever is responsible"),
        ('f', Status::FalseAlarm, "it was not real"),
        (
            'r',
            Status::Resolved,
            "no longer active; immediate remediation verified",
        ),
        (
            'i',
            Status::Investigating,
            "not known yet whether it is real",
        ),
    ];
    for (key, status, about) in options {
        if status != app.incident.status {
            list.push(choice(
                key,
                status.word(),
                about,
                Outcome::Ask(Purpose::Status(status)),
            ));
        }
    }
    list.push(choice(
        'x',
        "close the record",
        "the report is done",
        Outcome::Act(Action::Close),
    ));
    let title = format!("Status: now {}", app.incident.status);
    choose(app, &title, Vec::new(), list)
}

fn change_status(app: &mut App, to: Status) -> Vec<Effect> {
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
fn false_alarm(app: &mut App) -> Vec<Effect> {
    if app.incident.status == Status::FalseAlarm {
        return compose(app, "false-alarm-notice");
    }
    change_status(app, Status::FalseAlarm)
}

fn choose_moment(app: &mut App) -> Vec<Effect> {
    let about = [
        ('s', Moment::Started, "when it began, as far as known"),
        (
            'd',
            Moment::Discovered,
            "when any of us became aware; the one-hour clock runs from here",
        ),
        ('o', Moment::Opened, "when the IC took charge"),
        ('f', Moment::Confirmed, "when it was confirmed"),
        ('c', Moment::Contained, "when the bleeding stopped"),
        ('r', Moment::Resolved, "when it was no longer active"),
    ];
    let list = about.iter().map(|(key, moment, about)| {
        let now = app.incident.moments.get(moment);
        let shown = now.map(|when| super::purpose::understood(when, app.incident.zone));
        let about = shown.map_or_else(|| (*about).to_owned(), |shown| format!("{shown} - {about}"));
        choice(
            *key,
            moment.word(),
            &about,
            Outcome::Ask(Purpose::Moment(*moment)),
        )
    });
    let list = list.collect();
    choose(app, "Set a time", Vec::new(), list)
}

fn choose_mode(app: &mut App) -> Vec<Effect> {
    let policy = app
        .playbook
        .severities
        .iter()
        .find(|policy| policy.id == app.incident.severity);
    let usual = match policy.map(|policy| policy.mode) {
        Some(WorkingMode::AroundTheClock) => "usual at this severity: 24/7",
        Some(WorkingMode::BusinessHours) => "usual at this severity: business hours",
        None => "depends on the severity, and on whether the breach goes on",
    };
    let list = vec![
        choice(
            '2',
            "24/7",
            "work in shifts until contained",
            Outcome::Ask(Purpose::WorkingMode(WorkingMode::AroundTheClock)),
        ),
        choice(
            'b',
            "business hours",
            "rest at night and on days off",
            Outcome::Ask(Purpose::WorkingMode(WorkingMode::BusinessHours)),
        ),
    ];
    choose(app, "Long remediation", vec![usual.to_owned()], list)
}

fn choose_exposure(app: &mut App) -> Vec<Effect> {
    let list = vec![
        choice(
            'y',
            "yes",
            "puts the owner and the recipient of the information on the board",
            Outcome::Command(Command::SetExposure { exposed: true }),
        ),
        choice(
            'n',
            "no",
            "",
            Outcome::Command(Command::SetExposure { exposed: false }),
        ),
    ];
    let help = vec!["did information reach somebody who may not have it?".to_owned()];
    choose(app, "Exposure", help, list)
}

fn choose_situation(app: &mut App) -> Vec<Effect> {
    let situations = app.playbook.situations.iter().zip('a'..='z');
    let list = situations
        .map(|(situation, key)| {
            let applies = !app.incident.situations.contains(&situation.id);
            let label = if applies {
                situation.name.clone()
            } else {
                format!("{} (declared; call it off)", situation.name)
            };
            let command = Command::SetSituation {
                situation: situation.id.clone(),
                applies,
            };
            choice(key, &label, &situation.why, Outcome::Command(command))
        })
        .collect();
    choose(app, "Special situation", Vec::new(), list)
}

fn choose_shift(app: &mut App) -> Vec<Effect> {
    let list = vec![
        choice(
            'i',
            "in",
            "somebody comes on shift",
            Outcome::Ask(Purpose::StartShift),
        ),
        choice(
            'o',
            "out",
            "somebody goes off shift",
            Outcome::Ask(Purpose::EndShift),
        ),
        choice('h', "hand off command", "the IC goes into rotation too", {
            Outcome::Act(Action::Handoff)
        }),
    ];
    choose(app, "Shift", Vec::new(), list)
}

fn choose_conflict(app: &mut App) -> Vec<Effect> {
    let first = app.incident.conflicts.first_key_value();
    let Some((subject, conflict)) = first.map(|(s, c)| (s.clone(), c.clone())) else {
        app.tell("no conflict is open");
        return Vec::new();
    };
    let settle = |value: &str| {
        Outcome::Command(Command::SettleConflict {
            subject: subject.clone(),
            value: value.to_owned(),
        })
    };
    let list = vec![
        choice('m', "keep mine", &conflict.ours, settle(&conflict.ours)),
        choice(
            't',
            "take theirs",
            &conflict.theirs,
            settle(&conflict.theirs),
        ),
    ];
    choose(app, &format!("Conflict on {subject}"), Vec::new(), list)
}

/// Opens the sitrep that the state asks for: initial, update, or final.
fn compose_sitrep(app: &mut App) -> Vec<Effect> {
    let message = match (app.incident.status, app.incident.last_sitrep()) {
        (Status::Resolved | Status::FalseAlarm, _) => "final-sitrep",
        (_, None) => "initial-sitrep",
        _ => "update-sitrep",
    };
    compose(app, message)
}

fn compose(app: &mut App, id: &str) -> Vec<Effect> {
    let playbook = app.playbook.clone();
    let Some(message) = playbook.messages.iter().find(|message| message.id == id) else {
        app.tell(format!("this playbook has no {id}"));
        return Vec::new();
    };
    let names = recipients(app, message);
    let sitrep = id.ends_with("sitrep");
    let help = vec![
        format!("to {}", names.join(", ")),
        "ctrl-y copies it; ctrl-s records it as sent".to_owned(),
    ];
    let text = fill(app, message);
    let purpose = Purpose::Message {
        message: id.to_owned(),
        sitrep,
        to: names,
    };
    open(
        app,
        purpose,
        EditorKind::Page,
        message.name.clone(),
        help,
        &text,
    );
    Vec::new()
}

/// Returns the names of those a message must reach, and with it everybody who got a sitrep
/// before where the process asks for that (R32, R58).
fn recipients(app: &App, message: &Message) -> Vec<String> {
    let name = |key: &String| {
        app.playbook.addresses.get(key).map_or_else(
            || key.clone(),
            |address| {
                if address.to.is_empty() {
                    address.name.clone()
                } else {
                    address.to.clone()
                }
            },
        )
    };
    let mut names: Vec<String> = message.must.iter().map(name).collect();
    if message.to_previous_recipients {
        let earlier = app
            .incident
            .messages
            .iter()
            .filter(|record| record.number > 0);
        for earlier in earlier.flat_map(|record| record.to.iter()) {
            if !names.contains(earlier) {
                names.push(earlier.clone());
            }
        }
    }
    names
}

fn fill(app: &App, message: &Message) -> String {
    let Some(template) = app.playbook.templates.get(&message.template) else {
        return String::new();
    };
    crate::domain::message::draft(template, &app.incident, app.now)
}

fn snooze(app: &mut App) -> Vec<Effect> {
    let selected = app.selected_clock().filter(|_| app.focus() == Pane::Clocks);
    let from_next = app.next.as_ref().and_then(|next| next.due.as_ref());
    let first = app.clocks.first();
    let Some(due) = selected.or(from_next).or(first).cloned() else {
        app.tell("no clock is running");
        return Vec::new();
    };
    let help = vec!["how long, then why: 15m waiting for the lab; or never, then why".to_owned()];
    let title = format!("Put off: {}", due.name);
    open(
        app,
        Purpose::Snooze(due.key),
        EditorKind::Line,
        title,
        help,
        "",
    );
    Vec::new()
}

fn copy(app: &mut App) -> Vec<Effect> {
    let text = match app.focus() {
        Pane::Leads => app
            .selected_lead()
            .map(|lead| format!("{} {}", lead.id, lead.text)),
        Pane::Remediation => app
            .selected_fix()
            .map(|fix| format!("{} {}", fix.id, fix.text)),
        Pane::Checklist => app
            .selected_line()
            .map(|line| format!("{} {}", line.id, line.text)),
        Pane::Timeline => app.selected_entry().map(|entry| describe(&entry.event)),
        Pane::Clocks => app.incident.issue.as_ref().map(|issue| issue.url.clone()),
    };
    let Some(text) = text else {
        app.tell("nothing is selected");
        return Vec::new();
    };
    app.tell("copied");
    vec![Effect::Copy(text)]
}

fn sync(app: &mut App) -> Vec<Effect> {
    app.tell("syncing");
    app.is_sync_asked = true;
    vec![Effect::SyncNow]
}

/// Opens the editor that a choice asks for.
pub(super) fn ask(app: &mut App, purpose: Purpose) {
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
