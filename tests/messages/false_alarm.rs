//! Who is told how it ended: that it was a false alarm, everybody outside the team who was told of an
//! incident; and whom the final sitrep is for.

use rstest::rstest;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::incident::{RouteState, Severity, Status};
use sitroom::domain::message::{Audience, Need, audience, recipients};

use crate::bench::{Bench, JANE, moves};

const OWNER: &str = "Owner of the exposed information";

fn told_by_hand(bench: &mut Bench, message: &str, to: &[&str]) {
    bench.says(Command::RecordMessage {
        message: message.into(),
        sitrep: bench.playbook.is_sitrep(message),
        to: to.iter().map(|&name| name.to_owned()).collect(),
        text: String::new(),
    });
}

/// A notice to GSA and one to FedRAMP went out, and no sitrep; it was a false alarm.
fn false_alarm() -> Bench {
    let mut bench = Bench::confirmed();
    bench.tells("heads-up");
    bench.tells("gsa-notice");
    bench.tells("fedramp-notice");
    bench.stands(Status::FalseAlarm);
    bench
}

fn of_notice(bench: &Bench) -> Vec<Audience> {
    let message = bench.playbook.message("false-alarm-notice").unwrap();
    audience(message, &bench.incident, &bench.playbook)
}

fn with(bench: &Bench, need: Need) -> Vec<String> {
    let all = of_notice(bench).into_iter();
    let those = all.filter(|one| one.need == need);
    those.map(|one| one.name).collect()
}

fn close(bench: &mut Bench) -> String {
    let close = Command::SetClosed {
        closed: true,
        reason: String::new(),
    };
    match bench.try_to(close) {
        Ok(()) => String::new(),
        Err(refusal) => refusal.cause,
    }
}

#[test]
fn who_had_a_notice_is_told_that_it_was_a_false_alarm() {
    let bench = false_alarm();
    let expected = [
        "GSA IT Service Desk",
        "DevOps (TTS Infrastructure)",
        "FedRAMP",
    ];
    assert_eq!(with(&bench, Need::Notice), expected);
    let message = bench.playbook.message("false-alarm-notice").unwrap();
    let names = recipients(message, &bench.incident, &bench.playbook);
    for name in ["itservicedesk@gsa.gov", "devops@gsa.gov", "FedRAMP"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
    assert_eq!(Need::Notice.word(), "had a notice");
}

/// A notice to GSA and a sitrep went out, and it ended.
fn ended(how: Status) -> Bench {
    let mut bench = Bench::confirmed();
    bench.tells("gsa-notice");
    bench.tells("initial-sitrep");
    bench.stands(how);
    bench
}

#[test]
fn notice_and_sitrep_make_one_recipient() {
    let bench = ended(Status::FalseAlarm);
    assert_eq!(
        with(&bench, Need::Must),
        ["GSA Incident Response", "The issue"]
    );
    assert_eq!(with(&bench, Need::Notice), ["GSA IT Service Desk"]);
    let names: Vec<String> = of_notice(&bench).into_iter().map(|it| it.name).collect();
    let mut once = names.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), names.len(), "{names:?}");
}

/// What is said of the incident may not be for those whose information was exposed.
#[test]
fn who_was_told_of_an_exposure_is_marked_and_chosen_by_hand() {
    let mut bench = Bench::confirmed();
    told_by_hand(
        &mut bench,
        "exposure-notices",
        &[OWNER, "gsa-ir", "devops@gsa.gov"],
    );
    bench.stands(Status::FalseAlarm);
    let all = of_notice(&bench);
    let owner = all.iter().find(|one| one.name == OWNER).unwrap();
    assert_eq!((owner.need, owner.is_due()), (Need::Exposure, false));
    assert_eq!(with(&bench, Need::Notice), ["DevOps (TTS Infrastructure)"]);
}

#[test]
fn somebody_named_by_hand_is_marked_and_nobody_of_the_team() {
    let mut bench = Bench::confirmed();
    told_by_hand(
        &mut bench,
        "gsa-notice",
        &["gsa-ir", "the mayor", "farmer dave"],
    );
    told_by_hand(&mut bench, "recruit", &["the sheriff"]);
    bench.stands(Status::FalseAlarm);
    let all = of_notice(&bench);
    assert_eq!(with(&bench, Need::Notice), ["the mayor"]);
    assert!(
        all.iter()
            .any(|one| one.name == "the mayor" && !one.is_due())
    );
}

#[test]
fn a_notice_that_nobody_had_tells_nobody() {
    let mut bench = Bench::confirmed();
    bench.sends("gsa-notice");
    bench.stands(Status::FalseAlarm);
    assert!(with(&bench, Need::Notice).is_empty());
}

#[test]
fn closing_names_who_had_a_notice_and_still_believes_it() {
    let mut bench = false_alarm();
    told_by_hand(&mut bench, "exposure-notices", &[OWNER]);
    told_by_hand(&mut bench, "false-alarm-notice", &["gsa-ir"]);
    let cause = close(&mut bench);
    let named = "not sent: False-alarm notice to GSA IT Service Desk (had a notice), \
                 DevOps (TTS Infrastructure) (had a notice), FedRAMP (had a notice), \
                 Owner of the exposed information (had a notice)";
    assert!(cause.contains(named), "{cause}");
    told_by_hand(
        &mut bench,
        "false-alarm-notice",
        &["itservicedesk@gsa.gov", "devops", "FedRAMP", OWNER],
    );
    let cause = close(&mut bench);
    assert!(!cause.contains("not sent"), "{cause}");
}

