//! How many keys it takes to tell everybody, whatever is configured, and that nobody counts as
//! told whom nobody told.

use std::collections::BTreeMap;

use rstest::rstest;
use sitroom::app::{Effect, Layer, Outcome, Purpose, SendRow};
use sitroom::domain::command::Command;
use sitroom::domain::event::Event;
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{Carrier, IssueLink, Mark, RouteState, Status};
use sitroom::domain::ledger::ledger;
use sitroom::domain::message::{Carriers, Need};
use sitroom::domain::mirror::{MirrorState, MirrorStatus};
use sitroom::domain::playbook::{Address, Channel, MessageKind};
use sitroom::domain::time::Zone;
use sitroom::domain::timeline::{describe, describe_titled};

use crate::messages::card;
use crate::screen::{Screen, cloud_gov};

/// What is configured to carry messages.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Means {
    Nothing,
    Mail,
    Webhook,
    MailAndWebhook,
    Mirror,
    All,
}

/// What is known of the address of FedRAMP, which ships without one.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fedramp {
    Set,
    Unset,
}

fn screen(means: Means, fedramp: Fedramp) -> Screen {
    let mut playbook = cloud_gov();
    if fedramp == Fedramp::Set {
        let address = playbook.addresses.get_mut("fedramp").expect("it ships");
        address.to = "reps@fedramp.example".into();
    }
    let mails = matches!(means, Means::Mail | Means::MailAndWebhook | Means::All);
    let posts = matches!(means, Means::Webhook | Means::MailAndWebhook | Means::All);
    let carriers = Carriers {
        mail_from: mails.then(|| "jane@farm.example".parse().expect("an address")),
        webhook: posts.then(|| "#incident-response".into()),
        mirror: false,
        followups: None,
    };
    let mut screen = Screen::with(playbook, carriers);
    screen.confirm();
    if matches!(means, Means::Mirror | Means::All) {
        screen.happen(sitroom::app::Event::MirrorMoved(MirrorStatus {
            state: MirrorState::Synced,
            ..MirrorStatus::default()
        }));
    }
    screen
}

/// Presses the key that the card on top asks for, so that all are told; returns how many keys
/// that took until the screen was bare.
fn send(screen: &mut Screen) -> usize {
    let card = card(screen);
    let keys: &[&str] = match (card.is_told_by_hand(), card.is_sent_from_here()) {
        (true, _) => &["m"],
        (false, _) => &["enter"],
    };
    for key in keys {
        screen.press(key);
    }
    screen.leave_open();
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    keys.len()
}

/// Returns who was told by the last message, in the order of their names: how, by whom or by
/// what, and how far that got.
fn told(screen: &Screen) -> Vec<(String, Carrier, RouteState, String)> {
    let rows = ledger(&screen.incident, &screen.app.playbook, &BTreeMap::default());
    let last = rows.iter().map(|row| row.entry).max().expect("a message");
    let of_last = rows.into_iter().filter(|row| row.entry == last);
    let mut told: Vec<_> = of_last
        .map(|row| (row.who, row.carrier, row.state, row.by))
        .collect();
    told.sort_by(|a, b| a.0.cmp(&b.0));
    told
}

/// Asserts that the ledger says of each of them how they were told, and nothing that is not so.
fn assert_honest(screen: &Screen, means: Means, fedramp: Fedramp) {
    let mails = matches!(means, Means::Mail | Means::MailAndWebhook | Means::All);
    let posts = matches!(means, Means::Webhook | Means::MailAndWebhook | Means::All);
    let names = &screen.app.playbook.addresses;
    for (who, carrier, state, by) in told(screen) {
        let address = names.values().find(|it| it.name == who).expect("known");
        let expected = match address.channel {
            Channel::Issue => (Carrier::Mirror, RouteState::Mirrored, ""),
            Channel::Mail if address.to.is_empty() => {
                assert_eq!(fedramp, Fedramp::Unset, "{who}");
                (Carrier::Hand, RouteState::ToCarry, "")
            }
            Channel::Mail if mails => (Carrier::Smtp, RouteState::Sent, ""),
            Channel::Chat if posts => (Carrier::Webhook, RouteState::Sent, ""),
            _ => (Carrier::Hand, RouteState::Sent, "Farmer Jane"),
        };
        assert_eq!((carrier, state, by.as_str()), expected, "{who}");
    }
}

