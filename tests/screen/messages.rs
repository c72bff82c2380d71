//! Messages on the screen: the card on which one is sent, and who was told what.

use std::sync::Arc;

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::incident::{Carrier, Route, RouteState};
use sitroom::domain::mirror::Delivery;
use sitroom::domain::playbook::Channel;

use crate::farm::{Farm, JANE, at};
use crate::frame::{Shot, keys, text_of};
use crate::sizes::shows;
use crate::{SMALL, USUAL, WIDE, synced};

fn route(name: &str, to: &str, channel: Channel, carrier: Carrier) -> Route {
    Route {
        address: String::new(),
        name: name.into(),
        channel,
        to: to.into(),
        cc: Vec::new(),
        apart: false,
        carrier,
    }
}

/// A farm that sent a sitrep which got as far as it can on each way.
pub(crate) fn told() -> Farm {
    let mut farm = Farm::busy();
    farm.now = at("13:45");
    farm.says(
        JANE,
        Command::SendMessage {
            message: "update-sitrep".into(),
            to: Vec::new(),
            routes: vec![
                route("the team", "team@example.gov", Channel::Mail, Carrier::Smtp),
                route("the sheriff", "s@example.gov", Channel::Mail, Carrier::Smtp),
                route("#barn", "#barn", Channel::Chat, Carrier::Webhook),
                route("the mayor", "", Channel::Phone, Carrier::Hand),
                route("The issue", "", Channel::Issue, Carrier::Mirror),
            ],
            text: "Subject: [sitrep] The chickens\n\nTwelve hens are back.".into(),
        },
    );
    let of = farm.incident.unsent[0].entry;
    for (at, to, by, words, attempts) in [
        (0, RouteState::Sent, "", "250 2.0.0 ok: queued as 7", 1),
        (0, RouteState::Acknowledged, "Farmer Dave", "", 0),
        (
            1,
            RouteState::Failed,
            "",
            "the server refused s@example.gov: 550 no such sheriff; nobody got it",
            1,
        ),
        (
            2,
            RouteState::InDoubt,
            "",
            "the connection was lost before the server said whether it took the message",
            1,
        ),
    ] {
        farm.says(
            JANE,
            Command::MoveRoutes {
                of,
                routes: vec![at],
                to,
                by: by.into(),
                words: words.into(),
                more: Vec::new(),
                attempts,
            },
        );
    }
    farm
}

#[rstest]
#[case::marked("sending-marked", "All hens are contained. No data was accessed.")]
fn the_card_of_a_message_says_what_will_happen_at_three_sizes(
    #[case] name: &str,
    #[case] text: &str,
) {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    keys(&mut app, "s");
    sitroom::app::update(
        &mut app,
        sitroom::app::Event::Edited { text: text.into() },
        farm.now,
    );
    let press = "ctrl-s".parse().expect("a key");
    sitroom::app::update(&mut app, sitroom::app::Event::Key(press), farm.now);
    shows(name, &app);
}

#[test]
fn the_smallest_card_of_a_message_names_every_key() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    keys(&mut app, "s<ctrl-s>");
    let shot = Shot::new(SMALL).of(&app);
    let text = text_of(&shot);
    for key in [
        "enter copy it, then send it by hand",
        "m I have sent it by hand",
        "t it was sent at, by, also to",
        "l mail link",
    ] {
        assert!(text.contains(key), "no `{key}` in {text}");
    }
}

#[rstest]
#[case::no_issue(None, "waits for the issue")]
#[case::in_the_queue(Some(Delivery::Queued), "queued")]
#[case::there(Some(Delivery::Confirmed), "confirmed")]
fn a_card_says_of_the_issue_what_the_ledger_says(
    #[case] delivery: Option<Delivery>,
    #[case] word: &str,
) {
    let farm = told();
    let mut app = synced(&farm);
    let entry = farm.incident.messages.last().expect("it was sent").entry;
    let deliveries = delivery.map(|delivery| (entry, delivery)).into_iter();
    app.mirror.deliveries = Arc::new(deliveries.collect());
    keys(&mut app, "7<enter>");
    let shot = Shot::new(USUAL).of(&app);
    let text = text_of(&shot);
    let mut lines = text.lines();
    let line = lines.find(|line| line.contains("[x] The issue"));
    let line = line.expect("it is for the issue");
    assert!(line.contains(word), "{line}");
    assert!(!line.contains("on the issue"), "{line}");
}

