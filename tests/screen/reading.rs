//! What is read over the screen: it scrolls by the lines that are drawn, and ends at the last.

use sitroom::app::{App, Layer};
use sitroom::domain::command::Command;
use sitroom::domain::event::Visibility;
use sitroom::domain::incident::{FixClass, LeadState, Mark};

use crate::farm::{DAVE, Farm, JANE};
use crate::frame::{Shot, text_of};
use crate::{SMALL, USUAL, WIDE, synced};

/// Sizes with room for much and for little of a text.
const SIZES: [(u16, u16); 5] = [WIDE, USUAL, SMALL, (100, 30), (40, 12)];

/// A paragraph of many words, each of which stands there once.
fn paragraph() -> String {
    let words: Vec<String> = (1..=700).map(|n| format!("word{n}")).collect();
    words.join(" ")
}

fn texts() -> Vec<(&'static str, Farm, App, &'static str)> {
    let busy = Farm::busy();
    let mut noted = Farm::busy();
    noted.note(&paragraph(), Visibility::Shared);
    let mut scored = synced(&busy);
    scored.scorecard = format!("# Scorecard\n\n{}", paragraph());
    scored.layers.push(Layer::Scorecard { scroll: 0 });
    let entry = synced(&noted);
    let help = synced(&busy);
    let figures = crate::across::figures();
    vec![
        ("entry", noted, entry, "5gg<enter>"),
        ("scorecard", Farm::busy(), scored, ""),
        ("help", Farm::busy(), help, "?"),
        ("figures", busy, figures, ""),
    ]
}

/// Returns the lines inside of the box.
fn inside(shot: &mut Shot, app: &App) -> Vec<String> {
    let frame = shot.of(app);
    let boxed = text_of(&frame).lines().filter(|line| line.contains('│'));
    let inner = boxed.map(|line| line.trim().trim_matches('│').trim().to_owned());
    inner.collect()
}

#[test]
fn the_end_of_a_text_is_its_last_drawn_line_at_every_size() {
    for size in SIZES {
        for (name, farm, mut app, pressed) in texts() {
            let mut shot = Shot::new(size);
            shot.press(&mut app, &farm, pressed);
            let first = inside(&mut shot, &app);
            shot.press(&mut app, &farm, "G");
            let end = inside(&mut shot, &app);
            let is_full = end.last().is_some_and(|line| !line.is_empty());
            assert!(
                is_full || (end == first && name == "figures"),
                "{name} {size:?}: {end:?}"
            );
            shot.press(&mut app, &farm, "j<pagedown>");
            assert_eq!(inside(&mut shot, &app), end, "{name} {size:?}");
            if end == first {
                continue;
            }
            shot.press(&mut app, &farm, "k");
            let above = inside(&mut shot, &app);
            assert_eq!(above[1..], end[..end.len() - 1], "{name} {size:?}");
            shot.press(&mut app, &farm, "gg");
            assert_eq!(inside(&mut shot, &app), first, "{name} {size:?}");
        }
    }
}

#[test]
fn a_paragraph_that_is_longer_than_the_screen_is_read_to_its_last_word() {
    for size in SIZES {
        let (_, farm, mut app, pressed) = texts().swap_remove(0);
        let mut shot = Shot::new(size);
        shot.press(&mut app, &farm, pressed);
        let mut seen = String::new();
        for _ in 0..paragraph().len() / usize::from(size.0 / 2) {
            seen.push_str(&inside(&mut shot, &app).join(" "));
            seen.push(' ');
            shot.press(&mut app, &farm, "j");
        }
        for word in paragraph().split(' ') {
            assert!(seen.contains(&format!("{word} ")), "{word} at {size:?}");
        }
    }
}

#[test]
fn what_a_row_of_a_board_has_no_room_for_is_read_whole() {
    let mut farm = Farm::busy();
    let long = "Which of the two gates at the north field stood open, and who has its key? end";
    farm.lead(long, DAVE);
    farm.moves(
        farm.incident.leads.last().expect("a lead").id.0,
        LeadState::Answered,
        "the one at the brook",
    );
    farm.fix(long, FixClass::LongTerm, JANE);
    let (list, text) = ("remediate".to_owned(), long.to_owned());
    farm.says(JANE, Command::AddItem { list, text });
    let line = farm.incident.custom_items.last().expect("a line").id;
    farm.tick(&line.to_string(), Some(Mark::Done), "");
    let since = farm.incident.zone.clock(farm.now, farm.now);
    for (pressed, told) in [
        (
            "3/two gates<enter>f",
            vec!["answered", DAVE, "finding: the one at the brook", &since],
        ),
        (
            "4/two gates<enter>f",
            vec!["assigned", JANE, "long-term", &since],
        ),
        (
            "2/two gates<enter>f",
            vec!["Remediate", "ticked by Farmer Dave at", &since],
        ),
    ] {
        for size in [USUAL, WIDE, (100, 30)] {
            let mut app = synced(&farm);
            let mut shot = Shot::new(size);
            shot.press(&mut app, &farm, pressed);
            let text = inside(&mut shot, &app).join(" ");
            let all = told.iter().copied().chain([long]);
            for word in all {
                assert!(
                    text.contains(word),
                    "{word} by {pressed} at {size:?}: {text}"
                );
            }
        }
    }
}
