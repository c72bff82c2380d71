//! People: who comes and goes, what is known of them, and what they are asked.

use super::ask::{choose_ask, open_ask, question};
use super::open::open;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{Choice, Choices, EditorKind, Layer, Outcome};
use crate::app::model::App;
use crate::app::people::{PeopleRow, PeopleText};
use crate::app::purpose::Purpose;
use crate::app::update::execute;
use crate::domain::clock::{Due, is_unseen};
use crate::domain::command::Command;
use crate::domain::event::ShiftStarted;
use crate::domain::people::{AskState, PersonWish, RosterAsked, people};

pub(super) fn choice(key: char, label: &str, about: impl Into<String>, outcome: Outcome) -> Choice {
    Choice {
        key,
        label: label.to_owned(),
        about: about.into(),
        outcome,
    }
}

pub(super) fn choose(
    app: &mut App,
    title: String,
    help: Vec<String>,
    list: Vec<Choice>,
) -> Vec<Effect> {
    app.layers.push(Layer::Choices(Choices {
        title,
        help,
        list,
        marked: 0,
    }));
    Vec::new()
}

pub(super) fn text(text: PeopleText) -> Outcome {
    Outcome::Ask(Purpose::People(text))
}

fn wish(name: &str, wish: PersonWish) -> Outcome {
    Outcome::Command(Command::ChangeRoster(RosterAsked {
        person: name.to_owned(),
        wish,
    }))
}

/// Brings the selected person on shift or sends them off, or takes the answer of the selected
/// question.
pub(super) fn tick_people(app: &mut App) -> Vec<Effect> {
    match app.selected_people().cloned() {
        Some(PeopleRow::Person(person)) if person.on.is_some() => {
            let person = person.name;
            execute(app, Command::EndShift { person })
        }
        Some(PeopleRow::Person(person)) => {
            let started = ShiftStarted::of(person.name);
            execute(app, Command::StartShift(started))
        }
        Some(PeopleRow::Ask(ask)) if ask.state == AskState::Open => {
            open_people(app, PeopleText::Answer(ask.id));
            Vec::new()
        }
        Some(PeopleRow::Ask(ask)) => choose_ask(app, ask.id),
        None => Vec::new(),
    }
}

/// Shows everything that can be done about the selected person or question.
pub(super) fn edit_people(app: &mut App) -> Vec<Effect> {
    match app.selected_people().cloned() {
        Some(PeopleRow::Person(person)) => choose_person(app, &person.name),
        Some(PeopleRow::Ask(ask)) => choose_ask(app, ask.id),
        None => Vec::new(),
    }
}

/// Sends the selected person home, or drops the selected question.
pub(super) fn set_people_aside(app: &mut App) {
    match app.selected_people().cloned() {
        Some(PeopleRow::Person(person)) => open_people(app, PeopleText::Home(person.name)),
        Some(PeopleRow::Ask(ask)) if ask.is_open() => open_people(app, PeopleText::Drop(ask.id)),
        Some(PeopleRow::Ask(_)) => app.tell("nobody waits for it any more"),
        None => {}
    }
}

/// Shows the roles that the selected person may have.
pub(super) fn choose_selected_role(app: &mut App) {
    match app.selected_people().cloned() {
        Some(PeopleRow::Person(person)) if person.is_ic => {
            app.tell("command is handed over, not given as a role");
        }
        Some(PeopleRow::Person(person)) => {
            choose_role(app, &person.name);
        }
        Some(PeopleRow::Ask(_)) | None => app.tell("people have roles"),
    }
}

/// Shows the roster to choose from.
pub(super) fn choose_roster(app: &mut App) -> Vec<Effect> {
    let all = people(&app.incident, &app.playbook, &app.others, app.now);
    let keys = ('a'..='z').filter(|key| !matches!(key, 'j' | 'k' | 'n'));
    let known = all.into_iter().zip(keys).map(|(person, key)| {
        let about = person.role.clone();
        choice(
            key,
            &person.name,
            about,
            Outcome::Person(person.name.clone()),
        )
    });
    let new = choice('n', "somebody new", "", text(PeopleText::Add));
    let list = known.chain([new]).collect();
    choose(app, "Who?".to_owned(), Vec::new(), list)
}

