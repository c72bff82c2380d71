//! Messages: which one, what it says, to whom, sent, copied and recorded.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{Effect, Layer, Outcome, Purpose, Sending};
use sitroom::domain::command::Command;
use sitroom::domain::event::Entry;
use sitroom::domain::ids::EntryId;
use sitroom::domain::incident::{Carrier, RouteState, Severity, Status};
use sitroom::domain::message::Carriers;
use sitroom::domain::mirror::{MirrorState, MirrorStatus};
use sitroom::domain::outgoing::MailAddress;
use sitroom::domain::playbook::Channel;

use crate::screen::{Screen, cloud_gov, released};

fn message(screen: &Screen) -> &str {
    match &screen.editor().purpose {
        Purpose::Message { message } => message,
        other => panic!("no message but {other:?}"),
    }
}

/// Returns the card of the message that is to be sent, which lies on top.
pub(crate) fn card(screen: &Screen) -> &Sending {
    match screen.app.layers.last() {
        Some(Layer::Sending(card)) => card,
        other => panic!("no message is to be sent but {other:?}"),
    }
}

fn states(screen: &Screen) -> Vec<(&str, RouteState)> {
    let rows = card(screen).rows.iter();
    rows.map(|row| {
        (
            row.route.name.as_str(),
            row.state().expect("it is recorded"),
        )
    })
    .collect()
}

/// A screen with a mail server, a webhook and a mirror, and addresses for everybody who must
/// be told.
fn with_carriers() -> Screen {
    let mut playbook = cloud_gov();
    for address in playbook.addresses.values_mut() {
        if address.to.is_empty() && address.name == "FedRAMP" {
            address.to = "reps@fedramp.example".into();
        }
    }
    let carriers = Carriers {
        mail_from: Some("jane@farm.example".parse().expect("an address")),
        webhook: Some("#incident-response".into()),
        mirror: false,
        followups: None,
    };
    let mut screen = Screen::with(playbook, carriers);
    screen.confirm();
    screen.happen(sitroom::app::Event::MirrorMoved(MirrorStatus {
        state: MirrorState::Synced,
        ..MirrorStatus::default()
    }));
    screen
}

fn sent_by(screen: &mut Screen, state: RouteState, words: &str) {
    let record = screen
        .incident
        .unsent
        .last()
        .or(screen.incident.messages.last());
    let record = record.expect("a message is on its way").clone();
    let routes = record.routes.iter().enumerate();
    let routes = routes.filter(|(_, it)| it.state == RouteState::Queued);
    screen.record(Command::MoveRoutes {
        of: record.entry,
        routes: routes.map(|(at, _)| at).collect(),
        to: state,
        by: String::new(),
        words: words.into(),
        more: Vec::new(),
        attempts: 1 + record
            .routes
            .iter()
            .map(|it| it.attempts)
            .max()
            .unwrap_or(0),
    });
}

#[test]
fn the_sitrep_is_the_one_that_the_state_asks_for() {
    let mut screen = Screen::confirmed();
    screen.press("s");
    assert_eq!(message(&screen), "initial-sitrep");
    // The card names what was left blank, and esc goes back to the text with it.
    screen.press("ctrl-s");
    let left = &card(&screen).marks[0];
    assert!(left.starts_with("left blank: "), "{left}");
    screen.press("esc");
    assert!(screen.editor().text.contains('{'));
    screen.press("ctrl-s m");
    screen.leave_open();
    screen.press("s");
    assert_eq!(message(&screen), "update-sitrep");
    screen.press("esc");
    screen.record(Command::SetSeverity {
        to: Severity::Low,
        reason: String::new(),
    });
    screen.press("s");
    assert_eq!(message(&screen), "severity-sitrep");
    screen.press("esc");
    screen.record(Command::SetIc {
        to: "Farmer Dave".into(),
    });
    screen.press("s");
    assert_eq!(message(&screen), "handoff-sitrep");
    screen.press("esc");
    screen.is_a_false_alarm();
    screen.press("s");
    assert_eq!(message(&screen), "final-sitrep");
}

