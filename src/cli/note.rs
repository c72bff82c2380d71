//! `sitroom note`: write something down.

use super::context::{Asked, Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::input;
use crate::domain::event::Visibility;
use crate::domain::note::Said;
use crate::store::StoreError;

/// Write something down in the timeline
///
/// It is read as on the screen: `!` in front keeps it on this machine, `@14:05` or `@10m ago` in
/// front says when it happened. In a shell, quote the `!` as in '!only here'.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The note; - reads it from standard input
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let text = input::text(&args.text, "note")?;
    context.write(&args.writing, |view| {
        let mut said = said(view, &text)?;
        if args.writing.local {
            said.visibility = Visibility::Local;
        }
        Ok(Asked::from(said.note()).happened(said.when))
    })
}

/// Reads a text as the screen reads it: with who may read it, and when it was, in front.
pub(super) fn said<'a>(view: &View<'_>, text: &'a str) -> Result<Said<'a>, CliError> {
    let said = Said::read(text, view.incident.zone, view.now);
    Ok(said.map_err(StoreError::Refused)?)
}
