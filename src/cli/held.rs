//! `sitroom held`: what stays on this machine.

use serde::Serialize;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::ids::HeldId;
use crate::domain::time::Instant;
use crate::session::Purpose;
use crate::store::Draft;

/// Show what was held back; without a number only how long each text is
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Its number, such as H3: then the text itself is written
    id: Option<HeldId>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Something that was held back, for scripts; `--json` writes an array of these.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    held_at: Instant,
    characters: usize,
}

/// What was held back itself, for scripts.
#[derive(Serialize)]
struct Whole<'a> {
    id: &'a str,
    held_at: Instant,
    text: &'a str,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let record = context.open(Purpose::Read)?;
    let zone = record.incident().zone;
    let held = record.held()?;
    for finding in &held.findings {
        output::warn(finding);
    }
    let held = held.value;
    if let Some(id) = args.id {
        let key = id.to_string();
        let found = held.iter().find(|held| held.key == key);
        let found = found.ok_or(CliError::NotHeld { id })?;
        if args.json {
            output::json(&Whole {
                id: &found.key,
                held_at: found.saved_at,
                text: &found.text,
            })?;
            return Ok(Exit::Done);
        }
        output::text(&format!("{}\n", output::visible(&found.text)))?;
        return Ok(Exit::Done);
    }
    let length = |held: &Draft| held.text.chars().count();
    if args.json {
        let lines = held.iter().map(|held| Line {
            id: &held.key,
            held_at: held.saved_at,
            characters: length(held),
        });
        output::json(&lines.collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    let rows = held.iter().map(|held| {
        let at = zone.stamp(held.saved_at);
        vec![held.key.clone(), at, format!("{} characters", length(held))]
    });
    if held.is_empty() {
        output::tell("sitroom: nothing is held back");
    }
    output::text(&words::columns(&rows.collect::<Vec<_>>()))?;
    Ok(Exit::Done)
}
