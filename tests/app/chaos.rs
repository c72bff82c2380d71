//! Anything that can happen, in any order.

use chrono::TimeDelta;
use proptest::prelude::*;
use sitroom::app::{Effect, Event, Key, KeyPress, Keymap, Layer, Level, NotSaved};
use sitroom::domain::command::Command;
use sitroom::domain::event::Visibility;
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};

use crate::screen::{Disk, Screen};

#[derive(Debug, Clone)]
enum Step {
    Press(KeyPress),
    Type(String),
    Paste(String),
    Pass(i64),
    Resize(u16, u16),
    News(String),
    Clash(u8, String),
    Suggest(u32, String),
    Disk(bool),
    Late(u8),
}

fn press() -> impl Strategy<Value = KeyPress> {
    let named = prop::sample::select(vec![
        Key::Enter,
        Key::Esc,
        Key::Tab,
        Key::BackTab,
        Key::Backspace,
        Key::Delete,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::Home,
        Key::End,
        Key::PageUp,
        Key::PageDown,
        Key::F(5),
    ]);
    let chars = prop::char::range('!', '~').prop_map(Key::Char);
    let key = prop_oneof![2 => named, 3 => chars, 1 => Just(Key::Char(' '))];
    (key, prop::bool::weighted(0.15), prop::bool::weighted(0.05))
        .prop_map(|(key, ctrl, alt)| KeyPress { key, ctrl, alt })
}

fn step() -> impl Strategy<Value = Step> {
    let text = prop_oneof![
        Just(String::new()),
        Just("Dave".to_owned()),
        Just("15m busy".to_owned()),
        Just("10m ago".to_owned()),
        "\\PC{0,12}",
    ];
    prop_oneof![
        12 => press().prop_map(Step::Press),
        4 => text.clone().prop_map(Step::Type),
        1 => text.clone().prop_map(Step::Paste),
        1 => (0_i64..400).prop_map(Step::Pass),
        1 => (any::<u16>(), any::<u16>()).prop_map(|(a, b)| Step::Resize(a, b)),
        1 => "[a-z]{1,8}".prop_map(Step::News),
        1 => (0_u8..4, "[a-z]{1,8}").prop_map(|(at, text)| Step::Clash(at, text)),
        1 => (1_u32..4, "[a-z]{1,8}").prop_map(|(line, text)| Step::Suggest(line, text)),
        1 => any::<bool>().prop_map(Step::Disk),
        1 => (0_u8..4).prop_map(Step::Late),
    ]
}

fn take(screen: &mut Screen, step: &Step) -> Vec<Effect> {
    match step {
        Step::Press(press) => screen.happen(Event::Key(*press)),
        Step::Type(text) => screen.write_text(text),
        Step::Paste(text) => screen.happen(Event::Paste(text.clone())),
        Step::Pass(minutes) => {
            screen.now += TimeDelta::minutes(*minutes);
            screen.happen(Event::Ticked)
        }
        Step::Resize(columns, rows) => screen.happen(Event::Resized {
            columns: *columns,
            rows: *rows,
        }),
        Step::News(text) => {
            screen.hear(Command::Note {
                text: text.clone(),
                visibility: Visibility::Shared,
            });
            Vec::new()
        }
        Step::Clash(at, theirs) => {
            let subjects = ["title", "details", "L1 deleted", "status"];
            screen.hear(Command::RaiseConflict {
                subject: subjects[usize::from(*at)].into(),
                ours: "here".into(),
                theirs: theirs.clone(),
                ours_by: String::new(),
                ours_at: None,
            });
            Vec::new()
        }
        Step::Suggest(line, text) => {
            let (comment, line) = (7, *line);
            screen.hear(Command::Suggest {
                id: SuggestionId { comment, line },
                action: SuggestedAction::Lead(text.clone()),
            });
            Vec::new()
        }
        Step::Disk(is_good) => {
            screen.disk = if *is_good { Disk::Good } else { Disk::Full };
            Vec::new()
        }
        // Answers that nobody waits for.
        Step::Late(0) => screen.happen(Event::Saved),
        Step::Late(1) => screen.happen(Event::Said(Level::Error, "a file was set aside".into())),
        Step::Late(2) => screen.happen(Event::DraftsFound(vec![("note".into(), "x".into())])),
        Step::Late(_) => screen.happen(Event::NotSaved(NotSaved {
            cause: "late".into(),
            hint: String::new(),
        })),
    }
}

/// Returns whether a step may end the program as the screen stands.
fn may_quit(screen: &Screen, keymap: &Keymap, step: &Step) -> bool {
    let Step::Press(press) = step else {
        return false;
    };
    match screen.app.layers.last() {
        None if screen.app.is_filtering || screen.app.is_waiting() => false,
        None => keymap.action(*press) == Some(sitroom::app::Action::Quit),
        Some(Layer::Palette(palette)) => {
            press.key == Key::Enter
                && palette
                    .found
                    .get(palette.marked)
                    .is_some_and(|entry| entry.action() == Some(sitroom::app::Action::Quit))
        }
        Some(_) => false,
    }
}

/// Returns whether `above` may lie over `below`: a card and the planner stay under what is
/// opened from them; a text stays only under what asks about it or shows how it leaves.
fn may_be_above(below: &Layer, above: &Layer) -> bool {
    match (below, above) {
        (Layer::Card(_), above) => !matches!(above, Layer::Card(_)),
        (Layer::Planner(_), above) => !matches!(above, Layer::Card(_) | Layer::Planner(_)),
        (Layer::Editor(below), Layer::Editor(above)) => above.over == Some(below.id),
        (Layer::Editor(_), above) => matches!(above, Layer::Card(_) | Layer::Sending(_)),
        (Layer::Drafts(_), above) => matches!(above, Layer::Choices(_)),
        (Layer::Sending(_), Layer::Editor(above)) => above.overriding.is_some(),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_only_the_quit_keys_quit(steps in prop::collection::vec(step(), 1..60)) {
        let keymap = Keymap::default();
        let mut screen = Screen::confirmed();
        for step in &steps {
            let may_quit = may_quit(&screen, &keymap, step);
            // With a text that is not on the disk it asks first, and may quit without asking again.
            let is_all_saved = screen.app.unsaved.is_none();
            let effects = take(&mut screen, step);
            let quits = effects.contains(&Effect::Quit);
            prop_assert!(may_quit || !quits, "{:?}", step);
            prop_assert!(quits || !(may_quit && is_all_saved), "{:?}", step);
            prop_assert_eq!(&*screen.app.incident, &screen.incident);
            let focus = screen.app.focus();
            prop_assert_eq!(screen.app.place(focus).is_some(), screen.app.count(focus) > 0);
            let layers = &*screen.app.layers;
            prop_assert!(layers.windows(2).all(|pair| may_be_above(&pair[0], &pair[1])), "{layers:?}");
            prop_assert!(layers.len() <= 5, "{layers:?}");
        }
    }
}
