//! `sitroom undo`: take back the last thing.

use super::context::{Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::app::drafts_again;
use crate::domain::event::Event;
use crate::domain::time::Instant;
use crate::domain::undo::{last, of_another};
use crate::store::{Draft, Record, Recorded, StoreError};

/// Take back the last thing that was recorded; the log keeps both
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let make = |view: &View<'_>| {
        if let Some(step) = of_another(&view.incident, &view.actor) {
            output::warn(&format!(
                "not taken back, it is by {0}: {1}; --as \"{0}\" takes that back",
                step.actor, step.label
            ));
        }
        Ok(last(&view.incident, &view.actor))
    };
    context.write_then(&args.writing, make, |record, recorded| {
        if let Err(error) = keep_texts(record, recorded, context.env.now()) {
            output::warn(&format!("its text is no draft: failed to {error}"));
        }
    })
}

/// Keeps the texts of messages that were taken back where the screen offers them again, as `u`
/// does there. A newer draft stays.
fn keep_texts(record: &Record, recorded: &Recorded, now: Instant) -> Result<(), StoreError> {
    let undone = recorded
        .entries
        .iter()
        .rev()
        .find_map(|it| match &it.event {
            Event::Undone { entries, .. } => Some(entries),
            _ => None,
        });
    let Some(undone) = undone else {
        return Ok(());
    };
    let (history, drafts) = (record.history()?, record.drafts()?.value);
    let newest_first = history.entries.iter().rev();
    let undone = newest_first.filter(|it| undone.contains(&it.id));
    let texts = drafts_again(undone.map(|it| &it.event), |key| {
        drafts.iter().any(|draft| draft.key == key)
    });
    for text in texts {
        let Some((key, text)) = text else {
            output::tell("the newer draft of it stays");
            continue;
        };
        let saved_at = now;
        record.save_draft(&Draft {
            key,
            saved_at,
            text,
        })?;
        output::tell("its text is kept as a draft; `sitroom` offers it again");
    }
    Ok(())
}
