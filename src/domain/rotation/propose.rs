//! A plan of the people there are.
//!
//! Time is filled from now on, a seat at a time; the first seat is that of whoever commands.
//! Who is on shift stays to the end of it; where too many are on, whoever is up longest goes home
//! first, but not who commands. Then it is the turn of who rested and worked least. Where nobody can come, the
//! seat stays empty: a plan never makes somebody come too soon or stay too long.

use super::plan::{Candidate, Rotation, Rules, STEP, Slot, Wanted, ceil, floor};
use crate::domain::time::{Instant, Span};

/// The longest that is planned ahead: nobody knows who is there in a week.
const FARTHEST: Span = Span::hours(7 * 24);
/// The most that work at a time without somebody asking for more.
const SEATS: usize = 2;

/// A last shift shorter than this is left out of a plan. Ours; the guide says nothing of it.
const STUB: Span = Span::hours(1);

/// What marks a shift that was made longer before it was planned.
const LONGER: &str = "the shift was made longer";

/// Returns the plan that covers most; see [`super::check`] for what it leaves open.
#[must_use]
pub fn propose(people: &[Candidate], rules: Rules, wanted: Wanted, now: Instant) -> Rotation {
    // Without a pause two shifts are one, and without a length nothing is ever filled.
    let rules = Rules {
        length: rules.length.max(STEP),
        rest: rules.rest.max(STEP),
    };
    let from = floor(now);
    let to = from + wanted.horizon.min(FARTHEST).max(rules.length).delta();
    let seats = wanted
        .seats
        .unwrap_or_else(|| seats(people.len(), rules))
        .max(1);
    let mut planning = Planning::new(people, rules, (from, to, now));
    planning.keep_on(seats);
    while let Some((seat, at)) = planning.next_free() {
        planning.fill(seat, at);
    }
    let slots = planning.slots;
    without_stub(Rotation { from, to, slots }, rules).sorted()
}

/// Returns a plan that ends before a last shift that would not be worth coming for: how far ahead
/// is planned is a matter of taste, and nobody comes for a quarter of an hour.
fn without_stub(mut plan: Rotation, rules: Rules) -> Rotation {
    // Where shifts are that short themselves, another one is as good as any.
    if rules.length < STUB {
        return plan;
    }
    let is_stub = |slot: &&Slot| {
        slot.to == plan.to && slot.from > plan.from && Span::between(slot.from, slot.to) < STUB
    };
    let begins = plan.slots.iter().filter(is_stub).map(|slot| slot.from);
    let Some(to) = begins
        .min()
        .filter(|to| Span::between(plan.from, *to) >= rules.length)
    else {
        return plan;
    };
    plan.to = to;
    plan.slots.retain(|slot| slot.from < to);
    for slot in &mut plan.slots {
        slot.to = slot.to.min(to);
    }
    plan
}

/// Returns how many people can keep working at a time for good.
fn seats(people: usize, rules: Rules) -> usize {
    let round = rules.length.as_seconds() + rules.rest.as_seconds();
    let length = usize::try_from(rules.length.as_seconds()).unwrap_or(0);
    let round = usize::try_from(round).unwrap_or(0).max(1);
    (people * length / round).clamp(1, SEATS)
}

/// Somebody, while a plan is made.
struct Hand<'a> {
    person: &'a Candidate,
    /// When they can come again.
    ready_at: Instant,
    /// How long they worked and will have.
    load: Span,
}

struct Planning<'a> {
    hands: Vec<Hand<'a>>,
    /// When each seat is free again; the first is that of who commands.
    seats: Vec<Instant>,
    slots: Vec<Slot>,
    rules: Rules,
    from: Instant,
    to: Instant,
    now: Instant,
}

impl<'a> Planning<'a> {
    fn new(
        people: &'a [Candidate],
        rules: Rules,
        (from, to, now): (Instant, Instant, Instant),
    ) -> Self {
        let hands = people.iter().map(|person| {
            let ready_at = match person.on_since {
                // Whoever is on and gets no seat goes home now.
                Some(_) => ceil(now + rules.rest.delta()),
                None => from,
            };
            let not_before = person.not_before.map_or(from, ceil);
            Hand {
                person,
                ready_at: ready_at.max(not_before),
                load: person.worked,
            }
        });
        Self {
            hands: hands.collect(),
            seats: Vec::new(),
            slots: Vec::new(),
            rules,
            from,
            to,
            now,
        }
    }

