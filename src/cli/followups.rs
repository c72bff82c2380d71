//! `sitroom followups`: what outlasts the incidents, and is not done.

use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;

use super::context::{Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::command::{Command, TrackingAsked};
use crate::domain::followup::{FollowUpStep, Outstanding, find, tally, untracked};
use crate::domain::ids::{FixId, ItemId};
use crate::domain::incident::Tracking;
use crate::domain::time::{Instant, Span};

/// Show what outlasts the incidents and is not done, or say what became of it
///
/// Long-term remediation, actions of the retrospective and the review after two months, of every
/// incident that is resolved or closed. Each asks again until it is done. What is said of one
/// goes into the record of its incident, which stays closed.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    /// Only what is overdue
    #[arg(long)]
    overdue: bool,
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Say that one is done
    Done {
        /// Its number, such as R7, X10 or C2
        item: String,
        /// Who checked that remediation works; without a name it stays until somebody does
        #[arg(
            long,
            value_name = "NAME",
            default_value = "",
            hide_default_value = true
        )]
        checked_by: String,
        /// How, for a line of the checklist or the review
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        reason: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Put one off: it asks again then
    Later {
        /// Its number, such as R7, X10 or C2
        item: String,
        /// For how long from now, such as 14d [default: what the process says]
        time: Option<Span>,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// File long-term remediation as issues of their own, or say where it is tracked
    ///
    /// One issue for each item, with the next sync, each exactly once and linked with this record.
    File {
        /// Their numbers, such as R7 [default: all of which nobody said where they are tracked]
        items: Vec<FixId>,
        /// In which repository, owner/name [default: `followups` below [github] in the settings]
        #[arg(long, value_name = "REPO", conflicts_with = "elsewhere")]
        repository: Option<String>,
        /// Why everybody may read what is to be done, where the repository is public
        #[arg(
            long,
            value_name = "REASON",
            default_value = "",
            hide_default_value = true,
            conflicts_with = "elsewhere"
        )]
        public: String,
        /// Where they are tracked instead, such as a board
        #[arg(long, value_name = "PLACE")]
        elsewhere: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Say by which day one is to be done
    Due {
        /// Its number, such as R7, X10 or C2
        item: String,
        /// The last day, such as 2027-01-15; `none` leaves it to the process
        day: String,
        #[command(flatten)]
        writing: Writing,
    },
}

/// A follow-up for scripts; `--json` writes an array of these, the sooner due before the later.
///
/// `due` is the day that somebody said, else null; `due_at` is when it is due or asked after.
/// `asks_again_at` is when somebody is reminded again, null while nobody is.
/// `put_off_until` is null for good, and `put_off_reason` is null where nobody put it off.
/// `link` is where it is followed up, else the issue of the incident.
///
/// ```json
/// {
///   "incident": "2026-11-22-the-chickens-have-escaped", "title": "The chickens have escaped",
///   "closed": true, "exercise": false,
///   "id": "R7", "kind": "remediation", "state": "open",
///   "text": "mend the fence", "owner": "Farmer Dave",
///   "since": "2026-11-22T15:00:00Z", "age": "P20DT2H",
///   "due": "2026-12-10", "due_at": "2026-12-11T04:59:59Z", "overdue": true,
///   "asks_again_at": "2026-12-18T04:59:59Z",
///   "put_off_until": null, "put_off_reason": null,
///   "link": "https://github.com/18F/backlog/issues/3"
/// }
/// ```
#[derive(Serialize)]
struct Line<'a> {
    incident: &'a str,
    title: &'a str,
    closed: bool,
    exercise: bool,
    id: &'a ItemId,
    kind: &'static str,
    state: &'static str,
    text: &'a str,
    owner: &'a str,
    since: Instant,
    age: String,
    due: Option<NaiveDate>,
    due_at: Instant,
    overdue: bool,
    asks_again_at: Option<Instant>,
    put_off_until: Option<Instant>,
    put_off_reason: Option<&'a str>,
    link: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    match args.task {
        None => list(context, args.overdue, args.json),
        Some(Task::Done {
            item,
            checked_by,
            reason,
            writing,
        }) => {
            let step = FollowUpStep::Done { checked_by, reason };
            say(context, &writing, &item, |_| Ok(step))
        }
        Some(Task::Later {
            item,
            time,
            reason,
            writing,
        }) => say(context, &writing, &item, |now| {
            let until = time.map(|time| now + time.delta());
            Ok(FollowUpStep::Later { until, reason })
        }),
        Some(Task::File {
            items,
            repository,
            public,
            elsewhere,
            writing,
        }) => {
            let to = if let Some(place) = elsewhere {
                Tracking::Elsewhere { place }
            } else {
                let set = context.env.settings.followups.clone();
                let repository = repository.or(set).ok_or(CliError::NoTracker)?;
                Tracking::Wanted { repository, public }
            };
            file(context, &writing, &items, &to)
        }
        Some(Task::Due { item, day, writing }) => {
            let due = day_of(&day)?;
            say(context, &writing, &item, |_| Ok(FollowUpStep::Due(due)))
        }
    }
}

