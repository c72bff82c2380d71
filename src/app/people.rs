//! What is typed about people, and the rows of the People view.

use super::model::App;
use super::purpose::failed;
use crate::domain::command::{Command, Request};
use crate::domain::event::ShiftStarted;
use crate::domain::ids::AskId;
use crate::domain::incident::through;
use crate::domain::people::{Ask, AskAsked, Person, PersonWish, RosterAsked, read_ask};
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, Span, When, Zone};

/// A row of the People view.
#[derive(Debug, Clone, PartialEq)]
pub enum PeopleRow {
    /// Somebody on the roster.
    Person(Box<Person>),
    /// A question that was put to somebody.
    Ask(Box<Ask>),
}

/// What a row of the People view is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleId {
    /// A person, by name.
    Person(String),
    /// A question, by number.
    Ask(AskId),
}

impl PeopleRow {
    /// Returns what it is known by.
    #[must_use]
    pub fn id(&self) -> PeopleId {
        match self {
            Self::Person(person) => PeopleId::Person(person.name.clone()),
            Self::Ask(ask) => PeopleId::Ask(ask.id),
        }
    }

    /// Returns what a filter looks at.
    pub(super) fn line(&self) -> String {
        match self {
            Self::Person(person) => format!("{} {}", person.name, person.role),
            Self::Ask(ask) => ask.line(),
        }
    }
}

/// What a text about people is for. Where no person is named the text begins with the name and
/// a comma.
#[derive(Debug, Clone, PartialEq)]
pub enum PeopleText {
    /// Since when somebody is on shift; nothing is now.
    In(String),
    /// When somebody went off shift; nothing is now.
    Out(String),
    /// Until when whoever goes home rests; nothing is the rest of the playbook.
    Home(String),
    /// How much longer somebody stays, and why.
    Extend(String),
    /// Before when somebody is not to be called.
    NotBefore(String),
    /// How to reach somebody.
    Contact(String),
    /// Who is new on the roster, and as what.
    Add,
    /// Whom to ask what, and how long to wait.
    Ask {
        /// The names that the record knows.
        names: Vec<String>,
        /// How long to wait where nobody says.
        usual: Span,
    },
    /// What was answered.
    Answer(AskId),
    /// How much longer they have.
    Longer(AskId),
    /// Why nobody waits any more.
    Drop(AskId),
}

impl PeopleText {
    /// Returns the key of the draft.
    pub(super) fn draft_key(&self) -> String {
        let of = |word: &str, name: &str| {
            let name = clean_line(name).replace([' ', '/'], "-").to_lowercase();
            format!("{word}-{name}")
        };
        match self {
            Self::In(name) => of("shift-start", name),
            Self::Out(name) => of("shift-end", name),
            Self::Home(name) => of("home", name),
            Self::Extend(name) => of("extend", name),
            Self::NotBefore(name) => of("not-before", name),
            Self::Contact(name) => of("contact", name),
            Self::Add => "add-person".into(),
            Self::Ask { .. } => "ask".into(),
            Self::Answer(id) => format!("answer-{id}"),
            Self::Longer(id) => format!("longer-{id}"),
            Self::Drop(id) => format!("drop-{id}"),
        }
    }

