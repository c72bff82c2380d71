//! `sitroom print`: how it stands, on one plain page, for paper and for reading aloud.

use std::collections::HashSet;

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::context::{Context, playbook_of};
use super::error::CliError;
use super::exit::Exit;
use super::words::{self, fold};
use super::{ask, fix, lead, output, people, status, tick};
use crate::domain::checklist::{lists, open_required};
use crate::domain::event::Entry;
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::people::people as roster;
use crate::domain::playbook::Playbook;
use crate::domain::time::Instant;
use crate::domain::timeline::{describe, describe_titled, is_local_only};
use crate::domain::undo::undone_entries;
use crate::session::Purpose;
use crate::store::{Record, read_others};

/// How many of the last entries are on the page.
const LAST: usize = 15;

/// What stands behind an entry that never leaves this machine.
pub(super) const STAYS: &str = " (stays here)";

/// What stands before an entry that was taken back: who reads aloud has to know it first.
const UNDONE: &str = "(undone) ";

/// Print how it stands on one plain page: for days without GitHub, and for reading aloud
///
/// Status, NEXT, clocks, checklist, boards, people and the last entries, without colours, as wide
/// as the terminal, else 80. It is as the record here has it: names are the true ones and not the
/// codenames, and what never leaves this machine is marked.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many columns wide
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=250))]
    width: Option<u16>,
    /// Write JSON: what `status`, `tick`, `lead list`, `fix list`, `people` and `ask` write, together
    #[arg(long)]
    json: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let record = context.open(Purpose::Read)?;
    if args.json {
        output::json(&whole(context, &record)?)?;
        return Ok(Exit::Done);
    }
    // A page goes to a printer.
    let width = args.width.or_else(output::width).unwrap_or(80);
    output::text(&page(context, &record, usize::from(width))?)?;
    Ok(Exit::Done)
}

/// The last entries, by the times that stand before them, and what was taken back.
struct Last {
    entries: Vec<Entry>,
    undone: HashSet<EntryId>,
}

fn last(record: &Record) -> Result<Last, CliError> {
    let mut entries = record.tail(LAST)?;
    // What takes one back is recorded behind it.
    let undone = undone_entries(&entries);
    entries.sort_by_key(time_of);
    Ok(Last { entries, undone })
}

/// Returns the time by which an entry is put in order; one that nobody knows the time of stands
/// where it was recorded.
fn time_of(entry: &Entry) -> Instant {
    entry.happened.earliest().unwrap_or(entry.recorded)
}

/// Returns all of it for scripts.
fn whole(context: &Context, record: &Record) -> Result<serde_json::Value, CliError> {
    let (incident, playbook) = (record.incident(), playbook_of(record)?);
    let now = context.env.now();
    let others = read_others(record.dir());
    let all = lists(&incident, &playbook, now);
    let people = roster(&incident, &playbook, &others, now);
    let last = last(record)?;
    let entries = last.entries.iter().map(|entry| {
        json!({
            "seq": entry.seq, "id": entry.id, "happened": entry.happened,
            "recorded": entry.recorded, "actor": entry.actor,
            "text": describe(&entry.event, incident.zone),
            "stays_here": is_local_only(&entry.event),
            "undone": last.undone.contains(&entry.id),
        })
    });
    Ok(json!({
        "status": status::scripted(record, &context.env.me(), now)?,
        "checklist": tick::scripted(&all),
        "leads": lead::scripted(&incident),
        "fixes": fix::scripted(&incident),
        "people": people::scripted(&people),
        "questions": ask::scripted(&incident),
        "last": entries.collect::<Vec<_>>(),
    }))
}

