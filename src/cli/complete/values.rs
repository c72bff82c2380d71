//! What is offered: names and numbers of the incident that is meant, read from its files.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt::Display;
use std::sync::Arc;

use clap_complete::CompletionCandidate;

use crate::domain::checklist::lists;
use crate::domain::clock::due;
use crate::domain::incident::{FixState, Incident, LeadState, Moment, Severity};
use crate::domain::people::people;
use crate::domain::playbook::Playbook;
use crate::domain::text::{excerpt, is_unshowable};
use crate::domain::time::Zone;
use crate::domain::vocabulary::Facet;
use crate::practice::SCENARIOS;
use crate::session::{Environment, Purpose};
use crate::settings::{Told, settings};
use crate::store::read_others;

/// How much of a text stands beside what is offered.
pub(super) const BESIDE: usize = 60;

/// The states that `sitroom state` takes.
const STATES: [&str; 6] = [
    "investigating",
    "confirmed",
    "resolved",
    "false-alarm",
    "closed",
    "reopened",
];

/// What an argument names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Incident,
    Recorded,
    Scenario,
    Item,
    Lead,
    LeadState,
    Fix,
    FixState,
    Severity,
    State,
    Person,
    Question,
    Clock,
    Moment,
    Message,
    Evidence,
    Held,
    Suggestion,
    FollowUp,
    Cause,
    Lesson,
    Facet,
    Playbook,
    Zone,
    Setting,
}

type Offer = Vec<CompletionCandidate>;

impl Kind {
    /// Returns what is offered behind a line; nothing where it cannot be read.
    pub(super) fn offered(self, line: &Line) -> Offer {
        let mut all = match self {
            Self::LeadState => words(LeadState::ALL.map(LeadState::word)),
            Self::FixState => words(FixState::ALL.map(FixState::word)),
            Self::Severity => words(Severity::ALL.map(Severity::word)),
            Self::State => words(STATES),
            Self::Facet => words(Facet::ALL.map(Facet::word)),
            Self::Zone => words(Zone::names()),
            Self::Scenario => words(SCENARIOS.map(|(id, _)| id)),
            _ => looked_up(self, line).unwrap_or_default(),
        };
        // No name makes an option of itself, and none acts on a terminal.
        all.retain(|it| {
            let value = it.get_value().to_str();
            value.is_some_and(|value| !value.starts_with('-') && !value.contains(is_unshowable))
        });
        all
    }
}

fn words(all: impl IntoIterator<Item = &'static str>) -> Offer {
    let spelt = |word: &str| CompletionCandidate::new(word.replace(' ', "-"));
    all.into_iter().map(spelt).collect()
}

fn looked_up(kind: Kind, line: &Line) -> Option<Offer> {
    let mut env = Environment::from_process(&Told::default()).ok()?;
    if line.drills {
        env.turn_to_drills();
    }
    match kind {
        Kind::Incident => return Some(incidents(&env)),
        Kind::Recorded => {
            let mut all = incidents(&env);
            if !line.drills {
                env.turn_to_drills();
                all.extend(incidents(&env));
            }
            return Some(all);
        }
        Kind::Playbook => return Some(env.playbooks().names().iter().map(bare).collect()),
        Kind::Setting => return Some(keys(&env)),
        Kind::FollowUp => return Some(followups(&env)),
        _ => {}
    }
    let id = env.choose(line.incident.as_deref(), Purpose::Read).ok()?;
    let incident = env.home.state_of(&id).ok()?;
    let playbook = env.playbook_for(&incident.playbook).playbook;
    let playbook = playbook.map(Arc::new);
    Some(match kind {
        Kind::Lead => of(&incident.leads, |lead| (lead.id.to_string(), &lead.text)),
        Kind::Fix => of(&incident.fixes, |fix| (fix.id.to_string(), &fix.text)),
        Kind::Question => of(&incident.asks, |ask| (ask.id.to_string(), &ask.question)),
        Kind::Evidence => of(&incident.evidence, |it| (it.id.to_string(), &it.what)),
        Kind::Suggestion => {
            let all = incident.suggestions.iter();
            all.map(|(id, it)| beside(&id.to_string(), &it.by))
                .collect()
        }
        Kind::Cause => {
            let all = incident.worksheet.causes.in_order();
            let all = all.iter().map(|node| node.cause);
            all.map(|it| beside(&it.id.to_string(), &it.text)).collect()
        }
        Kind::Lesson => of(&incident.worksheet.lessons, |it| {
            (it.id.to_string(), &it.text)
        }),
        Kind::Held => held(&env, &id),
        Kind::Person => persons(&env, &incident, playbook.as_deref()),
        Kind::Item => items(&env, &incident, &*playbook?),
        Kind::Clock => clocks(&env, &incident, &*playbook?),
        Kind::Moment => moments(&incident, playbook.as_deref()),
        Kind::Message => of(&playbook?.messages, |it| (it.id.clone(), &it.name)),
        _ => Offer::new(),
    })
}

