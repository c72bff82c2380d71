//! The planner of the rotation: a plan in the making, which is no one's until it is accepted.

use serde::{Deserialize, Serialize};

use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::people::Elsewhere;
use crate::domain::playbook::Playbook;
use crate::domain::rotation::{
    Candidate, Finding, HORIZON, Rotation, Slot, Wanted, candidates, check, propose, rules,
};
use crate::domain::time::{Instant, Span};

/// The key of its draft.
pub(super) const DRAFT: &str = "rotation";
/// How far ahead a plan may reach, in hours.
const HORIZONS: [i64; 4] = [12, 24, 48, 72];
/// How many may be on at a time, as far as one chooses it by a key.
const MOST_SEATS: usize = 3;

/// A plan in the making.
#[derive(Debug, Clone, PartialEq)]
pub struct Planner {
    /// The plan as it is now.
    pub rotation: Rotation,
    /// The place of the shift that the keys act on.
    pub marked: usize,
    /// What a proposal is to cover.
    pub wanted: Wanted,
    /// Who may be planned.
    pub people: Vec<Candidate>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// What was wrong with the last key.
    pub problem: String,
    /// The entry of the plan that held when this one was made.
    pub(super) seen: Option<EntryId>,
}

/// A plan that was not accepted, kept on disk.
#[derive(Serialize, Deserialize)]
struct Draft {
    seen: Option<EntryId>,
    rotation: Rotation,
}

impl Planner {
    /// Returns the plan that was left, else the one that holds, else a proposal.
    pub(super) fn open(
        incident: &Incident,
        playbook: &Playbook,
        others: &[Elsewhere],
        draft: Option<&String>,
        now: Instant,
    ) -> Self {
        let draft = draft.and_then(|text| serde_json::from_str::<Draft>(text).ok());
        let draft = draft.filter(|draft| draft.rotation.is_sane(now));
        let accepted = incident.rotation.accepted.as_ref();
        let accepted = accepted.filter(|accepted| accepted.rotation.to > now);
        let wanted = Wanted {
            horizon: HORIZON,
            seats: None,
        };
        let people = candidates(incident, playbook, others, now);
        let holds_by = incident.rotation.holds_by();
        let (rotation, seen) = match (draft, accepted) {
            (Some(draft), _) => (draft.rotation, draft.seen),
            (None, Some(accepted)) => (accepted.rotation.clone(), holds_by),
            (None, None) => (propose(&people, rules(playbook), wanted, now), holds_by),
        };
        let mut planner = Self {
            rotation,
            marked: 0,
            wanted,
            people,
            findings: Vec::new(),
            problem: String::new(),
            seen,
        };
        planner.marked = planner.place_at(now);
        planner.follow(incident, playbook, others, now);
        planner
    }

    /// Takes over what the record says by now, and looks through the plan again.
    pub(super) fn follow(
        &mut self,
        incident: &Incident,
        playbook: &Playbook,
        others: &[Elsewhere],
        now: Instant,
    ) {
        let accepted = incident.rotation.accepted.as_ref();
        let holds_by = incident.rotation.holds_by();
        if holds_by != self.seen {
            let held = accepted.map(|accepted| &accepted.rotation);
            let held_slots = held.map_or(&[][..], |held| &held.slots);
            if is_alike(held_slots, &self.rotation.slots) {
                // It is this one, with its numbers.
                self.rotation = held.unwrap_or(&self.rotation).clone();
                self.seen = holds_by;
                self.problem.clear();
            } else {
                "somebody else changed the rotation meanwhile; propose again to go on from it"
                    .clone_into(&mut self.problem);
            }
        }
        self.people = candidates(incident, playbook, others, now);
        self.findings = check(&self.rotation, &self.people, rules(playbook), now);
        self.marked = self.marked.min(self.last());
    }

    /// Makes a new proposal of the people there are.
    pub(super) fn propose(
        &mut self,
        incident: &Incident,
        playbook: &Playbook,
        others: &[Elsewhere],
        now: Instant,
    ) {
        self.people = candidates(incident, playbook, others, now);
        self.rotation = propose(&self.people, rules(playbook), self.wanted, now);
        self.seen = incident.rotation.holds_by();
        self.problem.clear();
        self.marked = self.place_at(now);
    }

    /// Returns it as it is kept on disk.
    pub(super) fn draft(&self) -> String {
        let draft = Draft {
            seen: self.seen,
            rotation: self.rotation.clone(),
        };
        serde_json::to_string(&draft).unwrap_or_default()
    }

    /// Returns whether it is the plan that holds.
    #[must_use]
    pub fn is_accepted(&self, incident: &Incident) -> bool {
        let accepted = incident.rotation.accepted.as_ref();
        accepted.is_some_and(|accepted| accepted.rotation == self.rotation)
    }

    /// Returns the shift that the keys act on.
    #[must_use]
    pub fn marked_slot(&self) -> Option<&Slot> {
        self.rotation.slots.get(self.marked)
    }

    /// Returns everybody who may be planned or is, each once.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let known = self.people.iter().map(|person| person.name.as_str());
        let planned = self.rotation.slots.iter().map(|slot| slot.person.as_str());
        let mut names: Vec<&str> = Vec::new();
        for name in known.chain(planned) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Returns the place of the last shift.
    pub(super) fn last(&self) -> usize {
        self.rotation.slots.len().saturating_sub(1)
    }

    /// Returns the place of the shift that runs, or is the next.
    fn place_at(&self, now: Instant) -> usize {
        let place = self.rotation.slots.iter().position(|slot| slot.to > now);
        place.unwrap_or(0)
    }

    /// Takes the next number of hours ahead.
    pub(super) fn next_horizon(&mut self) {
        let is_it = |hours: &i64| Span::hours(*hours) == self.wanted.horizon;
        let next = HORIZONS.iter().position(is_it).map_or(0, |at| at + 1);
        self.wanted.horizon = Span::hours(HORIZONS[next % HORIZONS.len()]);
    }

    /// Takes the next number of people at a time: as many as can keep it up, then 1, 2, 3.
    pub(super) fn next_seats(&mut self) {
        self.wanted.seats = match self.wanted.seats {
            None => Some(1),
            Some(seats) if seats < MOST_SEATS => Some(seats + 1),
            Some(_) => None,
        };
    }
}

/// Returns whether two plans are one but for the numbers of their shifts.
fn is_alike(one: &[Slot], other: &[Slot]) -> bool {
    let bare = |slot: &Slot| Slot {
        id: None,
        ..slot.clone()
    };
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| bare(a) == bare(b))
}
