//! `sitroom handoff`: the brief, the offer, the baton; and `sitroom accept` without a
//! suggestion, which takes command.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::context::{Asked, Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::long::Long;
use super::{export, input, output, shift};
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::gate::may_leave;
use crate::domain::handoff::{
    HandoffAsked, NOTHING_MARKED, Offer, brief, filled, first_mismatch, mark, numbered_line,
    offer_to, unmarked,
};
use crate::domain::incident::Incident;
use crate::domain::message::sitrep_kind;
use crate::domain::playbook::MessageKind;
use crate::session::Purpose;

/// What to type to see how command stands.
const HINT: &str = "`sitroom handoff show` shows the offer";

/// Hand command over: brief whoever takes it, and mark what they read back
///
/// `brief` writes the brief as far as the record knows it; `offer` offers command with it. Of
/// its lines three are marked by a * in place of the -. Whoever takes over runs `sitroom accept`,
/// on their own machine after `sitroom adopt owner/name#12`, or after `sitroom adopt --baton
/// FILE` where no network is.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Write the brief, to be read or edited
    Brief {
        /// Write JSON: an object with the `brief`
        #[arg(long)]
        json: bool,
    },
    /// Offer command to somebody
    Offer {
        /// Who takes over
        name: String,
        /// The brief; - reads it from standard input; left out it is what the record knows
        #[arg(conflicts_with = "from", value_parser = brief_itself)]
        brief: Option<String>,
        /// The file with the brief; - reads it from standard input
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
        /// What you think happened
        #[arg(long, value_name = "TEXT")]
        theory: Option<String>,
        /// What you are worried about
        #[arg(long, value_name = "TEXT")]
        worries: Option<String>,
        /// Mark the first line with this in it, such as L3; three times
        #[arg(long, value_name = "TEXT")]
        mark: Vec<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Show the offer that waits, with what is to be read back
    Show {
        /// Write JSON: the offer, or null
        #[arg(long)]
        json: bool,
    },
    /// Write the record for a machine without a network, as others may have it
    Baton {
        /// Where to; standard output unless given
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Record that whoever you offered command to told you that they accepted, as by the baton;
    /// where they sit themselves it asks for what is read back, as `sitroom accept` does
    Accepted {
        #[command(flatten)]
        writing: Writing,
    },
    /// Leave command to whoever commands beside you: took it apart, or had it before you did
    Yield {
        #[command(flatten)]
        writing: Writing,
    },
    /// Take command without an offer, or back; it takes a reason with --because
    Take {
        #[command(flatten)]
        writing: Writing,
    },
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    match args.task {
        Task::Brief { json } => {
            let record = context.open(Purpose::Read)?;
            let view = reading(context, &record)?;
            if json {
                let brief = known(&view)?;
                output::json(&BTreeMap::from([("brief", brief)]))?;
                return Ok(Exit::Done);
            }
            output::text(&format!("{}\n", output::visible(&known(&view)?)))?;
            Ok(Exit::Done)
        }
        Task::Offer {
            name,
            brief,
            from,
            theory,
            worries,
            mark: marks,
            writing,
        } => {
            let typed = match from {
                Some(path) => Some(input::file(&path)?),
                None => brief.as_deref().map(input::optional).transpose()?,
            };
            context.write(&writing, |view| {
                let brief = typed.map_or_else(|| known(view), Ok)?;
                let brief = filled(&brief, theory.as_deref(), worries.as_deref());
                let brief = marks
                    .iter()
                    .try_fold(brief, |brief, text| marked(brief, text, &view.incident))?;
                Ok(ask(HandoffAsked::Offer { to: name, brief }))
            })
        }
        Task::Show { json } => show(context, json),
        Task::Baton { output } => write_baton(context, output),
        Task::Accepted { writing } => accepted(context, &writing),
        Task::Yield { writing } => context.write(&writing, |_| Ok(ask(HandoffAsked::Yield))),
        Task::Take { writing } => context.write(&writing, |_| Ok(take(Vec::new()))),
    }
}

/// Reads what stands for a brief: the name of a file is none.
fn brief_itself(text: &str) -> Result<String, String> {
    if text != "-" && Path::new(text).is_file() {
        return Err(format!(
            "it is a file; --from {text} takes the brief from it"
        ));
    }
    Ok(text.to_owned())
}

/// Returns a brief with a line marked. An item that it has no line of is refused: what mentions it
/// is not to be read back in its place.
fn marked(brief: String, text: &str, incident: &Incident) -> Result<String, CliError> {
    if let Some(marked) = mark(&brief, text) {
        return Ok(marked);
    }
    if let Some(refusal) = unmarked(&brief, text, incident) {
        return Err(CliError::Refused {
            refusal,
            hint: None,
        });
    }
    output::warn(&format!("no line of the brief has `{text}` in it"));
    Ok(brief)
}

fn ask(asked: HandoffAsked) -> Asked {
    Asked::or_hint(Command::HandleHandoff(asked), HINT)
}

/// Records that an offer was accepted where no network tells of it.
fn accepted(context: &Context, writing: &Writing) -> Result<Exit, CliError> {
    let incident = context.read()?;
    if incident.handoff.offer.is_none() {
        output::tell("sitroom: nobody offers command; `sitroom handoff offer` comes first");
        return Ok(Exit::Usage);
    }
    // Whoever takes over tells nobody of it here: they read back, or say why not.
    if offer_to(&incident, &writing.actor(&context.env)).is_some() {
        return accept(context, writing, &[]);
    }
    context.write(writing, |view| {
        let offer = view.incident.handoff.offer.as_ref();
        let to = offer.map_or_else(|| view.incident.ic.clone(), |offer| offer.to.clone());
        Ok(Asked::or_hint(Command::SetIc { to }, HINT))
    })
}

fn take(read_back: Vec<String>) -> Asked {
    ask(HandoffAsked::Take {
        read_back,
        head: None,
    })
}

fn reading<'a>(context: &Context, record: &'a crate::store::Record) -> Result<View<'a>, CliError> {
    Ok(View {
        record,
        incident: record.incident(),
        playbook: super::context::playbook_of(record)?,
        actor: context.env.me(),
        me: context.env.me(),
        now: context.env.now(),
    })
}

