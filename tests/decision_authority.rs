//! The authority to disrupt the service and to activate the contingency plan (R48-R51, R65),
//! over severity, attempts, answers and time.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use record::Record;
use rstest::rstest;
use sitroom::domain::checklist::{self, RowState};
use sitroom::domain::clock::{Urgency, due};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::decide::Refusal;
use sitroom::domain::decision::disruption::{Authority, authority};
use sitroom::domain::decision::{read_form, step, write_form};
use sitroom::domain::event::{Decided, Event, TeamLeadTried};
use sitroom::domain::ids::{FixId, ItemId, LeadId};
use sitroom::domain::incident::{
    FixClass, FixState, LeadAnswer, LeadState, Mark, Moment, Severity, Status,
};
use sitroom::domain::next::next;
use sitroom::domain::playbook::{Channel, Playbook};
use sitroom::domain::time::{Instant, When, Zone};

const NEW: &str = "cloud-gov-2023";
const OLD: &str = "cloud-gov-2016";

fn minute(n: i64) -> Instant {
    // 14:00 UTC, which is 09:00 in the zone of the record.
    let start = Instant::from_timestamp(1_795_010_400, 0).expect("an instant");
    start + TimeDelta::minutes(n)
}

fn opened(playbook: &str, severity: Severity) -> Record {
    let mut record = Record::open(minute(0), When::exact(minute(0)));
    record.playbook = Playbook::shipped(playbook).expect("it ships");
    rise(&mut record, severity, 0);
    record
}

fn rise(record: &mut Record, to: Severity, at: i64) {
    let command = Command::SetSeverity {
        to,
        reason: String::new(),
    };
    record.run(command, minute(at));
}

/// Records attempts such as `0 Dave chat no; 5 Dave phone agreed`.
fn tried(record: &mut Record, attempts: &str) {
    for attempt in attempts.split(';').map(str::trim).filter(|a| !a.is_empty()) {
        let words: Vec<&str> = attempt.split(' ').collect();
        let [at, lead, channel, answer] = words[..] else {
            panic!("not an attempt: {attempt}");
        };
        let tried = TeamLeadTried {
            lead: lead.to_owned(),
            channel: match channel {
                "chat" => Channel::Chat,
                _ => Channel::Phone,
            },
            reached: answer != "no",
            answer: match answer {
                "agreed" => Some(LeadAnswer::Agreed),
                "objected" => Some(LeadAnswer::Objected),
                _ => None,
            },
            words: String::new(),
        };
        record.run(
            Command::TryTeamLead(tried),
            minute(at.parse().expect("a minute")),
        );
    }
}

fn known(record: &Record, at: i64) -> Authority {
    authority(&record.incident, &record.playbook, minute(at))
}

fn disrupt() -> Decided {
    Decided::said("disruption", "close the road").going_ahead(true)
}

fn ask(record: &mut Record, decided: Decided, at: i64) -> Result<Vec<Event>, Refusal> {
    let command = Command::Decide(Box::new(decided));
    record.ask(&Request::local(command, "Farmer Jane"), minute(at))
}

const ALL_TRIED: &str = "0 Dave chat no; 5 Dave phone no";

