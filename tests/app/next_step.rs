//! `do-next`, for every kind of next step.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{Event, HandoffText, Layer, Purpose, View};
use sitroom::domain::command::Command;
use sitroom::domain::event::MilestoneReached;
use sitroom::domain::ids::{FixId, ItemId};
use sitroom::domain::incident::{Mark, Moment};
use sitroom::domain::next::NextStep;
use sitroom::domain::time::When;

use crate::messages::card;
use crate::screen::{Screen, cloud_gov};

fn pass(screen: &mut Screen, minutes: i64) {
    screen.now += TimeDelta::minutes(minutes);
    screen.happen(Event::Ticked);
}

fn label(screen: &Screen) -> String {
    let next = screen.app.next.as_ref().expect("something is next");
    screen.app.does_next(next).into_owned()
}

fn command(screen: &Screen) -> &str {
    &screen.app.next.as_ref().expect("something is next").command
}

#[test]
fn a_line_is_ticked_whatever_the_keys_act_on() {
    for view in ["1", "2", "3", "4", "5", "7"] {
        let mut screen = Screen::confirmed();
        screen.tell("N", "told them");
        settle_by_hand(&mut screen, ItemId::new("I1"));
        screen.press(view);
        let item = screen.app.next.clone().unwrap().item.unwrap();
        assert_eq!(command(&screen), "tick");
        screen.press("x");
        let expected = Command::MarkItem {
            item: item.clone(),
            mark: Some(Mark::Done),
            reason: String::new(),
        };
        assert_eq!(screen.asked(), &expected);
        assert_ne!(screen.app.next.clone().unwrap().item, Some(item));
    }
}

#[test]
fn an_overdue_notice_is_written() {
    let mut screen = Screen::open();
    pass(&mut screen, 60);
    assert_eq!(command(&screen), "notice");
    screen.press("x");
    let Purpose::Message { message, .. } = &screen.editor().purpose else {
        panic!("a message is written");
    };
    assert_eq!(message, "gsa-notice");
    screen.press("ctrl-s m");
    assert!(screen.incident.last_message("gsa-notice").is_some());
}

#[test]
fn that_shifts_are_to_be_planned_opens_the_planner() {
    let mut screen = Screen::confirmed();
    let m12 = ItemId::new("M12");
    let item = screen.app.playbook.item("M12").expect("it ships");
    assert_eq!(item.command.as_deref(), Some("rotation"));
    let mut step = screen.app.next.clone().expect("something is next");
    (step.item, step.command) = (Some(m12), "rotation".to_owned());
    (step.due, step.conflict, step.suggestion) = (None, None, None);
    screen.app.next = Some(step);
    screen.press("x");
    assert!(matches!(screen.app.layers.last(), Some(Layer::Planner(_))));
}

#[test]
fn a_conflict_is_ruled_on() {
    let mut screen = Screen::open();
    screen.hear(Command::RaiseConflict {
        subject: "severity".into(),
        ours: "high".into(),
        theirs: "low".into(),
        ours_by: String::new(),
        ours_at: None,
    });
    screen.press("x m");
    assert!(screen.incident.conflicts.is_empty());
}

#[test]
fn an_overdue_shift_hands_off() {
    let mut screen = Screen::open();
    screen.tell("N", "told them");
    for clock in ["K6", "K14"] {
        screen.record_overriding(Command::SnoozeClock {
            clock: clock.into(),
            until: None,
            reason: "known".into(),
        });
    }
    pass(&mut screen, 200);
    assert_eq!(command(&screen), "handoff");
    screen.press("x");
    assert_eq!(screen.editor().purpose, Purpose::Handoff(HandoffText::To));
}

