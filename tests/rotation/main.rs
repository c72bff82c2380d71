//! The rotation: a plan of who works when, what is wrong with one, and what becomes of it.

#[expect(dead_code, reason = "each test file uses a part of the farm")]
#[path = "../common/farm.rs"]
mod farm;

mod calendar;
mod laws;
mod plan;
mod record;

use sitroom::domain::rotation::{Candidate, Rotation, Rules, Slot};
use sitroom::domain::time::{Instant, Span};

/// Returns an instant of the second day of the story, or a later one: `2 14:00`.
pub(crate) fn day(text: &str) -> Instant {
    let (day, clock) = text.split_once(' ').expect("a day and a clock time");
    format!("2026-11-2{day}T{clock}:00Z")
        .parse()
        .expect("an instant")
}

/// Three hours on, eight to rest.
pub(crate) const RULES: Rules = Rules {
    length: Span::hours(3),
    rest: Span::hours(8),
};

pub(crate) fn rested(name: &str) -> Candidate {
    Candidate {
        name: name.to_owned(),
        commands: false,
        can_command: true,
        on_since: None,
        stays_until: None,
        worked: Span::default(),
        not_before: None,
    }
}

pub(crate) fn slot(person: &str, from: &str, to: &str) -> Slot {
    Slot {
        id: None,
        person: person.to_owned(),
        from: day(from),
        to: day(to),
        reason: String::new(),
    }
}

/// Returns each shift as `Farmer Jane 22 14:00-17:00`, in UTC.
pub(crate) fn told(rotation: &Rotation) -> Vec<String> {
    let slots = rotation.slots.iter();
    let told = slots.map(|slot| {
        let (from, to) = (slot.from.format("%d %H:%M"), slot.to.format("%H:%M"));
        format!("{} {from}-{to}", slot.person)
    });
    told.collect()
}
