//! What a round of syncing has to do, worked out before anything is done.
//!
//! [`plan`] compares three things: what both sides last agreed on, the record, and the issue.
//! The caller executes [`Plan::imports`] in order, raises [`Plan::conflicts`], makes the
//! [`Document`] again and plans again until there is nothing to import (a line that somebody
//! added gets its number from the record, and only then can the issue show it), and writes
//! [`Plan::title`] and [`Plan::body`]. What stands on the issue then is the next round's base.
//! An import that the record refuses is raised as a conflict, see [`refused`].
//!
//! Rules that are not plain merging:
//!
//! - Ticking a remediation item says that it is *done*. That it was checked is for the
//!   Incident Commander to say, so the box is empty again, with `(done, to verify)` behind it.
//! - A marked line that the record does not know is another sitroom's: it is taken over with
//!   its number, its entry and its times.
//! - A line that is gone from the issue is not taken for deleted: it is a conflict, and stays
//!   away until somebody rules on it.
//! - A conflict blocks one attribute of one thing. The issue keeps the value it has there.
//! - The text of a line of the playbook cannot be changed on the issue.

mod details;
mod facts;
mod fields;
mod foreign;
mod hidden;
mod import;
mod items;
mod limits;
mod named;
mod notes;
mod numbers;
mod rotation;
mod ruling;
mod settle;
mod shifts;
mod sides;
mod who;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::command::Command;
use super::document::{
    Agreed, Bullet, Document, Fact, Fate, Overflow, Parsed, Region, identify, normalise,
    parse_hinted,
};
use super::ids::{EntryId, ItemId};
use super::incident::{Conflict, TakenBack};
use shifts::Shifts;
use sides::{Places, Rest, with_hidden};

pub use import::Import;
pub use ruling::{Ruling, ruling};
pub use settle::{contradicted, refused};
pub use who::{was_changed_since_taken, who_set};

/// The reason given where the record wants one for what somebody did on the issue.
pub const REASON: &str = "set on the issue";

/// The most lines that one plan takes over, so that no issue, whatever somebody puts there, keeps
/// the record busy for long. The next plans take the others over.
pub const MOST_NEW: usize = 200;

/// The reason given for a remediation item that was moved to the other section.
pub const MOVED: &str = "moved on the issue";

/// One side's text: the issue as it is, or as both sides agreed on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Issue {
    /// The title.
    pub title: String,
    /// The body, with any line ends.
    pub body: String,
    /// Whether it is closed.
    pub closed: bool,
}

/// What a round has to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What the record has to take over, in order.
    pub imports: Vec<Import>,
    /// What both sides changed apart, and what waits for a ruling already.
    pub conflicts: Vec<ConflictValue>,
    /// What the issue should say after this round.
    pub merged: Document,
    /// The body to write, if it has to change.
    pub body: Option<String>,
    /// The title to write, if it has to change.
    pub title: Option<String>,
    /// What a person should know.
    pub seen: Vec<String>,
    /// Whether it cannot be told what is ours on the issue: nothing was read, and what stands
    /// there must not count as agreed on.
    pub is_unreadable: bool,
    /// What the body has no room for: to be posted as one comment, once. When the comment is
    /// seen on the issue and among [`Document::continuations`], the body goes without it.
    pub overflow: Option<Overflow>,
}

impl Plan {
    fn of(local: &Document) -> Self {
        Self {
            imports: Vec::new(),
            conflicts: Vec::new(),
            merged: local.clone(),
            body: None,
            title: None,
            seen: Vec::new(),
            is_unreadable: false,
            overflow: None,
        }
    }
}

/// Two values of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictValue {
    /// Which thing, such as `severity` or `L3 text`.
    pub subject: String,
    /// The value here.
    pub ours: String,
    /// The value on the issue.
    pub theirs: String,
}

impl ConflictValue {
    /// Returns the command that records it.
    #[must_use]
    pub fn command(&self) -> Command {
        Command::RaiseConflict {
            subject: self.subject.clone(),
            ours: self.ours.clone(),
            theirs: self.theirs.clone(),
            ours_by: String::new(),
            ours_at: None,
        }
    }
}