#[test]
fn a_clock_that_only_a_person_settles_is_acknowledged() {
    let mut playbook = cloud_gov();
    for clock in &mut playbook.clocks {
        clock.command = "tick".into();
    }
    let mut screen = Screen::on(playbook);
    pass(&mut screen, 60);
    screen.press("3 x");
    assert!(matches!(&screen.editor().purpose, Purpose::Snooze { clock, .. } if clock == "K1"));
    screen.write_text("never they were here");
    screen.press("enter");
    screen.write_text("and they wrote it down");
    screen.press("enter 1 right");
    for key in ["space", "enter", "e"] {
        screen.press(key);
        assert!(
            matches!(screen.editor().purpose, Purpose::Snooze { .. }),
            "{key}"
        );
        screen.press("esc");
    }
}

#[test]
fn the_selected_clock_is_settled_by_its_own_command() {
    let mut screen = Screen::open();
    screen.press("right space");
    assert!(matches!(screen.editor().purpose, Purpose::Message { .. }));
}

#[test]
fn nothing_is_next_once_it_is_closed() {
    let mut screen = Screen::open();
    screen.is_a_false_alarm();
    screen.say("c w", "");
    screen.write_text("done");
    screen.press("enter x");
    assert!(screen.incident.closed);
    assert_eq!(screen.toast(), "nothing is due");
    assert!(screen.is_bare());
}

/// Follows NEXT blindly from the first minute; it must always lead on.
#[test]
fn following_the_next_step_closes_the_incident() {
    let mut screen = Screen::open();
    for _ in 0..400 {
        if screen.incident.closed {
            return;
        }
        let before = screen.app.next.clone();
        screen.press("x");
        follow(&mut screen);
        assert!(screen.is_bare(), "{:?}", screen.app.layers);
        if screen.app.next == before && stands_against_resolving(before.as_ref()) {
            // The key led to the item; there it is moved on until it is verified.
            screen.press("space");
            follow(&mut screen);
        } else if screen.app.next == before {
            let item = before
                .and_then(|next| next.item)
                .expect("a line that nothing settles");
            settle_by_hand(&mut screen, item);
        }
    }
    panic!("still open: {:?}", screen.app.next);
}

fn stands_against_resolving(next: Option<&NextStep>) -> bool {
    let text = next.map(|next| next.text.as_str());
    text.is_some_and(|text| text.starts_with("Finish R") || text.starts_with("Verify R"))
}

#[test]
fn what_stands_against_resolving_is_next_and_its_key_leads_there() {
    let mut screen = Screen::confirmed();
    screen.tell("N", "they are out");
    for id in open_before_resolving(&screen) {
        settle_by_hand(&mut screen, id);
    }
    screen.record_overriding(Command::SnoozeClock {
        clock: "K14".into(),
        until: None,
        reason: "known".into(),
    });
    let text = |screen: &Screen| screen.app.next.clone().map(|next| next.text);
    assert_eq!(text(&screen), Some("Finish R1: close the gate".into()));
    assert_eq!(label(&screen), "show R1");
    screen.press("x");
    assert_eq!(screen.toast(), "owner of R1: o; owner of R2: o");
    assert_eq!(screen.app.view, View::Remediation);
    assert_eq!(screen.app.selected_fix().map(|fix| fix.id), Some(FixId(1)));
    for _ in 0..3 {
        screen.press("space");
        follow(&mut screen);
    }
    assert_eq!(text(&screen), Some("Verify R1: close the gate".into()));
    screen.press("x");
    assert!(
        screen.toast().starts_with("verify R1: v"),
        "{}",
        screen.toast()
    );
    screen.press("space");
    follow(&mut screen);
    assert_eq!(text(&screen), Some("Finish R2: mend the fence".into()));
}

/// Returns the lines that come before the one that resolves the incident.
fn open_before_resolving(screen: &Screen) -> Vec<ItemId> {
    let items = screen.app.playbook.items.iter();
    let before = items.take_while(|item| item.command.as_deref() != Some("resolve"));
    before.map(|item| ItemId::new(&item.id)).collect()
}

