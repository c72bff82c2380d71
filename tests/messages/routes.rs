//! The ways a message takes, and what may become of it on each.

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::incident::{Carrier, RouteState};
use sitroom::domain::message::{Audience, Carriers, Need, route};
use sitroom::domain::outgoing::batches;
use sitroom::domain::playbook::Channel;

use crate::bench::{Bench, carriers, moves};

fn somebody(channel: Channel, to: &str) -> Audience {
    Audience {
        address: "x".into(),
        name: "X".into(),
        channel,
        to: to.into(),
        cc: Vec::new(),
        apart: false,
        note: String::new(),
        need: Need::Must,
    }
}

#[rstest]
#[case::mail(Channel::Mail, "gsa-ir@gsa.gov", Carrier::Smtp)]
#[case::two_addresses(Channel::Mail, "a@farm.example, b@farm.example", Carrier::Smtp)]
#[case::no_address(Channel::Mail, "", Carrier::Hand)]
#[case::bad_address(Channel::Mail, "the mayor", Carrier::Hand)]
#[case::channel_of_the_webhook(Channel::Chat, "#incident-response", Carrier::Webhook)]
#[case::other_channel(Channel::Chat, "#cloud-gov", Carrier::Hand)]
#[case::phone(Channel::Phone, "1-555", Carrier::Hand)]
#[case::status_page(Channel::StatusPage, "https://x.example", Carrier::Hand)]
#[case::issue(Channel::Issue, "", Carrier::Mirror)]
fn somebody_is_reached_by_what_is_configured(
    #[case] channel: Channel,
    #[case] to: &str,
    #[case] expected: Carrier,
) {
    let one = somebody(channel, to);
    assert_eq!(route(&one, &carriers()).carrier, expected);
    let bare = route(&one, &Carriers::default()).carrier;
    assert_eq!(bare, Carrier::Hand, "nothing has to be configured");
}

#[test]
fn a_copy_that_is_no_address_is_not_left_out_in_silence() {
    let mut one = somebody(Channel::Mail, "a@farm.example");
    one.cc = vec!["the press".into()];
    assert_eq!(route(&one, &carriers()).carrier, Carrier::Hand);
}

#[test]
fn those_who_may_know_of_each_other_get_one_mail_and_others_one_each() {
    let mut bench = Bench::confirmed();
    for key in ["fedramp", "external-stakeholders"] {
        let address = bench.playbook.addresses.get_mut(key).unwrap();
        address.to = format!("{key}@farm.example");
    }
    // Outsiders are for the last word once they had any.
    bench.says(Command::RecordMessage {
        message: "disruption-notice".into(),
        sitrep: false,
        to: vec!["external-stakeholders".into()],
        text: String::new(),
    });
    let of = bench.sends("final-sitrep");
    let record = bench.incident.message(of).unwrap();
    let sends: Vec<(String, Vec<&str>)> = batches(record)
        .into_iter()
        .map(|batch| {
            let names = batch
                .routes
                .iter()
                .map(|at| record.routes[*at].route.address.as_str());
            let key = batch.key.to_string();
            (key.split_once('-').unwrap().1.to_owned(), names.collect())
        })
        .collect();
    let expected = [
        ("slack-webhook".to_owned(), vec!["incident-response"]),
        ("mail".to_owned(), vec!["gsa-ir", "devops"]),
        ("mail-4".to_owned(), vec!["fedramp"]),
        ("mail-6".to_owned(), vec!["external-stakeholders"]),
    ];
    assert_eq!(sends, expected);
}

#[rstest]
#[case::sent(&[RouteState::Sent])]
#[case::acknowledged(&[RouteState::Sent, RouteState::Acknowledged])]
#[case::failed_and_again(&[RouteState::Failed, RouteState::Queued, RouteState::Sent])]
#[case::failed_and_by_hand(&[RouteState::Failed, RouteState::Sent])]
#[case::in_doubt_and_arrived(&[RouteState::InDoubt, RouteState::Sent])]
#[case::in_doubt_and_again(&[RouteState::InDoubt, RouteState::Failed, RouteState::Queued])]
#[case::given_up(&[RouteState::Failed, RouteState::Dropped])]
fn a_mail_comes_to_stand_so(#[case] states: &[RouteState]) {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    for state in states {
        bench.says(moves(of, vec![1], *state));
        assert_eq!(bench.incident.message(of).unwrap().routes[1].state, *state);
    }
}

#[rstest]
#[case::doubt_is_not_tried_again(RouteState::InDoubt, RouteState::Queued)]
#[case::sent_does_not_fail(RouteState::Sent, RouteState::Failed)]
#[case::sent_is_not_sent_again(RouteState::Sent, RouteState::Queued)]
#[case::failed_is_not_acknowledged(RouteState::Failed, RouteState::Acknowledged)]
#[case::given_up_is_not_tried_again(RouteState::Dropped, RouteState::Queued)]
fn a_mail_does_not_come_to_stand_so(#[case] from: RouteState, #[case] to: RouteState) {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    if from == RouteState::Dropped {
        bench.says(moves(of, vec![1], RouteState::Failed));
    }
    bench.says(moves(of, vec![1], from));
    assert!(bench.try_to(moves(of, vec![1], to)).is_err());
}

#[test]
fn what_nobody_sent_by_hand_yet_is_not_acknowledged() {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    let routes = &bench.incident.message(of).unwrap().routes;
    let at = routes.iter().position(|it| it.state == RouteState::ToCarry);
    let at = at.expect("one is sent by hand");
    let refused = bench.try_to(moves(of, vec![at], RouteState::Acknowledged));
    let refused = refused.expect_err("it never went out").to_string();
    assert!(refused.contains("say that it was sent"), "{refused}");
    bench.says(moves(of, vec![at], RouteState::Sent));
    bench.says(moves(of, vec![at], RouteState::Acknowledged));
}

#[test]
fn saying_a_thing_twice_says_it_once() {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    bench.says(moves(of, vec![1], RouteState::Sent));
    let before = bench.incident.clone();
    bench.says(moves(of, vec![1], RouteState::Sent));
    assert_eq!(bench.incident, before);
}

#[test]
fn a_message_for_nobody_or_without_words_is_refused() {
    let mut bench = Bench::confirmed();
    let nobody = Command::SendMessage {
        message: "update-sitrep".into(),
        to: Vec::new(),
        routes: Vec::new(),
        text: "They are out.".into(),
    };
    assert!(bench.try_to(nobody).is_err());
    let one = somebody(Channel::Mail, "a@farm.example");
    let wordless = Command::SendMessage {
        message: "update-sitrep".into(),
        to: Vec::new(),
        routes: vec![route(&one, &carriers())],
        text: " \n".into(),
    };
    assert!(bench.try_to(wordless).is_err());
}