    /// Gives the seats to those who are on shift and may stay; the longest up go home.
    fn keep_on(&mut self, seats: usize) {
        let mut on: Vec<(usize, Instant)> = Vec::new();
        for (at, hand) in self.hands.iter().enumerate() {
            if let Some(since) = hand.person.on_since {
                let due = since.min(self.now) + self.rules.length.delta();
                let until = floor(hand.person.stays_until.unwrap_or(due)).min(self.to);
                if until > self.now {
                    on.push((at, until));
                }
            }
        }
        // Command is not handed over because a plan is made.
        let commands = |at: usize| self.hands[at].person.commands;
        on.sort_by_key(|(at, until)| (!commands(*at), std::cmp::Reverse(*until)));
        self.seats = vec![self.from; seats];
        let first = on
            .iter()
            .position(|(at, _)| self.hands[*at].person.can_command);
        if let Some((hand, until)) = first.map(|first| on.remove(first)) {
            self.take(0, hand, (self.from, until));
        }
        let from = usize::from(first.is_some());
        for (seat, (hand, until)) in (from..seats).zip(on) {
            self.take(seat, hand, (self.from, until));
        }
    }

    /// Returns the seat that is free first, and from when; none when all is filled.
    fn next_free(&self) -> Option<(usize, Instant)> {
        let seats = self.seats.iter().copied().enumerate();
        let (seat, at) = seats.min_by_key(|(seat, at)| (*at, *seat))?;
        (at < self.to).then_some((seat, at))
    }

    /// Puts somebody into a seat, or leaves it empty until somebody can come.
    fn fill(&mut self, seat: usize, at: Instant) {
        let end = (at + self.rules.length.delta()).min(self.to);
        let commander = self.pick(at, |person| person.can_command);
        let chosen = match (seat, commander) {
            (0, Some(hand)) => Some((hand, end)),
            // Somebody else keeps the watch until somebody who may command can come.
            (0, None) => {
                let back = self.next_ready(at, |person| person.can_command);
                let end = back.map_or(end, |back| back.min(end));
                self.pick(at, |_| true).map(|hand| (hand, end))
            }
            (_, commander) => {
                let other = self.pick(at, |person| !person.can_command);
                let spare = commander.filter(|_| self.has_spare_commanders());
                other.or(spare).map(|hand| (hand, end))
            }
        };
        match chosen {
            Some((hand, until)) => self.take(seat, hand, (at, until)),
            None => self.seats[seat] = self.next_ready(at, |_| true).unwrap_or(self.to),
        }
    }

    /// Returns who is ready, worked least, and rested longest.
    fn pick(&self, at: Instant, wanted: impl Fn(&Candidate) -> bool) -> Option<usize> {
        let hands = self.hands.iter().enumerate();
        hands
            .filter(|(_, hand)| hand.ready_at <= at && wanted(hand.person))
            .min_by_key(|(place, hand)| (hand.load, hand.ready_at, *place))
            .map(|(place, _)| place)
    }

    fn next_ready(&self, at: Instant, wanted: impl Fn(&Candidate) -> bool) -> Option<Instant> {
        let hands = self.hands.iter().filter(|hand| wanted(hand.person));
        hands
            .map(|hand| hand.ready_at)
            .filter(|ready| *ready > at)
            .min()
    }

    /// Returns whether more may command than the first seat takes around the clock.
    fn has_spare_commanders(&self) -> bool {
        let commanders = self.hands.iter().filter(|hand| hand.person.can_command);
        let length = self.rules.length.as_seconds();
        let count = i64::try_from(commanders.count()).unwrap_or(i64::MAX);
        count.saturating_mul(length) > length + self.rules.rest.as_seconds()
    }

    fn take(&mut self, seat: usize, hand: usize, (from, to): (Instant, Instant)) {
        let hand = &mut self.hands[hand];
        let since = hand.person.on_since.unwrap_or(from).min(from);
        let stays = hand.person.stays_until.is_some_and(|until| to <= until);
        let reason = if stays && to > since + self.rules.length.delta() {
            LONGER
        } else {
            ""
        };
        // Whoever is on shift now may have said from when on they come again.
        let not_before = hand.person.not_before.map_or(to, ceil);
        hand.ready_at = ceil(to + self.rules.rest.delta()).max(not_before);
        hand.load = Span::seconds(hand.load.as_seconds() + Span::between(from, to).as_seconds());
        self.seats[seat] = to;
        self.slots.push(Slot {
            id: None,
            person: hand.person.name.clone(),
            from,
            to,
            reason: reason.to_owned(),
        });
    }
}
