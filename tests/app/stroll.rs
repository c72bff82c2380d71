//! Doing what NEXT says, key by key, as somebody who knows the answers.

use chrono::TimeDelta;
use sitroom::app::{Effect, Event, Layer, PickSubject, Purpose, ReportRow, SavedReport};
use sitroom::domain::chain::Digest;
use sitroom::domain::command::Command;
use sitroom::domain::gate::Gate;
use sitroom::domain::incident::{IssueLink, Moment, Status};
use sitroom::domain::message::{Carriers, fill_in, unfilled};
use sitroom::domain::metrics::Metric;
use sitroom::domain::playbook::Playbook;
use sitroom::domain::vocabulary::Facet;
use sitroom::domain::worksheet::LessonList;

use crate::screen::Screen;

const ACTIONS: PickSubject = PickSubject::Facet(Facet::ThreatActions);

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
    let mut screen = Screen::declared(playbook, carriers);
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
                let text = ask.leaving(&Gate::shipped()).markdown();
                let saved = SavedReport {
                    path: "/farm/report.md".into(),
                    note: format!("report.md, SHA-256 {}", Digest::of(text.as_bytes())),
                    unwritten: Vec::new(),
                    clashing: Vec::new(),
                };
                self.reports.push(text);
                screen.happen(Event::ReportSaved(saved));
            }
        }
    }

    /// Saves the editors that a key opened as they are, until nothing or a guard stands there.
    pub(crate) fn confirm(&mut self, screen: &mut Screen) {
        for _ in 0..3 {
            match screen.app.layers.last() {
                Some(Layer::Editor(editor)) if editor.purpose != Purpose::Override => {
                    let effects = screen.press("ctrl-s");
                    self.take(screen, effects);
                }
                _ => return,
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
                // Where several may be picked the box stays open.
                Some(Layer::Picks(picks)) if picks.subject == ACTIONS => {
                    screen.press("enter");
                    screen.press("esc")
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
        Purpose::Message { .. } | Purpose::Examine(..) => fill_in(text, &unfilled(text)),
        Purpose::Moment(Moment::Contained) => "2026-11-23 10:01".into(),
        Purpose::Moment(_) => "2026-11-23 09:40".into(),
        Purpose::Finding { .. } => "it was the wind".into(),
        Purpose::Tracking(_) => "the board in the barn".into(),
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

/// Works out what it came from, and writes down what was learned and what is published of it
/// elsewhere: by keys, in the Report view.
pub(crate) fn worksheet(screen: &mut Screen) {
    screen.press("9");
    on_row(screen, |row| *row == ReportRow::FirstCause);
    screen.say("a", "why did 12 hens get out?");
    for (parent, text) in [
        ("why did 12 hens get out?", "the latch of 1998 was worn"),
        ("the latch of 1998 was worn", "nobody owns the gate"),
    ] {
        on_cause(screen, parent);
        screen.say("a", text);
    }
    on_cause(screen, "the latch of 1998 was worn");
    // The newest entry is the evidence.
    screen.press("l enter esc");
    for (n, text) in [
        "the fox came 3 times",
        "Spot barked at 09:40",
        "1 key for 2 gates",
    ]
    .into_iter()
    .enumerate()
    {
        on_row(screen, |row| match row {
            ReportRow::FirstLesson(list) => *list == LessonList::ALL[n],
            _ => false,
        });
        screen.say("a", text);
    }
    for metric in [Metric::TimeToContainment, Metric::TimeToResolve] {
        on_row(screen, |row| *row == ReportRow::Metric(metric));
        screen.say("enter", "5 hours in the post of 2026-11-25");
    }
    on_row(screen, |row| *row == ReportRow::Part("lessons".into()));
    screen.press("enter");
    screen.write_text("The gate stood open for 3 nights.\n\nNobody asked Spot.");
    screen.press("ctrl-s");
    screen.press("1");
}

/// Selects the first row of the report that is wanted.
pub(crate) fn on_row(screen: &mut Screen, wanted: impl Fn(&ReportRow) -> bool) {
    screen.press("g g");
    for _ in 0..screen.app.rows.report.len() {
        if screen.app.selected_report_row().is_some_and(&wanted) {
            return;
        }
        screen.press("j");
    }
    panic!("no such row: {:?}", screen.app.rows.report);
}

fn on_cause(screen: &mut Screen, text: &str) {
    let nodes = screen.incident.worksheet.causes.in_order();
    let node = nodes.iter().find(|node| node.cause.text == text);
    let id = node.expect("a cause").cause.id;
    on_row(screen, |row| *row == ReportRow::Cause(id));
}

pub(crate) fn closed(playbook: &str, followups: Option<&str>) -> (Screen, Walk) {
    let mut screen = farm(playbook, followups);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    walk.on(&mut screen, |screen| {
        screen.incident.status == Status::Resolved
    });
    worksheet(&mut screen);
    walk.on(&mut screen, |screen| screen.incident.closed);
    (screen, walk)
}