#[test]
fn an_initial_sitrep_to_everybody_takes_three_keys_beside_its_narrative() {
    let mut screen = with_carriers();
    screen.press("s");
    let text = screen.editor().text.replace("{narrative}", "They are out.");
    screen.write_text(&text);
    screen.press("ctrl-s enter");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let record = screen.incident.unsent.last().expect("it is on its way");
    assert_eq!(
        (record.number, record.message.as_str()),
        (1, "initial-sitrep")
    );
    let carried: Vec<(&str, Carrier)> = record
        .routes
        .iter()
        .map(|it| (it.route.address.as_str(), it.route.carrier))
        .collect();
    let expected = [
        ("incident-response", Carrier::Webhook),
        ("gsa-ir", Carrier::Smtp),
        ("devops", Carrier::Smtp),
        ("fedramp", Carrier::Smtp),
        ("issue", Carrier::Mirror),
    ];
    assert_eq!(carried, expected);
    // Nobody was told yet, so the cadence does not count from here.
    assert!(screen.incident.last_sitrep().is_none());
    sent_by(&mut screen, RouteState::Sent, "250 ok");
    assert_eq!(screen.incident.last_sitrep().unwrap().number, 1);
}

#[test]
fn an_update_without_news_takes_three_keys() {
    let mut screen = with_carriers();
    screen.press("s");
    screen.write_text("Subject: [sitrep] The chickens\n\nThey are out.");
    screen.press("ctrl-s enter");
    sent_by(&mut screen, RouteState::Sent, "");
    screen.press("s ctrl-n enter");
    assert!(screen.is_bare());
    let Command::SendMessage { message, text, .. } = screen.asked() else {
        panic!("a message is sent");
    };
    assert_eq!(message, "update-sitrep");
    assert!(
        text.contains("\n\nNo change.\n\nSitrep #2. No change since sitrep #1 of "),
        "{text}"
    );
}

#[rstest]
#[case::nothing_at_all(false)]
#[case::a_mirror_and_nothing_else(true)]
fn an_update_without_news_takes_three_keys_where_only_hands_carry_it(#[case] mirror: bool) {
    let mut screen = Screen::confirmed();
    if mirror {
        screen.happen(sitroom::app::Event::MirrorMoved(MirrorStatus {
            state: MirrorState::Synced,
            ..MirrorStatus::default()
        }));
    }
    screen.press("s ctrl-s enter m");
    screen.leave_open();
    assert_eq!(screen.incident.last_sitrep().unwrap().number, 1);
    let before = screen.incident.clone();
    // Two keys copy it, and nothing is recorded: nobody was told yet.
    let effects = screen.press("s ctrl-n");
    let text = card(&screen).text.clone();
    assert!(text.contains("\n\nNo change.\n\n"), "{text}");
    assert!(
        effects.contains(&Effect::Copy(released(&text))),
        "{effects:?}"
    );
    assert_eq!(screen.incident, before);
    // The third says that it was sent.
    screen.press("m");
    screen.leave_open();
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let sent = screen.incident.last_sitrep().unwrap();
    assert_eq!((sent.number, sent.message.as_str()), (2, "update-sitrep"));
    assert!(sent.to.contains(&"gsa-ir@gsa.gov".to_owned()));
}

#[test]
fn an_update_without_news_is_not_copied_early_where_something_is_sent_from_here() {
    let mut screen = with_carriers();
    screen.press("s ctrl-s enter");
    sent_by(&mut screen, RouteState::Sent, "");
    let effects = screen.press("s ctrl-n");
    let copies = |effect: &&Effect| matches!(effect, Effect::Copy(_));
    assert_eq!(effects.iter().find(copies), None);
}

#[test]
fn without_news_what_changed_is_told_all_the_same() {
    let mut screen = with_carriers();
    screen.press("s ctrl-s enter");
    sent_by(&mut screen, RouteState::Sent, "");
    screen.add_leads(&["who left the ladder?"]);
    screen.press("s");
    let help = &screen.editor().help;
    assert!(help.contains(&"ctrl-n says that there is no other change".to_owned()));
    screen.press("ctrl-n");
    let text = &card(&screen).text;
    assert!(text.contains("No change but those listed."), "{text}");
    assert!(
        text.ends_with(":\n1. New lead L3: who left the ladder?"),
        "{text}"
    );
}

#[test]
fn without_news_does_not_replace_what_somebody_wrote() {
    let mut screen = with_carriers();
    screen.press("s");
    screen.write_text("The fox is in the barn.");
    screen.press("ctrl-n");
    assert_eq!(screen.editor().text, "The fox is in the barn.");
    assert!(!screen.editor().problem.is_empty());
}

