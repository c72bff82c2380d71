//! The reports in the forms of others: VERIS, FedRAMP, the Incident Command System.

use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};
use sitroom::domain::apply::fold;
use sitroom::domain::event::{CauseChanged, CauseStep, Event, Field, PartEdited, WorksheetChanged};
use sitroom::domain::export::{
    self, FedrampProvider, FedrampReport, MarkdownExport, NotReportable, ics_201, ics_214, veris,
};
use sitroom::domain::ids::CauseId;
use sitroom::domain::incident::{
    Fix, FixClass, FixState, Incident, Lead, LeadState, Moment, Reached, Severity, Shift, Status,
};
use sitroom::domain::time::When;
use sitroom::domain::vocabulary::Facet;
use sitroom::domain::worksheet::CauseMethod;

use crate::made::{entry, journals, small, start};
use crate::schemas::{assert_fedramp, assert_veris};

fn when(text: &str) -> When {
    text.parse().unwrap()
}

/// An incident of which everything is known that these forms have a place for.
pub(crate) fn known() -> Incident {
    let mut incident = fold(&small());
    incident.status = Status::Resolved;
    incident.severity = Severity::High;
    incident.exposure = Some(false);
    "Twelve hens, by CVE-2026-12345.".clone_into(&mut incident.details);
    "external/customer".clone_into(&mut incident.discovery_method);
    incident.threat_actions = vec!["social/Phishing".to_owned(), "a fox".to_owned()];
    incident.responders = vec!["Farmer Dave".to_owned()];
    incident.shifts = vec![Shift::since("Farmer Jane", start())];
    for (moment, text) in [
        (Moment::Started, "2026-11-22T08:29-05:00"),
        (Moment::Discovered, "2026-11-22T09:02-05:00"),
        (Moment::Confirmed, "2026-11-22T09:20-05:00"),
        (Moment::Contained, "2026-11-22T10:02-05:00"),
        (Moment::Resolved, "2026-11-22T11:40-05:00"),
    ] {
        incident.moments.insert(moment, when(text));
    }
    let fix = |n: u32, text: &str, state| Fix {
        id: sitroom::domain::ids::FixId(n),
        tag: sitroom::domain::ids::EntryId::default(),
        text: text.to_owned(),
        first_text: String::new(),
        class: FixClass::Immediate,
        owner: "Farmer Dave".to_owned(),
        state,
        tracking: None,
        verified: None,
        opened_at: start(),
        changed_at: start(),
        assigned_at: None,
    };
    incident.fixes = vec![
        fix(1, "close the gate", FixState::Verified),
        fix(2, "mend the fence", FixState::Open),
    ];
    incident.leads = vec![Lead {
        id: sitroom::domain::ids::LeadId(1),
        tag: sitroom::domain::ids::EntryId::default(),
        text: "who opened the gate?".to_owned(),
        owner: String::new(),
        state: LeadState::Open,
        finding: String::new(),
        opened_at: start(),
        changed_at: start(),
    }];
    incident
}

/// A FedRAMP report of a state that has no journal.
pub(crate) fn fedramp(incident: &Incident, report: FedrampReport) -> Result<Value, NotReportable> {
    let document = MarkdownExport {
        deliveries: None,
        incident,
        playbook: None,
        entries: &[],
        local_notes: false,
        now: start(),
    };
    fedramp_beside(&document, report)
}

/// A FedRAMP report of the state of a document.
pub(crate) fn fedramp_beside(
    document: &MarkdownExport<'_>,
    report: FedrampReport,
) -> Result<Value, NotReportable> {
    let provider = FedrampProvider {
        package_uri: "https://cloud.farm.example/package".to_owned(),
        coordinator: "Spot the Dog, spot@farm.example".to_owned(),
    };
    export::fedramp(
        document.incident,
        &document.report(),
        document.playbook,
        &provider,
        report,
    )
}

const REPORTS: [FedrampReport; 3] = [
    FedrampReport::Initial,
    FedrampReport::Ongoing,
    FedrampReport::Final,
];

#[rstest]
#[case(Status::Investigating, "Suspected")]
#[case(Status::Confirmed, "Confirmed")]
#[case(Status::Resolved, "Confirmed")]
#[case(Status::FalseAlarm, "False positive")]
fn veris_has_its_own_word_for_each_status(#[case] status: Status, #[case] word: &str) {
    let mut incident = known();
    incident.status = status;
    let value = veris(&incident, start());
    assert_veris(&value);
    assert_eq!(value["security_incident"], word);
}

