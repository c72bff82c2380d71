//! What comes next for one person: what command asks of them goes before what the process does.

use super::standing::{Displaced, Standing, displaced, offer_to, overlap, standing};
use super::state::{Offer, is_same};
use crate::domain::clock::Urgency;
use crate::domain::incident::Incident;
use crate::domain::next::{self, NextStep};
use crate::domain::playbook::Playbook;
use crate::domain::time::Instant;

/// The command that settles what is asked here.
const COMMAND: &str = "handoff";
/// The one that settles that two command.
const YIELD: &str = "yield";
/// The one that tells of the change.
const SITREP: &str = "sitrep";

/// Returns the next step of whoever asks: that somebody commands beside them, that they handed
/// over, or that they are offered command; then what the process asks for. That their own offer
/// waits, or that nobody was told yet that they command, is said unless something else is overdue.
#[must_use]
pub fn next_step(
    incident: &Incident,
    playbook: &Playbook,
    person: &str,
    now: Instant,
) -> Option<NextStep> {
    let of_command = of_command(incident, playbook, person, now);
    of_command.or_else(|| of_process(incident, playbook, person, now))
}

/// Returns the next step for whoever only asks how it stands, as anybody may: who handed over is
/// told what the process asks for, as others are.
#[must_use]
pub fn next_step_told(
    incident: &Incident,
    playbook: &Playbook,
    person: &str,
    now: Instant,
) -> Option<NextStep> {
    match handed_over(incident, playbook, person, now) {
        Some(_) => of_process(incident, playbook, person, now),
        None => next_step(incident, playbook, person, now),
    }
}

/// Returns to whom somebody handed command over and when, unless they are offered it once more.
#[must_use]
pub fn handed_over(
    incident: &Incident,
    playbook: &Playbook,
    person: &str,
    now: Instant,
) -> Option<(String, Instant)> {
    match standing(incident, playbook, person, now) {
        // Whoever handed over may be asked to come back.
        Standing::HandedOver { to, at, .. } if offer_to(incident, person).is_none() => {
            Some((to, at))
        }
        _ => None,
    }
}

fn of_process(
    incident: &Incident,
    playbook: &Playbook,
    person: &str,
    now: Instant,
) -> Option<NextStep> {
    let step = next::next(incident, playbook, now);
    // The clock of their own shift is what the offer is about.
    let presses = |step: &NextStep| {
        let by_clock = step.due.as_ref().map(|due| due.command.as_str());
        step.urgency == Urgency::Overdue && by_clock != Some(COMMAND)
    };
    waiting(incident, person)
        .or_else(|| untold(incident, person))
        .filter(|_| !step.as_ref().is_some_and(presses))
        .or(step)
}

fn of_command(
    incident: &Incident,
    playbook: &Playbook,
    person: &str,
    now: Instant,
) -> Option<NextStep> {
    let clock = |at| incident.zone.clock(at, now);
    Some(match standing(incident, playbook, person, now) {
        Standing::Rival { who, since } => two_command(
            format!(
                "{who} also commands since {}: yield or insist",
                clock(since)
            ),
            "nobody handed over; one must yield, and what both recorded is kept",
            Urgency::Overdue,
        ),
        // Whoever handed over may be asked to come back.
        Standing::HandedOver { .. } if offer_to(incident, person).is_some() => {
            return offered(incident, person);
        }
        Standing::HandedOver {
            to,
            at,
            stays: true,
        } => step(
            format!(
                "Handed over to {to} at {}: answer their questions",
                clock(at)
            ),
            format!(
                "until {} at most, then this pane only reads",
                clock(at + overlap(playbook).delta())
            ),
            Urgency::Calm,
        ),
        Standing::HandedOver { to, at, .. } => step(
            format!("Handed over to {to} at {}: this pane only reads", clock(at)),
            "notes are taken; command is taken back with a reason".to_owned(),
            Urgency::Calm,
        ),
        Standing::Free => {
            return offered(incident, person).or_else(|| beside(incident, person, now));
        }
    })
}

fn offered(incident: &Incident, person: &str) -> Option<NextStep> {
    let offer = offer_to(incident, person)?;
    Some(step(
        format!("{} offers you command: read the brief", offer.from),
        if offer.marked.is_empty() {
            "nothing is marked to read back: you command once you accept".to_owned()
        } else {
            "you command once you read back what is marked".to_owned()
        },
        Urgency::Soon,
    ))
}

/// Returns what the one who stands as IC is told of whom they took command from, unless they
/// hand it on already.
fn beside(incident: &Incident, person: &str, now: Instant) -> Option<NextStep> {
    let Displaced { who, since } = displaced(incident, person)?;
    let since = incident.zone.clock(since, now);
    incident.handoff.offer.is_none().then(|| {
        two_command(
            format!("{who} did not hand over at {since}, and may command too: yield?"),
            "one must yield, or they go off shift; what both recorded is kept",
            Urgency::Soon,
        )
    })
}

fn two_command(text: String, why: &str, urgency: Urgency) -> NextStep {
    NextStep {
        command: YIELD.to_owned(),
        ..step(text, why.to_owned(), urgency)
    }
}

/// Returns that an offer of somebody's own waits for an answer, and how that comes.
fn waiting(incident: &Incident, person: &str) -> Option<NextStep> {
    let Offer { from, to, .. } = incident.handoff.offer.as_ref()?;
    is_same(from, person).then(|| {
        step(
            format!("Wait for {to} to accept command"),
            "with h here, with `sitroom accept` on their machine, or by the baton; you command \
             until then"
                .to_owned(),
            Urgency::Soon,
        )
    })
}

/// Returns what whoever took command owes those whom the last sitrep told of another IC (R93).
fn untold(incident: &Incident, person: &str) -> Option<NextStep> {
    let told = incident.told.as_ref()?;
    let is_new = is_same(&incident.ic, person) && !is_same(&told.ic, person);
    (is_new && incident.is_active()).then(|| NextStep {
        command: SITREP.to_owned(),
        ..step(
            "Tell everyone who commands now: the sitrep on the handoff".to_owned(),
            format!("those who had the last one know {} as IC", told.ic),
            Urgency::Soon,
        )
    })
}

fn step(text: String, why: String, urgency: Urgency) -> NextStep {
    NextStep {
        text,
        why,
        command: COMMAND.to_owned(),
        due: None,
        item: None,
        conflict: None,
        suggestion: None,
        urgency,
    }
}
