//! Cards over the screen: conflicts and suggestions.

use rstest::rstest;
use sitroom::app::App;
use sitroom::domain::command::Command;
use sitroom::domain::ids::{FixId, ItemId};
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};

use crate::farm::{Farm, at};
use crate::frame::{self, Shot, mono};
use crate::{SMALL, USUAL, WIDE, snapshot, synced};

const GONE: &str = "(deleted)";

/// What Farmer Jane wrote of the escape.
pub(crate) const OURS: &str = "The coop was found empty at half past eleven.
Twelve hens are missing, and the old rooster with them.

The east gate was open. Farmer Dave closed it at eight in the evening and says that he \
heard the latch.
The north field is searched first.

Feathers lie along the brook.
Nobody was hurt.
The insurance knows.";

/// What somebody made of it on the issue.
pub(crate) const THEIRS: &str = "The coop was found empty at half past eleven.
Twelve hens are missing, and the old rooster with them.

The west gate was open. Farmer Dave closed it at nine in the evening and says that he \
heard the latch.
The north field and the barn are searched first.
A fox was seen at six.

Feathers lie along the brook.
Nobody was hurt.
The insurance knows.";

/// A farm where both sides changed something apart.
pub(crate) fn clash(subject: &str, ours: &str, theirs: &str) -> Farm {
    let mut farm = Farm::busy();
    raise(&mut farm, subject, ours, theirs);
    farm.now = at("14:10");
    farm
}

fn raise(farm: &mut Farm, subject: &str, ours: &str, theirs: &str) {
    farm.hears(
        "spot-the-dog",
        Command::RaiseConflict {
            subject: subject.into(),
            ours: ours.into(),
            theirs: theirs.into(),
            ours_by: "Farmer Jane".into(),
            ours_at: Some(at("12:20")),
        },
    );
}

pub(crate) fn suggest(farm: &mut Farm, line: u32, action: SuggestedAction) {
    let id = SuggestionId { comment: 7, line };
    farm.hears("spot-the-dog", Command::Suggest { id, action });
}

/// Has everything wait that a card shows.
pub(crate) fn wait(farm: &mut Farm) {
    raise(farm, "details", OURS, THEIRS);
    raise(farm, "severity", "high", "medium");
    raise(farm, "L1 deleted", "Which gate was left open?", GONE);
    let long = "鶏が逃げた 👩‍🌾 ".repeat(400);
    suggest(farm, 1, SuggestedAction::Lead(long));
    suggest(farm, 2, SuggestedAction::Done(FixId(99)));
}

fn opened(farm: &Farm, size: (u16, u16), keys: &str) -> (App, Shot) {
    let mut app = synced(farm);
    let mut shot = Shot::new(size);
    shot.press(&mut app, farm, keys);
    (app, shot)
}

#[rstest]
#[case::value("severity", "high", "medium", "severity")]
#[case::text(
    "L1 text",
    "Which gate was left open?",
    "Which gate was left open, and by whom?",
    "lead-text"
)]
#[case::state(
    "L2 state",
    "investigating",
    "answered: it had none, the coop was never locked at all",
    "lead-state"
)]
#[case::removed("L1 deleted", "Which gate was left open?", GONE, "removed")]
#[case::taken_back(
    "L9 taken back",
    GONE,
    "Ask the neighbour about his tractor and the mud on it",
    "taken-back"
)]
#[case::nothing("responders", "", "Farmer Dave, Spot the Dog", "from-nothing")]
fn a_conflict_at_three_sizes(
    #[case] subject: &str,
    #[case] ours: &str,
    #[case] theirs: &str,
    #[case] name: &str,
) {
    let farm = clash(subject, ours, theirs);
    for size in [WIDE, USUAL, SMALL] {
        let (app, mut shot) = opened(&farm, size, "C");
        let name = format!("card-{name}-{}x{}", size.0, size.1);
        snapshot!(name, shot.of(&app));
    }
}

#[test]
fn a_card_says_why_the_value_of_the_issue_cannot_be_taken_as_it_is() {
    let farm = clash("status", "confirmed", "resolved");
    let (app, mut shot) = opened(&farm, WIDE, "C");
    let shot = shot.of(&app);
    assert!(
        shot.contains("theirs cannot be taken as it is: immediate remediation is not verified"),
        "{shot}"
    );
    assert!(!shot.contains("both sides changed it apart"), "{shot}");
}

