//! The metrics: as exact as their times, unknown where they are, flagged and never mended.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::domain::chronicle::Chronicle;
use sitroom::domain::incident::{Incident, MessageRecord, Moment, Shift, Status};
use sitroom::domain::measure::{Anchor, Flag, Limit, Measure, measure};
use sitroom::domain::metrics::Metrics;
use sitroom::domain::time::{Instant, When};

fn metrics(incident: &Incident, now: Instant) -> Metrics {
    sitroom::domain::metrics::metrics(incident, &Chronicle::default(), None, now)
}

fn time(text: &str) -> When {
    text.parse().expect("a time")
}

fn at(text: &str) -> Instant {
    time(text).earliest().expect("a known time")
}

const STARTED: Anchor = Anchor::Moment(Moment::Started);
const DISCOVERED: Anchor = Anchor::Moment(Moment::Discovered);

fn between(from: &str, to: &str) -> Measure {
    measure((STARTED, time(from)), (DISCOVERED, time(to)))
}

#[rstest]
#[case::minutes("2025-07-23T15:35+01:00", "2025-07-23T16:08+01:00", "PT33M", "33 min")]
#[case::zones("2018-01-09T20:07-05:00", "2018-01-10T01:10Z", "PT3M", "3 min")]
#[case::days("2025-07-20T10:00Z", "2025-07-23T14:30Z", "P3DT4H30M", "3 d 4 h")]
#[case::typed_beside_exact("2025-07-23T14:02:45Z", "2025-07-23T14:02Z", "PT0M", "0 min")]
#[case::hour(
    "2025-07-23T12Z",
    "2025-07-23T15:37Z",
    "PT3H",
    "about 3 h 00 min (between 2 h 37 min and 3 h 37 min)"
)]
#[case::same_hour(
    "2025-07-23T12+05:30",
    "2025-07-23T12:20+05:30",
    "PT0M",
    "within the same hour"
)]
#[case::day(
    "2023-04-20",
    "2025-04-14T16:37Z",
    "P725D",
    "about 725 days (between 724 and 725 days)"
)]
#[case::day_to_day(
    "2025-04-10",
    "2025-04-14",
    "P4D",
    "about 4 days (between 3 and 5 days)"
)]
#[case::same_day("2025-04-14", "2025-04-14T16:37Z", "PT0M", "within the same day")]
#[case::same_day_reversed("2025-04-14T16:37Z", "2025-04-14", "PT0M", "within the same day")]
#[case::date_in_the_coarse_zone(
    "2025-04-14-04:00",
    "2025-04-15T01:00Z",
    "PT0M",
    "within the same day"
)]
#[case::month("2024-03", "2025-03-10T09:00Z", "P365D", "between 11 and 12 months")]
#[case::same_month("2025-04", "2025-04-14", "PT0M", "within the same month")]
#[case::year("2023", "2025-04-14T16:37Z", "P731D", "between 1 and 2 years")]
#[case::same_year("2025", "2025-04-14T16:37Z", "PT0M", "within the same year")]
fn a_measure_is_as_exact_as_its_times(
    #[case] from: &str,
    #[case] to: &str,
    #[case] iso: &str,
    #[case] words: &str,
) {
    let measure = between(from, to);
    assert_eq!(measure.iso().as_deref(), Some(iso));
    assert_eq!(measure.words(), words);
    assert_eq!(measure.flags(), []);
}

#[rstest]
#[case::points(
    "2025-07-23T15:35Z",
    "2025-07-23T15:30Z",
    "-PT5M",
    "-5 min (discovered is before started)"
)]
#[case::year_typo(
    "2021-01-05T10:00Z",
    "2020-01-05T10:00Z",
    "-P366D",
    "-366 d (discovered is before started)"
)]
#[case::whole_days(
    "2025-07-23",
    "2025-07-21",
    "-P2D",
    "about -2 days (discovered is before started)"
)]
#[case::day_before_a_point(
    "2025-07-23T00:00Z",
    "2025-07-22",
    "-P1D",
    "about -1 day (discovered is before started)"
)]
fn a_wrong_order_is_shown_and_flagged(
    #[case] from: &str,
    #[case] to: &str,
    #[case] iso: &str,
    #[case] words: &str,
) {
    let measure = between(from, to);
    assert_eq!(measure.iso().as_deref(), Some(iso));
    assert_eq!(measure.words(), words);
    let (earlier, later) = (STARTED, DISCOVERED);
    assert_eq!(measure.flags(), [Flag::OrderViolation { earlier, later }]);
}

