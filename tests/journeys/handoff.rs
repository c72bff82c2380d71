//! Command goes from one machine to another: both screens, and what is on GitHub in the end.

use std::collections::BTreeSet;
use std::time::Duration;

use sitroom::app::{Layer, Purpose};
use sitroom::domain::adoption::adopt;
use sitroom::domain::command::Command;
use sitroom::domain::document::read_comment;
use sitroom::domain::event::Visibility;
use sitroom::domain::gate::Gate;
use sitroom::domain::incident::{Incident, IssueLink, Severity};
use sitroom::domain::mirror::MirrorState;
use sitroom::domain::report::{Report, Source, report};
use sitroom::domain::sync_plan::Issue as Side;
use sitroom::store::{Home, Record, read_baton};

use crate::farm::{DAVE, Farm, JANE, REPO};
use crate::harness::{Opened, Pane, Shown};

/// Farmer Dave's name, and what his program finds when it looks for a token.
pub(crate) const NAME: &str = "Farmer Dave";
pub(crate) const TOKEN: &str = "token-of-dave";
/// More lines than a brief has.
const LINES: usize = 120;

fn farm() -> Farm {
    Farm::with(|mut options| {
        options.tokens.push((TOKEN.to_owned(), DAVE.to_owned()));
        options
    })
}

fn page(shown: &Shown) -> &str {
    match shown.app.layers.last() {
        Some(Layer::Editor(editor)) => &editor.text,
        _ => "",
    }
}

/// Goes to a line of the page that is open.
fn go_to(pane: &Pane, line: usize) {
    for _ in 0..LINES {
        pane.key("up");
    }
    for _ in 0..line {
        pane.key("down");
    }
}

/// Offers command with the keys: the name, the brief, three marked lines.
fn offer(pane: &Pane) {
    offer_to(pane, NAME);
}

pub(crate) fn offer_to(pane: &Pane, name: &str) {
    pane.keys("h").wait_screen("Who takes over command?");
    pane.typed(name).enter();
    let brief = pane.wait("the brief", |shown| page(shown).contains("## Worries"));
    let lines: Vec<&str> = page(&brief).lines().collect();
    for wanted in ["- L1 ", "- R1 ", "- Status "] {
        let line = lines.iter().position(|line| line.starts_with(wanted));
        go_to(
            pane,
            line.unwrap_or_else(|| panic!("no {wanted} in {lines:?}")),
        );
        pane.key("home").key("delete").typed("*");
    }
    for (blank, text) in [("{theory}", "a fox came"), ("{worries}", "it comes back")] {
        let line = lines.iter().position(|line| line.contains(blank));
        go_to(
            pane,
            line.unwrap_or_else(|| panic!("no {blank} in {lines:?}")),
        );
        pane.key("end").key("ctrl-u").typed("- ").typed(text);
    }
    pane.wait("the marks", |shown| {
        page(shown).matches("\n* ").count() == 3 && page(shown).contains("- it comes back")
    });
    pane.key("ctrl-s")
        .wait_incident("the offer", |it| it.handoff.offer.is_some());
}

/// Takes command with the keys: the page, and the three lines typed at its end.
fn accept(pane: &Pane) {
    accept_as(pane, NAME);
}

pub(crate) fn accept_as(pane: &Pane, name: &str) {
    pane.wait_screen("offers you command: read the brief");
    pane.keys("h").wait_screen("accept").keys("a");
    let shown = pane.wait("the page", |shown| page(shown).contains("\n3: "));
    let marked = shown
        .incident
        .handoff
        .offer
        .clone()
        .expect("an offer")
        .marked;
    let lines: Vec<&str> = page(&shown).lines().collect();
    for (n, text) in (1..).zip(&marked) {
        let line = lines
            .iter()
            .position(|line| line.starts_with(&format!("{n}: ")));
        go_to(pane, line.unwrap_or_else(|| panic!("no {n} in {lines:?}")));
        pane.key("end").typed(&text.to_uppercase());
    }
    pane.key("ctrl-s")
        .wait_incident("command", |it| it.ic == name);
}

/// Returns the draft of the sitrep that says who took over, and closes it.
pub(crate) fn handoff_sitrep(pane: &Pane) -> String {
    let shown = pane.wait("the sitrep", |shown| {
        let top = shown.app.layers.last();
        matches!(top, Some(Layer::Editor(it)) if matches!(it.purpose, Purpose::Message { .. }))
    });
    let text = page(&shown).to_owned();
    pane.esc();
    text
}