    /// Returns the request that a text becomes, or what is wrong with it.
    pub(super) fn request(
        &self,
        text: &str,
        me: &str,
        zone: Zone,
        now: Instant,
    ) -> Result<Request, String> {
        let (person, rest) = match self {
            Self::In(name) | Self::Out(name) => name_and_time(name, text, zone, now),
            Self::Home(name) | Self::Extend(name) | Self::NotBefore(name) | Self::Contact(name) => {
                name_and_rest(name, text)
            }
            _ => (String::new(), text.to_owned()),
        };
        let command = match self {
            Self::In(_) => Command::StartShift(ShiftStarted::of(person)),
            Self::Out(_) => Command::EndShift { person },
            Self::Home(_) => {
                let until = non_empty(&rest).map(|text| later(text, zone, now));
                roster(person, PersonWish::SendHome(until.transpose()?))
            }
            Self::Extend(_) => {
                let (by, reason) = Span::at_start_of(&rest)
                    .ok_or("begin with how long, such as 30m; then the reason")?;
                let reason = reason.to_owned();
                roster(person, PersonWish::Extend { by, reason })
            }
            Self::NotBefore(_) => {
                let until = non_empty(&rest).map(|text| later(text, zone, now));
                roster(person, PersonWish::NotBefore(until.transpose()?))
            }
            Self::Contact(_) => roster(person, PersonWish::Contact(rest.clone())),
            Self::Add => {
                let (name, role) = text.split_once(',').unwrap_or((text, ""));
                roster(clean_line(name), PersonWish::Add(clean_line(role)))
            }
            Self::Ask { names, usual } => Command::HandleAsk(
                read_ask(names, text, *usual)
                    .ok_or("write whom, the question, and how long: @dave is it public? 10m")?,
            ),
            Self::Answer(id) => Command::HandleAsk(AskAsked::Answer {
                id: *id,
                answer: text.to_owned(),
            }),
            Self::Longer(id) => Command::HandleAsk(AskAsked::Extend {
                id: *id,
                within: text.trim().parse().map_err(|_| "such as 10m".to_owned())?,
            }),
            Self::Drop(id) => Command::HandleAsk(AskAsked::Drop {
                id: *id,
                reason: text.to_owned(),
            }),
        };
        let request = Request::local(command, me);
        Ok(match self {
            Self::In(_) | Self::Out(_) if !rest.trim().is_empty() => {
                let when = zone.read(&rest, now).map_err(failed)?;
                request.happened(when)
            }
            _ => request,
        })
    }
}

fn roster(person: String, wish: PersonWish) -> Command {
    Command::ChangeRoster(RosterAsked { person, wish })
}

fn non_empty(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// Splits `Farmer Dave, 13:00` where no name is known; a comma may belong to the name.
fn name_and_time(name: &str, text: &str, zone: Zone, now: Instant) -> (String, String) {
    if !name.is_empty() {
        return (name.to_owned(), text.to_owned());
    }
    // What begins with a digit is no part of a name: where it is no time, that is said.
    let is_time = |text: &str| {
        text.trim_start().starts_with(|c: char| c.is_ascii_digit())
            || zone.read(text, now).is_ok_and(|when| when != When::Unknown)
    };
    match text.rsplit_once(',') {
        Some((name, time)) if is_time(time) => (bare(name), time.to_owned()),
        Some(_) | None => (bare(text), String::new()),
    }
}

fn name_and_rest(name: &str, text: &str) -> (String, String) {
    if !name.is_empty() {
        return (name.to_owned(), text.to_owned());
    }
    let (name, rest) = text.split_once(',').unwrap_or((text, ""));
    (bare(name), rest.to_owned())
}

fn bare(name: &str) -> String {
    clean_line(name).trim_start_matches('@').to_owned()
}

fn later(text: &str, zone: Zone, now: Instant) -> Result<Instant, String> {
    zone.read_later(text, now).map_err(failed)
}

impl App {
    /// Returns everybody whose name alone says who sent a message, or acknowledged it: those whom
    /// the record knows, and those who were told.
    pub(super) fn senders(&self) -> Vec<String> {
        let incident = &self.incident;
        let on_shift = incident.shifts.iter().map(|shift| shift.person.clone());
        let messages = || incident.messages.iter().chain(&incident.unsent);
        let to = || messages().flat_map(|it| &it.to);
        let reached = to().flat_map(|it| through(it)).map(str::to_owned);
        let told = to().cloned().chain(reached);
        let routes = messages().flat_map(|it| &it.routes);
        let on_the_way = routes.map(|it| it.route.name.clone());
        let others = on_shift.chain(told).chain(on_the_way);
        self.people().into_iter().chain(others).collect()
    }

    /// Returns everybody whose name the record knows, for completing names.
    #[must_use]
    pub fn people(&self) -> Vec<String> {
        let incident = &self.incident;
        let owners = incident.leads.iter().map(|lead| &lead.owner);
        let fixers = incident.fixes.iter().map(|fix| &fix.owner);
        let mut people: Vec<String> = Vec::new();
        let known = [&self.me, &incident.ic]
            .into_iter()
            .chain(&incident.responders)
            .chain(incident.roster.keys())
            .chain([&incident.reporter])
            .chain(owners)
            .chain(fixers)
            .chain(incident.contacts.iter().map(|tried| &tried.lead));
        for name in known {
            if !name.is_empty() && !people.contains(name) {
                people.push(name.clone());
            }
        }
        people
    }
}
