//! Drills, played through the real loop. Their time stands: it moves by the key that skips.

use std::path::{Path, PathBuf};

use chrono::Utc;
use rstest::rstest;
use sitroom::app::{Attention, Exercise, Keymap};
use sitroom::domain::gate::Gate;
use sitroom::domain::incident::{Mark, Severity, Status};
use sitroom::domain::playbook::Playbook;
use sitroom::practice::{Deed, SCENARIOS, Scenario, ScenarioEvent};
use sitroom::runtime::{Drill, Seat};
use sitroom::store::{DrillTime, Home};
use sitroom::tui::{Look, Notifier, Theme};

use crate::harness::{Pane, Shown};

fn begun(root: &Path, scenario: Scenario) -> Pane {
    Pane::drill(Drill {
        scenario,
        home: Home::at(root),
        playbook: Playbook::shipped("cloud-gov-2023").expect("it ships"),
        seat: Seat {
            keymap: Keymap::default(),
            look: Look {
                theme: Theme::shipped(Theme::MONOCHROME)
                    .expect("it ships")
                    .in_ascii(),
                notifier: Notifier::SILENT,
                mouse: false,
            },
            attention: Attention::default(),
            editor: String::new(),
        },
        gate: Gate::shipped(),
        device: "barn".to_owned(),
        now: Utc::now(),
        is_paused: true,
        told: Vec::new(),
    })
}

#[test]
fn a_page_is_as_long_as_the_screen_from_the_beginning() {
    let root = tempfile::tempdir().expect("a directory");
    let scenario = Scenario::shipped(SCENARIOS[0].0).expect("it ships");
    let pane = begun(root.path(), scenario);
    // There are fifty rows, and those above and below a list.
    assert_eq!(pane.now().app.page, 42);
    pane.quit();
}

/// The directory of the only record.
fn record(root: &Path) -> PathBuf {
    let all = std::fs::read_dir(Home::at(root).incidents()).expect("there are incidents");
    all.flatten().next().expect("there is one").path()
}

fn is_so(shown: &Shown, so: impl Fn(&Exercise) -> bool) -> bool {
    shown.app.exercise.as_ref().is_some_and(so)
}

/// Skips from one happening to the next until all happened.
fn play_to_the_end(pane: &Pane) {
    let mut last = None;
    loop {
        let shown = pane.wait("the next happening", |shown| {
            let is_next = |it: &Exercise| it.next_at.is_some() && it.next_at != last;
            is_so(shown, |it| it.is_played_out || is_next(it))
        });
        if is_so(&shown, |it| it.is_played_out) {
            return;
        }
        last = shown.app.exercise.and_then(|it| it.next_at);
        pane.key("ctrl-n");
    }
}

/// Skips to the next happening, and waits until it has come into the record.
fn play_one(pane: &Pane, event: &ScenarioEvent) {
    let at = pane.now().incident.aware_at().expect("awareness is known") + event.at.delta();
    let is_next = |it: &Exercise| {
        it.next_at
            .is_some_and(|next| (next - at).num_seconds() == 0)
    };
    pane.wait("its turn", |shown| is_so(shown, is_next));
    pane.key("ctrl-n").keys("r");
    is_recorded(pane, &event.deed);
}

