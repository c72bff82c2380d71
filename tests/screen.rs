//! What the screen looks like: whole frames, with a layer that names the styles.

#[path = "common/farm.rs"]
mod farm;
#[path = "common/frame.rs"]
mod frame;

#[path = "screen/across.rs"]
mod across;
#[path = "screen/cards.rs"]
mod cards;
#[path = "screen/deliveries.rs"]
mod deliveries;
#[path = "screen/everywhere.rs"]
mod everywhere;
#[path = "screen/evidence.rs"]
mod evidence;
#[path = "screen/gate.rs"]
mod gate;
#[path = "screen/handoff.rs"]
mod handoff;
#[path = "screen/hostile.rs"]
mod hostile;
#[path = "screen/keys.rs"]
mod keys_of_screen;
#[path = "screen/messages.rs"]
mod messages;
#[path = "screen/people.rs"]
mod people;
#[path = "screen/pictures.rs"]
mod pictures;
#[path = "screen/reading.rs"]
mod reading;
#[path = "screen/report.rs"]
mod report;
#[path = "screen/rotation.rs"]
mod rotation;
#[path = "screen/sizes.rs"]
mod sizes;
#[path = "screen/stages.rs"]
mod stages;
#[path = "screen/states.rs"]
mod states;
#[path = "screen/themes.rs"]
mod themes;

use farm::{Farm, at};
use frame::{Shot, keys};
use rstest::rstest;
use sitroom::app::{App, Event, Level, update};
use sitroom::domain::event::Visibility;
use sitroom::domain::incident::{FixState, LeadState};
use sitroom::domain::mirror::{Concern, MirrorState, MirrorStatus};
use sitroom::domain::time::Span;

pub(crate) const WIDE: (u16, u16) = (120, 40);
pub(crate) const USUAL: (u16, u16) = (80, 24);
pub(crate) const SMALL: (u16, u16) = (40, 20);

macro_rules! snapshot {
    ($name:expr, $shot:expr) => {
        insta::with_settings!({
            snapshot_path => "snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!($name, $shot);
        });
    };
}
pub(crate) use snapshot;

pub(crate) fn synced(farm: &Farm) -> App {
    let mut app = farm.app();
    app.mirror = MirrorStatus {
        state: MirrorState::Synced,
        last_pull: Some(farm.now - Span::minutes(3).delta()),
        ..MirrorStatus::default()
    };
    app
}

#[test]
fn an_overdue_sitrep_is_the_one_loud_thing() {
    let mut farm = Farm::busy();
    farm.now = at("14:15");
    let app = synced(&farm);
    let shot = Shot::new(WIDE).of(&app);
    let loud = shot.lines().filter(|line| line.contains("uuuu")).count();
    assert_eq!(loud, 1, "{shot}");
}

#[rstest]
#[case::problem("problem", "tdsoon<enter>")]
fn what_is_wrong_with_a_text(#[case] name: &str, #[case] pressed: &str) {
    let farm = Farm::busy();
    for size in [USUAL, SMALL] {
        let mut app = synced(&farm);
        let mut shot = Shot::new(size);
        shot.press(&mut app, &farm, pressed);
        snapshot!(format!("over-{name}-{}x{}", size.0, size.1), shot.of(&app));
    }
}

#[test]
fn word_of_every_trouble_is_in_the_header_of_the_smallest_screen() {
    for state in MirrorState::ALL {
        if state.concern() == Concern::None {
            continue;
        }
        let mut app = synced(&Farm::busy());
        app.mirror.state = state;
        app.mirror.waiting = 12;
        let shot = Shot::new(SMALL).of(&app);
        let header: Vec<&str> = shot.lines().take(4).collect();
        let header = header.join("\n");
        assert!(header.contains(state.word()), "{state:?}:\n{header}");
    }
}

#[test]
fn readme_explains_the_word_of_every_trouble() {
    let readme = include_str!("../README.md");
    let rows: Vec<&str> = readme
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    for state in MirrorState::ALL {
        let word = format!("`{}`", state.word());
        let is_told = rows.iter().any(|row| row.contains(&word));
        assert!(is_told || state.concern() == Concern::None, "{word}");
    }
}

#[test]
fn a_filter_is_typed_at_the_foot() {
    let mut app = synced(&Farm::busy());
    keys(&mut app, "3/fox");
    snapshot!("filter-80x24", Shot::new(USUAL).of(&app));
    keys(&mut app, "es");
    snapshot!("filter-nothing-40x20", Shot::new(SMALL).of(&app));
}

#[test]
fn long_texts_and_wide_characters_keep_the_columns() {
    let mut farm = Farm::opened();
    farm.lead(
        "鶏が逃げた。どの門が開いていたのか、誰が最後に見たのか、調べる必要がある。",
        "農夫のデイブ",
    );
    farm.lead("👩‍🌾 saw 🐔🐔🐔 and 🦊 at the brook, says so in a message that is far too long for one row of any board", "🐕 Spot");
    farm.lead(
        "e\u{301}galite\u{301} \u{202e}reversed\u{202c} bell\u{7}esc\u{1b}[31mred tab\tend",
        "Farmer Dave",
    );
    farm.note("line one\nline two 鶏\n\nline four", Visibility::Local);
    let mut app = farm.app();
    keys(&mut app, "3j");
    for size in [USUAL, SMALL] {
        snapshot!(
            format!("wide-characters-{}x{}", size.0, size.1),
            Shot::new(size).of(&app)
        );
    }
}

