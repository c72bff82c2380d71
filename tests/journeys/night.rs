//! Fourteen hours of an incident of high severity, four people and three machines: command goes
//! through the issue, by the baton alone, and through the issue again, while hours pass.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use sitroom::domain::command::Command;
use sitroom::domain::incident::{Incident, Severity};
use sitroom::domain::metrics::labour;
use sitroom::domain::people::people;
use sitroom::domain::playbook::WorkingMode;
use sitroom::domain::time::Instant;

use crate::farm::{DAVE, Farm, JANE};
use crate::handoff::{
    NAME, TOKEN, accept_as, adopted, handed_the_baton, handoff_sitrep, offer_to, open_as, settle,
    terms, told_changes,
};
use crate::harness::Pane;

const SPOT: &str = "Spot the Dog";
const GOOSE: &str = "Grey Goose";
/// Who commands from which minute on.
const WATCHES: [(i64, &str); 5] = [
    (0, JANE),
    (170, NAME),
    (340, SPOT),
    (510, GOOSE),
    (680, JANE),
];
const END: i64 = 14 * 60;
/// How long whoever goes stays (R94).
const OVERLAP: i64 = 16;
/// Time goes by in steps of so many minutes.
const STEP: i64 = 30;

/// What called, by clock, and how often: on every screen of every machine together.
type Calls = Vec<(String, BTreeMap<String, usize>)>;

struct Night {
    barn: Farm,
    began: Instant,
    calls: Calls,
}

impl Night {
    fn now(&self) -> Instant {
        self.barn.clock()()
    }

    fn minute(&self) -> i64 {
        (self.now() - self.began).num_minutes()
    }

    /// Lets time go by until a minute of the night; whoever commands keeps up with what is due.
    /// The first of the panes is that of the machine they sit at: it knows what was recorded there
    /// before more time goes by, for what it does not know of it calls for.
    fn until(&self, minute: i64, at: (&Farm, &str), panes: &[&Pane]) {
        while self.minute() < minute {
            let step = STEP.min(minute - self.minute()).unsigned_abs();
            self.barn.pass(Duration::from_secs(step * 60));
            for pane in panes {
                pane.look_at_the_clock(self.now());
            }
            self.keep_up(at);
            let sent = at.0.record().incident().messages.len();
            panes[0].wait_incident("what was sent", |it| it.messages.len() >= sent);
        }
    }

    /// Says how things stand before that is overdue, and decides on what has come due.
    fn keep_up(&self, (farm, who): (&Farm, &str)) {
        let incident = farm.record().incident();
        let since =
            |last: Option<Instant>| last.map_or(i64::MAX, |at| (self.now() - at).num_minutes());
        let last = incident.last_sitrep().and_then(|last| last.at.latest());
        if since(last) >= 60 {
            farm.execute_as(who, sitrep("update-sitrep"));
        }
        if self.minute() > 180 && incident.working_mode.is_none() {
            let mode = WorkingMode::AroundTheClock;
            let reason = "hens are out".to_owned();
            farm.execute_as(who, Command::SetWorkingMode { mode, reason });
        }
    }

    /// Takes down what a screen called for, and closes it.
    fn close(&mut self, pane: Pane) {
        let mut calls = BTreeMap::new();
        for key in pane.calls() {
            *calls.entry(key).or_default() += 1;
        }
        self.calls.push((pane.now().app.me, calls));
        pane.quit();
    }
}

fn sitrep(message: &str) -> Command {
    Command::RecordMessage {
        message: message.to_owned(),
        sitrep: true,
        to: vec!["gsa-ir@gsa.gov".to_owned()],
        text: "No change.".to_owned(),
    }
}

fn notice(message: &str) -> Command {
    Command::RecordMessage {
        message: message.to_owned(),
        sitrep: false,
        to: vec!["gsa-ir@gsa.gov".to_owned()],
        text: "The chickens have escaped.".to_owned(),
    }
}

/// Ten in the morning in New York.
fn morning() -> Instant {
    "2026-11-23T15:00:00Z".parse().expect("an instant")
}

/// Farmer Jane has an incident of high severity, and everybody who must know of it does.
fn confirmed() -> (Night, Pane) {
    let barn = Farm::since(morning(), |mut options| {
        options.tokens.push((TOKEN.to_owned(), DAVE.to_owned()));
        options
    });
    let jane = barn.with_boards();
    let began = barn.record().incident().opened_at.expect("it is open");
    jane.confirms("h", Severity::High);
    for message in ["gsa-notice", "fedramp-notice"] {
        barn.execute(notice(message));
    }
    barn.execute(sitrep("initial-sitrep"));
    let calls = Calls::new();
    (Night { barn, began, calls }, jane)
}