#[test]
fn with_nothing_configured_it_is_copied_and_then_recorded_as_sent() {
    let mut screen = Screen::confirmed();
    screen.press("s");
    screen.write_text("They are out.");
    screen.press("ctrl-s");
    let effects = screen.press("enter");
    assert!(
        effects.contains(&Effect::Copy(released("They are out."))),
        "{effects:?}"
    );
    assert!(
        states(&screen)
            .iter()
            .all(|(_, state)| *state == RouteState::ToCarry)
    );
    assert!(screen.incident.last_sitrep().is_none());
    screen.press("m");
    screen.leave_open();
    assert!(screen.is_bare());
    let sent = screen.incident.last_sitrep().unwrap();
    assert_eq!((sent.number, sent.message.as_str()), (1, "initial-sitrep"));
    assert!(
        sent.to.contains(&"gsa-ir@gsa.gov".to_owned()),
        "{:?}",
        sent.to
    );
}

#[test]
fn who_is_not_chosen_is_not_told() {
    let mut screen = Screen::confirmed();
    screen.press("s ctrl-s");
    let names: Vec<String> = card(&screen)
        .rows
        .iter()
        .map(|row| row.route.name.clone())
        .collect();
    screen.press("j space enter m");
    let sent = screen.incident.last_sitrep().unwrap();
    let told: Vec<&str> = sent
        .routes
        .iter()
        .map(|it| it.route.name.as_str())
        .collect();
    assert!(!told.contains(&names[1].as_str()), "{told:?}");
    assert!(told.contains(&names[0].as_str()), "{told:?}");
}

#[test]
fn what_failed_says_why_keeps_its_text_and_is_tried_again_when_asked() {
    let mut screen = with_carriers();
    screen.press("s");
    screen.write_text("Subject: [sitrep] The chickens\n\nThey are out.");
    screen.press("ctrl-s enter");
    sent_by(&mut screen, RouteState::Failed, "the server said 550");
    assert!(screen.incident.last_sitrep().is_none(), "nobody got it");
    // The key for a sitrep goes to the one that waits.
    screen.press("s");
    assert_eq!(
        card(&screen).text,
        "Subject: [sitrep] The chickens\n\nThey are out."
    );
    let failed = states(&screen)
        .iter()
        .filter(|(_, it)| *it == RouteState::Failed)
        .count();
    assert_eq!(failed, 4);
    screen.press("r");
    let [record] = screen.incident.unsent.as_slice() else {
        panic!("it is the same message");
    };
    let again = record.routes.iter();
    let again = again.filter(|it| it.state == RouteState::Queued);
    assert_eq!(again.count(), 4);
}

#[test]
fn what_is_in_doubt_is_settled_by_a_person_before_it_is_sent_again() {
    let mut screen = with_carriers();
    screen.press("s ctrl-s enter");
    sent_by(&mut screen, RouteState::InDoubt, "no answer");
    screen.press("s r");
    assert!(
        !card(&screen).problem.is_empty(),
        "a doubt is not tried again"
    );
    // The first one arrived, the second did not.
    screen.press("m j -");
    let states = states(&screen);
    assert_eq!(states[0].1, RouteState::Sent);
    assert_eq!(states[1].1, RouteState::Failed);
    assert!(screen.incident.last_sitrep().is_some());
}

#[test]
fn a_message_that_the_reporter_sent_is_recorded_with_the_true_time() {
    let mut screen = Screen::open();
    screen.press("N ctrl-s t");
    screen.write_text("14:55Z by Dave; the sheriff");
    screen.press("enter");
    // The zone of the incident is New York: the time that is typed is local.
    assert!(!screen.is_bare(), "a time with a zone is not a time here");
    screen.write_text("09:55 by Dave; the sheriff");
    screen.press("enter");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let notice = screen.incident.last_message("gsa-notice").unwrap();
    assert_eq!(notice.by, "Dave");
    let at = notice.at.earliest().unwrap();
    assert_eq!(at.format("%H:%M").to_string(), "14:55");
    assert!(notice.to.contains(&"the sheriff".to_owned()));
}

#[test]
fn an_acknowledgment_names_who_gave_it() {
    let mut screen = Screen::open();
    screen.press("N ctrl-s enter m");
    screen.press("7");
    screen.press("enter a");
    screen.write_text("by Farmer Dave");
    screen.press("enter");
    let row = &screen.app.rows.comms[0];
    assert_eq!(
        (row.state, row.by.as_str()),
        (RouteState::Acknowledged, "Farmer Dave")
    );
}