#[rstest]
#[case::high_needs_nobody(Severity::High, "", 0, Some("act now"))]
#[case::high_needs_nobody_whatever_they_say(
    Severity::High,
    "0 Dave chat objected",
    1,
    Some("act now")
)]
#[case::medium_untried(Severity::Medium, "", 500, None)]
#[case::medium_within_the_hour(Severity::Medium, ALL_TRIED, 59, None)]
#[case::medium_at_the_hour(Severity::Medium, ALL_TRIED, 60, None)]
#[case::medium_after_the_hour(
    Severity::Medium,
    ALL_TRIED,
    61,
    Some("authorised: leads unreachable")
)]
#[case::medium_not_by_phone(Severity::Medium, "0 Dave chat no", 300, None)]
#[case::medium_one_of_two_not_by_phone(
    Severity::Medium,
    "0 Dave chat no; 5 Dave phone no; 6 Spot chat no",
    300,
    None
)]
#[case::medium_reached_but_undecided(
    Severity::Medium,
    "0 Dave chat no; 5 Dave phone reached",
    300,
    None
)]
#[case::medium_one_reached_the_other_not(
    Severity::Medium,
    "0 Dave chat reached; 1 Spot chat no; 2 Spot phone no; 3 Dave phone no",
    300,
    None
)]
#[case::medium_agreed(
    Severity::Medium,
    "0 Dave chat agreed",
    1,
    Some("authorised: Dave agreed")
)]
#[case::medium_objected(Severity::Medium, "0 Dave chat objected", 300, None)]
#[case::medium_leans_towards_disruption(
    Severity::Medium,
    "0 Dave chat objected; 5 Spot chat agreed",
    6,
    Some("authorised: Spot agreed")
)]
#[case::medium_the_last_answer_counts(
    Severity::Medium,
    "0 Dave chat agreed; 5 Dave phone objected",
    6,
    None
)]
#[case::medium_a_missed_call_takes_no_answer_back(
    Severity::Medium,
    "0 Dave chat agreed; 5 Dave phone no",
    6,
    Some("authorised: Dave agreed")
)]
#[case::low_untried(Severity::Low, "", 500, None)]
#[case::low_unreachable(Severity::Low, ALL_TRIED, 500, None)]
#[case::low_undecided(Severity::Low, "0 Dave chat reached", 500, None)]
#[case::low_agreed(
    Severity::Low,
    "0 Dave chat agreed",
    1,
    Some("authorised: Dave agreed")
)]
#[case::low_is_mutual(Severity::Low, "0 Dave chat agreed; 5 Spot chat objected", 6, None)]
#[case::unknown_counts_as_medium(
    Severity::Unknown,
    ALL_TRIED,
    61,
    Some("authorised: leads unreachable")
)]
#[case::unknown_within_the_hour(Severity::Unknown, ALL_TRIED, 30, None)]
fn the_authority_over_severity_attempts_answers_and_time(
    #[case] severity: Severity,
    #[case] attempts: &str,
    #[case] at: i64,
    #[case] granted: Option<&str>,
) {
    let mut record = opened(NEW, severity);
    tried(&mut record, attempts);
    let authority = known(&record, at);
    assert_eq!(authority.grants("", ""), granted.is_some(), "{authority:?}");
    if let Some(granted) = granted {
        assert!(authority.verdict().contains(granted), "{authority:?}");
    }
}

#[test]
fn the_guide_of_2016_asks_for_no_phone() {
    let mut record = opened(OLD, Severity::Medium);
    tried(&mut record, "0 Dave chat no");
    assert!(!known(&record, 60).grants("", ""));
    assert!(known(&record, 61).grants("", ""));
}

#[rstest]
#[case::a_list("Farmer Dave, @Spot", 61, false)]
#[case::a_channel("#team-leads", 61, true)]
fn who_is_configured_has_to_be_tried_too(#[case] to: &str, #[case] at: i64, #[case] grants: bool) {
    let mut record = opened(NEW, Severity::Medium);
    let leads = record.playbook.addresses.get_mut("team-leads");
    leads.expect("it is there").to = to.to_owned();
    tried(&mut record, "0 Spot chat no; 1 spot phone no");
    let authority = known(&record, at);
    assert_eq!(authority.grants("", ""), grants, "{authority:?}");
}

#[rstest]
#[case::running(
    Severity::Medium,
    "2 Dave chat no; 5 Dave phone no",
    25,
    "medium: 23:00 of 60:00, Dave tried by chat 09:02, by phone 09:05; nobody was reached yet; \
     authority after 60:00"
)]
#[case::over(
    Severity::Medium,
    "2 Dave chat no; 5 Dave phone no",
    75,
    "medium: 73:00 of 60:00, Dave tried by chat 09:02, by phone 09:05; authorised: leads \
     unreachable"
)]
#[case::undecided(
    Severity::Medium,
    "2 Dave chat reached",
    75,
    "medium: 73:00 of 60:00, Dave tried by chat 09:02 (reached); Dave was reached, undecided: \
     waiting gives no authority"
)]
#[case::low(
    Severity::Low,
    "2 Dave chat no",
    75,
    "low: Dave tried by chat 09:02; held until it is agreed; nobody was reached"
)]
#[case::high(
    Severity::High,
    "",
    1,
    "high: act now, no permission is needed; tell of it at once"
)]
#[case::unknown(
    Severity::Unknown,
    "",
    1,
    "severity unknown, so as for medium: nobody was tried yet; the first attempt starts the 60:00 of waiting"
)]
fn the_line_says_how_it_stands(
    #[case] severity: Severity,
    #[case] attempts: &str,
    #[case] at: i64,
    #[case] line: &str,
) {
    let mut record = opened(NEW, severity);
    tried(&mut record, attempts);
    let zone = record.incident.zone;
    assert_eq!(known(&record, at).line(zone, minute(at)), line);
}

