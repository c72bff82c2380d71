//! Taking over what people changed on the issue.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::both::made_of_both;
use super::digest::digest;
use super::exchange::Seen;
use super::ground::Ground;
use super::ledger::{Ledger, LedgerError};
use super::lineage::{self, Origin};
use super::mirror::Mirror;
use super::stale;
use super::trouble::Trouble;
use crate::domain::command::Command;
use crate::domain::document::normalise;
use crate::domain::incident::Conflict;
use crate::domain::mirror::Taking;
use crate::domain::sync_plan::{self, ConflictValue, Import, Issue as Side, Plan, who_set};
use crate::github::wire::{BodyHistory, VerifiedBody};

/// How often people's changes are taken over in one round. What were left then would count as
/// agreed on, so this is more than all that fits into an issue can take.
pub(super) const MOST_IMPORTS: u32 = 60;

/// Who did what nobody can say who did.
pub(super) const SOMEBODY: &str = "somebody on GitHub";

impl<L: Ledger> Mirror<L> {
    /// Takes over what people changed on the issue since both sides last agreed. Returns the
    /// plan that is left, and whether anything was taken over.
    pub(super) async fn merge_news(&mut self, seen: &Seen) -> Result<(Plan, bool), Trouble> {
        let ground = self.ground();
        let plan = self.plan(&ground.base, &seen.side, &self.incident.conflicts);
        let has_news = !self.news(&plan).is_empty();
        if !has_news && (plan.is_unreadable || !self.hides_lines(&seen.side)) {
            self.remark_all(&plan);
            return Ok((plan, false));
        }
        let (editor, ground) = self.origin_of(seen).await?;
        if !has_news && self.hidden_marks(&ground, &seen.side).is_empty() {
            self.remark_all(&plan);
            return Ok((plan, false));
        }
        self.catch_up().await?;
        self.state.taking = Some(Taking {
            title: seen.side.title.clone(),
            body: seen.side.body.clone(),
            closed: seen.side.closed,
            editor: editor.clone(),
            base: ground.base.body.clone(),
            over: ground.over.clone(),
            is_gone_back: ground.is_gone_back,
            earlier: ground.earlier.clone(),
            since: self.known.up_to,
        });
        self.save().await?;
        let plan = self.merge(&ground, &seen.side, &editor).await?;
        Ok((plan, true))
    }

    /// Takes over what is left of a text when the program ended in the middle of it.
    pub(super) async fn finish_taking(&mut self) -> Result<(), Trouble> {
        let Some(taking) = self.state.taking.clone() else {
            return Ok(());
        };
        let ground = Ground {
            base: Side {
                body: taking.base,
                ..self.base()
            },
            over: taking.over,
            is_gone_back: taking.is_gone_back,
            earlier: taking.earlier,
        };
        let side = Side {
            title: taking.title,
            body: taking.body,
            closed: taking.closed,
        };
        let plan = self.merge(&ground, &side, &taking.editor).await?;
        if plan.is_unreadable {
            self.leave_unread(&side, None);
        } else {
            self.agree(&side, None);
        }
        self.save().await
    }

    /// Takes over what a text of the issue has changed, until nothing is left to take over.
    pub(super) async fn merge(
        &mut self,
        ground: &Ground,
        side: &Side,
        editor: &str,
    ) -> Result<Plan, Trouble> {
        let taking = self.state.taking.as_ref().map(|taking| taking.since);
        let covered = self.state.in_doubt.as_ref().map(|write| write.since);
        let since = taking.or(covered).unwrap_or(self.known.up_to);
        self.take_hidden(ground, side, editor).await?;
        let undone = self.undone(ground, side);
        let mut plan = self.plan_with(ground, side, &undone);
        for _ in 0..MOST_IMPORTS {
            let news = self.news(&plan);
            if news.is_empty() {
                break;
            }
            for import in news {
                let import = self.unless_taken(import, since).await?;
                if !self.take_over(import, editor).await? {
                    break;
                }
            }
            self.look_where_the_journal_stands().await?;
            plan = self.plan_with(ground, side, &undone);
        }
        self.remark_all(&plan);
        Ok(plan)
    }

    /// Returns what to do about a change of the issue. One that was taken over already, since
    /// this position of the journal, was changed back by whoever works here, who is asked.
    async fn unless_taken(&self, import: Import, since: u64) -> Result<Import, Trouble> {
        let Some(clash) = sync_plan::contradicted(&import.command, &self.document()) else {
            return Ok(import);
        };
        let entries = self.ledger.entries_after(since).await?;
        let is_late = sync_plan::was_changed_since_taken(&entries, &clash.subject);
        Ok(if is_late {
            clash.command().into()
        } else {
            import
        })
    }

