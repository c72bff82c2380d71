//! Attention: when the screen calls somebody back to it, and with which words.
//!
//! It calls once for each clock that comes due, however long that stays so; for the end of a
//! shift some time before, so that somebody can be called in. What outlasts an incident calls
//! again as often as its process says, until it is done or put off, in this incident and in the
//! others on this machine. What came due while no screen was
//! open calls once when one opens; one that was put off calls again when its time is over. In
//! quiet hours nothing calls; what came due in them does when they end. Somebody who handed
//! command over is called for nothing but what is about them, and once they only read for
//! nothing at all: the clocks are there to be seen, and call whoever commands now.

use super::action::Action;
use super::event::Effect;
use super::model::App;
use crate::domain::calendar::QuietHours;
use crate::domain::clock::{Due, Urgency};
use crate::domain::followup::Outstanding;
use crate::domain::gate::seen_outside;
use crate::domain::handoff::{Standing, standing};
use crate::domain::ids::{IncidentId, ItemId};
use crate::domain::text::count;
use crate::domain::time::Instant;

/// By what the screen may call, as the person at the keys chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attention {
    /// The bell of the terminal.
    pub bell: bool,
    /// A notification of the desktop.
    pub notify: bool,
    /// The title of the terminal's window.
    pub title: bool,
    /// The hours in which nothing calls, in the incident's zone.
    pub quiet: Option<QuietHours>,
}

impl Default for Attention {
    fn default() -> Self {
        Self {
            bell: true,
            notify: true,
            title: true,
            quiet: None,
        }
    }
}

/// A call for somebody's attention. Its words hold what people typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Whether the bell rings.
    pub bell: bool,
    /// The words of the notification; none when none is wanted.
    pub words: Option<String>,
    /// The keys of the clocks that call, most urgent first; none for what calls elsewhere.
    pub clocks: Vec<String>,
}

/// What was called for already.
#[derive(Debug, Clone, Default)]
pub(super) struct Calls {
    rules: Attention,
    made: Vec<Call>,
    elsewhere: Vec<Reminder>,
}

/// A follow-up of another incident that somebody was reminded of.
#[derive(Debug, Clone, PartialEq)]
struct Reminder {
    incident: IncidentId,
    item: ItemId,
    asked_at: Instant,
}

impl Reminder {
    fn of(it: &Outstanding, now: Instant) -> Option<Self> {
        Some(Self {
            incident: it.incident.clone(),
            item: it.follow_up.id.clone(),
            asked_at: it.follow_up.asked_at(now)?,
        })
    }

    /// Returns whether it covers another one: of the same thing, and not asked again since.
    fn covers(&self, other: &Self) -> bool {
        self.incident == other.incident
            && self.item == other.item
            && self.asked_at >= other.asked_at
    }
}

/// A deadline that was called for.
#[derive(Debug, Clone, PartialEq)]
struct Call {
    key: String,
    started_at: Instant,
    due_at: Instant,
    called_at: Instant,
}

impl Call {
    fn of(due: &Due, now: Instant) -> Self {
        Self {
            key: due.key.clone(),
            started_at: due.started_at,
            due_at: due.due_at,
            called_at: due.called_at(now),
        }
    }

    fn is_of(&self, due: &Due) -> bool {
        self.key == due.key && self.started_at == due.started_at
    }

    /// Returns whether it still stands: for the same round, until that is put off, is given more
    /// time or calls again. A clock of the machine that is set back gives none, and neither does one that
    /// is set back to before the round began.
    fn stands(&self, due: &Due, now: Instant) -> bool {
        let has_more_time = due.due_at > self.due_at && now >= self.started_at;
        let calls_again = due.again.is_some() && due.called_at(now) > self.called_at;
        self.is_of(due) && !due.is_snoozed(now) && !has_more_time && !calls_again
    }
}

impl App {
    /// Sets by what the screen calls; what is due already calls with the next event.
    #[must_use]
    pub fn calling_by(mut self, rules: Attention) -> Self {
        self.calls.rules = rules;
        self
    }

    /// Returns the title of the terminal's window: what is most urgent, and which incident;
    /// none when the title is to stay as it is. It holds what people typed, as those outside see it:
    /// a title is read over a shoulder, on a shared screen and in the list of windows.
    #[must_use]
    pub fn window_title(&self) -> Option<String> {
        let words = self.window_words()?;
        Some(seen_outside(&words, &self.gate, &self.incident))
    }

