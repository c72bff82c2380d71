//! What the players of a drill do to an issue that the trainee changed meanwhile.

use rstest::rstest;
use sitroom::domain::time::{Instant, Span};
use sitroom::practice::{Deed, DrillClock, Scenario, ScenarioEvent, Ticking, play};
use tokio::sync::mpsc;

use super::{Checked, REPO, started_with_issue};

/// A scenario of these deeds, which are due at once.
fn scenario(deeds: Vec<Deed>) -> Result<Scenario, Box<dyn std::error::Error>> {
    let events = deeds.into_iter().map(|deed| ScenarioEvent {
        at: Span::minutes(0),
        deed,
    });
    Ok(Scenario {
        events: events.collect(),
        ..Scenario::shipped("false-alarm")?
    })
}

fn fence() -> Ticking {
    Ticking {
        by: "spot-the-dog".to_owned(),
        line: "fence".to_owned(),
    }
}

#[rstest]
#[case::open("- [ ] fence", Deed::Tick(fence()), "- [x] fence")]
#[case::ticked_already("- [x] fence", Deed::Tick(fence()), "- [x] fence")]
#[case::ticked_in_the_browser("- [X] fence", Deed::Tick(fence()), "- [X] fence")]
#[case::taken_back("- [x] fence", Deed::Untick(fence()), "- [ ] fence")]
#[case::never_ticked("- [ ] fence", Deed::Untick(fence()), "- [ ] fence")]
#[tokio::test]
async fn a_tick_of_what_is_ticked_is_let_go(
    #[case] before: &str,
    #[case] deed: Deed,
    #[case] after: &str,
) -> Checked {
    let (github, _client, number) = started_with_issue(before);
    let begins: Instant = "2026-11-26T10:00:00Z".parse()?;
    let clock = DrillClock::start(begins, 20);
    let (chat, _heard) = mpsc::unbounded_channel();
    let players = github.clone();
    play(
        scenario(vec![deed])?,
        players,
        REPO.to_owned(),
        clock,
        begins,
        chat,
    )
    .await;
    let issue = github.issue(REPO, number).ok_or("it is there")?;
    assert_eq!(issue.body, after);
    let edits = usize::from(before != after);
    let written = github.edits(REPO, number);
    assert_eq!(written.len().saturating_sub(1), edits, "{written:?}");
    Ok(())
}
