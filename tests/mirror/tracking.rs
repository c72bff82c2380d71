//! What is left to do is filed as issues of their own: each once, whatever happens to an answer
//! and wherever the machine stops, and never where everybody reads it unless somebody said why.

use rstest::rstest;
use sitroom::domain::command::{Command, Request, TrackingAsked};
use sitroom::domain::document::followed_up;
use sitroom::domain::event::Event;
use sitroom::domain::ids::FixId;
use sitroom::domain::incident::{FixClass, Tracking};
use sitroom::domain::mirror::{MirrorState, MirrorStatus};
use sitroom::practice::{Fault, FaultRule, Issue, Options as Practice};

use super::bench::{Bench, JANE, SPOT};
use super::wire::{Happening, Which};

const BARN: &str = "18F/barn";
const MEND: &str = "mend the fence for good";
const LOCK: &str = "put a lock on the gate";

fn farm(is_private: bool) -> Bench {
    let bench = Bench::with(|options| options.repository(BARN, is_private));
    for text in [MEND, LOCK] {
        bench.does(Command::AddFix {
            text: text.to_owned(),
            class: FixClass::LongTerm,
            owner: "Farmer Dave".to_owned(),
        });
    }
    bench
}

fn says(bench: &Bench, id: u32, to: Option<Tracking>) {
    let ids = vec![FixId(id)];
    bench.does(Command::SetTracking(TrackingAsked { ids, to }));
}

fn wants(bench: &Bench, public: &str) {
    for id in [1, 2] {
        let (repository, public) = (BARN.to_owned(), public.to_owned());
        says(bench, id, Some(Tracking::Wanted { repository, public }));
    }
}

fn filed(bench: &Bench) -> Vec<Issue> {
    bench.github.issues(BARN)
}

fn refused(bench: &Bench, id: u32) -> String {
    match &bench
        .incident()
        .fix(FixId(id))
        .expect("it is there")
        .tracking
    {
        Some(Tracking::Refused { why, .. }) => why.clone(),
        other => panic!("{other:?}"),
    }
}

/// Both are there once, each linked to its item and its item to it.
fn both_stand_once(bench: &Bench, at: &str) {
    let issues = filed(bench);
    let mut titles: Vec<&str> = issues.iter().map(|issue| issue.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, [MEND, LOCK], "{at}");
    let incident = bench.incident();
    for fix in &incident.fixes {
        let Some(Tracking::Filed { issue }) = &fix.tracking else {
            panic!("{at}: {:?}", fix.tracking);
        };
        let there = issues.iter().find(|it| it.number == issue.number);
        let there = there.expect("the issue that the item links");
        assert_eq!(issue.repository, BARN, "{at}");
        assert_eq!(followed_up(&there.body), Some(fix.tag), "{at}");
        assert!(there.body.contains("18F/security-incidents#1"), "{at}");
    }
    let said = bench.count(|event| match event {
        Event::TrackingSet(set) => matches!(set.to, Some(Tracking::Filed { .. })),
        _ => false,
    });
    assert_eq!(said, 2, "{at}");
}

/// Where each item is followed up.
fn links(bench: &Bench) -> Vec<Option<Tracking>> {
    let incident = bench.incident();
    let fixes = incident.fixes.iter();
    fixes.map(|fix| fix.tracking.clone()).collect()
}

fn nothing_waits(status: &MirrorStatus, at: &str) {
    assert_eq!((status.waiting, status.stuck), (0, 0), "{at}");
}

#[tokio::test]
async fn each_item_gets_an_issue_of_its_own_that_names_the_incident() {
    let mut bench = farm(true);
    wants(&bench, "");
    let status = bench.settle().await;
    nothing_waits(&status, "");
    both_stand_once(&bench, "");
    let body = &filed(&bench)[0].body;
    assert!(body.starts_with(MEND), "{body}");
    assert!(body.contains("- **Owner**: Farmer Dave"), "{body}");
    assert!(
        body.contains("The chickens have escaped, item R1"),
        "{body}"
    );
}

#[rstest]
#[case::before_the_first_round(false)]
#[case::once_it_is_synced(true)]
#[tokio::test]
async fn what_is_asked_for_while_the_mirror_looks_at_the_record_is_filed_too(
    #[case] is_synced: bool,
) {
    let mut bench = Bench::with(|options| options.repository(BARN, true));
    if is_synced {
        bench.settle().await;
    }
    let mut commands = Vec::new();
    for (id, text) in [(1, MEND), (2, LOCK)] {
        commands.push(Command::AddFix {
            text: text.to_owned(),
            class: FixClass::LongTerm,
            owner: "Farmer Dave".to_owned(),
        });
        let (repository, public) = (BARN.to_owned(), String::new());
        commands.push(Command::SetTracking(TrackingAsked {
            ids: vec![FixId(id)],
            to: Some(Tracking::Wanted { repository, public }),
        }));
    }
    let asked = commands.into_iter().map(|it| Request::local(it, JANE));
    bench.disk.kept().slips_in = asked.collect();
    let status = bench.settle().await;
    nothing_waits(&status, "");
    both_stand_once(&bench, "");
}