#[rstest]
#[case::nobody(Severity::Medium, "", 9, None)]
#[case::phone_is_next(Severity::Medium, "0 Dave chat no", 9,
    Some(("Try Dave by phone, and write it down", "team-lead")))]
#[case::waiting(Severity::Medium, ALL_TRIED, 30, None)]
#[case::unreachable(Severity::Medium, ALL_TRIED, 61,
    Some(("Decide on the disruption: authorised, leads unreachable", "disruption")))]
#[case::undecided(Severity::Medium, "0 Dave chat reached", 9,
    Some(("Record what Dave says: agreed, or a strong objection", "team-lead")))]
#[case::agreed(Severity::Low, "0 Dave chat agreed", 9,
    Some(("Decide on the disruption: Dave agreed", "disruption")))]
#[case::low_unreachable(Severity::Low, ALL_TRIED, 300, None)]
#[case::unknown(Severity::Unknown, "0 Dave chat no", 9,
    Some(("Choose the severity: a disruption is asked about", "severity")))]
fn the_step_that_is_missing(
    #[case] severity: Severity,
    #[case] attempts: &str,
    #[case] at: i64,
    #[case] expected: Option<(&str, &str)>,
) {
    let mut record = opened(NEW, severity);
    tried(&mut record, attempts);
    let step = step(&record.incident, &record.playbook, minute(at));
    let step = step.as_ref().map(|step| (step.text.as_str(), step.command));
    assert_eq!(step, expected);
}

#[rstest]
#[case::medium_untried(Severity::Medium, "", 9, "disruption-authority")]
#[case::medium_undecided(Severity::Medium, "0 Dave chat reached", 90, "disruption-authority")]
#[case::low(Severity::Low, ALL_TRIED, 500, "disruption-authority")]
#[case::unknown_untried(Severity::Unknown, "", 9, "disruption-severity")]
#[case::unknown_unreachable(Severity::Unknown, ALL_TRIED, 90, "disruption-severity")]
fn a_disruption_without_authority_is_asked_about_and_the_reason_is_kept(
    #[case] severity: Severity,
    #[case] attempts: &str,
    #[case] at: i64,
    #[case] guard: &str,
) {
    let mut record = opened(NEW, severity);
    tried(&mut record, attempts);
    let refusal = ask(&mut record, disrupt(), at).expect_err("nobody authorised it");
    assert_eq!(refusal.guard, Some(guard), "{refusal}");
    let hold = Decided::said("disruption", "not now").going_ahead(false);
    ask(&mut record, hold, at).expect("to hold needs no authority");
    let command = Command::Decide(Box::new(disrupt()));
    let request = Request::local(command, "Farmer Jane").overriding("the fox is in the house");
    let events = record.ask(&request, minute(at + 1)).expect("overridden");
    assert!(
        matches!(&events[..], [Event::Decided(_), Event::Overridden { reason, .. }]
        if reason == "the fox is in the house"),
        "{events:?}"
    );
}

#[test]
fn one_reason_passes_only_what_was_told() {
    let mut record = opened(NEW, Severity::Unknown);
    let refusal = ask(&mut record, disrupt(), 1).expect_err("nobody authorised it");
    assert!(
        refusal.cause.contains("the severity is unknown"),
        "{refusal}"
    );
    assert!(refusal.cause.contains("no authority"), "{refusal}");
}

#[rstest]
#[case::medium(Severity::Medium, "Farmer Dave", "Spot", true)]
#[case::low(Severity::Low, "Farmer Dave", "", true)]
#[case::low_with_an_objection(Severity::Low, "Farmer Dave", "Spot", false)]
fn an_agreement_may_be_recorded_with_the_decision(
    #[case] severity: Severity,
    #[case] agreed_by: &str,
    #[case] objections: &str,
    #[case] goes: bool,
) {
    let mut record = opened(NEW, severity);
    let mut decided = disrupt();
    decided.basis.agreed_by = agreed_by.to_owned();
    decided.basis.objections = objections.to_owned();
    assert_eq!(ask(&mut record, decided, 3).is_ok(), goes);
}