/// Returns the brief as far as the record knows it.
fn known(view: &View<'_>) -> Result<String, CliError> {
    let last = view.incident.last_sitrep().map(|sent| sent.entry);
    let entries = view.record.history().map_err(CliError::from)?.entries;
    let sitrep = entries.iter().find(|entry| Some(entry.id) == last);
    let text = sitrep.and_then(|entry| match &entry.event {
        Event::MessageSent { text, .. } => Some(text.as_str()),
        _ => None,
    });
    Ok(brief(&view.incident, &view.playbook, text, view.now))
}

/// `--json` writes the offer as it is kept: `entry`, `from`, `to`, `brief`, `marked`, `at`.
fn show(context: &Context, json: bool) -> Result<Exit, CliError> {
    let incident = context.read()?;
    if json {
        output::json(&incident.handoff.offer)?;
        return Ok(Exit::Done);
    }
    match &incident.handoff.offer {
        None => output::tell("sitroom: nobody offers command"),
        Some(offer) => output::text(&output::visible(&format!("{}\n", shown(offer))))?,
    }
    Ok(Exit::Done)
}

fn shown(offer: &Offer) -> String {
    if offer.marked.is_empty() {
        return format!("{}\n\n{NOTHING_MARKED}", offer.brief);
    }
    let marked = offer.marked.iter().zip(1..);
    let marked: Vec<String> = marked.map(|(line, n)| format!("{n}: {line}")).collect();
    format!("{}\n\nTo read back:\n{}", offer.brief, marked.join("\n"))
}

fn write_baton(context: &Context, path: Option<PathBuf>) -> Result<Exit, CliError> {
    let record = context.open(Purpose::Read)?;
    may_leave(&record.incident())?;
    let Some(baton) = record.baton(context.env.now())? else {
        output::tell(
            "sitroom: nobody offers command; `sitroom handoff offer` comes first. Whoever gave \
             you the baton need none back: tell them, and they run `sitroom handoff accepted`",
        );
        return Ok(Exit::Usage);
    };
    let text = output::json_text(&baton)?;
    match path {
        None => output::text(&text)?,
        Some(path) => export::write(&mut Long::begin(true)?, &path, text)?,
    }
    Ok(Exit::Done)
}

/// Takes command: what was marked is read back by --read-back, else a line each from standard
/// input, and asked for again where it is not what the brief says.
pub(super) fn accept(
    context: &Context,
    writing: &Writing,
    read_back: &[String],
) -> Result<Exit, CliError> {
    let incident = context.read()?;
    // Whom nobody offers command is refused before anything is asked.
    let typed = match offer_to(&incident, &writing.actor(&context.env)) {
        Some(offer) if read_back.is_empty() && writing.because.is_none() => ask_for(offer)?,
        Some(_) | None => read_back.to_vec(),
    };
    let exit = context.write(writing, |_| Ok(take(typed)))?;
    if exit == Exit::Done {
        shift::keep_hours(context, writing)?;
    }
    tell_sitrep(&*context.read()?);
    Ok(exit)
}

/// Says which sitrep whoever took command owes.
fn tell_sitrep(incident: &Incident) {
    match sitrep_kind(incident) {
        MessageKind::Handoff => {
            output::tell("sitroom: next comes the handoff sitrep: open sitroom and press s");
        }
        MessageKind::Initial => {
            output::tell(
                "sitroom: nobody had a sitrep yet: open sitroom, and s is the initial one",
            );
        }
        _ => {}
    }
}

fn ask_for(offer: &Offer) -> Result<Vec<String>, CliError> {
    output::tell(&output::visible(&shown(offer)));
    let marked = &offer.marked;
    let is_item = |at: usize, line: &str| {
        let mismatch = first_mismatch(&marked[at..=at], &[line.to_owned()]);
        mismatch.is_none()
    };
    let mut typed = vec![None; marked.len()];
    let mut lines = std::io::stdin().lock().lines();
    while let Some(asked) = typed.iter().position(Option::is_none) {
        output::tell(&format!("Read back {}:", asked + 1));
        let Some(line) = lines.next() else {
            typed.truncate(asked);
            break;
        };
        let line = line.map_err(|source| CliError::Input { source })?;
        // As they are shown, with the number in front and in whatever order, or as they are asked.
        let (at, line) = match numbered_line(&line, marked.len()) {
            Some(item) if !is_item(asked, &line) => item,
            Some(_) | None => (asked, line),
        };
        if is_item(at, &line) {
            typed[at] = Some(line);
        } else {
            output::tell(&format!("item {} says: {}; again", at + 1, marked[at]));
        }
    }
    Ok(typed.into_iter().flatten().collect())
}