fn message(screen: &Screen) -> &str {
    match &screen.editor().purpose {
        Purpose::Message { message } => message,
        other => panic!("no message but {other:?}"),
    }
}

#[rstest]
fn everybody_is_told_in_few_keys_whatever_is_configured(
    #[values(
        Means::Nothing,
        Means::Mail,
        Means::Webhook,
        Means::MailAndWebhook,
        Means::Mirror,
        Means::All
    )]
    means: Means,
    #[values(Fedramp::Set, Fedramp::Unset)] fedramp: Fedramp,
) {
    let mut screen = screen(means, fedramp);
    screen.press("s");
    let text = screen.editor().text.replace("{narrative}", "They are out.");
    screen.write_text(&text);
    // What hands carry is copied first, so it takes its own key before they say that it is sent.
    let mut keys = 2;
    screen.press("ctrl-s");
    let copied = screen.press("y");
    assert!(matches!(copied.as_slice(), [Effect::Copy(_)]), "{copied:?}");
    keys += 1 + send(&mut screen);
    assert!(keys <= 6, "{keys} keys");
    screen.deliver();
    assert_honest(&screen, means, fedramp);
    assert_eq!(screen.incident.last_sitrep().expect("it is out").number, 1);
    screen.press("s");
    assert_eq!(message(&screen), "update-sitrep");
    screen.press("ctrl-n");
    let keys = 2 + send(&mut screen);
    assert!(keys <= 3, "{keys} keys");
    screen.deliver();
    assert_honest(&screen, means, fedramp);
    assert_eq!(screen.incident.last_sitrep().expect("it is out").number, 2);
}

