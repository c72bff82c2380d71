//! `sitroom metrics`: how long it took, and what was published about that.

use clap::Subcommand;

use super::context::{Asked, Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::domain::chronicle::Chronicle;
use crate::domain::command::Command;
use crate::domain::event::FigurePublished;
use crate::domain::metrics::{Metric, metrics};
use crate::domain::worksheet::WorksheetAsked;
use crate::session::Purpose;

/// Show how long discovery, containment and the rest took
///
/// With --json durations are ISO 8601; a measure that is not known names what is missing, and
/// every figure names the entries of the journal that it comes from.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Write down what is published as a metric; shown beside the computed figure
    Published {
        /// Which one, such as time-to-containment
        metric: Metric,
        /// The figure as published, such as "2 hours and 2 minutes"; empty takes it away
        figure: String,
        /// Where it is published
        #[arg(
            long = "in",
            value_name = "WHERE",
            default_value = "",
            hide_default_value = true
        )]
        source: String,
        #[command(flatten)]
        writing: Writing,
    },
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    if let Some(Task::Published {
        metric,
        figure,
        source,
        writing,
    }) = args.task
    {
        return context.write(&writing, |_| {
            let asked = WorksheetAsked::Publish(FigurePublished {
                metric,
                figure,
                source,
            });
            Ok(Asked::from(Command::ChangeWorksheet(Box::new(asked))))
        });
    }
    let record = context.open(Purpose::Read)?;
    let (incident, playbook) = (record.incident(), record.playbook());
    let history = record.history().map_err(CliError::from)?;
    let now = context.env.now();
    let chronicle = Chronicle::of(&history.entries, playbook.as_deref(), now);
    let metrics = metrics(&incident, &chronicle, playbook.as_deref(), now);
    if args.json {
        output::json(&metrics.report())?;
    } else {
        output::text(&metrics.text(incident.zone))?;
    }
    Ok(Exit::Done)
}