/// The machine of Farmer Dave, with a record made out of the issue.
pub(crate) fn adopted(farm: &Farm) -> Farm {
    let issue = farm.issue();
    let link = IssueLink {
        repository: REPO.to_owned(),
        number: issue.number,
        url: format!("https://github.com/{REPO}/issues/{}", issue.number),
    };
    let side = Side {
        title: issue.title,
        body: issue.body,
        closed: false,
    };
    let adoption = adopt(&side, Some(link)).expect("it can be adopted");
    let (playbook, now) = ((*farm.playbook).clone(), farm.clock()());
    farm.elsewhere(TOKEN, |home: &Home| {
        let gate = Gate::shipped();
        let adopted = Record::adopt(home, &gate, playbook, &adoption, &side, "mill", now);
        adopted.expect("a record").record
    })
}

/// The machine of Farmer Dave, with a record made out of the baton.
pub(crate) fn handed_the_baton(farm: &Farm) -> Farm {
    let baton = read_baton(&farm.file("baton.json")).expect("a baton");
    let adoption = baton.adoption().expect("it can be adopted");
    let (playbook, now) = ((*farm.playbook).clone(), farm.clock()());
    farm.elsewhere(TOKEN, |home: &Home| {
        let (gate, of) = (Gate::shipped(), (&baton, &adoption));
        let adopted = Record::adopt_baton(home, &gate, playbook, of, "mill", now);
        let adopted = adopted.expect("a record");
        assert_eq!(adopted.refused, []);
        adopted.record
    })
}

fn open_as_dave(farm: &Farm) -> Pane {
    open_as(farm, NAME)
}

pub(crate) fn open_as(farm: &Farm, name: &'static str) -> Pane {
    Pane::open_as(
        farm,
        Opened {
            me: Some(name),
            ..Opened::default()
        },
    )
}

fn has_clock(shown: &Shown, key: &str) -> bool {
    shown.app.clocks.iter().any(|due| due.key.starts_with(key))
}

pub(crate) fn terms(incident: &Incident) -> Vec<&str> {
    let terms = incident.commands.iter();
    terms.map(|term| term.ic.as_str()).collect()
}

/// Accepts a plan with the keys.
fn plan(pane: &Pane) {
    pane.keys("W").wait_screen("NOT ACCEPTED");
    pane.enter().wait_screen("NOT COVERED");
    pane.typed("the others sleep").enter();
    pane.wait_incident("the plan", |it| it.rotation.accepted.is_some());
    pane.esc();
}

fn planned(shown: &Shown) -> Vec<String> {
    let accepted = shown.incident.rotation.accepted.as_ref();
    let slots = &accepted.expect("a plan").rotation.slots;
    let shifts = slots
        .iter()
        .map(|it| format!("{} {} {}", it.person, it.from, it.to));
    shifts.collect()
}

#[test]
fn command_goes_from_screen_to_screen_through_the_issue() {
    let farm = farm();
    let jane = farm.with_boards();
    plan(&jane);
    offer(&jane);
    jane.keys("r");
    farm.wait_comments("the brief", |all| {
        all.iter().any(|it| it.body.contains("# Handoff: "))
    });
    farm.wait_body("the plan", |body| body.contains("rotation, set "));
    let mill = adopted(&farm);
    let dave = open_as_dave(&mill);
    accept(&dave);
    let sitrep = handoff_sitrep(&dave);
    assert!(sitrep.contains(&format!("IC: {NAME}")), "{sitrep}");
    let shown = dave.wait("the overlap", |shown| has_clock(shown, "K8:"));
    assert_eq!(planned(&shown), planned(&jane.now()));
    dave.keys("r");
    farm.wait_body("the new IC", |body| body.contains("**IC**: Farmer Dave"));
    farm.wait_comments("that he took it", |all| {
        let took = all
            .iter()
            .filter(|it| it.body.contains("took command from Farmer Jane"));
        took.count() == 1
    });
    jane.keys("r")
        .wait_incident("the new IC", |it| it.ic == NAME);
    jane.wait_screen("Handed over to Farmer Dave at");
    jane.wait("the overlap", |shown| has_clock(shown, "K8:"));
    assert_eq!(jane.now().incident.commands.len(), 2);
    // The overlap is over: the pane of whoever handed over only reads.
    farm.pass(Duration::from_secs(25 * 60));
    jane.wait_screen("this pane only reads");
    refused(&jane, "L");
    assert_eq!(jane.now().incident.leads.len(), 1);
    jane.note("one thing I forgot");
    dave.keys("L").typed("who has the key?").enter();
    dave.wait_incident("a lead", |it| it.leads.len() == 2);
    jane.quit();
    dave.quit();
    assert_eq!((farm.findings(), mill.findings()), (Vec::new(), Vec::new()));
}

