//! `adopt` on a machine that has nothing but the issue.

use serde_json::Value;
use sitroom::domain::time::When;
use sitroom::practice::{Options, PracticeGithub};

use crate::world::{ID, World, stderr};

pub(crate) const ISSUE: &str = "18F/security-incidents#1";

/// Returns a machine that reaches the practice GitHub as somebody.
pub(crate) fn machine(mut world: World, github: &PracticeGithub, name: &str, token: &str) -> World {
    world
        .set("SITROOM_GITHUB_API_URL", &github.url())
        .set("SITROOM_NAME", name)
        .set("GH_TOKEN", token);
    world
}

pub(crate) fn start() -> PracticeGithub {
    let mut options = Options::default();
    let dave = ("token-of-dave".to_owned(), "farmer-dave".to_owned());
    options.tokens.push(dave);
    PracticeGithub::start_blocking(options).unwrap()
}

/// The machine of Farmer Jane, whose incident is on the issue.
pub(crate) fn jane(github: &PracticeGithub) -> World {
    let mut world = machine(World::declared(), github, "Farmer Jane", Options::TOKEN);
    world.set("SITROOM_GITHUB_REPOSITORY", Options::REPOSITORY);
    world.ok(&["lead", "add", "which gate?", "--owner", "Farmer Dave"]);
    world.ok(&["lead", "add", "was it the fox?"]);
    world.ok(&["undo"]);
    world.ok(&["lead", "add", "where is the fox?"]);
    world.ok(&[
        "lead",
        "move",
        "L1",
        "answered",
        "--finding",
        "the east gate",
    ]);
    world.ok(&["fix", "add", "mend the fence"]);
    world.ok(&["severity", "high", "--because", "hens are out"]);
    world.ok(&["set", "responders", "Farmer Dave, Spot the Dog"]);
    world.ok(&["state", "confirmed", "--because", "feathers at the gate"]);
    world.ok(&["moment", "started", "2026-11-22 08:40"]);
    let open = "nobody else is there by night";
    world.ok(&["rotation", "accept", "--hours", "12", "--because", open]);
    world.ok(&["note", "fox at the gate"]);
    world.ok(&["tick", "I7"]);
    world.ok(&["sync", "--once"]);
    world
}

pub(crate) fn dave(github: &PracticeGithub) -> World {
    machine(World::new(), github, "Farmer Dave", "token-of-dave")
}

/// Returns what two records of one incident have in common.
pub(crate) fn told(world: &World) -> Value {
    let export = world.json(&["export", "--format", "json"]);
    let incident = &export["incident"];
    let kept = [
        "id",
        "playbook",
        "zone",
        "title",
        "details",
        "status",
        "severity",
        "reporter",
        "ic",
        "responders",
        "moments",
        "leads",
        "fixes",
        "shifts",
        "closed",
        "counters",
    ];
    let part = |key: &&str| ((*key).to_owned(), incident[*key].clone());
    let mut told: serde_json::Map<String, Value> = kept.iter().map(part).collect();
    for board in ["leads", "fixes"] {
        for item in told[board].as_array_mut().into_iter().flatten() {
            // When something last changed is when each machine heard of it.
            item.as_object_mut().unwrap().remove("changed-at");
        }
    }
    let rotation = incident["rotation"]["accepted"]["rotation"].clone();
    told.insert("rotation".to_owned(), rotation);
    Value::Object(told)
}

#[test]
fn record_is_made_out_of_the_issue_alone() {
    let github = start();
    let jane = jane(&github);
    let dave = dave(&github);
    assert_eq!(dave.ok(&["adopt", ISSUE]).trim(), ID);
    assert_eq!(told(&dave), told(&jane));
    let slots = &told(&dave)["rotation"]["slots"];
    assert!(slots.as_array().is_some_and(|it| !it.is_empty()), "{slots}");
    let timeline = dave.ok(&["export", "--format", "markdown"]);
    assert!(timeline.contains("fox at the gate"), "{timeline}");
    assert!(dave.ok(&["verify"]).contains("sound"));
}

#[test]
fn adopting_changes_nothing_on_the_issue() {
    let github = start();
    jane(&github);
    let before = github.issues(Options::REPOSITORY);
    let comments = github.comments(Options::REPOSITORY, 1);
    let dave = dave(&github);
    dave.ok(&["adopt", ISSUE]);
    dave.ok(&["sync", "--once"]);
    assert_eq!(github.issues(Options::REPOSITORY)[0].body, before[0].body);
    assert_eq!(github.comments(Options::REPOSITORY, 1), comments);
}

#[test]
fn both_machines_go_on_and_agree() {
    let github = start();
    let jane = jane(&github);
    let dave = dave(&github);
    dave.ok(&["adopt", ISSUE]);
    dave.ok(&["lead", "add", "who fed the fox?"]);
    jane.ok(&["lead", "add", "who saw the fox?"]);
    dave.ok(&["fix", "move", "R1", "in progress"]);
    dave.ok(&["note", "tracks to the brook"]);
    for _ in 0..2 {
        dave.ok(&["sync", "--once"]);
        jane.ok(&["sync", "--once"]);
    }
    dave.ok(&["sync", "--once"]);
    assert_eq!(told(&dave), told(&jane));
    let leads = told(&jane)["leads"].as_array().unwrap().len();
    assert_eq!(leads, 4);
    let notes = github.comments(Options::REPOSITORY, 1);
    let of_dave = notes
        .iter()
        .filter(|c| c.body.contains("tracks to the brook"));
    assert_eq!(of_dave.count(), 1);
}

