//! The end of an incident as one walk: NEXT leads through each step with one key, from the
//! declaration to the closed record, in both processes. What differs is data.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{Effect, Event, Layer, Purpose};
use sitroom::domain::chain::{Digest, encode_line};
use sitroom::domain::command::Command;
use sitroom::domain::event::{Entry, Event as Happened, Visibility};
use sitroom::domain::export::{RecordExport, read_record, record_json};
use sitroom::domain::incident::{Followup, IssueLink, Moment, RouteState, Status};
use sitroom::domain::message::{Carriers, fill_in, unfilled};
use sitroom::domain::metrics::Metric;
use sitroom::domain::mirror::ChainHead;
use sitroom::domain::playbook::Playbook;
use sitroom::domain::report::{Source, report};

use crate::screen::Screen;

/// The most keys `x` until it is closed.
const MOST_STEPS: usize = 120;

const BOTH: [&str; 2] = ["cloud-gov-2023", "cloud-gov-2016"];

fn farm(playbook: &str, followups: Option<&str>) -> Screen {
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
struct Walk {
    /// The lines that NEXT led to, in order, each once.
    lines: Vec<String>,
    /// The reports that were written into a file.
    reports: Vec<String>,
}

impl Walk {
    /// Does what NEXT says until somebody would have to say more, or nothing is due.
    fn on(&mut self, screen: &mut Screen, until: impl Fn(&Screen) -> bool) {
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
            if let Effect::SaveReport(text) = effect {
                let note = format!("report.md, SHA-256 {}", Digest::of(text.as_bytes()));
                self.reports.push(text);
                screen.happen(Event::ReportSaved(note));
            }
        }
    }

    /// Answers what a key opened, as somebody who knows would.
    fn answer(&mut self, screen: &mut Screen) {
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
    let all = screen.incident.messages.iter();
    let all = all.chain(&screen.incident.unsent);
    if let Some(record) = all.max_by_key(|record| record.entry) {
        let queued = record.routes.iter().enumerate();
        let queued = queued.filter(|(_, it)| it.state == RouteState::Queued);
        let routes: Vec<usize> = queued.map(|(at, _)| at).collect();
        let of = record.entry;
        if !routes.is_empty() {
            screen.record(Command::MoveRoutes {
                of,
                routes,
                to: RouteState::Sent,
                by: String::new(),
                words: "ok".into(),
                more: Vec::new(),
                attempts: 1,
            });
        }
    }
    if matches!(screen.app.layers.last(), Some(Layer::Sending(_))) {
        screen.press("m");
    }
    if matches!(screen.app.layers.last(), Some(Layer::Sending(_))) {
        screen.press("esc");
    }
    Vec::new()
}

/// Declares it, works on it, and verifies what was done: by keys.
fn resolvable(screen: &mut Screen, walk: &mut Walk) {
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

fn closed(playbook: &str, followups: Option<&str>) -> (Screen, Walk) {
    let mut screen = farm(playbook, followups);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    walk.on(&mut screen, |screen| screen.incident.closed);
    (screen, walk)
}

#[rstest]
#[case(
    "cloud-gov-2023",
    &[
        "M14", "M15", "M16", "M17", "M18", "X1", "X2", "X3", "X4", "X5", "X6", "X16", "X7", "X8",
        "X11", "PP1", "PP2", "PP3", "PP4", "X12", "X10", "X13",
    ]
)]
#[case(
    "cloud-gov-2016",
    &[
        "M14", "M15", "M17", "M18", "X1", "X2", "X3", "X4", "X5", "X6", "X16", "X7", "X8", "X9",
        "X10", "X13",
    ]
)]
fn after_resolving_next_leads_through_every_step_until_it_is_closed(
    #[case] playbook: &str,
    #[case] lines: &[&str],
) {
    let (screen, walk) = closed(playbook, Some("farm/backlog"));
    let from = walk.lines.iter().position(|line| line == "M14");
    let ritual = &walk.lines[from.expect("it was resolved by a key")..];
    assert_eq!(ritual, lines);
    assert!(screen.incident.closed);
    let overridden = screen.entries.iter();
    let overridden = overridden.filter(|it| matches!(it.event, Happened::Overridden { .. }));
    assert_eq!(overridden.count(), 0, "nothing had to be overridden");
}

#[rstest]
fn everybody_is_thanked_by_name(#[values(BOTH[0], BOTH[1])] playbook: &str) {
    let (screen, _) = closed(playbook, None.or(Some("farm/backlog")));
    let thanks = screen.entries.iter().find_map(|entry| match &entry.event {
        Happened::MessageSent { message, text, .. } if message == "thanks" => Some(text),
        _ => None,
    });
    let thanks = thanks.expect("it was sent");
    // dave wrote on the issue, and Dave is who reported it.
    for name in ["Farmer Jane", "Dave", "Spot"] {
        assert!(thanks.contains(name), "{thanks}");
    }
}