/// Opens a screen on a record that is in step with the issue, as after `sitroom sync --once`.
fn caught_up(farm: &Farm, name: &'static str) -> Pane {
    let first = open_as(farm, name);
    settle([&first]);
    first.quit();
    let pane = open_as(farm, name);
    settle([&pane]);
    pane
}

/// Waits until a screen and another machine know that somebody is off shift.
fn hear(panes: [&Pane; 2], who: &str) {
    for pane in panes {
        settle(panes);
        pane.wait_incident("off shift", |it| it.shift_of(who).is_none());
    }
    settle(panes);
}

fn goes(farm: &Farm, who: &str) {
    let person = who.to_owned();
    farm.execute_as(who, Command::EndShift { person });
}

/// The whole night; returns what called, and the machines: the barn, the mill, the pond.
fn night() -> (Night, [Farm; 2]) {
    let (mut night, jane) = confirmed();
    night.until(WATCHES[1].0, (&night.barn, JANE), &[&jane]);
    // To Farmer Dave, on the machine at the mill, through the issue.
    offer_to(&jane, NAME);
    settle([&jane]);
    let mill = adopted(&night.barn);
    let dave = caught_up(&mill, NAME);
    take_over(&mill, &dave, NAME);
    settle([&dave, &jane]);
    jane.wait_incident("the new IC", |it| it.ic == NAME);
    night.until(WATCHES[1].0 + OVERLAP, (&mill, NAME), &[&dave, &jane]);
    goes(&night.barn, JANE);
    hear([&jane, &dave], JANE);
    night.close(jane);
    night.until(WATCHES[2].0, (&mill, NAME), &[&dave]);
    // To Spot, who sits down where Farmer Jane sat.
    offer_to(&dave, SPOT);
    settle([&dave]);
    let spot = caught_up(&night.barn, SPOT);
    take_over(&night.barn, &spot, SPOT);
    settle([&spot, &dave]);
    dave.wait_incident("the new IC", |it| it.ic == SPOT);
    night.until(WATCHES[2].0 + OVERLAP, (&night.barn, SPOT), &[&spot, &dave]);
    goes(&mill, NAME);
    hear([&dave, &spot], NAME);
    night.close(dave);
    night.until(WATCHES[3].0, (&night.barn, SPOT), &[&spot]);
    // GitHub is down: to the goose by the baton alone.
    night.barn.github.set_down(true);
    offer_to(&spot, GOOSE);
    let pond = handed_the_baton(&night.barn);
    let goose = open_as(&pond, GOOSE);
    take_over(&pond, &goose, GOOSE);
    night.until(WATCHES[3].0 + OVERLAP, (&pond, GOOSE), &[&goose]);
    // She told him: nothing else does, and he goes.
    spot.keys("h")
        .wait_screen("they told me they accepted")
        .keys("t");
    spot.wait_incident("the new IC", |it| it.ic == GOOSE);
    goes(&night.barn, SPOT);
    spot.wait_incident("gone", |it| it.shift_of(SPOT).is_none());
    night.until(WATCHES[3].0 + 60, (&pond, GOOSE), &[&goose, &spot]);
    night.barn.github.set_down(false);
    hear([&spot, &goose], SPOT);
    night.close(spot);
    night.until(WATCHES[4].0, (&pond, GOOSE), &[&goose]);
    // Back to Farmer Jane, through the issue.
    offer_to(&goose, JANE);
    settle([&goose]);
    let jane = caught_up(&night.barn, JANE);
    take_over(&night.barn, &jane, JANE);
    settle([&jane, &goose]);
    goose.wait_incident("the new IC", |it| it.ic == JANE);
    night.until(
        WATCHES[4].0 + OVERLAP,
        (&night.barn, JANE),
        &[&jane, &goose],
    );
    goes(&pond, GOOSE);
    hear([&goose, &jane], GOOSE);
    night.close(goose);
    night.until(END, (&night.barn, JANE), &[&jane]);
    settle([&jane]);
    night.close(jane);
    (night, [mill, pond])
}

/// Takes command with the keys, and tells those who had the last sitrep.
fn take_over(farm: &Farm, pane: &Pane, name: &str) {
    accept_as(pane, name);
    handoff_sitrep(pane);
    farm.execute_as(name, sitrep("handoff-sitrep"));
}

/// Returns the shifts of a record by person: when they began and ended, in minutes of the night.
fn shifts(incident: &Incident, began: Instant, now: Instant) -> Vec<(String, i64, i64)> {
    let shifts = incident.shifts.iter();
    let minute = |at: Instant| (at - began).num_minutes();
    shifts
        .map(|it| {
            (
                it.person.clone(),
                minute(it.from),
                minute(it.to.unwrap_or(now)),
            )
        })
        .collect()
}

