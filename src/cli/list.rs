//! `sitroom list`: show the incidents.

use serde::Serialize;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::export::TableError;
use crate::domain::followup::tally;
use crate::domain::incident::{IssueLink, Severity, Status};
use crate::domain::time::Instant;
use crate::store::Summary;

/// Show the incidents on this machine, the newest first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show closed ones too
    #[arg(long)]
    all: bool,
    /// Show what all incidents say together instead: medians and ranges of the metrics by
    /// severity, notices that were late, and causes that came back
    #[arg(long, conflicts_with = "all")]
    metrics: bool,
    /// The form of the metrics
    #[arg(
        long,
        value_name = "FORM",
        requires = "metrics",
        conflicts_with = "json"
    )]
    format: Option<Form>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// The forms of the metrics of all incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For spreadsheets
    Csv,
    /// For scripts
    Json,
}

/// One incident for scripts; `--json` writes an array of these.
///
/// ```json
/// {
///   "id": "2026-11-22-the-chickens-have-escaped",
///   "title": "The chickens have escaped",
///   "status": "false-alarm", "severity": "unknown", "ic": "Farmer Jane",
///   "closed": false, "exercise": false,
///   "opened_at": "2026-11-22T14:02:00Z", "last_activity": "2026-11-22T14:10:00Z",
///   "issue": { "repository": "18F/security-incidents", "number": 12, "url": "https://..." },
///   "problem": null
/// }
/// ```
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    title: &'a str,
    status: Status,
    severity: Severity,
    ic: &'a str,
    closed: bool,
    exercise: bool,
    opened_at: Option<Instant>,
    last_activity: Option<Instant>,
    issue: Option<&'a IssueLink>,
    problem: Option<&'a str>,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    if args.metrics {
        let form = if args.json { Form::Json } else { Form::Text };
        return metrics(context, args.format.unwrap_or(form));
    }
    let mut summaries = context.env.home.list().map_err(CliError::from)?;
    summaries.retain(|summary| args.all || !summary.closed);
    if args.json {
        let lines: Vec<Line<'_>> = summaries.iter().map(Line::of).collect();
        output::json(&lines)?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = summaries.iter().map(row).collect();
    output::text(&words::columns(&rows))?;
    for summary in &summaries {
        if let Some(problem) = &summary.problem {
            output::warn(&format!("{}: {problem}", summary.id));
        }
    }
    if summaries.is_empty() {
        output::tell("sitroom: no incident is open; `sitroom list --all` shows closed ones");
    }
    remind(context)?;
    Ok(Exit::Done)
}

/// Tells of what outlasts the incidents: the list shows no closed ones by itself.
fn remind(context: &Context) -> Result<(), CliError> {
    let now = context.env.now();
    let all = context.env.outstanding(now)?.found;
    if let Some(tally) = tally(&all, now) {
        output::tell(&format!("sitroom: {tally}; `sitroom followups` shows them"));
    }
    Ok(())
}

fn metrics(context: &Context, form: Form) -> Result<Exit, CliError> {
    let survey = context.env.across(context.env.now())?;
    match form {
        Form::Text => output::text(&(survey.found.lines().join("\n") + "\n"))?,
        Form::Csv => output::content(&survey.found.table().map_err(TableError::from)?)?,
        Form::Json => output::json(&survey.found.report())?,
    }
    for problem in &survey.problems {
        output::warn(problem);
    }
    Ok(Exit::Done)
}

fn row(summary: &Summary) -> Vec<String> {
    let status = if summary.closed {
        format!("{}, closed", summary.status)
    } else {
        summary.status.to_string()
    };
    let exercise = if summary.exercise { "EXERCISE " } else { "" };
    let opened = summary.opened_at.map(|at| summary.zone.stamp(at));
    vec![
        summary.id.to_string(),
        status,
        summary.severity.to_string(),
        summary.ic.clone(),
        opened.unwrap_or_else(|| "unreadable".to_owned()),
        format!("{exercise}{}", summary.title),
    ]
}

impl<'a> Line<'a> {
    fn of(summary: &'a Summary) -> Self {
        Self {
            id: summary.id.as_str(),
            title: &summary.title,
            status: summary.status,
            severity: summary.severity,
            ic: &summary.ic,
            closed: summary.closed,
            exercise: summary.exercise,
            opened_at: summary.opened_at,
            last_activity: summary.last_activity,
            issue: summary.issue.as_ref(),
            problem: summary.problem.as_deref(),
        }
    }
}
