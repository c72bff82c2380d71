//! The walk through a long remediation (K6): how to work on, who goes home now, the rotation.

use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{Choice, Choices, Layer, Outcome};
use crate::app::model::{App, InFlight};
use crate::app::purpose::Purpose;
use crate::app::update::put;
use crate::domain::command::{Command, Request};
use crate::domain::people::{Person, PersonWish, RosterAsked, people, suggest_mode};
use crate::domain::playbook::WorkingMode;

/// What comes once a step of the walk is in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Walk {
    /// The rotation.
    Rotation,
}

/// Step 1: between 24/7 and business hours. The suggestion has its reason; the IC decides.
pub(super) fn choose_mode(app: &mut App) -> Vec<Effect> {
    let (suggested, why) = suggest_mode(&app.incident, &app.playbook);
    let mode = |key, label: &str, about: &str, mode| Choice {
        key,
        label: label.to_owned(),
        about: if suggested == Some(mode) {
            format!("suggested: {about}")
        } else {
            about.to_owned()
        },
        outcome: Outcome::Ask(Purpose::WorkingMode(mode)),
    };
    let (shifts, rest) = (
        "work in shifts until contained",
        "rest at night and on days off",
    );
    let list = vec![
        mode('2', "24/7", shifts, WorkingMode::AroundTheClock),
        mode('b', "business hours", rest, WorkingMode::BusinessHours),
    ];
    let marked = usize::from(suggested == Some(WorkingMode::BusinessHours));
    app.layers.push(Layer::Choices(Choices {
        title: "Long remediation, 1 of 3: how to work on".to_owned(),
        help: vec![
            why,
            "you decide; next: who goes home now, then the rotation".to_owned(),
        ],
        list,
        marked,
    }));
    Vec::new()
}

/// Step 2: who goes home now, of those on shift, the longest first. Nobody is sent by default.
pub(in crate::app) fn choose_home(app: &mut App) {
    let all = people(&app.incident, &app.playbook, &app.others, app.now);
    // Whoever commands goes by handing over.
    let goes = |it: &Person| it.on.is_some() && !it.is_ic;
    let mut on: Vec<Person> = all.into_iter().filter(goes).collect();
    on.sort_by_key(|person| person.on.map(|on| on.counts_from));
    let keys = ('a'..='z').filter(|key| !matches!(key, 'd' | 'h' | 'j' | 'k'));
    let mut list: Vec<Choice> = on
        .iter()
        .zip(keys)
        .map(|(person, key)| Choice {
            key,
            label: unmarked(&person.name),
            about: about(app, person),
            outcome: Outcome::Toggle(person.name.clone()),
        })
        .collect();
    list.push(Choice {
        key: 'd',
        label: "done".to_owned(),
        about: "send the marked ones home, and go on".to_owned(),
        outcome: Outcome::SendMarkedHome,
    });
    list.push(Choice {
        key: 'h',
        label: "hand off command".to_owned(),
        about: "the IC rotates too: three hours are about the maximum".to_owned(),
        outcome: Outcome::Act(Action::Handoff),
    });
    let rest = app.playbook.people.rest.words();
    app.layers.push(Layer::Choices(Choices {
        title: "Long remediation, 2 of 3: who goes home now?".to_owned(),
        help: vec![format!("marked ones go off shift and rest for {rest}")],
        list,
        marked: 0,
    }));
}

fn about(app: &App, person: &Person) -> String {
    let Some(on) = person.on else {
        return String::new();
    };
    let span = crate::domain::time::Span::between(on.counts_from, app.now);
    format!("on shift for {}; {}", span.words(), person.role)
}

const MARK: &str = "[x] ";
const NO_MARK: &str = "[ ] ";

fn unmarked(name: &str) -> String {
    format!("{NO_MARK}{name}")
}

/// Marks somebody who is to go home, or takes the mark away.
pub(in crate::app) fn toggle(choices: &mut Choices, at: usize) {
    let Some(choice) = choices.list.get_mut(at) else {
        return;
    };
    if let Outcome::Toggle(name) = &choice.outcome {
        choice.label = if is_marked(choice) {
            unmarked(name)
        } else {
            format!("{MARK}{name}")
        };
    }
    choices.marked = at;
}

fn is_marked(choice: &Choice) -> bool {
    choice.label.starts_with(MARK)
}

/// Returns who is marked, in the order of the list.
pub(in crate::app) fn marked(choices: &Choices) -> Vec<String> {
    let marked = choices.list.iter().filter(|choice| is_marked(choice));
    let names = marked.filter_map(|choice| match &choice.outcome {
        Outcome::Toggle(name) => Some(name.clone()),
        _ => None,
    });
    names.collect()
}

/// Sends the marked ones home in one command, so that one undo brings them all back.
pub(in crate::app) fn send_home(app: &mut App, names: &[String]) -> Vec<Effect> {
    if names.is_empty() {
        plan_rotation(app);
        return Vec::new();
    }
    let command = Command::ChangeRoster(RosterAsked {
        person: names.join(", "),
        wish: PersonWish::SendHome(None),
    });
    let request = Request::local(command, &app.me);
    let asked = InFlight {
        then: Some(Walk::Rotation),
        ..InFlight::of(request)
    };
    put(app, asked)
}

/// Step 3: the rotation, where people work around the clock.
pub(in crate::app) fn plan_rotation(app: &mut App) {
    let _ = super::perform::act(app, Action::ViewPeople);
    if app.incident.working_mode == Some(WorkingMode::AroundTheClock) {
        let _ = super::perform::act(app, Action::Rotation);
        app.tell("3 of 3: who relieves whom; accept the plan, or change it first");
    } else {
        app.tell(
            "3 of 3: business hours take no rotation; everybody goes home at the end of the day",
        );
    }
}
