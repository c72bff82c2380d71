//! What is wrong with a plan, whoever made it.

use std::collections::BTreeSet;

use super::finding::{Finding, Trouble};
use super::plan::{Candidate, Rotation, Rules, Slot, floor};
use crate::domain::time::{Instant, Span};

/// Returns everything that is wrong with what is left of a plan, in the order of time. What is
/// over is not told, for nobody can mend it; but whoever had a shift rests from its end.
#[must_use]
pub fn check(
    rotation: &Rotation,
    people: &[Candidate],
    rules: Rules,
    now: Instant,
) -> Vec<Finding> {
    let mut findings = uncovered(rotation, people, now);
    for name in names(rotation) {
        let person = people.iter().find(|person| person.name == *name);
        findings.extend(OfPerson::new(name, person, rotation, now).findings(rules));
    }
    for (at, slot) in rotation.slots.iter().enumerate() {
        if is_empty(slot) {
            findings.push(found(slot.from, slot.to, Trouble::Empty, Some(at)));
        }
    }
    findings.sort_by_key(|finding| (finding.from, finding.slot));
    findings
}

/// Returns what is to know of a plan although nothing is wrong with it: who is on shift, and goes
/// home by it now, because more are on than it has work at a time.
#[must_use]
pub fn remarks(rotation: &Rotation, people: &[Candidate], now: Instant) -> Vec<String> {
    if now < rotation.from || now >= rotation.to {
        return Vec::new();
    }
    let is_planned = |name: &str| {
        let mut slots = rotation.slots.iter();
        slots.any(|slot| slot.person == name && slot.covers(now))
    };
    let on = people.iter().filter(|person| person.on_since.is_some());
    let home = on.filter(|person| !is_planned(&person.name));
    home.map(|person| {
        format!(
            "{} is on shift now, and this plan sends them home",
            person.name
        )
    })
    .collect()
}

fn found(from: Instant, to: Instant, trouble: Trouble, slot: Option<usize>) -> Finding {
    Finding {
        from,
        to,
        trouble,
        slot,
        reason: String::new(),
    }
}

fn is_empty(slot: &Slot) -> bool {
    slot.to <= slot.from || slot.person.is_empty()
}

fn names(rotation: &Rotation) -> BTreeSet<&String> {
    let names = rotation.slots.iter().map(|slot| &slot.person);
    names.filter(|name| !name.is_empty()).collect()
}

/// Returns when nobody is on, or nobody who may command, from now to the end of the plan.
fn uncovered(rotation: &Rotation, people: &[Candidate], now: Instant) -> Vec<Finding> {
    let (from, to) = (rotation.from.max(now), rotation.to);
    let slots: Vec<&Slot> = rotation
        .slots
        .iter()
        .filter(|slot| !is_empty(slot))
        .collect();
    let edges = slots.iter().flat_map(|slot| [slot.from, slot.to]);
    let edges: BTreeSet<Instant> = edges
        .filter(|at| from < *at && *at < to)
        .chain([from, to])
        .collect();
    let edges: Vec<Instant> = edges.into_iter().collect();
    let mut findings: Vec<Finding> = Vec::new();
    for pair in edges.windows(2) {
        let (begin, end) = (pair[0], pair[1]);
        if end <= from {
            continue;
        }
        let mut on = slots.iter().filter(|slot| slot.covers(begin)).peekable();
        let is_gap = on.peek().is_none();
        let trouble = match is_gap {
            true => Trouble::Gap,
            false if on.any(|slot| can_command(people, &slot.person)) => continue,
            false => Trouble::NoCommander,
        };
        match findings.last_mut() {
            Some(last) if last.to == begin && last.trouble == trouble => last.to = end,
            _ => findings.push(found(begin, end, trouble, None)),
        }
    }
    findings
}

fn can_command(people: &[Candidate], name: &str) -> bool {
    people
        .iter()
        .any(|person| person.name == name && person.can_command)
}

/// A time that somebody works or is planned to.
struct Block<'a> {
    from: Instant,
    to: Instant,
    /// The shift of the plan, with its place; none for what they work already.
    slot: Option<(usize, &'a Slot)>,
}

/// What one person works, in order.
struct OfPerson<'a> {
    name: &'a str,
    person: Option<&'a Candidate>,
    blocks: Vec<Block<'a>>,
    now: Instant,
}