#[test]
fn a_decision_keeps_what_it_stands_on() {
    let mut record = opened(NEW, Severity::Medium);
    tried(&mut record, ALL_TRIED);
    let mut decided = disrupt();
    decided.basis.options = vec!["wait".into(), " ".into()];
    decided.by = "Farmer Jane".into();
    // What somebody claims of it is not taken for what the record knows.
    decided.basis.authority = "the king".into();
    ask(&mut record, decided, 61).expect("authorised");
    let decision = record.incident.decision("disruption").expect("recorded");
    let basis = &decision.basis;
    assert_eq!(basis.severity, Some(Severity::Medium));
    assert_eq!(basis.options, ["wait"]);
    assert_eq!(basis.contacts.len(), 2);
    assert_eq!(
        basis.authority,
        "leads unreachable: Dave tried by chat 09:00, by phone 09:05"
    );
    assert!(
        !known(&record, 62).grants("", ""),
        "the next one is asked anew"
    );
}

#[test]
fn a_decision_that_is_written_down_later_stands_on_what_was_so_then() {
    let mut record = opened(NEW, Severity::Medium);
    tried(&mut record, ALL_TRIED);
    let command = Command::Decide(Box::new(disrupt()));
    let request = Request::local(command, "Farmer Jane").happened(When::exact(minute(30)));
    let refusal = record.ask(&request, minute(61)).expect_err("too early");
    assert_eq!(refusal.guard, Some("disruption-authority"));
}

#[test]
fn a_disruption_says_whether_it_goes_ahead() {
    let mut record = opened(NEW, Severity::High);
    let vague = Decided::said("disruption", "hm");
    let refusal = ask(&mut record, vague, 1).expect_err("yes or no?");
    assert_eq!(refusal.guard, None);
}

#[rstest]
fn the_notice_clock_starts_with_a_disruption_that_goes_ahead(
    #[values(NEW, OLD)] playbook: &str,
    #[values(true, false)] goes_ahead: bool,
) {
    let mut record = opened(playbook, Severity::High);
    let decided = Decided::said("disruption", "close the road").going_ahead(goes_ahead);
    ask(&mut record, decided, 10).expect("high needs nobody");
    let clocks = due(&record.incident, &record.playbook, minute(12));
    let notice = clocks.iter().find(|due| due.key == "K16");
    assert_eq!(notice.is_some(), goes_ahead);
    if let Some(notice) = notice {
        assert_eq!(notice.urgency(minute(12)), Urgency::Soon);
        record.run(
            Command::RecordMessage {
                message: "disruption-notice".into(),
                sitrep: false,
                to: Vec::new(),
                text: String::new(),
            },
            minute(13),
        );
        let clocks = due(&record.incident, &record.playbook, minute(14));
        assert!(clocks.iter().all(|due| due.key != "K16"));
    }
}

#[rstest]
#[case::nobody("", false)]
#[case::no_role("Farmer Jane", false)]
#[case::director("Farmer Jane (Director)", true)]
#[case::small_letters("farmer jane ( program manager )", true)]
#[case::one_of_cloud_operations("Spot (Cloud Operations)", false)]
#[case::two_of_cloud_operations("Spot (Cloud Operations), Farmer Dave (Cloud Ops)", true)]
#[case::one_twice("Spot (Cloud Operations), spot (Cloud Ops)", false)]
#[case::another_role("Farmer Jane (Shepherd), Spot (Sheepdog)", false)]
fn the_plan_is_activated_by_one_authoriser_or_by_two_of_cloud_operations(
    #[case] named: &str,
    #[case] may: bool,
) {
    let mut record = opened(NEW, Severity::High);
    let mut decided = Decided::said("contingency", "all pens are open").going_ahead(true);
    decided.basis.agreed_by = named.to_owned();
    match ask(&mut record, decided, 5) {
        Ok(_) => {
            assert!(may);
            let activated = &record.incident.milestones["contingency-activated"];
            assert_eq!(activated.at, When::exact(minute(5)));
            assert_eq!(
                activated.note,
                named.split_whitespace().collect::<Vec<_>>().join(" ")
            );
            let clocks = due(&record.incident, &record.playbook, minute(6));
            assert!(clocks.iter().any(|due| due.key == "K11"), "{clocks:?}");
        }
        Err(refusal) => {
            assert!(!may, "{refusal}");
            assert_eq!(refusal.guard, Some("contingency-authority"));
        }
    }
}