/// What of the line that is being typed says which incident is meant.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    incident: Option<String>,
    drills: bool,
}

impl Line {
    pub(super) fn of(words: &[OsString]) -> Self {
        let mut words = words.iter().map(|word| word.to_string_lossy());
        let mut line = Self::default();
        while let Some(word) = words.next() {
            if word == "--drills" {
                line.drills = true;
            } else if word == "--incident" {
                let id = words.next().filter(|id| !id.is_empty());
                line.incident = id.map(Cow::into_owned);
            } else if let Some(id) = word.strip_prefix("--incident=") {
                line.incident = Some(id.to_owned());
            }
        }
        line
    }
}

fn of<'a, T: 'a>(
    all: impl IntoIterator<Item = &'a T>,
    said: impl Fn(&'a T) -> (String, &'a String),
) -> Offer {
    let all = all.into_iter().map(said);
    all.map(|(value, text)| beside(&value, text)).collect()
}

fn beside(value: &str, text: &str) -> CompletionCandidate {
    let text = excerpt(text, BESIDE);
    CompletionCandidate::new(value).help(Some(text.into()))
}

fn bare(value: &impl Display) -> CompletionCandidate {
    CompletionCandidate::new(value.to_string())
}

fn incidents(env: &Environment) -> Offer {
    let all = env.home.list().unwrap_or_default();
    let said = all
        .iter()
        .map(|known| beside(known.id.as_str(), &known.title));
    said.collect()
}

fn keys(env: &Environment) -> Offer {
    let path = env.home.settings_file();
    let lookup = env.lookup();
    let all = settings((&path, None), &|name| lookup(name), &Told::default(), &[]);
    let shown = all.iter().filter(|setting| setting.value.is_some());
    shown
        .map(|setting| bare(&format!("{}=", setting.key)))
        .collect()
}

fn followups(env: &Environment) -> Offer {
    let Ok(all) = env.outstanding(env.now()) else {
        return Offer::new();
    };
    let all = all.found;
    let said = all
        .iter()
        .map(|it| (it.follow_up.id.to_string(), &it.follow_up.text));
    said.map(|(id, text)| beside(&id, text)).collect()
}

fn held(env: &Environment, id: &crate::domain::ids::IncidentId) -> Offer {
    let names = env.home.held_names(id);
    names.iter().map(bare).collect()
}

fn persons(env: &Environment, incident: &Incident, playbook: Option<&Playbook>) -> Offer {
    let Some(playbook) = playbook else {
        return Offer::new();
    };
    let others = read_others(&env.home.incident(&incident.id));
    let all = people(incident, playbook, &others, env.now());
    all.iter()
        .map(|person| beside(&person.name, &person.role))
        .collect()
}

fn items(env: &Environment, incident: &Incident, playbook: &Playbook) -> Offer {
    let all = lists(incident, playbook, env.now());
    // What is asked for now comes first.
    let (now, later): (Vec<_>, Vec<_>) = all.iter().partition(|list| list.current);
    let rows = now.into_iter().chain(later).flat_map(|list| &list.rows);
    rows.map(|row| beside(&row.id.to_string(), row.text))
        .collect()
}

/// Returns the key times of any incident, and the milestones of its process.
fn moments(incident: &Incident, playbook: Option<&Playbook>) -> Offer {
    let said = |moment: &Moment| {
        let when = incident.moments.get(moment);
        let when = when.map(|when| incident.zone.plain(when));
        let when = when.unwrap_or_else(|| "not set".to_owned());
        beside(moment.word(), &when)
    };
    let milestones = playbook.map_or(&[][..], |playbook| &playbook.milestones);
    let milestones = milestones.iter().map(|it| beside(&it.id, &it.name));
    Moment::ALL.iter().map(said).chain(milestones).collect()
}

fn clocks(env: &Environment, incident: &Incident, playbook: &Playbook) -> Offer {
    let all = due(incident, playbook, env.now());
    all.iter().map(|due| beside(&due.key, &due.name)).collect()
}
