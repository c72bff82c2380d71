//! Two incidents of one machine by keys: what is left to be done in both, and what they say
//! together.

use std::path::Path;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::followup::Outstanding;
use sitroom::domain::incident::{FixClass, FixState, Incident, Moment, Severity, Status};
use sitroom::domain::time::When;
use sitroom::store::{DrillGait, Record, RunningDrill, verify};

use crate::farm::{Farm, JANE};
use crate::harness::{Opened, Pane};

const DAY: u64 = 86_400;
const GATE: &str = "paint the gate";
const LOCK: &str = "buy a lock";

/// Resolves an incident that was contained half an hour after somebody was aware of it, with
/// something left for later.
fn resolve(farm: &Farm, mut record: Record, left: &str) {
    let aware = record.incident().moments[&Moment::Discovered].earliest();
    let contained = aware.expect("a known time") + TimeDelta::minutes(30);
    farm.pass(Duration::from_secs(3600));
    let reason = String::new();
    let commands = [
        Command::AddFix {
            text: left.to_owned(),
            class: FixClass::LongTerm,
            owner: "Farmer Dave".to_owned(),
        },
        Command::SetSeverity {
            to: Severity::High,
            reason: reason.clone(),
        },
        Command::SetStatus {
            to: Status::Confirmed,
            reason: reason.clone(),
        },
        Command::SetMoment {
            moment: Moment::Contained,
            when: When::exact(contained),
            automatic: false,
        },
        Command::SetStatus {
            to: Status::Resolved,
            reason,
        },
    ];
    for command in commands {
        let request = Request::local(command, JANE).overriding("a test");
        let done = record.execute(&request, farm.clock()());
        done.expect("it is recorded");
    }
    record.save_state().expect("it is saved");
}

/// Two incidents, a month after both were resolved.
fn two(title: &str) -> (Farm, std::path::PathBuf) {
    let farm = Farm::since(Utc::now() - TimeDelta::days(40), |options| options);
    resolve(&farm, farm.record(), GATE);
    let beside = farm.beside(title);
    let dir = beside.dir().to_owned();
    resolve(&farm, beside, LOCK);
    farm.pass(Duration::from_secs(30 * DAY));
    (farm, dir)
}

fn open(farm: &Farm) -> Pane {
    let opened = Opened {
        is_local: true,
        is_among: true,
        ..Opened::default()
    };
    Pane::open_as(farm, opened)
}

fn is_of(text: &str) -> impl Fn(&Outstanding) -> bool {
    move |it| it.follow_up.text == text
}

/// Puts the mark on a follow-up of the list.
fn mark(pane: &Pane, text: &str) {
    let all = pane.now().app.follow_ups();
    let at = all.iter().position(is_of(text)).expect("it is there");
    pane.keys("gg");
    for _ in 0..at {
        pane.keys("j");
    }
}

fn elsewhere(farm: &Farm, dir: &Path) -> Incident {
    let playbook = (*farm.playbook).clone();
    let record = Record::open(dir, "barn", |_| Some(playbook));
    let (record, findings) = record.expect("a record");
    assert_eq!(findings, []);
    (*record.incident()).clone()
}

#[test]
fn what_is_left_in_both_incidents_is_done_checked_and_put_off_from_one_screen() {
    let (farm, dir) = two("The fence is down");
    let pane = open(&farm);
    pane.keys("F").wait("both", |shown| {
        [GATE, LOCK, "The fence is down"]
            .iter()
            .all(|text| shown.text.contains(text))
    });
    mark(&pane, LOCK);
    pane.key("space").wait("it is done", |shown| {
        let all = shown.app.follow_ups();
        all.iter()
            .any(|it| is_of(LOCK)(it) && it.follow_up.is_done())
    });
    mark(&pane, LOCK);
    pane.keys("v").wait_screen("who checked that it works");
    pane.typed("Spot the Dog").enter();
    pane.wait("it is checked", |shown| {
        !shown.app.follow_ups().iter().any(is_of(LOCK))
    });
    mark(&pane, GATE);
    pane.keys("z").wait_screen("for how long, then why");
    pane.typed("14d no paint").enter();
    pane.wait_screen("no paint");
    pane.esc();
    pane.quit();
    // Each is in the record of its own incident, and nowhere else.
    let fix = elsewhere(&farm, &dir).fixes.remove(0);
    assert_eq!((fix.text.as_str(), fix.state), (LOCK, FixState::Verified));
    let verified = fix.verified.expect("somebody checked");
    assert_eq!(verified.by, "Spot the Dog");
    assert_eq!(verify(&dir).expect("a journal").findings, []);
    let own = farm.record().incident();
    assert_eq!((own.fixes.len(), own.snoozes.len()), (1, 1));
    assert_eq!(own.fixes[0].state, FixState::Assigned);
    assert_eq!(farm.findings(), []);
    // The next screen knows it too.
    let pane = open(&farm);
    pane.keys("F").wait_screen("no paint");
    assert!(!pane.now().text.contains(LOCK));
    pane.esc();
    pane.quit();
}

#[test]
fn a_drill_that_is_over_takes_nothing_from_the_screen_of_another_record() {
    let (farm, dir) = two("The fence is down");
    let at = farm.clock()();
    let gait = DrillGait {
        speed: 1,
        paused: false,
        ..DrillGait::standing(at)
    };
    drop(RunningDrill::begin(&dir, gait).expect("a drill that is over"));
    let before = elsewhere(&farm, &dir);
    let pane = open(&farm);
    pane.keys("F").wait_screen(LOCK);
    mark(&pane, LOCK);
    pane.key("space")
        .wait_screen("is over and takes nothing more");
    pane.esc();
    pane.quit();
    assert_eq!(elsewhere(&farm, &dir), before);
}

#[test]
fn figures_of_both_incidents_stand_by_severity_and_are_read_anew_each_time() {
    let (farm, dir) = two("The fence is down");
    let pane = open(&farm);
    pane.keys("B").wait_screen("All: 2 incidents");
    for line in ["Severity high: 2 incidents", "30 min each"] {
        pane.wait_screen(line);
    }
    pane.esc();
    // Somebody puts the time of the other right.
    let playbook = (*farm.playbook).clone();
    let (mut record, _) = Record::open(&dir, "barn", |_| Some(playbook)).expect("a record");
    let aware = record.incident().moments[&Moment::Discovered].earliest();
    let later = aware.expect("a known time") + TimeDelta::minutes(50);
    let command = Command::SetMoment {
        moment: Moment::Contained,
        when: When::exact(later),
        automatic: false,
    };
    let request = Request::local(command, JANE).overriding("a test");
    let done = record.execute(&request, farm.clock()());
    done.expect("it is recorded");
    pane.keys("B")
        .wait_screen("median 40 min; 30 min to 50 min");
    // The other page is a key away, and back.
    pane.key("tab").wait_screen(GATE);
    pane.key("tab").wait_screen("All: 2 incidents");
    pane.esc();
    pane.quit();
}