#[rstest]
#[case::rises(false, Severity::Medium, Severity::High, true)]
#[case::falls(false, Severity::Medium, Severity::Low, false)]
#[case::from_unknown(false, Severity::Unknown, Severity::High, true)]
#[case::active_already(true, Severity::Medium, Severity::High, false)]
fn a_rising_severity_asks_for_the_plan_again(
    #[case] active: bool,
    #[case] from: Severity,
    #[case] to: Severity,
    #[case] asks: bool,
) {
    let mut record = opened(NEW, from);
    let confirm = Command::SetStatus {
        to: Status::Confirmed,
        reason: String::new(),
    };
    let confirm = Request::local(confirm, "Farmer Jane").overriding("a test");
    record.ask(&confirm, minute(1)).expect("confirmed");
    let mut decided = Decided::said("contingency", "so be it").going_ahead(active);
    decided.basis.agreed_by = "Farmer Jane (Director)".into();
    ask(&mut record, decided, 2).expect("decided");
    let is_open = |record: &Record, at| {
        let rows = checklist::rows(&record.incident, &record.playbook, "assess", minute(at));
        let row = rows.into_iter().find(|row| row.id.0 == "S6");
        row.expect("it is there").state == RowState::Open
    };
    assert!(!is_open(&record, 3));
    rise(&mut record, to, 4);
    assert_eq!(is_open(&record, 5), asks);
}

#[test]
fn a_decision_for_a_lower_severity_is_asked_for_again_and_says_why() {
    let mut record = opened(NEW, Severity::Low);
    let overriding = |record: &mut Record, command: Command, at: i64| {
        let request = Request::local(command, "Farmer Jane").overriding("a test");
        record
            .ask(&request, minute(at))
            .expect("a reason is enough");
    };
    let (to, reason) = (Status::Confirmed, String::new());
    overriding(&mut record, Command::SetStatus { to, reason }, 1);
    let decided = Decided::said("contingency", "so be it").going_ahead(false);
    overriding(&mut record, Command::Decide(Box::new(decided)), 2);
    for clock in ["K1", "K14"] {
        let snooze = Command::SnoozeClock {
            clock: clock.into(),
            until: None,
            reason: "known".into(),
        };
        overriding(&mut record, snooze, 2);
    }
    let open = checklist::open_required(&record.incident, &record.playbook, minute(2));
    let open: Vec<ItemId> = open.map(|row| row.id).collect();
    for item in open {
        let (mark, reason) = (Some(Mark::Done), String::new());
        overriding(&mut record, Command::MarkItem { item, mark, reason }, 2);
    }
    rise(&mut record, Severity::High, 4);
    let step = next(&record.incident, &record.playbook, minute(5)).expect("a step");
    assert_eq!(step.item, Some(ItemId::new("S6")));
    let why = "for severity low; it is high now, so it has to be decided again.";
    assert!(step.why.ends_with(why), "{}", step.why);
}

#[test]
fn the_form_is_read_as_it_was_written() {
    for about in ["disruption", "contingency"] {
        let mut decided = Decided::said(about, "close the road").going_ahead(true);
        decided.by = "Farmer Jane".into();
        decided.basis.asked_by = "Spot".into();
        decided.basis.options = vec!["wait".into(), "close the gate only".into()];
        decided.basis.agreed_by = "Farmer Dave".into();
        decided.basis.objections = "Spot: the bones".into();
        assert_eq!(read_form(about, &write_form(&decided)), Ok(decided));
        let empty = Decided::said(about, "");
        assert_eq!(read_form(about, &write_form(&empty)), Ok(empty));
    }
}

#[rstest]
#[case::no_label("close the\nroad", "close the road")]
#[case::goes_on(
    "Decision: close\nthe road: now\nAsked by: Spot",
    "close the road: now"
)]
#[case::any_case("DECISION: close", "close")]
fn a_form_may_be_typed_freely(#[case] typed: &str, #[case] text: &str) {
    let decided = read_form("disruption", typed).expect("it reads");
    assert_eq!(decided.text, text);
}

#[test]
fn a_form_that_is_neither_yes_nor_no_is_asked_about() {
    assert!(read_form("disruption", "Go ahead: perhaps").is_err());
    let none = read_form("disruption", "Strong objections: none").expect("it reads");
    assert_eq!(none.basis.objections, "");
}