#[test]
fn issue_that_no_sitroom_kept_says_what_to_do() {
    let github = start();
    github
        .open_issue_as(
            "farmer-dave",
            Options::REPOSITORY,
            "The hens",
            "- **Status**: confirmed",
        )
        .unwrap();
    let dave = dave(&github);
    let said = dave.fails(2, &["adopt", ISSUE]);
    assert!(said.contains("no sitroom kept this issue"), "{said}");
    assert!(said.contains("sitroom new"), "{said}");
    assert!(dave.ok(&["list"]).is_empty());
}

#[test]
fn incident_that_is_here_is_not_adopted_over() {
    let github = start();
    let jane = jane(&github);
    let before = told(&jane);
    let said = jane.fails(2, &["adopt", ISSUE]);
    assert!(said.contains("there is one here already"), "{said}");
    assert_eq!(told(&jane), before);
}

#[test]
fn issue_that_cannot_be_seen_leaves_nothing_behind() {
    let github = start();
    jane(&github);
    github
        .set_access(Options::REPOSITORY, "farmer-dave", false)
        .unwrap();
    let dave = dave(&github);
    let output = dave.run(&["adopt", ISSUE]);
    assert_eq!(output.status.code(), Some(7), "{}", stderr(&output));
    assert!(dave.ok(&["list"]).is_empty());
}

/// In the form of the template, by somebody who never had a sitroom.
const BY_HAND: &str = "The chickens have escaped\r\n\r\n- **Status**: investigating\r\n\
    - **Severity**: Med\r\n- **Reporter**: Spot the Dog\r\n- **IC**: Your Name\r\n\
    - **Responders**: Farmer Dave\r\n\r\nThe north gate.\r\n";

#[test]
fn an_issue_written_by_hand_is_shown_before_it_is_attached() {
    let github = start();
    let (repository, title) = (Options::REPOSITORY, "The chickens have escaped");
    let number = github
        .open_issue_as("farmer-dave", repository, title, BY_HAND)
        .unwrap();
    github
        .comment_as("farmer-dave", repository, number, "it was dark")
        .unwrap();
    let mut world = machine(World::declared(), &github, "Farmer Jane", Options::TOKEN);
    world.set("SITROOM_GITHUB_REPOSITORY", repository);
    let issue = format!("{repository}#{number}");
    let before = told(&world);
    let text = world.ok(&["attach", &issue, "--preview"]);
    for line in [
        "  + severity unknown -> medium: set on the issue",
        "  + responders: Farmer Dave",
        "  + details: The north gate.",
        "  ? reporter: here Farmer Jane, on the issue Spot the Dog",
        "1 comment to be read",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
    assert_eq!(told(&world), before, "nothing is changed by asking");
    let body = |github: &PracticeGithub| github.issue(repository, number).unwrap().body;
    assert_eq!(body(&github), BY_HAND);
    world.ok(&["attach", &issue]);
    world.ok(&["sync", "--once"]);
    comment_happened_when_it_was_written(&world, &github, number);
    let after = told(&world);
    assert_eq!(after["severity"], "medium");
    assert_eq!(after["details"], "The north gate.");
    assert_eq!(after["reporter"], "Farmer Jane", "that is asked");
    let head = BY_HAND
        .replace("\r\n", "\n")
        .replace("Your Name", "Farmer Jane");
    let text = body(&github).replace("\r\n", "\n");
    assert!(text.starts_with(head.trim_end()), "{text}");
    let comments = |world: &World| {
        let csv = world.ok(&["export", "--format", "csv"]);
        csv.matches("it was dark").count()
    };
    assert_eq!(comments(&world), 1);
    world.ok(&["sync", "--once"]);
    assert_eq!(comments(&world), 1, "nothing comes in twice");
    assert_eq!(told(&world), after);
}

/// What somebody wrote before the issue was attached happened when they wrote it, whenever it
/// was read.
fn comment_happened_when_it_was_written(world: &World, github: &PracticeGithub, number: u64) {
    let comments = github.comments(Options::REPOSITORY, number);
    let written = comments.iter().find(|it| it.body == "it was dark").unwrap();
    let whole = world.json(&["export", "--format", "json"]);
    let mut entries = whole["entries"].as_array().unwrap().iter();
    let entry = entries
        .find(|it| it["data"]["text"] == "it was dark")
        .unwrap();
    let time = |key: &str| {
        let when: When = entry[key].as_str().unwrap().parse().unwrap();
        when.earliest().unwrap()
    };
    assert_eq!(time("happened").timestamp(), written.created_at.timestamp());
    assert_ne!(time("recorded"), time("happened"), "the two are kept apart");
    assert_eq!(entry["actor"], "farmer-dave");
}
