//! What the mirror does when what it remembers is lost, or is of another place.

use sitroom::domain::mirror::MirrorState;

use crate::farm::Farm;
use crate::harness::Pane;

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