/// Shows what can be done about a person.
pub(in crate::app) fn choose_person(app: &mut App, name: &str) -> Vec<Effect> {
    let shift = app.incident.shift_of(name);
    let is_unseen = shift.is_some_and(|it| is_unseen(it, &app.incident, &app.playbook, app.now));
    let rest = app.playbook.people.rest.words();
    let of = |text: fn(String) -> PeopleText| Outcome::Ask(Purpose::People(text(name.to_owned())));
    let mut list = Vec::new();
    if shift.is_some() {
        list.push(choice(
            'o',
            "off shift",
            "now, or since when",
            of(PeopleText::Out),
        ));
        list.push(choice(
            'x',
            "longer",
            "how long, and why",
            of(PeopleText::Extend),
        ));
    } else {
        list.push(choice(
            'i',
            "on shift",
            "now, or since when",
            of(PeopleText::In),
        ));
    }
    if is_unseen {
        list.push(choice(
            's',
            "still here",
            "they were seen",
            wish(name, PersonWish::StillOn),
        ));
    }
    let home = format!("off shift, and a rest of {rest} unless you say until when");
    list.push(choice('g', "go home", home, of(PeopleText::Home)));
    let before = "they rest until then; nothing says they may be called";
    list.push(choice('b', "not before", before, of(PeopleText::NotBefore)));
    if name == app.incident.ic {
        let act = Outcome::Act(Action::Handoff);
        list.push(choice('h', "hand off command", "the IC rotates too", act));
    } else {
        list.push(choice('r', "role", "", Outcome::Roles(name.to_owned())));
    }
    if name != app.incident.ic && shift.is_none() {
        let about = "their shifts stay in the record";
        let removes = wish(name, PersonWish::Remove);
        list.push(choice('d', "off the roster", about, removes));
    }
    let contact = "a number, a handle; it never leaves this machine";
    list.push(choice('c', "contact", contact, of(PeopleText::Contact)));
    list.push(choice(
        'q',
        "ask",
        "and come back for the answer",
        Outcome::AskOf(name.to_owned()),
    ));
    choose(app, name.to_owned(), help_of(app, name), list)
}

/// Returns how to reach somebody, and what else is to know when they are called.
fn help_of(app: &App, name: &str) -> Vec<String> {
    let all = people(&app.incident, &app.playbook, &app.others, app.now);
    let Some(person) = all.into_iter().find(|it| it.name == name) else {
        return Vec::new();
    };
    let zone = app.incident.zone;
    let contact = Some(person.contact).filter(|contact| !contact.is_empty());
    let rests = person
        .rests_until
        .map(|at| format!("rests until {}", zone.clock(at, app.now)));
    let also = person
        .also_on
        .first()
        .map(|title| format!("also on shift for {title}"));
    contact.into_iter().chain(rests).chain(also).collect()
}

/// Shows the roles that can be given.
pub(in crate::app) fn choose_role(app: &mut App, name: &str) -> Vec<Effect> {
    let roles = app.playbook.people.given().iter();
    let keys = ('a'..='z').filter(|key| !matches!(key, 'j' | 'k'));
    let list: Vec<Choice> = roles
        .zip(keys)
        .map(|(role, key)| {
            let given = wish(name, PersonWish::Role(role.id.clone()));
            choice(key, &role.name, role.why.clone(), given)
        })
        .collect();
    if list.is_empty() {
        app.tell("this playbook has no roles");
        return Vec::new();
    }
    choose(app, format!("Role of {name}"), Vec::new(), list)
}