    fn remark_all(&mut self, plan: &Plan) {
        for seen in &plan.seen {
            self.remark(seen.clone());
        }
    }

    /// Returns the things for which a text goes back behind what we wrote last, by somebody
    /// who had not seen it: each is for a person to rule on, never to be fought over.
    fn undone(&self, ground: &Ground, side: &Side) -> BTreeMap<String, Conflict> {
        let Some(over) = &ground.over else {
            return BTreeMap::new();
        };
        let is_stale = || stale::was_made_from(&side.body, over, &ground.base.body);
        if !ground.is_gone_back && !is_stale() {
            return BTreeMap::new();
        }
        let before = Side {
            body: over.clone(),
            ..ground.base.clone()
        };
        let open = &self.incident.conflicts;
        let since_then = self.plan(&before, side, open).imports;
        let undoing = self.plan(&ground.base, side, open).imports;
        let undoing = undoing.iter().filter(|import| !since_then.contains(import));
        let document = self.document();
        undoing
            .filter_map(|import| stale::subject_of(&import.command, &document))
            .map(|subject| (subject, stale::open_conflict(self.now())))
            .collect()
    }

    fn plan_with(&self, ground: &Ground, side: &Side, undone: &BTreeMap<String, Conflict>) -> Plan {
        if undone.is_empty() {
            return self.plan(&ground.base, side, &self.incident.conflicts);
        }
        let mut open = undone.clone();
        open.extend(self.incident.conflicts.clone());
        self.plan(&ground.base, side, &open)
    }

    /// Returns what the record does not know yet: changes, and conflicts that are not open.
    fn news(&self, plan: &Plan) -> Vec<Import> {
        let is_open = |clash: &&ConflictValue| {
            let open = self.incident.conflicts.get(&clash.subject);
            open.is_some_and(|open| open.ours == clash.ours && open.theirs == clash.theirs)
        };
        let clashes = plan.conflicts.iter().filter(|clash| !is_open(clash));
        let imports = plan.imports.iter().filter(|import| {
            let digest = once(&import.command);
            digest.is_none_or(|digest| !self.state.taken_over.contains(&digest))
        });
        imports
            .cloned()
            .chain(clashes.map(|clash| clash.command().into()))
            .collect()
    }

    pub(super) fn plan(&self, base: &Side, side: &Side, open: &BTreeMap<String, Conflict>) -> Plan {
        sync_plan::plan(base, &self.document(), side, open)
    }

    /// Puts one change of the issue to the record. What the record refuses becomes a conflict:
    /// the issue keeps its value, and a person decides. Returns false when somebody worked on
    /// the record meanwhile: then all is to be planned again.
    pub(super) async fn take_over(
        &mut self,
        mut import: Import,
        editor: &str,
    ) -> Result<bool, Trouble> {
        let clash = sync_plan::refused(&import.command, &self.document());
        self.say_who(&mut import.command).await?;
        let taken = match self.import(import, editor).await {
            Err(LedgerError::Refused(refusal)) => {
                let instead = clash.map_or_else(
                    || Command::ImportState {
                        seen: format!("not taken over: {refusal}"),
                    },
                    |clash| clash.command(),
                );
                let mut instead = Import::from(instead);
                self.say_who(&mut instead.command).await?;
                self.import(instead, editor).await
            }
            taken => taken,
        };
        match taken {
            Err(LedgerError::Moved) => {
                self.incident = self.ledger.incident().await?;
                Ok(false)
            }
            taken => Ok(taken.map(|()| true)?),
        }
    }

    /// Enters into a conflict who set the value here, and when.
    async fn say_who(&self, command: &mut Command) -> Result<(), Trouble> {
        if let Command::RaiseConflict {
            subject,
            ours_by,
            ours_at,
            ..
        } = command
        {
            let entries = self.ledger.entries_after(0).await?;
            if let Some((by, at)) = who_set(&entries, subject) {
                *ours_by = by;
                *ours_at = Some(at);
            }
        }
        Ok(())
    }

    async fn import(&mut self, import: Import, editor: &str) -> Result<(), LedgerError> {
        let digest = once(&import.command);
        if let Some(digest) = &digest
            && self.state.taken_over.contains(digest)
        {
            return Ok(());
        }
        let request = import.request(editor);
        let seen = Arc::clone(&self.incident);
        let incident = self.ledger.execute_seen(request, seen).await?;
        self.follow(incident);
        if let Some(digest) = digest {
            self.state.taken_over.push(digest);
            self.ledger.save_sync(self.state.clone()).await?;
        }
        Ok(())
    }

