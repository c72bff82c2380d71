//! `sitroom new`: declare an incident.

use super::checkup::remark_on_zone;
use super::context::{Context, Writing, save_state};
use super::error::CliError;
use super::exit::Exit;
use super::{input, output};
use crate::domain::command::{Command, Opening, Request};
use crate::domain::event::ShiftStarted;
use crate::domain::ids::IncidentId;
use crate::domain::incident::PlaybookRef;
use crate::domain::next::next;
use crate::domain::people::working_since;
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, When, Zone};
use crate::store::{Record, read_others};

/// Declare an incident and begin its record
///
/// Prints the id of the record; the next step of the process goes to standard error.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Short description, which also makes the id
    #[arg(required = true, value_name = "TITLE")]
    title: Vec<String>,
    /// Who became aware first [default: you]
    #[arg(long, value_name = "NAME")]
    reporter: Option<String>,
    /// Who commands [default: you]
    #[arg(long, value_name = "NAME")]
    ic: Option<String>,
    /// Somebody else who responds; may be repeated
    #[arg(long = "responder", value_name = "NAME")]
    responders: Vec<String>,
    /// When the reporter became aware, which starts the one-hour clock [default: --at, else now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    aware: Option<String>,
    /// Zone to show times in [default: that of the settings, else of the playbook]
    #[arg(long)]
    zone: Option<Zone>,
    /// Process to run on [default: that of the settings]
    #[arg(long, value_name = "ID")]
    playbook: Option<String>,
    /// What is known so far; - reads it from standard input
    #[arg(long, value_name = "TEXT")]
    details: Option<String>,
    /// Mark it as a drill; one among the drills (--drills) always is
    #[arg(long)]
    exercise: bool,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let env = &context.env;
    let wanted = args.playbook.as_ref().unwrap_or(&env.settings.playbook);
    let playbook = env.playbooks().find(wanted)?;
    if let Some(remark) = args.zone.and_then(remark_on_zone) {
        output::warn(&remark);
    }
    let zone = args.zone.or(env.settings.zone).unwrap_or(playbook.zone);
    let now = env.now();
    let request = request(context, args, &playbook, zone, now)?;
    let mut record = Record::create(&env.home, &env.gate, playbook, &request, &env.device, now)?;
    // It is declared, whatever becomes of the hours: who typed it again would declare another.
    if let Err(error) = keep_hours(&mut record, &request, now) {
        output::warn(&format!(
            "the hours that {} has worked already are not counted here: failed to {error}",
            record.incident().ic
        ));
    }
    save_state(&mut record);
    let incident = record.incident();
    output::text(&format!("{}\n", incident.id))?;
    let playbook = record.playbook();
    if let Some(step) = playbook.and_then(|playbook| next(&incident, &playbook, now)) {
        output::tell(&format!("Next: {} ({})", step.text, step.why));
    }
    Ok(Exit::Done)
}

/// Says since when the IC works without a break, if they come from another incident here: a new
/// incident does not make them fresh (domain 17.38).
fn keep_hours(record: &mut Record, opened: &Request, now: Instant) -> Result<(), CliError> {
    let incident = record.incident();
    let from = incident.shift_of(&incident.ic).map(|shift| shift.from);
    let others = read_others(record.dir());
    let since = working_since(&others, &incident.ic, from.unwrap_or(now));
    if since.is_none() {
        return Ok(());
    }
    let started = ShiftStarted {
        working_since: since,
        ..ShiftStarted::of(&incident.ic)
    };
    let request = Request::local(Command::StartShift(started), &opened.actor);
    record.execute(&request, now)?;
    Ok(())
}

fn request(
    context: &Context,
    args: &Args,
    playbook: &Playbook,
    zone: Zone,
    now: Instant,
) -> Result<Request, CliError> {
    let actor = args.writing.actor(&context.env);
    let title = input::text(&args.title, "short description")?;
    let at = args.writing.at.as_deref();
    let at = at.map(|at| zone.read(at, now)).transpose()?;
    let begun = at.as_ref().and_then(When::earliest).unwrap_or(now);
    let details = args.details.as_deref().map(input::optional).transpose()?;
    let opening = Opening {
        incident: IncidentId::for_title(&title, begun),
        playbook: PlaybookRef {
            id: playbook.id.clone(),
            version: playbook.version.clone(),
        },
        exercise: args.exercise || context.env.is_of_drills(),
        zone,
        title,
        details: details.unwrap_or_default(),
        reporter: args.reporter.clone().unwrap_or_else(|| actor.clone()),
        ic: args.ic.clone().unwrap_or_else(|| actor.clone()),
        responders: args.responders.clone(),
        aware: match (&args.aware, at) {
            (Some(aware), _) => zone.read(aware, now)?,
            (None, Some(at)) if !at.is_unknown() => at,
            (None, _) => zone.read("now", now)?,
        },
    };
    let request = Request::local(Command::Open(Box::new(opening)), &actor);
    let mut request = request.cleared(args.writing.clearance());
    if let Some(reason) = &args.writing.because {
        request = request.overriding(reason);
    }
    Ok(match at {
        Some(at) => request.happened(at),
        None => request,
    })
}