/// Answers whatever is asked with the first sensible thing.
fn follow(screen: &mut Screen) {
    for _ in 0..8 {
        match screen.app.layers.last() {
            None => return,
            Some(Layer::Choices(_)) => screen.press("enter"),
            Some(Layer::Editor(editor)) => {
                let text = match editor.purpose {
                    Purpose::Snooze { .. } => "never it is known",
                    Purpose::Moment(_) | Purpose::Milestone(_) => "10m ago",
                    _ => "Dave",
                };
                let text = text.to_owned();
                screen.write_text(&text);
                screen.press("ctrl-s")
            }
            Some(Layer::Sending(_)) => screen.press("m"),
            Some(Layer::Across(_)) => screen.press("space esc"),
            Some(
                Layer::Picks(_)
                | Layer::Palette(_)
                | Layer::Card(_)
                | Layer::Planner(_)
                | Layer::Log(_)
                | Layer::Drafts(_)
                | Layer::Scorecard { .. }
                | Layer::Whole { .. }
                | Layer::Help { .. },
            ) => screen.press("esc"),
        };
    }
}

pub(crate) fn settle_by_hand(screen: &mut Screen, item: ItemId) {
    screen.record_overriding(Command::MarkItem {
        item,
        mark: Some(Mark::Done),
        reason: String::new(),
    });
}

/// The initial sitrep goes to all but FedRAMP, whose address nobody set.
fn told_all_but_fedramp() -> Screen {
    let mut screen = Screen::confirmed();
    screen.tell("N", "they are out");
    screen.tell("s", "they are out");
    screen
}

#[test]
fn who_was_not_told_in_their_hour_is_next_and_its_key_opens_what_waits() {
    let mut screen = told_all_but_fedramp();
    let next = screen.app.next.clone().expect("something is next");
    assert_eq!(next.item, Some(ItemId::new("S10")), "{next:?}");
    let due = next.due.expect("its hour runs");
    assert_eq!((due.key.as_str(), next.command.as_str()), ("K14", "sitrep"));
    screen.press("x");
    let card = card(&screen);
    let marked = card.marked_row().expect("somebody is marked");
    assert_eq!(marked.route.name, "FedRAMP");
}

#[test]
fn a_first_notice_that_was_put_off_stands_before_nothing() {
    let mut screen = told_all_but_fedramp();
    screen.record_overriding(Command::SnoozeClock {
        clock: "K14".into(),
        until: None,
        reason: "they are on the phone".into(),
    });
    let next = screen.app.next.clone().expect("something is next");
    assert_ne!(next.item, Some(ItemId::new("S10")), "{next:?}");
}

#[test]
fn the_tick_of_such_a_line_opens_what_waits_too() {
    let mut screen = told_all_but_fedramp();
    screen.press("2");
    let lines = screen.app.lines().iter();
    let at = lines.enumerate().find(|(_, line)| line.id.0 == "S10");
    let at = at.expect("the line is there").0;
    screen.press("g g");
    for _ in 0..at {
        screen.press("j");
    }
    screen.press("space");
    assert!(matches!(screen.app.layers.last(), Some(Layer::Sending(_))));
    assert!(!screen.incident.checklist.contains_key(&ItemId::new("S10")));
}

#[test]
fn a_first_notice_that_no_line_asks_for_any_more_is_next_with_its_due_time() {
    let mut screen = told_all_but_fedramp();
    settle_by_hand(&mut screen, ItemId::new("S10"));
    let next = screen.app.next.clone().expect("something is next");
    assert_eq!(next.text, "Send FedRAMP the first notice");
    assert_eq!(next.due.expect("its hour runs").key, "K14");
    screen.press("x");
    assert!(matches!(screen.app.layers.last(), Some(Layer::Sending(_))));
}

#[test]
fn the_card_that_asks_to_confirm_names_the_keys_of_what_is_missing() {
    let mut screen = Screen::open();
    screen.press("c c enter");
    let help = screen.editor().help.join("\n");
    assert!(help.contains("S sets the severity"), "{help}");
    assert!(!help.contains("names responders"), "{help}");
    screen.press("esc esc S");
    assert_eq!(screen.choices().title, "Severity");
}

