//! Classifying an incident by the lists.

use std::collections::BTreeSet;

use rstest::rstest;
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
        assert_eq!(choices.is_empty(), list.number, "{}", list.key);
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
        assert_eq!(facet.values(&record.incident), [first.clone()]);
        let shown = ["summary", "impact"].map(|id| part(&record, id)).concat();
        assert!(shown.contains(&first), "{facet}: {shown}");
        assert_eq!(classify(&mut record, facet, &first), Ok(0), "{facet}");
        assert_eq!(classify(&mut record, facet, ""), Ok(1), "{facet}");
        assert_eq!(facet.values(&record.incident), Vec::<String>::new());
        record.run(Command::Undo { entry: None }, minute(21));
        assert_eq!(facet.values(&record.incident), [first]);
    }
}
