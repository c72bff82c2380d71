//! The end of an incident as one walk: NEXT leads through each step with one key, from the
//! declaration to the closed record, in both processes. What differs is data.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{Effect, Event, Layer, PickSubject, Purpose, SavedReport, View};
use sitroom::domain::chain::Digest;
use sitroom::domain::command::{Command, Request, TrackingAsked};
use sitroom::domain::decide::decide;
use sitroom::domain::event::{Event as Happened, Field, Visibility};
use sitroom::domain::gate::Gate;
use sitroom::domain::ids::{FixId, ItemId};
use sitroom::domain::incident::{Mark, Moment, Status, Tracking};
use sitroom::domain::report::{Source, report};
use sitroom::domain::time::When;
use sitroom::domain::vocabulary::Facet;

use crate::messages::card;
use crate::screen::Screen;
use crate::stroll::{BOTH, Walk, closed, farm, resolvable};

#[rstest]
#[case(
    "cloud-gov-2023",
    &[
        "M14", "M15", "M16", "M17", "M18", "X1", "X2", "X3", "X4", "X5", "X6", "X16", "X7", "X8",
        "X11", "PP1", "PP2", "PP3", "PP4", "X12", "X10", "X13",
    ]
)]
#[case(
    "cloud-gov-2016",
    &[
        "M14", "M15", "M17", "M18", "X1", "X2", "X5", "X16", "X7", "X8", "X9", "X10", "X13",
    ]
)]
fn after_resolving_next_leads_through_every_step_until_it_is_closed(
    #[case] playbook: &str,
    #[case] lines: &[&str],
) {
    let (screen, walk) = closed(playbook, Some("farm/backlog"));
    let from = walk.lines.iter().position(|line| line == "M14");
    let ritual = &walk.lines[from.expect("it was resolved by a key")..];
    assert_eq!(ritual, lines);
    assert!(screen.incident.closed);
    let overridden = screen.entries.iter();
    let overridden = overridden.filter(|it| matches!(it.event, Happened::Overridden { .. }));
    assert_eq!(overridden.count(), 0, "nothing had to be overridden");
}

#[rstest]
fn everybody_is_thanked_by_name(#[values(BOTH[0], BOTH[1])] playbook: &str) {
    let (screen, _) = closed(playbook, Some("farm/backlog"));
    let thanks = screen.entries.iter().find_map(|entry| match &entry.event {
        Happened::MessageSent { message, text, .. } if message == "thanks" => Some(text),
        _ => None,
    });
    let thanks = thanks.expect("it was sent");
    // dave wrote on the issue, and Dave is who reported it.
    for name in ["Farmer Jane", "Dave", "Spot"] {
        assert!(thanks.contains(name), "{thanks}");
    }
}

#[test]
fn report_of_2016_is_the_final_comment_and_of_2023_a_file() {
    let (screen, walk) = closed("cloud-gov-2016", Some("farm/backlog"));
    let sent = screen.entries.iter().find_map(|entry| match &entry.event {
        Happened::MessageSent {
            message,
            text,
            routes,
            ..
        } if message == "final-report" => Some((text, routes)),
        _ => None,
    });
    let (text, routes) = sent.expect("it was sent");
    assert_eq!(routes[0].address, "issue");
    assert!(text.contains("## 14. Open questions"), "{text}");
    assert_eq!(walk.reports.len(), 1);
    let (screen, walk) = closed("cloud-gov-2023", Some("farm/backlog"));
    assert_eq!(walk.reports.len(), 1);
    let written = &screen.incident.milestones["report-written"];
    let digest = Digest::of(walk.reports[0].as_bytes()).to_string();
    assert!(written.note.contains(&digest), "{}", written.note);
}

