//! The words that people put into a record, as its state has them.

use super::Tracking;
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
            see(&mut fix.owner);
            if let Some(verified) = &mut fix.verified {
                see(&mut verified.by);
            }
            if let Some(Tracking::Elsewhere { place }) = &mut fix.tracking {
                see(place);
            }
        }
        self.worksheet.each_text(see);
        self.people(see);
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
        for message in &mut self.messages {
            see(&mut message.by);
            message.to.iter_mut().for_each(&mut *see);
        }
        for decision in &mut self.decisions {
            see(&mut decision.text);
            see(&mut decision.by);
            decision.basis.each_text(see);
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
            suggestion.action.text_mut().into_iter().for_each(&mut *see);
        }
        for taken in self.taken_back.values_mut() {
            taken.back_as.iter_mut().for_each(&mut *see);
        }
    }
}
