//! `sitroom list`: show the incidents.

use serde::Serialize;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::incident::{IssueLink, Severity, Status};
use crate::domain::time::Instant;
use crate::store::Summary;

/// Show the incidents on this machine, the newest first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show closed ones too
    #[arg(long)]
    all: bool,
    /// Write JSON
    #[arg(long)]
    json: bool,
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
