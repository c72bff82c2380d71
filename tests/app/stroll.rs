//! Doing what NEXT says, key by key, as somebody who knows the answers.

use chrono::TimeDelta;
use sitroom::app::{Effect, Event, Layer, Purpose};
use sitroom::domain::chain::Digest;
use sitroom::domain::command::Command;
use sitroom::domain::incident::{IssueLink, Moment, Status};
use sitroom::domain::message::{Carriers, fill_in, unfilled};
use sitroom::domain::playbook::Playbook;

use crate::screen::Screen;

/// The most keys `x` until it is closed.
const MOST_STEPS: usize = 120;

pub(crate) const BOTH: [&str; 2] = ["cloud-gov-2023", "cloud-gov-2016"];

pub(crate) fn farm(playbook: &str, followups: Option<&str>) -> Screen {
    let mut playbook = Playbook::shipped(playbook).expect("it is compiled in");
    for address in playbook.addresses.values_mut() {
        if address.to.is_empty() {
            address.to = "set@farm.example".into();
        }
    }
    let carriers = Carriers {
        mail_from: Some("jane@farm.example".parse().expect("an address")),
        webhook: Some("#incident-response".into()),
        mirror: false,
        followups: followups.map(str::to_owned),
    };
    let mut screen = Screen::with(playbook, carriers);
    let issue = IssueLink {
        repository: "farm/incidents".into(),
        number: 7,
        url: "https://github.example/farm/incidents/issues/7".into(),
    };
    screen.hear(Command::LinkIssue { issue });
    screen
}

/// What the person at the keys saw on the way.
#[derive(Default)]
pub(crate) struct Walk {
    /// The lines that NEXT led to, in order, each once.
    pub(crate) lines: Vec<String>,
    /// The reports that were written into a file.
    pub(crate) reports: Vec<String>,
}

impl Walk {
    /// Does what NEXT says until somebody would have to say more, or nothing is due.
    pub(crate) fn on(&mut self, screen: &mut Screen, until: impl Fn(&Screen) -> bool) {
        for _ in 0..MOST_STEPS {
            if until(screen) {
                return;
            }
            let next = screen.app.next.clone().expect("something is next");
            let line = next.item.as_ref().map_or(&next.text, |item| &item.0);
            if !self.lines.contains(line) {
                self.lines.push(line.clone());
            }
            let before = screen.entries.len();
            screen.now += TimeDelta::seconds(20);
            let effects = screen.press("x");
            self.take(screen, effects);
            self.answer(screen);
            assert!(
                screen.entries.len() > before,
                "x did nothing about {next:#?}: {}",
                screen.toast()
            );
        }
        panic!("it never ends: {:?}", self.lines);
    }

    fn take(&mut self, screen: &mut Screen, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::SaveReport(ask) = effect {
                let text = ask.work_out().report.markdown();
                let note = format!("report.md, SHA-256 {}", Digest::of(text.as_bytes()));
                self.reports.push(text);
                screen.happen(Event::ReportSaved(note));
            }
        }
    }

    /// Answers what a key opened, as somebody who knows would.
    pub(crate) fn answer(&mut self, screen: &mut Screen) {
        for _ in 0..12 {
            let effects = match screen.app.layers.last() {
                None => return,
                Some(Layer::Editor(editor)) => {
                    assert_ne!(
                        editor.purpose,
                        Purpose::Override,
                        "nothing is to be overridden: {editor:?}, at {:?}",
                        self.lines
                    );
                    let text = typed(&editor.purpose, &editor.text);
                    if let Some(text) = text {
                        screen.write_text(&text);
                    }
                    screen.press("ctrl-s")
                }
                Some(Layer::Sending(_)) => send(screen),
                Some(Layer::Choices(choices)) => {
                    let key = chosen(&choices.title);
                    screen.press(key)
                }
                Some(_) => screen.press("enter"),
            };
            self.take(screen, effects);
        }
        panic!("it is not answered: {:?}", screen.app.layers.last());
    }
}

fn typed(purpose: &Purpose, text: &str) -> Option<String> {
    Some(match purpose {
        Purpose::Message { .. } => fill_in(text, &unfilled(text)),
        Purpose::Moment(Moment::Contained) => "2026-11-23 10:01".into(),
        Purpose::Moment(_) => "2026-11-23 09:40".into(),
        Purpose::Finding { .. } => "it was the wind".into(),
        Purpose::Followup(_) => "the board in the barn".into(),
        Purpose::Decision(_) => text
            .lines()
            .map(|line| match line.split_once(':') {
                Some((field @ "Go ahead", _)) => format!("{field}: no\n"),
                Some((field @ "Decision", _)) => format!("{field}: it is not needed\n"),
                _ => format!("{line}\n"),
            })
            .collect(),
        Purpose::Status(_)
        | Purpose::Severity(_)
        | Purpose::Milestone(_)
        | Purpose::VerifiedBy(_)
        | Purpose::Closed(_)
        | Purpose::WorkingMode(_) => return None,
        _ if text.is_empty() => "Farmer Dave".into(),
        _ => return None,
    })
}

fn chosen(title: &str) -> &'static str {
    match title {
        "Severity" => "h",
        "Exposure" => "n",
        _ if title.starts_with("Status") => "c",
        _ if title.contains("left to do") => "f",
        _ if title.contains("public postmortem") => "y",
        _ => "enter",
    }
}

/// Carriers take what they can, and hands the rest.
fn send(screen: &mut Screen) -> Vec<Effect> {
    screen.press("enter");
    screen.deliver();
    if matches!(screen.app.layers.last(), Some(Layer::Sending(_))) {
        screen.press("m");
    }
    if matches!(screen.app.layers.last(), Some(Layer::Sending(_))) {
        screen.press("esc");
    }
    Vec::new()
}

/// Declares it, works on it, and verifies what was done: by keys.
pub(crate) fn resolvable(screen: &mut Screen, walk: &mut Walk) {
    screen.press("S h ctrl-s");
    walk.on(screen, |screen| screen.incident.status == Status::Confirmed);
    screen.hear(Command::ImportComment {
        comment: 3,
        text: "feathers at the gate".into(),
    });
    screen.say("L", "who opened the gate? @Spot");
    screen.press("3");
    for _ in 0..2 {
        screen.press("space");
        walk.answer(screen);
    }
    screen.say("R", "close the gate @Dave");
    screen.press("4");
    for _ in 0..3 {
        screen.press("space");
        walk.answer(screen);
    }
    screen.say("A", "mend the fence for good @Dave");
    screen.press("1");
}

pub(crate) fn closed(playbook: &str, followups: Option<&str>) -> (Screen, Walk) {
    let mut screen = farm(playbook, followups);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    walk.on(&mut screen, |screen| screen.incident.closed);
    (screen, walk)
}
