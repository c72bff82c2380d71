//! Finding things in a playbook by their ids.

use crate::domain::incident::Severity;
use crate::domain::playbook::{
    Address, Clock, Item, Message, MessageKind, Milestone, Phase, Playbook, Seed, SeverityPolicy,
    Situation, Template,
};

impl Playbook {
    /// Returns a phase.
    #[must_use]
    pub fn phase(&self, id: &str) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.id == id)
    }

    /// Returns a special situation.
    #[must_use]
    pub fn situation(&self, id: &str) -> Option<&Situation> {
        self.situations.iter().find(|situation| situation.id == id)
    }

    /// Returns a checklist item.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Returns the keys of those who are told by a line: all whom it concerns, or those among them
    /// whom the message that it names must reach.
    #[must_use]
    pub fn told_by<'a>(&'a self, item: &'a Item) -> Vec<&'a str> {
        let message = item.message.as_deref().map(|id| self.message(id));
        let is_meant = |key: &&String| match message {
            Some(message) => message.is_some_and(|message| message.must.contains(key)),
            None => true,
        };
        let keys = item.audience.iter().filter(is_meant);
        keys.map(String::as_str).collect()
    }

    /// Returns the items of a phase, in the order of doing.
    pub fn items_of_phase<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items
            .iter()
            .filter(move |item| item.phase.as_deref() == Some(id))
    }

    /// Returns the items of a special situation, in the order of doing.
    pub fn items_of_situation<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items
            .iter()
            .filter(move |item| item.situation.as_deref() == Some(id))
    }

    /// Returns the remediation item that a line is kept as.
    #[must_use]
    pub fn seed_of(&self, item: &Item) -> Option<&Seed> {
        let mut seeds = self.situation(item.situation.as_deref()?)?.seeds.iter();
        seeds.find(|seed| seed.line.as_deref() == Some(&item.id))
    }

    /// Returns what a severity demands; none for `unknown`.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> Option<&SeverityPolicy> {
        self.severities.iter().find(|policy| policy.id == severity)
    }

    /// Returns a clock, whether it runs or not.
    #[must_use]
    pub fn clock(&self, id: &str) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.id == id)
    }

    /// Returns a milestone.
    #[must_use]
    pub fn milestone(&self, id: &str) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| milestone.id == id)
    }

    /// Returns whether a milestone is an appointment, which is to come.
    #[must_use]
    pub fn is_planned(&self, milestone: &str) -> bool {
        self.milestone(milestone)
            .is_some_and(|milestone| milestone.planned)
    }

    /// Returns a message.
    #[must_use]
    pub fn message(&self, id: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id)
    }

    /// Returns the first message of a kind.
    #[must_use]
    pub fn message_of(&self, kind: MessageKind) -> Option<&Message> {
        self.messages.iter().find(|message| message.kind == kind)
    }

    /// Returns whether a message is a sitrep; none of a playbook that lacks it is.
    #[must_use]
    pub fn is_sitrep(&self, id: &str) -> bool {
        self.message(id)
            .is_some_and(|message| message.kind.is_sitrep())
    }

    /// Returns a template.
    #[must_use]
    pub fn template(&self, id: &str) -> Option<&Template> {
        self.templates.get(id)
    }

    /// Returns somebody who may be told something.
    #[must_use]
    pub fn address(&self, id: &str) -> Option<&Address> {
        self.addresses.get(id)
    }
}
