//! `sitroom rotation`: who works when.

use std::fmt::Write as _;

use clap::Subcommand;
use serde::Serialize;

use super::context::{Asked, Context, View, Writing, playbook_of};
use super::error::CliError;
use super::exit::Exit;
use super::{input, output, words};
use crate::domain::command::Command;
use crate::domain::incident::Incident;
use crate::domain::people::Elsewhere;
use crate::domain::playbook::Playbook;
use crate::domain::rotation::{
    Finding, HORIZON, Rotation, RotationAsked, Wanted, candidates, check, propose, remarks, rules,
    span_words,
};
use crate::domain::time::{Instant, Span};
use crate::session::Purpose;
use crate::store::read_others;

/// Plan who works when, around the clock
///
/// Without a task it shows the plan that holds, and what is open in it.
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
    /// Show a plan of the people there are; nothing is recorded
    Propose {
        #[command(flatten)]
        ask: Ask,
        /// Write JSON, which `accept -` takes
        #[arg(long)]
        json: bool,
    },
    /// Make a plan the one that holds: the one that is proposed now, or one that was edited
    Accept {
        /// `-` reads a plan in JSON from standard input
        #[arg(value_parser = ["-"], conflicts_with_all = ["hours", "at_a_time"])]
        plan: Option<String>,
        #[command(flatten)]
        ask: Ask,
        #[command(flatten)]
        writing: Writing,
    },
    /// Call the rotation off
    Off {
        #[command(flatten)]
        writing: Writing,
    },
}

/// What a proposal is to cover.
#[derive(Debug, clap::Args)]
struct Ask {
    /// How many hours ahead
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u16).range(1..=168))]
    hours: Option<u16>,
    /// How many people at a time; two where they can keep that up, else one
    #[arg(long, value_name = "PEOPLE", value_parser = clap::value_parser!(u8).range(1..=9))]
    at_a_time: Option<u8>,
}

impl Ask {
    fn wanted(&self) -> Wanted {
        Wanted {
            horizon: self
                .hours
                .map_or(HORIZON, |hours| Span::hours(hours.into())),
            seats: self.at_a_time.map(usize::from),
        }
    }
}

/// A plan for scripts. Times are in UTC; `id` is null before the plan is accepted, and `reason`
/// is there where a shift is long or comes too soon on purpose.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    rotation: &'a Rotation,
    findings: Vec<Wrong>,
}

/// Something that is wrong with it; `next` says what to do.
#[derive(Serialize)]
struct Wrong {
    from: Instant,
    to: Instant,
    what: String,
    next: &'static str,
    marked: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    match &args.task {
        None => show_held(context, args.json),
        Some(Task::Propose { ask, json }) => {
            let look = Look::of(context)?;
            look.show(&look.proposed(ask.wanted()), *json || args.json)
        }
        Some(Task::Accept { plan, ask, writing }) => {
            let edited = plan.as_deref().map(read).transpose()?;
            write(context, writing, |view| {
                edited.unwrap_or_else(|| {
                    let others = read_others(view.record.dir());
                    let (incident, playbook) = (&view.incident, &view.playbook);
                    proposed(incident, playbook, &others, ask.wanted(), view.now)
                })
            })
        }
        Some(Task::Off { writing }) => write(context, writing, |view| Rotation {
            from: view.now,
            to: view.now,
            slots: Vec::new(),
        }),
    }
}

/// Reads a plan as `propose --json` writes it.
fn read(dash: &str) -> Result<Rotation, CliError> {
    let text = input::optional(dash)?;
    serde_json::from_str(&text).map_err(|source| CliError::Plan { source })
}

fn write(
    context: &Context,
    writing: &Writing,
    make: impl FnOnce(&View<'_>) -> Rotation,
) -> Result<Exit, CliError> {
    context.write(writing, |view| {
        let asked = RotationAsked {
            seen: view.incident.rotation.holds_by(),
            rotation: make(view),
            others: read_others(view.record.dir()),
        };
        Ok(Asked::or_hint(
            Command::SetRotation(Box::new(asked)),
            "`sitroom rotation propose` shows a plan",
        ))
    })
}

fn proposed(
    incident: &Incident,
    playbook: &Playbook,
    others: &[Elsewhere],
    wanted: Wanted,
    now: Instant,
) -> Rotation {
    let people = candidates(incident, playbook, others, now);
    propose(&people, rules(playbook), wanted, now)
}

fn show_held(context: &Context, json: bool) -> Result<Exit, CliError> {
    let look = Look::of(context)?;
    match &look.incident.rotation.accepted {
        Some(accepted) => look.show(&accepted.rotation, json),
        None if json => {
            output::json(&serde_json::Value::Null)?;
            Ok(Exit::Done)
        }
        None => {
            output::tell("sitroom: no rotation holds; `sitroom rotation propose` makes a plan");
            Ok(Exit::Done)
        }
    }
}

/// An incident that is looked at.
struct Look {
    incident: std::sync::Arc<Incident>,
    playbook: std::sync::Arc<Playbook>,
    others: Vec<Elsewhere>,
    now: Instant,
}

impl Look {
    fn of(context: &Context) -> Result<Self, CliError> {
        let record = context.open(Purpose::Read)?;
        Ok(Self {
            incident: record.incident(),
            playbook: playbook_of(&record).map_err(CliError::from)?,
            others: read_others(record.dir()),
            now: context.env.now(),
        })
    }

    fn proposed(&self, wanted: Wanted) -> Rotation {
        proposed(
            &self.incident,
            &self.playbook,
            &self.others,
            wanted,
            self.now,
        )
    }

    fn show(&self, rotation: &Rotation, json: bool) -> Result<Exit, CliError> {
        let people = candidates(&self.incident, &self.playbook, &self.others, self.now);
        let findings = check(rotation, &people, rules(&self.playbook), self.now);
        if json {
            let findings = findings.iter().map(|it| self.wrong(it)).collect();
            output::json(&Told { rotation, findings })?;
            return Ok(Exit::Done);
        }
        let zone = self.incident.zone;
        let mut rows: Vec<Vec<String>> = Vec::new();
        for slot in &rotation.slots {
            let id = slot.id.map_or("-".to_owned(), |id| id.to_string());
            let when = span_words(slot.from, slot.to, zone, self.now);
            let person = slot.person.clone();
            rows.push(vec![
                id,
                when,
                slot.span().short(),
                person,
                slot.reason.clone(),
            ]);
        }
        let mut text = words::columns(&rows);
        for remark in remarks(rotation, &people, self.now) {
            let _ = writeln!(text, "i {remark}; --at-a-time has more work");
        }
        for finding in &findings {
            let sign = if finding.is_marked() { '~' } else { '!' };
            let said = finding.words(zone, self.now);
            let _ = writeln!(text, "{sign} {said}: {}", finding.next_step());
        }
        output::text(&text)?;
        Ok(Exit::Done)
    }

    fn wrong(&self, finding: &Finding) -> Wrong {
        Wrong {
            from: finding.from,
            to: finding.to,
            what: finding.words(self.incident.zone, self.now),
            next: finding.next_step(),
            marked: finding.is_marked(),
        }
    }
}