/// Waits until a screen is in step with the issue again.
pub(crate) fn settle<const N: usize>(panes: [&Pane; N]) {
    for pane in panes.into_iter().chain(panes) {
        pane.keys("r").wait("synced", |shown| {
            [MirrorState::Synced, MirrorState::Unverified].contains(&shown.mirror.state)
        });
    }
}

#[test]
fn command_that_github_fails_in_the_middle_of_goes_by_the_baton_and_nothing_is_lost_or_doubled() {
    let farm = farm();
    let jane = farm.with_boards();
    plan(&jane);
    jane.note("before it went down").keys("r");
    farm.wait_comments("the note", |all| {
        all.iter().any(|it| it.body.contains("before it went down"))
    });
    jane.note("on its way");
    // GitHub goes down while command is handed over: the brief never gets there.
    farm.github.set_down(true);
    offer(&jane);
    let mill = handed_the_baton(&farm);
    let dave = open_as_dave(&mill);
    assert_eq!(planned(&dave.now()), planned(&jane.now()));
    accept(&dave);
    handoff_sitrep(&dave);
    dave.wait("the overlap", |shown| has_clock(shown, "K8:"));
    dave.note("I have the barn");
    dave.keys("L").typed("who has the key?").enter();
    dave.wait_incident("a lead", |it| it.leads.len() == 2);
    jane.note("the vet calls back");
    assert_eq!(jane.now().incident.ic, JANE, "nothing told her machine yet");
    farm.github.set_down(false);
    settle([&dave, &jane]);
    jane.wait_incident("the new IC", |it| it.ic == NAME && it.leads.len() == 2);
    dave.wait_entry("the vet calls back");
    jane.wait_entry("I have the barn");
    settle([&dave, &jane]);
    let (of_jane, of_dave) = (jane.now().incident, dave.now().incident);
    assert_eq!(terms(&of_jane), [JANE, NAME]);
    assert_eq!(terms(&of_dave), [JANE, NAME]);
    assert_eq!((of_jane.conflicts.len(), of_dave.conflicts.len()), (0, 0));
    let comments = farm.issue().comments;
    for text in [
        "before it went down",
        "on its way",
        "the vet calls back",
        "I have the barn",
        "# Handoff: ",
        "took command from Farmer Jane",
    ] {
        let having = comments.iter().filter(|it| it.body.contains(text));
        assert_eq!(having.count(), 1, "`{text}`: {comments:#?}");
    }
    let sections = comments.iter().flat_map(|it| read_comment(&it.body));
    let keys: Vec<_> = sections.map(|section| section.mark.key()).collect();
    let distinct: BTreeSet<_> = keys.iter().collect();
    assert_eq!(keys.len(), distinct.len(), "each once");
    assert_eq!(farm.issue().body.matches("who has the key?").count(), 1);
    // Both go on.
    farm.execute(Command::Note {
        text: "all is well".to_owned(),
        visibility: Visibility::Shared,
    });
    settle([&jane, &dave]);
    dave.wait_entry("all is well");
    jane.quit();
    dave.quit();
    assert_eq!((farm.findings(), mill.findings()), (Vec::new(), Vec::new()));
}

/// Farmer Dave takes command while nothing gets from one machine to the other, and both go on.
fn both_command(farm: &Farm) -> (Pane, Farm, Pane) {
    let jane = farm.with_boards();
    let mill = adopted(farm);
    let dave = open_as_dave(&mill);
    settle([&dave, &jane]);
    farm.github.set_down(true);
    dave.keys("h").wait_screen("Farmer Jane commands").keys("t");
    dave.typed("Jane cannot be reached").enter();
    dave.wait_incident("command", |it| it.ic == NAME);
    handoff_sitrep(&dave);
    dave.note("the hens are with Dave");
    dave.keys("L").typed("who has the key?").enter();
    dave.wait_incident("a lead", |it| it.leads.len() == 2);
    jane.keys("Sm").enter();
    jane.wait_incident("a severity", |it| it.severity == Severity::Medium);
    jane.note("the geese are with Jane");
    assert_eq!(jane.now().incident.ic, JANE, "nothing told her machine yet");
    farm.github.set_down(false);
    settle([&dave, &jane]);
    // Each sees the other on the next sync, and what settles it is on the line.
    jane.wait_screen("Farmer Dave also commands since");
    dave.wait_screen("Farmer Jane did not hand over at");
    for pane in [&jane, &dave] {
        pane.wait_screen("x yield");
    }
    (jane, mill, dave)
}

/// Presses a key of command in a pane that gave it away; again where what a sync had to say took
/// the line from the answer.
fn refused(pane: &Pane, key: &str) {
    pane.wait("who command was handed over to", |shown| {
        let is_said = shown.text.contains("handed over to Farmer Dave at");
        if !is_said {
            pane.keys(key);
        }
        is_said
    });
}

