//! The published schemas in `tests/data/schemas`, and that they refuse what is wrong.

use std::sync::LazyLock;

use jsonschema::Validator;
use rstest::rstest;
use serde_json::{Value, json};
use sitroom::domain::export::{FedrampReport, veris};

use crate::made::start;
use crate::reports::{fedramp, known};

const FEDRAMP: &str =
    include_str!("../data/schemas/fedramp-incident-report-schema-2026-06-24.json");
const FEDRAMP_COMMON: &str =
    include_str!("../data/schemas/fedramp-common-definitions-schema-2026-06-24.json");
const VERIS: &str = include_str!("../data/schemas/verisc-merged.json");

static FEDRAMP_REPORT: LazyLock<Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(FEDRAMP).unwrap();
    let common: Value = serde_json::from_str(FEDRAMP_COMMON).unwrap();
    let id = common["$id"].as_str().unwrap();
    // The reports name definitions as if each were a file below the file: there is no `#`.
    let mut registry = jsonschema::Registry::new();
    for (name, definition) in common["$defs"].as_object().unwrap() {
        let uri = format!("{id}/$defs/{name}");
        registry = registry.add(&uri, definition.clone()).unwrap();
    }
    let registry = registry.prepare().unwrap();
    let options = jsonschema::options().with_registry(&registry);
    options
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
});

static VERIS_INCIDENT: LazyLock<Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(VERIS).unwrap();
    jsonschema::validator_for(&schema).unwrap()
});

fn assert_valid(validator: &Validator, value: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "{value:#}");
}

/// Asserts that something is a FedRAMP incident report.
pub(crate) fn assert_fedramp(value: &Value) {
    assert_valid(&FEDRAMP_REPORT, value);
}

/// Asserts that something is an incident of VERIS 1.4.
pub(crate) fn assert_veris(value: &Value) {
    assert_valid(&VERIS_INCIDENT, value);
}

/// Asserts that a schema takes a value and refuses it changed, at the place of the change.
fn assert_refused(validator: &Validator, value: &Value, path: &str, change: Option<Value>) {
    assert_valid(validator, value);
    let mut changed = value.clone();
    let (parent, key) = path.rsplit_once('/').unwrap();
    if let Some(other) = change {
        let place = changed.pointer_mut(path);
        *place.unwrap_or_else(|| panic!("no {path} in {value:#}")) = other;
    } else {
        let parent = changed.pointer_mut(parent).and_then(Value::as_object_mut);
        let gone = parent.and_then(|it| it.remove(key));
        assert!(gone.is_some(), "no {path} in {value:#}");
    }
    assert!(!validator.is_valid(&changed), "{path} in {changed:#}");
}

#[rstest]
#[case::other_kind_of_report("/reportType", Some(json!("Interim")))]
#[case::no_kind_of_report("/reportType", None)]
#[case::no_tracking_id("/providerTrackingId", None)]
#[case::no_package("/certificationPackageOverviewUri", None)]
#[case::time_without_a_zone("/timeline/detectedAt", Some(json!("2026-11-22T09:02:00")))]
#[case::no_time("/timeline/startedAt", Some(json!("unknown")))]
#[case::milestone_without_a_time("/timeline/milestones/0/occurredAt", None)]
#[case::milestone_without_words("/timeline/milestones/0/milestoneDescription", None)]
#[case::other_number("/relatedCveIds/0", Some(json!("CVE-12345")))]
#[case::no_end("/resolvedAt", Some(json!(7)))]
#[case::impact_as_the_object_that_it_looks_like(
    "/potentialImpact", Some(json!({ "currentRating": "N1", "evaluationNotes": "hens" }))
)]
fn the_schema_of_fedramp_refuses(#[case] path: &str, #[case] change: Option<Value>) {
    let report = fedramp(&known(), FedrampReport::Final).unwrap();
    assert_refused(&FEDRAMP_REPORT, &report, path, change);
}

#[test]
fn the_impact_is_declared_a_string_and_looks_like_an_object() {
    let schema: Value = serde_json::from_str(FEDRAMP).unwrap();
    let declared = &schema["properties"]["potentialImpact"];
    assert_eq!(declared["type"], "string");
    assert!(declared["properties"]["currentRating"].is_object());
    for report in [
        FedrampReport::Initial,
        FedrampReport::Ongoing,
        FedrampReport::Final,
    ] {
        let value = fedramp(&known(), report).unwrap();
        assert!(value["potentialImpact"].is_string(), "{value:#}");
    }
}

#[rstest]
#[case::other_verdict("/security_incident", Some(json!("Perhaps")))]
#[case::no_verdict("/security_incident", None)]
#[case::no_id("/incident_id", None)]
#[case::no_version("/schema_version", None)]
#[case::no_timeline("/timeline", None)]
#[case::no_year("/timeline/incident/year", None)]
#[case::month_too_late("/timeline/incident/month", Some(json!(13)))]
#[case::other_unit("/timeline/discovery/unit", Some(json!("Fortnights")))]
#[case::other_action("/action/social/variety/0", Some(json!("Whistling")))]
#[case::other_discovery("/discovery_method/external/variety/0", Some(json!("Cockcrow")))]
#[case::other_disclosure(
    "/attribute/confidentiality/data_disclosure", Some(json!("Certainly"))
)]
fn the_schema_of_veris_refuses(#[case] path: &str, #[case] change: Option<Value>) {
    assert_refused(&VERIS_INCIDENT, &veris(&known(), start()), path, change);
}
