//! A file that may be evidence: hashed beside the screen, recorded, and never sent.

use crate::farm::Farm;
use crate::harness::Pane;

/// SHA-256 of `abc`, as the standard gives it.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn a_path_is_hashed_and_what_cannot_be_read_stays_in_the_editor() {
    let farm = Farm::new();
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("capture.pcap");
    std::fs::write(&file, "abc").expect("it is written");
    let pane = Pane::open(&farm);
    pane.wait_incident("the issue", |incident| incident.issue.is_some());
    let missing = dir.path().join("no.such");
    pane.keys("E").typed(&missing.display().to_string()).enter();
    pane.wait_screen("failed to hash");
    for _ in missing.display().to_string().chars() {
        pane.key("backspace");
    }
    pane.typed(&format!("{}; ; Farmer Dave", file.display()))
        .enter();
    pane.wait_incident("the evidence", |incident| {
        let mut register = incident.evidence.iter();
        register.any(|it| it.file.as_ref().is_some_and(|file| file.sha256 == ABC))
    });
    pane.keys("E").wait_screen("E1 ").esc();
    pane.note("the last word");
    farm.wait_comments("the last word", |all| {
        all.iter()
            .any(|comment| comment.body.contains("the last word"))
    });
    pane.quit();
    let issue = farm.issue();
    let comments = issue.comments.iter().map(|comment| comment.body.as_str());
    for text in comments.chain([issue.body.as_str()]) {
        assert!(
            !text.contains(ABC) && !text.contains("capture.pcap"),
            "{text}"
        );
    }
}
