//! Everything that the screen shows, as one list: each view with something in it and with
//! nothing, and whatever lies over one.

use sitroom::app::{App, Event, NotSaved, update};
use sitroom::domain::mirror::{MirrorState, MirrorStatus};
use sitroom::domain::suggestion::SuggestedAction;

use crate::farm::{Farm, at};
use crate::frame::{Shot, keys};
use crate::{USUAL, across, cards, evidence, gate, messages, people, report, rotation, synced};

/// Returns every stage by its name.
pub(crate) fn all() -> Vec<(&'static str, App)> {
    let mut all = views();
    all.extend(empty());
    all.extend(boxes());
    all.extend(words());
    all
}

fn pressed(mut app: App, text: &str) -> App {
    keys(&mut app, text);
    app
}

fn typed(mut app: App, text: &str) -> App {
    let now = app.now;
    update(&mut app, Event::Edited { text: text.into() }, now);
    app
}

/// Each view, with something in it.
pub(crate) fn views() -> Vec<(&'static str, App)> {
    let busy = |text| pressed(synced(&Farm::busy()), text);
    let mut late = Farm::busy();
    late.now = at("14:15");
    let people = people::screen(&people::crowded());
    vec![
        ("now", busy("1")),
        ("now-overdue", synced(&late)),
        ("now-zoomed", busy("1<right><right>Z")),
        ("checklist", busy("2jjj")),
        ("leads", busy("3jjj")),
        ("leads-zoomed", busy("3jjjZ")),
        ("remediation", busy("4")),
        ("timeline", busy("5jj")),
        ("people", pressed(people, "6jj")),
        ("comms", pressed(synced(&messages::told()), "7j")),
        ("evidence", evidence::register()),
        ("report", report::worked()),
        ("report-zoomed", pressed(report::worked(), "Z")),
        ("past", busy("1[{")),
    ]
}

/// Each view of a record that just began, and one that a filter leaves nothing of.
fn empty() -> Vec<(&'static str, App)> {
    let new = |text| pressed(Farm::opened().app(), text);
    vec![
        ("new-now", new("1")),
        ("new-checklist", new("2")),
        ("new-leads", new("3")),
        ("new-remediation", new("4")),
        ("new-timeline", new("5")),
        ("new-people", new("6")),
        ("new-comms", new("7")),
        ("new-evidence", new("8")),
        ("new-report", new("9")),
        (
            "filter-nothing",
            pressed(synced(&Farm::busy()), "3/heron<enter>"),
        ),
    ]
}

/// What lies over a view.
fn boxes() -> Vec<(&'static str, App)> {
    let farm = Farm::busy();
    let busy = |text| pressed(synced(&farm), text);
    let note = "The fox was seen at the brook, went on towards the north field, and took the old \
                rooster along; Spot follows it";
    let clash = cards::clash("details", cards::OURS, cards::THEIRS);
    let mut suggested = Farm::busy();
    let lead = SuggestedAction::Lead("Did the fox come over the brook?".into());
    cards::suggest(&mut suggested, 1, lead);
    let picks = pressed(pressed(report::worked(), ":"), "threat-actions<enter>");
    let message = "Subject: [sitrep] The chickens\n\nTwelve hens are back.";
    vec![
        ("over-note", typed(busy("n"), note)),
        ("over-page", busy("s")),
        ("over-reason", shot(&farm, "cr<enter>", "")),
        ("over-choices", busy("S")),
        ("over-palette", busy(":")),
        ("over-help", busy("?")),
        (
            "over-entry",
            pressed(synced(&messages::told()), "5jjjj<enter>"),
        ),
        ("over-picks", pressed(picks, "social")),
        ("over-conflict", pressed(synced(&clash), "C")),
        ("over-suggestion", pressed(synced(&suggested), "w")),
        ("over-gate", shot(&farm, "n", &gate::leaking())),
        (
            "over-sending",
            pressed(typed(busy("s"), message), "<ctrl-s>"),
        ),
        ("over-sent", pressed(synced(&messages::told()), "7je")),
        ("over-planner", pressed(synced(&rotation::farm()), "W")),
        ("over-follow-ups", pressed(across::later().1, "Fj")),
        ("over-figures", across::figures()),
    ]
}

/// What the foot of the screen says of more than keys.
fn words() -> Vec<(&'static str, App)> {
    let busy = || synced(&Farm::busy());
    let detail = "GitHub does not accept the token: Bad credentials; run `gh auth login`, or start \
                  again with a valid GH_TOKEN; then press r";
    let status = MirrorStatus {
        state: MirrorState::Token,
        detail: detail.to_owned(),
        waiting: 2,
        ..busy().mirror
    };
    let problem = NotSaved {
        cause: "no space left on device".into(),
        hint: "free some; what you typed is kept".into(),
    };
    let told = |event| {
        let mut app = busy();
        let now = app.now;
        update(&mut app, event, now);
        app
    };
    vec![
        ("filtering", pressed(busy(), "3/fox")),
        ("warning", told(Event::MirrorMoved(status))),
        ("not-saved", told(Event::NotSaved(problem))),
    ]
}

/// Presses keys as the runtime does, which answers what is asked of the record.
fn shot(farm: &Farm, text: &str, pasted: &str) -> App {
    let mut app = synced(farm);
    let mut shot = Shot::new(USUAL);
    shot.press(&mut app, farm, text);
    if !pasted.is_empty() {
        shot.paste(&mut app, farm, pasted);
        shot.press(&mut app, farm, "<ctrl-s>");
    }
    app
}
