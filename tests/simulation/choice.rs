//! Values that people choose and that hold no word of theirs: a tick, a severity, an owner.

use std::collections::{BTreeMap, BTreeSet};

use sitroom::domain::document::{Bullet, Document, Kind, LineMark, Section, Standing, parse};
use sitroom::domain::ids::ItemId;

/// Lines that the record ticks by itself.
const DERIVED: [&str; 3] = ["A1", "M1", "P2"];

/// What is chosen, by the subject of a conflict about it.
pub(crate) type Choices = BTreeMap<String, String>;

/// Returns the choices that a sitroom shows.
pub(crate) fn of_document(document: &Document) -> Choices {
    let mut choices = Choices::new();
    for bullet in [Bullet::Severity, Bullet::Ic] {
        let value = document.bullets.get(&bullet).cloned().unwrap_or_default();
        choices.insert(bullet.subject().to_owned(), value);
    }
    for item in document.items.iter().chain(&document.hidden) {
        let mark = match item.standing {
            Standing::Line(mark) => Some(mark),
            Standing::Lead(..) | Standing::Fix(..) => None,
        };
        add_line(
            &mut choices,
            &item.id,
            mark,
            Some(&item.owner),
            item.section.class(),
        );
    }
    choices
}

/// Returns the choices that a body shows.
pub(crate) fn of_body(body: &str) -> Choices {
    let parsed = parse(body);
    let mut choices = Choices::new();
    for bullet in [Bullet::Severity, Bullet::Ic] {
        if let Some(value) = parsed.bullet(bullet) {
            choices.insert(bullet.subject().to_owned(), value);
        }
    }
    for item in &parsed.items {
        let Some(id) = &item.marked else {
            continue;
        };
        let mark = match (item.ticked, &item.words) {
            (true, _) => LineMark::Ticked,
            (false, Some(Standing::Line(mark))) => *mark,
            (false, _) => LineMark::Open,
        };
        let class = item.section.as_ref().and_then(Section::class);
        add_line(&mut choices, id, Some(mark), item.owner.as_ref(), class);
    }
    choices
}

fn add_line(
    choices: &mut Choices,
    id: &ItemId,
    mark: Option<LineMark>,
    owner: Option<&String>,
    class: Option<sitroom::domain::incident::FixClass>,
) {
    if Kind::of(id) == Kind::Line {
        if let Some(mark) = mark.filter(|_| !DERIVED.contains(&&*id.0)) {
            choices.insert(format!("{id} mark"), format!("{mark:?}"));
        }
        return;
    }
    if let Some(owner) = owner {
        choices.insert(format!("{id} owner"), owner.clone());
    }
    if let Some(class) = class.filter(|_| Kind::of(id) == Kind::Fix) {
        choices.insert(format!("{id} class"), class.to_string());
    }
}

/// The values that may stand in the end: those that were chosen and that nobody who saw them
/// replaced. Two people who chose apart leave two.
#[derive(Debug, Default)]
pub(crate) struct Ballot {
    values: BTreeMap<String, BTreeMap<String, u32>>,
    /// Whether a record and the issue have not agreed on anything yet. Then who says that a
    /// severity is unknown yields to whoever knows it.
    pub(crate) nothing_agreed: bool,
}

impl Ballot {
    /// Enters what somebody made of what they saw. What nobody chose as far as they could see
    /// replaces nothing: it only happens to be the value that somebody else chose apart.
    pub(crate) fn chosen(
        &mut self,
        before: &Choices,
        after: &Choices,
        was_set: impl Fn(&str) -> bool,
    ) {
        // Whoever takes a line out takes what was chosen about it out with it.
        self.values
            .retain(|subject, _| !before.contains_key(subject) || after.contains_key(subject));
        for (subject, value) in after {
            let old = before.get(subject);
            if old == Some(value) {
                continue;
            }
            let old = old.filter(|_| was_set(subject));
            let values = self.values.entry(subject.clone()).or_default();
            if let Some(times) = old.and_then(|old| values.get_mut(old)) {
                *times = times.saturating_sub(1);
            }
            if !(self.nothing_agreed && value == "unknown") {
                *values.entry(value.clone()).or_default() += 1;
            }
        }
    }

    /// Enters what a tool saved over a text that it had not seen: only what it changed in what
    /// it had seen was chosen. What stood there otherwise was not, and what became of that may
    /// hold or not.
    pub(crate) fn saved_blindly(&mut self, seen: &Choices, before: &Choices, after: &Choices) {
        let is_chosen = |subject: &String| seen.get(subject) != after.get(subject);
        let of = |choices: &Choices, chosen: bool| -> Choices {
            let all = choices.iter();
            let some = all.filter(|(subject, _)| is_chosen(subject) == chosen);
            some.map(|(subject, value)| (subject.clone(), value.clone()))
                .collect()
        };
        // What it covered went with its lines.
        self.values
            .retain(|subject, _| !before.contains_key(subject) || after.contains_key(subject));
        self.chosen(&of(before, true), &of(after, true), |_| true);
        for (subject, value) in of(after, false) {
            if before.get(&subject) != Some(&value)
                && let Some(values) = self.values.get_mut(&subject)
            {
                *values.entry(value).or_default() += 1;
            }
        }
    }

    /// Returns a choice that is gone although nobody replaced it. `asked` are the subjects that
    /// somebody was asked about, or whose lines were given other numbers.
    pub(crate) fn lost(&self, present: &Choices, asked: &BTreeSet<String>) -> Option<String> {
        let mut all = self
            .values
            .iter()
            .filter(|(subject, _)| !asked.contains(*subject));
        all.find_map(|(subject, values)| {
            let now = present.get(subject)?;
            let chosen: Vec<_> = values.iter().filter(|(_, times)| **times > 0).collect();
            let fits = chosen.iter().any(|(value, _)| *value == now);
            let text = format!("{subject} is `{now}` in the end, chosen was {chosen:?}");
            (!fits && !chosen.is_empty()).then_some(text)
        })
    }
}
