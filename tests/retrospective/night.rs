//! An incident of one night, by the process of 2023.

use chrono::TimeDelta;
use sitroom::domain::chronicle::Chronicle;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Decided, TeamLeadTried, Visibility};
use sitroom::domain::ids::EntryId;
use sitroom::domain::incident::{
    FixClass, FixState, LeadAnswer, LeadState, Moment, Severity, Status,
};
use sitroom::domain::metrics::{Metrics, metrics};
use sitroom::domain::playbook::{Channel, Playbook};
use sitroom::domain::report::{Report, Source, report};
use sitroom::domain::time::{Instant, When};
use sitroom::domain::worksheet::WorksheetAsked;

use crate::record::Record;

pub(crate) const JANE: &str = "Farmer Jane";

/// 14:00 UTC, which is 09:00 in the zone of the record, and so many minutes later.
pub(crate) fn minute(n: i64) -> Instant {
    let start = Instant::from_timestamp(1_795_010_400, 0).expect("an instant");
    start + TimeDelta::minutes(n)
}

/// Jane takes charge ten minutes after the reporter knew.
pub(crate) fn opened() -> Record {
    let mut record = Record::open(minute(10), When::exact(minute(0)));
    record.playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
    record
}

pub(crate) fn send(record: &mut Record, message: &str, sitrep: bool, at: i64) -> EntryId {
    let command = Command::RecordMessage {
        message: message.into(),
        sitrep,
        to: vec!["GSA".into()],
        text: format!("{message} goes out"),
    };
    record.run(command, minute(at));
    record.entries.last().expect("an entry").id
}

pub(crate) fn note(record: &mut Record, text: &str, visibility: Visibility, at: i64) -> EntryId {
    let text = text.to_owned();
    record.run(Command::Note { text, visibility }, minute(at));
    record.entries.last().expect("an entry").id
}

pub(crate) fn moment(record: &mut Record, moment: Moment, when: When, at: i64) {
    let set = Command::SetMoment {
        moment,
        when,
        automatic: false,
    };
    let request = Request::local(set, JANE).overriding("as it was");
    let set = record.ask(&request, minute(at));
    set.expect("a reason goes past every guard");
}

pub(crate) fn status(record: &mut Record, to: Status, at: i64) {
    let reason = "as it was".to_owned();
    let request = Request::local(Command::SetStatus { to, reason }, JANE).overriding("as it was");
    record
        .ask(&request, minute(at))
        .expect("an override is enough");
}

pub(crate) fn severity(record: &mut Record, to: Severity, at: i64) {
    let reason = "the fox".to_owned();
    record.run(Command::SetSeverity { to, reason }, minute(at));
}

pub(crate) fn work(record: &mut Record, asked: WorksheetAsked, at: i64) {
    record.run(Command::ChangeWorksheet(Box::new(asked)), minute(at));
}

/// Says that the first remediation item is done, and then that it was checked.
pub(crate) fn verify(record: &mut Record, at: i64) {
    let (id, from) = (record.incident.fixes[0].id, record.incident.fixes[0].state);
    let to = FixState::Done;
    record.run(Command::MoveFix { id, from, to }, minute(at));
    let by = JANE.to_owned();
    record.run(Command::VerifyFix { id, by }, minute(at));
}

/// The notice is in time, sitrep 2 late, and sitrep 4 never comes; a team lead is asked at 60
/// and the disruption decided on at 90; contained at 120, resolved at 300.
pub(crate) fn night() -> Record {
    let mut record = opened();
    let start = When::exact(minute(-30));
    moment(&mut record, Moment::Started, start, 12);
    send(&mut record, "gsa-notice", false, 40);
    severity(&mut record, Severity::High, 45);
    status(&mut record, Status::Confirmed, 45);
    send(&mut record, "initial-sitrep", true, 50);
    severity(&mut record, Severity::Medium, 55);
    let tried = TeamLeadTried {
        lead: "Farmer Dave".into(),
        channel: Channel::Phone,
        reached: true,
        answer: Some(LeadAnswer::Agreed),
        words: String::new(),
    };
    record.run(Command::TryTeamLead(tried), minute(60));
    let mut decided = Decided::said("disruption", "close the road").going_ahead(true);
    decided.basis.agreed_by = "Farmer Dave".into();
    record.run(Command::Decide(Box::new(decided)), minute(90));
    severity(&mut record, Severity::High, 91);
    send(&mut record, "sitrep", true, 115);
    let lead = Command::AddLead {
        text: "who opened the gate?".into(),
        owner: "Farmer Dave".into(),
    };
    record.run(lead, minute(116));
    let fix = |class, text: &str| Command::AddFix {
        text: text.into(),
        class,
        owner: "Spot the Dog".into(),
    };
    record.run(fix(FixClass::Immediate, "shut the gate"), minute(117));
    record.run(fix(FixClass::LongTerm, "a better latch"), minute(118));
    moment(
        &mut record,
        Moment::Contained,
        When::exact(minute(120)),
        121,
    );
    verify(&mut record, 130);
    send(&mut record, "sitrep", true, 170);
    let lead = record.incident.leads[0].id;
    let answered = Command::MoveLead {
        id: lead,
        from: LeadState::Open,
        to: LeadState::Answered,
        finding: "the wind".into(),
    };
    record.run(answered, minute(200));
    status(&mut record, Status::Resolved, 300);
    record
}

pub(crate) fn figures(record: &Record, now: i64) -> Metrics {
    let playbook = Some(&record.playbook);
    let chronicle = Chronicle::of(&record.entries, playbook, minute(now));
    metrics(&record.incident, &chronicle, playbook, minute(now))
}

pub(crate) fn written(record: &Record, now: i64) -> Report {
    let playbook = Some(&record.playbook);
    let now = minute(now);
    report(&Source::new(
        &record.incident,
        &record.entries,
        playbook,
        now,
    ))
}

pub(crate) fn part(record: &Record, id: &str) -> String {
    let report = written(record, 400);
    report.part(id).expect("a part").text.clone()
}
