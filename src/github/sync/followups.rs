//! Filing what is left to do as issues of their own, each exactly once.
//!
//! A lost reply is settled as for the issue itself: by the list of the repository's issues, ours
//! by the login and by the marker at the end of the body, and that there is none counts at the
//! second look only. The list is looked through before the first sending too, because what
//! waits may have been lost with its file.

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::send::MOST_ATTEMPTS;
use super::trouble::Trouble;
use crate::domain::command::{Command, FollowupAsked, Request};
use crate::domain::document::{FollowupIssue, followed_up};
use crate::domain::event::{Entry, Event, FollowupSet};
use crate::domain::gate::{self, NotReleased, Released};
use crate::domain::ids::EntryId;
use crate::domain::incident::{Fix, Followup, IssueLink};
use crate::domain::mirror::{Operation, OutboxItem, OutboxState};
use crate::github::client::{Failure, RepoName};
use crate::github::wire::{Issue, Repository};

/// How far the clocks of this machine and of the server may be apart for a lost issue to be
/// found again.
const SKEW: chrono::TimeDelta = chrono::TimeDelta::days(2);

/// What is to be filed.
struct Filing {
    fix: Fix,
    repository: RepoName,
    /// Why everybody may read it; empty where they may not.
    public: String,
    /// Whether it still is to be filed: it may have been taken back since.
    is_wanted: bool,
}

impl<L: Ledger> Mirror<L> {
    /// Takes note of what is to be filed. The outbox file is named after its entry, so doing this
    /// twice changes nothing.
    pub(super) async fn queue_followups(&mut self, entries: &[&Entry]) -> Result<(), Trouble> {
        for entry in entries {
            let Event::FollowupSet(set) = &entry.event else {
                continue;
            };
            let wanted = matches!(set.to, Some(Followup::Wanted { .. }));
            let is_known = self.outbox.iter().any(|item| item.key == entry.id.into());
            if wanted && !is_known && self.still_wants(set) {
                let key = entry.id.into();
                let item = OutboxItem::queued(key, Operation::Followup, String::new());
                self.put(item).await?;
            }
        }
        Ok(())
    }

    fn still_wants(&self, set: &FollowupSet) -> bool {
        let fix = self.incident.fix(set.id);
        fix.is_some_and(|fix| fix.followup == set.to)
    }

    /// Files what waits, one after the other. What is refused is written down, and holds nothing
    /// back.
    pub(super) async fn file_followups(&mut self) -> Result<(), Trouble> {
        let is_one = |item: &&OutboxItem| item.operation == Operation::Followup;
        let waiting: Vec<OutboxItem> = self.outbox.iter().filter(is_one).cloned().collect();
        for item in waiting {
            self.file(item).await?;
        }
        Ok(())
    }

    async fn file(&mut self, mut item: OutboxItem) -> Result<(), Trouble> {
        let Some(filing) = self.filing(item.key.entry).await? else {
            return self.forget(item.key).await;
        };
        let was_sent = item.state == OutboxState::Sending;
        if !filing.is_wanted && !was_sent {
            return self.forget(item.key).await;
        }
        if was_sent {
            self.wait_out_doubt(&item)?;
        }
        match self.filed_before(&item, &filing).await {
            Ok(Some(issue)) => return self.filed(&item, &filing, &issue).await,
            Ok(None) if was_sent => self.look_twice(&item).await?,
            Ok(None) => {}
            Err(failure) => return self.not_filed(&item, &filing, failure).await,
        }
        if !filing.is_wanted {
            return self.forget(item.key).await;
        }
        item.state = OutboxState::Queued;
        if item.attempts >= MOST_ATTEMPTS {
            let why = "sent three times and never found; look at the repository".to_owned();
            return self.refuse(&item, &filing, why).await;
        }
        self.send_followup(item, &filing).await
    }

    /// Returns what an entry wants filed; none when it does not any more, and never was sent.
    async fn filing(&self, entry: EntryId) -> Result<Option<Filing>, Trouble> {
        let entries = self.ledger.entries_after(0).await?;
        let found = entries.iter().find(|known| known.id == entry);
        let Some(Event::FollowupSet(set)) = found.map(|entry| &entry.event) else {
            return Ok(None);
        };
        let Some(Followup::Wanted { repository, public }) = &set.to else {
            return Ok(None);
        };
        let (Some(fix), Ok(repository)) = (self.incident.fix(set.id), repository.parse()) else {
            return Ok(None);
        };
        Ok(Some(Filing {
            fix: fix.clone(),
            repository,
            public: public.clone(),
            is_wanted: self.still_wants(set),
        }))
    }

