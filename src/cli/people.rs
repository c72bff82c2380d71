//! `sitroom people`: who is on the roster, on shift, at rest, and how to reach them.

use clap::Subcommand;
use serde::Serialize;

use super::context::{Asked, Context, View, Writing, playbook_of};
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::command::Command;
use crate::domain::people::{LastWritten, Person, PersonWish, RosterAsked, people};
use crate::domain::time::{Instant, Zone};
use crate::session::Purpose;
use crate::store::read_others;

/// Show the roster, or change what is known of somebody; it stays on this machine
///
/// Without a task it shows the roster: role, shift, rest, hours on all incidents of this
/// machine, contact.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    task: Option<Task>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Put somebody on the roster
    Add {
        /// The name
        name: String,
        /// Their role
        #[arg(long, default_value = "", hide_default_value = true)]
        role: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Take somebody off the roster; their shifts stay in the record
    Remove {
        /// The name, or a word of it
        name: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Give somebody a role of the playbook
    Role {
        /// The name, or a word of it
        name: String,
        /// The role, such as scribe
        role: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Keep how to reach somebody, on this machine alone
    Contact {
        /// The name, or a word of it
        name: String,
        /// A number, a handle; left out it is forgotten
        #[arg(default_value = "", hide_default_value = true)]
        contact: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Say before when somebody is not to be called
    NotBefore {
        /// The name, or a word of it
        name: String,
        /// 08:00, 10h, a date and time; left out they may be called
        time: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
}

/// The roster for scripts.
///
/// `people` has the IC first, then who is on shift longest, who can be called, who rests.
/// Spans are in seconds; `shift` and `rests_until` are null where there is none.
/// `last_written` is who last wrote on the issue.
#[derive(Serialize)]
struct Report<'a> {
    people: Vec<Line<'a>>,
    last_written: Option<&'a LastWritten>,
}

#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    role: &'a str,
    is_ic: bool,
    may_command: bool,
    role_since: Option<Instant>,
    contact: &'a str,
    shift: Option<Shift>,
    rests_until: Option<Instant>,
    seconds_here: i64,
    seconds_everywhere: i64,
    also_on: &'a [String],
}

#[derive(Serialize)]
struct Shift {
    since: Instant,
    counts_from: Instant,
    due: Option<Instant>,
    extended: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    match args.task {
        None => list(context, args.json),
        Some(Task::Add {
            name,
            role,
            writing,
        }) => change(context, &writing, name, |_| Ok(PersonWish::Add(role))),
        Some(Task::Remove { name, writing }) => {
            change(context, &writing, name, |_| Ok(PersonWish::Remove))
        }
        Some(Task::Role {
            name,
            role,
            writing,
        }) => change(context, &writing, name, |_| Ok(PersonWish::Role(role))),
        Some(Task::Contact {
            name,
            contact,
            writing,
        }) => change(context, &writing, name, |_| {
            Ok(PersonWish::Contact(contact))
        }),
        Some(Task::NotBefore {
            name,
            time,
            writing,
        }) => change(context, &writing, name, |view| {
            let until = later(time.as_deref(), view.incident.zone, view.now)?;
            Ok(PersonWish::NotBefore(until))
        }),
    }
}

fn change(
    context: &Context,
    writing: &Writing,
    person: String,
    wish: impl FnOnce(&View<'_>) -> Result<PersonWish, CliError>,
) -> Result<Exit, CliError> {
    context.write(writing, |view| {
        let wish = wish(view)?;
        // Which roles there are is said with the refusal.
        let says_roles = matches!(wish, PersonWish::Add(_) | PersonWish::Role(_));
        let command = Command::ChangeRoster(RosterAsked { person, wish });
        Ok(if says_roles {
            command.into()
        } else {
            Asked::or_hint(command, "`sitroom people` shows the roster")
        })
    })
}

/// Reads a time that is still to come, if one is given.
pub(super) fn later(
    time: Option<&str>,
    zone: Zone,
    now: Instant,
) -> Result<Option<Instant>, CliError> {
    let read = |time: &str| zone.read_later(time, now);
    Ok(time.map(read).transpose()?)
}

fn list(context: &Context, json: bool) -> Result<Exit, CliError> {
    let record = context.open(Purpose::Read)?;
    let (incident, playbook, now) = (record.incident(), playbook_of(&record)?, context.env.now());
    let others = read_others(record.dir());
    let all = people(&incident, &playbook, &others, now);
    if json {
        output::json(&Report {
            people: lines(&all),
            last_written: incident.last_written.as_ref(),
        })?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|person| row(person, incident.zone, now))
        .collect();
    output::text(&words::columns(&rows))?;
    if let Some(last) = &incident.last_written {
        let at = incident.zone.stamp(last.at);
        // A baton tells of what others did, too.
        let heard = match &incident.issue {
            Some(_) => "last on the issue",
            None => "last heard of",
        };
        output::text(&format!("{heard}: {}, {at}\n", output::line(&last.by)))?;
    }
    Ok(Exit::Done)
}

fn lines(all: &[Person]) -> Vec<Line<'_>> {
    all.iter().map(Line::of).collect()
}

/// Returns the people for scripts.
pub(super) fn scripted(all: &[Person]) -> impl Serialize + '_ {
    lines(all)
}

pub(super) fn row(person: &Person, zone: Zone, now: Instant) -> Vec<String> {
    let clock = |at: Instant| zone.clock(at, now);
    let state = match (person.on, person.rests_until) {
        (Some(on), _) => {
            let due = on.due.map(|due| format!(", until {}", clock(due)));
            let carried = on.carried_from();
            let carried = carried.map(|at| format!(" (counts from {})", clock(at)));
            format!(
                "on since {}{}{}",
                clock(on.since),
                carried.unwrap_or_default(),
                due.unwrap_or_default()
            )
        }
        (None, Some(until)) => format!("rests until {}", clock(until)),
        (None, None) => "off".to_owned(),
    };
    vec![
        person.name.clone(),
        person.role.clone(),
        state,
        person.everywhere.in_hours(),
        person.contact.clone(),
    ]
}

impl<'a> Line<'a> {
    fn of(person: &'a Person) -> Self {
        Self {
            name: &person.name,
            role: &person.role,
            is_ic: person.is_ic,
            may_command: person.may_command,
            role_since: person.role_since,
            contact: &person.contact,
            shift: person.on.map(|on| Shift {
                since: on.since,
                counts_from: on.counts_from,
                due: on.due,
                extended: on.extended,
            }),
            rests_until: person.rests_until,
            seconds_here: person.here.as_seconds(),
            seconds_everywhere: person.everywhere.as_seconds(),
            also_on: &person.also_on,
        }
    }
}