#[test]
fn what_was_never_sent_is_not_acknowledged_but_sent_first() {
    let mut screen = Screen::open();
    screen.press("N ctrl-s enter");
    screen.press("esc 7 enter a");
    let card = card(&screen);
    let problem = &card.problem;
    assert!(problem.starts_with("not sent to "), "{problem}");
    assert!(problem.contains("m records that"), "{problem}");
    assert!(problem.contains("t when it was"), "{problem}");
    screen.press("m 7 enter a");
    assert!(matches!(
        screen.editor().purpose,
        Purpose::Acknowledged { .. }
    ));
}

#[test]
fn a_thin_notice_goes_out_and_says_what_is_not_known() {
    let mut screen = Screen::open();
    screen.press("N ctrl-s");
    let text = &card(&screen).text;
    assert!(
        text.starts_with("Subject: Security Incident: The chickens"),
        "{text}"
    );
    assert!(
        text.contains("Systems and links: (not known yet)"),
        "{text}"
    );
    assert!(!text.contains('{'), "{text}");
    let [left] = &card(&screen).marks[..] else {
        panic!("{:?}", card(&screen).marks);
    };
    assert!(
        left == "left blank: known, systems, noticed how, contact",
        "{left}"
    );
}

/// Opens the notice, replaces some of its text and goes on to its card.
fn notice_with(from: &str, to: &str) -> Screen {
    let mut screen = Screen::open();
    screen.press("N");
    let form = screen.editor().text.clone();
    let text = form.replace(from, to);
    assert_ne!(text, form);
    screen.write_text(&text);
    screen.press("ctrl-s");
    screen
}

#[rstest]
#[case::emptied("links: {systems}", "links: ")]
#[case::emptied_with_its_space("links: {systems}", "links:")]
#[case::emptied_before_what_follows("links: {systems}", "links:\n")]
fn a_blank_that_was_emptied_is_left_blank(#[case] from: &str, #[case] to: &str) {
    let screen = notice_with(from, to);
    let left = &card(&screen).marks[0];
    assert_eq!(left, "left blank: known, systems, noticed how, contact");
}

#[test]
fn a_blank_that_was_emptied_between_signs_is_left_blank() {
    let screen = notice_with("({contact})", "()");
    let left = &card(&screen).marks[0];
    assert_eq!(left, "left blank: known, systems, noticed how, contact");
}

#[rstest]
#[case::filled_in("links: {systems}", "links: the coop")]
#[case::filled_in_below("links: {systems}", "links:\nthe coop")]
#[case::taken_out_with_its_label("Systems and links: {systems}\n", "")]
#[case::said_otherwise("Systems and links: {systems}", "The systems are in the coop.")]
fn a_blank_that_was_not_emptied_is_not_left_blank(#[case] from: &str, #[case] to: &str) {
    let screen = notice_with(from, to);
    let left = &card(&screen).marks[0];
    assert_eq!(left, "left blank: known, noticed how, contact");
}

#[test]
fn a_blank_that_was_emptied_is_named_before_a_text_is_looked_through() {
    let mut screen = Screen::confirmed();
    screen.record(Command::SetSituation {
        situation: "public-postmortem".into(),
        applies: true,
    });
    screen.select_line("PP1");
    screen.press("space");
    let text = screen.editor().text.replace("{affected}", "");
    screen.write_text(&text);
    screen.press("ctrl-s");
    let problem = &screen.editor().problem;
    assert!(
        problem.starts_with("still to fill in: affected, lasted, "),
        "{problem}"
    );
}

#[test]
fn the_subject_of_the_notice_and_words_that_claim_too_much_are_pointed_out() {
    let mut screen = Screen::open();
    screen.press("N");
    screen.write_text("Subject: Chickens\n\nAll contained. No data was accessed. Not resolved.");
    screen.press("ctrl-s");
    let marks = &card(&screen).marks;
    assert_eq!(marks.len(), 3, "{marks:?}");
    assert!(marks[0].contains("`Security Incident`"));
    assert!(marks[1].contains("`contained`"));
    assert!(marks[2].contains("`no data was accessed`"));
}