#[rstest]
fn local_note_is_neither_in_the_report_that_is_written_nor_in_the_one_that_is_sent(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    let mut screen = farm(playbook, Some("farm/backlog"));
    let mut walk = Walk::default();
    screen.record(Command::Note {
        text: "the fox is called Ferdinand".into(),
        visibility: Visibility::Local,
    });
    resolvable(&mut screen, &mut walk);
    walk.on(&mut screen, |screen| screen.incident.closed);
    let sent = screen
        .entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Happened::MessageSent { text, .. } => Some(text),
            _ => None,
        });
    for text in walk.reports.iter().chain(sent) {
        assert!(!text.contains("Ferdinand"), "{text}");
    }
}

fn repository_of(screen: &Screen) -> Vec<Option<String>> {
    let left = screen
        .incident
        .fixes
        .iter()
        .filter(|fix| fix.is_left_over());
    left.map(|fix| fix.tracking.as_ref().map(Tracking::words))
        .collect()
}

#[test]
fn what_is_left_to_do_is_filed_where_that_is_configured() {
    let (screen, _) = closed("cloud-gov-2023", Some("farm/backlog"));
    let words = "to be filed in farm/backlog".to_owned();
    assert_eq!(repository_of(&screen), [Some(words)]);
}

#[test]
fn without_a_repository_the_way_to_set_one_is_shown_and_elsewhere_is_recorded() {
    let mut screen = farm("cloud-gov-2023", None);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    let at_followups = |screen: &Screen| {
        let next = screen.app.next.as_ref();
        next.and_then(|next| next.item.as_ref())
            .is_some_and(|item| item.0 == "X10")
    };
    walk.on(&mut screen, at_followups);
    screen.press("x");
    let help = screen.choices().help.join("\n");
    assert!(help.contains("followups = \"owner/name\""), "{help}");
    screen.press("e");
    assert_eq!(screen.editor().title, "Where is it tracked?");
    assert_eq!(screen.editor().help.len(), 1);
    walk.answer(&mut screen);
    assert_eq!(
        repository_of(&screen),
        [Some("the board in the barn".into())]
    );
    assert!(!at_followups(&screen));
}

#[rstest]
fn found_active_again_the_ritual_begins_again(#[values(BOTH[0], BOTH[1])] playbook: &str) {
    let (mut screen, first) = closed(playbook, Some("farm/backlog"));
    screen.now += TimeDelta::minutes(30);
    let reason = "the fox is back".to_owned();
    let to = Status::Confirmed;
    screen.record(Command::SetStatus { to, reason });
    assert!(!screen.incident.closed);
    // The cadence, the hours of whoever commands and the prompt for a long remediation.
    let keys: BTreeSet<String> = screen
        .app
        .clocks
        .iter()
        .map(|due| due.key.clone())
        .collect();
    assert!(keys.contains("K3") && keys.contains("K6"), "{keys:?}");
    assert!(keys.contains("K7:Farmer Jane"), "{keys:?}");
    let mut second = Walk::default();
    second.on(&mut screen, |screen| screen.incident.closed);
    let from = |walk: &Walk| {
        let from = walk.lines.iter().position(|line| line == "M14");
        let ritual = walk.lines[from.expect("it was resolved")..].to_vec();
        // What was said of metrics and follow-ups holds, and the public list is as it was.
        let holds = ["X7", "X10", "X11", "PP1", "PP2", "PP3", "PP4"];
        let mut ritual: Vec<String> = ritual;
        ritual.retain(|line| !holds.contains(&line.as_str()));
        ritual
    };
    assert_eq!(from(&second), from(&first));
}

#[test]
fn public_post_waits_for_its_list_and_a_reason_goes_past() {
    let mut screen = farm("cloud-gov-2023", None);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    let is_at = |screen: &Screen, line: &str| {
        let next = screen.app.next.as_ref();
        let item = next.and_then(|next| next.item.as_ref());
        item.is_some_and(|item| item.0 == line)
    };
    walk.on(&mut screen, |screen| is_at(screen, "PP1"));
    let record = Command::RecordMessage {
        message: "public-postmortem".into(),
        sitrep: false,
        to: vec!["the status page".into()],
        text: "the gate was open".into(),
    };
    let request = Request::local(record.clone(), "Farmer Jane");
    let (incident, playbook) = (&screen.incident, &screen.app.playbook);
    let refusal = decide(incident, playbook, &request, screen.now);
    let refusal = refusal.expect_err("it comes too early");
    assert_eq!(refusal.guard, Some("message-early"));
    assert!(refusal.cause.contains("PP1, PP2, PP3"), "{}", refusal.cause);
    screen.record_overriding(record);
    assert!(screen.incident.last_message("public-postmortem").is_some());
}

