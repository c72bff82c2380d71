//! Changing a plan by hand. Each change gives the place where its shift stands afterwards.

use super::plan::{Candidate, Rotation, Rules, STEP, Slot, floor};
use crate::domain::time::{Instant, Span};

/// An end of a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Its beginning.
    Start,
    /// Its end.
    End,
}

impl Rotation {
    /// Moves an end of a shift by a span; a quarter of an hour always stays.
    #[must_use]
    pub fn moved(&self, at: usize, edge: Edge, by: Span) -> (Self, usize) {
        self.changed(at, |slot| match edge {
            Edge::Start => slot.from = (slot.from + by.delta()).min(slot.to - STEP.delta()),
            Edge::End => slot.to = (slot.to + by.delta()).max(slot.from + STEP.delta()),
        })
    }

    /// Gives a shift to the next of some people, or to the one before.
    #[must_use]
    pub fn passed_on(&self, at: usize, people: &[Candidate], forward: bool) -> (Self, usize) {
        let count = people.len();
        self.changed(at, |slot| {
            let is_theirs = |person: &Candidate| person.name == slot.person;
            let next = match people.iter().position(is_theirs) {
                Some(place) if forward => place + 1,
                Some(place) => place + count - 1,
                None => 0,
            };
            if let Some(next) = people.get(next % count.max(1)) {
                slot.person.clone_from(&next.name);
            }
        })
    }

    /// Says why a shift is longer than the rules want, or comes sooner; empty takes it back.
    #[must_use]
    pub fn marked(&self, at: usize, reason: &str) -> (Self, usize) {
        self.changed(at, |slot| reason.clone_into(&mut slot.reason))
    }

    /// Adds a shift: in the first gap from `now` on, else behind the one at a place. It is of
    /// whoever of the people has least to do then; without people nothing is added.
    #[must_use]
    pub fn with_one_more(
        &self,
        at: usize,
        people: &[Candidate],
        rules: Rules,
        now: Instant,
    ) -> (Self, usize) {
        let gap = self.gaps(now).into_iter().next();
        let (from, to) = gap.unwrap_or_else(|| {
            let from = self.slots.get(at).map_or(floor(now), |slot| slot.to);
            (from, from + rules.length.delta())
        });
        let from = floor(from);
        let to = to.min(from + rules.length.delta());
        let planned = |name: &str| -> i64 {
            let own = self.slots.iter().filter(|slot| slot.person == name);
            own.map(|slot| slot.span().as_seconds()).sum()
        };
        let person = people.iter().min_by_key(|person| {
            let is_resting = person.not_before.is_some_and(|until| until > from);
            let near = |slot: &Slot| {
                slot.from < to + rules.rest.delta() && from < slot.to + rules.rest.delta()
            };
            let is_tired = self
                .slots
                .iter()
                .any(|slot| slot.person == person.name && near(slot));
            let load = person.worked.as_seconds() + planned(&person.name);
            (is_resting || is_tired, load)
        });
        let Some(person) = person else {
            return (self.clone(), at);
        };
        let slot = Slot {
            id: None,
            person: person.name.clone(),
            from,
            to,
            reason: String::new(),
        };
        let mut rotation = self.clone();
        rotation.slots.push(slot.clone());
        rotation.in_order(&slot)
    }

    /// Takes a shift out.
    #[must_use]
    pub fn without(&self, at: usize) -> (Self, usize) {
        let mut rotation = self.clone();
        if at < rotation.slots.len() {
            rotation.slots.remove(at);
        }
        let last = rotation.slots.len().saturating_sub(1);
        (rotation, at.min(last))
    }

    fn changed(&self, at: usize, change: impl FnOnce(&mut Slot)) -> (Self, usize) {
        let mut rotation = self.clone();
        let Some(slot) = rotation.slots.get_mut(at) else {
            return (rotation, at);
        };
        change(slot);
        let slot = slot.clone();
        rotation.in_order(&slot)
    }

    fn in_order(self, slot: &Slot) -> (Self, usize) {
        let rotation = self.sorted();
        let at = rotation.slots.iter().position(|it| it == slot);
        (rotation, at.unwrap_or(0))
    }
}
