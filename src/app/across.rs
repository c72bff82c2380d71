//! The incidents of this machine together: what is left to be done in each, and what they say
//! about the response.

use chrono::NaiveDate;

use super::model::App;
use super::typed::snooze;
use crate::domain::command::Command;
use crate::domain::followup::{FollowUp, FollowUpStep, Outstanding};
use crate::domain::ids::{IncidentId, ItemId};
use crate::domain::text::clean_line;
use crate::domain::time::Instant;

/// The incidents together, over the screen of one.
#[derive(Debug, Clone, PartialEq)]
pub struct AcrossView {
    /// What is looked at.
    pub page: AcrossPage,
    /// The marked follow-up, by its incident and number, so that news move no mark.
    pub marked: Option<(IncidentId, ItemId)>,
    /// The first line shown of the figures.
    pub scroll: usize,
    /// What was wrong with the last attempt.
    pub problem: String,
    /// Whose record is written to, where it is another one than that on the screen.
    pub(in crate::app) acts_on: Option<IncidentId>,
}

/// What can be looked at of several incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcrossPage {
    /// What is left to be done.
    FollowUps,
    /// Medians and ranges of the metrics, late notices, repeated causes.
    Figures,
}

/// What the incidents of this machine say together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Together {
    /// Not read yet; whoever looks has it read, which takes as long as it takes and stops no key.
    #[default]
    Unread,
    /// The lines.
    Read(Vec<String>),
}

impl AcrossView {
    /// Returns the view of a page.
    #[must_use]
    pub fn of(page: AcrossPage) -> Self {
        Self {
            page,
            marked: None,
            scroll: 0,
            problem: String::new(),
            acts_on: None,
        }
    }

    /// Returns the position of the mark: the first one where what was marked is gone.
    #[must_use]
    pub fn at(&self, all: &[Outstanding]) -> usize {
        let marked = self.marked.as_ref();
        let found = marked.and_then(|(incident, item)| {
            let is_it = |it: &Outstanding| it.incident == *incident && it.follow_up.id == *item;
            all.iter().position(is_it)
        });
        found.unwrap_or(0)
    }

    pub(in crate::app) fn mark(&mut self, all: &[Outstanding], at: usize) {
        let marked = all.get(at.min(all.len().saturating_sub(1)));
        self.marked = marked.map(|it| (it.incident.clone(), it.follow_up.id.clone()));
    }
}

impl App {
    /// Returns what is left to be done here and in the other incidents on this machine, the
    /// sooner due before the later.
    #[must_use]
    pub fn follow_ups(&self) -> Vec<Outstanding> {
        let own = &self.incident.id;
        let others = self.outstanding.iter().filter(|it| it.incident != *own);
        let mut all: Vec<Outstanding> = others.cloned().collect();
        all.extend(Outstanding::of(&self.incident, &self.playbook, self.now));
        all.sort_by_key(|it| it.follow_up.due_at);
        all
    }

    /// Returns the follow-ups of the other incidents that somebody is to look at.
    pub fn overdue_elsewhere(&self) -> impl Iterator<Item = &Outstanding> {
        let others = self.outstanding.iter();
        let others = others.filter(|it| it.incident != self.incident.id);
        others.filter(|it| it.follow_up.is_overdue(self.now))
    }

    /// Returns whose record is written to, where it is another one than that on the screen.
    pub(in crate::app) fn acts_on(&self) -> Option<IncidentId> {
        use super::layer::Layer;
        let mut layers = self.layers.iter().rev();
        layers.find_map(|layer| match layer {
            Layer::Across(view) => view.acts_on.clone(),
            Layer::Editor(_)
            | Layer::Choices(_)
            | Layer::Picks(_)
            | Layer::Palette(_)
            | Layer::Card(_)
            | Layer::Sending(_)
            | Layer::Planner(_)
            | Layer::Log(_)
            | Layer::Drafts(_)
            | Layer::Scorecard { .. }
            | Layer::Whole { .. }
            | Layer::Help { .. } => None,
        })
    }
}

/// What is typed about a follow-up, and of which incident it is.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUpText {
    /// The incident.
    pub incident: IncidentId,
    /// The follow-up as it was seen.
    pub follow_up: FollowUp,
    /// What is typed.
    pub says: FollowUpSays,
}

/// What is typed about a follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUpSays {
    /// How long it is put off, and why.
    Later,
    /// The last day to do it.
    Due,
    /// Who checked that it works.
    CheckedBy,
}

impl FollowUpText {
    /// Returns the key of the draft, each incident's its own.
    pub(in crate::app) fn draft_key(&self) -> String {
        let says = match self.says {
            FollowUpSays::Later => "later",
            FollowUpSays::Due => "due",
            FollowUpSays::CheckedBy => "checked",
        };
        format!("follow-up-{says}-{}-{}", self.incident, self.follow_up.id)
    }

    /// Returns the command that a text becomes, or what is wrong with it.
    pub(in crate::app) fn command(&self, text: &str, now: Instant) -> Result<Command, String> {
        let it = &self.follow_up;
        let step = match self.says {
            FollowUpSays::Later => return snooze((&it.clock, it.due_at), text, now),
            FollowUpSays::Due => FollowUpStep::Due(day(text)?),
            FollowUpSays::CheckedBy => FollowUpStep::Done {
                checked_by: checker(text)?,
                reason: String::new(),
            },
        };
        Ok(it.command(step, now))
    }
}

fn day(text: &str) -> Result<Option<NaiveDate>, String> {
    let line = clean_line(text);
    if line.is_empty() {
        return Ok(None);
    }
    let day = line.parse();
    day.map(Some).map_err(|_| {
        "type the day, such as 2027-01-15; nothing leaves it to the process".to_owned()
    })
}

fn checker(text: &str) -> Result<String, String> {
    let name = clean_line(text);
    if name.is_empty() {
        return Err("type the name of who checked it".to_owned());
    }
    Ok(name)
}