    /// Returns what the title is made of: while it is the same, and the record too, the title is.
    #[must_use]
    pub fn window_words(&self) -> Option<String> {
        if !self.calls.rules.title {
            return None;
        }
        let incident = &self.incident;
        let exercise = if incident.exercise { "EXERCISE " } else { "" };
        let mut late = due(self);
        let state = match (late.next(), late.count()) {
            (Some(due), 0) => format!("! {} overdue", due.name),
            (Some(due), more) => format!("! {} and {more} more overdue", due.name),
            (None, _) => format!("{} {}", incident.status, incident.severity),
        };
        Some(format!("{exercise}{state} - {}", incident.title))
    }
}

/// Returns the clocks that are due now, most urgent first.
fn due(app: &App) -> impl Iterator<Item = &Due> {
    let now = app.now;
    let clocks = app.clocks.iter();
    clocks.filter(move |due| due.urgency(now) == Urgency::Overdue)
}

/// Returns the clocks that call somebody now, most urgent first.
fn calling(app: &App) -> impl Iterator<Item = &Due> {
    let now = app.now;
    app.clocks.iter().filter(move |due| due.calls(now))
}

/// Calls for what came due since the last look.
pub(super) fn call(app: &mut App) -> Option<Effect> {
    let now = app.now;
    let clocks = &app.clocks;
    let stands = |call: &Call| clocks.iter().any(|due| call.stands(due, now));
    app.calls.made.retain(stands);
    if is_quiet(app) {
        return None;
    }
    let standing = standing(&app.incident, &app.playbook, &app.me, now);
    let news: Vec<&Due> = calling(app)
        .filter(|due| is_for(due, &app.me, &standing))
        .filter(|due| !app.calls.made.iter().any(|call| call.is_of(due)))
        .collect();
    let words = words(&news, now)?;
    // A notification stands on the desktop for everybody to see.
    let words = seen_outside(&words, &app.gate, &app.incident);
    let clocks = news.iter().map(|due| due.key.clone()).collect();
    let made: Vec<Call> = news.into_iter().map(|due| Call::of(due, now)).collect();
    app.calls.made.extend(made);
    alert(app, words, clocks)
}

/// Reminds of what is overdue in the other incidents on this machine, and again as often as their
/// processes say. It is said anew each time that a screen opens.
pub(super) fn remind(app: &mut App) -> Option<Effect> {
    let now = app.now;
    let overdue = app.overdue_elsewhere();
    let asked: Vec<Reminder> = overdue.filter_map(|it| Reminder::of(it, now)).collect();
    let told = &app.calls.elsewhere;
    let is_told = |it: &Reminder| told.iter().any(|told| told.covers(it));
    let is_theirs = match standing(&app.incident, &app.playbook, &app.me, now) {
        Standing::Free | Standing::Rival { .. } => true,
        Standing::HandedOver { .. } => false,
    };
    if is_quiet(app) || !is_theirs || asked.iter().all(is_told) {
        return None;
    }
    let many = count(asked.len(), "follow-up");
    app.calls.elsewhere = asked;
    let key = app.keymap.key(Action::FollowUps);
    app.tell(format!(
        "{many} of other incidents overdue; {key} shows them"
    ));
    let words = format!("{many} of other incidents overdue");
    alert(app, words, Vec::new())
}

fn is_quiet(app: &App) -> bool {
    let time = app.incident.zone.local(app.now).time();
    let quiet = app.calls.rules.quiet;
    quiet.is_some_and(|hours| hours.cover(time))
}

fn alert(app: &App, words: String, clocks: Vec<String>) -> Option<Effect> {
    let Attention { bell, notify, .. } = app.calls.rules;
    let words = notify.then_some(words);
    (bell || notify).then_some(Effect::Alert(Alert {
        bell,
        words,
        clocks,
    }))
}

/// Returns whether a clock calls somebody who stands so to command.
fn is_for(due: &Due, person: &str, standing: &Standing) -> bool {
    match standing {
        Standing::Free | Standing::Rival { .. } => true,
        Standing::HandedOver { stays: false, .. } => false,
        Standing::HandedOver { stays: true, .. } => {
            let of = due.key.split_once(':').map(|(_, of)| of);
            of.is_some_and(|of| of.eq_ignore_ascii_case(person))
        }
    }
}

fn words(news: &[&Due], now: Instant) -> Option<String> {
    let (first, more) = news.split_first()?;
    Some(match more.len() {
        0 if !first.is_overdue(now) => {
            let left = first.left(now).words();
            format!("{} is due in {left}: {}", first.name, first.ask)
        }
        0 => format!("{} is due: {}", first.name, first.ask),
        1 => format!("{} and {} are due", first.name, more[0].name),
        n => format!("{} and {} more are due", first.name, count(n, "clock")),
    })
}
