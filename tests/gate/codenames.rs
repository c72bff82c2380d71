//! What is called by a codename outside, and read back here.

use proptest::prelude::*;
use sitroom::domain::gate::{CodenameError, Codenames, codenames, reveal};

fn farm() -> Codenames {
    Codenames::new([
        ("Farmer Jane", "WALRUS"),
        ("Jane", "OTTER"),
        ("the barn", "SITE NINE"),
        ("Spot", "HERON"),
        ("Müller", "CRANE"),
    ])
    .unwrap()
}

#[test]
fn names_are_replaced_as_words_in_any_case_the_longest_first() {
    let text = "Farmer Jane met JANE's dog Spot, Janet and despot, at The Barn. müller_laptop, \
                jane.doe, MÜLLER";
    assert_eq!(
        codenames(text, &farm()),
        "WALRUS met OTTER's dog HERON, Janet and despot, at SITE NINE. CRANE_laptop, OTTER.doe, \
         CRANE"
    );
}

#[test]
fn names_are_found_however_they_are_spaced() {
    let text = "Farmer\n  Jane and Farmer\u{a0}Jane and Sp\u{200b}ot";
    assert_eq!(codenames(text, &farm()), "WALRUS and WALRUS and HERON");
}

#[test]
fn what_was_renamed_reads_back() {
    let text = "Farmer Jane saw Spot at the barn 🐕.";
    let coded = codenames(text, &farm());
    assert_eq!(coded, "WALRUS saw HERON at SITE NINE 🐕.");
    assert_eq!(reveal(&coded, &farm()), text);
    assert_eq!(reveal("walrus", &farm()), "Farmer Jane");
    assert_eq!(codenames(&coded, &farm()), coded);
}

#[test]
fn without_the_key_nothing_reads_back() {
    let coded = codenames("Farmer Jane saw Spot.", &farm());
    assert_eq!(reveal(&coded, &Codenames::default()), coded);
    assert!(!coded.contains("Jane") && !coded.contains("Spot"));
    assert_eq!(format!("{:?}", farm()), "Codenames(5)");
}

#[test]
fn a_key_that_cannot_work_is_refused_with_all_that_is_wrong() {
    let errors = Codenames::new([("Jane", "fox"), ("Dave", "FOX"), ("jane", "hare")]).unwrap_err();
    let twice = |name: &str| CodenameError::Twice(name.to_owned());
    assert_eq!(errors, [twice("FOX"), twice("jane")]);
    let errors = Codenames::new([("Jane", "little jane"), ("Dave", "hare")]).unwrap_err();
    assert!(matches!(&errors[..], [CodenameError::Telling { term, .. }] if term == "Jane"));
    let errors = Codenames::new([("", "fox"), ("Dave", "(hare)")]).unwrap_err();
    assert_eq!(errors.len(), 2);
}

proptest! {
    #[test]
    fn any_text_keeps_what_is_no_name(text in "\\PC{0,200}") {
        let coded = codenames(&text, &farm());
        prop_assert_eq!(codenames(&coded, &farm()), coded);
    }

    #[test]
    fn texts_of_names_read_back(
        words in proptest::collection::vec(
            prop_oneof![
                Just("Farmer Jane"), Just("Jane"), Just("the barn"), Just("Spot"), Just("Müller"),
                Just("fox"), Just("and"), Just("\u{1f98a}"), Just("..."),
            ],
            0..30,
        )
    ) {
        // A name that begins where another ends could be read as a longer one.
        let text = words.join(" / ");
        let coded = codenames(&text, &farm());
        prop_assert!(!coded.contains("Jane") && !coded.contains("Spot"));
        prop_assert_eq!(reveal(&coded, &farm()), text);
    }
}