#[test]
fn what_changed_while_it_was_written_is_pointed_out() {
    let mut screen = with_carriers();
    screen.press("s ctrl-s enter");
    sent_by(&mut screen, RouteState::Sent, "");
    screen.press("s");
    screen.add_leads(&["who left the ladder?"]);
    screen.press("ctrl-s");
    let marks = &card(&screen).marks;
    assert!(
        marks.iter().any(|mark| mark.contains("New lead L3")),
        "{marks:?}"
    );
}

#[test]
fn everybody_who_got_a_sitrep_gets_the_final_one() {
    let mut screen = Screen::confirmed();
    screen.record(Command::RecordMessage {
        message: "initial-sitrep".into(),
        sitrep: true,
        to: vec!["the mayor".into()],
        text: String::new(),
    });
    screen.is_a_false_alarm();
    screen.press("s ctrl-s");
    let rows = &card(&screen).rows;
    let mayor = rows.iter().find(|row| row.route.name == "the mayor");
    assert!(mayor.is_some_and(|row| row.chosen), "{rows:?}");
}

#[test]
fn a_false_alarm_is_declared_and_then_told() {
    let mut screen = Screen::open();
    screen.press(": f a l s e enter");
    screen.write_text("the wind");
    screen.press("enter");
    assert_eq!(screen.incident.status, Status::FalseAlarm);
    screen.press(": f a l s e enter");
    assert_eq!(message(&screen), "false-alarm-notice");
}

#[test]
fn a_draft_for_a_mail_program_has_those_whom_mail_reaches() {
    let mut screen = Screen::confirmed();
    screen.press("s ctrl-s");
    let effects = screen.press("f");
    let [Effect::SaveMail(mail)] = effects.as_slice() else {
        panic!("a file is written, not {effects:?}");
    };
    let mail = mail.as_outgoing();
    let to: Vec<String> = mail.to.iter().map(MailAddress::bare).collect();
    assert_eq!(to, ["gsa-ir@gsa.gov", "devops@gsa.gov"]);
    assert_eq!(mail.subject, "[sitrep] The chickens have escaped");
    let effects = screen.press("l");
    let [Effect::Copy(link)] = effects.as_slice() else {
        panic!("a link is copied, not {effects:?}");
    };
    let link = link.as_str();
    assert!(
        link.starts_with("mailto:gsa-ir@gsa.gov,devops@gsa.gov?subject="),
        "{link}"
    );
}

#[test]
fn a_draft_for_a_mail_program_has_codenames_and_goes_where_it_is_to_go() {
    let mut playbook = cloud_gov();
    let team = playbook.addresses.get_mut("gsa-ir").expect("it ships");
    team.to = "Farmer Dave <dave@farm.example>".into();
    let carriers = Carriers {
        mail_from: Some(
            "Farmer Jane <jane@farm.example>"
                .parse()
                .expect("an address"),
        ),
        ..Carriers::default()
    };
    let mut screen = Screen::with(playbook, carriers);
    screen.confirm();
    screen.say("K", "Farmer Dave = MAPLE");
    screen.say("K", "dave = FOX");
    screen.say("K", "Farmer Jane = OAK");
    screen.press("s");
    screen.write_text("Subject: [sitrep] The chickens\n\nFarmer Dave saw them.");
    screen.press("ctrl-s");
    let effects = screen.press("f");
    let [Effect::SaveMail(mail)] = effects.as_slice() else {
        panic!("a file is written, not {effects:?}");
    };
    let mail = mail.as_outgoing();
    let of = |address: &MailAddress| (address.name().to_owned(), address.bare());
    assert_eq!(
        of(&mail.to[0]),
        ("MAPLE".into(), "dave@farm.example".into())
    );
    let from = mail.from.as_ref().map(of);
    assert_eq!(from, Some(("OAK".into(), "jane@farm.example".into())));
    assert!(mail.body.contains("MAPLE saw them"), "{}", mail.body);
    let effects = screen.press("l");
    let [Effect::Copy(link)] = effects.as_slice() else {
        panic!("a link is copied, not {effects:?}");
    };
    let link = link.as_str();
    assert!(link.starts_with("mailto:dave@farm.example"), "{link}");
    assert!(link.contains("MAPLE"), "{link}");
}