/// Another machine learns of no link through the issue. It is the marker in what was filed that
/// keeps it from filing a second one, and gives it the link.
#[rstest]
#[case::of_the_same_person(Practice::LOGIN)]
#[case::of_who_took_over(SPOT)]
#[tokio::test]
async fn what_one_machine_filed_another_one_links_and_never_files_again(
    #[case] login: &str,
    #[values(true, false)] is_adopted: bool,
) {
    let mut bench = farm(true);
    wants(&bench, "");
    bench.settle().await;
    both_stand_once(&bench, "the first");
    let mut other = if is_adopted {
        bench.adopting(login)
    } else {
        bench.beside(login)
    };
    other.settle().await;
    assert_eq!(links(&other), [None, None]);
    wants(&other, "");
    let status = other.settle().await;
    nothing_waits(&status, "the other");
    both_stand_once(&other, "the other");
    assert_eq!(links(&other), links(&bench));
    bench.settle().await;
    both_stand_once(&bench, "the first again");
}

#[rstest]
#[case::lost_after(Fault::LoseReply)]
#[case::lost_before(Fault::DropBefore)]
#[case::error_after(Fault::AfterApply5xx(502))]
#[case::error_before(Fault::RefuseBefore5xx(503))]
#[case::cut_off(Fault::TruncateBody)]
#[case::never_answered(Fault::Hang)]
#[case::gateway(Fault::HtmlBody(200))]
#[tokio::test]
async fn lost_answer_files_nothing_twice_and_loses_nothing(
    #[case] fault: Fault,
    #[values(
        (Which::CreateIssue, 0),
        (Which::CreateIssue, 1),
        (Which::ListIssues, 0),
        (Which::LookAtRepository, 0)
    )]
    hit: (Which, usize),
) {
    let mut bench = farm(true);
    bench.settle().await;
    bench.restart();
    wants(&bench, "");
    let (which, skip) = hit;
    bench.wire.plan(which, skip, Happening::Fault(fault));
    let status = bench.settle().await;
    assert!(bench.wire.is_played());
    nothing_waits(&status, "");
    both_stand_once(&bench, "");
}

#[rstest]
#[case::plain(None)]
#[case::with_a_lost_answer(Some(Fault::LoseReply))]
#[tokio::test]
async fn machine_that_stops_between_any_two_steps_files_each_once(#[case] fault: Option<Fault>) {
    let story = |bench: &Bench| {
        wants(bench, "");
        if let Some(fault) = fault.clone() {
            bench
                .wire
                .plan(Which::CreateIssue, 0, Happening::Fault(fault));
        }
    };
    let mut whole = farm(true);
    whole.settle().await;
    let before = whole.steps();
    story(&whole);
    whole.settle().await;
    let steps = whole.steps() - before;
    assert!(steps > 10, "{steps}");
    for stop in 0..steps {
        let mut bench = farm(true);
        bench.settle().await;
        story(&bench);
        bench.stop_after(stop);
        for _ in 0..20 {
            if bench.try_round().await.is_none() {
                break;
            }
            bench.wait(std::time::Duration::from_secs(12));
        }
        bench.restart();
        let at = format!("stopped at {stop}");
        let status = bench.settle().await;
        nothing_waits(&status, &at);
        both_stand_once(&bench, &at);
    }
}

#[tokio::test]
async fn one_in_doubt_holds_nothing_else_back() {
    let mut bench = farm(true);
    bench.settle().await;
    wants(&bench, "");
    bench
        .wire
        .plan(Which::CreateIssue, 0, Happening::Fault(Fault::DropBefore));
    bench.round().await;
    assert!(filed(&bench).is_empty(), "the first is lost on its way");
    // No time passes: the first is in doubt, and the second is filed.
    bench.round().await;
    let titles: Vec<String> = filed(&bench).into_iter().map(|it| it.title).collect();
    assert_eq!(titles, [LOCK]);
    let status = bench.settle().await;
    nothing_waits(&status, "");
    both_stand_once(&bench, "in the end");
}

#[tokio::test]
async fn other_word_on_an_item_in_doubt_waits_for_it() {
    let mut bench = farm(true);
    bench.settle().await;
    let wish = || {
        let (repository, public) = (BARN.to_owned(), String::new());
        Some(Tracking::Wanted { repository, public })
    };
    says(&bench, 1, wish());
    bench
        .wire
        .plan(Which::CreateIssue, 0, Happening::Fault(Fault::LoseReply));
    bench.round().await;
    assert_eq!(filed(&bench).len(), 1, "it arrived, and nobody heard");
    says(&bench, 1, None);
    says(&bench, 1, wish());
    bench.round().await;
    let status = bench.settle().await;
    nothing_waits(&status, "");
    assert_eq!(filed(&bench).len(), 1);
}

