//! Who from outside the team was told of the incident: each believes it until they hear that it was
//! a false alarm (R31, R32).

use super::audience::{Audience, Need, known};
use super::told::is_known_as;
use crate::domain::handoff::is_same;
use crate::domain::incident::{Incident, MessageRecord, Status};
use crate::domain::playbook::{Channel, Message, MessageKind, Playbook};

/// Returns everybody from outside the team who had a message that was no sitrep, in the order in
/// which they had it. The issue has all by itself, and what a public page says is ended by the
/// messages for that page.
pub(super) fn noticed(incident: &Incident, playbook: &Playbook) -> Vec<Audience> {
    let mut all: Vec<Audience> = Vec::new();
    for sent in &incident.messages {
        let message = playbook.message(&sent.message);
        let Some(message) = message.filter(|it| is_notice(it.kind)) else {
            continue;
        };
        // One to nobody named went to all whom it must reach.
        let to = if sent.to.is_empty() {
            &message.must
        } else {
            &sent.to
        };
        for name in to {
            let one = known(playbook, name, Need::Notice);
            let is_public = matches!(one.channel, Channel::Issue | Channel::StatusPage);
            if is_public || is_of_team(&one, incident, playbook) {
                continue;
            }
            let need = need(&one, message);
            match all.iter_mut().find(|known| known.is_same(&one)) {
                Some(known) if need == Need::Notice => known.need = need,
                Some(_) => {}
                None => all.push(Audience { need, ..one }),
            }
        }
    }
    all
}

/// Returns the names of those who had a notice and were not told that it was a false alarm, since
/// the incident was last found active. Whom it was decided not to tell is not owed it, and whoever
/// is still to be told stands with the message that waits.
pub(in crate::domain) fn believe_it(incident: &Incident, playbook: &Playbook) -> Vec<String> {
    if incident.status != Status::FalseAlarm {
        return Vec::new();
    }
    let all = incident.messages.iter().chain(&incident.unsent);
    let ends: Vec<&MessageRecord> = all
        .filter(|sent| ends_it(sent, incident, playbook))
        .collect();
    let owed = noticed(incident, playbook).into_iter();
    let owed = owed.filter(|one| !ends.iter().any(|sent| is_seen_to(sent, one, playbook)));
    owed.map(|one| one.name).collect()
}

/// Returns whether a message says that it was a false alarm: the notice, or the final sitrep.
fn ends_it(sent: &MessageRecord, incident: &Incident, playbook: &Playbook) -> bool {
    let recorded = sent.entry.recorded();
    let since = match playbook.message(&sent.message).map(|it| it.kind) {
        Some(MessageKind::FalseAlarm) => incident.reopened_at,
        Some(MessageKind::Final) => incident.false_alarm_at,
        _ => return false,
    };
    since.is_none_or(|since| recorded >= since)
}

fn is_seen_to(sent: &MessageRecord, one: &Audience, playbook: &Playbook) -> bool {
    let (key, address) = one.key(playbook);
    let is_them = |name: &str| is_known_as(name, key, address);
    let mut ways = sent.routes.iter();
    sent.to.iter().any(|name| is_them(name)) || ways.any(|it| is_them(it.route.told_as()))
}

fn need(one: &Audience, message: &Message) -> Need {
    // Whom the process tells beside them is told of a fact, not of what is theirs.
    let is_beside = message.should.contains(&one.address);
    if message.kind == MessageKind::Exposure && !is_beside {
        Need::Exposure
    } else {
        Need::Notice
    }
}

/// Returns whether a message of this kind has its readers believe that there is an incident. What
/// goes to the team alone does not, nor what is said once it is over; who got a sitrep is asked for
/// by its own line.
fn is_notice(kind: MessageKind) -> bool {
    let is_other = matches!(
        kind,
        MessageKind::HeadsUp
            | MessageKind::Request
            | MessageKind::FalseAlarm
            | MessageKind::Thanks
            | MessageKind::Report
    );
    !is_other && !kind.is_sitrep()
}

/// Returns whether somebody works on it, or is reached where the team is.
fn is_of_team(one: &Audience, incident: &Incident, playbook: &Playbook) -> bool {
    if one.address.is_empty() {
        let mut team = incident.responders.iter().chain([&incident.ic]);
        return team.any(|name| is_same(name, &one.name));
    }
    let is_inside = |kind| matches!(kind, MessageKind::HeadsUp | MessageKind::Request);
    let mut inside = playbook.messages.iter().filter(|it| is_inside(it.kind));
    inside.any(|it| {
        it.must
            .iter()
            .chain(&it.should)
            .any(|key| *key == one.address)
    })
}