/// Asks whether somebody is still there. Nobody assumes that they left.
pub(super) fn choose_still(app: &mut App, due: Option<&Due>) -> Vec<Effect> {
    let named = due.and_then(|due| due.key.split_once(':'));
    let named = named.map(|(_, person)| person.to_owned());
    let mut shifts = app.incident.shifts.iter().filter(|it| it.to.is_none());
    let unseen = shifts.find(|it| is_unseen(it, &app.incident, &app.playbook, app.now));
    let Some(name) = named.or_else(|| unseen.map(|it| it.person.clone())) else {
        app.tell("nobody is on shift longer than planned");
        return Vec::new();
    };
    let since = app.incident.shift_of(&name).map(|shift| shift.from);
    let since = since.map(|at| app.incident.zone.clock(at, app.now));
    let help = since.map(|since| format!("on shift since {since}, and nobody said that they left"));
    let list = vec![
        choice(
            's',
            "still here",
            "it asks again later",
            wish(&name, PersonWish::StillOn),
        ),
        choice('l', "left", "say when", text(PeopleText::Out(name.clone()))),
        choice(
            'x',
            "longer",
            "how long, and why",
            text(PeopleText::Extend(name.clone())),
        ),
        choice(
            'g',
            "go home",
            "off shift now, and a rest",
            text(PeopleText::Home(name.clone())),
        ),
    ];
    let title = format!("Is {name} still on shift?");
    choose(app, title, help.into_iter().collect(), list)
}

/// Opens the editor of a text about people.
pub(in crate::app) fn open_people(app: &mut App, about: PeopleText) {
    let whom = |name: &str, question: &str| match name {
        "" => format!("Who {question}"),
        name => format!("{name} {question}"),
    };
    let before = |name: &str, help: &str| match name {
        "" => format!("the name; after a comma {help}"),
        _ => help.to_owned(),
    };
    let (title, help, holds) = match &about {
        PeopleText::In(name) => (
            whom(name, "comes on shift"),
            before(name, "since when: 13:00, 20m ago; nothing is now"),
            String::new(),
        ),
        PeopleText::Out(name) => (
            whom(name, "goes off shift"),
            before(name, "when: 13:00, 20m ago; nothing is now"),
            String::new(),
        ),
        PeopleText::Home(name) => {
            let rest = app.playbook.people.rest.words();
            let help = format!("until when they rest: 08:00, 10h; nothing is {rest}");
            (whom(name, "goes home"), before(name, &help), String::new())
        }
        PeopleText::Extend(name) => (
            whom(name, "stays longer"),
            before(name, "how long, then why: 30m until the lab answers"),
            String::new(),
        ),
        PeopleText::NotBefore(name) => (
            whom(name, "is not to be called before"),
            before(name, "08:00, 10h; nothing says that they may be called"),
            String::new(),
        ),
        PeopleText::Contact(name) => {
            let known = app.incident.roster.get(name);
            let known = known.map(|known| known.contact.clone()).unwrap_or_default();
            (
                format!("How is {name} reached?"),
                "a number, a handle; it is kept on this machine and never leaves it".to_owned(),
                known,
            )
        }
        PeopleText::Add => (
            "Who is new on the roster?".to_owned(),
            "the name; after a comma the role".to_owned(),
            String::new(),
        ),
        PeopleText::Ask { .. } => return open_ask(app, None),
        PeopleText::Answer(id) => (format!("{id} answered"), question(app, *id), String::new()),
        PeopleText::Longer(id) => (
            format!("{id}: how long until you come back?"),
            question(app, *id),
            app.playbook.people.ask_within.to_string(),
        ),
        PeopleText::Drop(id) => (
            format!("{id}: why does nobody wait for it any more?"),
            format!("{}; enter alone drops it", question(app, *id)),
            String::new(),
        ),
    };
    let purpose = Purpose::People(about);
    open(app, purpose, EditorKind::Line, title, vec![help], &holds);
}