/// Returns what a round has to do. `base` is empty when the sides never agreed, as after
/// attaching an issue that somebody wrote: then the issue fills what the record left open, and
/// the rest is asked. `open` holds the conflicts that wait for a ruling.
#[must_use]
pub fn plan(
    base: &Issue,
    local: &Document,
    remote: &Issue,
    open: &BTreeMap<String, Conflict>,
) -> Plan {
    let mut round = Round::new(base, local, remote, open);
    round.issue_state();
    if let Some(reason) = round.unreadable() {
        round.plan.seen.push(format!(
            "nothing was read from the issue or written to it: {reason}"
        ));
        round.plan.is_unreadable = true;
        return round.plan;
    }
    // Whoever stands there by a codename is somebody known: all else is read with that.
    if round.learn_names() {
        return round.plan;
    }
    round.cover_names();
    // Numbers first: everything after them names lines by their number.
    let are_settled = !round.numbers();
    round.title();
    round.fields(&[
        Bullet::Severity,
        Bullet::Reporter,
        Bullet::Responders,
        Bullet::Ic,
    ]);
    round.details();
    round.facts();
    if are_settled {
        round.items();
    }
    // The status comes last: the record checks it against everything before.
    round.fields(&[Bullet::Status]);
    round.closed();
    round.foreign_text();
    round.notes();
    round.moved();
    round.hidden();
    round.moot();
    round.outcome(are_settled)
}

/// A round being planned.
struct Round<'a> {
    base_issue: &'a Issue,
    remote_issue: &'a Issue,
    base: Parsed,
    base_places: Places,
    remote: Parsed,
    local: &'a Document,
    open: &'a BTreeMap<String, Conflict>,
    /// What stood on the issue before.
    agreed: Agreed,
    /// What each line with a box of the issue is.
    fates: Vec<Fate>,
    /// Which line of the issue each line of ours is.
    line_of: HashMap<ItemId, usize>,
    /// Where each line of ours is in the document.
    slots: HashMap<ItemId, usize>,
    /// The lines that were taken back here, by the entry that first recorded them.
    back: HashMap<EntryId, &'a TakenBack>,
    /// The shifts that the record knows.
    shifts: Shifts,
    /// The shifts that stand on the issue.
    shifts_there: Shifts,
    /// The facts that changed here.
    changed_here: Vec<Fact>,
    /// The facts that changed on the issue.
    changed_there: Vec<Fact>,
    /// Lines that the issue is to be without.
    without: BTreeSet<ItemId>,
    /// The comments that hold what the body has no room for.
    rest: Vec<Rest>,
    /// Lines that stand in comments, as the issue says.
    listed: HashSet<ItemId>,
    /// Lines that stand in comments after the round.
    moved: BTreeSet<ItemId>,
    /// Lines of which something waits for a ruling.
    waiting: HashSet<String>,
    /// Whether the sides never agreed on anything.
    first: bool,
    /// Whether the hidden part says something that the issue does not know.
    is_news: bool,
    /// What is only taken over when nothing else is left to.
    late: Vec<Import>,
    plan: Plan,
}

impl<'a> Round<'a> {
    fn new(
        base: &'a Issue,
        local: &'a Document,
        remote: &'a Issue,
        open: &'a BTreeMap<String, Conflict>,
    ) -> Self {
        let rest: Vec<Rest> = local.continuations.iter().map(Rest::of).collect();
        let agreed_text = parse_hinted(&base.body, &[&base.title], false);
        let agreed_text = with_hidden(agreed_text, local, &rest);
        // A first line that was ours and was edited is a new title; any other text is not.
        let first_was_ours = agreed_text.first.is_some();
        let old = agreed_text.first.as_ref().map_or("", |(_, title)| title);
        let title = local.first_line();
        let hints = [&*remote.title, &*base.title, old, &*title];
        let parsed = parse_hinted(&remote.body, &hints, first_was_ours);
        let mut parsed = with_hidden(parsed, local, &rest);
        let agreed = sides::agreed(&agreed_text, &parsed);
        let fates = identify(&parsed, local, &agreed);
        keep_typed_ids(&mut parsed, &fates);
        let backs = local.taken_back.values();
        let shifts_there = parsed.state.as_ref().map(Shifts::of).unwrap_or_default();
        Self {
            first: agreed_text.is_empty(),
            base_issue: base,
            remote_issue: remote,
            base_places: Places::of(&agreed_text),
            base: agreed_text,
            rest,
            listed: listed(&parsed),
            remote: parsed,
            line_of: line_of(&fates),
            slots: sides::slots(local),
            back: backs.map(|back| (back.tag, back)).collect(),
            local,
            open,
            agreed,
            fates,
            shifts: Shifts::of(&local.state),
            shifts_there,
            changed_here: Vec::new(),
            changed_there: Vec::new(),
            without: BTreeSet::new(),
            moved: BTreeSet::new(),
            waiting: HashSet::new(),
            is_news: false,
            late: Vec::new(),
            plan: Plan::of(local),
        }
    }

