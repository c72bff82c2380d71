//! Working out again what depends on the record, the mirror and the time.

use std::sync::Arc;

use super::screen::App;
use crate::domain::clock;
use crate::domain::event::Entry;
use crate::domain::handoff::{next_step, next_step_told};
use crate::domain::incident::Incident;
use crate::domain::ledger::ledger;
use crate::domain::people::people;

impl App {
    /// Works everything out again that depends on the record.
    pub(in crate::app) fn follow_record(&mut self) {
        self.follow_report();
        self.follow_lists();
    }

    /// Works the lists out again, as far as the filter lets them be seen.
    pub(in crate::app) fn follow_lists(&mut self) {
        self.rows.follow_boards(&self.incident, &self.filter);
        let reader = (self.incident.zone, &*self.playbook);
        self.rows
            .follow_entries(&self.entries, &self.filter, reader);
        self.follow_comms();
        let register = &self.incident.evidence;
        self.rows.follow_evidence(register, &self.filter);
        self.follow_report_rows();
        self.follow_time();
    }

    /// Works the ledger out again, which also changes with the mirror.
    pub(in crate::app) fn follow_comms(&mut self) {
        let deliveries = &self.mirror.deliveries;
        let rows = ledger(&self.incident, &self.playbook, deliveries);
        self.rows.follow_comms(rows, &self.filter);
    }

    /// Takes new entries and the state after them over. What was there before is not worked
    /// out again: a long thread comes in entry by entry.
    pub(in crate::app) fn take_news(&mut self, news: Vec<Arc<Entry>>, incident: Arc<Incident>) {
        let before = std::mem::replace(&mut self.incident, incident);
        let (now, filter) = (&self.incident, &self.filter);
        let has_told = before.messages != now.messages || before.unsent != now.unsent;
        if before.leads != now.leads || before.fixes != now.fixes {
            self.rows.follow_boards(now, filter);
        }
        if before.evidence != now.evidence {
            self.rows.follow_evidence(&now.evidence, filter);
        }
        if has_told {
            self.follow_comms();
        }
        self.add_entries(news);
        self.follow_report();
        self.follow_time();
    }

    /// Adds entries, in the order of the journal and each once.
    fn add_entries(&mut self, mut news: Vec<Arc<Entry>>) {
        news.sort_by_key(|entry| entry.seq);
        news.dedup_by_key(|entry| entry.seq);
        let known = self.entries.last().map_or(0, |entry| entry.seq);
        let behind = news.split_off(news.partition_point(|entry| entry.seq <= known));
        let from = self.entries.len();
        self.entries.extend(behind);
        if news.is_empty() {
            let news = (&*self.entries, from);
            let reader = (self.incident.zone, &*self.playbook);
            return self.rows.add_entries(news, &self.filter, reader);
        }
        // An answer may overtake what others recorded before it.
        for entry in news {
            if let Err(at) = self
                .entries
                .binary_search_by_key(&entry.seq, |known| known.seq)
            {
                self.entries.insert(at, entry);
            }
        }
        let reader = (self.incident.zone, &*self.playbook);
        self.rows
            .follow_entries(&self.entries, &self.filter, reader);
    }

    /// Works out again who is on shift for how long, and who was asked.
    fn follow_people(&mut self) {
        let (incident, playbook) = (&self.incident, &self.playbook);
        let people = people(incident, playbook, &self.others, self.now);
        self.rows
            .follow_people(people, &incident.asks, &self.filter);
    }

    /// Works everything out again that depends on the time.
    pub(in crate::app) fn follow_time(&mut self) {
        let now = self.now;
        self.clocks = clock::due(&self.incident, &self.playbook, now);
        let next_step = if self.is_watching {
            next_step_told
        } else {
            next_step
        };
        self.next = next_step(&self.incident, &self.playbook, &self.me, now);
        self.follow_people();
        self.rows
            .follow_checklist(&self.incident, &self.playbook, &self.filter, now);
    }
}
