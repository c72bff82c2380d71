//! The close ritual: what is owed once an incident has ended, and what of it begins again when
//! the incident is found active after all (T6-T8).

use super::event::{Event, ShiftStarted};
use super::ids::ItemId;
use super::incident::{Incident, MessageRecord, Status};
use super::message::{addressee, got, is_known_as};
use super::playbook::{Channel, Condition, Fact, Item, Playbook};
use super::time::Instant;

/// Returns when what ticks a line must not be older than: the last re-opening, for a line that
/// comes once the incident has ended. What was sent and said before ended nothing.
fn counts_since(item: &Item, incident: &Incident, playbook: &Playbook) -> Option<Instant> {
    incident
        .reopened_at
        .filter(|_| comes_at_the_end(item, playbook))
}

fn comes_at_the_end(item: &Item, playbook: &Playbook) -> bool {
    item.when == Some(Condition::Resolved)
        || [&item.phase, &item.situation]
            .into_iter()
            .flatten()
            .any(|list| is_of_the_end(list, playbook))
}

/// Returns whether a list is there for incidents that have ended only.
fn is_of_the_end(list: &str, playbook: &Playbook) -> bool {
    let phases = playbook.phases.iter();
    let phases = phases.map(|phase| (&phase.id, &phase.statuses));
    let situations = playbook.situations.iter();
    let situations = situations.map(|situation| (&situation.id, &situation.statuses));
    let mut all = phases.chain(situations);
    let has_ended = |status: &Status| matches!(status, Status::Resolved | Status::FalseAlarm);
    all.any(|(id, statuses)| id == list && !statuses.is_empty() && statuses.iter().all(has_ended))
}

/// Returns what begins again when an incident that had ended is active: the lines of its end,
/// and the shift of whoever commands, if they went home. Clocks begin again by themselves.
pub(super) fn begun_again(incident: &Incident, playbook: &Playbook) -> Vec<Event> {
    let of_playbook = playbook.items.iter();
    let of_playbook = of_playbook
        .filter(|item| comes_at_the_end(item, playbook))
        .map(|item| ItemId::new(&item.id));
    let added = incident.custom_items.iter();
    let added = added
        .filter(|item| is_of_the_end(&item.list, playbook))
        .map(|item| ItemId::from(item.id));
    let marked = of_playbook
        .chain(added)
        .filter(|id| incident.checklist.contains_key(id));
    let mut events: Vec<Event> = marked
        .map(|item| Event::ItemMarked {
            item,
            mark: None,
            reason: "the incident is active again".to_owned(),
        })
        .collect();
    let is_away = !incident.ic.is_empty() && incident.shift_of(&incident.ic).is_none();
    if is_away {
        events.push(Event::ShiftStarted(ShiftStarted::of(&incident.ic)));
    }
    events
}

/// Returns whether what an item names went out or was reached, since the incident was last found
/// active where the item is for its end.
pub(super) fn said(fact: Fact, item: &Item, incident: &Incident, playbook: &Playbook) -> bool {
    let since = counts_since(item, incident, playbook);
    let message = item.message.as_deref().unwrap_or_default();
    match fact {
        Fact::EverybodyTold => {
            let missing = not_told(incident, playbook, message, since);
            missing.is_some_and(|missing| missing.is_empty())
        }
        Fact::MilestoneReached => {
            let id = item.milestone.as_deref().unwrap_or_default();
            let reached = incident.milestones.get(id);
            reached.is_some_and(|it| {
                !it.at.is_unknown() && since.is_none_or(|since| it.said_at >= since)
            })
        }
        _ => went_out(incident, message, since),
    }
}

/// Returns whether a message went out, counted from a time on.
fn went_out(incident: &Incident, message: &str, since: Option<Instant>) -> bool {
    sent_since(incident, message, since).next().is_some()
}

fn sent_since<'a>(
    incident: &'a Incident,
    message: &'a str,
    since: Option<Instant>,
) -> impl Iterator<Item = &'a MessageRecord> {
    let of_it = move |sent: &&MessageRecord| {
        sent.message == message && since.is_none_or(|since| sent.entry.recorded() >= since)
    };
    incident.messages.iter().filter(of_it)
}

/// Returns who got a sitrep at any time and not this message, counted from a time on (R32,
/// R58), and whom it was to go to and did not reach; none when nothing went out at all. The
/// issue has all of them by itself, and whom it was decided not to tell this way is not owed it.
fn not_told(
    incident: &Incident,
    playbook: &Playbook,
    message: &str,
    since: Option<Instant>,
) -> Option<Vec<String>> {
    let last: Vec<&MessageRecord> = sent_since(incident, message, since).collect();
    if last.is_empty() {
        return None;
    }
    let mut missing: Vec<String> = Vec::new();
    let sitreps = incident.messages.iter().filter(|sent| sent.number > 0);
    for name in sitreps.flat_map(|sent| &sent.to) {
        let known = addressee(name, playbook);
        let is_issue = known.is_some_and(|(_, it)| it.channel == Channel::Issue);
        let key = known.map_or(name.as_str(), |(key, _)| key);
        let address = known.map(|(_, address)| address);
        let by_name = |sent: &&MessageRecord| sent.to.iter().any(|to| to.trim() == name.trim());
        let has_it = |sent: &&MessageRecord| got(sent, key, address) || by_name(sent);
        if !is_issue && !last.iter().any(has_it) && !missing.contains(name) {
            missing.push(name.clone());
        }
    }
    for sent in &last {
        for route in sent.routes.iter().filter(|it| it.state.is_unsent()) {
            let (name, key) = (route.route.told_as(), &route.route.address);
            let address = playbook.address(key);
            let is_them = |to: &String| to == name || is_known_as(to, key, address);
            let has_it = last.iter().any(|sent| sent.to.iter().any(is_them));
            if !has_it && !missing.iter().any(|known| known == name) {
                missing.push(name.to_owned());
            }
        }
    }
    Some(missing)
}