#[tokio::test]
async fn journal_and_list_are_read_once_however_many_are_filed() {
    let mut bench = farm(true);
    for at in 0..8 {
        bench.does(Command::AddFix {
            text: format!("plank {at}"),
            class: FixClass::LongTerm,
            owner: String::new(),
        });
    }
    bench.settle().await;
    bench.wire.take_log();
    let reads = bench.disk.kept().whole_reads;
    for id in 1..=10 {
        let (repository, public) = (BARN.to_owned(), String::new());
        says(&bench, id, Some(Tracking::Wanted { repository, public }));
    }
    bench.round().await;
    assert_eq!(filed(&bench).len(), 10);
    let log = bench.wire.take_log();
    let lists = log.iter().filter(|it| **it == Which::ListIssues).count();
    assert_eq!((lists, bench.disk.kept().whole_reads - reads), (1, 1));
}

#[tokio::test]
async fn public_repository_is_refused_until_somebody_says_why() {
    let mut bench = farm(false);
    wants(&bench, "");
    let status = bench.settle().await;
    nothing_waits(&status, "");
    assert!(filed(&bench).is_empty());
    for id in [1, 2] {
        let why = refused(&bench, id);
        assert!(why.contains("18F/barn is PUBLIC"), "{why}");
    }
    wants(&bench, "the fence is no secret");
    let status = bench.settle().await;
    nothing_waits(&status, "");
    let issues = filed(&bench);
    assert_eq!(issues.len(), 2);
    for issue in issues {
        let told = format!("{}{}", issue.title, issue.body);
        assert!(!told.contains("chickens"), "{told}");
        assert!(!told.contains("security-incidents"), "{told}");
    }
}

#[tokio::test]
async fn codenames_stand_in_what_is_filed() {
    let mut bench = farm(true);
    bench.does(Command::SetCodename {
        term: "fence".to_owned(),
        codename: "hedge".to_owned(),
    });
    wants(&bench, "");
    let status = bench.settle().await;
    nothing_waits(&status, "");
    for issue in filed(&bench) {
        let told = format!("{}{}", issue.title, issue.body);
        assert!(!told.contains("fence"), "{told}");
    }
    let mut titles = filed(&bench).into_iter().map(|it| it.title);
    assert!(titles.any(|title| title == "mend the hedge for good"));
}

#[tokio::test]
async fn what_was_taken_back_before_it_went_out_is_never_filed() {
    let mut bench = farm(true);
    wants(&bench, "");
    says(&bench, 1, None);
    let place = "the board in the barn".to_owned();
    says(&bench, 2, Some(Tracking::Elsewhere { place }));
    let status = bench.settle().await;
    nothing_waits(&status, "");
    assert!(filed(&bench).is_empty());
}

#[tokio::test]
async fn item_that_was_filed_is_never_filed_again() {
    let mut bench = farm(true);
    wants(&bench, "");
    bench.settle().await;
    wants(&bench, "");
    bench.settle().await;
    both_stand_once(&bench, "asked twice");
}

#[tokio::test]
async fn repository_that_is_not_there_is_said_and_holds_nothing_back() {
    let mut bench = Bench::new();
    bench.does(Command::AddFix {
        text: MEND.to_owned(),
        class: FixClass::LongTerm,
        owner: String::new(),
    });
    let (repository, public) = ("18F/shed".to_owned(), String::new());
    says(&bench, 1, Some(Tracking::Wanted { repository, public }));
    bench.note("feathers at the gate");
    let status = bench.settle().await;
    nothing_waits(&status, "");
    let why = refused(&bench, 1);
    assert!(why.contains("missing on GitHub"), "{why}");
    let comments = bench.issue().comments;
    assert!(comments.iter().any(|it| it.body.contains("feathers")));
}

#[rstest]
#[case::not_to_be_seen(Fault::NotFound)]
#[case::not_allowed(Fault::Forbidden { sso: false })]
#[tokio::test]
async fn repository_that_refuses_a_look_starves_no_other(#[case] fault: Fault) {
    const SHED: &str = "18F/shed";
    let mut bench = Bench::with(|options| {
        let barn = options.repository(BARN, true);
        barn.repository(SHED, true)
    });
    for text in [MEND, LOCK] {
        bench.does(Command::AddFix {
            text: text.to_owned(),
            class: FixClass::LongTerm,
            owner: String::new(),
        });
    }
    bench.settle().await;
    let wish = |repository: &str| {
        let (repository, public) = (repository.to_owned(), String::new());
        Some(Tracking::Wanted { repository, public })
    };
    says(&bench, 1, wish(BARN));
    bench
        .wire
        .plan(Which::CreateIssue, 0, Happening::Fault(Fault::LoseReply));
    bench.round().await;
    assert_eq!(filed(&bench).len(), 1, "it arrived, and nobody heard");
    bench
        .github
        .fault(FaultRule::always(fault).path("18F/barn"));
    says(&bench, 2, wish(SHED));
    bench.wait(std::time::Duration::from_secs(12));
    let (status, _) = bench.round().await;
    assert_eq!(bench.github.issues(SHED).len(), 1);
    assert_eq!(status.waiting, 1, "what was sent stays in doubt");
    assert_eq!(status.state, MirrorState::NoAccess);
    // Once the list can be seen, it is found there.
    bench.github.clear_faults();
    let status = bench.settle().await;
    nothing_waits(&status, "");
    assert_eq!(filed(&bench).len(), 1);
}
