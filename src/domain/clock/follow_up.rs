//! Follow-ups on the clock wall: what outlasts the incident asks until it is done.

use super::due::Due;
use super::facts::{Facts, sane};
use crate::domain::followup::{self, FollowUp};
use crate::domain::text::excerpt;

/// How much of a text a line shows.
const TEXT: usize = 100;

/// Returns every follow-up that the process has no clock of its own for.
pub(super) fn follow_ups(facts: Facts<'_>) -> Vec<Due> {
    let open = followup::own(facts.incident, facts.playbook, facts.now).into_iter();
    let open = open.filter(|it| !it.is_done());
    open.map(|it| of(&it, facts)).collect()
}

fn of(it: &FollowUp, facts: Facts<'_>) -> Due {
    let text = excerpt(&it.text, TEXT);
    let owner = match it.owner.as_str() {
        "" => "nobody has it".to_owned(),
        owner => owner.to_owned(),
    };
    let due = match it.due {
        Some(day) => format!("due {day}"),
        None => format!("open for {}", it.age(facts.now).words()),
    };
    let key = &it.id.0;
    // A round begins anew with each day that is said, which takes the snooze away.
    let times = (it.since, sane(it.warn_at), sane(it.due_at));
    Due {
        name: format!("Follow-up {key}"),
        ask: format!("See to {key}: {text}"),
        reason: format!("{due}; {owner}"),
        again: Some(facts.playbook.follow_up.every),
        command: "follow-ups".to_owned(),
        ..Due::beside(key.clone(), times, facts)
    }
}