#[test]
fn going_back_from_the_card_keeps_the_text() {
    let mut screen = Screen::confirmed();
    screen.press("s");
    screen.write_text("They are out.");
    screen.press("ctrl-s esc");
    assert_eq!(screen.editor().text, "They are out.");
}

#[test]
fn what_a_carrier_may_have_taken_is_not_taken_back() {
    let mut screen = with_carriers();
    screen.press("s ctrl-s enter");
    sent_by(&mut screen, RouteState::Sent, "");
    screen.press("u");
    assert_eq!(
        screen.incident.last_sitrep().map(|sent| sent.number),
        Some(1)
    );
}

#[test]
fn the_card_shows_the_text_as_it_leaves_and_scrolls_it() {
    let mut screen = Screen::confirmed();
    screen.say("K", "Farmer Dave = MAPLE");
    screen.press("s");
    let lines: Vec<String> = (1..=30).map(|n| format!("line {n}")).collect();
    let text = format!(
        "Subject: [sitrep] x\n\nFarmer Dave saw it.\n{}",
        lines.join("\n")
    );
    screen.write_text(&text);
    screen.press("ctrl-s");
    let card_now = card(&screen);
    assert!(card_now.outgoing.contains("MAPLE saw it."));
    assert!(!card_now.outgoing.contains("Farmer Dave"));
    assert_eq!(card_now.scroll, 0);
    let rows = card_now.marked;
    screen.press("pagedown");
    assert!(card(&screen).scroll > 0);
    assert_eq!(card(&screen).marked, rows, "the recipients stay");
    screen.press("pageup pageup");
    assert_eq!(card(&screen).scroll, 0);
    // A codename that comes while the card is open is in it at once.
    screen.record(Command::SetCodename {
        term: "line 7".into(),
        codename: "OAK".into(),
    });
    assert!(card(&screen).outgoing.contains("\nOAK\n"));
}

#[rstest]
#[case::untouched("", None)]
#[case::of_the_person("We are contained.", Some("`contained`"))]
#[case::their_own_over("The fox hunt is over.", None)]
fn the_words_of_the_form_are_no_claim_where_they_are_so(
    #[case] wrote: &str,
    #[case] claim: Option<&str>,
) {
    let mut screen = Screen::confirmed();
    screen.tell("s", "They are out.");
    screen.is_a_false_alarm();
    screen.press("s");
    let form = screen.editor().text.clone();
    assert!(form.contains("is over: false alarm"), "{form}");
    screen.write_text(&form.replace("{narrative}", wrote));
    screen.press("ctrl-s");
    let marks = card(&screen).marks.iter();
    let claims: Vec<&String> = marks.filter(|it| it.starts_with("it claims")).collect();
    assert_eq!(claims.len(), usize::from(claim.is_some()), "{claims:?}");
    assert!(
        claims
            .iter()
            .all(|it| it.contains(claim.unwrap_or_default()))
    );
}

#[test]
fn a_form_that_says_more_than_is_so_yet_is_pointed_out_until_its_line_is_gone() {
    let mut screen = Screen::confirmed();
    screen.press("M");
    let final_sitrep = Outcome::Compose("final-sitrep".into());
    let choices = &screen.choices().list;
    let choice = choices.iter().find(|it| it.outcome == final_sitrep);
    let key = choice.expect("it can be written").key.to_string();
    screen.press(&key);
    let claims = |screen: &Screen| -> Vec<String> {
        let marks = card(screen).marks.iter();
        let claims = marks.filter(|it| it.starts_with("it claims"));
        claims.cloned().collect()
    };
    screen.press("ctrl-s");
    let is_over = "it claims `is over`: the status is neither resolved nor false alarm";
    assert_eq!(claims(&screen), [is_over]);
    screen.press("esc");
    let form = screen.editor().text.clone();
    screen.write_text(&format!("{form}\n\nIt is over."));
    screen.press("ctrl-s");
    assert_eq!(claims(&screen), [is_over], "it is said once");
    screen.press("esc");
    let lines = form.lines().filter(|line| !line.contains("is over"));
    screen.write_text(&lines.collect::<Vec<_>>().join("\n"));
    screen.press("ctrl-s");
    assert!(claims(&screen).is_empty(), "{:?}", card(&screen).marks);
}