#[rstest]
#[case::before_anybody_was_aware(-62, false)]
#[case::in_the_same_minute(0, true)]
#[case::since(5, true)]
fn what_was_done_before_anybody_was_aware_gives_no_authority(#[case] at: i64, #[case] taken: bool) {
    let mut record = opened(NEW, Severity::Medium);
    let attempt = Command::TryTeamLead(TeamLeadTried {
        lead: "Dave".into(),
        channel: Channel::Phone,
        reached: false,
        answer: None,
        words: String::new(),
    });
    let happened = When::exact(minute(at));
    let request = Request::local(attempt, "Farmer Jane").happened(happened);
    let decided = record.ask(&request, minute(20));
    assert_eq!(decided.is_ok(), taken, "{decided:?}");
    if let Err(refusal) = decided {
        assert_eq!(refusal.guard, Some("before-awareness"));
        assert!(refusal.cause.contains("07:58") && refusal.cause.contains("09:00"));
        let because = request.overriding("the pager log says so");
        record
            .ask(&because, minute(20))
            .expect("a reason is enough");
    }
}

/// Of what is put on the board afterwards the time of the board is no bound; a check is none of
/// what was not done.
#[rstest]
#[case::before_it_was_done(-20, Some("verify-before-done"))]
#[case::in_the_same_minute(-10, None)]
#[case::before_it_stood_on_the_board(-5, None)]
fn a_check_of_what_was_not_done_yet_is_asked_about(
    #[case] at: i64,
    #[case] guard: Option<&'static str>,
) {
    let mut record = opened(NEW, Severity::Medium);
    let fix = Command::AddFix {
        text: "mend the fence".into(),
        class: FixClass::Immediate,
        owner: String::new(),
    };
    record.run(fix, minute(1));
    let (id, from, to) = (FixId(1), FixState::Open, FixState::Done);
    let done = Request::local(Command::MoveFix { id, from, to }, "Farmer Jane");
    let done = done.happened(When::exact(minute(-10)));
    record
        .ask(&done, minute(2))
        .expect("nobody told when they were aware");
    let by = "Farmer Dave".to_owned();
    let checked = Request::local(Command::VerifyFix { id, by }, "Farmer Jane");
    let checked = checked.happened(When::exact(minute(at)));
    let decided = record.ask(&checked, minute(3));
    let refused = decided.as_ref().err().and_then(|refusal| refusal.guard);
    assert_eq!(refused, guard, "{decided:?}");
    if guard.is_some() {
        let because = checked.overriding("the clock of the gate is slow");
        record.ask(&because, minute(3)).expect("a reason is enough");
    }
}

#[test]
fn a_board_that_is_older_than_an_awareness_that_was_told_is_asked_about() {
    let mut record = opened(NEW, Severity::Medium);
    let lead = Command::AddLead {
        text: "who opened the gate?".into(),
        owner: String::new(),
    };
    record.run(lead, minute(1));
    let moment = Command::SetMoment {
        moment: Moment::Discovered,
        when: When::exact(minute(-30)),
        automatic: false,
    };
    record.run(moment, minute(2));
    let answered = |at| {
        let command = Command::MoveLead {
            id: LeadId(1),
            from: LeadState::Open,
            to: LeadState::Answered,
            finding: "the wind".into(),
        };
        Request::local(command, "Farmer Jane").happened(When::exact(minute(at)))
    };
    let refusal = record
        .ask(&answered(-60), minute(3))
        .expect_err("too early");
    assert_eq!(refusal.guard, Some("before-awareness"));
    record.ask(&answered(-10), minute(3)).expect("since");
}

#[test]
fn a_message_was_not_sent_before_anybody_was_aware() {
    let mut record = opened(NEW, Severity::Medium);
    let sent = Command::RecordMessage {
        message: "update-sitrep".into(),
        sitrep: true,
        to: vec!["gsa-ir".into()],
        text: String::new(),
    };
    let request = Request::local(sent, "Farmer Jane").happened(When::exact(minute(-360)));
    let refusal = record.ask(&request, minute(20)).expect_err("too early");
    assert_eq!(refusal.guard, Some("before-awareness"));
}

#[test]
fn a_decision_against_it_reads_as_one() {
    let said = |goes_ahead| {
        let decided = Decided::said("contingency", "serve from standby").going_ahead(goes_ahead);
        sitroom::domain::timeline::describe(&Event::Decided(decided), Zone::UTC)
    };
    assert_eq!(
        said(true),
        "decided on the contingency plan: serve from standby"
    );
    assert_eq!(
        said(false),
        "decided against the contingency plan: serve from standby"
    );
}