#[test]
fn the_card_that_asks_to_confirm_asks_for_nobody_who_is_named() {
    let mut screen = Screen::open();
    screen.press("c c enter");
    let help = screen.editor().help.join("\n");
    assert!(help.contains("a quick severity will do"), "{help}");
    assert!(!help.contains("responders"), "{help}");
}

/// The key that opened a box for the first lead only shows it from then on, and says so.
#[test]
fn the_key_of_next_says_what_it_does() {
    let mut screen = Screen::open();
    let mut step = screen.app.next.clone().expect("something is next");
    (step.item, step.command) = (Some(ItemId::new("M1")), "lead".to_owned());
    (step.due, step.conflict, step.suggestion) = (None, None, None);
    let ask = |screen: &mut Screen| screen.app.next = Some(step.clone());
    ask(&mut screen);
    assert_eq!(label(&screen), "lead");
    screen.press("x");
    screen.write_text("who opened the gate?");
    screen.press("enter");
    ask(&mut screen);
    assert_eq!(label(&screen), "show L1");
    screen.press("x");
    assert_eq!(screen.app.view, View::Leads);
    assert_eq!(screen.toast(), "L1 is open, and has no owner: o");
}

/// The tick alone would stop the clock, and nobody could say who answered.
#[test]
fn the_line_of_the_report_asks_who_answered_and_when() {
    let mut screen = Screen::open();
    let step = screen.app.next.clone().expect("something is next");
    assert_eq!(step.item, Some(ItemId::new("I1")));
    screen.press("x");
    screen.write_text("10 min ago");
    screen.press("enter x");
    screen.write_text("5 min ago, Farmer Dave");
    screen.press("enter");
    let reached = &screen.incident.milestones["acknowledged"];
    assert_eq!(reached.note, "Farmer Dave");
    let zone = screen.incident.zone;
    let when = zone.read("5m ago", screen.now).expect("a time");
    assert_eq!(reached.at, when);
    assert_ne!(screen.app.next.clone().expect("a step").item, step.item);
}

/// Nothing else leads a new Incident Commander to the time that the acknowledgment counts from.
#[test]
fn the_line_of_the_report_asks_once_when_it_was_posted() {
    let mut screen = Screen::open();
    pass(&mut screen, 3);
    let opened = screen.incident.moments[&Moment::Opened];
    let posted = screen.app.playbook.milestone("reported").expect("it ships");
    let posted = posted.clone();
    assert_eq!(next(&screen).why, posted.why);
    screen.press("x");
    let editor = screen.editor();
    assert_eq!(editor.title, format!("When? {}", posted.name));
    assert!(
        editor.help[1].starts_with("filled in is when it was opened;"),
        "{:?}",
        editor.help
    );
    screen.press("enter");
    let zone = screen.incident.zone;
    let reached = screen.incident.milestones["reported"].at;
    let opened = opened.earliest().expect("it was opened");
    let minute = zone.local(opened).format("%Y-%m-%d %H:%M %Z").to_string();
    assert_eq!(zone.plain(&reached), minute);
    assert_eq!(next(&screen).item, Some(ItemId::new("I1")));
    let due = next(&screen).due.clone().expect("its clock runs");
    assert_eq!(
        (due.key.as_str(), Some(due.started_at)),
        ("K2", reached.earliest())
    );
    assert_ne!(next(&screen).why, posted.why);
    screen.press("x");
    let acknowledged = Purpose::Milestone("acknowledged".into());
    assert_eq!(screen.editor().purpose, acknowledged);
}

/// The hour of the notice would count from the opening, although somebody knew before.
#[test]
fn a_report_before_the_awareness_of_an_opening_says_which_key_sets_that() {
    let mut screen = Screen::open();
    screen.record(Command::SetMoment {
        moment: Moment::Discovered,
        when: screen.incident.moments[&Moment::Opened],
        automatic: true,
    });
    screen.press("x");
    screen.write_text("2h ago");
    screen.press("enter");
    let said = screen.toast();
    assert!(
        said.contains("when it was opened: t sets when anybody"),
        "{said}"
    );
    assert!(screen.incident.milestones.contains_key("reported"));
}