#[test]
fn a_card_leaves_room_for_its_text_and_says_who_is_below() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    keys(&mut app, "s<ctrl-s>");
    let Some(sitroom::app::Layer::Sending(card)) = app.layers.last_mut() else {
        panic!("no card: {:?}", app.layers);
    };
    let row = card.rows[0].clone();
    card.rows.resize(6, row);
    card.marks = (1..=7).map(|n| format!("mark {n}")).collect();
    let text: Vec<String> = (1..=15).map(|n| format!("text {n}")).collect();
    card.outgoing = text.join("\n");
    let shot = Shot::new(USUAL).of(&app);
    let text = text_of(&shot);
    for n in 1..=4 {
        assert!(
            text.contains(&format!("text {n} ")),
            "no line {n} in {text}"
        );
    }
    assert!(text.contains("to 1-2 of 6; j k"), "{text}");
}

#[test]
fn names_in_the_ledger_are_not_cut_where_there_is_room() {
    let mut farm = Farm::busy();
    farm.now = at("13:45");
    let who = "Customers of the eastern barn's feed";
    farm.says(
        JANE,
        Command::SendMessage {
            message: "Notice to the owners of what leaked".into(),
            to: Vec::new(),
            routes: vec![route(who, "", Channel::Phone, Carrier::Hand)],
            text: "The hens are back.".into(),
        },
    );
    let mut app = synced(&farm);
    keys(&mut app, "7");
    let shot = Shot::new(WIDE).of(&app);
    let text = text_of(&shot);
    let row = text.lines().find(|line| line.contains("phone"));
    let row = row.expect("the line of the ledger");
    assert!(row.contains("Notice to the owners of what leaked"), "{row}");
    assert!(row.contains(who), "{row}");
    // Where there is not the room, how it stands is not what goes.
    let shot = Shot::new(USUAL).of(&app);
    let text = text_of(&shot);
    let row = text
        .lines()
        .find(|line| line.contains("to be sent by hand"));
    assert!(
        row.is_some_and(|row| row.contains("Notice to the")),
        "{text}"
    );
}

#[test]
fn the_card_of_what_waits_for_hands_names_the_key_that_gives_a_way_up() {
    let farm = told();
    let mut app = synced(&farm);
    keys(&mut app, "7jjj<enter>");
    let shot = Shot::new(USUAL).of(&app);
    let text = text_of(&shot);
    assert!(text.contains("m I have sent it by hand"), "{text}");
    assert!(text.contains("- not this way"), "{text}");
    assert!(!text.contains("a acknowledged"), "{text}");
}

#[test]
fn a_page_keeps_four_rows_of_its_text_on_the_smallest_screen() {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    keys(&mut app, "s");
    let shot = Shot::new((40, 12)).of(&app);
    let text = text_of(&shot);
    let rows = text.lines().skip_while(|row| !row.starts_with('┌'));
    let inside: Vec<&str> = rows.filter(|row| row.starts_with('│')).collect();
    let Some(sitroom::app::Layer::Editor(editor)) = app.layers.last() else {
        panic!("a page is open");
    };
    let mut lines = editor.text.lines().filter(|line| !line.is_empty());
    let first = lines.next().expect("the form is filled in");
    let begin: String = first.chars().take(12).collect();
    let from = inside.iter().position(|row| row.contains(&begin));
    assert!(from.is_some_and(|from| inside.len() - from >= 4), "{text}");
}

#[test]
fn who_sent_it_is_whole_in_the_ledger_at_a_hundred_columns() {
    let mut farm = told();
    let who = "everybody who keeps hens between the north field and the brook";
    farm.says(
        JANE,
        Command::SendMessage {
            message: "update-sitrep".into(),
            to: Vec::new(),
            routes: vec![route(who, "all@example.gov", Channel::Mail, Carrier::Smtp)],
            text: "Subject: [sitrep] The chickens\n\nAll hens are back.".into(),
        },
    );
    let of = farm.incident.unsent.last().expect("it waits").entry;
    for (to, by) in [(RouteState::Sent, ""), (RouteState::Acknowledged, JANE)] {
        farm.says(
            JANE,
            Command::MoveRoutes {
                of,
                routes: vec![0],
                to,
                by: by.into(),
                words: String::new(),
                more: Vec::new(),
                attempts: u32::from(by.is_empty()),
            },
        );
    }
    let mut app = synced(&farm);
    keys(&mut app, "7");
    let shot = Shot::new((100, 30)).of(&app);
    let text = text_of(&shot);
    assert!(text.contains("acknowledged by Farmer Jane"), "{text}");
    assert!(text.contains("everybody who keeps hens"), "{text}");
}
