//! The file of keys.

use rstest::rstest;
use sitroom::app::{Action, KeySequence, Keymap, Meaning, Mode};

#[test]
fn the_keys_that_are_compiled_in_are_those_of_the_file_that_people_read() {
    let text = include_str!("../../config/keys.toml");
    assert_eq!(Keymap::parse("keys.toml", text), Ok(Keymap::default()));
}

#[test]
fn every_bad_binding_is_reported_at_once_with_its_line_and_what_was_meant() {
    let text = "note = \"n\"\n\n[global]\nfly = \"f\"\nnotee = \"hyper-n\"\nnotice = [\"pgup\", 3]\n\
                lead = \"entre\"\nundo = \"u\"\nup = [\"k\", \"u\"]\nfirst = \"g g\"\nlast = \"g\"\n\
                undo = \"U\"\n\n[plannr]\nseats = \"s\"\n";
    let error = Keymap::parse("mine.toml", text).unwrap_err();
    assert_eq!(error.file, "mine.toml");
    assert_eq!(
        error.problems,
        [
            "line 1: `note` stands in no table; write [global] above it",
            "line 4: `fly` is no action",
            "line 5: `notee` is no action; did you mean `note`?",
            "line 6: `pgup` names no key; did you mean `up`?",
            "line 6: the keys of `notice` are a text or a list of texts",
            "line 7: `entre` names no key; did you mean `enter`?",
            "line 9: `u` is bound to both undo and up",
            "line 11: `g g` of first and `g` of last: one begins the other",
            "line 12: duplicate key",
            "line 14: [plannr] is no table of keys; did you mean `planner`?",
        ]
    );
}

#[rstest]
#[case::alone("note = \"F1\"", 1, "f1")]
#[case::of_two("note = \"entre\"\nhelp = [\"?\", \"F12\"]", 2, "f12")]
#[case::with_another("note = \"ctrl-F5\"", 1, "ctrl-f5")]
fn a_key_of_the_topmost_row_in_capitals_is_told_in_small_letters(
    #[case] text: &str,
    #[case] problems: usize,
    #[case] meant: &str,
) {
    let told = Keymap::parse("mine.toml", &format!("[global]\n{text}\n")).unwrap_err();
    assert_eq!(told.problems.len(), problems, "{told}");
    let last = told.problems.last().map(String::as_str).unwrap_or_default();
    assert!(
        last.ends_with(&format!("did you mean `{meant}`?")),
        "{last}"
    );
}

#[test]
fn a_key_of_a_card_is_bound_where_it_works() {
    let text = "[global]\nkeep-mine = \"m\"\n[card]\nnext-card = \"m\"\n\
                [conflict]\nkeep-mine = \"m\"\nnote = \"n\"\n";
    let said = Keymap::parse("mine.toml", text).unwrap_err().to_string();
    for part in [
        "line 2: `keep-mine` belongs into [conflict]",
        "line 7: `note` belongs into [global]",
        "line 6: `m` is bound to both next-card and keep-mine",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

fn does(keymap: &Keymap, mode: Mode, keys: &str) -> Meaning {
    let keys: KeySequence = keys.parse().expect("keys");
    keymap.meaning(mode, &keys.0)
}

#[test]
fn a_file_without_a_table_has_the_shipped_keys_of_it() {
    let mine = Keymap::parse("mine.toml", "[global]\nnote = \"m\"\ndown = \"n\"\n").unwrap();
    let meaning = |mode, keys| does(&mine, mode, keys);
    assert_eq!(meaning(Mode::Global, "m"), Meaning::Does(Action::Note));
    assert_eq!(
        meaning(Mode::Conflict, "m"),
        Meaning::Does(Action::KeepMine)
    );
    assert_eq!(
        meaning(Mode::Suggestion, "y"),
        Meaning::Does(Action::Accept)
    );
    // What a key does on a card goes before how it moves elsewhere.
    assert_eq!(
        meaning(Mode::Conflict, "n"),
        Meaning::Does(Action::NextCard)
    );
    assert_eq!(meaning(Mode::Suggestion, "m"), Meaning::Nothing);
    let cards = Keymap::parse("mine.toml", "[conflict]\nkeep-mine = \"K\"\n").unwrap();
    assert_eq!(does(&cards, Mode::Global, "n"), Meaning::Does(Action::Note));
}

#[test]
fn a_file_changes_only_what_it_names() {
    let text = "[global]\nnote = \"ctrl-t\"\nsitrep = \"r\"\nlead = []\n\
                [conflict]\ntake-theirs = \"T\"\n";
    let mine = Keymap::parse("mine.toml", text).unwrap();
    let shipped = Keymap::default();
    for (action, keys) in [
        (Action::Note, "ctrl-t"),
        (Action::Sitrep, "r"),
        // Its only key went to the sitrep, and nobody is told of it.
        (Action::Sync, ""),
        (Action::Lead, ""),
        (Action::TakeTheirs, "T"),
    ] {
        assert_eq!(mine.keys(action), keys, "{action:?}");
    }
    let named = [
        Action::Note,
        Action::Sitrep,
        Action::Sync,
        Action::Lead,
        Action::TakeTheirs,
    ];
    for action in Action::ALL.iter().filter(|it| !named.contains(it)) {
        assert_eq!(mine.keys(*action), shipped.keys(*action), "{action:?}");
    }
    assert_eq!(does(&mine, Mode::Global, "n"), Meaning::Nothing);
    assert_eq!(does(&mine, Mode::Conflict, "t"), Meaning::Nothing);
}

#[rstest]
#[case::none("[global]\nquit = []\n", "line 2: quit cannot be without a key")]
#[case::taken(
    "[global]\nnote = \"?\"\n",
    "line 2: `?` of note leaves help without a key"
)]
#[case::in_the_past(
    "[past]\npast-time = \"esc\"\n",
    "line 2: `esc` of past-time leaves back-out without a key"
)]
#[case::begun(
    "[global]\nnote = \"esc n\"\n",
    "line 2: `esc n` of note leaves back-out without a key"
)]
fn a_keymap_that_one_cannot_get_out_of_is_refused(#[case] text: &str, #[case] why: &str) {
    let error = Keymap::parse("mine.toml", text).unwrap_err();
    assert_eq!(error.problems, [why]);
}