/// Each clock that calls on a screen, and how often, but for the cadence of sitreps. Whoever
/// comes is told of the end of the shift of whoever goes. Nobody set FedRAMP's address, so its
/// first notice is owed all night, and from midnight its daily update: said once on each screen.
fn expected() -> Calls {
    let screens: [(&str, &[(&str, usize)]); 5] = [
        (JANE, &[("K14", 1), ("K7:Farmer Jane", 1)]),
        (
            NAME,
            &[
                ("K14", 1),
                ("K6", 1),
                ("K7:Farmer Dave", 1),
                ("K7:Farmer Jane", 1),
            ],
        ),
        (
            SPOT,
            &[("K14", 1), ("K7:Farmer Dave", 1), ("K7:Spot the Dog", 1)],
        ),
        // That Spot went is heard once GitHub is back.
        (
            GOOSE,
            &[
                ("K14", 1),
                ("K4", 1),
                ("K7:Grey Goose", 1),
                ("K7:Spot the Dog", 1),
                ("K8:Spot the Dog", 1),
            ],
        ),
        (
            JANE,
            &[
                ("K14", 1),
                ("K4", 1),
                ("K7:Farmer Jane", 1),
                ("K7:Grey Goose", 1),
            ],
        ),
    ];
    let each = screens.into_iter().map(|(who, calls)| {
        let calls = calls.iter().map(|(key, times)| ((*key).to_owned(), *times));
        (who.to_owned(), calls.collect())
    });
    each.collect()
}

#[test]
fn fourteen_hours_of_four_people_on_three_machines() {
    let (night, [_mill, pond]) = night();
    let now = night.now();
    let incident = night.barn.record().incident();
    assert_eq!(terms(&incident), WATCHES.map(|(_, name)| name));
    let mut calls = night.calls.clone();
    for (who, calls) in &mut calls {
        // It is owed every hour, and a watch has two that nothing else settles.
        let sitreps = calls.remove("K3").unwrap_or_default();
        assert!((1..=2).contains(&sitreps), "{who}: {sitreps}");
    }
    assert_eq!(calls, expected());
    let long = calls.iter().filter(|(_, calls)| calls.contains_key("K6"));
    assert_eq!(
        long.count(),
        1,
        "the long remediation is prompted once in the night"
    );
    // Each has one shift a watch, from when they took command until they went, to the minute.
    let worked = shifts(&incident, night.began, now);
    let watches = WATCHES
        .iter()
        .zip(WATCHES[1..].iter().map(|(at, _)| at + OVERLAP).chain([END]));
    let planned: Vec<_> = watches.map(|((from, who), to)| (*who, *from, to)).collect();
    assert_eq!(worked.len(), planned.len(), "{worked:?}");
    for ((person, from, to), (who, began, ended)) in worked.iter().zip(planned) {
        let is_near = |is: i64, was: i64| (0..=3).contains(&(is - was));
        let is_so = person == who && is_near(*from, began) && is_near(*to, ended);
        assert!(is_so, "{worked:?}");
    }
    // The labour of all four is the sum of their shifts.
    let own = |person: &str| {
        let shifts = incident.shifts.iter().filter(|it| it.person == person);
        let each = shifts.map(|it| it.to.unwrap_or(now) - it.from);
        each.sum::<TimeDelta>()
    };
    let all: TimeDelta = [JANE, NAME, SPOT, GOOSE].into_iter().map(own).sum();
    let told = TimeDelta::seconds(labour(&incident, now).as_seconds());
    assert!((told - all).abs() < TimeDelta::seconds(10), "{told} {all}");
    let people = people(&incident, &night.barn.playbook, &[], now);
    let here: i64 = people.iter().map(|person| person.here.as_seconds()).sum();
    assert!((all - TimeDelta::seconds(here)).abs() < TimeDelta::seconds(10));
    // The report has every change of command, on the machine where it began and on the last.
    let changes = WATCHES
        .windows(2)
        .map(|pair| format!("{} -> {}", pair[0].1, pair[1].1));
    let changes: Vec<String> = changes
        .map(|it| format!("{it}, by handoff with a brief"))
        .collect();
    let told = told_changes(&night.barn);
    assert_eq!(told[0], "Farmer Jane, who took charge");
    assert_eq!(told[1..], changes);
    let told = told_changes(&pond);
    assert_eq!(told.len(), WATCHES.len(), "{told:#?}");
    // What was before it, the goose's machine knows as the baton told it.
    for (told, change) in told[1..].iter().zip(&changes) {
        let (who, _) = change.split_once(',').expect("how it came about");
        assert!(told.starts_with(who), "{told}");
    }
    let machines = [&night.barn, &pond].map(Farm::findings);
    assert_eq!(machines, [Vec::new(), Vec::new()]);
}
