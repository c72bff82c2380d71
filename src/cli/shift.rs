//! `sitroom shift`: who comes on shift, goes off it, stays longer, goes home.

use clap::Subcommand;

use super::context::{Asked, Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::people::later;
use crate::domain::command::Command;
use crate::domain::event::ShiftStarted;
use crate::domain::people::{PersonWish, RosterAsked, named, working_since};
use crate::domain::time::Span;
use crate::session::Purpose;
use crate::store::read_others;

/// Bring people on shift, and send them off; with --at it is backdated
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Somebody comes on shift
    In {
        /// The name, or a word of it
        name: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Somebody goes off shift
    Out {
        /// The name, or a word of it
        name: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Somebody goes off shift, and rests
    Home {
        /// The names, or a word of each
        #[arg(required = true)]
        names: Vec<String>,
        /// Until when they rest: 08:00, 10h; the rest of the playbook if left out
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Somebody stays longer than a shift
    Extend {
        /// The name, or a word of it
        name: String,
        /// How much longer, such as 30m
        by: Span,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Somebody was seen, and is still on shift
    Still {
        /// The name, or a word of it
        name: String,
        #[command(flatten)]
        writing: Writing,
    },
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    const HINT: &str = "`sitroom people` shows who is on shift";
    match args.task {
        Task::In { name, writing } => context.write(&writing, |view| {
            let started = started(view, &writing, &name)?;
            Ok(Asked::or_hint(Command::StartShift(started), HINT))
        }),
        Task::Out { name, writing } => context.write(&writing, |_| {
            Ok(Asked::or_hint(Command::EndShift { person: name }, HINT))
        }),
        Task::Home {
            names,
            until,
            writing,
        } => context.write(&writing, |view| {
            let until = later(until.as_deref(), view.incident.zone, view.now)?;
            Ok(roster(names.join(", "), PersonWish::SendHome(until)))
        }),
        Task::Extend {
            name,
            by,
            reason,
            writing,
        } => context.write(&writing, |_| {
            Ok(roster(name, PersonWish::Extend { by, reason }))
        }),
        Task::Still { name, writing } => {
            context.write(&writing, |_| Ok(roster(name, PersonWish::StillOn)))
        }
    }
}

fn roster(person: String, wish: PersonWish) -> Asked {
    let command = Command::ChangeRoster(RosterAsked { person, wish });
    Asked::or_hint(command, "`sitroom people` shows the roster")
}

/// Says of whoever took command since when they work without a break, if they come from another
/// incident here: command does not make them fresh.
pub(super) fn keep_hours(context: &Context, writing: &Writing) -> Result<(), CliError> {
    let me = context.env.me();
    let others = read_others(context.open(Purpose::Read)?.dir());
    if working_since(&others, &me, context.env.now()).is_some() {
        context.write(writing, |view| {
            let started = started(view, writing, &me)?;
            Ok(Command::StartShift(started))
        })?;
    }
    Ok(())
}

/// Says since when they work without a break, if they come from another incident here.
fn started(view: &View<'_>, writing: &Writing, name: &str) -> Result<ShiftStarted, CliError> {
    let at = match &writing.at {
        Some(at) => view.incident.zone.read(at, view.now)?.earliest(),
        None => None,
    };
    let person = named(&view.incident, name);
    let others = read_others(view.record.dir());
    Ok(ShiftStarted {
        working_since: working_since(&others, &person, at.unwrap_or(view.now)),
        person,
    })
}