    /// Returns who edited the body since both sides agreed, and what it is to be compared with;
    /// only the edit history knows. A history that is ahead of what was read means that the
    /// read came from a copy behind it.
    pub(super) async fn origin_of(&self, seen: &Seen) -> Result<(String, Ground), Trouble> {
        let node = self.remote()?.node_id;
        let reply = match self.client.body_history(&node).await {
            Ok(reply) => reply,
            Err(failure) if failure.is_permanent() => {
                return Ok((SOMEBODY.to_owned(), self.ground_as_said(&seen.side.body)));
            }
            // Who it was can be told in a moment; the edit does not run away.
            Err(failure) => return Err(failure.into()),
        };
        let is_ahead = seen
            .changed_at
            .is_none_or(|read| reply.value.updated_at >= read);
        if is_ahead && normalise(&reply.value.body) != seen.side.body {
            return Err(Trouble::Unfinished {
                cause: "GitHub answered with two texts of the issue; looking again".to_owned(),
            });
        }
        let editor = editors_since(&reply.value, &self.state.base_body);
        let ground = self.ground_of(&seen.side.body, reply.value.history).await?;
        Ok((editor, ground))
    }

    /// Returns what a text is to be compared with: what both sides agreed on, unless another
    /// sitroom wrote it that had not seen that.
    async fn ground_of(&self, body: &str, history: BodyHistory) -> Result<Ground, Trouble> {
        let agreed = &self.state.base_body;
        if !self.is_of_another(body) {
            return Ok(self.ground());
        }
        let mut texts = lineage::texts(&history);
        let is_agreed = |text: &Option<String>| text.as_ref() == Some(agreed);
        if history.total > texts.len() as u64 && !texts.iter().any(is_agreed) {
            let node = self.remote()?.node_id;
            let longer = self.client.long_body_history(&node).await?;
            texts = lineage::texts(&longer.value.history);
        }
        Ok(match lineage::origin(&texts, agreed, &self.state.agreed) {
            Origin::Agreed => Ground {
                earlier: lineage::made_of_agreed(&texts, agreed).map(str::to_owned),
                ..self.ground()
            },
            Origin::Older(older) => self.older_ground(older),
            Origin::Both { back, common } => {
                let both = made_of_both(common, back, agreed);
                self.older_ground(both.as_deref().unwrap_or(back))
            }
            Origin::GoneBack(old) => Ground {
                over: Some(old.to_owned()),
                is_gone_back: true,
                ..self.ground()
            },
        })
    }

    /// Returns whether a sitroom wrote since both sides agreed.
    pub(super) fn is_of_another(&self, body: &str) -> bool {
        lineage::hidden(body) != lineage::hidden(&self.state.base_body)
    }

    /// Returns what a text is to be compared with as far as it says so itself.
    fn ground_as_said(&self, body: &str) -> Ground {
        let over = self.state.written_over.as_deref();
        let over = over.filter(|_| self.is_of_another(body));
        match over.filter(|over| lineage::says_from(body, over)) {
            Some(over) => self.older_ground(over),
            None => self.ground(),
        }
    }
}

/// Returns who saved the revisions behind the agreed text, the last one first.
fn editors_since(verified: &VerifiedBody, agreed: &str) -> String {
    let edits = &verified.history.edits;
    let is_agreed = |body: Option<&str>| body.is_some_and(|body| normalise(body) == agreed);
    let agreed = edits
        .iter()
        .position(|edit| is_agreed(edit.body.as_deref()));
    // Where the agreed text is not to be found, only the last one is known to be news.
    let news = &edits[..agreed.unwrap_or(1).clamp(0, edits.len())];
    let mut logins: Vec<&str> = Vec::new();
    for user in news.iter().filter_map(|edit| edit.editor.as_ref()) {
        if !logins.contains(&user.login.as_str()) {
            logins.push(&user.login);
        }
    }
    if logins.is_empty() {
        SOMEBODY.to_owned()
    } else {
        logins.join(", ")
    }
}

/// Returns the digest of what must be recorded once only: unlike a value, which is the same on
/// both sides afterwards, text and remarks would be found again as long as nothing is agreed.
fn once(command: &Command) -> Option<String> {
    match command {
        Command::ImportText { added, removed } => {
            Some(digest(&format!("text\n{added}\n\n{removed}")))
        }
        Command::ImportState { seen } => Some(digest(&format!("state\n{seen}"))),
        _ => None,
    }
}