#[rstest]
fn a_daily_update_without_news_takes_three_keys(
    #[values(Means::Nothing, Means::Mail, Means::Webhook, Means::All)] means: Means,
) {
    let mut screen = screen(means, Fedramp::Set);
    screen.tell("s", "They are out.");
    while !screen.is_bare() {
        screen.press("enter");
    }
    screen.deliver();
    let due = screen.app.clocks.iter();
    let daily = due.clone().find(|due| due.key == "K4").cloned();
    let mut next = screen.app.next.clone().expect("something is next");
    // The day goes on until it is what comes next.
    (next.due, next.item, next.conflict) = (daily, None, None);
    (next.suggestion, next.command) = (None, "daily-update".into());
    screen.app.next = Some(next);
    screen.press("x");
    assert_eq!(message(&screen), "fedramp-daily");
    assert!(screen.editor().text.contains("{tracking_number}"));
    screen.press("ctrl-n");
    let keys = 2 + send(&mut screen);
    assert!(keys <= 3, "{keys} keys");
    screen.deliver();
    assert_honest(&screen, means, Fedramp::Set);
    let sent = screen.entries.iter().rev().find_map(|it| match &it.event {
        Event::MessageSent { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let text = sent.expect("it is sent");
    assert!(
        text.contains("CISA tracking number: (not known yet)\n\nNo change.\n"),
        "{text}"
    );
}

#[test]
fn a_mix_copies_for_the_hands_and_sends_the_rest_with_one_key() {
    let mut screen = screen(Means::Mail, Fedramp::Set);
    screen.press("s ctrl-s m");
    screen.deliver();
    let before = screen.incident.clone();
    let effects = screen.press("s ctrl-n");
    let copies = |effect: &Effect| matches!(effect, Effect::Copy(_));
    assert!(effects.iter().any(copies), "{effects:?}");
    assert!(
        screen.toast().contains("not recorded"),
        "{}",
        screen.toast()
    );
    assert_eq!(screen.incident, before, "nobody was told yet");
    screen.press("m");
    let last = screen.entries.last().expect("it is recorded");
    assert_eq!(
        describe(&last.event, screen.incident.zone),
        "sitrep #2 sent by hand to #incident-response; not yet to GSA Incident Response, FedRAMP"
    );
}

#[test]
fn one_key_does_not_say_that_a_carrier_sent_what_it_did_not() {
    let mut screen = screen(Means::All, Fedramp::Set);
    screen.press("s ctrl-s m");
    assert!(!screen.is_bare());
    assert!(screen.incident.messages.is_empty() && screen.incident.unsent.is_empty());
}

#[test]
fn a_stop_holds_what_goes_from_here_and_with_it_what_hands_carried() {
    let mut screen = screen(Means::Mail, Fedramp::Set);
    screen.press("s ctrl-s");
    screen.record(Command::SetOutbound {
        stopped: true,
        reason: "an insider".into(),
    });
    screen.press("m");
    assert!(screen.incident.messages.is_empty() && screen.incident.unsent.is_empty());
}

#[test]
fn whoever_has_no_address_stays_open_and_keeps_their_clocks() {
    let mut screen = screen(Means::Nothing, Fedramp::Unset);
    screen.tell("s", "They are out.");
    assert!(
        screen.toast().contains("NOT to FedRAMP"),
        "{}",
        screen.toast()
    );
    let sent = screen.incident.last_sitrep().expect("the others have it");
    assert!(!sent.to.contains(&"FedRAMP".to_owned()), "{:?}", sent.to);
    let runs = |screen: &Screen, key: &str| screen.app.clocks.iter().any(|due| due.key == key);
    assert!(runs(&screen, "K14"), "the first notice is still owed");
    // Once it is said who was told, it is settled.
    let row = screen.app.rows.comms.iter();
    let at = row.clone().position(|row| row.who == "FedRAMP");
    let down = "j ".repeat(at.expect("it is in the ledger"));
    screen.press(&format!("7 {down}enter"));
    screen.press("m");
    assert!(
        screen
            .editor()
            .title
            .starts_with("Whom did you tell for FedRAMP?")
    );
    screen.press("enter");
    assert!(!screen.is_bare(), "a bare key settles nothing");
    assert!(screen.toast().starts_with("left open; NOT to FedRAMP"));
    screen.press("m");
    screen.write_text("; reps@fedramp.example");
    screen.press("enter");
    let told = told(&screen);
    let of_them = told.iter().filter(|row| row.0.contains("fedramp.example"));
    let by_jane = |who: &str| {
        let (who, by) = (who.to_owned(), "Farmer Jane".to_owned());
        (who, Carrier::Hand, RouteState::Sent, by)
    };
    let of_them: Vec<_> = of_them.cloned().collect();
    assert_eq!(of_them, [by_jane("FedRAMP (reps@fedramp.example)")]);
    assert!(!runs(&screen, "K14"));
    // From then on they are reached there.
    screen.press("esc esc s ctrl-n m");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let sent = screen.incident.last_sitrep().expect("another");
    let last = sent.to.last().map(String::as_str);
    assert_eq!(
        (sent.number, last),
        (2, Some("FedRAMP (reps@fedramp.example)"))
    );
}

#[test]
fn a_message_for_nobody_but_them_asks_at_once_whom_it_went_to() {
    let mut screen = screen(Means::Nothing, Fedramp::Unset);
    screen.press(": d a i l y enter");
    assert_eq!(message(&screen), "fedramp-daily");
    screen.press("ctrl-n m");
    assert!(screen.incident.messages.is_empty(), "a bare key is no word");
    screen.press("enter");
    assert!(
        screen.editor().problem.contains("no address is set"),
        "{}",
        screen.editor().problem
    );
    screen.write_text("10m ago by Dave; Farmer Dave's reviewer");
    screen.press("enter");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let sent = screen.incident.last_message("fedramp-daily").expect("sent");
    assert_eq!(sent.to, ["FedRAMP (Farmer Dave's reviewer)"]);
    assert_eq!(sent.by, "Dave");
    // Nobody can write to a name, so that is asked about again, and offered.
    screen.press(": d a i l y enter ctrl-n m");
    assert_eq!(screen.editor().text, "Farmer Dave's reviewer");
    screen.press("enter");
    let sent = screen.incident.messages.iter();
    let sent: Vec<_> = sent.map(|it| it.to.clone()).collect();
    assert_eq!(sent, [["FedRAMP (Farmer Dave's reviewer)"]; 2]);
}

/// Returns the text of the open editor once somebody types behind what it holds.
fn typed(screen: &mut Screen, text: &str) {
    let text = format!("{}{text}", screen.editor().text);
    screen.write_text(&text);
    screen.press("enter");
}

#[test]
fn the_time_and_who_told_them_are_typed_where_the_cursor_is() {
    let mut screen = screen(Means::Nothing, Fedramp::Unset);
    screen.press(": d a i l y enter ctrl-n m");
    typed(&mut screen, "25:99; reps");
    let problem = &screen.editor().problem;
    assert!(problem.contains("25:99"), "{problem}");
    let text = &screen.editor().text;
    let text = text.replace("25:99", "10m ago by Farmer Dave");
    screen.write_text(&text);
    screen.press("enter");
    let sent = screen.incident.last_message("fedramp-daily").expect("sent");
    assert_eq!(sent.to, ["FedRAMP (reps)"]);
    assert_eq!(sent.by, "Farmer Dave");
}

#[rstest]
#[case::mail(0, "FedRAMP (reps@fedramp.example)", "Farmer Jane")]
#[case::words(1, "FedRAMP (the reviewers)", "Farmer Jane")]
#[case::time_and_sender(2, "FedRAMP (the reviewers)", "Farmer Dave")]
fn what_the_hint_shows_is_what_can_be_typed(#[case] at: usize, #[case] to: &str, #[case] by: &str) {
    let mut screen = screen(Means::Nothing, Fedramp::Unset);
    screen.press(": d a i l y enter ctrl-n m");
    let hint = screen.editor().help.join(" ");
    let examples: Vec<&str> = hint.split('`').skip(1).step_by(2).collect();
    assert_eq!(examples.len(), 3, "{hint}");
    typed(&mut screen, &examples[at].replace("14:05", "10m ago"));
    let sent = screen.incident.last_message("fedramp-daily").expect("sent");
    assert_eq!((sent.to.join(", ").as_str(), sent.by.as_str()), (to, by));
}

#[test]
fn whom_somebody_told_is_asked_once_the_others_are_recorded() {
    let mut screen = screen(Means::Nothing, Fedramp::Unset);
    screen.press("s ctrl-s m");
    let sent = screen.incident.last_sitrep().expect("the others have it");
    assert!(!sent.to.is_empty() && !sent.to.iter().any(|to| to.contains("FedRAMP")));
    let title = &screen.editor().title;
    assert!(
        title.starts_with("Whom did you tell for FedRAMP?"),
        "{title}"
    );
    typed(&mut screen, "by Farmer Dave; the reviewers");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let reached = told(&screen).into_iter();
    let mut reached = reached.filter(|row| row.0.contains("FedRAMP"));
    let (who, _, state, by) = reached.next().expect("they are in the ledger");
    assert_eq!(
        (who.as_str(), state, by.as_str()),
        ("FedRAMP (the reviewers)", RouteState::Sent, "Farmer Dave")
    );
}

#[rstest]
#[case::time_and_others("now; the mayor, the press")]
#[case::others("; the mayor, the press")]
fn who_else_was_told_is_nobody_who_was_reached_where_no_address_is_set(#[case] said: &str) {
    let mut screen = screen(Means::Nothing, Fedramp::Unset);
    screen.press("s ctrl-s t");
    typed(&mut screen, said);
    let asked = screen.editor();
    let is_asked = asked.title.starts_with("Whom did you tell for FedRAMP?");
    assert!(is_asked, "{}: {}", asked.title, asked.problem);
    screen.press("esc");
    let sent = screen.incident.last_sitrep().expect("the others have it");
    assert!(
        sent.to.ends_with(&["the mayor".into(), "the press".into()]),
        "{:?}",
        sent.to
    );
    assert!(
        !sent.to.iter().any(|to| to.contains("FedRAMP")),
        "{:?}",
        sent.to
    );
    let left = told(&screen).into_iter();
    let mut left = left.filter(|row| row.0 == "FedRAMP");
    assert_eq!(left.next().map(|row| row.2), Some(RouteState::ToCarry));
}

#[rstest]
#[case::nothing("enter")]
#[case::back("esc")]
fn no_answer_leaves_whoever_has_no_address_open_and_says_so(#[case] key: &str) {
    let mut screen = screen(Means::Nothing, Fedramp::Unset);
    screen.press("s ctrl-s m");
    assert!(screen.editor().title.contains("FedRAMP"));
    screen.press(key);
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let said = screen.toast();
    assert!(said.contains("NOT to FedRAMP"), "{said}");
    let left = told(&screen).into_iter();
    let mut left = left.filter(|row| row.0 == "FedRAMP");
    assert_eq!(left.next().map(|row| row.2), Some(RouteState::ToCarry));
}

#[test]
fn one_after_the_other_is_asked_about_whose_address_nobody_set() {
    let mut screen = exposed();
    screen.press("x ctrl-s m");
    for (asked, whom) in [(OWNER, "Farmer Dave"), (RECIPIENT, "Spot the Dog")] {
        let editor = screen.editor();
        assert!(editor.title.contains(asked), "{}", editor.title);
        assert_eq!(editor.text, "", "what was said of another is no draft");
        typed(&mut screen, whom);
    }
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let sent = screen.incident.last_message("exposure-notices");
    let to = &sent.expect("it went out").to;
    let expected = [(OWNER, "Farmer Dave"), (RECIPIENT, "Spot the Dog")];
    assert_eq!(*to, expected.map(|(who, whom)| format!("{who} ({whom})")));
}

#[test]
fn who_else_was_told_of_the_others_skips_nobody_who_is_to_be_asked_about() {
    let mut screen = exposed();
    screen.press("x ctrl-s");
    let card = card(&screen);
    let mut behind = card.rows.iter();
    let behind = behind.rposition(|row| !row.route.is_without_address());
    let behind = behind.expect("somebody with an address stands behind them");
    for _ in 0..behind {
        screen.press("j");
    }
    screen.press("space enter t");
    typed(&mut screen, "; the mayor");
    assert!(
        screen.editor().title.contains(OWNER),
        "{}",
        screen.editor().title
    );
}

#[rstest]
#[case::works(MirrorState::Synced, true, "the rest is on its way")]
#[case::creates_it(MirrorState::Syncing, false, "the rest is on its way")]
#[case::another_pane_posts(MirrorState::Elsewhere, true, "the rest is on its way")]
#[case::no_network(MirrorState::Offline, true, "the rest waits for the next sync")]
#[case::no_token(MirrorState::Token, true, "the rest waits for the next sync")]
#[case::no_issue(MirrorState::Token, false, "the rest waits for the issue")]
fn what_the_mirror_does_not_post_for_now_is_not_on_its_way(
    #[case] state: MirrorState,
    #[case] has_issue: bool,
    #[case] rest: &str,
) {
    let mut screen = screen(Means::Nothing, Fedramp::Set);
    if has_issue {
        screen.record(Command::LinkIssue {
            issue: IssueLink {
                repository: "18F/security-incidents".into(),
                number: 7,
                url: "https://github.com/18F/security-incidents/issues/7".into(),
            },
        });
    }
    screen.happen(sitroom::app::Event::MirrorMoved(MirrorStatus {
        state,
        ..MirrorStatus::default()
    }));
    screen.press("s ctrl-s m");
    assert!(screen.toast().ends_with(rest), "{}", screen.toast());
}

#[rstest]
#[case::space("space")]
#[case::enter("enter")]
fn a_line_that_a_message_does_leads_to_the_message(#[case] key: &str) {
    let mut screen = Screen::open();
    screen.is_a_false_alarm();
    screen.press("2");
    let lines = screen.app.rows.lines.iter();
    let at = lines.clone().position(|line| line.id == ItemId::new("FA2"));
    let at = at.expect("the list of a false alarm is shown");
    screen.press("g g");
    for _ in 0..at {
        screen.press("j");
    }
    screen.press(key);
    assert_eq!(message(&screen), "false-alarm-notice");
    screen.press("ctrl-s m");
    let is_done = |screen: &Screen| {
        let mut lines = screen.app.rows.lines.iter();
        let line = lines
            .find(|line| line.id == ItemId::new("FA2"))
            .expect("it stays");
        line.state == sitroom::domain::checklist::RowState::Derived
    };
    assert!(is_done(&screen));
}

/// Says that the owner of the information was told that it was exposed.
fn tell_owner(screen: &mut Screen) {
    screen.record(Command::RecordMessage {
        message: "exposure-notices".into(),
        sitrep: false,
        to: vec![OWNER.into()],
        text: String::new(),
    });
}

#[test]
fn who_had_a_notice_is_chosen_for_the_word_that_it_was_a_false_alarm() {
    let mut screen = exposed();
    tell_owner(&mut screen);
    screen.is_a_false_alarm();
    screen.press("M");
    let Some(Layer::Choices(choices)) = screen.app.layers.last() else {
        panic!("messages can be chosen: {:?}", screen.app.layers);
    };
    let wanted = Outcome::Compose("false-alarm-notice".into());
    let choice = choices.list.iter().find(|it| it.outcome == wanted);
    let key = choice.expect("it is among them").key.to_string();
    screen.press(&key);
    screen.press("ctrl-s");
    let card = card(&screen);
    let rows = card.rows.iter().filter(|row| {
        row.need
            .is_some_and(|it| !matches!(it, Need::Must | Need::Should))
    });
    let row = |row: &SendRow| {
        (
            row.route.name.clone(),
            row.need.expect("a new card").word(),
            row.chosen,
        )
    };
    let rows: Vec<_> = rows.map(row).collect();
    let expected = [
        ("GSA IT Service Desk".to_owned(), "had a notice", true),
        (
            "DevOps (TTS Infrastructure)".to_owned(),
            "had a notice",
            true,
        ),
        (OWNER.to_owned(), "had a notice of exposure", false),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn the_timeline_says_what_was_recorded_as_sent_by_hand() {
    let mut screen = Screen::open();
    screen.press("N ctrl-s m");
    let last = screen.entries.last().expect("it is recorded");
    assert_eq!(
        describe(&last.event, screen.incident.zone),
        "gsa-notice sent by hand to itservicedesk@gsa.gov, gsa-ir@gsa.gov, devops@gsa.gov"
    );
}

/// Returns an incident of which GSA was told, in which information was exposed, and of which is
/// noted what and whose.
fn exposed() -> Screen {
    let mut screen = screen(Means::Nothing, Fedramp::Set);
    screen.tell("N", "They are out.");
    screen.record(Command::SetExposure { exposed: true });
    settle_line(&mut screen, "IE1");
    screen
}

fn settle_line(screen: &mut Screen, id: &str) {
    screen.record(Command::MarkItem {
        item: ItemId::new(id),
        mark: Some(Mark::Done),
        reason: String::new(),
    });
}

fn next_line(screen: &Screen) -> String {
    let next = screen.app.next.as_ref().expect("something is next");
    next.item.as_ref().expect("a line").to_string()
}

const OWNER: &str = "Owner of the exposed information";
const RECIPIENT: &str = "Recipient of the exposed information";

#[test]
fn who_owns_and_who_has_what_was_exposed_are_asked_about_one_at_a_time() {
    let mut screen = exposed();
    assert_eq!(next_line(&screen), "IE2");
    screen.press("x");
    assert_eq!(message(&screen), "exposure-notices");
    screen.press("ctrl-s m");
    let title = screen.editor().title.clone();
    assert!(
        title.starts_with(&format!("Whom did you tell for {OWNER}?")),
        "{title}"
    );
    screen.write_text("; Farmer Dave");
    screen.press("enter");
    let title = screen.editor().title.clone();
    assert!(title.contains(RECIPIENT), "{title}");
    screen.press("enter");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let sent = |screen: &Screen| {
        let sent = screen.incident.last_message("exposure-notices");
        sent.expect("it went out").to.clone()
    };
    assert_eq!(sent(&screen), [format!("{OWNER} (Farmer Dave)")]);
    let said = screen.toast();
    assert!(said.contains(&format!("NOT to {RECIPIENT}")), "{said}");
    assert_eq!(next_line(&screen), "IE3", "the owner was told");
    settle_line(&mut screen, "IE3");
    assert_eq!(next_line(&screen), "IE4", "the recipient was not");
    screen.press("x");
    let card = card(&screen);
    let marked = card.marked_row().expect("somebody is marked");
    assert_eq!(marked.route.name, RECIPIENT);
    screen.press("m");
    screen.write_text("; Spot the Dog");
    screen.press("enter");
    let to = sent(&screen);
    assert!(
        to.contains(&format!("{RECIPIENT} (Spot the Dog)")),
        "{to:?}"
    );
    assert!(!next_line(&screen).starts_with("IE"), "all were told");
}

#[test]
fn when_it_was_sent_is_not_said_of_two_without_an_address_at_once() {
    let mut screen = exposed();
    screen.press("x ctrl-s j t");
    let title = screen.editor().title.clone();
    assert!(
        title.contains(RECIPIENT) && !title.contains(OWNER),
        "{title}"
    );
    screen.write_text("1m ago by Farmer Dave; Spot the Dog");
    screen.press("enter");
    let sent = screen.incident.last_message("exposure-notices");
    let sent = sent.expect("it went out");
    assert_eq!(sent.to, [format!("{RECIPIENT} (Spot the Dog)")]);
    assert_eq!(sent.by, "Farmer Dave");
    assert!(
        screen.editor().title.contains(OWNER),
        "the other is asked of"
    );
    screen.press("esc");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert_eq!(next_line(&screen), "IE2", "the owner was not told");
}

#[test]
fn who_was_told_of_their_information_is_not_told_again_unasked() {
    let mut screen = exposed();
    tell_owner(&mut screen);
    settle_line(&mut screen, "IE3");
    assert_eq!(next_line(&screen), "IE4");
    screen.press("x ctrl-s");
    let card = card(&screen);
    let chosen = card.rows.iter().filter(|row| row.chosen);
    let chosen: Vec<&str> = chosen.map(|row| row.route.name.as_str()).collect();
    assert_eq!(chosen, [RECIPIENT]);
}

/// Returns a resolved incident whose final sitrep reached those whose address is set.
fn ended() -> Screen {
    let mut playbook = cloud_gov();
    let address = playbook.addresses["fedramp"].clone();
    let name = "Neighbours".to_owned();
    let neighbours = Address { name, ..address };
    playbook.addresses.insert("neighbours".into(), neighbours);
    let mut messages = playbook.messages.iter_mut();
    let last = messages.find(|it| it.kind == MessageKind::Final);
    let must = &mut last.expect("it ships").must;
    must.push("neighbours".into());
    let mut screen = Screen::with(playbook, Carriers::default());
    screen.confirm();
    screen.tell("N", "They are out.");
    screen.tell("s", "They are out.");
    screen.record_overriding(Command::SetStatus {
        to: Status::Resolved,
        reason: String::new(),
    });
    screen.tell("s", "They are back.");
    screen
}

#[test]
fn who_never_had_anything_is_offered_the_final_sitrep_and_not_nagged_for() {
    let mut screen = screen(Means::Nothing, Fedramp::Set);
    screen.tell("N", "They are out.");
    screen.tell("s", "They are out.");
    screen.record_overriding(Command::SetStatus {
        to: Status::Resolved,
        reason: String::new(),
    });
    screen.press("s ctrl-s");
    let rows = &card(&screen).rows;
    let mut rows = rows.iter();
    let outsiders = rows.find(|row| row.route.name == "External stakeholders");
    let outsiders = outsiders.expect("they are offered");
    assert_eq!(
        (outsiders.need, outsiders.chosen),
        (Some(Need::Should), false)
    );
    screen.press("m");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    screen.press("2");
    let mut lines = screen.app.lines().iter();
    let line = lines.find(|line| line.id.0 == "M15").expect("it is there");
    assert_eq!(line.state, sitroom::domain::checklist::RowState::Derived);
}

/// Says of everything else that is next that it is seen to.
fn settle_until(screen: &mut Screen, id: &str) {
    for _ in 0..100 {
        let next = screen.app.next.clone().expect("something is next");
        match (next.item, next.due) {
            (Some(item), _) if item.0 == id => return,
            (Some(item), _) => screen.record_overriding(Command::MarkItem {
                item,
                mark: Some(Mark::Done),
                reason: String::new(),
            }),
            (None, due) => screen.record_overriding(Command::SnoozeClock {
                clock: due.expect("a clock asks").key,
                until: None,
                reason: "known".into(),
            }),
        }
    }
    panic!("{id} is never next: {:?}", screen.app.next);
}

#[test]
fn the_final_sitrep_that_waits_is_opened_and_no_second_one_written() {
    let mut screen = ended();
    let last = screen.incident.last_message("final-sitrep").expect("sent");
    let (entry, number) = (last.entry, last.number);
    screen.press("s");
    assert_eq!(card(&screen).of, Some(entry));
    screen.press("esc");
    settle_until(&mut screen, "M15");
    for (left, marked) in [
        ("FedRAMP, Neighbours", "FedRAMP"),
        ("Neighbours", "Neighbours"),
    ] {
        let next = screen.app.next.clone().expect("something is next");
        assert_eq!(next.text, format!("Send sitrep #{number} to {left} too"));
        screen.press("x");
        let on_top = card(&screen);
        assert_eq!(on_top.of, Some(entry));
        let row = on_top.marked_row().expect("somebody is marked");
        assert_eq!(row.route.name, marked);
        screen.press("-");
        screen.press("enter");
        assert!(screen.editor().problem.contains("type why"), "no reason");
        screen.write_text("nobody of theirs is concerned");
        screen.press("enter");
        if marked == "FedRAMP" {
            assert_eq!(card(&screen).of, Some(entry), "one is left");
            screen.press("esc");
        }
        assert!(screen.is_bare(), "{:?}", screen.app.layers);
    }
    let next = screen.app.next.as_ref().and_then(|next| next.item.clone());
    assert_ne!(next, Some(ItemId::new("M15")), "nobody is left");
}

#[test]
fn the_tick_of_its_line_opens_the_final_sitrep_that_waits() {
    let mut screen = ended();
    let last = screen.incident.last_message("final-sitrep").expect("sent");
    let entry = last.entry;
    screen.press("2 g g");
    let mut lines = screen.app.lines().iter();
    let at = lines.position(|line| line.id.0 == "M15");
    for _ in 0..at.expect("the line is there") {
        screen.press("j");
    }
    screen.press("space");
    assert_eq!(card(&screen).of, Some(entry));
}

#[test]
fn with_a_mirror_too_it_is_asked_whom_somebody_told_where_no_address_is_set() {
    let mut screen = screen(Means::Mirror, Fedramp::Unset);
    screen.press(": d a i l y enter ctrl-s");
    screen.press("m");
    let title = &screen.editor().title;
    assert!(
        title.starts_with("Whom did you tell for FedRAMP?"),
        "{title}"
    );
    screen.write_text("; Farmer Dave's reviewer");
    screen.press("enter");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let sent = screen.incident.last_message("fedramp-daily").expect("sent");
    assert!(
        sent.to
            .contains(&"FedRAMP (Farmer Dave's reviewer)".to_owned()),
        "{:?}",
        sent.to
    );
    let posted = &sent.routes[0];
    assert_eq!(posted.state, RouteState::Mirrored, "the issue gets it");
}

#[test]
fn who_was_not_told_is_said_beside_what_to_look_at_twice() {
    let mut screen = screen(Means::Nothing, Fedramp::Unset);
    screen.press("s ctrl-s m");
    screen.leave_open();
    assert!(
        screen.toast().contains("NOT to FedRAMP"),
        "{}",
        screen.toast()
    );
    let look = "saved; it leaves, so look twice: an address".to_owned();
    screen.happen(sitroom::app::Event::Said(
        sitroom::app::Level::Warning,
        look,
    ));
    let said = screen.toast();
    assert!(
        said.contains("NOT to FedRAMP") && said.contains("look twice"),
        "{said}"
    );
}

#[test]
fn a_situation_is_read_by_its_title() {
    let playbook = cloud_gov();
    for (applies, said) in [
        (true, "situation: False alarm"),
        (false, "not: False alarm"),
    ] {
        let situation = "false-alarm".to_owned();
        let event = Event::SituationSet { situation, applies };
        assert_eq!(describe_titled(&event, Zone::UTC, &playbook), said);
    }
}
