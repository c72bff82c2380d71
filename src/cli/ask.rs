//! `sitroom ask`: questions to people, and when to come back for the answer.

use clap::Subcommand;
use serde::Serialize;

use super::context::{Asked, Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{input, output, words};
use crate::domain::command::Command;
use crate::domain::ids::AskId;
use crate::domain::incident::Incident;
use crate::domain::people::{Ask, AskAsked, AskLine, AskState, read_ask_words};
use crate::domain::time::{Instant, Span, Zone};

/// Ask somebody, and come back for the answer; it stays on this machine
///
/// `sitroom ask @dave is the bucket public 10m` puts a question; without one the questions are
/// shown. The shell takes ? and * for itself: quote a question that has them, alone or with the
/// name in front, as in `sitroom ask @dave "is it public?" 10m`. A length of several words, such as
/// `2 hours`, is part of an unquoted question unless `in` or `within` stands before it.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    override_usage = "sitroom ask [OPTIONS] [@NAME QUESTION [10m]]\n       \
                      sitroom ask [OPTIONS] <COMMAND>"
)]
pub(super) struct Args {
    #[command(subcommand)]
    task: Option<Task>,
    /// Whom: the name, or a word of it
    to: Option<String>,
    /// The question, and how long until you come back, such as 10m; what the playbook says if left
    /// out
    #[arg(requires = "to")]
    question: Vec<String>,
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Write down the answer
    Answer {
        /// The question, such as Q1
        id: AskId,
        /// What they said; - reads standard input
        #[arg(required = true)]
        words: Vec<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Give them longer
    Extend {
        /// The question, such as Q1
        id: AskId,
        /// How long from now
        within: Span,
        #[command(flatten)]
        writing: Writing,
    },
    /// Wait for it no more
    Drop {
        /// The question, such as Q1
        id: AskId,
        /// Why
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Make a lead of it
    Lead {
        /// The question, such as Q1
        id: AskId,
        #[command(flatten)]
        writing: Writing,
    },
    /// Make an immediate remediation item of it
    Fix {
        /// The question, such as Q1
        id: AskId,
        #[command(flatten)]
        writing: Writing,
    },
}

/// A question for scripts; `--json` writes an array of these.
///
/// `state` is `open`, `answered` or `dropped`; `became` is the line of a board it became.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    to: &'a str,
    question: &'a str,
    by: &'a str,
    asked_at: Instant,
    due: Instant,
    state: &'static str,
    answer: Option<&'a str>,
    became: Option<String>,
    waits: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    let (asked, writing) = match args.task {
        None => match args.to {
            None => return list(&*context.read()?, args.json, context.env.now()),
            Some(to) => {
                let words: Vec<String> = [to].into_iter().chain(args.question).collect();
                return put(context, &args.writing, &words);
            }
        },
        Some(Task::Answer { id, words, writing }) => {
            let answer = input::text(&words, "the answer")?;
            (AskAsked::Answer { id, answer }, writing)
        }
        Some(Task::Extend {
            id,
            within,
            writing,
        }) => (AskAsked::Extend { id, within }, writing),
        Some(Task::Drop {
            id,
            reason,
            writing,
        }) => (AskAsked::Drop { id, reason }, writing),
        Some(Task::Lead { id, writing }) => {
            let line = AskLine::Lead;
            (AskAsked::Become { id, line }, writing)
        }
        Some(Task::Fix { id, writing }) => {
            let line = AskLine::Fix;
            (AskAsked::Become { id, line }, writing)
        }
    };
    context.write(&writing, |_| Ok(handle(asked)))
}

fn handle(asked: AskAsked) -> Asked {
    Asked::or_hint(
        Command::HandleAsk(asked),
        "`sitroom ask` shows the questions",
    )
}

fn put(context: &Context, writing: &Writing, words: &[String]) -> Result<Exit, CliError> {
    context.write(writing, |view| {
        let within = view.playbook.people.ask_within;
        // What names nobody, or asks nothing, is refused as a question without words.
        let asked = read_ask_words(&view.incident, words, within).unwrap_or_else(|| {
            let (to, question) = (words.join(" "), String::new());
            AskAsked::Put {
                to,
                question,
                within,
            }
        });
        let hint = "write whom, the question, and how long: `sitroom ask @dave is it shut 10m`";
        Ok(Asked::or_hint(Command::HandleAsk(asked), hint))
    })
}

fn list(incident: &Incident, json: bool, now: Instant) -> Result<Exit, CliError> {
    if json {
        output::json(&scripted(incident))?;
        return Ok(Exit::Done);
    }
    let rows = incident.asks.iter().map(|ask| row(ask, incident.zone, now));
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        output::tell("sitroom: nobody was asked anything yet");
    }
    output::text(&words::columns(&rows))?;
    Ok(Exit::Done)
}

/// Returns the questions for scripts.
pub(super) fn scripted(incident: &Incident) -> impl Serialize + '_ {
    incident.asks.iter().map(Line::of).collect::<Vec<_>>()
}

pub(super) fn row(ask: &Ask, zone: Zone, now: Instant) -> Vec<String> {
    let due = zone.clock(ask.due, now);
    let state = match (&ask.state, &ask.became) {
        (_, Some(line)) => format!("now {line}"),
        (AskState::Open, None) if now > ask.due => format!("overdue, was due {due}"),
        (AskState::Open, None) => format!("due {due}"),
        (AskState::Answered { answer, .. }, None) => format!("answered: {answer}"),
        (AskState::Dropped { .. }, None) => "dropped".to_owned(),
    };
    vec![
        ask.id.to_string(),
        ask.to.clone(),
        ask.question.clone(),
        state,
    ]
}

impl<'a> Line<'a> {
    fn of(ask: &'a Ask) -> Self {
        let (state, answer) = match &ask.state {
            AskState::Open => ("open", None),
            AskState::Answered { answer, .. } => ("answered", Some(answer.as_str())),
            AskState::Dropped { .. } => ("dropped", None),
        };
        Self {
            id: ask.id.to_string(),
            to: &ask.to,
            question: &ask.question,
            by: &ask.by,
            asked_at: ask.asked_at,
            due: ask.due,
            state,
            answer,
            became: ask.became.as_ref().map(ToString::to_string),
            waits: ask.is_open(),
        }
    }
}