#[test]
fn report_of_2016_is_the_final_comment_and_of_2023_a_file() {
    let (screen, walk) = closed("cloud-gov-2016", Some("farm/backlog"));
    let sent = screen.entries.iter().find_map(|entry| match &entry.event {
        Happened::MessageSent {
            message,
            text,
            routes,
            ..
        } if message == "final-report" => Some((text, routes)),
        _ => None,
    });
    let (text, routes) = sent.expect("it was sent");
    assert_eq!(routes[0].address, "issue");
    assert!(text.contains("## 14. Open questions"), "{text}");
    assert_eq!(walk.reports.len(), 1);
    let (screen, walk) = closed("cloud-gov-2023", Some("farm/backlog"));
    assert_eq!(walk.reports.len(), 1);
    let written = &screen.incident.milestones["report-written"];
    let digest = Digest::of(walk.reports[0].as_bytes()).to_string();
    assert!(written.note.contains(&digest), "{}", written.note);
}

#[rstest]
fn local_note_is_neither_in_the_report_that_is_written_nor_in_the_one_that_is_sent(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    let mut screen = farm(playbook, Some("farm/backlog"));
    let mut walk = Walk::default();
    screen.record(Command::Note {
        text: "the fox is called Ferdinand".into(),
        visibility: Visibility::Local,
    });
    resolvable(&mut screen, &mut walk);
    walk.on(&mut screen, |screen| screen.incident.closed);
    let sent = screen
        .entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Happened::MessageSent { text, .. } => Some(text),
            _ => None,
        });
    for text in walk.reports.iter().chain(sent) {
        assert!(!text.contains("Ferdinand"), "{text}");
    }
}

fn repository_of(screen: &Screen) -> Vec<Option<String>> {
    let left = screen
        .incident
        .fixes
        .iter()
        .filter(|fix| fix.is_left_over());
    left.map(|fix| fix.followup.as_ref().map(Followup::words))
        .collect()
}

#[test]
fn what_is_left_to_do_is_filed_where_that_is_configured() {
    let (screen, _) = closed("cloud-gov-2023", Some("farm/backlog"));
    let words = "to be filed in farm/backlog".to_owned();
    assert_eq!(repository_of(&screen), [Some(words)]);
}

#[test]
fn without_a_repository_the_way_to_set_one_is_shown_and_elsewhere_is_recorded() {
    let mut screen = farm("cloud-gov-2023", None);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    let at_followups = |screen: &Screen| {
        let next = screen.app.next.as_ref();
        next.and_then(|next| next.item.as_ref())
            .is_some_and(|item| item.0 == "X10")
    };
    walk.on(&mut screen, at_followups);
    screen.press("x");
    let help = screen.choices().help.join("\n");
    assert!(help.contains("followups = \"owner/name\""), "{help}");
    screen.press("e");
    walk.answer(&mut screen);
    assert_eq!(
        repository_of(&screen),
        [Some("the board in the barn".into())]
    );
    assert!(!at_followups(&screen));
}

/// Returns the lines of the journal that a figure names.
fn named(text: &str) -> Vec<u64> {
    let Some((_, named)) = text.rsplit_once("[line") else {
        return Vec::new();
    };
    named
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect()
}

#[rstest]
fn every_figure_of_the_report_leads_to_lines_of_the_journal(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    let (screen, _) = closed(playbook, Some("farm/backlog"));
    let source = Source::new(
        &screen.incident,
        &screen.entries,
        Some(&screen.app.playbook),
        screen.now,
    );
    let report = report(&source);
    let part = report.part("metrics").expect("it is in the outline");
    let mut traced = BTreeSet::new();
    for metric in Metric::ALL {
        let head = format!("- **{}**: ", metric.name());
        let mut lines = part.text.lines();
        let figure = lines.find_map(|line| line.strip_prefix(&head));
        let figure = figure.unwrap_or_else(|| panic!("{metric} is missing:\n{}", part.text));
        let links = named(figure);
        let is_unknown = figure.starts_with("unknown") || figure.starts_with("none");
        assert!(!links.is_empty() || is_unknown, "{metric}: {figure}");
        let sources: BTreeSet<u64> = source
            .metrics()
            .sources(metric)
            .iter()
            .map(|id| {
                let entry = screen.entries.iter().find(|entry| entry.id == *id);
                entry.expect("an entry of the journal").seq
            })
            .collect();
        assert_eq!(
            sources,
            links.iter().copied().collect(),
            "{metric}: {figure}"
        );
        if !links.is_empty() {
            traced.insert(metric.word());
        }
    }
    for metric in [
        Metric::TimeToDiscovery,
        Metric::TimeToContainment,
        Metric::GsaNoticeLatency,
        Metric::TimeToResolve,
        Metric::SitrepsOnTime,
        Metric::Labour,
    ] {
        assert!(traced.contains(metric.word()), "{metric} is traced");
    }
}

