//! Filing what is left to do as issues of their own, each exactly once.
//!
//! A lost reply is settled as for the issue itself: by the list of the repository's issues, ours
//! by the marker at the end of the body, and that there is none counts at the second look only.
//! The list is looked through before the first sending too, because what waits may have been lost
//! with its file, and because another machine may have filed it: the link does not go over the
//! issue of the incident, the item's tag does. So it counts whoever opened it. Nobody knows the
//! tag but who reads the incident, and of several the first one is it.

use std::sync::Arc;

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::send::MOST_ATTEMPTS;
use super::trouble::Trouble;
use crate::domain::command::{Command, Request, TrackingAsked};
use crate::domain::document::{TrackingIssue, followed_up};
use crate::domain::event::{Entry, Event, TrackingSet};
use crate::domain::gate::{self, NotReleased, Released};
use crate::domain::ids::FixId;
use crate::domain::incident::{Fix, IssueLink, Tracking};
use crate::domain::mirror::{Operation, OutboxItem, OutboxState};
use crate::github::client::{Failure, RepoName};
use crate::github::wire::{Issue, Repository};

/// How far the clocks of this machine and of the server may be apart for a lost issue to be
/// found again.
const SKEW: chrono::TimeDelta = chrono::TimeDelta::days(2);

/// What is to be filed, and what in the outbox asks for it.
struct Filing {
    item: OutboxItem,
    set: TrackingSet,
    fix: Fix,
    repository: RepoName,
    /// Why everybody may read it; empty where they may not.
    public: String,
}

/// What is in doubt, and so can wait: nobody knows whether the last request for it arrived.
#[derive(Default)]
struct Doubt {
    trouble: Option<Trouble>,
    fixes: Vec<FixId>,
}

impl Doubt {
    fn add(&mut self, filing: FixId, trouble: Trouble) {
        self.trouble.get_or_insert(trouble);
        self.fixes.push(filing);
    }
}

impl Filing {
    /// Returns whether it went out and nobody knows what became of it.
    fn was_sent(&self) -> bool {
        self.item.state == OutboxState::Sending
    }
}

impl<L: Ledger> Mirror<L> {
    /// Takes note of what is to be filed. The outbox file is named after its entry, so doing this
    /// twice changes nothing.
    pub(super) async fn queue_tracking(&mut self, entries: &[&Entry]) -> Result<(), Trouble> {
        for entry in entries {
            let Event::TrackingSet(set) = &entry.event else {
                continue;
            };
            let wanted = matches!(set.to, Some(Tracking::Wanted { .. }));
            let is_known = self.outbox.iter().any(|item| item.key == entry.id.into());
            if wanted && !is_known && self.still_wants(set) {
                let key = entry.id.into();
                let item = OutboxItem::queued(key, Operation::Track, String::new());
                self.put(item).await?;
            }
        }
        Ok(())
    }

    fn still_wants(&self, set: &TrackingSet) -> bool {
        let fix = self.incident.fix(set.id);
        fix.is_some_and(|fix| fix.tracking == set.to)
    }

    /// Files what waits, one after the other, with one look at the journal and one at the issues
    /// of a repository. What is refused is written down, and neither that nor what is in doubt
    /// holds anything back but another word on the same item.
    pub(super) async fn file_tracked(&mut self) -> Result<(), Trouble> {
        let is_one = |item: &&OutboxItem| item.operation == Operation::Track;
        let waiting: Vec<OutboxItem> = self.outbox.iter().filter(is_one).cloned().collect();
        if waiting.is_empty() {
            return Ok(());
        }
        let entries = self.ledger.entries_after(0).await?;
        let mut filings = Vec::new();
        let mut doubt = Doubt::default();
        for item in waiting {
            let key = item.key;
            let filing = self.filing(item, &entries);
            let is_over = |it: &Filing| !it.was_sent() && !self.still_wants(&it.set);
            match filing.filter(|it| !is_over(it)) {
                Some(filing) => filings.push(filing),
                None => self.forget(key).await?,
            }
        }
        // Before the lists are read: none may be older than the wait is long.
        for filing in filings.iter().filter(|it| it.was_sent()) {
            if let Err(trouble) = self.wait_out_doubt(&filing.item) {
                doubt.add(filing.fix.id, trouble);
            }
        }
        for group in by_repository(filings) {
            self.file_in_one(group, &mut doubt).await?;
        }
        doubt.trouble.map_or(Ok(()), Err)
    }

