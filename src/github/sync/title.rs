//! Writing the title, and what a write of it covered.
//!
//! A title has no revisions, but its changes are in the issue's timeline, each with what it was
//! before.

use super::import::SOMEBODY;
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::gate::Released;
use crate::domain::mirror::TitleWrite;
use crate::domain::sync_plan::ConflictValue;
use crate::github::client::IssueChange;
use crate::github::wire::Rename;

impl<L: Ledger> Mirror<L> {
    /// Writes the title, and returns the one that stands there then: what somebody else wrote
    /// in that very moment is put back and asked about.
    pub(super) async fn write_title(&mut self, from: &str, to: &str) -> Result<String, Trouble> {
        // Before anything is kept as sent.
        self.check_writing().await?;
        let released = self.release_among(to, from)?;
        self.state.title_in_doubt = Some(TitleWrite {
            merged_from: from.to_owned(),
            title: to.to_owned(),
            sent: self.now(),
        });
        self.save().await?;
        let sent = self.patch(title(&released)).await;
        if let Err(failure) = sent {
            let lost = self.state.title_in_doubt.take();
            // The server may be at work on it for as long from now on.
            self.state.title_in_doubt = lost.filter(|_| failure.is_ambiguous()).map(|write| {
                let sent = self.now();
                TitleWrite { sent, ..write }
            });
            return Err(failure.into());
        }
        self.look_at_title().await
    }

    /// Settles a change of the title whose answer was lost, once it can no longer arrive.
    pub(super) async fn settle_title(&mut self) -> Result<(), Trouble> {
        let Some(write) = &self.state.title_in_doubt else {
            return Ok(());
        };
        self.doubt_since(Some(write.sent))?;
        self.look_at_title().await?;
        self.save().await
    }

    /// Looks what the change of the title covered, and returns the title that stands there.
    async fn look_at_title(&mut self) -> Result<String, Trouble> {
        let Some(write) = self.state.title_in_doubt.clone() else {
            return Ok(self.state.base_title.clone());
        };
        let node = self.remote()?.node_id;
        let covered = match self.client.titles(&node).await {
            Ok(reply) => covered(&write, &reply.value.timeline.nodes),
            // Who cannot be asked cannot tell.
            Err(failure) if failure.is_permanent() => None,
            Err(failure) => return Err(failure.into()),
        };
        let title = match covered {
            Some((theirs, editor)) => self.put_back(&theirs, &editor).await?,
            None => write.title,
        };
        self.state.title_in_doubt = None;
        Ok(title)
    }

    /// Asks about a title that was covered, and puts it back: the issue keeps its value until
    /// somebody rules on it.
    async fn put_back(&mut self, theirs: &str, editor: &str) -> Result<String, Trouble> {
        // Once more when somebody works on the record meanwhile.
        while let Some(clash) = self.clash_of_title(theirs)
            && !self.take_over(clash.command().into(), editor).await?
        {}
        self.space_writes(self.options.pace.write_gap).await;
        self.check_writing().await?;
        // It stood there a moment ago.
        let released = self.release_among(theirs, theirs)?;
        self.patch(title(&released)).await?;
        theirs.clone_into(&mut self.state.base_title);
        Ok(theirs.to_owned())
    }

    /// Returns the conflict of a title with the one here; none when they say the same.
    fn clash_of_title(&self, theirs: &str) -> Option<ConflictValue> {
        let document = self.document();
        let clash = ConflictValue {
            subject: "title".to_owned(),
            ours: document.title.clone(),
            theirs: document.bare_title(theirs).to_owned(),
        };
        (clash.ours != clash.theirs).then_some(clash)
    }
}

fn title(title: &Released) -> IssueChange<'_> {
    IssueChange {
        title: Some(title),
        ..IssueChange::default()
    }
}

/// Returns the title that a change covered, and who wrote it, when it is not the one that the
/// change was made from.
fn covered(write: &TitleWrite, renames: &[Rename]) -> Option<(String, String)> {
    let is_ours = |rename: &Rename| rename.current_title.trim() == write.title.trim();
    let at = renames.iter().rposition(is_ours)?;
    let before = renames[at].previous_title.trim();
    if before == write.merged_from.trim() || before == write.title.trim() {
        return None;
    }
    let theirs = renames[..at]
        .iter()
        .rev()
        .find(|rename| rename.current_title.trim() == before);
    let editor = theirs.and_then(|rename| rename.actor.as_ref());
    let editor = editor.map_or(SOMEBODY, |user| user.login.as_str());
    Some((before.to_owned(), editor.to_owned()))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use rstest::rstest;

    use super::*;
    use crate::github::wire::User;

    fn rename(from: &str, to: &str, login: &str) -> Rename {
        Rename {
            previous_title: from.to_owned(),
            current_title: to.to_owned(),
            actor: Some(User {
                login: login.to_owned(),
                id: 1,
            }),
        }
    }

    #[rstest]
    #[case::clean(vec![rename("old", "ours", "jane")], None)]
    #[case::covered(
        vec![rename("old", "theirs", "dave"), rename("theirs", "ours", "jane")],
        Some(("theirs", "dave"))
    )]
    #[case::not_arrived(vec![rename("older", "old", "dave")], None)]
    #[case::nothing_known(vec![], None)]
    #[case::same_words_long_ago(
        vec![rename("x", "ours", "jane"), rename("ours", "old", "dave"), rename("old", "ours", "jane")],
        None
    )]
    #[case::by_nobody(vec![rename("theirs", "ours", "jane")], Some(("theirs", SOMEBODY)))]
    fn timeline_tells_what_a_title_covered(
        #[case] renames: Vec<Rename>,
        #[case] expected: Option<(&str, &str)>,
    ) {
        let write = TitleWrite {
            merged_from: "old".to_owned(),
            title: "ours".to_owned(),
            sent: DateTime::UNIX_EPOCH,
        };
        let found = covered(&write, &renames);
        let found = found
            .as_ref()
            .map(|(title, by)| (title.as_str(), by.as_str()));
        assert_eq!(found, expected);
    }
}
