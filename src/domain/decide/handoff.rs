//! Handing off command: offers, who takes it, and what stands against commanding beside
//! somebody else.

use super::refusal::{Decision, Refusal, required_line};
use crate::domain::command::Request;
use crate::domain::event::{Event, HandoffMoved, HandoffStep, Origin};
use crate::domain::handoff::{
    Displaced, HandoffAsked, How, Kind, Offer, Standing, TO_MARK, displaced, first_mismatch,
    is_same, kind, marked_lines, offer_to, standing, without_blanks,
};
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::mirror::ChainHead;
use crate::domain::people::named;
use crate::domain::playbook::Playbook;
use crate::domain::text::{clean_line, clean_text, count};
use crate::domain::time::Instant;

/// Stands against what somebody does who handed command over, or commands beside another. No
/// reason goes past it: command is taken back as what it is.
pub(super) fn stand_back(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Result<(), Refusal> {
    let kind = kind(&request.command);
    if request.origin != Origin::Local || kind == Kind::Free {
        return Ok(());
    }
    let clock = |at: Instant| incident.zone.clock(at, now);
    match standing(incident, playbook, &request.actor, now) {
        Standing::Free => Ok(()),
        Standing::HandedOver { stays: true, .. } | Standing::Rival { .. } if kind == Kind::Work => {
            Ok(())
        }
        Standing::HandedOver { to, at, .. } => Err(Refusal::plain(
            format!("handed over to {to} at {}", clock(at)),
            "notes are taken; to command again, take command back with a reason",
        )
        .in_general()),
        Standing::Rival { who, since } => Err(Refusal::plain(
            format!("{who} also commands since {}", clock(since)),
            "one must yield: yield, or insist with a reason",
        )
        .in_general()),
    }
}

/// Stands against an offer with another number of marked lines than three, and against taking
/// command that was not offered or not read back.
pub(super) fn guard_handoff(
    incident: &Incident,
    request: &Request,
    asked: &HandoffAsked,
) -> Result<(), Refusal> {
    match asked {
        HandoffAsked::Offer { brief, .. } => {
            let marked = marked_lines(brief).len();
            if marked == TO_MARK {
                return Ok(());
            }
            Err(Refusal::guard(
                "handoff-marks",
                format!("{} marked of the brief, not three", count(marked, "line")),
                "put * before the three lines that are to be read back",
            ))
        }
        HandoffAsked::Take { read_back, .. } => {
            let Some(offer) = offer_to(incident, &request.actor) else {
                return Err(Refusal::guard(
                    "handoff-not-offered",
                    format!(
                        "{} commands, and did not offer command to {}",
                        incident.ic, request.actor
                    ),
                    "ask them to hand off, or say why you take command",
                ));
            };
            guard_read_back(offer, read_back)
        }
        HandoffAsked::Yield => Ok(()),
    }
}

fn guard_read_back(offer: &Offer, read_back: &[String]) -> Result<(), Refusal> {
    match first_mismatch(&offer.marked, read_back) {
        None => Ok(()),
        Some(mismatch) => Err(Refusal::guard(
            "handoff-read-back",
            mismatch.to_string(),
            "read it again, or say why it is not read back",
        )),
    }
}

/// Stands against that whoever is offered command says of themselves that they accepted: that is
/// for the one who offered it to say, where no network is.
pub(super) fn guard_told(incident: &Incident, request: &Request, to: &str) -> Result<(), Refusal> {
    match offer_to(incident, &request.actor) {
        Some(offer) if request.origin == Origin::Local && is_same(to, &request.actor) => {
            guard_read_back(offer, &[])
        }
        Some(_) | None => Ok(()),
    }
}

/// Decides what somebody wants of a handoff.
pub(super) fn handle(
    incident: &Incident,
    playbook: &Playbook,
    asked: &HandoffAsked,
    request: &Request,
    now: Instant,
) -> Decision {
    match asked {
        HandoffAsked::Offer { to, brief } => offer(incident, to, brief),
        HandoffAsked::Take { read_back, head } => take(incident, request, read_back, head.clone()),
        HandoffAsked::Yield => give_way(incident, playbook, request, now),
    }
}

/// Whoever was displaced leaves it at that; whoever displaced them gives command back.
fn give_way(incident: &Incident, playbook: &Playbook, request: &Request, now: Instant) -> Decision {
    if let Standing::Rival { who, .. } = standing(incident, playbook, &request.actor, now) {
        let from = named(incident, &request.actor);
        return Ok(vec![moved(&from, &who, HandoffStep::Yielded)]);
    }
    let Some(Displaced { who, .. }) = displaced(incident, &request.actor) else {
        return Err(Refusal::plain(
            "nobody commands beside you",
            "hand off to leave command to somebody",
        ));
    };
    let from = incident.ic.clone();
    let yielded = moved(&from, &who, HandoffStep::Yielded);
    Ok(vec![Event::IcChanged { from, to: who }, yielded])
}

fn offer(incident: &Incident, to: &str, brief: &str) -> Decision {
    let to = required_line(to.trim_start_matches('@'), "the name of the new IC")?;
    let to = named(incident, &to);
    if is_same(&to, &incident.ic) {
        return Err(Refusal::plain(format!("{to} commands already"), ""));
    }
    let brief = without_blanks(&clean_text(brief));
    let marked = marked_lines(&brief);
    Ok(vec![moved(
        &incident.ic,
        &to,
        HandoffStep::Offered { brief, marked },
    )])
}

fn take(
    incident: &Incident,
    request: &Request,
    read_back: &[String],
    head: Option<ChainHead>,
) -> Decision {
    let to = required_line(&request.actor, "the name of the new IC")?;
    let from = incident.ic.clone();
    if from == to {
        return Err(Refusal::plain(format!("{to} commands already"), ""));
    }
    let read_back = read_back.iter().map(|line| clean_line(line));
    let read_back = read_back.filter(|line| !line.is_empty()).collect();
    let taken = moved(&from, &to, HandoffStep::Taken { read_back, head });
    Ok(vec![Event::IcChanged { from, to }, taken])
}

fn moved(from: &str, to: &str, step: HandoffStep) -> Event {
    Event::HandoffMoved(HandoffMoved {
        from: from.to_owned(),
        to: to.to_owned(),
        step,
    })
}

/// Refuses to undo that command changed hands, on the machine of whoever took it and where they
/// told of it: it is handed back.
pub(super) fn guard_undo(incident: &Incident, entries: &[EntryId]) -> Result<(), Refusal> {
    let changes = incident.handoff.changes.iter();
    let mut taken = changes.filter(|change| entries.contains(&change.entry));
    match taken.next() {
        Some(change) if change.taken || change.how == How::Offered => Err(Refusal::plain(
            format!(
                "{} took command: that is handed back, not undone",
                change.to
            ),
            "hand off, or take command with a reason",
        )),
        Some(_) | None => Ok(()),
    }
}
