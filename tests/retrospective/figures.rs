//! The response measured: cadence, notices, phases, decisions; every figure with its sources.

use std::collections::BTreeSet;

use rstest::rstest;
use sitroom::domain::chronicle::{Chronicle, Outcome};
use sitroom::domain::command::Command;
use sitroom::domain::event::{Decided, Entry, Event};
use sitroom::domain::handoff::brief;
use sitroom::domain::ids::EntryId;
use sitroom::domain::incident::{Moment, Severity, Status};
use sitroom::domain::measure::{Anchor, Flag};
use sitroom::domain::metrics::{Metric, Metrics};
use sitroom::domain::time::{Precision, Span, When};

use crate::night::{figures, minute, moment, night, opened, send, severity, status};
use crate::record::Record;

#[test]
fn sitreps_are_held_against_the_cadence_of_their_time() {
    let metrics = figures(&night(), 400);
    let outcomes: Vec<(Outcome, Span)> = metrics
        .sitreps
        .iter()
        .map(|it| (it.outcome, Span::between(minute(0), it.due_at)))
        .collect();
    // Confirmed at 45 and at high severity from 91 on again: hourly from the last sitrep. The
    // initial sitrep counts as the first.
    assert_eq!(
        outcomes,
        [
            (Outcome::Kept, Span::minutes(105)),
            (Outcome::Late, Span::minutes(110)),
            (Outcome::Kept, Span::minutes(175)),
            (Outcome::Missed, Span::minutes(230)),
        ]
    );
    let kept = metrics.sitreps_on_time.expect("the playbook is known");
    assert_eq!(kept.words(), "2 of 4");
}

#[test]
fn a_notice_is_held_against_its_deadline_as_corrected_since() {
    let mut record = night();
    let gsa = |metrics: &Metrics| {
        let mut notices = metrics.notices.iter();
        let gsa = notices.find(|it| it.key == "K1").expect("it was owed");
        (gsa.outcome, gsa.took().map(Span::words))
    };
    let took = Some("40 min".to_owned());
    assert_eq!(gsa(&figures(&record, 400)), (Outcome::Kept, took));
    // The reporter knew earlier than everybody thought.
    moment(
        &mut record,
        Moment::Discovered,
        When::exact(minute(-25)),
        350,
    );
    let took = Some("1 h 05 min".to_owned());
    assert_eq!(gsa(&figures(&record, 400)), (Outcome::Late, took));
}

#[test]
fn what_is_not_sent_is_overdue_and_what_is_not_due_yet_runs() {
    let record = opened();
    let outcome = |now| {
        let metrics = figures(&record, now);
        let mut notices = metrics.notices.iter();
        notices
            .find(|it| it.key == "K1")
            .expect("it is owed")
            .outcome
    };
    assert_eq!(outcome(60), Outcome::Running);
    assert_eq!(outcome(61), Outcome::Overdue);
}

#[test]
fn a_decision_waited_since_somebody_was_asked() {
    let metrics = figures(&night(), 400);
    let [disruption] = &metrics.decisions[..] else {
        panic!("one decision: {:?}", metrics.decisions);
    };
    assert_eq!(disruption.about, "disruption");
    assert_eq!(disruption.waited, Some(Span::minutes(30)));
    assert_eq!(disruption.sources.len(), 2);
}

#[test]
fn a_decision_against_says_so_wherever_it_is_told() {
    let mut record = opened();
    let decided = Decided::said("contingency", "billing is up").going_ahead(false);
    record.run(Command::Decide(Box::new(decided)), minute(30));
    let title = "contingency, decided against";
    let told = figures(&record, 60);
    assert_eq!(told.decisions[0].title, title);
    assert!(told.text(record.incident.zone).contains(title));
    let brief = brief(&record.incident, &record.playbook, None, minute(60));
    assert!(
        brief.contains(&format!("{title}: billing is up")),
        "{brief}"
    );
}

#[test]
fn a_decision_nobody_asked_for_has_waited_unknown() {
    let mut record = opened();
    let decided = sitroom::domain::event::Decided::said("other", "call the vet");
    record.run(
        sitroom::domain::command::Command::Decide(Box::new(decided)),
        minute(30),
    );
    assert_eq!(figures(&record, 40).decisions[0].waited, None);
}

#[test]
fn phases_cover_the_time_without_gaps() {
    let metrics = figures(&night(), 400);
    let names: Vec<&str> = metrics.phases.iter().map(|it| it.phase.as_str()).collect();
    assert_eq!(names, ["initiate", "remediate", "retrospective"]);
    for pair in metrics.phases.windows(2) {
        assert_eq!(pair[0].to, Some(pair[1].from));
        assert_eq!(pair[0].ended, Some(pair[1].began));
    }
    let length = metrics.phases[1].length(minute(400));
    assert_eq!(length, Span::minutes(255));
    assert_eq!(metrics.phases[2].to, None);
}