#[test]
fn an_issue_that_does_not_exist_is_not_told() {
    let mut screen = Screen::confirmed();
    screen.tell("s", "They are out.");
    screen.is_a_false_alarm();
    screen.press("N esc");
    screen.press("s");
    assert_eq!(message(&screen), "final-sitrep");
    screen.write_text("It was the wind.");
    screen.press("ctrl-s");
    let mut rows = card(&screen).rows.iter();
    assert!(rows.all(|row| row.route.channel != Channel::Issue));
    screen.press("m");
    let sent = screen.incident.messages.last().expect("it is recorded");
    assert!(!sent.to.contains(&"The issue".to_owned()), "{:?}", sent.to);
}

#[test]
fn nobody_chosen_is_not_everybody() {
    let mut screen = Screen::confirmed();
    screen.press("N");
    screen.write_text("They are out.");
    screen.press("ctrl-s");
    let rows = card(&screen).rows.len();
    for _ in 0..rows {
        if card(&screen).marked_row().is_some_and(|row| row.chosen) {
            screen.press("space");
        }
        screen.press("j");
    }
    screen.press("m");
    assert_eq!(card(&screen).problem, "nobody is chosen");
    assert!(screen.incident.messages.is_empty());
}

#[test]
fn a_mail_file_for_somebody_without_an_address_is_not_one_for_others() {
    let mut screen = Screen::confirmed();
    screen.press("s");
    screen.write_text("Subject: [sitrep] x\n\nThey are out.");
    screen.press("ctrl-s");
    let unset = card(&screen)
        .rows
        .iter()
        .position(|row| row.route.name == "FedRAMP");
    for _ in 0..unset.expect("FedRAMP is told") {
        screen.press("j");
    }
    let effects = screen.press("f");
    assert_eq!(effects, []);
    assert!(
        card(&screen)
            .problem
            .starts_with("FedRAMP: no address is set")
    );
}

#[test]
fn comments_that_came_in_are_no_silence() {
    let mut screen = with_carriers();
    screen.press("s ctrl-s enter");
    sent_by(&mut screen, RouteState::Sent, "");
    for comment in [7, 8] {
        screen.hear(Command::ImportComment {
            comment,
            text: "feathers by the barn".into(),
        });
    }
    screen.press("s ctrl-n");
    let text = &card(&screen).text;
    assert!(
        text.contains("\n\nNo change of status or boards.\n\n"),
        "{text}"
    );
    assert!(text.ends_with("; 2 comments came in."), "{text}");
}

#[test]
fn a_text_was_not_sent_before_it_was_begun_unless_said_twice() {
    let mut screen = Screen::confirmed();
    screen.press("N ctrl-s t");
    screen.write_text("5m ago");
    screen.press("enter");
    let problem = screen.editor().problem.clone();
    assert!(
        problem.starts_with("this text was begun only at"),
        "{problem}"
    );
    let taken = screen
        .incident
        .zone
        .stamp(screen.now - TimeDelta::minutes(5));
    assert!(problem.contains(&taken), "with its day: {problem}");
    assert!(screen.incident.last_message("gsa-notice").is_none());
    screen.press("enter");
    assert!(screen.incident.last_message("gsa-notice").is_some());
}

#[test]
fn since_when_a_draft_is_written_nobody_knows_so_an_earlier_time_is_said_twice() {
    let mut screen = Screen::confirmed();
    screen.press("N");
    screen.write_text("the hens are out");
    screen.press("esc N ctrl-s t");
    screen.write_text("5m ago");
    screen.press("enter");
    let problem = screen.editor().problem.clone();
    assert!(problem.starts_with("nobody knows since when"), "{problem}");
    assert!(screen.incident.last_message("gsa-notice").is_none());
    screen.press("enter");
    assert!(screen.incident.last_message("gsa-notice").is_some());
}

#[test]
fn what_somebody_else_sent_earlier_is_not_asked_about() {
    let mut screen = Screen::confirmed();
    screen.press("N ctrl-s t");
    screen.write_text("5m ago by Farmer Dave");
    screen.press("enter");
    assert!(screen.incident.last_message("gsa-notice").is_some());
}