    /// Notes something that the record has to take over.
    fn import(&mut self, import: impl Into<Import>) {
        self.plan.imports.push(import.into());
    }

    /// Returns why it cannot be told what is ours on the issue, if so.
    fn unreadable(&self) -> Option<String> {
        match &self.remote.region {
            Region::Mangled(reason) => Some(reason.clone()),
            Region::At { incident, .. } if incident != self.local.incident.as_str() => {
                Some(format!("it belongs to the incident {incident}"))
            }
            Region::At { .. } | Region::Missing => None,
        }
    }

    /// Closing on the web is a proposal, not a change of status.
    fn issue_state(&mut self) {
        let closed = self.remote_issue.closed;
        if closed == self.base_issue.closed || closed == self.local.closed {
            return;
        }
        let seen = if closed {
            "the issue was closed on GitHub; the record is still open"
        } else {
            "the issue was opened again on GitHub; the record is closed"
        };
        self.plan.seen.push(seen.to_owned());
        self.import(Command::ImportState {
            seen: seen.to_owned(),
        });
    }

    fn outcome(mut self, are_settled: bool) -> Plan {
        if matches!(self.remote.region, Region::Missing)
            && matches!(self.base.region, Region::At { .. })
        {
            self.plan.seen.push(
                "the part that sitroom keeps was removed from the issue; it is appended again"
                    .to_owned(),
            );
        }
        let is_idle = |import: &Import| {
            matches!(
                import.command,
                Command::ImportText { .. } | Command::ImportState { .. }
            )
        };
        if self.plan.imports.iter().all(is_idle) {
            self.plan.imports.append(&mut self.late);
        }
        if are_settled {
            let body = self.fitting_body();
            let differs = body != normalise(&self.remote_issue.body);
            if differs && self.can_write(&body) {
                self.plan.body = Some(body);
            }
        }
        let without = &self.without;
        let items = &mut self.plan.merged.items;
        items.retain(|item| !without.contains(&item.id));
        let title = self.plan.merged.issue_title();
        self.plan.title = (title != self.remote_issue.title).then_some(title);
        self.plan
    }

    fn say_more_follow(&mut self) {
        let more = "the issue has more new lines than are taken over at once; they follow";
        if self.plan.seen.iter().all(|seen| seen != more) {
            self.plan.seen.push(more.to_owned());
        }
    }

    /// Returns whether a line of the issue is one that somebody added.
    fn is_new(&self, at: usize) -> bool {
        let line = &self.remote.items[at];
        self.fates[at] == Fate::Keep && line.adoptable && line.marked.is_none()
    }
}

/// Returns the lines that stand in comments, as the hidden part says.
fn listed(parsed: &Parsed) -> HashSet<ItemId> {
    let state = parsed.state.iter();
    state
        .flat_map(|state| state.moved.values().flatten().cloned())
        .collect()
}

fn line_of(fates: &[Fate]) -> HashMap<ItemId, usize> {
    let ours = fates
        .iter()
        .enumerate()
        .filter_map(|(at, fate)| match fate {
            Fate::Ours(id) => Some((id.clone(), at)),
            Fate::Drop | Fate::Keep => None,
        });
    ours.collect()
}

/// Gives words that look like an id back to the text of a line that turned out to have another.
fn keep_typed_ids(parsed: &mut Parsed, fates: &[Fate]) {
    for (line, fate) in parsed.items.iter_mut().zip(fates) {
        let Fate::Ours(id) = fate else {
            continue;
        };
        if line.marked.is_none() && line.visible.as_ref() != Some(id) {
            line.text = line.whole_text();
            line.visible = None;
        }
    }
}