#[rstest]
#[case::start("unknown", "2025-07-23T15:35Z", "unknown: started is not set")]
#[case::end("2025-07-23T15:35Z", "unknown", "unknown: discovered is not set")]
#[case::both(
    "unknown",
    "unknown",
    "unknown: started is not set, discovered is not set"
)]
fn unknown_stays_unknown(#[case] from: &str, #[case] to: &str, #[case] words: &str) {
    let measure = between(from, to);
    assert_eq!(measure.iso(), None);
    assert_eq!(measure.words(), words);
}

fn incident(moments: &[(Moment, &str)]) -> Incident {
    Incident {
        moments: moments.iter().map(|(m, t)| (*m, time(t))).collect(),
        ..Incident::default()
    }
}

fn notice(sent_at: &str) -> MessageRecord {
    MessageRecord {
        entry: "01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().expect("an id"),
        message: "gsa-notice".into(),
        number: 0,
        at: time(sent_at),
        written: time(sent_at),
        elsewhere: false,
        by: "Dave".into(),
        to: Vec::new(),
        routes: Vec::new(),
        told: None,
    }
}

#[rstest]
#[case::in_time("2025-07-23T16:08Z", "2025-07-23T17:08Z", None)]
#[case::late("2025-07-23T16:08Z", "2025-07-23T17:09Z", Some(true))]
#[case::perhaps_late("2025-07-23T16Z", "2025-07-23T17:30Z", Some(false))]
#[case::late_that_day("2025-07-22", "2025-07-23T17:09Z", Some(true))]
fn the_notice_is_held_against_its_hour(
    #[case] aware: &str,
    #[case] sent: &str,
    #[case] late: Option<bool>,
) {
    let mut incident = incident(&[(Moment::Discovered, aware)]);
    incident.messages = vec![notice("2025-07-25T10:00Z"), notice("unknown"), notice(sent)];
    let metrics = metrics(&incident, at("2025-07-26T10:00Z"));
    let limit = Limit::GsaNotice;
    let expected: Vec<Flag> = late
        .map(|certain| Flag::OverLimit { limit, certain })
        .into_iter()
        .collect();
    assert_eq!(metrics.gsa_notice_latency.flags(), expected);
    assert_eq!(metrics.flags, expected);
}

#[test]
fn orders_are_checked_across_what_is_unknown_and_nothing_is_put_right() {
    let incident = incident(&[
        (Moment::Started, "2025-07-23T16:00Z"),
        (Moment::Discovered, "2025-07-23T15:00Z"),
        (Moment::Contained, "unknown"),
        (Moment::Opened, "2025-07-24T09:00Z"),
        (Moment::Resolved, "2025-07-23T14:00Z"),
    ]);
    let metrics = metrics(&incident, at("2025-07-26T10:00Z"));
    let violations: Vec<String> = metrics.flags.iter().map(Flag::to_string).collect();
    assert_eq!(
        violations,
        [
            "discovered is before started; one of the two is wrong",
            "resolved is before discovered; one of the two is wrong",
            "resolved is before opened; one of the two is wrong",
        ]
    );
    assert_eq!(metrics.moments, incident.moments);
}

#[test]
fn labour_sums_every_shift_and_forgets_those_that_run_on() {
    let shift = |person: &str, from: &str, to: Option<&str>| Shift {
        to: to.map(at),
        ..Shift::since(person, at(from))
    };
    let mut incident = incident(&[(Moment::Resolved, "2025-07-23T20:00Z")]);
    incident.shifts = vec![
        shift("Dave", "2025-07-23T16:00Z", Some("2025-07-23T19:00Z")),
        shift("Farmer Jane", "2025-07-23T16:00Z", None),
    ];
    let now = at("2025-07-24T16:00Z");
    assert_eq!(metrics(&incident, now).labour.words(), "1 d 3 h");
    let limit = Limit::Labour;
    let over = Flag::OverLimit {
        limit,
        certain: true,
    };
    assert_eq!(metrics(&incident, now).flags, [over]);
    incident.status = Status::Resolved;
    assert_eq!(metrics(&incident, now).labour.words(), "7 h 00 min");
    assert_eq!(metrics(&incident, now).flags, []);
}