fn at_line(line: &'static str) -> impl Fn(&Screen) -> bool {
    move |screen| {
        let next = screen.app.next.as_ref();
        let item = next.and_then(|next| next.item.as_ref());
        item.is_some_and(|item| item.0 == line)
    }
}

#[test]
fn line_of_the_metrics_waits_for_all_four_and_asks_for_what_lacks() {
    let mut screen = farm("cloud-gov-2023", None);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    walk.on(&mut screen, at_line("X7"));
    for moment in [Moment::Started, Moment::Discovered, Moment::Contained] {
        screen.record(Command::SetMoment {
            moment,
            when: When::Unknown,
            automatic: false,
        });
    }
    let field = |field, to: &str| Command::SetField {
        field,
        to: to.into(),
    };
    screen.record(field(Field::DiscoveryMethod, "external/customer"));
    assert!(at_line("X7")(&screen), "{:?}", screen.app.next);
    screen.press("x");
    let Some(Layer::Picks(picks)) = screen.app.layers.last() else {
        panic!("{:?}", screen.app.layers);
    };
    assert_eq!(picks.subject, PickSubject::Facet(Facet::ThreatActions));
    screen.press("esc");
    screen.record(field(Field::ThreatActions, "social/Phishing"));
    assert!(!at_line("X7")(&screen), "{:?}", screen.app.next);
    screen.record(field(Field::DiscoveryMethod, ""));
    assert!(at_line("X7")(&screen), "{:?}", screen.app.next);
}

#[test]
fn names_of_those_who_are_thanked_leave_as_codenames() {
    let mut screen = farm("cloud-gov-2023", None);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    screen.record(Command::SetCodename {
        term: "Spot".into(),
        codename: "Hound One".into(),
    });
    walk.on(&mut screen, at_line("M18"));
    screen.press("x ctrl-s");
    let card = card(&screen);
    assert!(card.text.contains("Spot"), "{}", card.text);
    let outgoing = &card.outgoing;
    assert!(outgoing.contains("Hound One"), "{outgoing}");
    assert!(!outgoing.contains("Spot"), "{outgoing}");
}

#[test]
fn what_a_public_repository_refused_is_asked_about_again_with_its_reason() {
    let mut screen = farm("cloud-gov-2023", Some("farm/backlog"));
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    walk.on(&mut screen, at_line("X10"));
    screen.press("x f");
    let ids = vec![FixId(2)];
    let to = Some(Tracking::Refused {
        repository: "farm/backlog".into(),
        why: "farm/backlog is PUBLIC".into(),
    });
    screen.record(Command::SetTracking(TrackingAsked { ids, to }));
    assert!(at_line("X10")(&screen), "{:?}", screen.app.next);
    screen.press("x");
    let help = screen.choices().help.join("\n");
    assert!(help.contains("farm/backlog is PUBLIC"), "{help}");
    screen.press("p");
    assert_eq!(
        screen.editor().title,
        "Why may everybody read it in farm/backlog?"
    );
    screen.write_text("the fence is no secret");
    screen.press("enter");
    let public = "the fence is no secret".to_owned();
    let repository = "farm/backlog".to_owned();
    let wanted = Tracking::Wanted { repository, public };
    assert_eq!(screen.incident.fixes[1].tracking, Some(wanted));
}

