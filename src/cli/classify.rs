//! `sitroom classify`: how it was discovered, what the actor did, what CISA asks for.

use std::fmt::Write as _;

use serde::Serialize;

use super::context::{Asked, Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{input, output, words};
use crate::domain::command::Command;
use crate::domain::vocabulary::{Facet, vocabulary};

/// Classify the incident with the words of VERIS, CISA and NIST, or show how it is classified
///
/// Discovery method and threat actions take other words too, and what has no list is a text; of
/// the rest only the words of the list stand. A word may be written without its group where only one group has it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What is classified, such as discovery-method
    facet: Option<Facet>,
    /// The words, separated by commas; empty takes them away; left out shows the choices
    value: Option<String>,
    /// Write JSON; only without a value
    #[arg(long, conflicts_with = "value")]
    json: bool,
    #[command(flatten)]
    writing: Writing,
}

/// How one facet is classified, for scripts; `--json` writes an array of these.
#[derive(Serialize)]
struct Line {
    facet: &'static str,
    values: Vec<String>,
}

/// The choices of a facet, for scripts: `number` says that a number is one, `free` that other
/// words are.
#[derive(Serialize)]
struct OfFacet<'a> {
    facet: &'static str,
    name: &'a str,
    about: &'a str,
    source: &'a str,
    choices: Vec<String>,
    number: bool,
    free: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    match (args.facet, &args.value) {
        (Some(facet), Some(value)) => {
            let command = Command::SetField {
                field: facet.field(),
                to: input::optional(value)?,
            };
            context.write(&args.writing, |_| Ok(Asked::from(command)))
        }
        (Some(facet), None) if args.json => {
            output::json(&listed(facet))?;
            Ok(Exit::Done)
        }
        (Some(facet), None) => {
            output::text(&choices(facet))?;
            Ok(Exit::Done)
        }
        (None, _) => {
            let incident = context.read()?;
            if args.json {
                let all = Facet::ALL.into_iter();
                let lines = all.map(|facet| Line {
                    facet: facet.word(),
                    values: facet
                        .values(&incident)
                        .iter()
                        .map(ToString::to_string)
                        .collect(),
                });
                output::json(&lines.collect::<Vec<_>>())?;
                return Ok(Exit::Done);
            }
            let rows: Vec<Vec<String>> = Facet::ALL
                .into_iter()
                .map(|facet| {
                    let values = facet.values(&incident).join(", ");
                    let values = if values.is_empty() {
                        "unknown".to_owned()
                    } else {
                        values
                    };
                    vec![facet.to_string(), values]
                })
                .collect();
            output::text(&words::columns(&rows))?;
            Ok(Exit::Done)
        }
    }
}

fn listed(facet: Facet) -> Option<OfFacet<'static>> {
    let list = vocabulary().list(facet)?;
    Some(OfFacet {
        facet: facet.word(),
        name: &list.name,
        about: &list.about,
        source: &list.source,
        choices: list.choices().collect(),
        number: list.number,
        free: list.free,
    })
}

/// Returns the choices of a facet, a line each, with where they come from.
fn choices(facet: Facet) -> String {
    let Some(list) = vocabulary().list(facet) else {
        return String::new();
    };
    let mut out = format!("{}: {}\n{}\n", list.name, list.about, list.source);
    for choice in list.choices() {
        let _ = writeln!(out, "  {choice}");
    }
    if list.number {
        out.push_str("  a number\n");
    }
    if list.free {
        out.push_str("  or other words\n");
    }
    out
}
