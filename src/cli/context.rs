//! What every command works with: the environment, the incident that is meant, and the one
//! way to record something.

use std::sync::Arc;

use clap::Args;

use super::error::CliError;
use super::exit::Exit;
use super::output;
use super::print::STAYS;
use crate::domain::command::{Clearance, Command, Request};
use crate::domain::decide::Refusal;
use crate::domain::event::{Event, Visibility};
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Incident, PlaybookRef};
use crate::domain::playbook::Playbook;
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, When, Zone};
use crate::domain::timeline::describe_titled;
use crate::session::{Environment, Opened, Purpose};
use crate::store::{ReadOnly, Record, Recorded, StoreError};

/// The environment and the incident that was asked for.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) env: Environment,
    pub(super) asked: Option<String>,
}

/// An incident as it stands, for a command that is made from it.
pub(super) struct View<'a> {
    /// Where it is kept.
    pub(super) record: &'a Record,
    pub(super) incident: Arc<Incident>,
    pub(super) playbook: Arc<Playbook>,
    pub(super) actor: String,
    /// Who works at this terminal, whoever is named as having done it.
    pub(super) me: String,
    pub(super) now: Instant,
}

/// A command, and what to type instead when it cannot be.
pub(super) struct Asked {
    command: Command,
    /// When it happened, where its text says so.
    happened: Option<When>,
    hint: Option<&'static str>,
}

impl Asked {
    /// Returns the command with a hint for a refusal that no reason overrides.
    pub(super) fn or_hint(command: Command, hint: &'static str) -> Self {
        Self {
            hint: Some(hint),
            ..Self::from(command)
        }
    }

    /// Returns it with the time that its text says in front.
    pub(super) fn happened(self, happened: Option<When>) -> Self {
        Self { happened, ..self }
    }
}

impl From<Command> for Asked {
    fn from(command: Command) -> Self {
        Self {
            command,
            happened: None,
            hint: None,
        }
    }
}

/// What the ways past the gate stand under in the help.
const GATE: &str = "What may not leave this machine";

/// What a marking brings about, whatever becomes of the text.
const STOPPED: &str = "STOPPED: a text is marked as classified or controlled; nothing leaves until \
                       `sitroom outbound resume REASON` says why it may";

/// What every command that records something takes.
#[derive(Debug, Args)]
pub(super) struct Writing {
    /// Go past a guard of the process; the reason goes into the log
    #[arg(long, value_name = "REASON", help_heading = "Recording")]
    pub(super) because: Option<String>,
    /// Hold back what may not leave this machine; [held: H1] leaves in its place
    #[arg(long, help_heading = GATE, conflicts_with_all = ["local", "let_through"])]
    pub(super) redact: bool,
    /// Let it leave all the same; the reason goes into the log
    #[arg(long = "override", value_name = "REASON", help_heading = GATE, conflicts_with = "local")]
    pub(super) let_through: Option<String>,
    /// Keep on this machine a note, or any other text in which something may not leave
    #[arg(long, help_heading = GATE)]
    pub(super) local: bool,
    /// When it happened, if not now
    #[arg(
        long,
        alias = "since",
        value_name = "TIME",
        allow_hyphen_values = true,
        help_heading = "Recording"
    )]
    pub(super) at: Option<String>,
    /// Who did it, if not you
    #[arg(long = "as", value_name = "NAME", help_heading = "Recording")]
    pub(super) actor: Option<String>,
}

impl Writing {
    /// Returns who did it.
    pub(super) fn actor(&self, env: &Environment) -> String {
        let named = self.actor.as_deref().map(clean_line);
        named
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| env.me())
    }

    /// Returns what is to become of text that may not leave this machine.
    pub(super) fn clearance(&self) -> Clearance {
        match &self.let_through {
            Some(reason) => Clearance::LetThrough(reason.clone()),
            None if self.redact => Clearance::HoldPieces,
            None if self.local => Clearance::HoldAll,
            None => Clearance::Unasked,
        }
    }

    /// Returns the typed reason, else the one that goes past a guard, else nothing.
    pub(super) fn reason_or_because(&self, reason: Option<&str>) -> String {
        let reason = reason.or(self.because.as_deref());
        reason.unwrap_or_default().to_owned()
    }
}

/// Tells what is wrong with a record that was opened.
fn told(opened: Opened) -> Record {
    for warning in &opened.warnings {
        output::warn(warning);
    }
    opened.record
}

impl Context {
    /// Opens the record of the incident that is meant, and tells what is wrong with it.
    pub(super) fn open(&self, purpose: Purpose) -> Result<Record, CliError> {
        if purpose == Purpose::Read {
            return Ok(self.open_to_read()?.0);
        }
        let id = self.env.choose(self.asked.as_deref(), purpose)?;
        let opened = self.env.open_record(&id)?;
        opened.record.takes_more()?;
        Ok(told(opened))
    }

    /// Opens the record that is meant for reading. Returns the incidents that are open too, where
    /// several are and none is named, and says which of them it took.
    pub(super) fn open_to_read(&self) -> Result<(Record, Vec<IncidentId>), CliError> {
        let (id, open) = self.env.choose_to_read(self.asked.as_deref())?;
        if !open.is_empty() {
            let several = if self.env.is_of_drills() {
                "drills run"
            } else {
                "incidents are open"
            };
            output::tell(&format!(
                "sitroom: {} {several}, and this is {id}; --incident ID names another",
                open.len()
            ));
        }
        Ok((told(self.env.open_record(&id)?), open))
    }

