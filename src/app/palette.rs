//! The palette: every command, every thing of the record, every person and every incident of this
//! machine, found by a few letters.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};

use super::act::Target;
use super::action::Action;
use super::mode::Mode;
use super::model::App;
use super::people::{PeopleId, PeopleRow};
use super::rows::Rows;
use crate::domain::ids::IncidentId;
use crate::domain::people::people;
use crate::domain::text::{clean_line, shorten};

/// The most things that are listed below the commands.
const MOST_THINGS: usize = 60;

/// An incident of this machine, as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIncident {
    /// Its id.
    pub id: IncidentId,
    /// What people call it.
    pub title: String,
    /// Where it stands, in words.
    pub state: String,
}

/// How much has to be typed of what is not a command's own word.
const LEAST_LETTERS: usize = 4;

/// One line of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteEntry {
    /// What choosing it does.
    pub goal: Goal,
    /// Its name: the word of a command, the id of a thing.
    pub name: String,
    /// What it is.
    pub about: String,
}

/// What choosing a line of the palette does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Does an action.
    Do(Action),
    /// Shows a thing and selects it; nothing is recorded.
    Show(Target),
    /// Opens another incident in place of this one.
    Open(IncidentId),
}

impl PaletteEntry {
    /// Returns the action of a command.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        match self.goal {
            Goal::Do(action) => Some(action),
            Goal::Show(_) | Goal::Open(_) => None,
        }
    }

    fn command(action: Action) -> Self {
        Self {
            goal: Goal::Do(action),
            name: action.word().to_owned(),
            about: action.about().to_owned(),
        }
    }

    fn thing(target: Target, name: &impl ToString, about: &str) -> Self {
        Self {
            goal: Goal::Show(target),
            name: name.to_string(),
            about: shorten(&clean_line(about), 200),
        }
    }
}

/// What moves around or closes things; the palette is for commands.
const NOT_LISTED: [Action; 13] = [
    Action::Down,
    Action::Up,
    Action::First,
    Action::Last,
    Action::PageDown,
    Action::PageUp,
    Action::NextPane,
    Action::PreviousPane,
    Action::NextView,
    Action::PreviousView,
    Action::Count,
    Action::Palette,
    Action::Back,
];

/// Returns everything of the record that can be gone to, and the other incidents. What a filter
/// hides on the screen is there too.
pub(super) fn things(app: &App) -> Vec<PaletteEntry> {
    let incident = &app.incident;
    let mut rows = Rows::default();
    rows.follow_checklist(incident, &app.playbook, "", app.now);
    let roster = people(incident, &app.playbook, &app.others, app.now);
    rows.follow_people(roster, &incident.asks, "");
    let leads = incident.leads.iter().map(|lead| {
        let about = format!("lead, {}: {}", lead.state, lead.text);
        PaletteEntry::thing(Target::Lead(lead.id), &lead.id, &about)
    });
    let fixes = incident.fixes.iter().map(|fix| {
        let about = format!("remediation, {}: {}", fix.state, fix.text);
        PaletteEntry::thing(Target::Fix(fix.id), &fix.id, &about)
    });
    let lines = rows.lines.iter().map(|line| {
        let target = Target::Line(line.id.clone());
        let about = format!("{}: {}", line.list_name, line.text);
        PaletteEntry::thing(target, &line.id.0, &about)
    });
    let roster = rows.people.iter().map(|row| match row {
        PeopleRow::Person(person) => {
            let target = Target::People(PeopleId::Person(person.name.clone()));
            PaletteEntry::thing(target, &person.name, &format!("person: {}", person.role))
        }
        PeopleRow::Ask(ask) => {
            let about = format!("question to {}: {}", ask.to, ask.question);
            PaletteEntry::thing(Target::People(PeopleId::Ask(ask.id)), &ask.id, &about)
        }
    });
    let evidence = incident.evidence.iter().map(|it| {
        let about = format!("evidence: {}", it.what);
        PaletteEntry::thing(Target::Evidence(it.id), &it.id, &about)
    });
    let incidents = app.incidents.iter().filter(|it| it.id != incident.id);
    let incidents = incidents.map(|it| PaletteEntry {
        goal: Goal::Open(it.id.clone()),
        name: it.id.to_string(),
        about: format!("incident, {}: {}", it.state, clean_line(&it.title)),
    });
    let of_record = leads.chain(fixes).chain(lines);
    let others = roster.chain(evidence).chain(incidents);
    of_record.chain(others).collect()
}