/// What was filled in is taken out on purpose or by mistake: neither says that it is now.
#[test]
fn an_emptied_answer_to_when_it_was_posted_is_refused() {
    let mut screen = Screen::open();
    screen.press("x");
    screen.write_text("");
    screen.press("enter");
    let problem = &screen.editor().problem;
    assert!(problem.contains("none was typed: write 14:02"), "{problem}");
    assert!(!screen.incident.milestones.contains_key("reported"));
    screen.write_text(", Farmer Dave");
    screen.press("enter");
    assert!(!screen.incident.milestones.contains_key("reported"));
    // Where nothing is filled in, the question itself says what nothing means.
    screen.write_text("5m ago");
    screen.press("enter x");
    assert!(screen.editor().help[1].contains("enter alone is now"));
    let before = screen.now;
    screen.press("enter");
    let acknowledged = screen.incident.milestones["acknowledged"].at;
    assert!(acknowledged.earliest() >= Some(before), "{acknowledged}");
}

fn next(screen: &Screen) -> &NextStep {
    screen.app.next.as_ref().expect("something is next")
}

fn nobody_knows_when(screen: &mut Screen, milestone: &str) {
    screen.record(Command::ReachMilestone(MilestoneReached {
        milestone: milestone.into(),
        when: When::Unknown,
        note: String::new(),
    }));
}

/// A time that starts nothing is not asked for on the way to one that is needed.
#[rstest]
#[case::the_clock_runs(|screen: &mut Screen| {
    screen.record(Command::RecordMessage {
        message: "heads-up".into(),
        sitrep: false,
        to: Vec::new(),
        text: String::new(),
    });
})]
#[case::nobody_knows_it(|screen: &mut Screen| nobody_knows_when(screen, "reported"))]
#[case::it_was_acknowledged(|screen: &mut Screen| nobody_knows_when(screen, "acknowledged"))]
#[case::no_clock_runs_any_more(Screen::confirm)]
fn the_line_of_the_report_asks_for_no_time_that_no_clock_waits_for(
    #[case] before: fn(&mut Screen),
) {
    let mut screen = Screen::open();
    before(&mut screen);
    let mut step = next(&screen).clone();
    (step.item, step.command, step.due) = (Some(ItemId::new("I1")), "moment".into(), None);
    screen.app.next = Some(step);
    screen.press("x");
    let acknowledged = Purpose::Milestone("acknowledged".into());
    assert_eq!(screen.editor().purpose, acknowledged);
}

#[test]
fn each_lead_that_is_not_tracked_is_named_with_what_it_lacks() {
    let mut screen = Screen::confirmed();
    let owned = screen.incident.leads[0].id;
    screen.record(Command::OwnLead {
        id: owned,
        owner: "Farmer Dave".into(),
    });
    let mut step = screen.app.next.clone().expect("something is next");
    (step.item, step.command) = (Some(ItemId::new("M1")), "lead".to_owned());
    (step.due, step.conflict, step.suggestion) = (None, None, None);
    screen.app.next = Some(step);
    screen.press("x");
    assert_eq!(
        screen.toast(),
        "L1 is open, not investigating: space; L2 is open, and has no owner: o"
    );
    assert_eq!(screen.app.view, View::Leads);
}

#[rstest]
#[case::a_time_is_asked("I1", "moment", "say when")]
#[case::figures_are_asked("X7", "moment", "fill in")]
#[case::a_report_is_written("X8", "write-report", "report file")]
#[case::the_issue_ticks_itself("I6", "tick", "say how")]
#[case::by_hand("I7", "tick", "tick")]
fn the_key_of_a_line_says_what_it_asks_for(
    #[case] line: &str,
    #[case] command: &str,
    #[case] says: &str,
) {
    let mut screen = Screen::on(cloud_gov());
    let mut step = screen.app.next.clone().expect("something is next");
    (step.item, step.command) = (Some(ItemId::new(line)), command.to_owned());
    screen.app.next = Some(step);
    assert_eq!(label(&screen), says);
}