/// Records a step in the incident that is meant; where only one has such a follow-up, in that.
fn say(
    context: &Context,
    writing: &Writing,
    item: &str,
    step: impl FnOnce(Instant) -> Result<FollowUpStep, CliError>,
) -> Result<Exit, CliError> {
    let found = context.env.outstanding(context.env.now())?.found;
    let wanted = |it: &&Outstanding| it.follow_up.id.0.eq_ignore_ascii_case(item.trim());
    let mut theirs = found
        .iter()
        .filter(wanted)
        .map(|it| it.incident.to_string());
    let only = theirs.next().filter(|_| theirs.next().is_none());
    let context = Context {
        env: context.env.clone(),
        asked: context.asked.clone().or(only),
    };
    context.write(writing, |view| {
        let step = step(view.now)?;
        let found = find(&view.incident, &view.playbook, item, view.now)?;
        Ok(found.command(step, view.now))
    })
}

/// Records where items are tracked; the mirror files what is to be filed.
fn file(
    context: &Context,
    writing: &Writing,
    items: &[FixId],
    to: &Tracking,
) -> Result<Exit, CliError> {
    let done = context.write(writing, |view| {
        let left = untracked(&view.incident).into_iter().map(|fix| fix.id);
        let ids = match items {
            [] => left.collect(),
            items => items.to_vec(),
        };
        let to = Some(to.clone());
        Ok(Command::SetTracking(TrackingAsked { ids, to }))
    })?;
    if matches!(to, Tracking::Wanted { .. }) {
        output::tell("sitroom: they are filed with the next sync, such as `sitroom sync --once`");
    }
    Ok(done)
}

fn day_of(text: &str) -> Result<Option<NaiveDate>, CliError> {
    match text.trim() {
        "none" | "" => Ok(None),
        day => match day.parse() {
            Ok(day) => Ok(Some(day)),
            Err(_) => Err(CliError::Day {
                input: day.to_owned(),
            }),
        },
    }
}

fn list(context: &Context, only_overdue: bool, json: bool) -> Result<Exit, CliError> {
    let now = context.env.now();
    let survey = context.env.outstanding(now)?;
    let mut all = survey.found;
    all.retain(|it| !only_overdue || it.follow_up.is_overdue(now));
    if json {
        output::json(&all.iter().map(|it| Line::of(it, now)).collect::<Vec<_>>())?;
    } else {
        output::text(&text(&all, now))?;
    }
    for problem in &survey.problems {
        output::warn(problem);
    }
    if all.is_empty() {
        let what = if only_overdue {
            "overdue"
        } else {
            "left to be done"
        };
        output::tell(&format!("sitroom: nothing is {what}"));
    }
    Ok(Exit::Done)
}

/// Each incident with its follow-ups below it, in the order in which the first of them is due.
fn text(all: &[Outstanding], now: Instant) -> String {
    let mut out = String::new();
    let mut told: Vec<&str> = Vec::new();
    for first in all {
        let id = first.incident.as_str();
        if told.contains(&id) {
            continue;
        }
        told.push(id);
        let theirs: Vec<&Outstanding> =
            all.iter().filter(|it| it.incident.as_str() == id).collect();
        let exercise = if first.exercise { "EXERCISE " } else { "" };
        let closed = if first.closed { ", closed" } else { "" };
        out.push_str(&output::line(&format!(
            "{exercise}{} ({id}{closed})",
            first.title
        )));
        out.push('\n');
        let rows: Vec<Vec<String>> = theirs.iter().map(|it| row(it, now)).collect();
        out.push_str(&words::columns(&rows));
        out.push('\n');
    }
    match tally(all, now) {
        Some(tally) => out + &tally + "\n",
        None => out,
    }
}

fn row(it: &Outstanding, now: Instant) -> Vec<String> {
    let follow_up = &it.follow_up;
    let mark = if follow_up.is_overdue(now) { "!" } else { "" };
    let owner = match follow_up.owner.as_str() {
        "" => "nobody",
        owner => owner,
    };
    let link = it
        .link()
        .map_or_else(String::new, |link| format!("  {link}"));
    let why = follow_up
        .put_off
        .as_ref()
        .filter(|_| follow_up.is_put_off(now));
    let why = why.map_or_else(String::new, |it| format!(" ({})", it.reason));
    let again = it.again_words(now);
    let again = again.map_or_else(String::new, |again| format!(", {again}"));
    vec![
        format!("{mark:1} {}", follow_up.id),
        follow_up.state.word().to_owned(),
        format!("{}d old", follow_up.age(now).delta().num_days()),
        format!("{}{why}{again}", it.due_words(now)),
        owner.to_owned(),
        format!("{}{link}", follow_up.text),
    ]
}

impl<'a> Line<'a> {
    fn of(it: &'a Outstanding, now: Instant) -> Self {
        let follow_up = &it.follow_up;
        let put_off = follow_up
            .put_off
            .as_ref()
            .filter(|_| follow_up.is_put_off(now));
        Self {
            incident: it.incident.as_str(),
            title: &it.title,
            closed: it.closed,
            exercise: it.exercise,
            id: &follow_up.id,
            kind: follow_up.kind.word(),
            state: follow_up.state.word(),
            text: &follow_up.text,
            owner: &follow_up.owner,
            since: follow_up.since,
            age: follow_up.age(now).iso(),
            due: follow_up.due,
            due_at: follow_up.due_at,
            overdue: follow_up.is_overdue(now),
            asks_again_at: follow_up.asks_again_at(now),
            put_off_until: put_off.and_then(|it| it.until),
            put_off_reason: put_off.map(|it| it.reason.as_str()),
            link: it.link(),
        }
    }
}