    /// Returns the incident that is meant, for reading.
    pub(super) fn read(&self) -> Result<Arc<Incident>, CliError> {
        Ok(self.open(Purpose::Read)?.incident())
    }

    /// Records the command that `make` returns for the incident that is meant, and prints
    /// what was recorded.
    pub(super) fn write<T: Into<Asked>>(
        &self,
        writing: &Writing,
        make: impl FnOnce(&View<'_>) -> Result<T, CliError>,
    ) -> Result<Exit, CliError> {
        self.write_then(writing, make, |_, _| {})
    }

    /// Does the same, and then what follows from what was recorded. That it was is said first, so
    /// what follows cannot fail.
    pub(super) fn write_then<T: Into<Asked>>(
        &self,
        writing: &Writing,
        make: impl FnOnce(&View<'_>) -> Result<T, CliError>,
        then: impl FnOnce(&Record, &Recorded),
    ) -> Result<Exit, CliError> {
        let mut record = self.open(Purpose::Write)?;
        let playbook = self.env.settings.addressed(&writable(&record)?);
        let now = self.env.now();
        let view = View {
            record: &record,
            incident: record.incident(),
            playbook,
            actor: writing.actor(&self.env),
            me: self.env.me(),
            now,
        };
        let Asked {
            command,
            happened,
            hint,
        } = make(&view)?.into();
        let request = request((command, happened), writing, &view)?;
        let playbook = view.playbook;
        let was_stopped = record.incident().outbound_stop.is_some();
        let recorded = record.execute(&request, now).map_err(|error| {
            if !was_stopped && record.incident().outbound_stop.is_some() {
                output::warn(&STOPPED);
            }
            with_hint(error.into(), hint)
        });
        let recorded = match recorded {
            Err(error) => {
                save_state(&mut record);
                return Err(error);
            }
            Ok(recorded) => recorded,
        };
        save_state(&mut record);
        print(&recorded, request.happened.as_ref(), &playbook)?;
        then(&record, &recorded);
        Ok(Exit::Done)
    }
}

fn writable(record: &Record) -> Result<Arc<Playbook>, StoreError> {
    if let Some(cause) = record.read_only() {
        return Err(StoreError::ReadOnly(cause.clone()));
    }
    playbook_of(record)
}

/// Returns the playbook of a record; without it nothing can be shown or recorded.
pub(super) fn playbook_of(record: &Record) -> Result<Arc<Playbook>, StoreError> {
    record.playbook().ok_or_else(|| {
        let PlaybookRef { id, version } = record.incident().playbook.clone();
        StoreError::ReadOnly(ReadOnly::NoPlaybook { id, version })
    })
}

fn request(
    (command, happened): (Command, Option<When>),
    writing: &Writing,
    view: &View<'_>,
) -> Result<Request, CliError> {
    let request = match &command {
        // Who records that it went out takes that back, whoever sent it.
        Command::RecordMessage { .. } => Request::local(command, &view.me).sent_by(&view.actor),
        _ => Request::local(command, &view.actor),
    };
    let mut request = request.cleared(writing.clearance());
    request.happened = match (&writing.at, happened) {
        (Some(_), Some(_)) => return Err(StoreError::Refused(Refusal::of_two_times()).into()),
        (Some(at), None) => Some(view.incident.zone.read(at, view.now)?),
        (None, happened) => happened,
    };
    if let Some(reason) = &writing.because {
        request = request.overriding(reason);
    }
    Ok(request)
}

/// A guard's own words say what the process wants, and what stands against more than this one
/// command says itself what helps; for the rest ours say what to type.
fn with_hint(error: CliError, ours: Option<&'static str>) -> CliError {
    match error {
        CliError::Refused { refusal, .. } if refusal.guard.is_none() && !refusal.is_general => {
            CliError::Refused {
                refusal,
                hint: ours,
            }
        }
        other => other,
    }
}

/// Writes the state file. What was recorded is in the journal already, so failing is no
/// reason to say that it was not.
pub(super) fn save_state(record: &mut Record) {
    if let Err(error) = record.save_state() {
        output::warn(&format!(
            "it is recorded, but failed to {error}; the journal has everything"
        ));
    }
}

/// Says what was recorded, and the time that was meant by the one that was typed: `23:10` is that
/// of yesterday when today's is still to come.
fn print(
    recorded: &Recorded,
    happened: Option<&When>,
    playbook: &Playbook,
) -> Result<(), CliError> {
    let zone = recorded.incident.zone;
    for finding in &recorded.findings {
        output::warn(finding);
    }
    for found in &recorded.warnings {
        output::warn(&format!("it leaves, so look twice: {found}"));
    }
    let first = recorded.entries.len() - recorded.own;
    let said: Vec<String> = recorded.entries[first..]
        .iter()
        .map(|entry| said_of(&entry.event, zone, playbook))
        .collect();
    if said.is_empty() {
        output::tell("sitroom: nothing to record, the record says so already");
        return Ok(());
    }
    let at = happened.map(|when| format!(", at {}", zone.plain(when)));
    let said = said.join("; ") + &at.unwrap_or_default();
    output::text(&format!("{}\n", output::line(&said)))
}

/// Says what was recorded, and of a note for this machine alone that it is one.
fn said_of(event: &Event, zone: Zone, playbook: &Playbook) -> String {
    let said = describe_titled(event, zone, playbook);
    match event.note() {
        Some((_, Visibility::Local)) => said + STAYS,
        Some((_, Visibility::Shared)) | None => said,
    }
}
