//! Playing a scenario: what other people do on the practice GitHub and say in the channel.

use tokio::sync::mpsc;

use super::clock::DrillClock;
use super::scenario::{Deed, Saying, Scenario};
use super::{PracticeError, PracticeGithub, Repository, World};
use crate::domain::document::Bullet;
use crate::domain::time::Instant;

/// How long the players wait for the issue before they go home.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(3600);

/// Plays the events of a scenario, one after the other, each at its time.
///
/// `aware_at` is the moment the scenario counts from. What is said in the channel goes to
/// `chat`; the rest happens on the issue. An event whose place is gone, because the IC
/// changed the line in the meantime, is let go: people also find that. So is a tick of what is
/// ticked by then.
pub async fn play(
    scenario: Scenario,
    github: PracticeGithub,
    repository: String,
    clock: DrillClock,
    aware_at: Instant,
    chat: mpsc::UnboundedSender<Saying>,
) {
    for event in &scenario.events {
        let at = aware_at + event.at.delta();
        clock.expect(Some(at));
        clock.reach(at).await;
        if let Deed::Chat(saying) = &event.deed {
            if chat.send(saying.clone()).is_err() {
                return;
            }
            continue;
        }
        let Some(number) = issue_number(&github, &repository).await else {
            break;
        };
        let done = happen(&event.deed, &github, &repository, number);
        tracing::debug!(at = %event.at, ?done, "drill event");
    }
    clock.expect(None);
}

/// Waits for the issue, which the IC's program creates.
async fn issue_number(github: &PracticeGithub, repository: &str) -> Option<u64> {
    let first = |world: &World| {
        let issues = world.repository(repository).map(Repository::issues);
        issues
            .into_iter()
            .flatten()
            .next()
            .map(|issue| issue.number)
    };
    github
        .wait_for(|world| first(world).is_some(), PATIENCE)
        .await
        .ok()?;
    github.look(first)
}

fn happen(
    deed: &Deed,
    github: &PracticeGithub,
    repository: &str,
    number: u64,
) -> Result<(), PracticeError> {
    match deed {
        Deed::Chat(_) => Ok(()),
        Deed::Tick(tick) => github.set_tick_as(&tick.by, repository, number, &tick.line, true),
        Deed::Untick(tick) => github.set_tick_as(&tick.by, repository, number, &tick.line, false),
        Deed::Edit(edit) => github.edit_body_as(&edit.by, repository, number, |body| {
            body.replacen(&edit.find, &edit.replace, 1)
        }),
        Deed::Set(set) => github.edit_body_as(&set.by, repository, number, |body| {
            with_field(body, set.field, &set.to)
        }),
        Deed::Insert(insert) => github.edit_body_as(&insert.by, repository, number, |body| {
            insert_after(body, &insert.after, &insert.text)
        }),
        Deed::Comment(comment) => github
            .comment_as(&comment.by, repository, number, &comment.text)
            .map(|_| ()),
    }
}

/// Returns the text with another value of a field, whatever it said; as it is where the field is
/// gone.
fn with_field(body: &str, field: Bullet, to: &str) -> String {
    let name = format!("- **{}**:", field.label());
    let mut lines: Vec<String> = body.lines().map(str::to_owned).collect();
    if let Some(line) = lines.iter_mut().find(|line| line.starts_with(&name)) {
        *line = format!("{name} {to}");
    }
    lines.join("\n")
}

/// Returns the text with a line added below the first one that holds `after`, or at the end.
fn insert_after(body: &str, after: &str, line: &str) -> String {
    let mut lines: Vec<&str> = body.lines().collect();
    let at = lines.iter().position(|known| known.contains(after));
    lines.insert(at.map_or(lines.len(), |at| at + 1), line);
    lines.join("\n")
}