#[test]
fn a_thousand_leads_show_the_selected_one_and_its_place() {
    let farm = Farm::with_leads(1000);
    let mut app = synced(&farm);
    keys(&mut app, "3G");
    snapshot!("thousand-leads-80x24", Shot::new(USUAL).of(&app));
}

#[test]
fn every_state_can_be_told_apart_without_colour_and_without_unicode() {
    let farm = Farm::with_every_state();
    for (name, unicode) in [("mono", true), ("ascii", false)] {
        let mut app = synced(&farm);
        for (view, pressed) in [("leads", "3"), ("remediation", "4"), ("checklist", "2")] {
            keys(&mut app, pressed);
            let shot = Shot::themed(USUAL, frame::mono(unicode)).of(&app);
            snapshot!(format!("{name}-{view}-80x24"), &shot);
            if !unicode {
                assert!(frame::text_of(&shot).is_ascii(), "{shot}");
            }
        }
    }
}

#[test]
fn no_two_states_share_a_sign_or_a_word() {
    let farm = Farm::with_every_state();
    for size in [USUAL, SMALL] {
        for unicode in [true, false] {
            for (pressed, count) in [("3", LeadState::ALL.len()), ("4", FixState::ALL.len())] {
                let mut app = farm.app();
                keys(&mut app, pressed);
                let shot = Shot::themed(size, frame::mono(unicode)).of(&app);
                let mut signs = Vec::new();
                let mut words = Vec::new();
                for line in frame::text_of(&shot).lines() {
                    let row: String = line.chars().skip(1).collect();
                    let mut cells = row.split_whitespace();
                    let id = cells.next().unwrap_or_default();
                    if id.len() == 2 && id.starts_with(['L', 'R']) && !line.contains("since") {
                        signs.push(cells.next().unwrap_or_default().to_owned());
                        words.push(cells.next().unwrap_or_default().to_owned());
                    }
                }
                signs.sort();
                signs.dedup();
                words.sort();
                words.dedup();
                assert_eq!((signs.len(), words.len()), (count, count), "{shot}");
            }
        }
    }
}

#[test]
fn no_size_of_the_terminal_is_too_small() {
    let mut farm = Farm::busy();
    farm.lead(
        "鶏が逃げた 👩‍🌾 of a board that is far too narrow for it",
        "🐕",
    );
    farm.now = at("14:15");
    cards::wait(&mut farm);
    let pressed = [
        "1",
        "C",
        "Cn",
        "CeE",
        "w",
        "wny",
        "1<right><right>",
        "2",
        "3G",
        "4",
        "5",
        "n",
        "s",
        "S",
        "?",
        ":zz",
        "cr<enter>",
        "3/x",
    ];
    let mut shots: Vec<(App, Shot)> = Vec::new();
    for pressed in pressed {
        let mut app = farm.app();
        let mut shot = Shot::new((1, 1));
        shot.press(&mut app, &farm, pressed);
        shots.push((app, shot));
    }
    for (app, shot) in &mut shots {
        shot.resized((0, 0)).draw(app);
    }
    // The small ones, where the cuts are, with everything; of the others some, each with another.
    let mut turn = 0;
    let widths = (1..=60).chain((61..=250).step_by(9));
    let heights = || (1..=30).chain((31..=80).step_by(7));
    for (width, height) in widths.flat_map(|width| heights().map(move |height| (width, height))) {
        let all = if width <= 30 && height <= 12 {
            shots.len()
        } else {
            1
        };
        for _ in 0..all {
            turn = (turn + 1) % shots.len();
            let (app, shot) = &mut shots[turn];
            shot.resized((width, height)).draw(app);
        }
    }
}

#[test]
fn drawing_twice_draws_the_same() {
    let farm = Farm::with_leads(300);
    let mut app = farm.app();
    keys(&mut app, "3Gkkkk");
    let mut shot = Shot::new(USUAL);
    let first = shot.of(&app);
    assert_eq!(first, shot.of(&app));
}

#[test]
fn a_screen_that_was_tiny_for_a_while_looks_as_before() {
    let farm = Farm::busy();
    for pressed in ["1jjj", "2jjjj", "3jjj", "4jj", "5jjj"] {
        let mut app = synced(&farm);
        keys(&mut app, pressed);
        let mut shot = Shot::new(WIDE);
        let before = shot.of(&app);
        for size in [(1, 1), (2, 1), (1, 2), (3, 2), (10, 3), (500, 200)] {
            shot.resized(size).draw(&app);
        }
        assert_eq!(before, shot.resized(WIDE).of(&app), "{pressed}");
    }
}

#[test]
fn an_error_tells_how_one_goes_on_whatever_else_was_said() {
    let mut app = synced(&Farm::busy());
    let now = app.now;
    update(
        &mut app,
        Event::Said(Level::Error, "the fox is in the coop".into()),
        now,
    );
    let said = "the issue of the farm is there, and all of it was read".to_owned();
    update(&mut app, Event::Said(Level::Info, said), now);
    for size in [WIDE, USUAL, SMALL] {
        let shot = Shot::new(size).of(&app);
        assert!(shot.contains("esc has read it"), "{size:?}:\n{shot}");
    }
}