#[rstest]
#[case::called_off(RouteState::Dropped, "")]
#[case::sent(RouteState::Sent, "")]
#[case::waits(
    RouteState::ToCarry,
    "False-alarm notice to FedRAMP (to be sent by hand)"
)]
fn who_is_among_those_of_the_notice_is_named_once_at_most(
    #[case] to: RouteState,
    #[case] expected: &str,
) {
    let mut bench = false_alarm();
    let of = bench.sends("false-alarm-notice");
    let routes = bench.incident.message(of).unwrap().routes.iter();
    let fedramp = routes.clone().position(|it| it.route.name == "FedRAMP");
    let fedramp = fedramp.unwrap();
    let others = routes
        .enumerate()
        .filter(|(at, it)| *at != fedramp && it.state.may_become(RouteState::Sent));
    let others: Vec<usize> = others.map(|(at, _)| at).collect();
    bench.says(moves(of, others, RouteState::Sent));
    if to != RouteState::ToCarry {
        bench.says(moves(of, vec![fedramp], to));
    }
    let cause = close(&mut bench);
    let (_, named) = cause.split_once("not sent: ").unwrap_or_default();
    assert_eq!(named, expected, "{cause}");
}

/// Returns whom the final sitrep is chosen for, and who is only offered.
fn of_final(bench: &Bench) -> (Vec<String>, Vec<String>) {
    let message = bench.playbook.message("final-sitrep").unwrap();
    let all = audience(message, &bench.incident, &bench.playbook).into_iter();
    let not_the_issue = all.filter(|one| one.address != "issue");
    let (due, offered): (Vec<Audience>, Vec<Audience>) = not_the_issue.partition(Audience::is_due);
    let keys = |all: Vec<Audience>| all.into_iter().map(|one| one.address).collect();
    (keys(due), keys(offered))
}

#[test]
fn the_final_sitrep_of_a_false_alarm_is_for_whoever_had_anything() {
    let mut bench = Bench::confirmed();
    told_by_hand(&mut bench, "gsa-notice", &["devops@gsa.gov"]);
    told_by_hand(&mut bench, "initial-sitrep", &["gsa-ir"]);
    bench.stands(Status::FalseAlarm);
    let (due, offered) = of_final(&bench);
    assert_eq!(due, ["gsa-ir", "devops"]);
    let expected = [
        "incident-response",
        "fedramp",
        "us-cert",
        "external-stakeholders",
    ];
    assert_eq!(offered, expected);
}

#[test]
fn who_had_a_notice_and_no_sitrep_is_offered_the_final_sitrep() {
    let (due, offered) = of_final(&ended(Status::Resolved));
    let desk = "itservicedesk".to_owned();
    assert!(!due.contains(&desk), "it has no sitreps: {due:?}");
    assert!(offered.contains(&desk), "{offered:?}");
}

#[rstest]
#[case::nothing(None, false)]
#[case::a_sitrep(Some("initial-sitrep"), true)]
#[case::a_notice(Some("disruption-notice"), true)]
fn outsiders_get_the_final_sitrep_if_they_had_anything(
    #[case] had: Option<&str>,
    #[case] is_due: bool,
    #[values(Status::Resolved, Status::FalseAlarm)] ends: Status,
    #[values("cloud-gov-2023", "cloud-gov-2016")] playbook: &str,
) {
    let mut bench = Bench::on(playbook);
    bench.confirm(Severity::Low);
    bench.tells("initial-sitrep");
    if let Some(message) = had {
        told_by_hand(&mut bench, message, &["external-stakeholders"]);
    }
    bench.stands(ends);
    let (due, offered) = of_final(&bench);
    let outsiders = "external-stakeholders".to_owned();
    assert_eq!(due.contains(&outsiders), is_due, "{due:?}");
    assert_eq!(offered.contains(&outsiders), !is_due, "{offered:?}");
    assert!(due.contains(&"gsa-ir".to_owned()), "{due:?}");
}

/// What was said before the incident was found active after all ended nothing, and the last sitrep
/// of one that is resolved says nothing of a false alarm.
#[test]
fn who_was_told_before_it_was_active_again_is_owed_it_again() {
    let mut bench = false_alarm();
    bench.tells("false-alarm-notice");
    assert!(!close(&mut bench).contains("not sent"));
    bench.stands(Status::Confirmed);
    assert!(
        !close(&mut bench).contains("had a notice"),
        "it is no false alarm"
    );
    bench.stands(Status::FalseAlarm);
    assert!(close(&mut bench).contains("FedRAMP (had a notice)"));
    bench.tells("final-sitrep");
    let cause = close(&mut bench);
    assert!(!cause.contains("FedRAMP"), "{cause}");
    assert!(
        cause.contains("GSA IT Service Desk (had a notice)"),
        "{cause}"
    );
}

#[test]
fn a_reason_closes_it_and_the_next_step_goes_on_naming_them() {
    let mut bench = false_alarm();
    let close = Command::SetClosed {
        closed: true,
        reason: String::new(),
    };
    let request = Request::local(close, JANE).overriding("they read the news");
    bench.put(&request).unwrap();
    let step = sitroom::domain::next::next(&bench.incident, &bench.playbook, bench.now);
    let text = step.unwrap().text;
    assert!(
        text.starts_with("Not sent: False-alarm notice to"),
        "{text}"
    );
}