#[test]
fn what_somebody_told_by_hand_can_be_read_scrolled_and_copied_and_nothing_else() {
    let mut screen = Screen::confirmed();
    screen.press("N");
    let lines: Vec<String> = (1..=60).map(|n| format!("line {n}")).collect();
    let text = format!("Subject: [notice] out\n\n{}", lines.join("\n"));
    screen.write_text(&text);
    screen.press("ctrl-s t");
    screen.write_text("09:58 by Dave; the sheriff");
    screen.press("enter");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let recorded = screen.incident.messages.len();
    for opens in ["e", "enter"] {
        screen.press("7");
        screen.press(opens);
        assert!(card(&screen).is_only_read(), "{opens}");
        assert!(card(&screen).outgoing.contains("line 60"));
        screen.press("j pagedown");
        assert!(card(&screen).scroll > 1);
        screen.press("k pageup pageup pageup");
        assert_eq!(card(&screen).scroll, 0);
        let copied = released(&text);
        assert_eq!(screen.press("y"), [Effect::Copy(copied)]);
        for key in ["enter", "space", "m", "t", "a", "r", "-", "f", "l"] {
            assert_eq!(screen.press(key), [], "{key}");
            assert!(
                card(&screen).problem.contains("nothing is left to do"),
                "{key}"
            );
        }
        screen.press("esc");
        assert!(screen.is_bare());
    }
    assert_eq!(screen.incident.messages.len(), recorded);
}

#[test]
fn the_foot_calls_a_message_by_its_name() {
    let mut screen = Screen::confirmed();
    screen.press("N");
    screen.press("ctrl-s m");
    let said = screen.toast();
    assert!(said.contains("One-hour notice to GSA"), "{said}");
    assert!(!said.contains("gsa-notice"), "{said}");
    screen.press("N ctrl-s enter esc");
    screen.press("N");
    assert!(
        screen
            .toast()
            .starts_with("One-hour notice to GSA is not sent yet"),
        "{}",
        screen.toast()
    );
}

#[test]
fn an_entry_is_found_by_its_number_wherever_it_was_made() {
    let mut screen = Screen::open();
    for n in 0..20 {
        screen.say("n", &format!("hen {n}"));
    }
    // One that another machine made earlier, and this one heard of last.
    let last = screen.app.entries.last().expect("entries");
    let from_elsewhere = Entry {
        id: EntryId::new(screen.app.entries[3].recorded - TimeDelta::hours(2), 7),
        seq: last.seq + 1,
        ..Entry::clone(last)
    };
    screen.app.entries.push(from_elsewhere.into());
    for entry in &screen.app.entries {
        let found = screen.app.entry(entry.id).map(|found| found.seq);
        assert_eq!(found, Some(entry.seq));
    }
    let nobodys = EntryId::new(screen.app.now, 99);
    assert!(screen.app.entry(nobodys).is_none());
}

#[rstest]
#[case::sitrep("s", "initial-sitrep", "IC: Farmer Dave")]
#[case::notice("N", "gsa-notice", "Incident Commander: Farmer Dave")]
fn what_a_form_filled_in_and_the_record_says_otherwise_by_now_is_pointed_out(
    #[case] key: &str,
    #[case] id: &str,
    #[case] by_now: &str,
) {
    let mut screen = with_carriers();
    let stale = |screen: &Screen| {
        let marks = card(screen).marks.iter();
        let stale = marks.filter(|mark| mark.starts_with("it says "));
        stale.cloned().collect::<Vec<_>>()
    };
    screen.press(key);
    assert_eq!(message(&screen), id);
    let text = format!("{}\nThe gate was open.", screen.editor().text);
    screen.write_text(&text);
    screen.press("ctrl-s");
    assert_eq!(stale(&screen), Vec::<String>::new());
    screen.press("esc");
    screen.record(Command::SetIc {
        to: "Farmer Dave".into(),
    });
    screen.press("ctrl-s");
    let open = stale(&screen);
    assert_eq!(open.len(), 1, "{open:?}");
    assert!(
        open[0].contains(&format!("the record `{by_now}")),
        "{open:?}"
    );
    // The draft that was kept says the same.
    screen.press("esc esc");
    screen.app.me = "Farmer Dave".into();
    screen.press(key);
    assert_eq!(screen.editor().text, text);
    screen.press("ctrl-s");
    assert_eq!(stale(&screen), open);
    // What somebody put right, or in words of their own, stands.
    screen.press("esc");
    let line = text.lines().find(|line| line.contains("Farmer Jane"));
    let text = text.replace(line.expect("the line of the IC"), by_now);
    screen.write_text(&text);
    screen.press("ctrl-s");
    assert_eq!(stale(&screen), Vec::<String>::new());
}