    /// Files what goes into one repository.
    async fn file_in_one(
        &mut self,
        mut group: Vec<Filing>,
        doubt: &mut Doubt,
    ) -> Result<(), Trouble> {
        group.retain(|it| !doubt.fixes.contains(&it.fix.id));
        if group.is_empty() {
            return Ok(());
        }
        let known = match self.filed_before(&group).await {
            Ok(known) => known,
            Err(failure) => return self.none_filed(&group, &failure, doubt).await,
        };
        for filing in group {
            let id = filing.fix.id;
            if doubt.fixes.contains(&id) {
                continue;
            }
            match self.file(filing, &known).await {
                Err(trouble @ Trouble::InDoubt { .. }) => doubt.add(id, trouble),
                done => done?,
            }
        }
        Ok(())
    }

    async fn file(&mut self, mut filing: Filing, known: &[Issue]) -> Result<(), Trouble> {
        let is_it = |issue: &&Issue| followed_up(&issue.body) == Some(filing.fix.tag);
        if let Some(issue) = known.iter().filter(is_it).min_by_key(|issue| issue.number) {
            return self.filed(&filing, issue).await;
        }
        if filing.was_sent() {
            self.look_twice(&filing.item).await?;
        }
        if !self.still_wants(&filing.set) {
            return self.forget(filing.item.key).await;
        }
        filing.item.state = OutboxState::Queued;
        if filing.item.attempts >= MOST_ATTEMPTS {
            let why = "sent three times and never found; look at the repository".to_owned();
            return self.refuse(&filing, why).await;
        }
        self.send_tracking(filing).await
    }

    /// Returns what an item of the outbox wants filed; none when nothing of the record does.
    fn filing(&self, item: OutboxItem, entries: &[Arc<Entry>]) -> Option<Filing> {
        let found = entries.iter().find(|known| known.id == item.key.entry)?;
        let Event::TrackingSet(set) = &found.event else {
            return None;
        };
        let Some(Tracking::Wanted { repository, public }) = &set.to else {
            return None;
        };
        Some(Filing {
            fix: self.incident.fix(set.id)?.clone(),
            repository: repository.parse().ok()?,
            public: public.clone(),
            set: set.clone(),
            item,
        })
    }

    /// Returns the issues that items of the record have in a repository, from the list of them,
    /// page by page and never by search.
    async fn filed_before(&self, group: &[Filing]) -> Result<Vec<Issue>, Failure> {
        let asked = group
            .iter()
            .map(|it| it.item.first_sent.unwrap_or(it.fix.opened_at));
        let since = asked
            .min()
            .map(|asked| self.heard.server_time(asked) - SKEW);
        let repository = &group[0].repository;
        let is_one = |issue: &Issue| followed_up(&issue.body).is_some();
        self.all_issues(repository, since, is_one).await
    }

