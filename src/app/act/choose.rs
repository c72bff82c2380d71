//! Lists of choices.

use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{Choice, Choices, Layer, Outcome};
use crate::app::model::App;
use crate::app::people::PeopleText;
use crate::app::purpose::Purpose;
use crate::app::typed::Came;
use crate::domain::command::Command;
use crate::domain::decision::disruption::{Ground, authority};
use crate::domain::incident::{LeadAnswer, Moment, Severity, Status};
use crate::domain::message::recipients;
use crate::domain::playbook::Channel;
use crate::domain::time::When;

pub(super) fn choose(
    app: &mut App,
    title: &str,
    help: Vec<String>,
    list: Vec<Choice>,
) -> Vec<Effect> {
    let choices = Choices {
        title: title.to_owned(),
        help,
        list,
        marked: 0,
    };
    app.layers.push(Layer::Choices(choices));
    Vec::new()
}

pub(super) fn choice(key: char, label: &str, about: &str, outcome: Outcome) -> Choice {
    Choice {
        key,
        label: label.to_owned(),
        about: about.to_owned(),
        outcome,
    }
}

pub(super) fn choose_severity(app: &mut App) -> Vec<Effect> {
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

pub(super) fn choose_status(app: &mut App) -> Vec<Effect> {
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
    let (label, about) = if app.incident.closed {
        ("open the record again", "something is left to do after all")
    } else {
        ("close the record", "the report is done")
    };
    // Not the key that led here: a key that repeats must not close anything.
    list.push(choice('w', label, about, Outcome::Act(Action::Close)));
    let title = format!("Status: now {}", app.incident.status);
    choose(app, &title, Vec::new(), list)
}

pub(super) fn choose_moment(app: &mut App) -> Vec<Effect> {
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
    let moments = about.iter().map(|(key, moment, about)| {
        let about = with_time(app, app.incident.moments.get(moment), about);
        let outcome = Outcome::Ask(Purpose::Moment(*moment));
        choice(*key, moment.word(), &about, outcome)
    });
    let keys = letters().filter(|key| !about.iter().any(|(taken, _, _)| taken == key));
    let milestones = app.playbook.milestones.iter().zip(keys);
    let milestones = milestones.map(|(milestone, key)| {
        let reached = app.incident.milestones.get(&milestone.id);
        let about = with_time(app, reached.map(|reached| &reached.at), &milestone.why);
        let outcome = Outcome::Ask(Purpose::Milestone(milestone.id.clone()));
        choice(key, &milestone.name, &about, outcome)
    });
    let list = moments.chain(milestones).collect();
    choose(app, "Set a time", Vec::new(), list)
}

/// Returns what a time means, behind the time that the record has for it.
fn with_time(app: &App, when: Option<&When>, about: &str) -> String {
    match when {
        Some(when) => format!("{} - {about}", app.incident.zone.plain(when)),
        None => about.to_owned(),
    }
}

/// Who cannot be reached by chat is phoned (R50); the hour gives authority only when both were
/// tried, so each attempt is written down by itself.
pub(super) fn choose_attempt(app: &mut App) -> Vec<Effect> {
    let (agreed, objected) = (LeadAnswer::Agreed, LeadAnswer::Objected);
    let (chat, phone) = (Channel::Chat, Channel::Phone);
    let options = [
        ('c', "chat, no answer", "then phone", chat, Came::NoAnswer),
        (
            'p',
            "phone, no answer",
            "then the next one",
            phone,
            Came::NoAnswer,
        ),
        (
            'C',
            "chat, answered",
            "decide together",
            chat,
            Came::Reached,
        ),
        (
            'P',
            "phone, answered",
            "decide together",
            phone,
            Came::Reached,
        ),
        (
            'a',
            "chat, agreed",
            "to the disruption",
            chat,
            Came::Said(agreed),
        ),
        (
            'A',
            "phone, agreed",
            "to the disruption",
            phone,
            Came::Said(agreed),
        ),
        (
            'o',
            "chat, objects strongly",
            "say why",
            chat,
            Came::Said(objected),
        ),
        (
            'O',
            "phone, objects strongly",
            "say why",
            phone,
            Came::Said(objected),
        ),
    ];
    let list = options.map(|(key, label, about, channel, came)| {
        let outcome = Outcome::Ask(Purpose::TriedLead(channel, came));
        choice(key, label, about, outcome)
    });
    let authority = authority(&app.incident, &app.playbook, app.now);
    let next = authority.to_try.first().map(|(_, by)| *by);
    let marked = options.iter().position(|(.., by, _)| Some(*by) == next);
    app.layers.push(Layer::Choices(Choices {
        title: "Team lead: how did it go?".to_owned(),
        help: vec!["the first attempt starts the hour at medium severity".to_owned()],
        list: list.into(),
        marked: marked.unwrap_or_default(),
    }));
    Vec::new()
}

/// Returns the team lead whom an attempt is about, as far as the record knows: whoever was reached
/// and did not decide, else whoever is to be tried.
pub(super) fn lead_in_question(app: &App, channel: Channel) -> Option<String> {
    let authority = authority(&app.incident, &app.playbook, app.now);
    if let Ground::Undecided(lead) = authority.ground {
        return Some(lead);
    }
    let by_this = authority.to_try.iter().find(|(_, by)| *by == channel);
    let found = by_this.or(authority.to_try.first());
    found.map(|(lead, _)| lead.clone())
}

pub(super) fn choose_exposure(app: &mut App) -> Vec<Effect> {
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

pub(super) fn choose_situation(app: &mut App) -> Vec<Effect> {
    let situations = app.playbook.situations.iter().zip(letters());
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

pub(super) fn choose_message(app: &mut App) -> Vec<Effect> {
    let messages = app.playbook.messages.iter().zip(letters());
    let list = messages
        .map(|(message, key)| {
            let about = recipients(message, &app.incident, &app.playbook).join(", ");
            choice(
                key,
                &message.name,
                &about,
                Outcome::Compose(message.id.clone()),
            )
        })
        .collect();
    choose(app, "Message", Vec::new(), list)
}

/// Returns letters for the rows of a long list; `j` and `k` move in it.
fn letters() -> impl Iterator<Item = char> {
    ('a'..='z').filter(|letter| !matches!(letter, 'j' | 'k'))
}

pub(super) fn choose_shift(app: &mut App) -> Vec<Effect> {
    let of = |text: fn(String) -> PeopleText| Outcome::Ask(Purpose::People(text(String::new())));
    let hand_off = Outcome::Act(Action::Handoff);
    let list = vec![
        choice('i', "in", "somebody comes on shift", of(PeopleText::In)),
        choice('o', "out", "somebody goes off shift", of(PeopleText::Out)),
        choice(
            'g',
            "go home",
            "off shift, and a rest",
            of(PeopleText::Home),
        ),
        choice(
            'x',
            "longer",
            "somebody stays longer, and why",
            of(PeopleText::Extend),
        ),
        choice(
            'h',
            "hand off command",
            "the IC goes into rotation too",
            hand_off,
        ),
    ];
    choose(app, "Shift", Vec::new(), list)
}