#[test]
fn veris_says_what_is_known() {
    let value = veris(&known(), start());
    assert_veris(&value);
    assert_eq!(value["security_incident"], "Confirmed");
    let began = json!({ "year": 2026, "month": 11, "day": 22, "time": "08:29:00 AM" });
    assert_eq!(value["timeline"]["incident"], began);
    assert_eq!(
        value["timeline"]["discovery"],
        json!({ "unit": "Minutes", "value": 33 })
    );
    assert_eq!(
        value["timeline"]["containment"],
        json!({ "unit": "Minutes", "value": 60 })
    );
    let method = json!({ "external": { "variety": ["Customer"] } });
    assert_eq!(value["discovery_method"], method);
    let action = json!({
        "social": { "variety": ["Phishing"], "vector": ["Unknown"], "target": ["Unknown"] },
        "unknown": { "notes": "a fox" },
    });
    assert_eq!(value["action"], action);
    assert_eq!(
        value["attribute"]["confidentiality"]["data_disclosure"],
        "No"
    );
    assert_eq!(value.get("notes"), None);
}

#[rstest]
#[case::nothing("", json!({ "unknown": true }), None)]
#[case::group("internal", json!({ "internal": { "variety": ["Unknown"] } }), None)]
#[case::listed("Internal: log review", json!({ "internal": { "variety": ["Log review"] } }), None)]
#[case::not_listed(
    "partner/a neighbour", json!({ "partner": { "variety": ["Other"] } }), Some("partner/a neighbour")
)]
#[case::free("the dog barked", json!({ "unknown": true }), Some("the dog barked"))]
fn how_it_was_discovered_is_put_into_the_words_of_veris(
    #[case] written: &str,
    #[case] method: Value,
    #[case] notes: Option<&str>,
) {
    let mut incident = known();
    incident.discovery_method = written.to_owned();
    let value = veris(&incident, start());
    assert_veris(&value);
    assert_eq!(value["discovery_method"], method);
    assert_eq!(value.get("discovery_notes").and_then(Value::as_str), notes);
}

#[rstest]
#[case::none(&[], &["unknown"])]
#[case::alone(&["phishing"], &["social"])]
#[case::of_the_guide(&["password attacks"], &["hacking"])]
#[case::in_several_groups(&["other"], &["unknown"])]
#[case::group(&["environmental"], &["environmental"])]
#[case::without_a_word(&["hacking/CSRF"], &["hacking"])]
#[case::with_group(&["malware/DoS", "hacking: SQLi", "error - loss"], &["error", "hacking", "malware"])]
fn what_the_actor_did_is_put_into_the_words_of_veris(
    #[case] written: &[&str],
    #[case] groups: &[&str],
) {
    let mut incident = known();
    incident.threat_actions = written.iter().map(|&it| it.to_owned()).collect();
    let value = veris(&incident, start());
    assert_veris(&value);
    let found: Vec<&String> = value["action"].as_object().unwrap().keys().collect();
    assert_eq!(found, groups);
}

#[rstest]
#[case::day("2026-11-20-05:00", json!({ "year": 2026, "month": 11, "day": 20 }), json!("Days"))]
#[case::month("2025-12-05:00", json!({ "year": 2025, "month": 12 }), json!("Months"))]
#[case::year("2025-05:00", json!({ "year": 2025 }), json!("Years"))]
#[case::unknown("unknown", json!({ "year": 2026 }), json!("Unknown"))]
fn veris_is_no_more_exact_than_the_record(
    #[case] started: &str,
    #[case] began: Value,
    #[case] unit: Value,
) {
    let mut incident = known();
    incident.moments.insert(Moment::Started, when(started));
    let value = veris(&incident, start());
    assert_veris(&value);
    assert_eq!(value["timeline"]["incident"], began);
    assert_eq!(value["timeline"]["discovery"]["unit"], unit);
    assert_eq!(value.get("notes").is_some(), started == "unknown");
}

