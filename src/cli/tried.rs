//! `sitroom tried`: write down an attempt to reach a team lead.

use clap::ValueEnum;

use super::context::{Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use crate::domain::command::Command;
use crate::domain::event::TeamLeadTried;
use crate::domain::incident::LeadAnswer;
use crate::domain::playbook::Channel;

/// Write down that you tried to reach a team lead about a disruption, and what they said
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The team lead
    lead: String,
    /// How you tried
    #[arg(long, value_name = "CHANNEL")]
    by: By,
    /// What came of it
    #[arg(long, value_name = "ANSWER", default_value = "none")]
    answer: Answer,
    /// Their words
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    words: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Chat,
    Phone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Answer {
    /// Nobody answered
    None,
    /// They answered and did not decide yet
    Reached,
    /// They agree
    Agreed,
    /// They object strongly
    Objected,
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    let command = Command::TryTeamLead(TeamLeadTried {
        lead: args.lead,
        channel: match args.by {
            By::Chat => Channel::Chat,
            By::Phone => Channel::Phone,
        },
        reached: args.answer != Answer::None,
        answer: match args.answer {
            Answer::Agreed => Some(LeadAnswer::Agreed),
            Answer::Objected => Some(LeadAnswer::Objected),
            Answer::None | Answer::Reached => None,
        },
        words: args.words,
    });
    context.write(&args.writing, |_| Ok(command))
}