#[test]
fn date_of_the_retrospective_is_proposed_a_week_later() {
    let mut screen = farm("cloud-gov-2016", None);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    walk.on(&mut screen, at_line("M17"));
    screen.press("x");
    assert!(
        screen.editor().text.starts_with("2026-11-30 10:"),
        "{:?}",
        screen.editor()
    );
    screen.press("enter");
    let due = screen.app.clocks.iter().find(|due| due.key == "K17");
    let due = due.expect("it stands on the wall");
    assert_eq!(due.due_at.date_naive().to_string(), "2026-11-30");
}

/// Every line of the end can be said by hand, a guarded one with a reason, which is in the
/// journal then, and in the report.
#[rstest]
#[case(
    "cloud-gov-2023",
    &["M15", "M16", "M17", "M18", "X16", "X7", "X8", "X11", "X12", "X10"]
)]
#[case(
    "cloud-gov-2016",
    &["M15", "M17", "M18", "X16", "X7", "X8", "X9", "X10"]
)]
fn each_line_of_the_end_gives_way_to_a_reason(#[case] playbook: &str, #[case] lines: &[&str]) {
    let mut screen = farm(playbook, None);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    walk.on(&mut screen, |screen| {
        screen.incident.status == Status::Resolved
    });
    let mut reasons: Vec<(String, String)> = Vec::new();
    for _ in 0..MOST_LINES {
        let Some(line) = screen.app.next.as_ref().and_then(|next| next.item.clone()) else {
            panic!("something else is next: {:?}", screen.app.next);
        };
        if line.0 == "X13" {
            screen.record(Command::SetClosed {
                closed: true,
                reason: String::new(),
            });
            assert!(screen.incident.closed);
            let typed: Vec<&str> = reasons.iter().map(|(_, reason)| &reason[..]).collect();
            assert_reported(&screen, &typed);
            let guarded: Vec<&str> = reasons.iter().map(|(line, _)| &line[..]).collect();
            assert_eq!(guarded, lines);
            return;
        }
        let command = Command::MarkItem {
            item: line.clone(),
            mark: Some(Mark::Done),
            reason: String::new(),
        };
        let request = Request::local(command.clone(), "Farmer Jane");
        let (incident, playbook) = (&screen.incident, &screen.app.playbook);
        let refused = decide(incident, playbook, &request, screen.now).err();
        let before = overridden(&screen).len();
        let reason = format!("no time for {line}");
        screen.record_because(command, &reason);
        assert!(!at_this(&screen, &line), "{line} stays");
        let all = overridden(&screen);
        let new: Vec<_> = all[before..]
            .iter()
            .map(|it| (it.guard, it.reason))
            .collect();
        let expected = refused.map(|refusal| (refusal.guard.expect("a guard"), &reason[..]));
        assert_eq!(new, expected.into_iter().collect::<Vec<_>>(), "{line}");
        if !new.is_empty() {
            reasons.push((line.0, reason));
        }
    }
    panic!("it never ends: {:?}", screen.app.next);
}

/// More lines than any process has at its end.
const MOST_LINES: usize = 40;

fn at_this(screen: &Screen, line: &ItemId) -> bool {
    let next = screen.app.next.as_ref();
    next.and_then(|next| next.item.as_ref()) == Some(line)
}

/// The report as it is written into a file by a key.
fn written(screen: &mut Screen) -> Option<String> {
    screen.press(": r e p o r t space f i l e");
    let effects = screen.press("enter");
    effects.into_iter().find_map(|effect| match effect {
        Effect::SaveReport(ask) => Some(ask.leaving(&Gate::shipped()).markdown()),
        _ => None,
    })
}

#[test]
fn report_that_is_written_has_the_codenames_of_an_export() {
    let mut screen = farm("cloud-gov-2023", None);
    screen.record(Command::SetCodename {
        term: "Spot".into(),
        codename: "Hound One".into(),
    });
    screen.say("L", "did Spot open the gate?");
    let report = written(&mut screen).expect("it is written");
    assert!(report.contains("Hound One"), "{report}");
    assert!(!report.contains("Spot"), "{report}");
}