/// Holds both records and the issue to what was recorded on both machines.
fn nothing_is_lost(farm: &Farm, panes: [&Pane; 2]) {
    settle(panes);
    settle(panes);
    for pane in panes {
        pane.wait_entry("the hens are with Dave")
            .wait_entry("the geese are with Jane");
        pane.wait_incident("both", |it| {
            it.severity == Severity::Medium && it.leads.len() == 2
        });
    }
    let comments = farm.issue().comments;
    for text in ["the hens are with Dave", "the geese are with Jane"] {
        let having = comments.iter().filter(|it| it.body.contains(text));
        assert_eq!(having.count(), 1, "`{text}`: {comments:#?}");
    }
}

pub(crate) fn report_of(farm: &Farm) -> Report {
    let record = farm.record();
    let incident = record.incident();
    let entries = record.history().expect("a journal").entries;
    let now = farm.clock()();
    report(&Source::new(&incident, &entries, Some(&farm.playbook), now))
}

/// Returns how a record tells each change of command, without times and lines.
pub(crate) fn told_changes(farm: &Farm) -> Vec<String> {
    let report = report_of(farm);
    let text = report
        .parts
        .iter()
        .find_map(|part| part.text.split_once("### Command\n"))
        .expect("a section on command")
        .1;
    let lines = text.lines().skip_while(|line| line.is_empty());
    let lines = lines.take_while(|line| line.starts_with("- "));
    lines
        .map(|line| {
            let (_, change) = line
                .rsplit_once("EST: ")
                .or(line.rsplit_once("UTC: "))
                .expect("a time");
            change.split(" [").next().unwrap_or_default().to_owned()
        })
        .collect()
}

#[test]
fn of_two_panes_that_command_the_one_that_yields_only_reads_and_nothing_is_lost() {
    let farm = farm();
    let (jane, mill, dave) = both_command(&farm);
    jane.keys("x").wait_screen("y  yield").keys("y");
    jane.wait_screen("Handed over to Farmer Dave at");
    nothing_is_lost(&farm, [&jane, &dave]);
    dave.wait("nobody beside him", |shown| {
        !shown.text.contains("did not hand over")
    });
    let yielded = [
        "Farmer Jane, who took charge",
        "Farmer Jane -> Farmer Dave, after both commanded and Farmer Jane yielded",
    ];
    let panes = [&jane, &dave];
    let told = told_in_the_end(&farm, panes, |told| *told == yielded);
    assert_eq!(told[..], yielded);
    let told = told_in_the_end(&mill, panes, |told| told.iter().skip(1).eq(&yielded[1..]));
    assert_eq!(told[1..], yielded[1..]);
    // Only one commands from here on.
    refused(&jane, "s");
    dave.keys("Sh").enter();
    dave.wait_incident("a severity", |it| it.severity == Severity::High);
    jane.quit();
    dave.quit();
    assert_eq!((farm.findings(), mill.findings()), (Vec::new(), Vec::new()));
}

/// Returns what a report says of command once that is so: what a comment adds to a line of the
/// issue may come with a later round.
fn told_in_the_end(
    machine: &Farm,
    panes: [&Pane; 2],
    is_told: impl Fn(&[String]) -> bool,
) -> Vec<String> {
    for _ in 0..10 {
        let told = told_changes(machine);
        if is_told(&told) {
            return told;
        }
        settle(panes);
    }
    told_changes(machine)
}

#[test]
fn of_two_panes_that_command_the_one_that_took_it_may_give_it_back() {
    let farm = farm();
    let (jane, mill, dave) = both_command(&farm);
    dave.keys("x").wait_screen("y  yield").keys("y");
    dave.wait_screen("Handed over to Farmer Jane at");
    settle([&dave, &jane]);
    jane.wait_incident("command", |it| it.ic == JANE);
    jane.wait("nobody beside her", |shown| {
        !shown.text.contains("also commands since")
    });
    nothing_is_lost(&farm, [&jane, &dave]);
    let given_back = "Farmer Dave -> Farmer Jane, after both commanded and Farmer Dave yielded";
    for machine in [&farm, &mill] {
        let is_told = |told: &[String]| told.get(2).is_some_and(|told| told == given_back);
        let told = told_in_the_end(machine, [&jane, &dave], is_told);
        assert_eq!(told.len(), 3, "{told:?}");
        assert_eq!(told[2], given_back);
    }
    jane.quit();
    dave.quit();
    assert_eq!((farm.findings(), mill.findings()), (Vec::new(), Vec::new()));
}
