//! What the command line can fail with, in words and as an exit code.

mod codes;
mod words;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use self::codes::{of_other, of_playbook, of_session, of_store};
use self::words::{lacks_terminal, of_form, of_gate, told, with_causes};
use super::checkup::GET_TOKEN;
use super::exit::Exit;
use super::init::InitError;
use super::issue_ref::IssueRefError;
use super::output;
use crate::domain::adoption::NotAdoptable;
use crate::domain::decide::Refusal;
use crate::domain::event::guard_title;
use crate::domain::export::{Flaw, NotARecord, NotReportable, TableError};
use crate::domain::followup::NoFollowUp;
use crate::domain::gate::NotReleased;
use crate::domain::ids::HeldId;
use crate::domain::import::Problem;
use crate::domain::incident::WordError;
use crate::domain::time::TimeError;
use crate::github::token::TokenError;
use crate::practice::ScenarioError;
use crate::runtime::{GivenUp, SET_REPOSITORY};
use crate::session::{PlaybookError, SessionError};
use crate::settings::SettingsError;
use crate::store::{BatonError, StoreError};

/// How things leave again that were stopped.
pub(super) const LET_OUT: &str = "`sitroom outbound resume REASON` says why things may leave again";

/// Why a command did not do what it was asked. The text finishes "failed to ...".
#[derive(Debug, Error)]
pub(super) enum CliError {
    /// There is nothing to work on.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// A setting that the command line names is none, or the file of settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The playbook cannot be used.
    #[error(transparent)]
    Playbook(#[from] PlaybookError),
    /// The files of the record are in the way.
    #[error(transparent)]
    Store(StoreError),
    /// The process speaks against it.
    #[error("record it: {}", refusal.cause)]
    Refused {
        /// What it says.
        refusal: Refusal,
        /// What to type instead, where the process only speaks of keys.
        hint: Option<&'static str>,
    },
    /// A time cannot be read.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// Nothing of that name is left to be done.
    #[error(transparent)]
    FollowUp(#[from] NoFollowUp),
    /// A day cannot be read.
    #[error("read the day `{input}`: it has the form 2027-01-15, or is `none`")]
    Day {
        /// What was typed.
        input: String,
    },
    /// A word is none of the choices.
    #[error(transparent)]
    Word(#[from] WordError),
    /// No settings are written.
    #[error(transparent)]
    Init(#[from] InitError),
    /// There is no issue of that name.
    #[error(transparent)]
    Issue(#[from] IssueRefError),
    /// There is no drill of that name.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// No drill was run yet.
    #[error("find a drill: none was run here yet; `sitroom drill` begins one")]
    NoDrill,
    /// The record that is to be played again never began.
    #[error("play it again: the record has no beginning")]
    NothingToReplay,
    /// The incident has its issue already.
    #[error(
        "link the issue: the record is mirrored by {issue} already, and one record has one issue"
    )]
    Mirrored {
        /// The issue it has.
        issue: String,
    },
    /// There was no record yet at the time that is to be looked at.
    #[error("look back to then: the record was opened {opened}")]
    NotYet {
        /// When it was opened.
        opened: String,
    },
    /// No record can be made out of the issue.
    #[error("make a record out of {issue}")]
    NotAdoptable {
        /// The issue.
        issue: String,
        /// Why.
        source: NotAdoptable,
    },
    /// No repository is configured.
    #[error("sync: no repository is configured")]
    NoRepository,
    /// A drill knows no GitHub but its own.
    #[error("sync a drill from here: its GitHub is played by the pane that runs it")]
    DrillSync,
    /// The playbook has no such message.
    #[error("find the message `{key}`: the playbook has {}", known.join(", "))]
    UnknownMessage {
        /// What was asked for.
        key: String,
        /// The keys there are.
        known: Vec<String>,
    },
    /// Nobody sets an address for those whom the message must reach.
    #[error("record whom it reached: no address is set for {0}; say whom you told with --to")]
    NoAddress(String),
    /// Nobody had anything of the incident that a message ends.
    #[error("record whom it reached: nobody had anything before; say whom you told with --to")]
    NobodyHadAny,
    /// Nothing of that number was held back.
    #[error("find {id}: `sitroom held` lists what was held back")]
    NotHeld {
        /// The number.
        id: HeldId,
    },
    /// A text that is needed is empty.
    #[error("read the {what}: it is empty")]
    Empty {
        /// What it should have been.
        what: &'static str,
    },
    /// The report has no such part.
    #[error("find the part `{asked}`: the report has {known}")]
    UnknownPart {
        /// What was asked for.
        asked: String,
        /// The parts there are.
        known: String,
    },
    /// The journal has no such line.
    #[error("find line {asked} of the journal: `sitroom export --format json` names every one")]
    UnknownLine {
        /// What was asked for.
        asked: String,
    },
    /// A file cannot be read.
    #[error("read {}", path.display())]
    Unread {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Only what was contained has several instants.
    #[error("set several instants: only `contained` has them")]
    OnlyContained,
    /// Standard input gave no plan.
    #[error("read the rotation: it is not as `sitroom rotation propose --json` writes it")]
    Plan {
        /// Why.
        source: serde_json::Error,
    },
    /// What may not leave this machine was to.
    #[error("write the file: {0}")]
    NotReleased(#[from] NotReleased),
    /// Standard input gave no text.
    #[error("read the text from standard input")]
    Input {
        /// Why.
        source: io::Error,
    },
    /// Standard input gave more than a record takes.
    #[error("read the text from standard input: it is longer than {most} bytes")]
    TooLong {
        /// The longest there may be.
        most: u64,
    },
    /// Standard output takes nothing.
    #[error("write to standard output")]
    Output {
        /// Why.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("write {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is longer than anything that is read.
    #[error("read {}: it is longer than {most} bytes", path.display())]
    FileTooLong {
        /// The file.
        path: PathBuf,
        /// The longest there may be.
        most: u64,
    },
    /// The file is no exported record.
    #[error("check {}", path.display())]
    NotARecord {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: NotARecord,
    },
    /// An exported record is not what was written.
    #[error("read {}: {flaw}", path.display())]
    Flawed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it first.
        flaw: Flaw,
    },
    /// Lines of a file cannot be read; nothing of it is taken.
    #[error("read {} as {form}: {}", path.display(), told(problems))]
    NotImported {
        /// The file.
        path: PathBuf,
        /// What it was read as.
        form: &'static str,
        /// Whether nobody said so.
        is_guessed: bool,
        /// What is wrong, by line.
        problems: Vec<Problem>,
    },
    /// A line of a file stands in the way of all of it.
    #[error("read it in, because of line {line}")]
    OfLine {
        /// The line.
        line: u64,
        /// Why.
        source: Box<CliError>,
    },
    /// The file is no baton.
    #[error(transparent)]
    Baton(#[from] BatonError),
    /// There is nothing to say of the provider in a FedRAMP report.
    #[error("write a FedRAMP report: no address of your package overview is configured")]
    NoProvider,
    /// Nobody said where what is left to do is filed.
    #[error("file it: set `followups` below [github], or name one with --repository")]
    NoTracker,
    /// There is no such FedRAMP report.
    #[error(transparent)]
    NotReportable(#[from] NotReportable),
    /// A timeline has no form as a table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A value has no form as JSON.
    #[error("write it as JSON")]
    Encode {
        /// Why.
        source: serde_json::Error,
    },
    /// A signal ended it before it was done.
    #[error(transparent)]
    GivenUp(#[from] GivenUp),
    /// Anything of the parts that the command line only starts.
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refusal) => Self::Refused {
                refusal,
                hint: None,
            },
            other => Self::Store(other),
        }
    }
}

impl CliError {
    /// Returns the exit code.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Session(error) => of_session(error),
            Self::Playbook(error) => of_playbook(error),
            Self::Store(error) => of_store(error),
            Self::Refused { refusal, .. } if !refusal.found.is_empty() => Exit::Held,
            Self::Refused { refusal, .. } if refusal.guard.is_none() => Exit::Usage,
            Self::Refused { .. } | Self::Mirrored { .. } => Exit::Refused,
            Self::Time(_)
            | Self::Settings(_)
            | Self::Init(_)
            | Self::NoRepository
            | Self::DrillSync
            | Self::NotAdoptable { .. }
            | Self::NotYet { .. }
            | Self::Word(_)
            | Self::FollowUp(_)
            | Self::Day { .. }
            | Self::Issue(_)
            | Self::Scenario(_)
            | Self::NoDrill
            | Self::NothingToReplay
            | Self::UnknownMessage { .. }
            | Self::NoAddress(_)
            | Self::NobodyHadAny
            | Self::NotHeld { .. }
            | Self::Baton(_)
            | Self::FileTooLong { .. }
            | Self::NotARecord { .. }
            | Self::NotImported { .. }
            | Self::NoProvider
            | Self::NoTracker
            | Self::NotReportable(_)
            | Self::Empty { .. }
            | Self::OnlyContained
            | Self::UnknownPart { .. }
            | Self::UnknownLine { .. }
            | Self::Unread { .. }
            | Self::Plan { .. }
            | Self::TooLong { .. } => Exit::Usage,
            Self::NotReleased(_) => Exit::Held,
            Self::Flawed { .. } => Exit::Unsound,
            Self::OfLine { source, .. } => source.exit(),
            Self::File { .. } => Exit::NotSaved,
            Self::Input { .. } | Self::Output { .. } | Self::Encode { .. } | Self::Table(_) => {
                Exit::Failed
            }
            Self::GivenUp(given_up) => Exit::of_signal(given_up.signal),
            Self::Other(error) => of_other(error),
        }
    }

    /// Returns what to do about it, a line each.
    fn hints(&self) -> Vec<String> {
        match self {
            Self::Session(error) => error.hint().map(ToOwned::to_owned).into_iter().collect(),
            Self::Refused { refusal, .. } if !refusal.found.is_empty() => of_gate(&refusal.found),
            Self::Refused { refusal, hint } => {
                let hint = hint.unwrap_or(&refusal.hint);
                let past = refusal.guard.map(guard_title).map(|guard| {
                    format!("repeat it with --because REASON to go past the guard on {guard}")
                });
                let hint = (!hint.is_empty()).then(|| hint.to_owned());
                hint.into_iter().chain(past).collect()
            }
            Self::Mirrored { .. } => vec!["choose another incident with --incident ID".to_owned()],
            Self::NoRepository => vec![SET_REPOSITORY.to_owned()],
            Self::DrillSync => {
                vec![
                    "it syncs there by itself; once it is over nothing is sent any more".to_owned(),
                ]
            }
            Self::NoProvider => {
                let hint = "write `package-overview` below [fedramp] into config.toml, with an \
                            address that begins with https://";
                vec![hint.to_owned()]
            }
            Self::NotAdoptable { .. } => {
                vec!["declare it with `sitroom new`, then `sitroom attach` the issue to it".into()]
            }
            Self::Init(error) => error.hint().map(ToOwned::to_owned).into_iter().collect(),
            Self::NotImported { .. } => of_form(self),
            Self::NotReportable(error) => vec![error.hint().to_owned()],
            Self::Empty { .. } => vec!["write it behind the command, or pipe it in with -".into()],
            Self::OfLine { source, .. } => source.hints(),
            Self::NotReleased(NotReleased::Stopped(_)) => vec![LET_OUT.to_owned()],
            Self::Other(error) if error.is::<TokenError>() => vec![GET_TOKEN.to_owned()],
            Self::Other(error) if lacks_terminal(error) => {
                vec!["`sitroom status` and `sitroom print` need no terminal".into()]
            }
            Self::NotYet { .. } => vec![
                "give a time since then, with its day if that is not today: \
                 --as-of \"2026-11-22 02:10\""
                    .into(),
            ],
            Self::FollowUp(_) => vec!["`sitroom followups` shows what is left to be done".into()],
            _ => Vec::new(),
        }
    }

    /// Writes the error with its causes and what to do about it to standard error.
    pub(super) fn report(&self) {
        output::tell(&format!("sitroom: failed to {}", with_causes(self)));
        for hint in self.hints() {
            output::tell(&format!("Hint: {hint}"));
        }
    }
}