fn saved(unwritten: &[&str]) -> Event {
    saved_with(unwritten, &[])
}

fn saved_with(unwritten: &[&str], clashing: &[&str]) -> Event {
    let titles = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
    Event::ReportSaved(SavedReport {
        path: "/farm/report.md".into(),
        note: "report.md, SHA-256 0123".into(),
        unwritten: titles(unwritten),
        clashing: titles(clashing),
    })
}

#[test]
fn a_report_of_which_nobody_wrote_a_part_is_no_report_until_somebody_says_so() {
    let mut screen = farm("cloud-gov-2023", None);
    screen.happen(saved(&["Root cause", "Lessons"]));
    assert!(screen.asked.is_none(), "nothing is ticked");
    let Some(Layer::Choices(choices)) = screen.app.layers.last() else {
        panic!("it is asked");
    };
    assert!(
        choices.title.contains("nobody wrote 2 parts"),
        "{}",
        choices.title
    );
    assert_eq!(choices.help, ["Root cause", "Lessons"]);
    screen.press("o");
    assert_eq!(screen.app.view, View::Report);
    screen.happen(saved(&["Lessons"]));
    screen.press("d");
    assert!(matches!(screen.asked(), Command::ReachMilestone(_)));
}

#[test]
fn a_report_that_clashes_with_the_record_is_none_until_somebody_says_so() {
    let mut screen = farm("cloud-gov-2023", None);
    screen.happen(saved_with(&[], &["Summary"]));
    assert!(screen.asked.is_none(), "nothing is ticked");
    let Some(Layer::Choices(choices)) = screen.app.layers.last() else {
        panic!("it is asked");
    };
    let said = "the record says otherwise than 1 part";
    assert!(choices.title.ends_with(said), "{}", choices.title);
    assert_eq!(choices.help, ["Summary"]);
    screen.press("d");
    assert!(matches!(screen.asked(), Command::ReachMilestone(_)));
}

#[test]
fn closing_says_that_the_report_was_written_before() {
    let (screen, _) = closed("cloud-gov-2023", Some("farm/backlog"));
    assert!(screen.incident.closed);
    let said = screen.toast();
    assert!(
        said.ends_with("before that; `report file` (:) writes it anew"),
        "{said}"
    );
}

#[test]
fn a_report_that_is_whole_ticks_its_line_at_once_and_says_where_it_is() {
    let mut screen = farm("cloud-gov-2023", None);
    screen.happen(saved(&[]));
    assert!(matches!(screen.asked(), Command::ReachMilestone(_)));
    assert!(
        screen.toast().contains("/farm/report.md"),
        "{}",
        screen.toast()
    );
}

#[test]
fn what_is_missing_of_a_report_is_not_asked_over_what_is_being_typed() {
    let mut screen = farm("cloud-gov-2023", None);
    screen.press("n");
    screen.write_text("fox");
    screen.happen(saved(&["Lessons"]));
    assert!(matches!(screen.app.layers.last(), Some(Layer::Editor(_))));
    assert!(screen.asked.is_none(), "nothing is ticked");
}

#[test]
fn nothing_is_written_while_nothing_may_leave() {
    let mut screen = farm("cloud-gov-2023", None);
    screen.record(Command::SetOutbound {
        stopped: true,
        reason: "wait for the vet".into(),
    });
    assert_eq!(written(&mut screen), None);
    assert!(
        screen.toast().contains("nothing leaves"),
        "{}",
        screen.toast()
    );
}

