//! What TOML cannot check of clocks and milestones.

use super::super::errors::{Cause, Kind};
use super::super::position::Step::{self, At, Key};
use super::super::words::CLOCK_PLACEHOLDERS;
use super::Check;
use crate::domain::playbook::{Clock, Pace, Signal, Then};

impl Check<'_> {
    pub(super) fn milestones(&mut self) {
        let playbook = self.playbook;
        for (at, milestone) in playbook.milestones.iter().enumerate() {
            let path = [Key("milestone"), At(at), Key("follows")];
            match &milestone.follows {
                Some(first) if *first == milestone.id => self.report(&path, Cause::FollowsItself),
                Some(first) => self.milestone(&path, first),
                None => {}
            }
        }
    }

    pub(super) fn contingency(&mut self) {
        if let Some(plan) = &self.playbook.contingency {
            self.milestone(&[Key("contingency"), Key("milestone")], &plan.milestone);
        }
    }

    pub(super) fn clocks(&mut self) {
        let playbook = self.playbook;
        for (at, clock) in playbook.clocks.iter().enumerate() {
            self.command(&[Key("clock"), At(at), Key("command")], &clock.command);
            self.clock_spans(at, clock);
            self.clock_words(at, clock);
            self.clock_starts(at, clock);
            if let Some(then) = &clock.then {
                self.then(at, clock, then);
            }
            if let Some(ic) = &clock.ic {
                let path = [Key("clock"), At(at), Key("ic"), Key("command")];
                self.command(&path, &ic.command);
            }
            if let Some(unseen) = &clock.unseen {
                let path = |key| [Key("clock"), At(at), Key("unseen"), Key(key)];
                self.command(&path("command"), &unseen.command);
                self.placeholders(&path("ask"), &unseen.ask, &["person"]);
                self.span(&path("after"), unseen.after);
            }
            // One that is off may name what this process lacks.
            if clock.on {
                if let Some(message) = &clock.message {
                    self.message(&[Key("clock"), At(at), Key("message")], message);
                }
                self.clock_names(at, clock);
            }
        }
    }

    fn clock_spans(&mut self, at: usize, clock: &Clock) {
        for (key, span) in [("after", clock.after), ("warn", clock.warn)] {
            if let Some(span) = span {
                self.span(&[Key("clock"), At(at), Key(key)], span);
            }
        }
        let warns_always = clock
            .after
            .zip(clock.warn)
            .is_some_and(|(after, warn)| warn >= after);
        if warns_always {
            self.report(&[Key("clock"), At(at), Key("warn")], Cause::WarnsAlways);
        }
        let pace = match clock.pace {
            Pace::Elapsed => Some("elapsed"),
            Pace::PersonHours => Some("person-hours"),
            Pace::Cadence | Pace::CalendarDay | Pace::Date => None,
        };
        if let Some(pace) = pace.filter(|_| clock.after.is_none()) {
            self.report(&[Key("clock"), At(at)], Cause::Endless { pace });
        }
    }

    fn clock_words(&mut self, at: usize, clock: &Clock) {
        let has_after = clock.after.is_some() || clock.then.is_some();
        let all = CLOCK_PLACEHOLDERS.iter().map(|(name, _)| *name);
        let known: Vec<&str> = all
            .filter(|name| match *name {
                "person" => clock.is_personal(),
                "after" | "earliest" => has_after,
                _ => true,
            })
            .collect();
        let words = [
            ("name", &clock.name),
            ("ask", &clock.ask),
            ("reason", &clock.reason),
        ];
        for (key, text) in words {
            self.placeholders(&[Key("clock"), At(at), Key(key)], text, &known);
        }
        let ic = clock.ic.iter();
        for (key, text) in ic.flat_map(|ic| [("name", &ic.name), ("ask", &ic.ask)]) {
            let path = [Key("clock"), At(at), Key("ic"), Key(key)];
            self.placeholders(&path, text, &known);
        }
        let then = clock.then.iter();
        let words = then.flat_map(|then| {
            [
                ("name", &then.name),
                ("ask", &then.ask),
                ("reason", &then.reason),
            ]
        });
        for (key, text) in words {
            let path = [Key("clock"), At(at), Key("then"), Key(key)];
            self.placeholders(&path, text, &known);
        }
    }

    fn clock_starts(&mut self, at: usize, clock: &Clock) {
        let path = [Key("clock"), At(at), Key("starts")];
        if clock.starts.is_empty() {
            self.report(&path, Cause::Startless);
        } else if clock.starts.len() > 1 && clock.starts.iter().any(Signal::is_personal) {
            self.report(&path, Cause::NotPersonal);
        }
    }

    fn then(&mut self, at: usize, clock: &Clock, then: &Then) {
        let path = |key| [Key("clock"), At(at), Key("then"), Key(key)];
        self.id(&path("id"), &then.id);
        self.command(&path("command"), &then.command);
        self.span(&path("after"), then.after);
        if let Some(warn) = then.warn {
            self.span(&path("warn"), warn);
        }
        if clock.after.is_some_and(|after| then.after <= after) {
            self.report(&path("after"), Cause::ThenTooSoon);
        }
        if then.warn.is_some_and(|warn| warn >= then.after) {
            self.report(&path("warn"), Cause::WarnsAlways);
        }
    }

    fn clock_names(&mut self, at: usize, clock: &Clock) {
        let playbook = self.playbook;
        if let Some(other) = &clock.at_most {
            let others = playbook.clocks.iter();
            let others = others.filter(|other| other.id != clock.id && other.after.is_some());
            let others = others.map(|other| other.id.as_str());
            let path = [Key("clock"), At(at), Key("at-most")];
            self.known(&path, Kind::Clock, other, others);
        }
        for (key, signals) in [
            ("starts", &clock.starts),
            ("restarts", &clock.restarts),
            ("settles", &clock.settles),
            ("ends", &clock.ends),
        ] {
            for (place, signal) in signals.iter().enumerate() {
                self.signal(&[Key("clock"), At(at), Key(key), At(place)], signal);
            }
        }
        let then = clock.then.iter().flat_map(|then| &then.settles);
        for (place, signal) in then.enumerate() {
            let settles = [Key("clock"), At(at), Key("then"), Key("settles"), At(place)];
            self.signal(&settles, signal);
        }
    }

    fn signal(&mut self, path: &[Step<'_>], signal: &Signal) {
        let playbook = self.playbook;
        match signal {
            Signal::Milestone(id) => self.milestone(path, id),
            Signal::Message(id) | Signal::Reached(id) => self.message(path, id),
            Signal::Told(key) => {
                let known = playbook.addresses.keys().map(String::as_str);
                self.known(path, Kind::Address, key, known);
            }
            Signal::Item(id) => {
                let known = playbook.items.iter().map(|item| item.id.as_str());
                self.known(path, Kind::Item, id, known);
            }
            // What is decided about has no list.
            Signal::Decision(_)
            | Signal::GoAhead(_)
            | Signal::Aware
            | Signal::Opened
            | Signal::Reopened
            | Signal::Confirmed
            | Signal::Resolved
            | Signal::Closed
            | Signal::Sitrep
            | Signal::WorkingMode
            | Signal::TeamLeadTried
            | Signal::Shift
            | Signal::Handoff => {}
        }
    }

    fn milestone(&mut self, path: &[Step<'_>], id: &str) {
        let known = self.playbook.milestones.iter().map(|m| m.id.as_str());
        self.known(path, Kind::Milestone, id, known);
    }
}
