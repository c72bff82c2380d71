//! The file of keys.

use rstest::rstest;
use sitroom::app::{Action, Keymap};

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
