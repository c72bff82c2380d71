//! What the mirror does when what it remembers is lost, or is of another place.

use http::Method;
use sitroom::domain::command::Command;
use sitroom::domain::incident::IssueLink;
use sitroom::domain::mirror::MirrorState;
use sitroom::practice::{Fault, FaultRule};

use crate::farm::{DAVE, Farm, REPO};
use crate::harness::{Opened, Pane};

const OTHER: &str = "18F/orchard";

fn wait_through(pane: &Pane) {
    pane.wait("nothing that waits", |shown| {
        shown.mirror.state == MirrorState::Synced && shown.mirror.waiting == 0
    });
}

#[test]
fn comments_are_not_sent_again_when_what_was_agreed_is_lost() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    pane.note("feathers at the gate").note("it was the fox");
    farm.wait_comments("both notes", |all| all.len() == 2);
    wait_through(&pane);
    pane.quit();
    farm.lose("sync.toml");
    let pane = Pane::open(&farm);
    wait_through(&pane);
    pane.note("the fox is back");
    farm.wait_comments("the third note", |all| {
        all.iter().any(|c| c.body.contains("the fox is back"))
    });
    wait_through(&pane);
    assert_eq!(farm.issue().comments.len(), 3);
    pane.quit();
}

#[test]
fn issue_of_the_same_number_in_another_repository_is_left_alone() {
    let farm = Farm::with(|options| options.repository(OTHER, true));
    let pane = farm.with_boards();
    let number = farm.number();
    pane.quit();
    let of_others = farm.github.open_issue_as(DAVE, OTHER, "Apples", "Ripe.");
    assert_eq!(of_others.unwrap(), number);
    let repository = Some(OTHER);
    let pane = Pane::open_as(
        &farm,
        Opened {
            repository,
            ..Opened::default()
        },
    );
    pane.note("said to the wrong place").keys("r");
    pane.wait_screen("blocked")
        .wait_screen(&format!("the issue is {REPO}#{number}"));
    pane.quit();
    let issue = farm.github.issue(OTHER, number).unwrap();
    assert_eq!((issue.body.as_str(), issue.comments.len()), ("Ripe.", 0));
}

#[test]
fn issue_that_is_attached_ends_the_wait_for_one_of_our_own() {
    let farm = Farm::new();
    let refused = FaultRule::always(Fault::DropBefore);
    farm.github.fault(refused.on(Method::POST).path("/issues"));
    let pane = Pane::open(&farm);
    pane.wait("a creation that waits", |shown| shown.mirror.waiting == 1);
    let number = farm
        .github
        .open_issue_as(DAVE, REPO, "Chickens!", "All of them.");
    let number = number.unwrap();
    farm.execute(Command::LinkIssue {
        issue: IssueLink {
            repository: REPO.to_owned(),
            number,
            url: String::new(),
        },
    });
    pane.wait_incident("the link", |incident| incident.issue.is_some());
    farm.github.clear_faults();
    pane.keys("r");
    wait_through(&pane);
    assert_eq!(farm.number(), number);
    pane.quit();
}

#[test]
fn pane_without_a_repository_syncs_once_somebody_attaches_an_issue() {
    let farm = Farm::new();
    let opened = Opened {
        is_local: true,
        ..Opened::default()
    };
    let pane = Pane::open_as(&farm, opened);
    pane.note("feathers at the gate")
        .keys("r")
        .wait_screen("no repository is configured");
    let number = farm.github.open_issue_as(DAVE, REPO, "Chickens!", "All.");
    farm.execute(Command::LinkIssue {
        issue: IssueLink {
            repository: REPO.to_owned(),
            number: number.unwrap(),
            url: String::new(),
        },
    });
    wait_through(&pane);
    farm.wait_comments("the note from before", |all| {
        all.iter().any(|c| c.body.contains("feathers at the gate"))
    });
    pane.note("the fox is back").keys("r");
    farm.wait_comments("the note from after", |all| {
        all.iter().any(|c| c.body.contains("the fox is back"))
    });
    pane.quit();
}