#[test]
fn fedramp_reports_say_what_is_known() {
    let incident = known();
    let [initial, ongoing, last] = REPORTS.map(|report| {
        let value = fedramp(&incident, report).unwrap();
        assert_fedramp(&value);
        value
    });
    for (value, word) in [
        (&initial, "Initial"),
        (&ongoing, "Ongoing"),
        (&last, "Final"),
    ] {
        assert_eq!(value["reportType"], word);
        assert_eq!(
            value["providerTrackingId"],
            "2026-11-22-the-chickens-have-escaped"
        );
        assert!(
            value["potentialImpact"].is_string(),
            "not the object it looks like"
        );
        for unknown in [
            "affectedAgencies",
            "indicatorsOfCompromise",
            "rootCause",
            "functionalImpact",
        ] {
            assert_eq!(value.get(unknown), None, "{unknown}");
        }
    }
    assert_eq!(initial.get("relatedCveIds"), None);
    assert_eq!(last["relatedCveIds"], json!(["CVE-2026-12345"]));
    assert_eq!(last["resolvedAt"], "2026-11-22T16:40:00+00:00");
    assert_eq!(
        last["responseAndRecoveryActivities"],
        "R1 close the gate: verified"
    );
    assert_eq!(initial["recoveryPlan"], "R2 mend the fence: open");
    assert_eq!(initial["timeline"]["detectionSource"], "external/customer");
    let last = initial["timeline"]["milestones"]
        .as_array()
        .unwrap()
        .last()
        .unwrap();
    assert_eq!(last["milestoneDescription"], "resolved");
}

#[test]
fn the_classification_of_cisa_is_said_where_there_is_one() {
    let mut incident = known();
    incident.exposure = Some(true);
    for (facet, values) in [
        (
            Facet::FunctionalImpact,
            &["Denial of Non-Critical Services"][..],
        ),
        (
            Facet::InformationImpact,
            &["Privacy Data Breach", "Core Credential Compromise"],
        ),
        (Facet::Systems, &["3"]),
        (Facet::Records, &["1200"]),
        (Facet::Users, &["12"]),
    ] {
        let values = values.iter().map(|&it| it.to_owned()).collect();
        incident.facets.insert(facet, values);
    }
    let report = fedramp(&incident, FedrampReport::Ongoing).unwrap();
    assert_fedramp(&report);
    let said = "Functional impact: Denial of Non-Critical Services. Users: 12.";
    assert_eq!(report["functionalImpact"], said);
    let said = report["potentialImpact"].as_str().unwrap();
    assert!(
        said.contains("Privacy Data Breach, Core Credential Compromise"),
        "{said}"
    );
    let value = veris(&incident, start());
    assert_veris(&value);
    assert_eq!(value["asset"]["total_amount"], 3);
    assert_eq!(value["attribute"]["confidentiality"]["data_total"], 1200);
}

/// What only the later FedRAMP reports say, as they say it: indicators, cause, what was done.
const LATER: [&str; 3] = [
    "indicatorsOfCompromise",
    "rootCause",
    "responseAndRecoveryActivities",
];

fn field(field: Field, to: &str) -> Event {
    let (from, to) = (String::new(), to.to_owned());
    Event::FieldSet { field, from, to }
}

fn cause(n: u32, parent: Option<u32>, text: &str) -> Event {
    let step = CauseStep::Added {
        parent: parent.map(CauseId),
        method: Some(CauseMethod::FiveWhys),
        text: text.to_owned(),
    };
    let id = CauseId(n);
    Event::WorksheetChanged(WorksheetChanged::Cause(CauseChanged { id, step }))
}

fn edited(part: &str, generated: &str, text: &str) -> Event {
    Event::WorksheetChanged(WorksheetChanged::Part(PartEdited {
        part: part.to_owned(),
        generated: generated.to_owned(),
        text: Some(text.to_owned()),
    }))
}

/// What the three FedRAMP reports say in the places of [`LATER`] after some events.
fn later(events: Vec<Event>) -> [Vec<Value>; 3] {
    let events = (4..).zip(events).map(|(seq, event)| entry(seq, event));
    let entries: Vec<_> = small().into_iter().chain(events).collect();
    let mut incident = fold(&entries);
    incident
        .moments
        .insert(Moment::Resolved, When::exact(start()));
    let document = MarkdownExport {
        deliveries: None,
        incident: &incident,
        playbook: None,
        entries: &entries,
        local_notes: false,
        now: start(),
    };
    REPORTS.map(|report| {
        let value = fedramp_beside(&document, report).unwrap();
        assert_fedramp(&value);
        let places = LATER.iter();
        places
            .map(|place| value.get(place).cloned().unwrap_or_default())
            .collect()
    })
}

const TREE: &str = "### Y1 why did they get out? [line 4]\n\nAsked by Five Whys.\n\n\
                    - **Y2** the latch is worn [line 5]";

