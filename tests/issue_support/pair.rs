//! Two machines that keep the same incident and mirror it into one issue.

use chrono::TimeDelta;
use sitroom::domain::document::{Item, Tag};
use sitroom::domain::sync_plan::{Issue, plan};

use super::{Farm, Record};

/// One machine: its record, and what it last agreed on with the issue.
#[derive(Clone)]
pub(crate) struct Machine {
    pub(crate) record: Record,
    pub(crate) base: Issue,
}

/// Two machines and the issue between them.
pub(crate) struct Pair {
    pub(crate) a: Machine,
    pub(crate) b: Machine,
    pub(crate) remote: Issue,
}

impl Pair {
    /// Two machines that agree, the second with the journal of the first up to here.
    pub(crate) fn new() -> Self {
        let Farm {
            record,
            base,
            remote,
        } = Farm::new();
        let mut other = record.clone();
        other.machine = 1;
        other.now += TimeDelta::milliseconds(137);
        Self {
            a: Machine {
                record,
                base: base.clone(),
            },
            b: Machine {
                record: other,
                base,
            },
            remote,
        }
    }

    pub(crate) fn sync_a(&mut self) {
        self.a.record.sync(&mut self.a.base, &mut self.remote);
    }

    pub(crate) fn sync_b(&mut self) {
        self.b.record.sync(&mut self.b.base, &mut self.remote);
    }

    /// Lets both sync until nobody has anything to do, and returns how many rounds it took.
    pub(crate) fn settle(&mut self) -> usize {
        self.try_settle().unwrap_or_else(|why| panic!("{why}"))
    }

    /// Like [`Pair::settle`], but tells what goes on if it never ends.
    pub(crate) fn try_settle(&mut self) -> Result<usize, String> {
        for round in 1..10 {
            let before = self.remote.clone();
            let entries = self.entries();
            self.sync_a();
            self.sync_b();
            if self.remote == before && self.entries() == entries {
                return Ok(round);
            }
        }
        let last = |machine: &Machine| {
            let entries = machine.record.entries.iter().rev().take(6);
            let events: Vec<String> = entries.map(|entry| format!("{:?}", entry.event)).collect();
            events.join("\n")
        };
        Err(format!(
            "the two never settle\nA:\n{}\nB:\n{}\n{}",
            last(&self.a),
            last(&self.b),
            self.remote.body
        ))
    }

    /// Returns what the records say apart, and what either still has to do.
    pub(crate) fn differences(&self) -> Vec<String> {
        let (a, b) = (self.a.record.document(), self.b.record.document());
        let mut apart = Vec::new();
        let mut compare = |what: &str, a: String, b: String| {
            if a != b {
                apart.push(format!("{what}:\n  A {a}\n  B {b}"));
            }
        };
        compare("title", a.title.clone(), b.title.clone());
        compare("details", a.details.clone(), b.details.clone());
        compare(
            "bullets",
            format!("{:?}", a.bullets),
            format!("{:?}", b.bullets),
        );
        let facts = |record: &Record| {
            let facts = record.document().state.facts.into_iter();
            // A shift that two machines began apart may be known as two once it ended.
            let facts =
                facts.filter(|(subject, value)| !subject.starts_with("shift ") || value == "on");
            facts.collect::<Vec<_>>()
        };
        compare(
            "facts",
            format!("{:#?}", facts(&self.a.record)),
            format!("{:#?}", facts(&self.b.record)),
        );
        compare(
            "lists",
            format!("{:?}", a.state.lists),
            format!("{:?}", b.state.lists),
        );
        compare("notes", format!("{:?}", a.notes), format!("{:?}", b.notes));
        let all = |items: &[Item]| undated(items);
        for (what, a, b) in [
            ("line", &a.items, &b.items),
            ("hidden", &a.hidden, &b.hidden),
        ] {
            let (a, b) = (all(a), all(b));
            let mut ids: Vec<_> = a.iter().chain(&b).map(|item| item.id.clone()).collect();
            ids.sort();
            ids.dedup();
            for id in ids {
                let find = |items: &[Item]| {
                    let item = items.iter().find(|item| item.id == id);
                    format!("{item:?}")
                };
                compare(what, find(&a), find(&b));
            }
        }
        for (name, machine) in [("A", &self.a), ("B", &self.b)] {
            let record = &machine.record;
            let open = &record.incident.conflicts;
            let plan = plan(&machine.base, &record.document(), &self.remote, open);
            if !plan.imports.is_empty() || plan.body.is_some() || plan.title.is_some() {
                apart.push(format!(
                    "{name} has to do: {:?} {:?}",
                    plan.imports, plan.body
                ));
            }
        }
        apart
    }

    /// Asserts that both records say the same, but for what one of them alone has.
    pub(crate) fn assert_same(&self) {
        let apart = self.differences();
        assert!(
            apart.is_empty(),
            "{}\n{}",
            apart.join("\n"),
            self.remote.body
        );
    }

    fn entries(&self) -> usize {
        self.a.record.entries.len() + self.b.record.entries.len()
    }
}

/// Returns lines without the time of their last change: where both machines made the same
/// change, each has its own.
fn undated(items: &[Item]) -> Vec<Item> {
    let items = items.iter().cloned();
    items
        .map(|item| Item {
            tag: item.tag.map(|tag| Tag { changed: 0, ..tag }),
            // Which item keeps a line is known where it was reworded, and nowhere else.
            derived: None,
            kept: None,
            ..item
        })
        .collect()
}