#[test]
fn the_longest_time_without_an_update_names_the_days() {
    let mut record = opened();
    severity(&mut record, Severity::Low, 20);
    status(&mut record, Status::Confirmed, 20);
    let tell = |record: &mut Record, message: &str, sitrep, at| {
        let command = Command::RecordMessage {
            message: message.into(),
            sitrep,
            to: vec!["GSA".into(), "FedRAMP".into()],
            text: String::new(),
        };
        record.run(command, minute(at));
    };
    tell(&mut record, "initial-sitrep", true, 30);
    let day = 24 * 60;
    // What others get is no update for FedRAMP.
    send(&mut record, "update-sitrep", true, day);
    tell(&mut record, "fedramp-daily", false, 3 * day);
    status(&mut record, Status::Resolved, 3 * day + 60);
    tell(&mut record, "final-sitrep", true, 3 * day + 70);
    let gap = figures(&record, 9 * day).largest_update_gap;
    let gap = gap.expect("one was owed each day");
    assert_eq!(gap.span, Span::minutes(3 * day - 30));
    let days: Vec<String> = gap.days_without.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2026-11-19", "2026-11-20"]);
    assert_eq!(gap.to, Some(minute(3 * day)));
    // Nothing is owed before it is confirmed.
    assert_eq!(figures(&opened(), 60).largest_update_gap, None);
}

#[test]
fn one_deadline_is_judged_once_however_much_is_sent_before_it() {
    let mut record = opened();
    severity(&mut record, Severity::Low, 20);
    status(&mut record, Status::Confirmed, 20);
    let told = |record: &mut Record, at| {
        let command = Command::RecordMessage {
            message: "fedramp-daily".into(),
            sitrep: false,
            to: vec!["FedRAMP".into()],
            text: String::new(),
        };
        record.run(command, minute(at));
    };
    let daily = |record: &Record, now| {
        let playbook = Some(&record.playbook);
        let all = Chronicle::of(&record.entries, playbook, minute(now)).promises;
        let daily = all.into_iter().filter(|it| it.key == "K4");
        daily.map(|it| it.outcome).collect::<Vec<_>>()
    };
    told(&mut record, 30);
    assert_eq!(daily(&record, 60), [Outcome::Kept, Outcome::Running]);
    for at in [40, 50] {
        told(&mut record, at);
    }
    assert_eq!(daily(&record, 60), [Outcome::Kept, Outcome::Running]);
    told(&mut record, 24 * 60);
    let after = [Outcome::Kept, Outcome::Kept, Outcome::Running];
    assert_eq!(daily(&record, 24 * 60 + 1), after);
}

#[test]
fn what_is_sent_while_the_time_stands_is_in_time() {
    let mut record = opened();
    severity(&mut record, Severity::High, 20);
    status(&mut record, Status::Confirmed, 20);
    let sitreps = |record: &Record| {
        let playbook = Some(&record.playbook);
        let all = Chronicle::of(&record.entries, playbook, minute(40)).promises;
        let sitreps = all.into_iter().filter(|it| it.key == "K3");
        sitreps.map(|it| (it.name, it.outcome)).collect::<Vec<_>>()
    };
    for _ in 0..3 {
        send(&mut record, "update", true, 20);
    }
    let kept = |number| (format!("Sitrep #{number}"), Outcome::Kept);
    let mut all = vec![kept(1), kept(2), kept(3)];
    all.push(("Sitrep #4".to_owned(), Outcome::Running));
    assert_eq!(sitreps(&record), all);
    status(&mut record, Status::FalseAlarm, 20);
    all[3].1 = Outcome::Needless;
    assert_eq!(sitreps(&record), all);
}

#[test]
fn corrected_times_stay_visible() {
    let mut record = night();
    let coarse = When::coarse(minute(-600).fixed_offset(), Precision::Day);
    moment(&mut record, Moment::Started, coarse, 350);
    let metrics = figures(&record, 400);
    assert_eq!(metrics.moments[&Moment::Started], coarse);
    let earlier: Vec<Option<When>> = metrics.earlier[&Moment::Started]
        .iter()
        .map(|turn| turn.value)
        .collect();
    assert_eq!(earlier, [Some(When::exact(minute(-30)))]);
    assert!(
        metrics
            .text(sitroom::domain::time::Zone::UTC)
            .contains("  before"),
        "{}",
        metrics.text(sitroom::domain::time::Zone::UTC)
    );
}

#[test]
fn a_correction_that_was_taken_back_leaves_no_trace_in_the_figures() {
    let mut record = night();
    let before = figures(&record, 400);
    moment(&mut record, Moment::Started, When::exact(minute(-90)), 350);
    let command = sitroom::domain::command::Command::Undo { entry: None };
    record.run(command, minute(351));
    assert_eq!(figures(&record, 400), before);
}