/// Waits until what was done has come into the record.
fn is_recorded(pane: &Pane, deed: &Deed) {
    match deed {
        Deed::Chat(it) => {
            let said = format!("#incident-response: {}", it.text);
            pane.wait(&format!("{} saying `{said}`", it.by), |shown| {
                let mut entries = shown.entries.iter();
                entries.any(|entry| {
                    let note = entry.event.note().map(|(text, _)| text);
                    entry.actor == it.by && note == Some(&said)
                })
            });
        }
        Deed::Comment(it) => {
            // Line ends are written otherwise where it is looked for.
            for line in it.text.lines() {
                pane.wait_import(&it.by, line);
            }
        }
        Deed::Tick(it) => {
            pane.wait_incident(&format!("a tick of {}", it.line), |incident| {
                let mut marks = incident.checklist.iter();
                marks.any(|(item, mark)| {
                    item.to_string() == it.line.trim() && mark.mark == Mark::Done
                })
            });
        }
        Deed::Untick(it) => unreachable!("no scenario takes the tick of {} back", it.line),
        Deed::Insert(it) => {
            let text = it.text.trim_start_matches("- [ ] ");
            pane.wait_incident(&format!("a line `{text}`"), |incident| {
                let mut leads = incident.leads.iter();
                let mut fixes = incident.fixes.iter();
                leads.any(|lead| lead.text == text) || fixes.any(|fix| fix.text == text)
            });
        }
        Deed::Set(it) => {
            pane.wait_incident(&format!("a conflict on {}", it.to), |incident| {
                let conflict = incident.conflicts.get(it.field.subject());
                conflict.is_some_and(|conflict| conflict.theirs == it.to)
            });
        }
        Deed::Edit(it) => {
            let names = it.replace.trim_start_matches("- **Responders**: ");
            pane.wait_incident(&format!("responders {names}"), |incident| {
                incident.responders.join(", ") == names
            });
        }
    }
}

#[rstest]
#[case::leak(0)]
#[case::phishing(1)]
#[case::false_alarm(2)]
#[case::outage(3)]
fn a_shipped_scenario_can_be_played_to_its_end(#[case] at: usize) {
    let scenario = Scenario::shipped(SCENARIOS[at].0).expect("it ships");
    let root = tempfile::tempdir().expect("a directory");
    let pane = begun(root.path(), scenario.clone());
    pane.wait("the issue", |shown| shown.incident.issue.is_some());
    play_to_the_end(&pane);
    pane.keys("r");
    for event in &scenario.events {
        is_recorded(&pane, &event.deed);
    }
    pane.wait_screen("EXERCISE played out");
    let gait = match DrillTime::of(&record(root.path()), Utc::now()) {
        DrillTime::Running(gait) => gait,
        time => panic!("it runs, and is not {time:?}"),
    };
    assert!(gait.played_out, "whoever looks on sees it: {gait:?}");
    pane.key("ctrl-g")
        .wait_screen("EXERCISE: a drill; no incident happened");
    let last = scenario.events.last().expect("something happens");
    let aware = pane.now().incident.aware_at().expect("awareness is known");
    let end = aware + last.at.delta();
    // A record knows its times to the millisecond.
    let beyond = (pane.now().app.now - end).num_milliseconds();
    assert_eq!(beyond, 0, "time stands where the last thing happened");
    pane.esc();
    pane.quit();
    let file = |name: &str| std::fs::read_to_string(record(root.path()).join(name));
    let card = file("scorecard.md").expect("a scorecard");
    assert!(
        card.starts_with("# Scorecard: ") && card.contains("MISSED"),
        "{card}"
    );
    let json = file("scorecard.json").expect("a scorecard");
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(json["exercise"], true);
    assert_eq!(json["clocks_met"], 0, "nobody did anything");
}

#[rstest]
#[case::leak(0, "Who cloned or forked the repository")]
#[case::phishing(1, "Where else were those passwords in use")]
fn a_suggestion_and_a_conflict_come_up_on_cards(#[case] at: usize, #[case] lead: &str) {
    let scenario = Scenario::shipped(SCENARIOS[at].0).expect("it ships");
    let root = tempfile::tempdir().expect("a directory");
    let pane = begun(root.path(), scenario);
    pane.wait("the issue", |shown| shown.incident.issue.is_some());
    play_to_the_end(&pane);
    pane.keys("r")
        .wait_incident("a suggestion", |i| !i.suggestions.is_empty());
    pane.wait_incident("a conflict", |i| i.conflicts.contains_key("status"));
    pane.keys("C")
        .wait_screen("keep mine")
        .wait_screen("resolved")
        .keys("m");
    pane.wait_incident("a ruling", |i| i.conflicts.is_empty());
    pane.wait_incident("not obeyed", |i| i.status == Status::Investigating);
    pane.keys("w").wait_screen("asks for a lead").keys("y");
    pane.wait_incident("the lead", |i| {
        i.leads.iter().any(|known| known.text.starts_with(lead))
    });
    pane.esc();
    pane.quit();
}

