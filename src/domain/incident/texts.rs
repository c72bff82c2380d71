//! The words that people put into a record, as its state has them.

use super::Tracking;
use super::duty::{ContactTry, MessageRecord};
use super::record::Incident;

impl Incident {
    /// Hands every text that people wrote, and that may stand on the issue, to `see`.
    pub fn each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        let head = [
            &mut self.title,
            &mut self.details,
            &mut self.reporter,
            &mut self.ic,
            &mut self.discovery_method,
            &mut self.folder,
        ];
        head.into_iter().for_each(&mut *see);
        let lists = self.responders.iter_mut().chain(&mut self.threat_actions);
        lists.for_each(&mut *see);
        self.facets.values_mut().flatten().for_each(&mut *see);
        for item in &mut self.custom_items {
            see(&mut item.text);
        }
        for lead in &mut self.leads {
            for text in [&mut lead.text, &mut lead.owner, &mut lead.finding] {
                see(text);
            }
        }
        for fix in &mut self.fixes {
            see(&mut fix.text);
            see(&mut fix.first_text);
            see(&mut fix.owner);
            if let Some(verified) = &mut fix.verified {
                see(&mut verified.by);
            }
            match &mut fix.tracking {
                Some(
                    Tracking::Elsewhere { place: text }
                    | Tracking::Wanted { public: text, .. }
                    | Tracking::Refused { why: text, .. },
                ) => see(text),
                Some(Tracking::Filed { .. }) | None => {}
            }
        }
        self.worksheet.each_text(see);
        self.people(see);
        self.communications(see);
        self.clocks(see);
        self.between_the_sides(see);
    }

    fn people(&mut self, see: &mut dyn FnMut(&mut String)) {
        for shift in &mut self.shifts {
            see(&mut shift.person);
        }
        self.rotation.texts().for_each(&mut *see);
        for term in &mut self.commands {
            see(&mut term.ic);
        }
        self.handoff.each_text(see);
        for tick in self.checklist.values_mut() {
            see(&mut tick.by);
        }
        for decision in &mut self.decisions {
            see(&mut decision.text);
            see(&mut decision.by);
            decision.basis.each_text(see);
        }
        for reached in self.milestones.values_mut() {
            see(&mut reached.by);
            see(&mut reached.note);
        }
    }

    /// What was said to whom, and who tried.
    fn communications(&mut self, see: &mut dyn FnMut(&mut String)) {
        let messages = self.messages.iter_mut().chain(&mut self.unsent);
        messages.for_each(|message| message.each_text(see));
        let contacts = self.contacts.iter_mut();
        contacts.for_each(|tried| tried.each_text(see));
        let told = self.told.iter_mut().map(|told| &mut told.ic);
        let written = self.last_written.iter_mut().map(|last| &mut last.by);
        told.chain(written).for_each(&mut *see);
    }

    /// What was put off; a clock of a person names them in its key too, as in `K7:Farmer Jane`.
    fn clocks(&mut self, see: &mut dyn FnMut(&mut String)) {
        for (mut clock, mut snooze) in std::mem::take(&mut self.snoozes) {
            see(&mut clock);
            see(&mut snooze.reason);
            self.snoozes.insert(clock, snooze);
        }
    }

    /// What waits for a ruling names people in its subject too, as in `shift Farmer Jane`.
    fn between_the_sides(&mut self, see: &mut dyn FnMut(&mut String)) {
        for (mut subject, mut conflict) in std::mem::take(&mut self.conflicts) {
            let values = [&mut conflict.ours, &mut conflict.theirs];
            values.into_iter().for_each(&mut *see);
            see(&mut conflict.ours_by);
            see(&mut conflict.theirs_by);
            see(&mut subject);
            self.conflicts.insert(subject, conflict);
        }
        for suggestion in self.suggestions.values_mut() {
            see(&mut suggestion.by);
            suggestion.action.text_mut().into_iter().for_each(&mut *see);
        }
        for taken in self.taken_back.values_mut() {
            taken.back_as.iter_mut().for_each(&mut *see);
        }
    }
}

impl ContactTry {
    /// Hands who was tried, who tried, and what was said to `see`.
    pub(super) fn each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        for text in [&mut self.lead, &mut self.words, &mut self.by] {
            see(text);
        }
    }
}

impl MessageRecord {
    fn each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        see(&mut self.by);
        self.to.iter_mut().for_each(&mut *see);
        for way in &mut self.routes {
            see(&mut way.by);
            see(&mut way.words);
            way.route.texts().for_each(&mut *see);
        }
        let told = self.told.iter_mut();
        told.for_each(|told| see(&mut told.ic));
    }
}
