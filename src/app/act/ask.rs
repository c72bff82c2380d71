//! Questions to people: putting one, and what becomes of it.

use super::edit::open_note_with;
use super::open::open;
use super::people::{choice, choose, text};
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Outcome};
use crate::app::model::{App, View};
use crate::app::people::{PeopleRow, PeopleText};
use crate::app::purpose::Purpose;
use crate::app::update::execute;
use crate::domain::command::Command;
use crate::domain::ids::AskId;
use crate::domain::people::{Ask, AskAsked, AskLine};

/// Returns the question that is selected, if the keys act on the People view.
pub(super) fn selected_ask(app: &App) -> Option<&Ask> {
    match app.selected_people()? {
        PeopleRow::Ask(ask) => Some(ask),
        PeopleRow::Person(_) => None,
    }
}

/// Makes a line of a board of a question.
pub(super) fn become_line(app: &mut App, id: AskId, line: AskLine) -> Vec<Effect> {
    execute(app, Command::HandleAsk(AskAsked::Become { id, line }))
}

/// Shows what can become of a question.
pub(in crate::app) fn choose_ask(app: &mut App, id: AskId) -> Vec<Effect> {
    let Some(ask) = app.incident.asks.iter().find(|ask| ask.id == id).cloned() else {
        app.tell("there is no such question");
        return Vec::new();
    };
    let handle = |asked| Outcome::Command(Command::HandleAsk(asked));
    let line = |line| handle(AskAsked::Become { id, line });
    let mut list = vec![choice(
        'a',
        "answered",
        "what did they say?",
        text(PeopleText::Answer(id)),
    )];
    if ask.is_open() {
        list.push(choice(
            'l',
            "longer",
            "give them more time",
            text(PeopleText::Longer(id)),
        ));
        list.push(choice(
            'd',
            "drop",
            "nobody waits for it",
            text(PeopleText::Drop(id)),
        ));
    }
    if ask.became.is_none() {
        list.push(choice(
            'L',
            "a lead",
            "they run it down",
            line(AskLine::Lead),
        ));
        list.push(choice('R', "remediation", "they do it", line(AskLine::Fix)));
    }
    let share = "as a note, through the gate like any other";
    list.push(choice('n', "share", share, Outcome::Say(ask.line())));
    choose(app, format!("{id} {}", ask.to), vec![ask.question], list)
}

/// Opens the editor of a question to somebody; nobody named is whoever is typed.
pub(in crate::app) fn open_ask(app: &mut App, to: Option<&str>) {
    let named = |row: &PeopleRow| match row {
        // Nobody asks themselves; the list begins with whoever commands.
        PeopleRow::Person(person) if person.name == app.me => None,
        PeopleRow::Person(person) => Some(person.name.clone()),
        PeopleRow::Ask(_) => None,
    };
    let selected = app.selected_people().and_then(named);
    let is_there = app.view == View::People;
    let to = to.map(str::to_owned).or(selected.filter(|_| is_there));
    let purpose = Purpose::People(PeopleText::Ask {
        names: app.people(),
        usual: app.playbook.people.ask_within,
    });
    let usual = app.playbook.people.ask_within.words();
    let help = vec![format!(
        "@name, the question, and how long until you come back; {usual} if you do not say"
    )];
    let text = to.map_or_else(|| "@".to_owned(), |to| format!("@{to} "));
    open(
        app,
        purpose,
        EditorKind::Line,
        "Ask".to_owned(),
        help,
        &text,
    );
}

/// Opens a note that holds a text already, behind what its draft holds.
pub(in crate::app) fn say(app: &mut App, said: &str) -> Vec<Effect> {
    open_note_with(app, "Note", said)
}

/// Returns a question with whom it was put to.
pub(super) fn question(app: &App, id: AskId) -> String {
    let mut asks = app.incident.asks.iter();
    let ask = asks.find(|ask| ask.id == id);
    ask.map(|ask| format!("{}: {}", ask.to, ask.question))
        .unwrap_or_default()
}