fn page(context: &Context, record: &Record, width: usize) -> Result<String, CliError> {
    let (incident, playbook) = (record.incident(), playbook_of(record)?);
    let now = context.env.now();
    let others = read_others(record.dir());
    let mut out = String::new();
    for line in status::plain(record, &context.env, now).lines() {
        words::fold_line(&mut out, line, width);
    }
    let stamp = incident.zone.stamp(now);
    fold(
        &mut out,
        "",
        &format!("printed {stamp}{}", codenames(&incident)),
        2,
        width,
    );
    let owed: Vec<_> = open_required(&incident, &playbook, now)
        .map(|row| row.id)
        .collect();
    for list in lists(&incident, &playbook, now) {
        // What is done with is not read aloud; the lists to come are short of a reason.
        if list.current {
            section(&mut out, list.name, &list.rows, tick::row, width);
            continue;
        }
        let left = list.rows.into_iter();
        let left: Vec<_> = left.filter(|row| owed.contains(&row.id)).collect();
        let title = format!("{}, left over", list.name);
        section(&mut out, &title, &left, tick::row, width);
    }
    section(&mut out, "Leads", &incident.leads, lead::row, width);
    section(&mut out, "Remediation", &incident.fixes, fix::row, width);
    let people = roster(&incident, &playbook, &others, now);
    let row = |person: &_| people::row(person, incident.zone, now);
    section(&mut out, &format!("People{STAYS}"), &people, row, width);
    let open: Vec<_> = incident.asks.iter().filter(|ask| ask.is_open()).collect();
    let row = |ask: &&_| ask::row(ask, incident.zone, now);
    section(&mut out, &format!("Questions{STAYS}"), &open, row, width);
    let last = last(record)?;
    let row = |entry: &Entry| {
        let is_undone = last.undone.contains(&entry.id);
        entry_row((entry, is_undone), &incident, &playbook)
    };
    section(&mut out, "Last entries", &last.entries, row, width);
    Ok(out)
}

/// Says that the page is not for those who know the codenames only.
fn codenames(incident: &Incident) -> String {
    if incident.codenames.is_empty() {
        String::new()
    } else {
        "; these are the true names, codenames hold outside".to_owned()
    }
}

fn entry_row(
    (entry, is_undone): (&Entry, bool),
    incident: &Incident,
    playbook: &Playbook,
) -> Vec<String> {
    // Nobody reads seconds aloud.
    let exact = entry.happened.earliest();
    let at = exact.map(|at| incident.zone.stamp(at));
    let at = at.unwrap_or_else(|| incident.zone.plain(&entry.happened));
    let said = describe_titled(&entry.event, incident.zone, playbook);
    let stays = if is_local_only(&entry.event) {
        STAYS
    } else {
        ""
    };
    let undone = if is_undone { UNDONE } else { "" };
    vec![at, entry.actor.clone(), format!("{undone}{said}{stays}")]
}

/// Puts a part with a title on the page; nothing where there is nothing to say.
fn section<T>(
    out: &mut String,
    title: &str,
    all: &[T],
    row: impl Fn(&T) -> Vec<String>,
    width: usize,
) {
    if all.is_empty() {
        return;
    }
    out.push('\n');
    fold(out, "", &title.to_uppercase(), 2, width);
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |n: usize| {
        let cells = rows.iter().filter_map(|row| row.get(n));
        cells
            .map(|cell| output::line(cell).width())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count.saturating_sub(1)).map(wide).collect();
    for row in &rows {
        let mut head = String::new();
        for (cell, wide) in row.iter().zip(&widths) {
            let cell = output::line(cell);
            let gap = wide.saturating_sub(cell.width()) + 2;
            head.push_str(&cell);
            head.extend(std::iter::repeat_n(' ', gap));
        }
        let text = row.get(widths.len()).map(|cell| output::line(cell));
        let text = text.unwrap_or_default();
        // Where the columns take most of the width, what stands behind them goes below.
        if head.width() > width / 2 {
            fold(out, "", head.trim_end(), 4, width);
            if !text.is_empty() {
                fold(out, "    ", &text, 4, width);
            }
        } else {
            let indent = head.width();
            fold(out, &head, &text, indent, width);
        }
    }
}
