//! What TOML cannot check of the lines of the checklists.

use super::super::errors::{Cause, Kind};
use super::super::position::Step::{At, Key};
use super::{Check, is_reserved};
use crate::domain::playbook::{Fact, Item};

impl Check<'_> {
    pub(super) fn items(&mut self) {
        self.kept_lines();
        for (at, item) in self.playbook.items.iter().enumerate() {
            self.home(at, item);
            if is_reserved(&item.id) {
                let id = item.id.clone();
                self.report(&[Key("item"), At(at), Key("id")], Cause::ReservedId { id });
            }
            for (place, address) in item.audience.iter().enumerate() {
                self.address(&[Key("item"), At(at), Key("audience"), At(place)], address);
            }
            self.ticking_message(at, item);
            self.examined_message(at, item);
            self.ticking_others(at, item);
            if item.ask.is_some() && self.playbook.seed_of(item).is_some() {
                self.report(&[Key("item"), At(at), Key("ask")], Cause::AsksKept);
            }
            if let Some(command) = &item.command {
                self.command(&[Key("item"), At(at), Key("command")], command);
            }
        }
    }

    /// A remediation item that keeps a line keeps one of its own situation.
    fn kept_lines(&mut self) {
        let playbook = self.playbook;
        for (at, situation) in playbook.situations.iter().enumerate() {
            for (place, seed) in situation.seeds.iter().enumerate() {
                let path = [
                    Key("situation"),
                    At(at),
                    Key("seed"),
                    At(place),
                    Key("line"),
                ];
                let known = playbook.items_of_situation(&situation.id);
                let known: Vec<&str> = known.map(|it| it.id.as_str()).collect();
                if let Some(line) = &seed.line {
                    self.known(&path, Kind::Item, line, known);
                }
            }
        }
    }

    fn examined_message(&mut self, at: usize, item: &Item) {
        if let Some(message) = &item.examines {
            self.message(&[Key("item"), At(at), Key("examines")], message);
        }
    }

    fn ticking_message(&mut self, at: usize, item: &Item) {
        let path = [Key("item"), At(at), Key("message")];
        let by_message = [Some(Fact::MessageSent), Some(Fact::EverybodyTold)];
        match (&item.message, by_message.contains(&item.derived)) {
            (Some(id), true) => self.message(&path, id),
            (None, true) => self.report(&[Key("item"), At(at)], Cause::NoTickingMessage),
            (Some(id), false) if item.derived == Some(Fact::AudienceTold) => {
                self.message(&path, id);
            }
            (Some(_), false) => self.report(&path, Cause::NoMessageTicks),
            (None, false) => {}
        }
    }

    /// A line that a milestone or a situation ticks has to say which.
    fn ticking_others(&mut self, at: usize, item: &Item) {
        let playbook = self.playbook;
        let by_milestone = item.derived == Some(Fact::MilestoneReached);
        if by_milestone || item.milestone.is_some() {
            let known = playbook.milestones.iter().map(|it| it.id.as_str());
            let name = item.milestone.as_deref().filter(|_| by_milestone);
            let path = [Key("item"), At(at), Key("milestone")];
            self.known(&path, Kind::Milestone, name.unwrap_or_default(), known);
        }
        if let Some(first) = &item.begins {
            let known = playbook.milestones.iter().map(|it| it.id.as_str());
            let name = Some(first.as_str()).filter(|_| by_milestone);
            let path = [Key("item"), At(at), Key("begins")];
            self.known(&path, Kind::Milestone, name.unwrap_or_default(), known);
        }
        let by_situation = item.derived == Some(Fact::SituationDeclared);
        if by_situation || item.brings.is_some() {
            let known = playbook.situations.iter().map(|it| it.id.as_str());
            let name = item.brings.as_deref().filter(|_| by_situation);
            let path = [Key("item"), At(at), Key("brings")];
            self.known(&path, Kind::Situation, name.unwrap_or_default(), known);
        }
    }

    fn home(&mut self, at: usize, item: &Item) {
        match (&item.phase, &item.situation) {
            (None, None) => self.report(&[Key("item"), At(at)], Cause::Homeless),
            (Some(_), Some(_)) => {
                self.report(&[Key("item"), At(at), Key("situation")], Cause::TwoHomes);
            }
            (Some(_), None) | (None, Some(_)) => {}
        }
        let playbook = self.playbook;
        if let Some(phase) = &item.phase {
            let path = [Key("item"), At(at), Key("phase")];
            let known = playbook.phases.iter().map(|p| p.id.as_str());
            self.known(&path, Kind::Phase, phase, known);
        }
        if let Some(situation) = &item.situation {
            let path = [Key("item"), At(at), Key("situation")];
            let known = playbook.situations.iter().map(|s| s.id.as_str());
            self.known(&path, Kind::Situation, situation, known);
        }
    }
}