#[test]
fn the_next_line_shows_both_values_and_who_and_when() {
    for (name, subject, ours, theirs) in [
        ("severity", "severity", "high", "medium"),
        ("details", "details", OURS, THEIRS),
        ("removed", "L1 deleted", "Which gate was left open?", GONE),
    ] {
        let farm = clash(subject, ours, theirs);
        for size in [WIDE, USUAL, SMALL] {
            let shot = Shot::new(size).of(&synced(&farm));
            let top: Vec<&str> = shot.lines().take(5).collect();
            snapshot!(
                format!("next-conflict-{name}-{}", size.0),
                top.join("\n") + "\n"
            );
        }
    }
}

#[test]
fn long_prose_shows_where_it_differs_and_scrolls() {
    let farm = clash("details", OURS, THEIRS);
    for size in [WIDE, USUAL, SMALL] {
        let (app, mut shot) = opened(&farm, size, "C");
        let name = format!("card-details-{}x{}", size.0, size.1);
        snapshot!(name, shot.of(&app));
    }
    let (mut app, mut shot) = opened(&farm, SMALL, "Cjjj");
    snapshot!("card-details-scrolled-40x20", shot.of(&app));
    shot.press(&mut app, &farm, "e");
    snapshot!("card-details-editor-40x20", shot.of(&app));
    let (app, mut shot) = opened(&farm, USUAL, "Ce");
    snapshot!("card-details-editor-80x24", shot.of(&app));
}

#[test]
fn several_conflicts_and_what_went_wrong_are_told() {
    let mut farm = clash("status", "confirmed", "resolved");
    raise(&mut farm, "severity", "high", "medium");
    for size in [USUAL, SMALL] {
        let (mut app, mut shot) = opened(&farm, size, "Cn");
        snapshot!(format!("card-several-{}x{}", size.0, size.1), shot.of(&app));
        shot.press(&mut app, &farm, "t");
        snapshot!(format!("card-guard-{}x{}", size.0, size.1), shot.of(&app));
    }
    let (mut app, mut shot) = opened(&farm, USUAL, "Ce");
    shot.press(&mut app, &farm, "<ctrl-u>awful<enter>");
    snapshot!("card-editor-80x24", shot.of(&app));
}

#[rstest]
#[case::lead(SuggestedAction::Lead("Did the fox come over the brook?".into()), "lead")]
#[case::done(SuggestedAction::Done(FixId(2)), "done")]
#[case::unknown(SuggestedAction::Done(FixId(99)), "unknown")]
#[case::tick(SuggestedAction::Tick(ItemId::new("A3")), "tick")]
#[case::note(
    SuggestedAction::Note("The tractor stood in the barn all night, says the neighbour's wife; \
        she heard the hens at four".into()),
    "note"
)]
fn a_suggestion_at_three_sizes(#[case] action: SuggestedAction, #[case] name: &str) {
    let mut farm = Farm::busy();
    suggest(&mut farm, 1, action);
    suggest(&mut farm, 2, SuggestedAction::Note("feathers".into()));
    farm.now = at("14:10");
    for size in [WIDE, USUAL, SMALL] {
        let (mut app, mut shot) = opened(&farm, size, "w");
        if name == "unknown" {
            shot.press(&mut app, &farm, "y");
        }
        let name = format!("suggestion-{name}-{}x{}", size.0, size.1);
        snapshot!(name, shot.of(&app));
    }
}

#[test]
fn a_suggestion_shows_on_the_next_line() {
    let mut farm = Farm::busy();
    let lead = SuggestedAction::Lead("Did the fox come over the brook?".into());
    suggest(&mut farm, 1, lead);
    // Before any clock is due soon.
    farm.now = at("13:45");
    for size in [WIDE, USUAL, SMALL] {
        let shot = Shot::new(size).of(&synced(&farm));
        let top: Vec<&str> = shot.lines().take(5).collect();
        snapshot!(format!("next-suggestion-{}", size.0), top.join("\n") + "\n");
    }
}

#[test]
fn cards_can_be_read_without_colour_and_without_unicode() {
    let farm = clash("details", OURS, THEIRS);
    for (name, unicode) in [("mono", true), ("ascii", false)] {
        let mut app = synced(&farm);
        let mut shot = Shot::themed(USUAL, mono(unicode));
        shot.press(&mut app, &farm, "C");
        let shot = shot.of(&app);
        snapshot!(format!("{name}-card-details-80x24"), &shot);
        if !unicode {
            assert!(frame::text_of(&shot).is_ascii(), "{shot}");
        }
    }
}
