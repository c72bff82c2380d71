//! A record that is made out of its issue: the same clocks run from the same times, and what is
//! recorded at either machine afterwards reaches the other.

use chrono::TimeDelta;
use sitroom::domain::clock::due;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Decided, Event, MilestoneReached, TeamLeadTried};
use sitroom::domain::incident::{Basis, LeadAnswer, Severity, Status};
use sitroom::domain::playbook::{Channel, WorkingMode};
use sitroom::domain::time::{Instant, When};

use super::bench::{Bench, DAVE, JANE};

fn later(bench: &Bench, minutes: i64, command: Command) {
    bench.clock.pass(TimeDelta::minutes(minutes));
    let request = Request::local(command, JANE).overriding("no time to lose");
    bench.disk.execute(&request).expect("it is recorded");
}

fn reached(bench: &Bench, milestone: &str, ago: i64) -> Command {
    Command::ReachMilestone(MilestoneReached {
        milestone: milestone.to_owned(),
        when: When::exact(bench.clock.now() - TimeDelta::minutes(ago)),
        note: "says Farmer Dave".to_owned(),
    })
}

fn tried(channel: Channel, answer: Option<LeadAnswer>) -> Command {
    Command::TryTeamLead(TeamLeadTried {
        lead: "Spot the Dog".to_owned(),
        channel,
        reached: answer.is_some(),
        answer,
        words: String::new(),
    })
}

fn decided(about: &str) -> Command {
    let decided = Decided {
        basis: Basis {
            options: vec!["wait for the morning".to_owned()],
            agreed_by: "Farmer Dave".to_owned(),
            ..Basis::default()
        },
        ..Decided::said(about, "close the barn --> now <!-- at once")
    };
    Command::Decide(Box::new(decided.going_ahead(true)))
}

/// An incident in which nearly every clock runs.
fn busy(bench: &Bench) {
    let set_status = Command::SetStatus {
        to: Status::Confirmed,
        reason: "feathers".to_owned(),
    };
    later(bench, 3, set_status);
    let set_severity = Command::SetSeverity {
        to: Severity::Medium,
        reason: "the town looks".to_owned(),
    };
    later(bench, 4, set_severity);
    let set_mode = Command::SetWorkingMode {
        mode: WorkingMode::AroundTheClock,
        reason: "foxes do not sleep".to_owned(),
    };
    later(bench, 2, set_mode);
    later(bench, 5, reached(bench, "disruption-identified", 4));
    later(bench, 1, reached(bench, "downtime-began", 7));
    later(bench, 6, tried(Channel::Chat, None));
    later(bench, 5, tried(Channel::Phone, None));
    later(bench, 2, decided("disruption"));
    later(bench, 3, reached(bench, "contingency-activated", 1));
    later(bench, 1, decided("contingency"));
}

/// The clocks of a record: which, since when, until when.
fn clocks(bench: &Bench, now: Instant) -> Vec<(String, Instant, Instant)> {
    let all = due(&bench.incident(), &bench.playbook, now).into_iter();
    let mut all: Vec<_> = all
        .map(|due| (due.key, due.started_at, due.due_at))
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn adopted_record_has_the_same_clocks_from_the_same_times() {
    let mut jane = Bench::synced().await;
    busy(&jane);
    jane.settle().await;
    jane.clock.pass(TimeDelta::minutes(50));
    let mut dave = jane.adopting(DAVE);
    dave.settle().await;
    let now = jane.clock.now();
    let here = clocks(&jane, now);
    assert!(here.len() >= 8, "{here:?}");
    assert_eq!(clocks(&dave, now), here);
    // What the authority stood on came along.
    let of = |bench: &Bench| {
        let decision = bench.incident().decision("disruption").cloned();
        let decision = decision.expect("it was decided");
        (decision.basis, decision.text)
    };
    assert_eq!(of(&dave), of(&jane));
    let tries = |bench: &Bench| {
        let incident = bench.incident();
        let tries = incident.contacts.iter();
        let tries = tries.map(|it| {
            (
                it.lead.clone(),
                it.channel,
                it.reached,
                it.at,
                it.by.clone(),
            )
        });
        tries.collect::<Vec<_>>()
    };
    assert_eq!(tries(&dave), tries(&jane));
}

#[tokio::test]
async fn what_either_machine_records_afterwards_runs_the_clocks_of_both() {
    let mut jane = Bench::synced().await;
    jane.settle().await;
    let mut dave = jane.adopting(DAVE);
    dave.settle().await;
    later(&dave, 1, reached(&dave, "downtime-began", 2));
    later(&jane, 1, tried(Channel::Phone, Some(LeadAnswer::Agreed)));
    later(&jane, 1, decided("disruption"));
    for _ in 0..3 {
        jane.settle().await;
        dave.settle().await;
    }
    let now = jane.clock.now();
    assert_eq!(clocks(&dave, now), clocks(&jane, now));
    assert_eq!(dave.incident().contacts.len(), 1);
    // Each of it came in once, and what is taken back is taken back at both.
    jane.does(Command::Undo { entry: None });
    for _ in 0..3 {
        jane.settle().await;
        dave.settle().await;
    }
    assert_eq!(dave.count(|event| matches!(event, Event::Decided(_))), 1);
    assert_eq!(dave.incident().decision("disruption"), None);
    assert_eq!(clocks(&dave, now), clocks(&jane, now));
}

#[tokio::test]
async fn milestone_that_both_set_is_the_one_that_was_said_last_at_both() {
    let mut jane = Bench::synced().await;
    let mut dave = jane.adopting(DAVE);
    dave.settle().await;
    jane.settle().await;
    later(&jane, 1, reached(&jane, "downtime-began", 9));
    let last = When::exact(dave.clock.now() - TimeDelta::minutes(5));
    later(&dave, 1, reached(&dave, "downtime-began", 5));
    for _ in 0..3 {
        jane.settle().await;
        dave.settle().await;
    }
    let began = |bench: &Bench| bench.incident().milestones["downtime-began"].at;
    assert_eq!((began(&jane), began(&dave)), (last, last));
    assert_eq!(jane.incident().conflicts.len(), 0);
}
