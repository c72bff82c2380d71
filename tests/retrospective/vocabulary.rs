//! Classifying an incident by the lists.

use std::collections::BTreeSet;

use rstest::rstest;
use serde::Deserialize;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::vocabulary::{Facet, vocabulary};

use crate::night::{JANE, minute, opened, part};
use crate::record::Record;

fn classify(record: &mut Record, facet: Facet, to: &str) -> Result<usize, String> {
    let command = Command::SetField {
        field: facet.field(),
        to: to.into(),
    };
    let events = record.ask(&Request::local(command, JANE), minute(20));
    events
        .map(|it| it.len())
        .map_err(|refusal| refusal.to_string())
}

#[test]
fn every_facet_has_its_list_with_a_source() {
    let all = vocabulary();
    assert_eq!(all.format, 1);
    let keys: Vec<Facet> = all.lists.iter().map(|list| list.key).collect();
    assert_eq!(keys, Facet::ALL);
    for list in &all.lists {
        assert!(
            !list.name.is_empty() && !list.about.is_empty(),
            "{}",
            list.key
        );
        assert!(!list.source.is_empty(), "{}", list.key);
        let choices: Vec<String> = list.choices().collect();
        let is_text = list.number || list.free;
        assert!(!choices.is_empty() || is_text, "{}", list.key);
        let once: BTreeSet<String> = choices.iter().map(|it| it.to_lowercase()).collect();
        assert_eq!(
            once.len(),
            choices.len(),
            "{} says something twice",
            list.key
        );
        // Several are separated by commas, so none can have one.
        assert!(
            choices.iter().all(|choice| !choice.contains(',')),
            "{}",
            list.key
        );
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    list: Vec<PublishedList>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublishedList {
    key: Facet,
    source: String,
    #[serde(default)]
    part: bool,
    value: Vec<String>,
}

fn published() -> Vec<PublishedList> {
    let text = include_str!("../data/published-lists.toml");
    toml::from_str::<Published>(text).expect("it reads").list
}

#[test]
fn every_list_is_the_published_one_with_nothing_missing_and_nothing_invented() {
    let published = published();
    let keys: BTreeSet<Facet> = published.iter().map(|list| list.key).collect();
    assert_eq!(keys, BTreeSet::from(Facet::ALL));
    for theirs in &published {
        let key = theirs.key;
        assert!(!theirs.source.is_empty(), "{key}");
        let ours: Vec<String> = vocabulary()
            .list(key)
            .expect("its list")
            .choices()
            .collect();
        let missing: Vec<&String> = theirs
            .value
            .iter()
            .filter(|it| !ours.contains(it))
            .collect();
        let invented: Vec<&String> = ours
            .iter()
            .filter(|it| !theirs.value.contains(it))
            .collect();
        assert_eq!((missing, invented), (vec![], vec![]), "{key}");
        assert_eq!(ours, theirs.value, "{key}: another order");
    }
}

#[test]
fn lists_of_veris_are_those_of_its_enumerations() {
    let schema = include_str!("../data/schemas/verisc-merged.json");
    let schema: serde_json::Value = serde_json::from_str(schema).expect("it is JSON");
    for (key, field) in [
        (Facet::DiscoveryMethod, "discovery_method"),
        (Facet::ThreatActions, "action"),
    ] {
        let groups = schema["properties"][field]["properties"].as_object();
        let groups = groups.expect("groups");
        let labels: BTreeSet<String> = groups
            .iter()
            .flat_map(|(group, it)| {
                let listed = it.pointer("/properties/variety/items/enum");
                let varieties = listed.and_then(|it| it.as_array()).into_iter().flatten();
                let varieties = varieties.filter_map(|it| it.as_str());
                varieties.map(move |it| format!("{group}/{it}"))
            })
            // An action of which nobody knows more has no variety.
            .chain((field == "action").then(|| "unknown/Unknown".to_owned()))
            .collect();
        let list = published().into_iter().find(|list| list.key == key);
        let list = list.expect("its list");
        let ours: BTreeSet<String> = list.value.into_iter().collect();
        let invented: Vec<&String> = ours.difference(&labels).collect();
        assert_eq!(invented, Vec::<&String>::new(), "{key}");
        let missing = labels.difference(&ours).count();
        assert_eq!(missing > 0, list.part, "{key}: {missing} missing");
    }
}

#[rstest]
#[case::its_spelling(Facet::Recoverability, "not recoverable", "Not Recoverable")]
#[case::without_its_group(Facet::DiscoveryMethod, "customer", "external/Customer")]
#[case::with_a_colon(Facet::DiscoveryMethod, "External: customer", "external/Customer")]
#[case::of_two_groups(Facet::DiscoveryMethod, "Audit", "Audit")]
#[case::other_words(Facet::DiscoveryMethod, "the dog, at night", "the dog, at night")]
#[case::several(
    Facet::ThreatActions,
    "phishing, brute force, digging",
    "social/Phishing, hacking/Brute force, digging"
)]
#[case::each_once(Facet::InformationImpact, "No impact, no impact", "No Impact")]
#[case::a_value_with_a_slash(Facet::AttackVector, "email/phishing", "Email/Phishing")]
#[case::a_number(Facet::Users, "1 200", "1200")]
#[case::nothing(Facet::Location, " ", "")]
fn typed_words_become_those_of_the_list(
    #[case] facet: Facet,
    #[case] typed: &str,
    #[case] expected: &str,
) {
    let words = vocabulary().read(facet, typed).expect("they may stand");
    assert_eq!(words.join(", "), expected);
}

#[rstest]
#[case(Facet::Recoverability, "soon")]
#[case(Facet::AttackVector, "Web, the gate")]
#[case(Facet::Users, "many")]
#[case(Facet::Records, "-1")]
fn other_words_are_refused_with_the_choices(#[case] facet: Facet, #[case] typed: &str) {
    let mut record = opened();
    let refused = classify(&mut record, facet, typed).expect_err("it is no word of the list");
    assert!(
        refused.contains("choose one of") || refused.contains("a number"),
        "{refused}"
    );
    assert_eq!(facet.values(&record.incident), Vec::<String>::new());
}

#[test]
fn a_facet_is_recorded_shown_taken_away_and_undone() {
    for facet in Facet::ALL {
        let mut record = opened();
        let list = vocabulary().list(facet).expect("its list");
        let first = list.choices().next().unwrap_or_else(|| "42".into());
        assert_eq!(classify(&mut record, facet, &first), Ok(1), "{facet}");
        assert_eq!(facet.values(&record.incident).concat(), first);
        let shown = ["summary", "impact"].map(|id| part(&record, id)).concat();
        assert!(shown.contains(&first), "{facet}: {shown}");
        assert_eq!(classify(&mut record, facet, &first), Ok(0), "{facet}");
        assert_eq!(classify(&mut record, facet, ""), Ok(1), "{facet}");
        assert_eq!(facet.values(&record.incident), Vec::<String>::new());
        record.run(Command::Undo { entry: None }, minute(21));
        assert_eq!(facet.values(&record.incident), [first]);
    }
}