#[test]
fn text_for_the_public_is_looked_through_at_its_line_and_kept_as_a_draft() {
    let mut screen = farm("cloud-gov-2023", None);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    walk.on(&mut screen, at_line("PP1"));
    screen.press("x");
    screen.write_text("The exploit came from 203.0.113.77, account 123456789012.");
    screen.press("ctrl-s");
    let help = screen.editor().help.join("\n");
    for part in ["`exploit`", "not for the public"] {
        assert!(help.contains(part), "{part} is not in {help}");
    }
    assert_eq!(screen.editor().purpose, Purpose::Override);
    screen.press("esc");
    let plain = "The chickens were out for an hour. You have nothing to do.";
    screen.write_text(plain);
    screen.press("ctrl-s");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert!(!at_line("PP1")(&screen), "it is ticked");
    let overridden = screen.entries.iter();
    let overridden = overridden.filter(|it| matches!(it.event, Happened::Overridden { .. }));
    assert_eq!(overridden.count(), 0);
    walk.on(&mut screen, at_line("PP4"));
    screen.press("x");
    assert_eq!(
        screen.editor().text,
        plain,
        "what was looked through is sent"
    );
}

/// What somebody went past.
struct Passed<'a> {
    guard: &'a str,
    reason: &'a str,
    cause: &'a str,
}

/// Each override in the journal, in order.
fn overridden(screen: &Screen) -> Vec<Passed<'_>> {
    let entries = screen.entries.iter();
    let passed = entries.filter_map(|entry| match &entry.event {
        Happened::Overridden {
            guard,
            reason,
            cause,
        } => Some(Passed {
            guard,
            reason,
            cause,
        }),
        _ => None,
    });
    passed.collect()
}

/// The report tells of each reason.
fn assert_reported(screen: &Screen, reasons: &[&str]) {
    let (incident, playbook) = (&screen.incident, Some(&*screen.app.playbook));
    let source = Source::new(incident, &screen.entries, playbook, screen.now);
    let text = report(&source).markdown();
    for reason in reasons {
        assert!(text.contains(reason), "{reason} is not in the report");
    }
}

/// The reason of each override at the end is in the journal, with what stood against it: it is
/// resolved, its text for the public is passed, and it is closed, each too early and by keys.
#[rstest]
#[case("cloud-gov-2023", Some("PP1"), "PP2")]
#[case("cloud-gov-2016", None, "X1")]
fn each_reason_at_the_end_stands_in_the_journal(
    #[case] playbook: &str,
    #[case] public: Option<&'static str>,
    #[case] unfinished: &'static str,
) {
    let mut screen = farm(playbook, None);
    let mut walk = Walk::default();
    resolvable(&mut screen, &mut walk);
    screen.say("R", "shut the other gate @Dave");
    let mut reasons = Vec::new();
    let mut override_with = |screen: &mut Screen, guard: &'static str, about: &'static str| {
        assert_eq!(screen.editor().purpose, Purpose::Override, "{guard}");
        let reason = format!("reason for {guard}");
        screen.write_text(&reason);
        screen.press("enter");
        reasons.push((guard, reason, about));
    };
    screen.press(": r e s o l v e enter");
    walk.confirm(&mut screen);
    override_with(&mut screen, "resolve-unverified", "R3");
    assert_eq!(screen.incident.status, Status::Resolved);
    if let Some(line) = public {
        walk.on(&mut screen, at_line(line));
        screen.press("x");
        screen.write_text("An exploit opened the gate.");
        screen.press("ctrl-s");
        override_with(&mut screen, "public-text", "`exploit`");
        assert!(!at_line(line)(&screen), "{:?}", screen.app.next);
    }
    screen.press(": c l o s e enter");
    walk.confirm(&mut screen);
    override_with(&mut screen, "close-unfinished", unfinished);
    assert!(screen.incident.closed);
    let overridden = overridden(&screen);
    assert_eq!(overridden.len(), reasons.len());
    for (passed, (guard, typed, about)) in overridden.iter().zip(&reasons) {
        assert_eq!((passed.guard, passed.reason), (*guard, typed.as_str()));
        assert!(passed.cause.contains(about), "{}", passed.cause);
    }
    let typed: Vec<&str> = reasons.iter().map(|(_, reason, _)| &reason[..]).collect();
    assert_reported(&screen, &typed);
}
