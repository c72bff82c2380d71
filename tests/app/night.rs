//! Fourteen hours of a severe incident with four people, minute by minute: who commands when,
//! what calls them, and what the record says of it afterwards.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use sitroom::app::{Effect, Event};
use sitroom::domain::command::Command;
use sitroom::domain::handoff::{HandoffAsked, Standing, brief, mark, standing};
use sitroom::domain::metrics::labour;
use sitroom::domain::time::{Instant, Span};
use sitroom::domain::timeline::describe;

use crate::screen::Screen;

const JANE: &str = "Farmer Jane";
const DAVE: &str = "Farmer Dave";
const SPOT: &str = "Spot the Dog";
const FOX: &str = "The Fox";

/// Who commands from which minute on.
const WATCHES: [(i64, &str); 5] = [(0, JANE), (170, DAVE), (340, SPOT), (510, FOX), (680, JANE)];

struct Night {
    screen: Screen,
    began: Instant,
    /// What called, and how often.
    calls: BTreeMap<String, usize>,
}

impl Night {
    fn minute(&self) -> i64 {
        (self.screen.now - self.began).num_minutes()
    }

    fn until(&mut self, minute: i64) {
        while self.minute() < minute {
            self.screen.now += TimeDelta::minutes(1);
            for effect in self.screen.happen(Event::Ticked) {
                if let Effect::Alert(alert) = effect {
                    *self
                        .calls
                        .entry(alert.words.unwrap_or_default())
                        .or_default() += 1;
                }
            }
            self.tell();
        }
    }

    /// Says every hour how things stand, so that nothing is overdue for want of that.
    fn tell(&mut self) {
        let commands = self.screen.incident.ic.clone();
        if self.minute() % 55 == 5 {
            self.screen.record_by(
                &commands,
                Command::RecordMessage {
                    message: "update-sitrep".into(),
                    sitrep: true,
                    to: vec!["gsa-ir@gsa.gov".into()],
                    text: "No change.".into(),
                },
            );
        }
    }

    /// Hands command on; whoever goes stays a quarter of an hour.
    fn hand_to(&mut self, name: &str) {
        let from = self.screen.incident.ic.clone();
        let (incident, playbook) = (&self.screen.incident, &self.screen.app.playbook);
        let text = brief(incident, playbook, None, self.screen.now);
        let text = ["L1 ", "R1 ", "Status"].iter().fold(text, |text, word| {
            mark(&text, word).expect("a line with that word")
        });
        let offer = HandoffAsked::Offer {
            to: name.into(),
            brief: text,
        };
        self.screen.record_by(&from, Command::HandleHandoff(offer));
        let offer = self
            .screen
            .incident
            .handoff
            .offer
            .clone()
            .expect("an offer");
        let take = HandoffAsked::Take {
            read_back: offer.marked,
            head: None,
        };
        self.screen.record_by(name, Command::HandleHandoff(take));
        // Whoever commands sits at the keys; a pane of somebody who went calls nobody.
        name.clone_into(&mut self.screen.app.me);
        self.until(self.minute() + 15);
        self.screen.record_by(
            &from,
            Command::EndShift {
                person: from.clone(),
            },
        );
    }
}

fn night() -> Night {
    let screen = Screen::confirmed();
    let began = screen.incident.opened_at.expect("it is open");
    let mut night = Night {
        screen,
        began,
        calls: BTreeMap::new(),
    };
    for (minute, name) in &WATCHES[1..] {
        night.until(*minute);
        night.hand_to(name);
    }
    night.until(14 * 60);
    night
}

#[test]
fn fourteen_hours_of_four_people_are_in_the_record() {
    let night = night();
    let incident = &night.screen.incident;
    let terms: Vec<&str> = incident
        .commands
        .iter()
        .map(|term| term.ic.as_str())
        .collect();
    assert_eq!(terms, WATCHES.map(|(_, name)| name));
    let said: Vec<String> = night
        .screen
        .entries
        .iter()
        .map(|it| describe(&it.event))
        .collect();
    for pair in WATCHES.windows(2) {
        let [(_, from), (_, to)] = pair else { continue };
        let change = format!("IC {from} -> {to}");
        assert_eq!(
            said.iter().filter(|said| **said == change).count(),
            1,
            "{change}"
        );
        let read = format!("{to} took command from {from}; read back: Status ");
        assert_eq!(
            said.iter().filter(|said| said.starts_with(&read)).count(),
            1,
            "{read}"
        );
    }
}

#[test]
fn labour_is_the_sum_of_the_shifts() {
    let night = night();
    let incident = &night.screen.incident;
    let now = night.screen.now;
    let shifts = incident.shifts.iter();
    let each = shifts.map(|shift| {
        let to = shift.to.unwrap_or(now);
        Span::between(shift.from, to).as_seconds()
    });
    let sum: i64 = each.sum();
    assert_eq!(incident.shifts.len(), WATCHES.len());
    assert_eq!(labour(incident, now).as_seconds(), sum);
    // Fourteen hours, and four times a quarter of an hour in which two were there.
    let minutes = sum / 60;
    assert!(
        (14 * 60 + 60..=14 * 60 + 65).contains(&minutes),
        "{minutes}"
    );
}

#[test]
fn each_prompt_of_the_night_calls_once() {
    let night = night();
    // Farmer Jane has two shifts, each with an end of its own.
    let most = |call: &str| {
        if call.contains(&format!("shift: {JANE}")) {
            2
        } else {
            1
        }
    };
    let often = night
        .calls
        .iter()
        .filter(|(call, times)| **times > most(call));
    let often: Vec<_> = often.collect();
    assert!(often.is_empty(), "{often:#?}");
    let of = |word: &str| {
        night
            .calls
            .keys()
            .filter(|call| call.contains(word))
            .count()
    };
    // Everybody is warned of the end of their shift, and nobody stays past it.
    for (_, name) in WATCHES {
        assert!(
            of(&format!("shift: {name}")) >= 1,
            "{name}: {:#?}",
            night.calls
        );
    }
    assert_eq!(of("Plan for a long remediation"), 1, "{:#?}", night.calls);
}

#[test]
fn whoever_commanded_and_comes_back_is_free_again() {
    let night = night();
    let (incident, playbook) = (&night.screen.incident, &night.screen.app.playbook);
    let stands = |name| standing(incident, playbook, name, night.screen.now);
    assert_eq!(stands(JANE), Standing::Free, "she commands again");
    for name in [DAVE, SPOT, FOX] {
        assert!(
            matches!(stands(name), Standing::HandedOver { stays: false, .. }),
            "{name}"
        );
    }
    let mut screen = night.screen;
    screen.now += TimeDelta::hours(1);
    screen.record_by(
        JANE,
        Command::StartShift(sitroom::domain::event::ShiftStarted::of(DAVE)),
    );
    let stands = standing(&screen.incident, &screen.app.playbook, DAVE, screen.now);
    assert_eq!(stands, Standing::Free, "he came on shift as anybody does");
}