    /// Looks for the issue of an item in the list, page by page and never by search.
    async fn filed_before(
        &self,
        item: &OutboxItem,
        filing: &Filing,
    ) -> Result<Option<Issue>, Failure> {
        let asked = item.first_sent.unwrap_or(filing.fix.opened_at);
        let since = Some(self.heard.server_time(asked) - SKEW);
        let is_it = |issue: &Issue| followed_up(&issue.body) == Some(filing.fix.tag);
        self.first_issue(&filing.repository, since, is_it).await
    }

    async fn send_followup(&mut self, item: OutboxItem, filing: &Filing) -> Result<(), Trouble> {
        self.space_writes(self.options.pace.comment_gap).await;
        self.check_outbound().await?;
        let reply = match self.client.repository(&filing.repository, None).await {
            Ok(reply) => reply,
            Err(failure) => return self.not_filed(&item, filing, failure).await,
        };
        if let Some(reason) = unfit(&reply.value, filing) {
            return self.refuse(&item, filing, reason).await;
        }
        let issue = FollowupIssue::of(&filing.fix, &self.incident, !reply.value.private);
        let (title, body) = match self.released(&issue) {
            Ok(released) => released,
            Err(NotReleased::Stopped(_)) => return Ok(()),
            Err(cause) => {
                let why = format!("{cause}; reword it");
                return self.refuse(&item, filing, why).await;
            }
        };
        let item = OutboxItem {
            body: body.as_str().to_owned(),
            ..item
        };
        let texts = (&title, &body);
        let (item, sent) = self.post_issue(&filing.repository, item, texts).await?;
        match sent {
            Ok(issue) => self.filed(&item, filing, &issue).await,
            Err(failure) if failure.is_ambiguous() => Err(failure.into()),
            Err(failure) => self.not_filed(&item.refused(), filing, failure).await,
        }
    }

    fn released(&self, issue: &FollowupIssue) -> Result<(Released, Released), NotReleased> {
        let (gate, incident) = (&self.options.gate, &self.incident);
        let title = gate::release(&issue.title, gate, incident)?;
        Ok((title, gate::release(&issue.body, gate, incident)?))
    }

    /// Writes down where an item is followed up, and that nothing waits for it any more.
    async fn filed(
        &mut self,
        item: &OutboxItem,
        filing: &Filing,
        issue: &Issue,
    ) -> Result<(), Trouble> {
        let to = Followup::Filed {
            issue: IssueLink {
                repository: filing.repository.to_string(),
                number: issue.number,
                url: issue.html_url.clone(),
            },
        };
        self.say(filing, to).await?;
        self.forget(item.key).await
    }

    /// Writes down that it is not filed, and why: a person has to say something else.
    async fn refuse(
        &mut self,
        item: &OutboxItem,
        filing: &Filing,
        why: String,
    ) -> Result<(), Trouble> {
        let repository = filing.repository.to_string();
        self.remark(format!("{} is not filed: {why}", filing.fix.id));
        self.say(filing, Followup::Refused { repository, why })
            .await?;
        self.forget(item.key).await
    }

    async fn say(&mut self, filing: &Filing, to: Followup) -> Result<(), Trouble> {
        let asked = FollowupAsked {
            ids: vec![filing.fix.id],
            to: Some(to),
        };
        let request = Request::local(Command::SetFollowup(asked), "sitroom");
        self.incident = self.ledger.execute(request).await?;
        Ok(())
    }

    /// What GitHub refuses waits for a person, and nothing else waits with it; what passes is
    /// tried again.
    async fn not_filed(
        &mut self,
        item: &OutboxItem,
        filing: &Filing,
        failure: Failure,
    ) -> Result<(), Trouble> {
        let kind = failure.rejection_kind();
        // What was sent before stays in doubt, whatever becomes of the look for it.
        let was_sent = item.state == OutboxState::Sending;
        if !was_sent && kind.is_some_and(|kind| !kind.is_rate_limit()) {
            return self.refuse(item, filing, failure.to_string()).await;
        }
        self.put(item.clone()).await?;
        Err(failure.into())
    }
}

/// Returns why nothing is filed there, if so.
fn unfit(repository: &Repository, filing: &Filing) -> Option<String> {
    let name = &filing.repository;
    if repository.archived {
        return Some(format!("{name} is archived and takes nothing"));
    }
    if !repository.private && filing.public.is_empty() {
        return Some(format!(
            "{name} is PUBLIC: nothing is filed there; say why everybody may read it, or where it \
             is tracked instead"
        ));
    }
    None
}