/// Whatever ended it, shifts that nobody ended stop there, for the metric as for the people.
#[rstest]
#[case::resolved(Status::Resolved, &[(Moment::Resolved, "2025-07-23T20:00Z")], false)]
#[case::closed_first(
    Status::Resolved,
    &[(Moment::Resolved, "2025-07-23T21:00Z"), (Moment::Closed, "2025-07-23T20:00Z")],
    false
)]
#[case::false_alarm_that_nobody_closed(Status::FalseAlarm, &[], true)]
#[case::false_alarm_closed_later(
    Status::FalseAlarm,
    &[(Moment::Closed, "2025-07-23T23:00Z")],
    true
)]
fn labour_stops_when_the_incident_was_over(
    #[case] status: Status,
    #[case] moments: &[(Moment, &str)],
    #[case] is_false_alarm: bool,
) {
    let mut incident = incident(moments);
    incident.shifts = vec![Shift::since("Farmer Jane", at("2025-07-23T16:00Z"))];
    let over = at("2025-07-23T20:00Z");
    let now = at("2025-07-24T16:00Z");
    assert_eq!(incident.over(), None, "it is active");
    assert_eq!(metrics(&incident, now).labour.iso(), "P1D");
    incident.status = status;
    incident.false_alarm_at = is_false_alarm.then_some(over);
    assert_eq!(incident.over(), Some(over));
    assert_eq!(metrics(&incident, now).labour.iso(), "PT4H");
    let elsewhere = sitroom::domain::people::Elsewhere::of(&incident);
    assert_eq!(elsewhere.ended, Some(over));
    assert_eq!(elsewhere.worked_until("Farmer Jane", now), Some(over));
}

fn documented() -> Incident {
    let mut incident = incident(&[
        (Moment::Started, "2025-07-23T15:35+01:00"),
        (Moment::Discovered, "2025-07-23T16:08+01:00"),
    ]);
    incident.discovery_method = "external/customer".into();
    incident.status = Status::FalseAlarm;
    incident.messages = vec![notice("2025-07-23T17:38+01:00")];
    let from = at("2025-07-23T16:08+01:00");
    incident.shifts = vec![Shift {
        to: Some(from + TimeDelta::minutes(75)),
        ..Shift::since("Dave", from)
    }];
    incident
}

#[test]
fn scripts_get_the_documented_form() {
    let report = metrics(&documented(), at("2025-07-24T10:00Z")).report();
    let json = serde_json::to_value(report).expect("it serialises");
    let known = serde_json::json!({
        "estimate": "PT33M", "low": "PT33M", "high": "PT33M",
        "precision": "minute", "words": "33 min", "flags": []
    });
    let unknown = serde_json::json!({
        "estimate": null, "words": "unknown: contained is not set",
        "missing": ["contained"], "flags": []
    });
    let late = serde_json::json!({"kind": "over-limit", "limit": "gsa-notice", "certain": true});
    assert_eq!(json["time_to_discovery"], known);
    assert_eq!(json["time_to_containment"], unknown);
    assert_eq!(json["gsa_notice_latency"]["estimate"], "PT1H30M");
    assert_eq!(json["gsa_notice_latency"]["flags"][0], late);
    assert_eq!(json["labour_hours"], 1.25);
    assert_eq!(json["discovery_method"], "external/customer");
    assert_eq!(json["moments"]["started"], "2025-07-23T15:35+01:00");
    assert_eq!(json["flags"][1]["kind"], "false-alarm");
    let keys = json.as_object().expect("an object").len();
    assert_eq!(keys, 21);
}

#[test]
fn people_get_one_line_for_each() {
    let text = metrics(&documented(), at("2025-07-24T10:00Z"))
        .text("Europe/London".parse().expect("a zone"));
    let expected = "\
Discovery method     external/customer
Threat actions       none recorded
Time to discovery    33 min
Time to containment  unknown: contained is not set
GSA notice latency   1 h 30 min
Declaration delay    unknown: opened is not set
Time to confirm      unknown: confirmed is not set
Time to resolve      unknown: resolved is not set
Sitreps on time      unknown: the playbook is not known
FedRAMP update gap   none was owed
Labour               1 h 15 min together

Key moments
  started            2025-07-23 15:35 BST
  discovered         2025-07-23 16:08 BST

To look at
  ! the GSA notice took more than 1 h 00 min
  ! it was a false alarm; the figures do not count
";
    assert_eq!(text, expected);
}