    async fn send_tracking(&mut self, filing: Filing) -> Result<(), Trouble> {
        self.space_writes(self.options.pace.comment_gap).await;
        self.check_outbound().await?;
        let reply = match self.client.repository(&filing.repository, None).await {
            Ok(reply) => reply,
            Err(failure) => return self.not_filed(&filing, &failure).await,
        };
        if let Some(reason) = unfit(&reply.value, &filing) {
            return self.refuse(&filing, reason).await;
        }
        let issue = TrackingIssue::of(&filing.fix, &self.incident, !reply.value.private);
        let (title, body) = match self.released(&issue) {
            Ok(released) => released,
            Err(NotReleased::Stopped(_)) => return Ok(()),
            Err(cause) => {
                let why = format!("{cause}; reword it");
                return self.refuse(&filing, why).await;
            }
        };
        let item = OutboxItem {
            body: body.as_str().to_owned(),
            ..filing.item.clone()
        };
        let texts = (&title, &body);
        let (item, sent) = self.post_issue(&filing.repository, item, texts).await?;
        match sent {
            Ok(issue) => self.filed(&filing, &issue).await,
            Err(failure) if failure.is_ambiguous() => Err(failure.into()),
            Err(failure) => {
                let item = item.refused();
                self.not_filed(&Filing { item, ..filing }, &failure).await
            }
        }
    }

    fn released(&self, issue: &TrackingIssue) -> Result<(Released, Released), NotReleased> {
        let (gate, incident) = (&self.options.gate, &self.incident);
        let title = gate::release(&issue.title, gate, incident)?;
        Ok((title, gate::release(&issue.body, gate, incident)?))
    }

    /// Writes down where an item is tracked, and that nothing waits for it any more.
    async fn filed(&mut self, filing: &Filing, issue: &Issue) -> Result<(), Trouble> {
        let to = Tracking::Filed {
            issue: IssueLink {
                repository: filing.repository.to_string(),
                number: issue.number,
                url: issue.html_url.clone(),
            },
        };
        self.say(filing, to).await?;
        self.forget(filing.item.key).await
    }

    /// Writes down that it is not filed, and why: a person has to say something else.
    async fn refuse(&mut self, filing: &Filing, why: String) -> Result<(), Trouble> {
        let repository = filing.repository.to_string();
        self.remark(format!("{} is not filed: {why}", filing.fix.id));
        self.say(filing, Tracking::Refused { repository, why })
            .await?;
        self.forget(filing.item.key).await
    }

    async fn say(&mut self, filing: &Filing, to: Tracking) -> Result<(), Trouble> {
        let asked = TrackingAsked {
            ids: vec![filing.fix.id],
            to: Some(to),
        };
        let request = Request::local(Command::SetTracking(asked), "sitroom");
        self.incident = self.ledger.execute(request).await?;
        Ok(())
    }

    /// Takes note that nothing can be filed in a repository. One that GitHub refuses holds up
    /// none of the others: what was sent there before is in doubt until it can be looked for.
    async fn none_filed(
        &mut self,
        group: &[Filing],
        failure: &Failure,
        doubt: &mut Doubt,
    ) -> Result<(), Trouble> {
        for filing in group {
            match self.not_filed(filing, failure).await {
                Err(trouble @ Trouble::Call(_)) if is_refusal(failure) => {
                    doubt.add(filing.fix.id, trouble);
                }
                done => done?,
            }
        }
        Ok(())
    }

    /// What GitHub refuses waits for a person, and nothing else waits with it; what passes is
    /// tried again.
    async fn not_filed(&mut self, filing: &Filing, failure: &Failure) -> Result<(), Trouble> {
        // What was sent before stays in doubt, whatever becomes of the look for it.
        if is_refusal(failure) && !filing.was_sent() {
            return self.refuse(filing, failure.to_string()).await;
        }
        self.put(filing.item.clone()).await?;
        Err(failure.clone().into())
    }
}

/// Returns whether GitHub says that it will not, and not that it cannot now.
fn is_refusal(failure: &Failure) -> bool {
    let kind = failure.rejection_kind();
    kind.is_some_and(|kind| !kind.is_rate_limit())
}

/// Puts together what goes into the same repository, in the order in which it was asked for.
fn by_repository(filings: Vec<Filing>) -> Vec<Vec<Filing>> {
    let mut groups: Vec<Vec<Filing>> = Vec::new();
    for filing in filings {
        let mut known = groups.iter_mut();
        match known.find(|group| group[0].repository == filing.repository) {
            Some(group) => group.push(filing),
            None => groups.push(vec![filing]),
        }
    }
    groups
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