impl<'a> OfPerson<'a> {
    fn new(
        name: &'a str,
        person: Option<&'a Candidate>,
        rotation: &'a Rotation,
        now: Instant,
    ) -> Self {
        let on_since = person.and_then(|person| person.on_since);
        let slots = rotation.slots.iter().enumerate();
        let own = slots.filter(|(_, slot)| slot.person == name && !is_empty(slot));
        let planned = own.map(|(at, slot)| {
            // Who came within the first quarter of their shift works since they came.
            let came = on_since.filter(|since| floor(*since) == slot.from);
            Block {
                from: came.unwrap_or(slot.from),
                to: slot.to,
                slot: Some((at, slot)),
            }
        });
        let worked = on_since.map(|since| Block {
            from: since.min(now),
            to: now,
            slot: None,
        });
        let mut blocks: Vec<Block<'_>> = worked.into_iter().chain(planned).collect();
        blocks.sort_by_key(|block| (block.from, block.to));
        Self {
            name,
            person,
            blocks,
            now,
        }
    }

    fn findings(&self, rules: Rules) -> Vec<Finding> {
        let mut findings = self.twice();
        let mut stretch: Option<(Instant, Instant)> = None;
        for block in &self.blocks {
            let goes_on = stretch.filter(|(_, end)| block.from <= *end);
            let (begin, end) = if let Some((begin, end)) = goes_on {
                (begin, end.max(block.to))
            } else {
                findings.extend(self.too_soon(stretch.map(|(_, end)| end), block, rules));
                (block.from, block.to)
            };
            stretch = Some((begin, end));
            findings.extend(self.too_long(begin, block, rules));
        }
        findings.extend(self.unknown());
        let slots: Vec<(usize, Instant)> = self
            .blocks
            .iter()
            .filter_map(|block| block.slot.map(|(at, slot)| (at, slot.to)))
            .collect();
        let is_over = |at| {
            slots
                .iter()
                .any(|(slot, to)| *slot == at && *to <= self.now)
        };
        findings.retain(|finding| !finding.slot.is_some_and(is_over));
        findings
    }

    /// Returns when they are planned twice.
    fn twice(&self) -> Vec<Finding> {
        let slots: Vec<(usize, &Slot)> = self.blocks.iter().filter_map(|b| b.slot).collect();
        let mut findings = Vec::new();
        for (place, (at, slot)) in slots.iter().enumerate() {
            let before = slots[..place].iter().map(|(_, before)| before);
            let to = before
                .filter(|before| before.overlaps(slot))
                .map(|it| it.to)
                .max();
            if let Some(to) = to {
                let person = self.name.to_owned();
                let trouble = Trouble::DoubleBooked { person };
                findings.push(found(slot.from, to.min(slot.to), trouble, Some(*at)));
            }
        }
        findings
    }

    fn too_long(&self, begin: Instant, block: &Block<'_>, rules: Rules) -> Option<Finding> {
        let (at, slot) = block.slot?;
        let most = begin + rules.length.delta();
        (slot.to > most).then(|| {
            let trouble = Trouble::TooLong {
                person: self.name.to_owned(),
                works: Span::between(begin, slot.to),
            };
            marked(slot, found(most.max(slot.from), slot.to, trouble, Some(at)))
        })
    }

    /// Returns that they come back before they rested, or before they are to be asked.
    fn too_soon(&self, end: Option<Instant>, block: &Block<'_>, rules: Rules) -> Option<Finding> {
        let (at, slot) = block.slot?;
        let rests = end.map(|end| Span::between(end, block.from));
        let rests = rests.filter(|rests| *rests < rules.rest);
        let not_before = self.person.and_then(|person| person.not_before);
        let not_before = not_before.filter(|not_before| block.from < *not_before);
        if rests.is_none() && not_before.is_none() {
            return None;
        }
        let to = not_before.filter(|_| rests.is_none()).unwrap_or(slot.to);
        let person = self.name.to_owned();
        let trouble = Trouble::RestBroken { person, rests };
        Some(marked(slot, found(slot.from, to, trouble, Some(at))))
    }

    fn unknown(&self) -> Option<Finding> {
        let (at, slot) = self.blocks.iter().find_map(|block| block.slot)?;
        let person = self.name.to_owned();
        let trouble = Trouble::Unknown { person };
        let finding = found(slot.from, slot.to, trouble, Some(at));
        self.person.is_none().then_some(finding)
    }
}

fn marked(slot: &Slot, finding: Finding) -> Finding {
    Finding {
        reason: slot.reason.clone(),
        ..finding
    }
}
