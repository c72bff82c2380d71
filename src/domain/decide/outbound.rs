//! The switch that stops everything that leaves, and codenames.

use super::refusal::{Decision, Refusal, changed, required_line};
use crate::domain::command::Command;
use crate::domain::event::{CodenameSet, Event, OutboundSet};
use crate::domain::gate::Codenames;
use crate::domain::incident::{Incident, StopCause};
use crate::domain::people::names;
use crate::domain::text::clean_line;

/// Decides what may leave, and by which names.
pub(super) fn decide_outbound(incident: &Incident, command: &Command) -> Decision {
    match command {
        Command::SetOutbound { stopped, reason } => set_outbound(incident, *stopped, reason),
        Command::SetCodename { term, codename } => set_codename(incident, term, codename),
        _ => Ok(Vec::new()),
    }
}

/// Decides to stop everything that leaves, which takes no reason: it may be urgent. To go on
/// takes one.
fn set_outbound(incident: &Incident, stopped: bool, reason: &str) -> Decision {
    let reason = clean_line(reason);
    let changes = incident.outbound_stop.is_some() != stopped;
    if changes && !stopped && reason.is_empty() {
        return Err(Refusal::plain(
            "nothing says why things may leave again",
            "type the reason; it goes into the log",
        ));
    }
    let cause = incident.outbound_stop.as_ref();
    Ok(changed(
        changes,
        Event::OutboundSet(OutboundSet {
            stopped,
            cause: cause.map_or(StopCause::Switch, |stop| stop.cause),
            reason,
        }),
    ))
}

/// Decides what something is called in all that leaves.
fn set_codename(incident: &Incident, term: &str, codename: &str) -> Decision {
    let term = required_line(term, "the name")?;
    let codename = clean_line(codename);
    let known = incident.codenames.get(&term);
    if known.map_or("", String::as_str) == codename {
        return Ok(Vec::new());
    }
    if let Some(person) = called_so(incident, &codename) {
        return Err(Refusal::plain(
            format!("{person} is somebody here, and would be taken for the one who is meant"),
            "choose another codename",
        ));
    }
    let mut pairs = incident.codenames.clone();
    pairs.remove(&term);
    if !codename.is_empty() {
        pairs.insert(term.clone(), codename.clone());
    }
    let key = Codenames::new(pairs.iter().map(|(term, name)| (&**term, &**name)));
    if let Err(errors) = key {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        return Err(Refusal::plain(errors.join("; "), "choose another codename"));
    }
    Ok(vec![Event::CodenameSet(CodenameSet { term, codename })])
}

/// Returns whose name a codename is.
fn called_so<'a>(incident: &'a Incident, codename: &str) -> Option<&'a str> {
    let is_it = |name: &&str| !name.is_empty() && name.to_lowercase() == codename.to_lowercase();
    names(incident).into_iter().find(is_it)
}

/// Returns what a codename that is given late cannot do; none where nothing left before.
#[must_use]
pub fn left_before(incident: &Incident) -> Option<&'static str> {
    let has_left = incident.issue.is_some() || !incident.messages.is_empty();
    has_left.then_some(
        "what left before still has the name: comments on the issue, its edit history, and mail",
    )
}

/// Speaks against a codename for what the id of the record has in it: that stands hidden on
/// the issue and is never changed.
pub(super) fn guard_codename(incident: &Incident, term: &str) -> Result<(), Refusal> {
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_ascii_lowercase).collect::<Vec<_>>()
    };
    let (term, id) = (words(term), words(incident.id.as_str()));
    if term.is_empty() || !id.windows(term.len()).any(|some| some == term) {
        return Ok(());
    }
    Err(Refusal::guard(
        "codename-in-id",
        format!(
            "it is in the id of the record, {}, which leaves as it is",
            incident.id
        ),
        "declare the incident anew under a title without it",
    ))
}
