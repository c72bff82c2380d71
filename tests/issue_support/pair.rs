//! Two machines that keep the same incident and mirror it into one issue.

use chrono::TimeDelta;
use sitroom::domain::document::{Item, Tag};
use sitroom::domain::sync_plan::Issue;

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
        for round in 1..10 {
            let before = self.remote.clone();
            let entries = self.entries();
            self.sync_a();
            self.sync_b();
            if self.remote == before && self.entries() == entries {
                return round;
            }
        }
        panic!("the two never settle\n{}", self.remote.body);
    }

    fn entries(&self) -> usize {
        self.a.record.entries.len() + self.b.record.entries.len()
    }

    /// Asserts that both records say the same, but for what one of them alone has.
    pub(crate) fn assert_same(&self) {
        let (a, b) = (self.a.record.document(), self.b.record.document());
        assert_eq!(a.title, b.title);
        assert_eq!(a.details, b.details);
        assert_eq!(a.bullets, b.bullets);
        assert_eq!(undated(&a.items), undated(&b.items), "{}", self.remote.body);
        assert_eq!(undated(&a.hidden), undated(&b.hidden));
        assert_eq!(a.notes, b.notes);
        assert_eq!(a.state.facts, b.state.facts);
        assert_eq!(a.state.lists, b.state.lists);
    }
}

/// Returns lines without the time of their last change: where both machines made the same
/// change, each has its own.
fn undated(items: &[Item]) -> Vec<Item> {
    let items = items.iter().cloned();
    items
        .map(|item| Item {
            tag: item.tag.map(|tag| Tag { changed: 0, ..tag }),
            ..item
        })
        .collect()
}
