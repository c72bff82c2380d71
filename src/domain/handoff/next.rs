//! What comes next for one person: what command asks of them goes before what the process does.

use super::standing::{Standing, overlap, standing};
use super::state::{Offer, is_same};
use crate::domain::clock::Urgency;
use crate::domain::incident::Incident;
use crate::domain::next::{self, NextStep};
use crate::domain::playbook::Playbook;
use crate::domain::time::Instant;

/// The command that settles what is asked here.
const COMMAND: &str = "handoff";

/// Returns the next step of whoever asks: that somebody commands beside them, that they handed
/// over, or that they are offered command; then what the process asks for. That their own offer
/// waits is said unless something else is overdue.
#[must_use]
pub fn next_step(
    incident: &Incident,
    playbook: &Playbook,
    person: &str,
    now: Instant,
) -> Option<NextStep> {
    let of_command = of_command(incident, playbook, person, now);
    of_command.or_else(|| {
        let step = next::next(incident, playbook, now);
        // The clock of their own shift is what the offer is about.
        let presses = |step: &NextStep| {
            let by_clock = step.due.as_ref().map(|due| due.command.as_str());
            step.urgency == Urgency::Overdue && by_clock != Some(COMMAND)
        };
        waiting(incident, person)
            .filter(|_| !step.as_ref().is_some_and(presses))
            .or(step)
    })
}

fn of_command(
    incident: &Incident,
    playbook: &Playbook,
    person: &str,
    now: Instant,
) -> Option<NextStep> {
    let clock = |at| incident.zone.clock(at, now);
    Some(match standing(incident, playbook, person, now) {
        Standing::Rival { who, since } => step(
            format!(
                "{who} also commands since {}: yield or insist",
                clock(since)
            ),
            "nobody handed over; one must yield, and what both recorded is kept".to_owned(),
            Urgency::Overdue,
        ),
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
            let offer = incident.handoff.offer.as_ref()?;
            if !is_same(&offer.to, person) {
                return None;
            }
            step(
                format!("{} offers you command: read the brief", offer.from),
                "you command once you read back what is marked".to_owned(),
                Urgency::Soon,
            )
        }
    })
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