#[rstest]
#[case::nothing(vec![], [json!(null), json!(null), json!(null)])]
#[case::indicators(
    vec![field(Facet::Indicators.field(), "paw prints, feathers")],
    [json!(["paw prints", "feathers"]), json!(null), json!(null)],
)]
#[case::mitigation(
    vec![field(Facet::Mitigation.field(), "a dog at the gate")],
    [json!(null), json!(null), json!("Mitigation: a dog at the gate.")],
)]
#[case::causes(
    vec![cause(1, None, "why did they get out?"), cause(2, Some(1), "the latch is worn")],
    [json!(null), json!(TREE), json!(null)],
)]
#[case::causes_in_the_words_of_people(
    vec![edited("causes", "_Nobody wrote this part yet._", "The latch was worn.")],
    [json!(null), json!("The latch was worn."), json!(null)],
)]
#[case::causes_found_since_people_wrote_of_them(
    vec![
        cause(1, None, "why did they get out?"),
        edited("causes", "### Y1 why did they get out? [line 4]\n\nAsked by Five Whys.",
            "It was so:\n\n### Y1 why did they get out? [line 4]\n\nAsked by Five Whys."),
        cause(2, Some(1), "the latch is worn"),
    ],
    [json!(null), json!(format!("It was so:\n\n{}", TREE.replace("line 5", "line 6"))), json!(null)],
)]
fn the_later_fedramp_reports_say_what_was_found_and_done(
    #[case] events: Vec<Event>,
    #[case] said: [Value; 3],
) {
    let [initial, ongoing, last] = later(events);
    assert_eq!(initial, vec![Value::Null; 3], "not asked for in the first");
    assert_eq!(ongoing, said);
    assert_eq!(last, said);
}

#[test]
fn a_mitigation_stands_below_what_was_mended() {
    let mut incident = known();
    let mitigation = vec!["a dog at the gate".to_owned()];
    incident.facets.insert(Facet::Mitigation, mitigation);
    let report = fedramp(&incident, FedrampReport::Final).unwrap();
    assert_fedramp(&report);
    let said = "R1 close the gate: verified\nMitigation: a dog at the gate.";
    assert_eq!(report["responseAndRecoveryActivities"], said);
}

#[rstest]
#[case::day("2026-11-22-05:00", false)]
#[case::hour("2026-11-22T09-05:00", false)]
#[case::minute("2026-11-22T09:31-05:00", true)]
#[case::unknown("unknown", false)]
fn a_milestone_that_is_known_to_the_day_has_no_exact_time(#[case] at: &str, #[case] is_said: bool) {
    let mut incident = known();
    let reached = Reached {
        entry: sitroom::domain::ids::EntryId::default(),
        at: when(at),
        said_at: start(),
        by: "Farmer Jane".to_owned(),
        note: String::new(),
    };
    incident.milestones.insert("gsa-told".to_owned(), reached);
    let value = fedramp(&incident, FedrampReport::Ongoing).unwrap();
    assert_fedramp(&value);
    let milestones = value["timeline"]["milestones"].as_array().unwrap();
    let is_there = milestones
        .iter()
        .any(|it| it["milestoneDescription"] == "gsa-told");
    assert_eq!(is_there, is_said, "{milestones:?}");
}

#[test]
fn no_final_report_is_written_before_the_end() {
    let mut incident = known();
    incident.status = Status::Resolved;
    for unknown in ["unknown", "2026-11-22-05:00"] {
        incident.moments.insert(Moment::Resolved, when(unknown));
        let said = fedramp(&incident, FedrampReport::Final);
        assert_eq!(said, Err(NotReportable::ResolvedWhen));
    }
    incident.moments.remove(&Moment::Resolved);
    incident.status = Status::Confirmed;
    let said = fedramp(&incident, FedrampReport::Final);
    assert_eq!(said, Err(NotReportable::NotResolved));
}

#[test]
fn an_exercise_is_called_one_everywhere() {
    let mut incident = known();
    incident.exercise = true;
    let report = fedramp(&incident, FedrampReport::Initial).unwrap();
    let value = veris(&incident, start());
    assert_veris(&value);
    for text in [
        report["incidentDescription"].as_str().unwrap(),
        value["notes"].as_str().unwrap(),
        &ics_201(&incident, &[], start()),
        &ics_214(&incident, &[], start()),
    ] {
        assert!(text.contains("EXERCISE"), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_was_recorded_the_forms_take_it(entries in journals()) {
        let incident = fold(&entries);
        assert_veris(&veris(&incident, start()));
        for report in REPORTS {
            if let Ok(value) = fedramp(&incident, report) {
                assert_fedramp(&value);
            }
        }
    }
}