/// Returns the entry of the timeline with a number, which stands as `#12` or `12`.
fn entry(app: &App, query: &str) -> Option<PaletteEntry> {
    let number = query.trim().trim_start_matches('#');
    let number: u64 = number.parse().ok()?;
    let at = app.entries.binary_search_by_key(&number, |entry| entry.seq);
    let entry = app.entries.get(at.ok()?)?;
    let about = app.words_of(entry);
    let about = format!("timeline, {}: {about}", entry.actor);
    let target = Target::Entry(entry.id);
    Some(PaletteEntry::thing(target, &format!("#{number}"), &about))
}

/// Returns what matches the query, best first; every command for an empty one.
pub(super) fn find(query: &str, app: &App, things: &[PaletteEntry]) -> Vec<PaletteEntry> {
    if query.trim().is_empty() {
        return listed(app).map(PaletteEntry::command).collect();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = |query: &str| Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut fits = |query: &str, lines: Vec<Line>| -> Vec<PaletteEntry> {
        let found = pattern(query).match_list(lines, &mut matcher);
        found.into_iter().map(|(line, _)| line.entry).collect()
    };
    // A name that fits goes before a sentence that happens to contain the words, and a thing by
    // its id before everything.
    let is_named = |it: &&PaletteEntry| it.name.eq_ignore_ascii_case(query.trim());
    let mut found: Vec<PaletteEntry> = exact(query, app).collect();
    found.extend(entry(app, query));
    found.extend(things.iter().filter(is_named).cloned());
    let by_name = listed(app).map(|action| Line {
        text: action.word().replace('-', " "),
        entry: PaletteEntry::command(action),
    });
    let by_sentence = listed(app).map(|action| Line {
        text: format!("{} {}", action.word(), action.about()),
        entry: PaletteEntry::command(action),
    });
    let by_thing = things.iter().map(|it| Line {
        text: format!("{} {}", it.name, it.about),
        entry: it.clone(),
    });
    // Words are typed with spaces between them, or as the keymap has them.
    let by_name = fits(&query.replace('-', " "), by_name.collect());
    let by_text = fits(query, by_sentence.chain(by_thing).collect());
    let by_other = listed(app).filter(|action| is_also(*action, query));
    let by_other = by_other.map(PaletteEntry::command);
    let mut room = MOST_THINGS;
    for entry in by_name.into_iter().chain(by_other).chain(by_text) {
        if entry.action().is_none() {
            if room == 0 {
                continue;
            }
            room -= 1;
        }
        if !found.iter().any(|known| known.goal == entry.goal) {
            found.push(entry);
        }
    }
    found
}

/// Returns the commands that are listed; what only has a meaning on a card is not among them.
fn listed(app: &App) -> impl Iterator<Item = Action> {
    let all = Action::ALL.iter().copied();
    let all = all.filter(|action| app.offers(*action));
    let is_anywhere = |action: &Action| matches!(action.mode(), Mode::Global | Mode::Past);
    all.filter(move |action| is_anywhere(action) && !NOT_LISTED.contains(action))
}

/// Returns the command whose key was typed.
fn exact(query: &str, app: &App) -> impl Iterator<Item = PaletteEntry> {
    let with_key = listed(app).filter(move |action| app.keymap.key(*action) == query);
    with_key.map(PaletteEntry::command)
}

/// Returns the words by which people look for a command, beside its own; a comma between phrases.
fn also(action: Action) -> &'static str {
    match action {
        Action::ViewReport => {
            "lesson learned, retrospective, worksheet, postmortem, cause analysis, classification"
        }
        Action::Handoff => "transfer command, baton, brief",
        Action::Track => "file issues",
        Action::Snooze => "delay, postpone",
        Action::Outbound => "resume, leak, insider",
        Action::SetAside => "not applicable, n/a, drop",
        Action::Moment => "milestone, acknowledged, acknowledgment",
        Action::Fix | Action::AddLater => "mitigation, action item, task",
        _ => "",
    }
}

/// Returns whether one of those phrases has words that begin as all those that were typed: of words
/// that stand nowhere on the screen some letters alone mean nothing, but where they are all of it.
fn is_also(action: Action, query: &str) -> bool {
    let query = query.trim().to_lowercase();
    let letters = query.chars().filter(|c| !c.is_whitespace()).count();
    let has = |phrase: &str, typed: &str| {
        let mut words = phrase.split(' ');
        words.any(|word| word.starts_with(typed) || typed.strip_suffix('s') == Some(word))
    };
    let begins = |phrase: &str| query.split_whitespace().all(|typed| has(phrase, typed));
    let mut phrases = also(action).split(", ");
    phrases.any(|phrase| phrase == query || (letters >= LEAST_LETTERS && begins(phrase)))
}

struct Line {
    entry: PaletteEntry,
    text: String,
}

impl AsRef<str> for Line {
    fn as_ref(&self) -> &str {
        &self.text
    }
}