fn journal(entries: &[Entry]) -> (Vec<Vec<u8>>, Digest) {
    let mut prev = Digest::ZERO;
    let lines = entries.iter().map(|entry| {
        let line = encode_line(entry, &prev).expect("it can be written");
        prev = Digest::of(line.as_bytes());
        line.into_bytes()
    });
    (lines.collect(), prev)
}

#[rstest]
fn export_of_the_whole_incident_holds_and_fails_on_any_flipped_byte(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    let (screen, _) = closed(playbook, Some("farm/backlog"));
    let (_, last) = journal(&screen.entries);
    let head = ChainHead {
        seq: screen.entries.len() as u64,
        sha256: last.to_string(),
    };
    let text = record_json(&RecordExport {
        incident: &screen.incident,
        entries: &screen.entries,
        local_notes: true,
        journal: &screen.entries,
        head: &head,
        unsound: &[],
        now: screen.now,
    })
    .expect("it can be written");
    let found = read_record(&text).expect("it is a record");
    assert_eq!(found.flaws, []);
    // A byte of each stretch; each costs a reading of the whole.
    let step = text.len() / 300;
    for at in (0..text.len()).step_by(step.max(1)) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1 << (at % 7);
        let Ok(flipped) = String::from_utf8(bytes) else {
            continue;
        };
        let is_noticed = read_record(&flipped).is_ok_and(|found| found.flaws.is_empty());
        assert!(
            !is_noticed,
            "byte {at}: {}",
            &text[at.saturating_sub(40)..at]
        );
    }
}

#[rstest]
fn found_active_again_the_ritual_begins_again(#[values(BOTH[0], BOTH[1])] playbook: &str) {
    let (mut screen, first) = closed(playbook, Some("farm/backlog"));
    screen.now += TimeDelta::minutes(30);
    let reason = "the fox is back".to_owned();
    let to = Status::Confirmed;
    screen.record(Command::SetStatus { to, reason });
    assert!(!screen.incident.closed);
    // The cadence, the hours of whoever commands and the prompt for a long remediation.
    let keys: BTreeSet<String> = screen
        .app
        .clocks
        .iter()
        .map(|due| due.key.clone())
        .collect();
    assert!(keys.contains("K3") && keys.contains("K6"), "{keys:?}");
    assert!(keys.contains("K7:Farmer Jane"), "{keys:?}");
    let mut second = Walk::default();
    second.on(&mut screen, |screen| screen.incident.closed);
    let from = |walk: &Walk| {
        let from = walk.lines.iter().position(|line| line == "M14");
        let ritual = walk.lines[from.expect("it was resolved")..].to_vec();
        // What was said of metrics and follow-ups holds, and the public list is as it was.
        let holds = ["X7", "X10", "X11", "PP1", "PP2", "PP3", "PP4"];
        let mut ritual: Vec<String> = ritual;
        ritual.retain(|line| !holds.contains(&line.as_str()));
        ritual
    };
    assert_eq!(from(&second), from(&first));
}

#[test]
fn public_post_waits_for_its_list_and_a_reason_goes_past() {
    let mut screen = farm("cloud-gov-2023", None);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    let is_at = |screen: &Screen, line: &str| {
        let next = screen.app.next.as_ref();
        let item = next.and_then(|next| next.item.as_ref());
        item.is_some_and(|item| item.0 == line)
    };
    walk.on(&mut screen, |screen| is_at(screen, "PP1"));
    let record = Command::RecordMessage {
        message: "public-postmortem".into(),
        sitrep: false,
        to: vec!["the status page".into()],
        text: "the gate was open".into(),
    };
    let request = sitroom::domain::command::Request::local(record.clone(), "Farmer Jane");
    let refusal = sitroom::domain::decide::decide(
        &screen.incident,
        &screen.app.playbook,
        &request,
        screen.now,
    );
    let refusal = refusal.expect_err("it comes too early");
    assert_eq!(refusal.guard, Some("message-early"));
    assert!(refusal.cause.contains("PP1, PP2, PP3"), "{}", refusal.cause);
    screen.record_overriding(record);
    assert!(screen.incident.last_message("public-postmortem").is_some());
}