#[test]
fn a_wrong_order_is_flagged_and_stays() {
    let mut record = night();
    moment(
        &mut record,
        Moment::Contained,
        When::exact(minute(-60)),
        350,
    );
    let metrics = figures(&record, 400);
    let (earlier, later) = (
        Anchor::Moment(Moment::Discovered),
        Anchor::Moment(Moment::Contained),
    );
    let flag = Flag::OrderViolation { earlier, later };
    assert!(metrics.flags.contains(&flag), "{:?}", metrics.flags);
    let contained = metrics.moments[&Moment::Contained];
    assert_eq!(contained, When::exact(minute(-60)));
}

fn entry(record: &Record, id: EntryId) -> &Entry {
    let mut all = record.entries.iter();
    all.find(|entry| entry.id == id)
        .unwrap_or_else(|| panic!("{id} is in the journal"))
}

/// Each link leads to an entry that is about what the figure is about.
#[rstest]
#[case(Metric::TimeToDiscovery, &["opened", "moment-set"])]
#[case(Metric::TimeToContainment, &["opened", "moment-set"])]
#[case(Metric::GsaNoticeLatency, &["opened", "message-sent"])]
#[case(Metric::DeclarationDelay, &["opened"])]
#[case(Metric::TimeToConfirm, &["opened", "status-changed"])]
#[case(Metric::TimeToResolve, &["opened", "status-changed"])]
#[case(Metric::SitrepsOnTime, &["message-sent", "status-changed"])]
#[case(Metric::LargestUpdateGap, &["message-sent", "status-changed"])]
#[case(Metric::Labour, &["opened", "status-changed"])]
fn every_metric_names_the_entries_it_comes_from(#[case] metric: Metric, #[case] kinds: &[&str]) {
    let record = night();
    let metrics = figures(&record, 400);
    let sources = metrics.sources(metric);
    assert!(!sources.is_empty(), "{metric} comes from nothing");
    let found: BTreeSet<&str> = sources
        .iter()
        .map(|id| entry(&record, *id).event.kind())
        .collect();
    assert!(found.iter().all(|kind| kinds.contains(kind)), "{found:?}");
}

#[test]
fn following_the_links_gives_the_figure_again() {
    let record = night();
    let metrics = figures(&record, 400);
    let time = |id: &EntryId, moment: Moment| match &entry(&record, *id).event {
        Event::Opened(opened) if moment == Moment::Discovered => opened.aware.earliest(),
        Event::Opened(_) => entry(&record, *id).happened.earliest(),
        Event::MomentSet {
            moment: about,
            when,
            ..
        } if *about == moment => when.earliest(),
        Event::StatusChanged { .. } | Event::MessageSent { .. } => {
            entry(&record, *id).happened.earliest()
        }
        _ => None,
    };
    let cases = [
        (Metric::TimeToDiscovery, Moment::Started, Moment::Discovered),
        (
            Metric::TimeToContainment,
            Moment::Discovered,
            Moment::Contained,
        ),
        (Metric::GsaNoticeLatency, Moment::Discovered, Moment::Closed),
        (Metric::TimeToConfirm, Moment::Discovered, Moment::Confirmed),
        (Metric::TimeToResolve, Moment::Discovered, Moment::Resolved),
    ];
    for (metric, from, to) in cases {
        let [first, last] = metrics.sources(metric) else {
            panic!("{metric} has two ends");
        };
        let ends = [first, last].map(|id| (time(id, from), time(id, to), id));
        let is_end = |id: &EntryId| matches!(entry(&record, *id).event, Event::Opened(_));
        // Awareness is in the opening; the other end is the other entry.
        let (aware, other) = if is_end(first) {
            (ends[0], ends[1])
        } else {
            (ends[1], ends[0])
        };
        let (from, to) = if from == Moment::Started {
            (other.0, aware.1)
        } else {
            (aware.0, other.1)
        };
        let span = Span::between(from.expect("a time"), to.expect("a time"));
        let measure = metrics.measure(metric).expect("a measure");
        assert_eq!(measure.iso(), Some(span.iso()), "{metric}");
    }
}

#[test]
fn every_promise_phase_and_decision_names_entries_of_the_journal() {
    let record = night();
    let metrics = figures(&record, 400);
    let promises = metrics.sitreps.iter().chain(&metrics.notices);
    let ids: Vec<EntryId> = promises
        .flat_map(|promise| promise.sources().collect::<Vec<_>>())
        .chain(metrics.phases.iter().map(|span| span.began))
        .chain(metrics.decisions.iter().flat_map(|it| it.sources.clone()))
        .collect();
    assert!(ids.len() > 10);
    for id in ids {
        let _ = entry(&record, id);
    }
}
