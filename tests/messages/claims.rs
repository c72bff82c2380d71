//! Words that claim more than the record supports.

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::incident::{FixClass, FixState, Moment, Status};
use sitroom::domain::message::claims;
use sitroom::domain::time::When;

use crate::bench::Bench;

fn said(bench: &Bench, text: &str) -> Vec<String> {
    let found = claims(text, &bench.incident, &bench.playbook);
    let words = found
        .iter()
        .map(|it| it.split('`').nth(1).unwrap().to_owned());
    words.collect()
}

#[rstest]
#[case::contained("The fox is contained.", &["contained"])]
#[case::in_capitals("CONTAINED", &["contained"])]
#[case::over_two_lines("No data\nwas accessed.", &["no data was accessed"])]
#[case::two("Contained, and resolved.", &["contained", "resolved"])]
#[case::fixed("We fixed it.", &["fixed"])]
#[case::not_yet("It is not contained.", &[])]
#[case::not_yet_either("It is not yet contained.", &[])]
#[case::until("We work until contained.", &[])]
#[case::part_of_a_word("Uncontained, unresolved, containedness.", &[])]
#[case::confirmed("Confirmed: they are out.", &[])]
#[case::nothing("Dave mends the fence.", &[])]
fn a_claim_is_pointed_out(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(said(&Bench::confirmed(), text), expected);
}

#[test]
fn what_the_record_supports_is_no_claim_too_much() {
    let mut bench = Bench::confirmed();
    let text = "Contained, fixed and resolved; no data was accessed.";
    assert_eq!(said(&bench, text).len(), 4);
    bench.says(Command::SetMoment {
        moment: Moment::Contained,
        when: When::exact(bench.now),
        automatic: false,
    });
    bench.says(Command::SetExposure { exposed: false });
    assert_eq!(said(&bench, text), ["resolved", "fixed"]);
    bench.says(Command::AddFix {
        text: "close the gate".into(),
        class: FixClass::Immediate,
        owner: "Farmer Dave".into(),
    });
    bench.says(Command::MoveFix {
        id: "R1".parse().unwrap(),
        from: FixState::Assigned,
        to: FixState::Done,
    });
    assert_eq!(
        said(&bench, text),
        ["resolved", "fixed"],
        "done is not checked"
    );
    bench.says(Command::VerifyFix {
        id: "R1".parse().unwrap(),
        by: "Spot the Dog".into(),
    });
    bench.stands(Status::Resolved);
    assert_eq!(said(&bench, text), Vec::<String>::new());
}

#[rstest]
#[case::confirmed(Status::Confirmed, &["is over"])]
#[case::resolved(Status::Resolved, &[])]
#[case::false_alarm(Status::FalseAlarm, &[])]
fn it_is_over_once_it_is_resolved_or_was_a_false_alarm(
    #[case] status: Status,
    #[case] expected: &[&str],
) {
    let mut bench = Bench::confirmed();
    if status != Status::Confirmed {
        bench.stands(status);
    }
    assert_eq!(said(&bench, "The hunt is over."), expected);
}

#[test]
fn before_confirmation_nothing_is_confirmed() {
    let bench = Bench::on("cloud-gov-2016");
    assert_eq!(said(&bench, "This is confirmed."), ["confirmed"]);
}
