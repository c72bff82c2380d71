//! The end of an incident at the keys: what is left to do becomes issues, and the report a file.

use sitroom::domain::chain::Digest;
use sitroom::domain::document::followed_up;
use sitroom::domain::incident::{FixClass, Tracking};
use sitroom::runtime::CarrierSetup;

use crate::farm::{Farm, REPO};
use crate::harness::Pane;

const BARN: &str = "18F/barn";
const MEND: &str = "mend the fence for good";

fn farm() -> Farm {
    let farm = Farm::with(|options| options.repository(BARN, true));
    farm.set_carriers(CarrierSetup {
        followups: Some(BARN.to_owned()),
        ..CarrierSetup::default()
    });
    farm
}

fn defers(pane: &Pane) {
    pane.keys("4A")
        .typed(MEND)
        .enter()
        .wait_incident("R1", |it| {
            let class = it.fixes.first().map(|fix| fix.class);
            class == Some(FixClass::LongTerm)
        });
}

fn files(pane: &Pane) {
    pane.keys(":").typed("follow").enter();
    pane.wait_screen("where is it followed up?").keys("f");
}

fn wait_filed(pane: &Pane) -> u64 {
    pane.wait_incident("the link", |it| {
        matches!(it.fixes[0].tracking, Some(Tracking::Filed { .. }))
    });
    let incident = pane.now().incident;
    match &incident.fixes[0].tracking {
        Some(Tracking::Filed { issue }) => issue.number,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_left_to_do_is_filed_by_a_key_and_links_both_ways() {
    let farm = farm();
    let pane = Pane::open(&farm);
    farm.wait("the issue", |world| world.issue(REPO, 1).is_some());
    defers(&pane);
    files(&pane);
    let number = wait_filed(&pane);
    let issues = farm.github.issues(BARN);
    assert_eq!(issues.len(), 1);
    let issue = &issues[0];
    assert_eq!((issue.number, issue.title.as_str()), (number, MEND));
    assert!(issue.body.contains(&format!("{REPO}#1")), "{}", issue.body);
    assert_eq!(
        followed_up(&issue.body),
        Some(pane.now().incident.fixes[0].tag)
    );
    pane.wait_screen("18F/barn#1");
    pane.quit();
}

#[test]
fn what_was_asked_for_offline_is_filed_once_the_network_is_back() {
    let farm = farm();
    farm.set_token(None);
    let pane = Pane::open(&farm);
    defers(&pane);
    files(&pane);
    pane.wait_incident("the wish", |it| {
        matches!(it.fixes[0].tracking, Some(Tracking::Wanted { .. }))
    });
    assert!(farm.github.issues(BARN).is_empty());
    pane.quit();
    farm.set_token(Some(sitroom::practice::Options::TOKEN));
    let pane = Pane::open(&farm);
    let number = wait_filed(&pane);
    assert_eq!(farm.github.issues(BARN).len(), 1);
    assert_eq!(farm.github.issues(BARN)[0].number, number);
    pane.quit();
}

#[test]
fn report_becomes_a_file_whose_sum_is_in_the_record() {
    let farm = farm();
    let pane = Pane::open(&farm);
    pane.keys(":").typed("report file").enter();
    pane.wait_incident("the milestone", |it| {
        it.milestones.contains_key("report-written")
    });
    let report = std::fs::read(farm.file("report.md")).expect("it was written");
    let sum = Digest::of(&report).to_string();
    let note = pane.now().incident.milestones["report-written"]
        .note
        .clone();
    assert!(note.contains(&sum), "{note}");
    assert!(String::from_utf8_lossy(&report).starts_with("# The chickens have escaped"));
    pane.quit();
}