#[rstest]
#[case::leak(0)]
#[case::phishing(1)]
fn a_trainee_who_confirmed_it_rules_on_what_was_resolved_too_early(#[case] at: usize) {
    let scenario = Scenario::shipped(SCENARIOS[at].0).expect("it ships");
    let root = tempfile::tempdir().expect("a directory");
    let pane = begun(root.path(), scenario.clone());
    pane.wait("the issue", |shown| shown.incident.issue.is_some());
    pane.confirms("m", Severity::Medium);
    let mut events = scenario.events.iter();
    let set = events.position(|event| matches!(event.deed, Deed::Set(_)));
    let set = set.expect("somebody sets the status");
    for event in &scenario.events[..=set] {
        play_one(&pane, event);
    }
    pane.keys("C")
        .wait_screen("keep mine")
        .wait_screen("resolved")
        .keys("m");
    pane.wait_incident("a ruling", |i| i.conflicts.is_empty());
    pane.wait_incident("not obeyed", |i| i.status == Status::Confirmed);
    pane.quit();
}

#[test]
fn keys_stop_the_time_and_change_its_speed_and_others_go_by_it() {
    let scenario = Scenario::shipped(SCENARIOS[0].0).expect("it ships");
    let root = tempfile::tempdir().expect("a directory");
    let pane = begun(root.path(), scenario);
    pane.wait_screen("EXERCISE 20x paused");
    let stands = || DrillTime::of(&record(root.path()), Utc::now());
    let DrillTime::Running(gait) = stands() else {
        panic!("it runs");
    };
    assert!(gait.paused && gait.speed == 20, "{gait:?}");
    pane.key("+").wait_screen("EXERCISE 30x paused");
    pane.key("_").key("_").wait_screen("EXERCISE 10x paused");
    pane.key("ctrl-p").wait_screen("EXERCISE 10x ");
    pane.wait("that it goes on", |shown| is_so(shown, |it| !it.is_paused));
    let DrillTime::Running(gait) = stands() else {
        panic!("it runs");
    };
    assert!(!gait.paused && gait.speed == 10, "{gait:?}");
    pane.quit();
    assert!(matches!(stands(), DrillTime::Over(_)), "nobody runs it now");
}

#[test]
fn the_story_stands_at_the_foot_until_it_was_read() {
    let scenario = Scenario::shipped("false-alarm").expect("it ships");
    let story = "EXERCISE. The watchdog barks";
    let root = tempfile::tempdir().expect("a directory");
    let pane = begun(root.path(), scenario);
    pane.wait("the issue", |shown| shown.incident.issue.is_some());
    let is_unread = |shown: &Shown| {
        let mut unread = shown.app.log.unread();
        unread.any(|it| it.text.starts_with(story))
    };
    pane.wait_screen(story).keys("jk");
    pane.wait("the story", is_unread);
    pane.wait_screen(story).esc();
    pane.wait("that it was read", |shown| !is_unread(shown));
    pane.quit();
}

#[test]
fn a_record_that_is_closed_is_scored_at_once() {
    let scenario = Scenario::shipped("false-alarm").expect("it ships");
    let root = tempfile::tempdir().expect("a directory");
    let pane = begun(root.path(), scenario);
    let closed = sitroom::domain::command::Command::SetClosed {
        closed: true,
        reason: "home".to_owned(),
    };
    let request = sitroom::domain::command::Request::local(closed, "Farmer Jane");
    let dir = record(root.path());
    let playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
    let (mut other, _) =
        sitroom::store::Record::open(&dir, "barn", |_| Some(playbook.clone())).expect("a record");
    other
        .execute(&request.overriding("enough"), Utc::now())
        .expect("a reason is enough");
    pane.wait_screen("the scorecard is written");
    assert!(dir.join("scorecard.md").is_file());
    pane.quit();
}