#[test]
fn all_that_one_cannot_be_without_is_told_at_once() {
    let text = "[global]\nnote = \"esc\"\nhelp = []\nquit = \"ctrl-c\"\nlead = \"ctrl-c\"\n";
    let error = Keymap::parse("mine.toml", text).unwrap_err();
    assert_eq!(
        error.problems,
        [
            "line 2: `esc` of note leaves back-out without a key",
            "line 3: help cannot be without a key",
            "line 4: `ctrl-c` is bound to both lead and quit",
        ]
    );
}

#[test]
fn keys_one_after_the_other_mean_something_at_their_end() {
    let keymap = Keymap::default();
    for (keys, meaning) in [
        ("g", Meaning::Begins),
        ("g g", Meaning::Does(Action::First)),
        ("home", Meaning::Does(Action::First)),
        ("ctrl-w l", Meaning::Does(Action::NextPane)),
        ("g n", Meaning::Nothing),
        ("g g g", Meaning::Nothing),
    ] {
        assert_eq!(does(&keymap, Mode::Global, keys), meaning, "{keys}");
    }
    // A card is moved through by the same keys, and nothing below it is done.
    assert_eq!(
        does(&keymap, Mode::Conflict, "g g"),
        Meaning::Does(Action::First)
    );
    assert_eq!(does(&keymap, Mode::Conflict, "g l"), Meaning::Nothing);
    let begun: KeySequence = "g".parse().unwrap();
    let next = keymap.continuations(Mode::Global, &begun.0);
    let next: Vec<String> = next.iter().map(|(keys, _)| keys.to_string()).collect();
    for key in ["g", "t", "T", "l", "d"] {
        assert!(next.iter().any(|it| it == key), "{key} is not in {next:?}");
    }
}

#[test]
fn habits_of_vim_and_of_arrows_both_move() {
    let keymap = Keymap::default();
    for (keys, action) in [
        ("j down", Action::Down),
        ("k up", Action::Up),
        ("home", Action::First),
        ("G end", Action::Last),
        ("ctrl-d pagedown", Action::PageDown),
        ("ctrl-u pageup", Action::PageUp),
        ("right", Action::NextPane),
        ("left", Action::PreviousPane),
    ] {
        for key in keys.split(' ') {
            assert_eq!(
                does(&keymap, Mode::Global, key),
                Meaning::Does(action),
                "{key}"
            );
        }
    }
}

#[rstest]
#[case::another_mode("[global]\n[editor]\nnote = \"n\"\n")]
#[case::no_mode("note = \"n\"\n")]
#[case::no_table("global = 3\n")]
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
