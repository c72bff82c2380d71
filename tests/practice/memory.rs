//! The practice GitHub without a network.

use http::{Method, Request};
use rstest::rstest;
use sitroom::practice::{Exchange, Fault, Options, PracticeGithub};

use super::REPO;

fn started() -> (PracticeGithub, u64) {
    let github = PracticeGithub::in_memory(Options::default());
    let number = github.open_issue_as("farmer-dave", REPO, "Fox!", "- [ ] mend");
    (github, number.expect("the repository is there"))
}

fn posting(number: u64) -> Request<Vec<u8>> {
    Request::builder()
        .method(Method::POST)
        .uri(format!("/repos/{REPO}/issues/{number}/comments"))
        .header("authorization", format!("Bearer {}", Options::TOKEN))
        .body(br#"{"body":"the gate was open"}"#.to_vec())
        .expect("a well-formed request")
}

#[test]
fn answer_has_status_headers_and_bytes() {
    let (github, number) = started();
    let Exchange::Whole(answer) = github.exchange(posting(number)) else {
        panic!("no fault was asked for");
    };
    assert_eq!(answer.status(), 201);
    assert!(answer.headers().contains_key("date"));
    let comment: serde_json::Value =
        serde_json::from_slice(answer.body()).expect("an answer in JSON");
    assert_eq!(comment["body"], "the gate was open");
    assert_eq!(github.comments(REPO, number).len(), 1);
}

#[rstest]
#[case::before(Fault::DropBefore, "cut", 0)]
#[case::after(Fault::LoseReply, "cut", 1)]
#[case::in_the_middle(Fault::TruncateBody, "half", 1)]
#[case::never(Fault::Hang, "silence", 0)]
#[case::server_error_after(Fault::AfterApply5xx(502), "whole", 1)]
fn fault_says_how_the_answer_goes_out(
    #[case] fault: Fault,
    #[case] ending: &str,
    #[case] comments: usize,
) {
    let (github, number) = started();
    github.fault(fault);
    let ended = match github.exchange(posting(number)) {
        Exchange::Whole(_) => "whole",
        Exchange::Half(answer) => {
            assert!(serde_json::from_slice::<serde_json::Value>(answer.body()).is_err());
            "half"
        }
        Exchange::Cut => "cut",
        Exchange::Silence => "silence",
    };
    assert_eq!(ended, ending);
    assert_eq!(github.comments(REPO, number).len(), comments);
}

#[test]
fn nothing_arrives_while_it_is_down() {
    let (github, number) = started();
    github.set_down(true);
    assert!(matches!(github.exchange(posting(number)), Exchange::Cut));
    assert_eq!(github.requests(), []);
}
