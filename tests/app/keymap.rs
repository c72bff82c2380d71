//! The file of keys.

use rstest::rstest;
use sitroom::app::{Action, Keymap, Mode};

#[test]
fn every_bad_binding_is_reported_at_once() {
    let text = "[global]\nfly = \"f\"\nnote = \"hyper-n\"\nundo = \"u\"\nup = [\"k\", \"u\"]\n";
    let error = Keymap::parse("mine.toml", text).unwrap_err();
    assert_eq!(error.file, "mine.toml");
    let said = error.to_string();
    for part in [
        "`fly` is no action",
        "`hyper-n` names no key",
        "`u` is bound to both undo and up",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

#[test]
fn a_key_of_a_card_is_bound_where_it_works() {
    let text = "[global]\nkeep-mine = \"m\"\n[card]\nnext-card = \"m\"\n\
                [conflict]\nkeep-mine = \"m\"\nnote = \"n\"\n";
    let said = Keymap::parse("mine.toml", text).unwrap_err().to_string();
    for part in [
        "`keep-mine` belongs into [conflict]",
        "`note` belongs into [global]",
        "`m` is bound to both next-card and keep-mine",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

#[test]
fn a_file_without_cards_has_the_shipped_keys_on_them() {
    let mine = Keymap::parse("mine.toml", "[global]\nnote = \"m\"\ndown = \"n\"\n").unwrap();
    let press = |key: &str| key.parse().unwrap();
    assert_eq!(mine.action(press("m")), Some(Action::Note));
    let on_card = |mode, key| mine.action_on_card(mode, press(key));
    assert_eq!(on_card(Mode::Conflict, "m"), Some(Action::KeepMine));
    assert_eq!(on_card(Mode::Suggestion, "y"), Some(Action::Accept));
    // What a key does on a card goes before how it moves elsewhere.
    assert_eq!(on_card(Mode::Conflict, "n"), Some(Action::NextCard));
    assert_eq!(on_card(Mode::Suggestion, "m"), None);
}

#[test]
fn a_table_of_cards_replaces_the_shipped_one() {
    let text = "[global]\nnote = \"n\"\n[conflict]\ntake-theirs = \"T\"\n";
    let mine = Keymap::parse("mine.toml", text).unwrap();
    let on_card = |key: &str| mine.action_on_card(Mode::Conflict, key.parse().unwrap());
    assert_eq!(on_card("T"), Some(Action::TakeTheirs));
    assert_eq!((on_card("t"), on_card("m")), (None, None));
}

#[rstest]
#[case::another_mode("[global]\n[editor]\nnote = \"n\"\n")]
#[case::no_mode("note = \"n\"\n")]
#[case::not_toml("[global\n")]
fn a_file_that_does_not_read_is_refused(#[case] text: &str) {
    assert!(Keymap::parse("keys.toml", text).is_err());
}

#[rstest]
#[case("j")]
#[case("S")]
#[case("space")]
#[case("shift-tab")]
#[case("ctrl-e")]
#[case("ctrl-alt-x")]
#[case("alt-enter")]
#[case("f12")]
#[case("-")]
#[case("ctrl--")]
fn a_key_is_written_as_it_is_read(#[case] text: &str) {
    let press: sitroom::app::KeyPress = text.parse().unwrap();
    assert_eq!(press.to_string(), text);
}

#[test]
fn every_word_of_the_playbooks_is_an_action() {
    for word in sitroom::domain::playbook::file::COMMANDS {
        assert!(Action::from_word(word).is_some(), "{word}");
    }
}

#[test]
fn no_two_actions_share_a_word() {
    for action in Action::ALL {
        assert_eq!(Action::from_word(action.word()), Some(*action));
    }
}
